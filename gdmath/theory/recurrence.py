"""What gradient descent, heavy ball and Nesterov do along one eigenvector of a quadratic.

All three are the same kind of rule. With e[k] the distance to the minimum,

    e[1] = first * e[0],    e[k+1] = trace * e[k] - det * e[k-1],

and the three numbers depend on lr, momentum and the curvature only. The roots of
``z^2 - trace z + det`` say everything: how fast the error shrinks, whether it swings.

In the docstrings, *Error* is what is lost to rounding (u = 1.1e-16 is the unit roundoff),
*Stable* the learning rates for which it holds, *Source* where the formula is from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.array import Array, frozen
from gdmath.objectives import Quadratic

Roots: TypeAlias = NDArray[np.complex128]


@dataclass(frozen=True, slots=True, eq=False)
class Recurrence:
    """``e[1] = first e[0]``, then ``e[k+1] = trace e[k] - det e[k-1]``, for m directions.

    Attributes
    ----------
    first, trace, det : Array
        Three numbers for each direction, (m,).
    """

    first: Array
    trace: Array
    det: Array

    def __post_init__(self) -> None:
        for name in ("first", "trace", "det"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    @property
    def roots(self) -> Roots:
        """The two roots of ``z^2 - trace z + det`` in each direction, (m, 2), larger first.

        Error: 2u relative, but sqrt(u) where the two are all but equal: the nature of a double
        root. ``factors`` does not suffer from it.
        Source: Flammarion and Bach 2015, section 2.
        """
        half, spread = 0.5 * self.trace, self._spread
        away = np.where(half < 0, -1.0, 1.0) * np.sqrt(np.maximum(spread, 0.0))
        large = half + away
        with np.errstate(divide="ignore", invalid="ignore"):
            small = np.where(large != 0, self.det / large, 0.0)
        turn = 1j * np.sqrt(np.maximum(-spread, 0.0))
        real = spread >= 0
        pair: Roots = np.stack(
            (np.where(real, large, half + turn), np.where(real, small, half - turn)), axis=-1
        )
        return pair

    @property
    def rate(self) -> float:
        """The largest size of a root: what a step multiplies the error by, in the long run.

        Below 1 the run converges from anywhere. At a double root the error is ``(a + b k)``
        times the k-th power of the rate.

        Error: that of ``roots``.
        Source: Polyak 1964.
        """
        return float(self._radius.max())

    def factors(self, k: ArrayLike) -> Array:
        """Return ``e[k] / e[0]`` for every step number in ``k`` (...), shape (..., m).

        ``U[k] + (first - trace) U[k-1]`` where U solves the recurrence from U[-1] = 0, U[0] = 1:
        ``(r^(k+1) - s^(k+1)) / (r - s)`` for real roots r and s, ``(k + 1) r^k`` for equal ones,
        ``rho^k sin((k + 1) t) / sin t`` for ``rho exp(+-i t)``. It passes smoothly from one case
        to the next.

        Error: about k * u of the largest term; k^2 * u next to a double root, which is what
        rounding lr and momentum to floats does to the answer in any case.
        Stable: any k >= 0.
        Source: the general solution of a linear recurrence.
        """
        steps = np.asarray(k, dtype=np.float64)[..., None]
        before = np.maximum(steps - 1.0, 0.0)
        sign = np.where(self.trace < 0, -1.0, 1.0)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            bracket = sign * self._radius * self._swing(steps)
            bracket = bracket + (self.first - self.trace) * self._swing(before)
            later: Array = sign**before * self._radius**before * bracket
        return np.where(steps == 0, 1.0, later)

    @property
    def _spread(self) -> Array:
        """Return a quarter of the discriminant: above 0 two real roots, below 0 a pair."""
        spread: Array = 0.25 * self.trace * self.trace - self.det
        return spread

    @property
    def _radius(self) -> Array:
        """Return the size of the larger root."""
        spread = self._spread
        real = 0.5 * np.abs(self.trace) + np.sqrt(np.maximum(spread, 0.0))
        radius: Array = np.where(spread < 0, np.sqrt(np.maximum(self.det, 0.0)), real)
        return radius

    def _swing(self, k: Array) -> Array:
        """Return ``U[k] / radius^k`` for a trace taken as positive: bounded by k + 1."""
        spread, radius = self._spread, self._radius
        root = np.sqrt(np.abs(spread))
        angle = np.arctan2(root, 0.5 * np.abs(self.trace))
        gap = np.where(radius > 0, 2 * root / radius, 0.0)
        ratio = 1.0 - gap
        near = -np.expm1((k + 1) * np.log1p(-np.minimum(gap, 1.0))) / gap
        far = (1.0 - ratio ** (k + 1)) / gap
        swing: Array = np.where(
            spread < 0,
            np.sin((k + 1) * angle) / np.sin(angle),
            np.where(gap < 1, near, far),
        )
        return np.where(gap == 0, k + 1.0, swing)


def descent(quadratic: Quadratic, lr: float) -> Recurrence:
    """Return gradient descent: ``first = trace = 1 - lr * lambda``, ``det = 0``.

    Error: u * (1 + lr * lambda).
    Stable: any lr; converges for 0 < lr < 2 / lambda_max.
    Source: Polyak 1987, section 1.4.
    """
    r = 1.0 - float(lr) * quadratic.curvatures
    return Recurrence(r, r, 0.0 * r)


def heavy_ball(
    quadratic: Quadratic, lr: float, momentum: float, dampening: float = 0.0
) -> Recurrence:
    """Return heavy ball: ``v <- momentum v + (1 - dampening) g``, ``x <- x - lr v``.

    ``trace = 1 + momentum - lr (1 - dampening) lambda``, ``det = momentum``. The velocity starts
    as the first gradient, undampened: ``first = 1 - lr lambda``.

    Error: u * (1 + momentum + lr * lambda).
    Stable: any lr; converges for lr below ``heavy_ball_wall``.
    Source: Polyak 1964; the start and the dampening as in PyTorch.
    """
    pull = float(lr) * quadratic.curvatures
    trace = 1.0 + float(momentum) - (1.0 - float(dampening)) * pull
    return Recurrence(1.0 - pull, trace, np.full_like(pull, float(momentum)))


def nesterov(quadratic: Quadratic, lr: float, momentum: float) -> Recurrence:
    """Return Nesterov: ``v <- momentum v + g``, ``x <- x - lr (g + momentum v)``.

    ``trace = (1 + momentum)(1 - lr lambda)``, ``det = momentum (1 - lr lambda)``, and
    ``first = 1 - lr (1 + momentum) lambda``: the velocity starts as the first gradient.

    Error: u * (1 + momentum)(1 + lr * lambda).
    Stable: any lr; converges for lr below ``nesterov_wall``.
    Source: Sutskever et al. 2013; the form as in PyTorch.
    """
    pull, beta = float(lr) * quadratic.curvatures, float(momentum)
    return Recurrence(1.0 - (1.0 + beta) * pull, (1.0 + beta) * (1.0 - pull), beta * (1.0 - pull))
