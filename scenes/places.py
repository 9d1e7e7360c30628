"""What marks stand for: data named by the lesson's runs, sweeps and curves, never positions.

See ``scenes.claims``. What a place comes to is computed by ``pipeline.pixels``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Quantity = Literal["k", "x", "y", "f", "grad_norm", "step_len", "lr", "nothing"]
"""What an axis shows of a run: the step, a coordinate, the loss, two lengths, the learning rate.

On a plane without height every value stands at ``nothing``, which is 0.
"""

Turned = tuple[tuple[str, float], ...]
"""Settings of a run's optimizer that a picture turned, by their names in a script."""

Along = Literal["gradient", "step", "estimate"]
"""A vector where a run stands: the gradient, the next step, what steps are made with."""

Way = Literal["uphill", "downhill", "contour", "minimum", "x", "-x", "y", "-y"] | float
"""A direction by its meaning, or in degrees counterclockwise from x."""


@dataclass(frozen=True, slots=True)
class Given:
    """Data that a script gives itself, such as the end of a line set by hand."""

    across: float
    up: float


@dataclass(frozen=True, slots=True)
class Iterate:
    """Where a run stands: at an iterate, or straight on its way to the next one in the picture.

    Attributes
    ----------
    run : str
        The run.
    at : float
        The iterate, a fraction on the way to the next.
    of : tuple of str
        What the two axes show of the run.
    turned : Turned
        What was turned.
    draw : int
        What is added to the seed of the run's random numbers.
    """

    run: str
    at: float
    of: tuple[Quantity, Quantity] = ("x", "y")
    turned: Turned = ()
    draw: int = 0


@dataclass(frozen=True, slots=True)
class Toward:
    """A place ``reach`` of the way along a vector that begins where a run stands on a map.

    Attributes
    ----------
    run, at, turned, draw
        As in ``Iterate``.
    along : Along
        ``gradient`` and ``estimate``: in data, ``reach`` times it; ``step``: ``reach`` of the way
        to the next iterate.
    reach : float
        The factor.
    """

    run: str
    at: float
    along: Along
    reach: float = 1.0
    turned: Turned = ()
    draw: int = 0


@dataclass(frozen=True, slots=True)
class Headed:
    """A place ``length`` away, in data, from where a run stands, in a direction."""

    run: str
    at: float
    way: Way
    length: float


@dataclass(frozen=True, slots=True)
class Vote:
    """An end of the arrow of a sample's gradient, as the arrows of all become their mean.

    Attributes
    ----------
    run, at
        Where they begin.
    index : int
        The sample, from 0.
    reach : float
        The length in data per unit of gradient.
    shrunk, chained : float
        How far each arrow is on its way to its share of the mean, and to its place in the chain.
    is_tip : bool
        Whether the tip is meant, else the tail.
    """

    run: str
    at: float
    index: int
    reach: float
    shrunk: float
    chained: float
    is_tip: bool


@dataclass(frozen=True, slots=True)
class OnSlice:
    """Where a run stands on a slice of the panel's objective: a coordinate, and the loss there.

    All other coordinates stay those of ``through``, by default of the minimum, or 0. On its way it
    goes straight in the picture, as ``Iterate`` does. Without a run it is the place at ``at``, or
    at the minimum.
    """

    run: str | None
    at: float | None
    index: int = 0
    through: tuple[float, ...] = ()
    turned: Turned = ()


@dataclass(frozen=True, slots=True)
class AlongSlice:
    """A place on the axis of a slice: ``reach`` along a vector from where ``of`` stands."""

    of: OnSlice
    along: Along
    reach: float


@dataclass(frozen=True, slots=True)
class Stair:
    """Where a run stands in a cobweb: on the diagonal, or on its way up, then across."""

    run: str
    at: float
    index: int = 0
    turned: Turned = ()


@dataclass(frozen=True, slots=True)
class Ruled:
    """A value of one coordinate, and where a step of a run leads from it."""

    run: str
    value: float
    index: int = 0
    turned: Turned = ()


@dataclass(frozen=True, slots=True)
class Fitted:
    """A point of the line a run fits: at an input, the prediction.

    Attributes
    ----------
    run, at
        Whose weights.
    input : float
        The input.
    is_missing : bool
        Whether the weights are what is missing from the panel's best line.
    stretch : float
        How many times as large the inputs are measured.
    """

    run: str
    at: float
    input: float
    is_missing: bool = False
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Minimum:
    """The point of least loss of the panel's objective."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The dot of that number, from 0, which an objective fits: its input and target.

    ``stretch`` is how many times as large its input is measured; ``run`` the run whose objective
    is meant, instead of the panel's.
    """

    index: int
    stretch: float = 1.0
    run: str | None = None


@dataclass(frozen=True, slots=True)
class Boundary:
    """The one place on an upright line at which a run's network gives both classes the same chance.

    Attributes
    ----------
    run, at
        Whose weights, straight on their way between two steps.
    across : float
        Where the line is.
    low, high : float
        Its ends.
    """

    run: str
    at: float
    across: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Loss:
    """A point of a loss curve: a step or epoch of a run or a curve, and the loss there.

    Attributes
    ----------
    of : str
        The name of a run or curve.
    at : float
        The step; a fraction is straight on the way to the next in the picture.
    is_judged : bool
        Whether the loss on samples that are not trained on is meant.
    """

    of: str
    at: float
    is_judged: bool = False


@dataclass(frozen=True, slots=True)
class Needed:
    """A learning rate or condition number of a sweep, and the steps it needs."""

    sweep: str
    value: float


@dataclass(frozen=True, slots=True)
class Wall:
    """The learning rate from which a run diverges; ``up`` is where it stands on the other axis."""

    run: str
    up: float
    turned: Turned = ()


Place = (
    Given
    | Iterate
    | Toward
    | Headed
    | Vote
    | OnSlice
    | AlongSlice
    | Stair
    | Ruled
    | Fitted
    | Minimum
    | Sample
    | Boundary
    | Loss
    | Needed
    | Wall
)
