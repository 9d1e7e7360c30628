"""The moments of a beat that are looked at: every boundary, every half second of what moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.layout.limits import GRID_S
from pipeline.plan import PlannedBeat
from scenes.shot import Shot


@dataclass(frozen=True, slots=True)
class Sample:
    """A frame of a beat, or -1: the moment before it, in which no cue has begun.

    ``settled`` are the panels in which no cue is under way; ``is_last`` is whether it is the
    last frame of the lesson.
    """

    beat: PlannedBeat
    frame: int
    settled: frozenset[str]
    is_last: bool = False

    @property
    def seconds(self) -> float:
        """When it is shown, in seconds of the lesson."""
        return (self.beat.start + max(self.frame, 0)) / self.beat.shot.look.fps


def samples(beat: PlannedBeat, is_last_beat: bool = False) -> Iterator[Sample]:
    """Yield the frames of a beat to look at, in order.

    Those are its first and last frame, the frames before and at the end of each cue, and one
    at least every half second while a cue is under way.
    """
    shot = beat.shot
    last = shot.frames - 1
    frames = {0, last}
    grid = max(round(GRID_S * shot.look.fps), 1)
    for cue in shot.cues:
        end = cue.start + cue.frames - 1
        frames |= {cue.start - 1, end, *range(cue.start, end, grid)}
    for frame in sorted(frames):
        if 0 <= frame <= last:
            yield Sample(beat, frame, _settled(shot, frame), is_last_beat and frame == last)


def before(beat: PlannedBeat) -> Sample:
    """Return the moment before a beat."""
    return Sample(beat, -1, _settled(beat.shot, -1))


def _settled(shot: Shot, frame: int) -> frozenset[str]:
    moving = {cue.panel for cue in shot.cues if cue.start <= frame < cue.start + cue.frames - 1}
    return frozenset(panel.name for panel in shot.panels) - moving
