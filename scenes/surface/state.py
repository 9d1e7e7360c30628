"""What a surface shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from gdmath.objectives import Objective
from scenes.axes import Window
from scenes.descent_2d.state import Params as MapParams
from scenes.descent_2d.state import State as MapState
from scenes.ease import mix
from script.typed import Text

Scale = Literal["linear", "log"]

Layer = Literal[
    "gradient",
    "step",
    "trail",
    "dots",
    "minimum",
    "labels",
    "loss",
    "drops",
    "shadow",
    "floor",
    "contours",
]
"""What can be shown: the first six as on a map, the last five are the surface's own."""

OF_THE_SURFACE: frozenset[Layer] = frozenset({"loss", "drops", "shadow", "floor", "contours"})

MAP_ELEVATION = 90.0
"""Elevation in degrees from which a surface is its map."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the surface is seen from.

    Attributes
    ----------
    azimuth : float
        How far the eye has gone round the surface, counterclockwise seen from above, in degrees:
        at 0 x runs to the right and y away from it, as on a map.
    elevation : float
        How high the eye stands over the horizon, in degrees: 90 is straight above.
    zoom : float
        Magnification, 1 for all of the surface.
    about : tuple of float
        The point (x, y) that a zoom leaves where it is.
    """

    azimuth: float
    elevation: float
    zoom: float
    about: tuple[float, float]

    @property
    def is_map(self) -> bool:
        """Whether the surface is seen as a map is drawn."""
        return (self.azimuth % 360, self.elevation, self.zoom) == (0.0, MAP_ELEVATION, 1.0)

    def toward(self, other: Camera, alpha: float) -> Camera:
        """Return the camera ``alpha`` of the way to another: angles evenly, zoom by factors."""
        if alpha >= 1:
            return other
        x, y = (mix(a, b, alpha) for a, b in zip(self.about, other.about, strict=True))
        return Camera(
            mix(self.azimuth, other.azimuth, alpha),
            mix(self.elevation, other.elevation, alpha),
            self.zoom * (other.zoom / self.zoom) ** alpha,
            (x, y),
        )


@dataclass(frozen=True, slots=True)
class Params:
    """A surface over a window of an ``objective`` of two parameters: its height is the loss.

    The picture has no perspective: equal lengths look equal near and far, and seen from straight
    above it is the map that ``descent_2d`` draws of the same window, pixel for pixel.

    Attributes
    ----------
    objective : Objective
        What is drawn.
    window : Window
        Left, right, bottom and top of the surface.
    top : float or None
        The loss at which the surface is cut open; the axis says so. None: the highest loss in
        the window, and no cut.
    scale : {"linear", "log"}
        How height grows with the loss. A logarithmic surface reaches three decades down from its
        top and is flat below, and the axis says so; it needs losses above zero.
    height : float
        The height of the surface as a share of the window's side (the mean of its two).
    gap : float
        How high the surface's lowest loss floats over its map on the floor, as a share of the
        window's side.
    azimuth, elevation : float
        Where the surface is seen from at first, in degrees: how far the eye has gone round it,
        counterclockwise from above (0: as on a map), and how high it stands (90: the map).
    rise : float
        How much of its height the surface has at first, from 0 (a flat sheet) to 1.
    levels : tuple of float
        The losses to draw contours at, rising; empty: round ones, those of the map.
    names : tuple of str
        The floor axes' names in Typst maths.
    loss : Text
        The height axis' name.
    labels : bool
        Whether contours carry their loss when the surface is seen as a map.
    """

    objective: Objective
    window: Window
    top: float | None = None
    scale: Scale = "linear"
    height: float = 0.36
    gap: float = 0.1
    azimuth: float = -30.0
    elevation: float = 36.0
    rise: float = 1.0
    levels: tuple[float, ...] = ()
    names: tuple[str, str] = ("x", "y")
    loss: Text = Text("loss")
    labels: bool = True

    @property
    def map(self) -> MapParams:
        """The map of the same window."""
        return MapParams(self.objective, self.window, self.levels, self.names, self.labels)

    @property
    def home(self) -> Camera:
        """Where the surface is seen from at first."""
        left, right, bottom, top = self.window
        middle = ((left + right) / 2, (bottom + top) / 2)
        return Camera(self.azimuth, self.elevation, 1.0, middle)


@dataclass(frozen=True, slots=True)
class State:
    """Everything on a surface.

    ``map`` is what the same picture shows from straight above: the runs with their layers, marks
    and rings. ``rise`` is how much of its height the surface has, ``layers`` how much is seen of
    the layers that are the surface's own.
    """

    map: MapState
    camera: Camera
    rise: float
    layers: tuple[tuple[Layer, float], ...] = (("floor", 1.0), ("contours", 1.0))

    def opacity(self, layer: Layer) -> float:
        """Return how much of one of the surface's own layers is seen."""
        return dict(self.layers).get(layer, 0.0)

    def with_layer(self, layer: Layer, opacity: float, alpha: float) -> State:
        """Return the state with a layer ``alpha`` of the way to an opacity."""
        seen = dict(self.layers) | {layer: mix(self.opacity(layer), opacity, alpha)}
        return replace(self, layers=tuple(sorted(seen.items())))
