"""What is true: objectives, optimizers, runs and the theory that checks them. numpy only."""

from gdmath.array import Array
from gdmath.diagnose import CLAIMS, Claim, Outcome
from gdmath.exact import ExactTrajectory, Gap, exact_run, ulp_gap
from gdmath.objectives import OBJECTIVES, FiveDots, Objective, Quadratic
from gdmath.optimizers import GD, OPTIMIZERS, Optimizer
from gdmath.rational import Ratio, fraction, number
from gdmath.run import Run, Trajectory, Unknown, solve

__all__ = [
    "CLAIMS",
    "GD",
    "OBJECTIVES",
    "OPTIMIZERS",
    "Array",
    "Claim",
    "ExactTrajectory",
    "FiveDots",
    "Gap",
    "Objective",
    "Optimizer",
    "Outcome",
    "Quadratic",
    "Ratio",
    "Run",
    "Trajectory",
    "Unknown",
    "exact_run",
    "fraction",
    "number",
    "solve",
    "ulp_gap",
]
