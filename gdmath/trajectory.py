"""The answer to a run: what happened at every step, and what theory says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath import theory
from gdmath.array import Array, frozen, same
from gdmath.diagnose import Outcome
from gdmath.objectives import Quadratic, quadratic_form
from gdmath.optimizers import GD

if TYPE_CHECKING:
    from gdmath.run import Run


class Unknown(AttributeError):
    """A quantity that this run does not have; the message says which runs do."""


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """The answer to a run: read-only float64 arrays over the n steps actually taken.

    A run that diverges is an answer like any other. It ends early only at the first NaN; an
    infinite loss comes before that, while the parameters are still numbers.

    Attributes
    ----------
    run : Run
        The question.
    x, f, grad : Array
        The iterates (n+1, dim), their losses (n+1,) and gradients (n+1, dim).
    outcome : Outcome
        How it ended.
    events : Mapping[str, int]
        The step number of each thing that happened: ``first_inf`` (the loss or a parameter is
        infinite), ``first_nan`` (the loss or a parameter is no number).

    The rest is computed from these; ``PUBLIC`` names what a script may read. A quantity that the
    run does not have raises ``Unknown``.
    """

    PUBLIC: ClassVar[frozenset[str]] = frozenset(
        {
            "angle_to_min",
            "best_lr",
            "curvature",
            "events",
            "f",
            "f_min",
            "factor",
            "grad",
            "grad_norm",
            "half_life",
            "kappa",
            "lr",
            "minimum",
            "misdirection_bound",
            "outcome",
            "path_exponent",
            "rate",
            "step",
            "step_len",
            "steps",
            "wall",
            "x",
        }
    )

    run: Run
    x: Array
    f: Array
    grad: Array
    outcome: Outcome
    events: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("x", "f", "grad"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        object.__setattr__(self, "events", MappingProxyType(dict(self.events)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Trajectory):
            return NotImplemented
        return (
            (self.run, self.outcome, self.events) == (other.run, other.outcome, other.events)
            and same(self.x, other.x)
            and same(self.f, other.f)
            and same(self.grad, other.grad)
        )

    def __hash__(self) -> int:
        return hash(self.run)

    def __reduce__(self) -> tuple[Any, ...]:
        return Trajectory, (
            self.run,
            self.x,
            self.f,
            self.grad,
            self.outcome,
            dict(self.events),
        )

    @property
    def steps(self) -> int:
        """The number of steps taken."""
        return len(self.f) - 1

    @property
    def lr(self) -> float:
        """The learning rate."""
        return self.run.optimizer.lr

    @property
    def grad_norm(self) -> Array:
        """The steepness ``|grad|`` at each iterate, (n+1,)."""
        return frozen(_length(self.grad))

    @property
    def step(self) -> Array:
        """The steps ``x[k+1] - x[k]``, (n, dim)."""
        with np.errstate(invalid="ignore", over="ignore"):
            return frozen(np.diff(self.x, axis=0))

    @property
    def step_len(self) -> Array:
        """How long each step is, (n,)."""
        return frozen(_length(self.step))

    @property
    def angle_to_min(self) -> Array:
        """The angle in degrees between ``-grad`` and the way to the minimum, (n+1,).

        0 at the minimum itself. By Kahan's formula, accurate for angles of any size.
        """
        with np.errstate(all="ignore"):
            down, home = (v / _length(v)[:, None] for v in (-self.grad, self.minimum - self.x))
            angle = np.rad2deg(2 * np.arctan2(_length(down - home), _length(down + home)))
        at_minimum = (self.x == self.minimum).all(axis=-1) | (self.grad == 0).all(axis=-1)
        return frozen(np.where(at_minimum, 0.0, angle))

    @property
    def minimum(self) -> Array:
        """The point of least loss, (dim,)."""
        minimum = self.run.objective.minimum
        if minimum is None:
            raise Unknown("the minimum of this objective is not known")
        return minimum

    @property
    def f_min(self) -> float:
        """The least loss."""
        f_min = self.run.objective.f_min
        if f_min is None:
            raise Unknown("the least loss of this objective is not known")
        return f_min

    @property
    def curvature(self) -> Array:
        """The eigenvalues of the Hessian, (dim,); by coordinate when the matrix is diagonal."""
        return self._quadratic("curvature").curvatures

    @property
    def kappa(self) -> float:
        """Steepest curvature over shallowest."""
        return self._quadratic("kappa").kappa

    @property
    def wall(self) -> float:
        """The learning rate at which gradient descent stops converging."""
        return theory.wall(self._quadratic("wall"))

    @property
    def best_lr(self) -> float:
        """The learning rate with the least ``rate``."""
        return theory.best_lr(self._bowl("best_lr"))

    @property
    def misdirection_bound(self) -> float:
        """The largest ``angle_to_min`` there can be on this objective, in degrees."""
        return theory.misdirection_bound(self._bowl("misdirection_bound").kappa)

    @property
    def factor(self) -> Array:
        """What each step multiplies the error by, along each eigenvector, (dim,)."""
        return frozen(theory.factors(self._quadratic("factor"), self.lr))

    @property
    def half_life(self) -> Array:
        """The steps that halve the error, along each eigenvector, (dim,)."""
        return frozen(theory.half_lives(theory.factors(self._quadratic("half_life"), self.lr)))

    @property
    def rate(self) -> float:
        """The largest size of a factor."""
        return theory.rate(self._quadratic("rate"), self.lr)

    @property
    def path_exponent(self) -> float:
        """The p of the curve ``y = y0 (x / x0)^p`` that the iterates lie on."""
        bowl = self._bowl("path_exponent")
        if bowl.dim != 2 or not bowl.is_diagonal or bowl.minimum is None or bowl.minimum.any():
            raise Unknown("path_exponent is known for a bowl over x and y, minimum at the origin")
        exponent = theory.path_exponent(self.factor)
        if np.isnan(exponent):
            raise Unknown("path_exponent is known only while every factor is between 0 and 1")
        return exponent

    def _quadratic(self, name: str) -> Quadratic:
        quadratic = quadratic_form(self.run.objective)
        if quadratic is None or not isinstance(self.run.optimizer, GD):
            raise Unknown(f"{name} is known for gradient descent on a quadratic only")
        return quadratic

    def _bowl(self, name: str) -> Quadratic:
        quadratic = self._quadratic(name)
        if quadratic.minimum is None:
            raise Unknown(f"{name} is known for a quadratic with a single minimum only")
        return quadratic


def _length(vectors: Array) -> Array:
    """Return the Euclidean length along the last axis."""
    with np.errstate(over="ignore", invalid="ignore"):
        length: Array = np.sqrt((vectors * vectors).sum(axis=-1))
    return length
