"""What a map shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from gdmath.objectives import Objective
from scenes.axes import Window
from scenes.descent_2d.sight import Follow, Lens, between
from scenes.dial import Dial
from scenes.ease import mix, smooth
from script.typed import RunName, Text

Layer = Literal[
    "gradient",
    "step",
    "components",
    "drops",
    "direction",
    "angle",
    "numbers",
    "trail",
    "dots",
    "lengths",
    "samples",
    "estimate",
    "split",
    "memory",
    "spread",
    "rate",
    "minimum",
    "labels",
    "legend",
    "losses",
]
"""What can be shown: all but the last four belong to a walker."""

OF_THE_MAP: frozenset[Layer] = frozenset({"minimum", "labels", "legend", "losses"})
OF_A_SWARM: frozenset[Layer] = frozenset({"trail", "dots", "estimate", "spread"})

SCALED: tuple[Layer, ...] = ("gradient", "samples", "estimate")
"""Arrows of gradients: all have the one scale that the map states."""
NEXT_STEP: tuple[Layer, ...] = ("step", "components", "split", "memory", "estimate")
"""Layers that show the step to come: where one is shown, it grows anew after each step."""
MAGNIFIED: tuple[Layer, ...] = ("split", "memory")
"""Arrows that a step is made of, drawn larger where the map says so."""

Color = Literal[
    "", "1", "2", "3", "4", "5", "path", "minimum", "gradient", "step", "warning", "x", "y",
    "gd", "sgd", "heavy_ball", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "amsgrad",
]  # fmt: skip
"""A colour by its meaning or its optimizer, or by number from the palette of runs; empty: the next
of them."""

Curve = Literal["power", "flow", "line"]
Side = Literal["right", "left", "above", "below"]
Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right"]

Direction = Literal["uphill", "downhill", "contour", "minimum", "x", "-x", "y", "-y"]
Heading = Direction | float
"""A direction on the map: by what it means at a point, or in degrees, counterclockwise from x."""


@dataclass(frozen=True, slots=True)
class Params:
    """A map of ``objective`` (of two parameters), and runs on it.

    A point out of sight is a triangle at the map's edge with its step and its loss; one that
    became NaN stays where it last was a number. An arrow of no length is a ring. A path of more
    than 400 steps is drawn with fewer points, none more than a quarter of a pixel (at 1080p) off.

    Attributes
    ----------
    objective : Objective
        What is mapped.
    window : Window
        Left, right, bottom and top of what must be in sight. Both axes have the same scale, so
        that angles look right; the map shows as much more as its box has room for.
    levels : tuple of float
        The losses to draw contours at, rising; empty: round ones.
    names : tuple of str
        The axes' names in Typst maths.
    labels : bool
        Whether contours carry their loss from the start.
    board : str
        The corner of the map for what has to be read: legend, losses of a race, learning rate.
    rates : tuple of float
        The ends of the learning rate's slider; by default 0 and 1.3 times the run's wall.
    """

    objective: Objective
    window: Window
    levels: tuple[float, ...] = ()
    names: tuple[str, str] = ("x", "y")
    labels: bool = True
    board: Corner = "bottom-right"
    rates: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Walker:
    """A run on the map.

    ``at`` is the iterate it stands at, a fraction on the way to the next one; ``since`` is where
    it was put. ``arrow`` is how far the arrow of the next step has grown, ``leap`` how much of
    that arrow is seen though the layer is hidden (while a step is taken), ``seen`` its opacity.
    ``style`` counts the walkers: it gives marker, dash and colour. With ``seeds`` it is a swarm:
    the same run with so many seeds. ``dial`` is where its learning rate was turned to.
    ``averaged`` is how far the arrows of its samples have become their mean.
    """

    run: RunName
    at: float
    since: int
    style: int
    color: Color
    label: Text
    seen: float = 1.0
    arrow: float = 1.0
    leap: float = 0.0
    seeds: int = 0
    dial: Dial | None = None
    averaged: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """The opacity of a layer, for one run or (``run`` None) for all without their own."""

    layer: Layer
    run: RunName | None
    opacity: float


@dataclass(frozen=True, slots=True)
class Guide:
    """A curve to compare a path with; ``drawn`` is the part of it that has been drawn.

    A ``band`` is wide and lies under the paths.
    """

    curve: Curve
    run: RunName
    label: Text
    band: bool = False
    drawn: float = 1.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at an iterate of a run."""

    run: RunName
    k: int
    text: Text
    side: Side
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring that widens round an iterate, or (``run`` None) round the minimum, and vanishes."""

    run: RunName | None
    k: float
    progress: float


@dataclass(frozen=True, slots=True)
class Compass:
    """A needle at a walker that reads the slope along its direction.

    Angles are in degrees, counterclockwise from x; ``low`` to ``high`` is what it has swept.
    """

    run: RunName
    angle: float
    low: float
    high: float
    decimals: int
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Lane:
    """One way of a race.

    Attributes
    ----------
    way : Heading
        Its direction.
    label : Text
        The name it goes by on the board; by default that of the direction.
    """

    way: Heading
    label: Text = Text("")


@dataclass(frozen=True, slots=True)
class Race:
    """Steps of one length from iterate ``k`` of a run, each in its own direction."""

    run: RunName
    k: int
    lanes: tuple[Lane, ...]
    length: float
    decimals: int
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Bowl:
    """The ellipses of the bowl that fits best at a point; ``seen`` is their opacity."""

    point: tuple[float, float]
    seen: float = 1.0


Fading = TypeVar("Fading", Compass, Race)


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the map.

    The window in sight is ``change`` of the way from ``before`` to ``window`` (1: at rest).
    ``scale`` is the length of the gradient arrow per unit of gradient, None before it was shown;
    ``magnified`` how many times longer than the step the arrows are that it is made of.
    ``form`` is the loss that the mapped one was turned into, None while it is that of the params.
    """

    before: Window
    window: Window
    change: float = 1.0
    walkers: tuple[Walker, ...] = ()
    layers: tuple[Shown, ...] = ()
    guides: tuple[Guide, ...] = ()
    marks: tuple[Mark, ...] = ()
    rings: tuple[Ring, ...] = ()
    scale: float | None = None
    magnified: float = 1.0
    compass: Compass | None = None
    race: Race | None = None
    follow: Follow | None = None
    lens: Lens | None = None
    bowl: Bowl | None = None
    form: Objective | None = None

    @property
    def sight(self) -> Window:
        """The window in sight."""
        return between(self.before, self.window, self.change)

    def walker(self, run: RunName | None) -> Walker | None:
        """Return the walker of a run, or None."""
        return next((walker for walker in self.walkers if walker.run == run), None)

    def opacity(self, layer: Layer, run: RunName | None = None) -> float:
        """Return how much of a layer is seen, for a run."""
        own = [s.opacity for s in self.layers if s.layer == layer and s.run == run]
        general = [s.opacity for s in self.layers if s.layer == layer and s.run is None]
        return (own or general or [0.0])[0]

    def with_layer(self, layer: Layer, run: RunName | None, opacity: float, alpha: float) -> State:
        """Return the state with a layer ``alpha`` of the way to an opacity."""
        touched = {run} if run is not None else {s.run for s in self.layers if s.layer == layer}
        rest = tuple(s for s in self.layers if s.layer != layer or s.run not in touched | {run})
        changed = tuple(
            Shown(layer, name, mix(self.opacity(layer, name), opacity, alpha))
            for name in sorted(touched | {run}, key=str)
        )
        return replace(self, layers=rest + changed)


def fading(item: Fading, alpha: float) -> Fading | None:
    """Return a compass or a race ``alpha`` of the way out; None at the end."""
    left = item.opacity * mix(1.0, 0.0, smooth(alpha))
    return replace(item, opacity=left) if left > 0 else None
