"""The samples of a least-squares objective as quadratics, in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

import numpy as np

from gdmath.array import Array
from gdmath.moments.matrices import Point, Rows, apply, mean, outer
from gdmath.objectives import Objective, SampleMean
from gdmath.objectives.elimination import solve_definite


class Samples(Objective, SampleMean, Protocol):
    """An objective that is the mean of the losses on some samples."""

    def __hash__(self) -> int:
        """Return the same for equal objectives."""
        ...


@dataclass(frozen=True, slots=True)
class SampleQuadratics:
    """The samples as quadratics: Hessians, gradients at the minimum, and their means."""

    hessians: tuple[Rows, ...]
    slopes: tuple[Point, ...]
    minimum: Point
    f_min: Fraction

    @property
    def hessian(self) -> Rows:
        """The Hessian of the full loss."""
        return mean(self.hessians)

    @property
    def noise(self) -> Rows:
        """The mean of ``g g'`` over the samples' gradients at the minimum."""
        return mean(tuple(outer(g, g) for g in self.slopes))


@lru_cache(maxsize=64)
def sample_quadratics(objective: Samples) -> SampleQuadratics:
    """Read the samples' quadratics off their gradients, in fractions.

    Raises
    ------
    ValueError
        When the objective has no samples, they are not quadratic, or their mean has no single
        minimum.
    """
    if not isinstance(objective, SampleMean):
        raise ValueError("exact moments need an objective that is a mean over samples")
    dim = objective.dim
    origin = [Fraction(0)] * dim
    corners = [[Fraction(int(i == j)) for j in range(dim)] for i in range(dim)]
    odd = [Fraction(3 * i + 5, 7) for i in range(dim)]
    refusal = f"exact moments need least squares, which {objective.formula} is not"
    try:
        at = [_grads(objective, point) for point in (origin, odd, *corners)]
    except (TypeError, AttributeError):
        raise ValueError(refusal) from None
    zero, probe, units = at[0], at[1], at[2:]
    hessians = tuple(
        tuple(tuple(units[j][s][i] - zero[s][i] for j in range(dim)) for i in range(dim))
        for s in range(objective.samples)
    )
    for hessian, g, expected in zip(hessians, zero, probe, strict=True):
        if tuple(a + b for a, b in zip(apply(hessian, odd), g, strict=True)) != expected:
            raise ValueError(refusal)
    mean_slope = mean(tuple((g,) for g in zero))[0]
    minimum = solve_definite(mean(hessians), [-g for g in mean_slope])
    if minimum is None:
        raise ValueError(f"exact moments need a single minimum, which {objective.formula} lacks")
    f_min = Fraction(np.asarray(objective.value(_exact(minimum))).item())
    return SampleQuadratics(hessians, _grads(objective, minimum), minimum, f_min)


def _grads(objective: Samples, point: Sequence[Fraction]) -> tuple[Point, ...]:
    rows = objective.sample_grads(_exact(point))
    return tuple(tuple(Fraction(value) for value in row) for row in rows)


def _exact(point: Sequence[Fraction]) -> Array:
    exact: Array = np.array(list(point), dtype=object)
    return exact
