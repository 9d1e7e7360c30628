"""One weight behind a sigmoid: the same mistake, invisible to one loss and plain to the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gdmath.array import Array
from gdmath.objectives.arguments import require_member
from gdmath.objectives.points import pointwise
from gdmath.objectives.sigmoid import sigmoid, softplus


class CliffLoss(Enum):
    """How far an output of 1 is missed: squared error, or binary cross-entropy."""

    MSE = "mse"
    BCE = "bce"


@dataclass(frozen=True, slots=True)
class SigmoidCliff:
    """``(sigma(w) - 1)^2`` or ``-ln sigma(w)`` for the output ``sigma(w)``, start -10.

    Far to the left the squared error is a plateau: its slope dies like ``exp(w)``, however wrong
    the output. That of the cross-entropy tends to -1. Both fall towards 0 on the right for ever,
    so there is no minimum.

    Error: a few ulps, relative, at every w; the last bit may differ between machines.
    Stable: gradient descent never climbs for ``lr < 2 / max |f''|``; for the cross-entropy that
    curvature is 1/4, so for ``lr < 8``.
    Source: the derivative of the logistic function, ``sigma' = sigma (1 - sigma)``.

    Raises
    ------
    ValueError
        When the loss is no ``CliffLoss``.
    """

    loss: CliffLoss = CliffLoss.MSE

    def __post_init__(self) -> None:
        require_member("loss", self.loss, CliffLoss)

    @property
    def dim(self) -> int:
        """One."""
        return 1

    @property
    def formula(self) -> str:
        """The function in Typst maths."""
        return "(sigma(w) - 1)^2" if self.loss is CliffLoss.MSE else "-ln sigma(w)"

    @property
    def default_start(self) -> tuple[float, ...]:
        """Far on the wrong side."""
        return (-10.0,)

    @property
    def minimum(self) -> None:
        """None: the loss falls for ever."""
        return None

    @property
    def f_min(self) -> None:
        """None: 0 is approached, never reached."""
        return None

    @pointwise
    def value(self, w: Array) -> Array:
        """Return the loss, shape (...)."""
        if self.loss is CliffLoss.BCE:
            return softplus(-w[..., 0])
        missing = sigmoid(-w[..., 0])
        return missing * missing

    @pointwise
    def grad(self, w: Array) -> Array:
        """Return ``-2 s^2 (1 - s)`` or ``-s`` with ``s = sigma(-w)``, (..., 1)."""
        missing = sigmoid(-w)
        if self.loss is CliffLoss.BCE:
            return -missing
        return -2 * (missing * missing) * sigmoid(w)

    @pointwise
    def hessian(self, w: Array) -> Array:
        """Return ``2 s^2 (1 - s) (2 - 3s)`` or ``s (1 - s)``, (..., 1, 1)."""
        reached, missing = sigmoid(w)[..., None], sigmoid(-w)[..., None]
        if self.loss is CliffLoss.BCE:
            return missing * reached
        return 2 * (missing * missing) * reached * (2 - 3 * missing)
