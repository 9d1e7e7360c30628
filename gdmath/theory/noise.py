"""What a noisy gradient leaves behind when lr stays the same.

Noise of standard deviation sigma is added to each coordinate of every gradient, independent of
where the run is. (Sampled gradients are noisier the farther out: ``gdmath.moments``.)
"""

from __future__ import annotations

from gdmath.array import Array
from gdmath.objectives import Quadratic
from gdmath.theory.momentum import heavy_ball_wall


def noise_variance(
    quadratic: Quadratic, lr: float, sigma: float = 1.0, momentum: float = 0.0
) -> Array:
    """Return the variance that gradient descent or heavy ball settles at in each direction, (dim,).

    ``lr sigma^2 (1 + beta) / ((1 - beta) lambda (2 (1 + beta) - lr lambda))``, in the order of
    ``quadratic.curvatures``. Proportional to lr / (1 - beta) while lr is small: momentum does
    not average noise away at an equal effective rate.

    Error: 8u, relative, more next to the wall.
    Stable: 0 < lr < ``heavy_ball_wall``; needs all curvatures > 0.
    Source: Orvieto et al. 2020; the stationary solution of the recurrence's covariance.

    Raises
    ------
    ValueError
        When lr or momentum is outside the stable range, or a curvature is not above 0.
    """
    wall = heavy_ball_wall(quadratic, momentum)
    if not 0 < lr < wall:
        raise ValueError(f"lr must be above 0 and below the wall {wall:g}, not {lr}")
    curvature, beta = quadratic.curvatures, float(momentum)
    if not curvature.min() > 0:
        raise ValueError(f"every curvature must be above 0, but the least is {curvature.min():g}")
    top = float(lr) * float(sigma) ** 2 * (1 + beta)
    below: Array = (1 - beta) * curvature * (2 * (1 + beta) - float(lr) * curvature)
    return top / below


def noise_floor(
    quadratic: Quadratic, lr: float, sigma: float = 1.0, momentum: float = 0.0
) -> float:
    """Return the loss above its minimum at which the run hovers, ``sum_i 1/2 lambda_i Var_i``.

    Error, Stable, Source: as ``noise_variance``.

    Raises
    ------
    ValueError
        As ``noise_variance``.
    """
    variance = noise_variance(quadratic, lr, sigma, momentum)
    return float((0.5 * quadratic.curvatures * variance).sum())
