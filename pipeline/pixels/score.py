"""Where the cues say that runs stand: ``start``, ``step``, ``back`` and ``clear`` counted.

And the direction that a map's compass was turned to, by its meaning.

All kinds share these words, so a kind whose ``step`` ends one iterate too early is told, although
its picture agrees with its own state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scenes.places import Way
from scenes.shot import TimedCue

Span = tuple[float, float]
"""The first and the last iterate at which a run may stand; equal while it rests."""
Stands = dict[str, Span]


def counted(stands: Mapping[str, Span], cues: Iterable[TimedCue], frame: float) -> Stands:
    """Return where runs stand in a frame of a beat that began with them at ``stands``.

    ``cues`` are those of one panel. On the way a run may stand anywhere between its ends.
    """
    now = dict(stands)
    for cue in cues:
        if cue.start > frame:
            continue
        is_done = frame >= cue.start + cue.frames - 1
        run = getattr(cue.action, "run", None)
        if cue.name == "start" and run is not None:
            goal = float(getattr(cue.action, "k", 0))
            now[run] = _on_its_way(now.get(run, (goal, goal)), goal, is_done)
        elif cue.name in ("step", "back"):
            for name in [run] if run is not None else list(now):
                if name in now:
                    goal = _goal(cue, now[name])
                    now[name] = _on_its_way(now[name], goal, is_done)
        elif cue.name in ("clear", "draw"):  # drawn curves go to their end at a pace of their own
            names = getattr(cue.action, "curves", ()) or ([run] if run is not None else list(now))
            for name in names:
                now.pop(name, None)
    return now


def headed(known: Way | None, cues: Iterable[TimedCue], frame: float) -> Way | None:
    """Return the direction in which the cues have turned a compass that began a beat at ``known``.

    None while it turns, and where there is no compass. A turn without a direction goes once round.
    """
    for cue in cues:
        if cue.start > frame:
            continue
        if cue.name == "uncompass":
            known = None
        elif cue.name == "compass":
            known = cue.action.to
        elif cue.name == "turn":
            if frame < cue.start + cue.frames - 1:
                return None
            known = known if cue.action.to is None else cue.action.to
    return known


def _goal(cue: TimedCue, span: Span) -> float:
    """Return where a step or a way back ends that may have begun anywhere in a span."""
    to = float(cue.action.to)
    return max(span[1], to) if cue.name == "step" else min(span[0], to)


def _on_its_way(span: Span, goal: float, is_done: bool) -> Span:
    return (goal, goal) if is_done else (min(span[0], goal), max(span[1], goal))
