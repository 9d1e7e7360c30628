"""What a writer can get wrong in the actions of a plot of steps needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenes.plots.notes import seen
from scenes.stage import Mistake
from scenes.sweep import actions as act
from scenes.sweep.state import Mark, Seen, State

if TYPE_CHECKING:
    from scenes.sweep import SweepPlot


def check(action: Any, state: State, stage: SweepPlot) -> None:
    """Raise ``Mistake`` when an action cannot be taken from a state."""
    match action:
        case act.Draw(curves=names) | act.Clear(curves=names) | act.Highlight(curves=names):
            for name in names:
                stage.speeds.place(name)
            if isinstance(action, act.Highlight) and not names:
                raise Mistake("highlight: name the curve that stays bright")
        case act.Show(what=what, curve=name):
            _check_shown(action, stage)
            place = stage.speeds.place(name)
            if any(
                isinstance(of, Seen) and (of.what, of.curve) == (what, place)
                for of in seen(state.notes)
            ):
                raise Mistake(f"{what} is there already")
        case act.Hide(what=what) if what is not None:
            if not any(isinstance(of, Seen) and of.what == what for of in seen(state.notes)):
                raise Mistake(f"there is no {what} to take away")
        case act.PutMark() | act.Pulse():
            value, place = _point(action, state, stage), stage.speeds.place(action.curve)
            if isinstance(action, act.PutMark) and any(
                isinstance(of, Mark) and (of.curve, of.at) == (place, value)
                for of in seen(state.notes)
            ):
                raise Mistake(f"there is a mark at {value:g} already")
        case act.Unmark(run=run, at_=at) if run is not None or at is not None:
            value = stage.value(run, at)
            if not any(isinstance(of, Mark) and of.at == value for of in seen(state.notes)):
                raise Mistake(f"there is no mark at {value:g} to take away")


def _check_shown(action: act.Show, stage: SweepPlot) -> None:
    """Raise ``Mistake`` for what a sweep does not have, or has beyond the window."""
    speeds = stage.speeds
    place = speeds.place(action.curve)
    name = speeds.named[place].of
    values = {
        "wall": speeds.wall(place),
        "never": speeds.wall(place),
        "best": speeds.best(place),
        "fewest": speeds.curves[place].fastest,
    }
    value = values[action.what]
    if value is None:
        raise Mistake(f"{name} has no {action.what} that theory knows")
    if not 0 <= float(speeds.across.heights(value, speeds.bend)) <= 1:
        raise Mistake(f"{action.what}: {value:g} is outside the plot's window: widen across")


def _point(action: act.PutMark | act.Pulse, state: State, stage: SweepPlot) -> float:
    """Return the value of a point that is on the plot, or raise ``Mistake``."""
    value, place = stage.value(action.run, action.at_), stage.speeds.place(action.curve)
    name = stage.speeds.named[place].of
    if stage.speeds.curves[place].at(value) is None:
        raise Mistake(f"{name} has no value {value:g}: write also: [{value:g}] into its range")
    if not 0 <= float(stage.speeds.across.heights(value, stage.speeds.bend)) <= 1:
        raise Mistake(f"{value:g} is outside the plot's window: widen across")
    return value
