"""The answer to a run: what happened at every step, and what theory says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath import known, theory
from gdmath.array import Array, frozen, same
from gdmath.diagnose import Outcome, cycle_length
from gdmath.known import Unknown
from gdmath.objectives import quadratic_form
from gdmath.optimizers import Schedule
from gdmath.optimizers.optimizer import rate_at

if TYPE_CHECKING:
    from gdmath.run import Run


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """The answer to a run: read-only float64 arrays over the n steps actually taken.

    A run that diverges is an answer like any other. It ends early only at the first NaN.

    Attributes
    ----------
    run : Run
        The question.
    x, f, grad : Array
        The iterates (n+1, dim), their losses (n+1,) and gradients (n+1, dim).
    outcome : Outcome
        How it ended.
    events : Mapping[str, int]
        The step number of each thing that happened, by name; see ``gdmath.events.events``.
    used_grad : Array
        The gradients the steps were made with, (n, dim): those of ``grad`` unless the optimizer
        steps by an estimate, from a mini-batch or with noise.
    memory : tuple[Array, ...]
        What the optimizer remembered before each step and after the last, each (n+1, dim), in
        the order of its ``remembers``.

    The rest is computed from these; ``PUBLIC`` names what a script may read. A quantity that the
    run does not have raises ``Unknown``.
    """

    PUBLIC: ClassVar[frozenset[str]] = frozenset(
        {
            "angle_to_min",
            "best_lr",
            "curvature",
            "effective_lr",
            "events",
            "f",
            "f_min",
            "factor",
            "grad",
            "grad_norm",
            "half_life",
            "kappa",
            "lr",
            "lrs",
            "m",
            "minimum",
            "misdirection_bound",
            "outcome",
            "path_exponent",
            "period",
            "rate",
            "step",
            "step_len",
            "steps",
            "used_grad",
            "v",
            "v_max",
            "velocity",
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
    used_grad: Array = field(default_factory=lambda: np.empty((0, 0)))
    memory: tuple[Array, ...] = ()

    def __post_init__(self) -> None:
        if self.used_grad.shape != (len(self.f) - 1, self.run.objective.dim):
            object.__setattr__(self, "used_grad", self.grad[:-1])
        for name in ("x", "f", "grad", "used_grad"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        object.__setattr__(self, "memory", tuple(frozen(values) for values in self.memory))
        object.__setattr__(self, "events", MappingProxyType(dict(self.events)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Trajectory):
            return NotImplemented
        return (
            (self.run, self.outcome, self.events) == (other.run, other.outcome, other.events)
            and same(self.x, other.x)
            and same(self.f, other.f)
            and same(self.grad, other.grad)
            and same(self.used_grad, other.used_grad)
            and len(self.memory) == len(other.memory)
            and all(same(*pair) for pair in zip(self.memory, other.memory, strict=True))
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
            self.used_grad,
            self.memory,
        )

    @property
    def steps(self) -> int:
        """The number of steps taken."""
        return len(self.f) - 1

    @property
    def lr(self) -> float:
        """The learning rate."""
        rate = self.run.optimizer.lr
        if isinstance(rate, Schedule):
            raise Unknown("the lr of this run changes with every step: name one, lrs[0]")
        return rate

    @property
    def lrs(self) -> Array:
        """The learning rate of each step, (n,)."""
        return frozen([rate_at(self.run.optimizer.lr, k) for k in range(self.steps)])

    @property
    def effective_lr(self) -> Array:
        """What each step makes of a slope that has long been the same, per parameter, (n, dim).

        ``lr`` for gradient descent, ``lr / (1 - momentum)`` with momentum, ``lr / (sqrt(v) + eps)``
        for the adaptive ones.
        """
        optimizer = self.run.optimizer
        with np.errstate(all="ignore"):
            rows = [
                optimizer.reach(k, tuple(values[k + 1] for values in self.memory))
                for k in range(self.steps)
            ]
        dim = self.x.shape[-1]
        return frozen([np.broadcast_to(row, dim) for row in rows] or np.empty((0, dim)))

    @property
    def velocity(self) -> Array:
        """The velocity before each step and after the last, (n+1, dim)."""
        return self._remembered("velocity")

    @property
    def m(self) -> Array:
        """Adam's recent mean of the gradient before each step and after the last, (n+1, dim)."""
        return self._remembered("m")

    @property
    def v(self) -> Array:
        """The mean (AdaGrad: the sum) of the squared gradient, likewise, (n+1, dim)."""
        return self._remembered("v")

    @property
    def v_max(self) -> Array:
        """AMSGrad's largest ``v`` so far, likewise, (n+1, dim)."""
        return self._remembered("v_max")

    @property
    def period(self) -> int:
        """After how many steps the points repeat, for a run that ends in a cycle."""
        if self.outcome is not Outcome.CYCLE:
            raise Unknown("period is known for a run that cycles only")
        quadratic = quadratic_form(self.run.objective)
        if quadratic is not None and known.recurrence(self.run.optimizer, quadratic):
            return 2
        seen = cycle_length(self.x)
        assert seen is not None
        return seen

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
        return known.quadratic_of(self.run, "curvature").curvatures

    @property
    def kappa(self) -> float:
        """Steepest curvature over shallowest."""
        return known.quadratic_of(self.run, "kappa").kappa

    @property
    def wall(self) -> float:
        """The learning rate at which the optimizer stops converging."""
        return known.wall(self.run)

    @property
    def best_lr(self) -> float:
        """The learning rate with the least ``rate`` of gradient descent."""
        known.descent_on(self.run, "best_lr")
        return theory.best_lr(known.bowl_of(self.run, "best_lr"))

    @property
    def misdirection_bound(self) -> float:
        """The largest ``angle_to_min`` there can be on this objective, in degrees."""
        return theory.misdirection_bound(known.bowl_of(self.run, "misdirection_bound").kappa)

    @property
    def factor(self) -> Array:
        """What each step multiplies the error by, along each eigenvector, (dim,)."""
        return frozen(theory.factors(known.descent_on(self.run, "factor"), self.lr))

    @property
    def half_life(self) -> Array:
        """The steps that halve the error, along each eigenvector, (dim,)."""
        quadratic = known.descent_on(self.run, "half_life")
        return frozen(theory.half_lives(theory.factors(quadratic, self.lr)))

    @property
    def rate(self) -> float:
        """The largest size of a factor; with momentum, of a root."""
        return known.rate(self.run)

    @property
    def path_exponent(self) -> float:
        """The p of the curve ``y = y0 (x / x0)^p`` that the iterates lie on."""
        return known.path_exponent(self.run, self.lr)

    def _remembered(self, name: str) -> Array:
        names = self.run.optimizer.remembers
        if name not in names:
            kept = f"{' and '.join(names)} only" if names else "nothing"
            raise Unknown(f"there is no {name}: this optimizer remembers {kept}")
        return self.memory[names.index(name)]


def _length(vectors: Array) -> Array:
    """Return the Euclidean length along the last axis."""
    with np.errstate(over="ignore", invalid="ignore"):
        length: Array = np.sqrt((vectors * vectors).sum(axis=-1))
    return length
