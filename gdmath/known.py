"""What theory knows of a run before it is made, and the word for what it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdmath import theory
from gdmath.objectives import Quadratic, quadratic_form
from gdmath.optimizers import GD, HeavyBall, Nesterov, Optimizer
from gdmath.theory import Recurrence

if TYPE_CHECKING:
    from gdmath.run import Run


class Unknown(AttributeError):
    """A quantity that this run does not have; the message says which runs do."""


def quadratic_of(run: Run, name: str) -> Quadratic:
    """Return the quadratic that is walked on, or raise ``Unknown`` for the quantity ``name``."""
    quadratic = quadratic_form(run.objective)
    if quadratic is None:
        raise Unknown(f"{name} is known for gradient descent on a quadratic only")
    return quadratic


def descent_on(run: Run, name: str) -> Quadratic:
    """Return the quadratic that gradient descent walks on, or raise ``Unknown``."""
    quadratic = quadratic_of(run, name)
    if not isinstance(run.optimizer, GD):
        raise Unknown(f"{name} is known for gradient descent on a quadratic only")
    return quadratic


def bowl_of(run: Run, name: str) -> Quadratic:
    """Return a quadratic with a single minimum, or raise ``Unknown``."""
    quadratic = quadratic_of(run, name)
    if quadratic.minimum is None:
        raise Unknown(f"{name} is known for a quadratic with a single minimum only")
    return quadratic


def recurrence(optimizer: Optimizer, quadratic: Quadratic) -> Recurrence | None:
    """Return what every step does to the error along each eigenvector, where that is always the same.

    It is for gradient descent, heavy ball and Nesterov with a constant learning rate.
    """  # noqa: E501
    lr = optimizer.lr
    if not isinstance(lr, float | int):
        return None
    match optimizer:
        case GD():
            return theory.descent(quadratic, lr)
        case HeavyBall():
            return theory.heavy_ball(quadratic, lr, optimizer.momentum, optimizer.dampening)
        case Nesterov():
            return theory.nesterov(quadratic, lr, optimizer.momentum)
    return None


def rate(run: Run) -> float:
    """Return the largest size of a root: what a step multiplies the error by, in the long run."""
    rule = recurrence(run.optimizer, quadratic_of(run, "rate"))
    if rule is None:
        raise Unknown("rate is known for gradient descent and momentum with a constant lr only")
    return rule.rate


def wall(run: Run) -> float:
    """Return the learning rate at which the optimizer stops converging."""
    quadratic = quadratic_of(run, "wall")
    match run.optimizer:
        case GD():
            return theory.wall(quadratic)
        case HeavyBall(momentum=momentum, dampening=dampening):
            return theory.heavy_ball_wall(quadratic, momentum, dampening)
        case Nesterov(momentum=momentum):
            return theory.nesterov_wall(quadratic, momentum)
    raise Unknown("wall is known for gradient descent and momentum only")


def path_exponent(run: Run, lr: float) -> float:
    """Return the p of the curve ``y = y0 (x / x0)^p`` that the iterates lie on."""
    name = "path_exponent"
    descent_on(run, name)
    bowl = bowl_of(run, name)
    if bowl.dim != 2 or not bowl.is_diagonal or bowl.minimum is None or bowl.minimum.any():
        raise Unknown("path_exponent is known for a bowl over x and y, minimum at the origin")
    exponent = theory.path_exponent(theory.factors(bowl, lr))
    if np.isnan(exponent):
        raise Unknown("path_exponent is known only while every factor is between 0 and 1")
    return exponent
