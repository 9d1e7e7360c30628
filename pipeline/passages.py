"""Where two scenes meet: which of their panels are one panel that goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scenes.player import moment_at, stages
from scenes.shot import PanelShot, Shot
from scenes.stage import result_names
from script.results import Result


def meet(last: Shot, first: Shot) -> tuple[Shot, Shot]:
    """Return the last shot of a scene and the first of the next, each knowing what goes on.

    A panel goes on when one of the same kind, box and params is wholly seen at the end of the
    one scene and at the beginning of the other.
    """
    begins = [panel for panel in first.panels if panel.before.opacity >= 1]
    pairs = [(old, new) for new in begins for old in last.panels if _is_same(old, new)]
    if not pairs:
        return last, first
    end = moment_at(last, last.frames - 1, stages(last.panels, last.look, last.results))
    pairs = [(old, new) for old, new in pairs if end[old.name].opacity >= 1]
    until = {old.name: new.before.state for old, new in pairs}
    since = {new.name: end[old.name].state for old, new in pairs}
    left = (replace(p, until=until.get(p.name)) for p in last.panels)
    right = (replace(p, since=since.get(p.name)) for p in first.panels)
    results = {**last.results, **first.results}
    return (
        _knowing(replace(last, panels=tuple(left)), until, results),
        _knowing(replace(first, panels=tuple(right)), since, results),
    )


def _is_same(old: PanelShot, new: PanelShot) -> bool:
    return (old.kind, old.box, old.params) == (new.kind, new.box, new.params)


def _knowing(shot: Shot, states: object, results: Mapping[str, Result]) -> Shot:
    """Return a shot that holds the results its neighbour's states name, too."""
    named = {*shot.results, *result_names(states)}
    return replace(shot, results={name: results[name] for name in sorted(named)})
