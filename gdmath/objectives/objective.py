"""What an objective is: a loss with its slope and its curvature, all analytic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from gdmath.array import Array

if TYPE_CHECKING:
    from gdmath.objectives.quadratic import Quadratic


class Objective(Protocol):
    """A function of ``dim`` parameters to make small. Frozen, hashable, compares by value.

    Points are arrays of shape (..., dim), so one call can evaluate a whole path or a grid; a
    point gives the same bits alone as in a batch. The answer has the dtype of the points, and
    every operation on the way is rounded to it: float64, float32 or float16. Points may also be
    exact numbers (dtype object): fractions for what only adds, multiplies and divides, mpmath's
    numbers for everything; then the objective takes its own numbers as they were written.

    A loss beyond the range is infinite and infinity less infinity is NaN; neither raises nor
    warns.
    """

    @property
    def dim(self) -> int:
        """How many parameters it has."""
        ...

    @property
    def formula(self) -> str:
        """The function in Typst maths, such as ``x^2 + 2 y^2``."""
        ...

    @property
    def default_start(self) -> tuple[float, ...]:
        """Where a run starts when the script does not say."""
        ...

    @property
    def minimum(self) -> Array | None:
        """The point (dim,) of least loss; None where there is none, or several, or unknown."""
        ...

    @property
    def f_min(self) -> float | None:
        """The least loss; None where none is attained or it is not known."""
        ...

    def value(self, x: Array) -> Array:
        """Return the loss, shape (...)."""
        ...

    def grad(self, x: Array) -> Array:
        """Return the gradient, shape (..., dim)."""
        ...

    def hessian(self, x: Array) -> Array:
        """Return the matrix of second derivatives, shape (..., dim, dim)."""
        ...


@runtime_checkable
class SampleMean(Protocol):
    """An objective that is the mean of ``samples`` losses, one for each sample of some data.

    The full gradient is the mean of the samples' own gradients, bit for bit in a fixed order:
    ``value(x)`` is ``mean(sample_values(x), axis=-1)`` and ``grad(x)`` is
    ``mean(sample_grads(x), axis=-2)`` with ``gdmath.array.mean``, which adds from the first
    sample to the last.
    """

    @property
    def samples(self) -> int:
        """How many samples there are, n."""
        ...

    def sample_values(self, x: Array) -> Array:
        """Return the loss on each sample alone, (..., n) for points (..., dim)."""
        ...

    def sample_grads(self, x: Array) -> Array:
        """Return the gradient of each sample's loss, (..., n, dim) for points (..., dim)."""
        ...


@runtime_checkable
class HasMinima(Protocol):
    """An objective with several points of least loss, all known."""

    @property
    def minima(self) -> Array:
        """The points of least loss, (m, dim)."""
        ...


@runtime_checkable
class HasQuadraticForm(Protocol):
    """An objective that is a quadratic, however it is written; its theory is known."""

    def as_quadratic(self) -> Quadratic:
        """Return the same function as ``1/2 x'Ax - b'x + c``."""
        ...


def quadratic_form(objective: Objective) -> Quadratic | None:
    """Return ``objective`` as a ``Quadratic``, or None when it is not one."""
    return objective.as_quadratic() if isinstance(objective, HasQuadraticForm) else None


def minima(objective: Objective) -> Array | None:
    """Return all points of least loss, (m, dim), or None where there is none or not known."""
    if isinstance(objective, HasMinima):
        return objective.minima
    return None if objective.minimum is None else objective.minimum[None, :]
