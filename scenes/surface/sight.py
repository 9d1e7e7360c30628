"""How a surface is shown: its layers, where it is seen from, and how far it has risen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from scenes.descent_2d import view
from scenes.ease import mix, smooth
from scenes.surface.state import MAP_ELEVATION, OF_THE_SURFACE, Camera, Layer, State
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.surface.stage import Surface

_TURN_S, _DEGREES_A_SECOND, _LONGEST_S = 1.2, 60.0, 9.0


@dataclass(frozen=True, slots=True)
class Show:
    """Shows a layer: of one run, of all runs, or of the surface itself.

    ``gradient`` and ``step`` are arrows that lie on the surface, ``trail`` the way taken and
    ``dots`` the iterates left behind, ``minimum`` a cross, ``loss`` the loss written beside a
    point at rest, ``drops`` the dashed lines down to the floor, ``shadow`` the way taken on the
    floor, ``floor`` the map there, ``contours`` the lines of equal loss, ``labels`` their losses
    when the surface is seen as a map.

    Attributes
    ----------
    what : Layer
        The layer.
    run : RunName or None
        The run it is shown for; None: all. The layers of the surface belong to no run.
    scale : float or None
        Length of the gradient's arrow on the floor per unit of gradient, in data; None: a round
        one with which the arrows stay on the map.
    """

    what: Layer
    run: RunName | None = None
    scale: float | None = None

    @property
    def on_map(self) -> view.Show | None:
        """What happens on the map; None when the layer is the surface's own."""
        what = self.what
        if what in OF_THE_SURFACE:
            return None
        return view.Show(what, self.run, self.scale)  # type: ignore[arg-type]

    def length(self, state: State, stage: Surface) -> float:
        """Return 0.8 seconds."""
        return 0.8

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Let the layer grow or fade in."""
        if self.on_map is not None:
            return replace(state, map=self.on_map.at(state.map, alpha, stage.map))
        return state.with_layer(self.what, 1.0, smooth(alpha))


@dataclass(frozen=True, slots=True)
class Hide:
    """Hides a layer: of one run, of all runs, or of the surface itself.

    Attributes
    ----------
    what : Layer
        The layer, as for ``show``.
    run : RunName or None
        The run it is hidden for; None: all.
    """

    what: Layer
    run: RunName | None = None

    @property
    def on_map(self) -> view.Hide | None:
        """What happens on the map; None when the layer is the surface's own."""
        what = self.what
        if what in OF_THE_SURFACE:
            return None
        return view.Hide(what, self.run)  # type: ignore[arg-type]

    def length(self, state: State, stage: Surface) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Let the layer fade."""
        if self.on_map is not None:
            return replace(state, map=self.on_map.at(state.map, alpha, stage.map))
        return state.with_layer(self.what, 0.0, smooth(alpha))


@dataclass(frozen=True, slots=True)
class MoveCamera:
    """Moves the eye: round the surface, up or down, nearer or farther.

    Attributes
    ----------
    azimuth : float or None
        How far round the surface to stand, counterclockwise from above, in degrees; the eye goes
        straight from the number it has, so 330 after -30 is a whole turn. None: as before.
    elevation : float or None
        How high to stand, in degrees from 10 (nearly level) to 90 (straight above).
    zoom : float or None
        Magnification, 1 for all of the surface.
    about : tuple of float or None
        The point (x, y) of the surface that the zoom leaves where it is.
    """

    azimuth: float | None = None
    elevation: float | None = None
    zoom: float | None = None
    about: tuple[float, float] | None = None

    def target(self, camera: Camera) -> Camera:
        """Return where the eye will be, coming from a camera."""
        return Camera(
            camera.azimuth if self.azimuth is None else self.azimuth,
            camera.elevation if self.elevation is None else self.elevation,
            camera.zoom if self.zoom is None else self.zoom,
            camera.about if self.about is None else self.about,
        )

    def length(self, state: State, stage: Surface) -> float:
        """Return 1.2 seconds and one for every 60 degrees, at most nine."""
        return _turning_s(state.camera, self.target(state.camera))

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Move all angles and the zoom together, eased at both ends."""
        return replace(state, camera=_moved(state.camera, self.target(state.camera), alpha))


@dataclass(frozen=True, slots=True)
class Tilt:
    """Tilts between the surface and its map.

    Attributes
    ----------
    to : {"map", "surface"}
        ``map``: up to straight above, where the picture becomes that of ``descent_2d``;
        ``surface``: back to where the surface is seen from at first.
    """

    to: Literal["map", "surface"]

    def target(self, home: Camera) -> Camera:
        """Return where the eye will be, when it begins a scene at ``home``."""
        return replace(home, azimuth=0.0, elevation=MAP_ELEVATION) if self.to == "map" else home

    def length(self, state: State, stage: Surface) -> float:
        """Return the time of the camera's way."""
        return _turning_s(state.camera, self.target(stage.home))

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Move the eye, eased at both ends, the short way round."""
        target = self.target(stage.home)
        turns = round((state.camera.azimuth - target.azimuth) / 360)
        near = replace(target, azimuth=target.azimuth + 360 * turns)
        camera = target if alpha >= 1 else _moved(state.camera, near, alpha)
        return replace(state, camera=camera)


@dataclass(frozen=True, slots=True)
class Rise:
    """Lets the surface rise out of the floor, or sink into it.

    Attributes
    ----------
    to : float
        The share of its height it will have, from 0 (a flat sheet on the floor) to 1.
    """

    to: float = 1.0

    def length(self, state: State, stage: Surface) -> float:
        """Return two seconds."""
        return 2.0

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Move every point straight up or down, eased at both ends."""
        return replace(state, rise=mix(state.rise, self.to, smooth(alpha)))


def _moved(camera: Camera, target: Camera, alpha: float) -> Camera:
    return target if alpha >= 1 else camera.toward(target, smooth(alpha))


def _turning_s(camera: Camera, target: Camera) -> float:
    turn = max(abs(camera.azimuth - target.azimuth), abs(camera.elevation - target.elevation))
    return min(_TURN_S + turn / _DEGREES_A_SECOND, _LONGEST_S)
