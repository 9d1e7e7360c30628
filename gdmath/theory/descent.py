"""What gradient descent does on a quadratic.

Along each eigenvector of A, with curvature lambda, the distance to the minimum is multiplied by
the same factor ``r = 1 - lr * lambda`` at every step. Everything here follows from that.

In the docstrings, *Error* is what is lost to rounding (u = 1.1e-16 is the unit roundoff),
*Stable* the learning rates for which it holds, *Source* where the formula is from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gdmath.array import Array
from gdmath.objectives import Quadratic


def factors(quadratic: Quadratic, lr: float) -> Array:
    """Return what each step multiplies the error by along each eigenvector, (dim,).

    ``r_i = 1 - lr * lambda_i``, in the order of ``quadratic.curvatures``.

    Error: u * (1 + lr * lambda_i).
    Stable: any lr.
    Source: Polyak 1987, section 1.4.
    """
    return 1.0 - float(lr) * quadratic.curvatures


def rate(quadratic: Quadratic, lr: float) -> float:
    """Return ``max |r_i|``: what a step multiplies the distance by, at worst and at last.

    Error: that of ``factors``.
    Stable: below 1 exactly for 0 < lr < ``wall``.
    Source: Polyak 1987, section 1.4.
    """
    return float(np.abs(factors(quadratic, lr)).max())


def wall(quadratic: Quadratic) -> float:
    """Return ``2 / lambda_max``, the learning rate at and beyond which no run settles.

    Infinite when nothing curves upward.

    Error: u, relative.
    Source: Polyak 1987, section 1.4.
    """
    steepest = float(quadratic.curvatures.max())
    return 2.0 / steepest if steepest > 0 else float("inf")


def best_lr(quadratic: Quadratic) -> float:
    """Return ``2 / (lambda_min + lambda_max)``, the learning rate with the least ``rate``.

    There the shallowest and the steepest factor are opposite: ``±(kappa - 1)/(kappa + 1)``.

    Error: 2u, relative.
    Stable: itself below the wall; needs all curvatures > 0.
    Source: Polyak 1987, section 1.4.
    """
    return 2.0 / float(quadratic.curvatures.min() + quadratic.curvatures.max())


def best_rate(kappa: float) -> float:
    """Return ``(kappa - 1)/(kappa + 1)``, the ``rate`` at ``best_lr``.

    Error: 3u, relative to kappa.
    Source: Polyak 1987, section 1.4.
    """
    return (kappa - 1.0) / (kappa + 1.0)


def half_lives(factor: ArrayLike) -> Array:
    """Return after how many steps a factor has halved the error: ``ln 2 / -ln |r|``.

    Zero for r = 0 (gone in one step), infinite for ``|r| >= 1`` (never).

    Error: u / |ln |r||, relative: poor for r near 1, exact enough for any lr above 1e-8.
    Stable: 0 < lr < ``wall`` for a finite answer.
    Source: the definition.
    """
    size = np.abs(np.asarray(factor, dtype=np.float64))
    with np.errstate(divide="ignore"):
        lives: Array = np.where(size < 1.0, np.log(2.0) / -np.log(np.minimum(size, 1.0)), np.inf)
    return lives + 0.0


def path_exponent(factor: ArrayLike) -> float:
    """Return p of the curve ``y = y0 (x / x0)^p`` that the iterates (x, y) lie on.

    ``p = ln r_y / ln r_x``, from the two factors in coordinate order; it tends to
    ``lambda_y / lambda_x`` as lr tends to 0, the curve of ``flow``. NaN unless both factors are
    between 0 and 1, for otherwise the iterates jump from side to side and lie on no such curve.

    Error: u / |ln r|, relative.
    Stable: 0 < lr < 1 / lambda_max.
    Source: eliminate t from x = x0 r_x^t and y = y0 r_y^t.
    """
    r_x, r_y = np.asarray(factor, dtype=np.float64)
    if not (0 < r_x < 1 and 0 < r_y < 1):
        return float("nan")
    return float(np.log(r_y) / np.log(r_x))


def misdirection_bound(kappa: float) -> float:
    """Return the largest angle in degrees between ``-grad`` and the way to the minimum.

    ``arcsin((kappa - 1)/(kappa + 1))``.

    Error: 4u for moderate kappa; sqrt(u) radians as it nears 90 degrees.
    Source: Kantorovich's inequality in Wielandt's form.
    """
    return float(np.rad2deg(np.arcsin(best_rate(kappa)))) if np.isfinite(kappa) else 90.0
