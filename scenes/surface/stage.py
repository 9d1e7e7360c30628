"""The kind ``surface``: a loss of two parameters as a surface, and runs walking on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath.run import Trajectory
from scenes import typeset
from scenes.box import Box
from scenes.descent_2d import Descent2D, figures, strokes
from scenes.descent_2d.contours import values
from scenes.descent_2d.ground import Ground
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Walker
from scenes.ease import smooth
from scenes.look import Look
from scenes.parts import faded, part
from scenes.surface import draft as shapes
from scenes.surface.actions import ACTIONS
from scenes.surface.check import check, check_params
from scenes.surface.draft import Draft
from scenes.surface.floor import Floor
from scenes.surface.frame import Frame
from scenes.surface.mesh import mesh
from scenes.surface.relief import Relief
from scenes.surface.skin import skin
from scenes.surface.state import Camera, Params, State
from scenes.surface.texts import Label, loss_text, written
from scenes.surface.view import View, room, view

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_SIDES = {"right": (1, 0), "left": (-1, 0), "above": (0, 1), "below": (0, -1)}
_TYPICAL = 36.0
"""An elevation to judge by how large a surface is."""
_OFF = 0.26
"""From a point to the text beside it."""


class Surface:
    """A surface of the loss; from straight above it is the map of ``descent_2d``."""

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        check_params(params)
        self._params, self._look, self._runs, self._box = params, look, runs, box
        self.map = Descent2D(params.map, box, look, runs)
        self.home = params.home
        ground = Ground(params.map, box, look)
        self._plane = ground.plane(ground.window)
        self.relief = Relief(params, self._plane)
        self._floor = Floor(self.relief, values(params.objective, self._plane), look.palette)
        self._frame = Frame(params, self.relief, look, self._typical_height())
        self._mesh = lru_cache(maxsize=2)(lambda across: mesh(self.relief, across))
        self._picture = lru_cache(maxsize=4)(self._build)
        self._skin = lru_cache(maxsize=2)(self._build_skin)
        self._under = lru_cache(maxsize=2)(self._build_under)
        self._lines = lru_cache(maxsize=2)(self._build_lines)
        self._axes = lru_cache(maxsize=2)(self._build_axes)
        self._walked = lru_cache(maxsize=24)(self._build_walked)

    def _typical_height(self) -> float:
        """Return about how high the surface is in the frame, in scene units."""
        camera = replace(self.home, azimuth=0.0, elevation=_TYPICAL)
        space = room(self._box, 0.0)
        seen = view(camera, self.relief, 1.0, space, self._plane.box, self._box)
        return seen.scale * self.relief.height * math.cos(seen.elevation)

    def initial(self) -> State:
        """Return the bare surface."""
        return State(self.map.initial(), self.home, self._params.rise)

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when an action cannot be taken from a state."""
        check(action, state, self._params, self._runs)

    def draw(self, state: State) -> Mapping[str, Mobject]:
        """Return the picture: floor, axes, surface, then what walks on it."""
        return self.map.draw(state.map) if state.camera.is_map else self._picture(state)

    def view(self, state: State) -> View:
        """Return how a state is seen."""
        return self._view(state.camera, state.rise)

    def _view(self, camera: Camera, rise: float) -> View:
        space = room(self._box, self._frame.left)
        return view(camera, self.relief, rise, space, self._plane.box, self._box)

    def _build(self, state: State) -> Mapping[str, Mobject]:
        view = self.view(state)
        eye = state.camera, state.rise
        axes, texts = self._axes(*eye)
        ground: dict[str, Mobject] = {
            **self._under(*eye, state.opacity("floor")),
            "axes": axes,
            "skin": self._skin(*eye),
            **self._lines(*eye, state.opacity("contours")),
            **self._of_the_map(state, view),
        }
        sheet = Sheet(state.map, self._plane, self._runs, self._look.palette, self._plane)
        draft = Draft(state, view, self.relief, sheet, ground)
        self._walkers(draft)
        fade = 1 - _as_map(view)
        labels = (replace(text, seen=text.seen * fade) for text in self._texts(draft))
        for label in written(labels, self._box, texts):
            draft.parts[f"text {len(draft.parts)}"] = label.drawn()
        return draft.parts

    def _of_the_map(self, state: State, view: View) -> dict[str, Mobject]:
        """Return the map's axes and texts, which come into sight as the eye gets above it."""
        seen = _as_map(view)
        drawn = self.map.draw(state.map) if seen > 0 else {}
        return {
            f"map's {name}": faded(mobject, seen)
            for name, mobject in drawn.items()
            if name in ("axes", "scale") or "label" in name or " mark " in name
        }

    def _build_under(self, camera: Camera, rise: float, opacity: float) -> dict[str, Mobject]:
        view = self._view(camera, rise)
        under: dict[str, Mobject] = {}
        if view.flat > 0.5:
            under["apron"] = self._floor.apron(view)
        if opacity > 0:
            under["floor"] = self._floor.floor(view, opacity)
        return under

    def _build_skin(self, camera: Camera, rise: float) -> VGroup:
        view = self._view(camera, rise)
        across = abs(view.away[1]) >= abs(view.away[0])
        return skin(self._mesh(across), across, self.relief, view, rise, self._look.palette)

    def _build_lines(self, camera: Camera, rise: float, opacity: float) -> dict[str, Mobject]:
        view = self._view(camera, rise)
        found: dict[str, Mobject] = {"rim": self._floor.rim(view, rise)}
        if opacity > 0:
            found["contours"] = self._floor.contours(view, rise, opacity)
        return found

    def _build_axes(self, camera: Camera, rise: float) -> tuple[VGroup, tuple[Label, ...]]:
        return self._frame.draw(self._view(camera, rise), rise)

    def _walkers(self, draft: Draft) -> None:
        """Draw everything that walks, and what is shown beside it, back to front."""
        state, minimum = draft.state, self._params.objective.minimum
        if minimum is not None:
            self._laid(draft, partial(figures.minimum, point=minimum))
        walkers = state.map.walkers
        for walker in walkers:
            self._way(draft, walker, "shadow", draft.state.opacity("shadow") * walker.seen)
        for walker in walkers:
            shapes.drop(draft, walker)
        for name in ("trail", "dots"):
            for walker in walkers:
                self._way(draft, walker, name, draft.sheet.seen(walker, name))
        for walker in walkers:
            k = math.floor(walker.at)
            if np.isfinite(self._runs[walker.run].x[k : k + 2]).all():
                self._laid(draft, partial(figures.arrows, walker=walker))
        for walker in walkers:
            shapes.point(draft, walker)
        for ring in state.map.rings:
            self._laid(draft, partial(figures.ring, ring=ring, minimum=minimum))

    @staticmethod
    def _laid(draft: Draft, draw: Callable[[Sheet], None]) -> None:
        """Draw on the map, and lay what was drawn there on the surface."""
        sheet = replace(draft.sheet, parts={})
        draw(sheet)
        for name, mobject in sheet.parts.items():
            draft.lay(name, mobject)

    def _way(self, draft: Draft, walker: Walker, what: str, seen: float) -> None:
        """Draw what a walker left behind: whole steps as one part, the one it takes as another."""
        if seen <= 0 or walker.at <= walker.since:
            return
        taken = math.floor(walker.at)
        ink = walker.style, draft.sheet.color(walker), seen
        span = (walker.since, math.ceil(walker.at) - 1 if what == "dots" else taken)
        if what == "dots" or taken > walker.since:
            eye = draft.state.camera, draft.rise
            draft.parts[f"{walker.run} {what}"] = self._walked(*eye, what, walker.run, span, *ink)
        if walker.at > taken and what != "dots":
            leg = np.array([self._runs[walker.run].x[taken], draft.sheet.position(walker)])
            draft.parts[f"{walker.run} {what} leg"] = _LEFT[what](draft, leg, *ink)

    def _build_walked(
        self,
        camera: Camera,
        rise: float,
        what: str,
        run: str,
        span: tuple[int, int],
        style: int,
        color: str,
        seen: float,
    ) -> VMobject:
        state = replace(self.initial(), camera=camera, rise=rise)
        sheet = Sheet(state.map, self._plane, self._runs, self._look.palette, self._plane)
        draft = Draft(state, self._view(camera, rise), self.relief, sheet)
        x = self._runs[run].x[span[0] : span[1] + 1]
        return _LEFT[what](draft, x, style, color, seen)

    def _texts(self, draft: Draft) -> Iterator[Label]:
        """Yield the texts beside points, those first that must not give way to others."""
        state, sheet, palette = draft.state, draft.sheet, self._look.palette
        for mark in state.map.marks:
            text = self._text(str(mark.text), palette.ink)
            yield from self._beside(draft, mark.run, mark.k, text, _SIDES[mark.side], mark.opacity)
        for walker in state.map.walkers:
            if walker.label:
                text = self._text(str(walker.label), sheet.tint(walker))
                yield from self._beside(draft, walker.run, walker.since, text, (1, 1), walker.seen)
        for walker in state.map.walkers:
            k = round(walker.at)
            settled = smooth(1 - 2.5 * abs(walker.at - k)) * walker.seen * state.opacity("loss")
            loss = float(self._runs[walker.run].f[k])
            if settled > 0 and not math.isnan(loss):
                text = self._text(loss_text(loss), palette.loss, math.isfinite(loss))
                yield from self._beside(draft, walker.run, k, text, (-1, 1), settled, held=True)
        shown = max((sheet.seen(w, "gradient") for w in state.map.walkers), default=0.0)
        if state.map.scale is not None and shown > 0:
            for said in ("arrow = {:g} × gradient", "{:g} × gradient"):
                text = self._text(said.format(state.map.scale), palette.gradient)
                if text.width < 0.6 * self._box.width:
                    break
            x, y = self._box.right - float(text.width) / 2, self._box.top - float(text.height) / 2
            yield Label(text, x - 0.05, y - 0.05, shown)

    def _beside(
        self,
        draft: Draft,
        run: str,
        k: int,
        text: VGroup,
        side: tuple[int, int],
        seen: float,
        held: bool = False,
    ) -> Iterator[Label]:
        """Yield a text beside an iterate, kept in the box, when the iterate is on the surface.

        ``held``: also when it is not; then beside the pointer that stands for it.
        """
        here = self._runs[run].x[k]
        if np.isnan(here).any() or not (held or draft.relief.covers(here)):
            return
        here = shapes.held(draft, here)
        x, y = draft.view.to_scene(draft.on_skin(here)).tolist()
        wide, high = float(text.width) / 2, float(text.height) / 2
        off = _OFF * (0.7 if all(side) else 1.0)
        x, y = x + side[0] * (off + wide), y + side[1] * (off + high)
        x = min(max(x, self._box.left + wide), self._box.right - wide)
        y = min(max(y, self._box.bottom + high), self._box.top - high)
        yield Label(text, x, y, seen)

    @part
    def _text(self, shown: str, color: str, is_number: bool = False) -> VGroup:
        write = typeset.number if is_number else typeset.text
        text = write(shown, self._look.type.small, color)
        return strokes.edged(text, self._look.palette.background)


def _as_map(view: View) -> float:
    """Return how much of the map's own texts is seen."""
    return smooth(3 * view.flat - 2)


_LEFT: Mapping[str, Callable[..., VMobject]] = {
    "trail": shapes.trail,
    "shadow": shapes.shadow,
    "dots": shapes.crumbs,
}
"""What draws the things a walker leaves behind, by layer."""
