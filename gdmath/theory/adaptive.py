"""AdaGrad, RMSProp and Adam: what can be said of them without running them.

In the docstrings, *Error* is what is lost to rounding (u = 1.1e-16 is the unit roundoff),
*Stable* the range in which it holds, *Source* where the formula is from.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from gdmath.array import Array


def bias_correction(beta: float, steps: ArrayLike) -> Array:
    """Return ``1 - beta^steps``: the weight that a mean which began at zero has gathered so far.

    Adam divides by it. ``steps`` (...) counts the gradients seen, from 1; shape (...).

    Error: u / (1 - beta), relative.
    Stable: 0 <= beta < 1.
    Source: Kingma and Ba 2015, section 3.

    Raises
    ------
    ValueError
        When ``beta`` is not at least 0 and below 1.
    """
    _check_share("beta", beta)
    weight: Array = 1.0 - float(beta) ** np.asarray(steps, dtype=np.float64)
    return weight


def adam_first_step(
    grad: ArrayLike,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    bias_correction: bool = True,
) -> Array:
    """Return how far Adam's first step moves each parameter, the shape of ``grad``.

    ``-lr g / (|g| + eps)``: lr against the sign of the slope, however steep. Without the bias
    correction ``(1 - beta1) / sqrt(1 - beta2)`` times that, eps aside: too long, not too short.

    Error: 6u, relative.
    Stable: any lr; the step is 0 where the slope is.
    Source: Kingma and Ba 2015, section 2.1.

    Raises
    ------
    ValueError
        When a beta is not at least 0 and below 1.
    """
    slope = np.asarray(grad, dtype=np.float64)
    for name, beta in zip(("beta1", "beta2"), betas, strict=True):
        _check_share(name, beta)
    mean, root = (1.0, 1.0) if bias_correction else (1 - betas[0], np.sqrt(1 - betas[1]))
    below = float(root) * np.abs(slope) + float(eps)
    step: Array = -float(lr) * mean * slope / np.where(below > 0, below, 1.0)
    return step + 0.0


def adam_wall(lr: float, beta1: float = 0.9) -> float:
    """Return the preconditioned curvature beyond which Adam's steps grow.

    ``2 (1 + beta1) / ((1 - beta1) lr)``, that is 38 / lr at beta1 = 0.9: the wall of heavy ball
    with dampening ``beta1``, for a ruler that holds still. Compare ``preconditioned_curvature``.

    Error: u / (1 - beta1), relative.
    Stable: 0 <= beta1 < 1, lr > 0; the ruler must change slowly (beta2 near 1).
    Source: Cohen et al. 2022, section 3.

    Raises
    ------
    ValueError
        When ``beta1`` is not at least 0 and below 1, or lr is not above 0.
    """
    _check_share("beta1", beta1)
    if not lr > 0:
        raise ValueError(f"lr must be above 0, not {lr}")
    return 2.0 * (1.0 + float(beta1)) / ((1.0 - float(beta1)) * float(lr))


def preconditioned_curvature(hessian: ArrayLike, divisor: ArrayLike) -> Array:
    """Return the steepest curvature that an optimizer feels which divides slopes by ``divisor``.

    ``lambda_max(D^(-1/2) H D^(-1/2))`` for matrices H (..., dim, dim) and the diagonal D of
    ``divisor`` (..., dim); shape (...). For Adam the divisor is ``sqrt(v^) + eps``.

    Error: a few u of the largest, by LAPACK's symmetric solver; 2u when H is diagonal.
    Stable: every divisor above 0.
    Source: Cohen et al. 2022, section 3.

    Raises
    ------
    ValueError
        When a divisor is not above 0.
    """
    matrix, below = (np.asarray(a, dtype=np.float64) for a in (hessian, divisor))
    if not (below > 0).all():
        raise ValueError(f"every divisor must be above 0, but the least is {below.min():g}")
    diagonal = np.diagonal(matrix, axis1=-2, axis2=-1)
    if (matrix == diagonal[..., None] * np.eye(matrix.shape[-1])).all():
        plain: Array = (diagonal / below).max(axis=-1)
        return plain
    half = 1.0 / np.sqrt(below)
    scaled = half[..., :, None] * matrix * half[..., None, :]
    steepest: Array = np.asarray(np.linalg.eigvalsh(scaled)[..., -1], dtype=np.float64)
    return steepest


def rmsprop_cycle(lr: float, curvature: float, eps: float = 0.0) -> float:
    """Return how far from the minimum RMSProp ends up, hopping from side to side for ever.

    ``lr/2 - eps/lambda``, which solves ``lr lambda a / (lambda a + eps) = 2a`` (eps outside the
    root): the slope is always the same size, so the ruler measures exactly that, whatever alpha.

    Error: 2u of lr.
    Stable: where it attracts; negative eps or one above lr lambda / 2 has no such cycle.
    Source: solve the equation.

    Raises
    ------
    ValueError
        When there is no such cycle.
    """
    reach = float(lr) / 2 - float(eps) / float(curvature) if curvature > 0 else 0.0
    if not (reach > 0 and eps >= 0):
        raise ValueError(
            f"a cycle needs lr and curvature above 0 and eps from 0 to below half their product, "
            f"not lr {lr}, curvature {curvature}, eps {eps}"
        )
    return reach


def adagrad_distance(lr: float, steps: int) -> float:
    """Return how far AdaGrad has come after ``steps`` steps down a constant slope, eps aside.

    ``lr (1 + 1/sqrt 2 + ... + 1/sqrt steps)``, about ``2 lr sqrt(steps)``: slower and slower,
    yet without end.

    Error: 2u, relative (the terms are rounded, their sum is exact and rounded once).
    Stable: any lr > 0.
    Source: Duchi, Hazan and Singer 2011: the divisor is sqrt(k) times the slope.

    Raises
    ------
    ValueError
        When ``steps`` is negative.
    """
    if steps < 0:
        raise ValueError(f"steps must not be negative, not {steps}")
    terms = 1.0 / np.sqrt(np.arange(1.0, steps + 1.0))
    return float(lr) * float(sum((Fraction(float(term)) for term in terms), Fraction(0)))


def _check_share(name: str, value: float) -> None:
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be at least 0 and below 1, not {value}")
