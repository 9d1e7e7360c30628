"""What panels show in a frame, folded from the cues anew, and which frames are measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.plan import PlannedBeat
from scenes.player import Enter, Leave
from scenes.shot import PanelState, Shot
from scenes.stage import Stage

_GRID_S = 0.36
"""Seconds between the frames that are measured while a cue is under way: no step takes as long."""


def moment(shot: Shot, frame: int, on: Mapping[str, Stage]) -> dict[str, PanelState]:
    """Return what every panel shows in a frame of a shot.

    A cue of n frames that starts in frame s has gone ``(i + 1) / n`` of its way in frame s + i, and
    all of it from frame s + n - 1 on.
    """
    shown = {panel.name: panel.before for panel in shot.panels}
    for cue in shot.cues:
        gone = frame - cue.start + 1
        if gone <= 0:
            continue
        alpha = 1.0 if gone >= cue.frames else gone / cue.frames
        panel = shown[cue.panel]
        if isinstance(cue.action, Enter | Leave):
            opacity = cue.action.opacity(panel.opacity, alpha)
            shown[cue.panel] = PanelState(panel.state, opacity)
        else:
            state = cue.action.at(panel.state, alpha, on[cue.panel])
            shown[cue.panel] = PanelState(state, panel.opacity)
    return shown


def frames_of(beat: PlannedBeat) -> Iterator[int]:
    """Yield the frames of a beat to measure, in order.

    Those are its first and last frame, the frames before, at and after the end of each cue, and
    some while it is under way. While a scene fades in or out, no colour is its own: the nearest
    frame that is fully lit stands for one that is not.
    """
    shot = beat.shot
    first, last = shot.fade_in, shot.frames - shot.fade_out - 1
    grid = max(round(_GRID_S * shot.look.fps), 1)
    frames = {first, last}
    for cue in shot.cues:
        end = cue.start + cue.frames - 1
        frames |= {cue.start - 1, end, end + 1, *range(cue.start, end, grid)}
    if first <= last:
        yield from sorted({min(max(frame, first), last) for frame in frames})
