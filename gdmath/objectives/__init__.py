"""The functions to walk down, each with its slope, curvature, minimum and usual start.

A new objective is one module here and one line in ``OBJECTIVES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gdmath.objectives.arguments import Matrix
from gdmath.objectives.beale import Beale
from gdmath.objectives.five_dots import FiveDots, five_dots
from gdmath.objectives.himmelblau import Himmelblau
from gdmath.objectives.least_squares import LeastSquares, Reduction, least_squares
from gdmath.objectives.logistic import Logistic, logistic
from gdmath.objectives.moons_line import moons_line
from gdmath.objectives.network import Activation, Network, network
from gdmath.objectives.objective import (
    HasMinima,
    HasQuadraticForm,
    Objective,
    SampleMean,
    minima,
    quadratic_form,
)
from gdmath.objectives.quadratic import Quadratic, bowl, quadratic, ravine
from gdmath.objectives.rosenbrock import Rosenbrock
from gdmath.objectives.saddle import Saddle
from gdmath.objectives.sigmoid_cliff import CliffLoss, SigmoidCliff
from gdmath.objectives.two_layer import TwoLayer
from gdmath.objectives.two_moons import Moons, two_moons, validation

__all__ = [
    "OBJECTIVES",
    "Activation",
    "Beale",
    "CliffLoss",
    "FiveDots",
    "HasMinima",
    "HasQuadraticForm",
    "Himmelblau",
    "LeastSquares",
    "Logistic",
    "Matrix",
    "Moons",
    "Network",
    "Objective",
    "Quadratic",
    "Reduction",
    "Rosenbrock",
    "Saddle",
    "SampleMean",
    "SigmoidCliff",
    "TwoLayer",
    "bowl",
    "five_dots",
    "least_squares",
    "logistic",
    "minima",
    "moons_line",
    "network",
    "quadratic",
    "quadratic_form",
    "ravine",
    "two_moons",
    "validation",
]

OBJECTIVES: Mapping[str, Callable[..., Objective]] = MappingProxyType(
    {
        "beale": Beale,
        "bowl": bowl,
        "five_dots": five_dots,
        "himmelblau": Himmelblau,
        "least_squares": least_squares,
        "logistic": logistic,
        "moons_line": moons_line,
        "network": network,
        "quadratic": quadratic,
        "ravine": ravine,
        "rosenbrock": Rosenbrock,
        "saddle": Saddle,
        "sigmoid_cliff": SigmoidCliff,
        "two_layer": TwoLayer,
    }
)
