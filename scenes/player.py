"""Plays a shot: the state at every frame, and its picture."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import scenes
from scenes.blocks import Blocks
from scenes.burned import Subtitles, spoken_at
from scenes.canvas import Canvas, Layer, Pixels
from scenes.ease import mix, smooth
from scenes.look import Look
from scenes.passage import dimmed, light, neighbours, passing
from scenes.shot import PanelShot, PanelState, Shot, TimedCue
from scenes.stage import Stage
from script.results import Result

Moment = Mapping[str, PanelState]
"""What every panel shows at one moment."""

_KEPT_STAGES = 12
"""Stages a player keeps: about those of the last three scenes."""


@dataclass(frozen=True, slots=True)
class Enter:
    """Fades a panel in."""

    def length(self) -> float:
        """Return its natural length in seconds."""
        return 0.7

    def opacity(self, before: float, alpha: float) -> float:
        """Return the panel's opacity at ``alpha`` of the fade."""
        return mix(before, 1.0, smooth(alpha))


@dataclass(frozen=True, slots=True)
class Leave:
    """Fades a panel out."""

    def length(self) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def opacity(self, before: float, alpha: float) -> float:
        """Return the panel's opacity at ``alpha`` of the fade."""
        return mix(before, 0.0, smooth(alpha))


PANEL_ACTIONS: Mapping[str, type[Enter] | type[Leave]] = {"enter": Enter, "leave": Leave}
"""Actions of the scene on its panels; the argument names the panel."""


def stages(
    panels: Iterable[PanelShot], look: Look, results: Mapping[str, Result]
) -> dict[str, Stage]:
    """Return the stage of every panel, by panel name."""
    return {
        panel.name: scenes.kind(panel.kind)(panel.params, panel.box, look, results)
        for panel in panels
    }


def act(moment: Moment, cue: TimedCue, alpha: float, on: Mapping[str, Stage]) -> dict[str, Any]:
    """Return the moment with one cue at ``alpha`` of its time."""
    panel = moment[cue.panel]
    if isinstance(cue.action, Enter | Leave):
        panel = PanelState(panel.state, cue.action.opacity(panel.opacity, alpha))
    else:
        state = cue.action.at(panel.state, alpha, on[cue.panel])
        panel = PanelState(state, panel.opacity)
    return {**moment, cue.panel: panel}


def moment_at(shot: Shot, frame: int, on: Mapping[str, Stage]) -> Moment:
    """Return what the panels show in a frame: each cue in turn at its fraction of time.

    A cue of n frames from frame s has done (frame - s + 1) / n of its way: the frame it ends
    with shows it complete. Frame -1 is the moment before the beat.
    """
    moment: Moment = {panel.name: panel.before for panel in shot.panels}
    for cue in shot.cues:
        if frame >= cue.start:
            alpha = min((frame - cue.start + 1) / cue.frames, 1.0)
            moment = act(moment, cue, alpha, on)
    return moment


class Player:
    """Draws the frames of shots that share a look; keeps what equal shots share."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._canvas = Canvas(look)
        self._subtitles = Subtitles(look)
        self._stages: OrderedDict[Hashable, Stage] = OrderedDict()

    def still(self, shot: Shot, frame: int) -> Pixels:
        """Return one frame of a shot, without captions and the fades at its ends."""
        on = self.stages(shot)
        return self._canvas.draw(layers(moment_at(shot, frame, on), on))

    def frames(self, shot: Shot) -> Iterator[tuple[Pixels, int]]:
        """Yield the shot's pictures in order, each with the number of frames it holds."""
        for pixels, held, _ in self.film(shot):
            yield pixels.copy(), held

    def film(
        self, shot: Shot, ending: Callable[[Pixels], object] | None = None
    ) -> Iterator[tuple[Pixels, int, Blocks]]:
        """Yield what ``frames`` does, and blocks outside of which a picture is the last one.

        A picture is drawn over the one before it: use it before asking for the next. Where the
        picture that the shot ends with, as ``still`` gives it, comes by, ``ending`` is given it.
        """
        on = self.stages(shot)
        last = moment_at(shot, shot.frames - 1, on)
        shown = (
            (
                moment_at(shot, i, on),
                spoken_at(shot.captions, i),
                light(shot, i),
                neighbours(shot, i),
            )
            for i in range(shot.frames)
        )
        for (moment, spoken, seen, other), held in groupby(shown):
            over = [] if spoken is None else self._subtitles.layers(*spoken)
            if other:
                picture = [*passing(moment, on, other, seen), *dimmed(over, seen)]
                pixels, changed = self._canvas.show(picture)
            else:
                pixels, changed = self._canvas.show([*layers(moment, on), *over], seen)
            if ending is not None and not other and seen >= 1 and spoken is None and moment == last:
                ending(pixels)
                ending = None
            yield pixels, sum(1 for _ in held), changed

    def stages(self, shot: Shot) -> dict[str, Stage]:
        """Return the stage of every panel of a shot; those of equal panels are the same."""
        results = tuple(shot.results.items())
        on: dict[str, Stage] = {}
        for panel in shot.panels:
            key = panel.kind, panel.box, panel.params, results
            if key not in self._stages:
                self._stages |= {key: stages([panel], self._look, shot.results)[panel.name]}
            self._stages.move_to_end(key)
            on[panel.name] = self._stages[key]
        while len(self._stages) > max(_KEPT_STAGES, len(on)):
            self._stages.popitem(last=False)
        return on


def layers(moment: Moment, on: Mapping[str, Stage]) -> list[Layer]:
    """Return the picture of every panel in sight, back to front."""
    return [
        Layer(tuple(on[name].draw(panel.state).values()), panel.opacity)
        for name, panel in moment.items()
        if panel.opacity > 0
    ]
