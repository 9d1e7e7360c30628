"""What an objective is: a loss with its slope and its curvature, all analytic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from gdmath.array import Array

if TYPE_CHECKING:
    from gdmath.objectives.quadratic import Quadratic


class Objective(Protocol):
    """A function of ``dim`` parameters to make small. Frozen, hashable, compares by value.

    Points are float64 arrays of shape (..., dim), so one call can evaluate a whole path or a
    grid; a point gives the same bits alone as in a batch.
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
        """The point (dim,) of least loss, or None where there is none or it is not known."""
        ...

    @property
    def f_min(self) -> float | None:
        """The loss at ``minimum``, or None."""
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
class HasQuadraticForm(Protocol):
    """An objective that is a quadratic, however it is written; its theory is known."""

    def as_quadratic(self) -> Quadratic:
        """Return the same function as ``1/2 x'Ax - b'x + c``."""
        ...


def quadratic_form(objective: Objective) -> Quadratic | None:
    """Return ``objective`` as a ``Quadratic``, or None when it is not one."""
    return objective.as_quadratic() if isinstance(objective, HasQuadraticForm) else None
