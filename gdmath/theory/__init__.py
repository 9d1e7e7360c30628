"""What the optimizers do, in closed form: no loop, any step at once.

- ``descent``, ``momentum``: gradient descent, heavy ball and Nesterov on a quadratic; walls,
  best rates;
- ``recurrence``: what the three have in common, and how it goes along one eigenvector;
- ``paths``: iterates and losses at any step, steps to a fraction, gradient flow;
- ``speed``: how many steps a condition number costs, and reading that off a run;
- ``noise``: what a noisy gradient leaves behind;
- ``adaptive``: AdaGrad, RMSProp and Adam, as far as they can be known;
- ``convexity``: why the loss on a bowl cannot go flat and then drop.
"""

from gdmath.theory.adaptive import (
    adagrad_distance,
    adam_first_step,
    adam_wall,
    bias_correction,
    preconditioned_curvature,
    rmsprop_cycle,
)
from gdmath.theory.convexity import is_log_convex, log_convexity
from gdmath.theory.descent import (
    best_lr,
    best_rate,
    factors,
    half_lives,
    misdirection_bound,
    path_exponent,
    rate,
    wall,
)
from gdmath.theory.momentum import (
    Tuning,
    best_descent,
    best_heavy_ball,
    best_momentum,
    best_nesterov,
    heavy_ball_wall,
    momentum_gain,
    nesterov_wall,
)
from gdmath.theory.noise import noise_floor, noise_variance
from gdmath.theory.paths import Measure, flow, iterates, losses, steps_to
from gdmath.theory.recurrence import Recurrence, Roots, descent, heavy_ball, nesterov
from gdmath.theory.speed import first_below, stays_below, steps_to_shrink

__all__ = [
    "Measure",
    "Recurrence",
    "Roots",
    "Tuning",
    "adagrad_distance",
    "adam_first_step",
    "adam_wall",
    "best_descent",
    "best_heavy_ball",
    "best_lr",
    "best_momentum",
    "best_nesterov",
    "best_rate",
    "bias_correction",
    "descent",
    "factors",
    "first_below",
    "flow",
    "half_lives",
    "heavy_ball",
    "heavy_ball_wall",
    "is_log_convex",
    "iterates",
    "log_convexity",
    "losses",
    "misdirection_bound",
    "momentum_gain",
    "nesterov",
    "nesterov_wall",
    "noise_floor",
    "noise_variance",
    "path_exponent",
    "preconditioned_curvature",
    "rate",
    "rmsprop_cycle",
    "stays_below",
    "steps_to",
    "steps_to_shrink",
    "wall",
]
