"""What a writer can get wrong in the actions of a plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scenes.plots.scale import ToScale
from scenes.stage import Mistake
from scenes.trajectory_plot import actions as act
from scenes.trajectory_plot import notes
from scenes.trajectory_plot.curves import Curves
from scenes.trajectory_plot.state import State


def check(action: Any, state: State, curves: Curves) -> None:
    """Raise ``Mistake`` when an action cannot be taken from a state."""
    match action:
        case act.Start(k=k) | act.Step(to=k) | act.Back(to=k):
            _check_step(k, [curves.runs[i].run.steps for i in curves.of_run(action.run)], curves)
        case ToScale(to="log") if curves.axis.log is None:
            raise Mistake("scale: log needs values that are all above zero")
        case notes.Halve(of=of, times=times, run=run):
            index = curves.halved(of, run)
            _check_new(index, [halving.series for halving in state.halvings], f"halving of {of}")
            needed = times * curves.half_life(index)
            if times < 1 or needed > curves.steps:
                raise Mistake(
                    f"{times} halvings of {of} take {needed:.2f} steps, the plot ends at "
                    f"{curves.steps}"
                )
        case notes.PutMark() | act.Pulse():
            if not 0 <= action.series < len(curves.series):
                raise Mistake(
                    f"series {action.series} is not there: they are counted from 0 to "
                    f"{len(curves.series) - 1}"
                )
            if not 0 <= action.k <= curves.last(action.series):
                raise Mistake(f"k: {action.k} is not one of 0 to {curves.last(action.series)}")
            if action.k > state.k[action.series]:
                raise Mistake(f"dot {action.k} is not shown yet: step to it first")
            if isinstance(action, notes.PutMark):
                there = [(mark.series, mark.k) for mark in state.marks]
                _check_new((action.series, action.k), there, f"mark at {action.k}")
        case notes.PutLevel(value=value):
            _check_new(value, [level.value for level in state.levels], f"level at {value:g}")
            if not 0 <= float(curves.axis.heights(value, state.log)) <= 1:
                raise Mistake(f"{value:g} is outside the plot's window")
        case notes.Unhalve(of=of, run=run) if of is not None:
            _check_there(curves.halved(of, run), [h.series for h in state.halvings], "halving")
        case notes.Unmark(k=k) if k is not None:
            _check_there(k, [mark.k for mark in state.marks], "mark")
        case notes.Unlevel(value=value) if value is not None:
            _check_there(value, [level.value for level in state.levels], "level")


def _check_step(k: int, steps: Sequence[int], curves: Curves) -> None:
    """Raise ``Mistake`` for a step that neither the runs nor the plot reach."""
    if k < 0:
        raise Mistake(f"steps are counted from 0, not {k}")
    if steps and k > max(steps):
        raise Mistake(f"the run has {max(steps)} steps, {k} is past its end")
    if steps and k > curves.steps:
        raise Mistake(f"the plot ends at step {curves.steps}, {k} is past its end")


def _check_new(wanted: object, there: Sequence[object], name: str) -> None:
    if wanted in there:
        raise Mistake(f"there is a {name} already")


def _check_there(wanted: float, there: Sequence[float], name: str) -> None:
    if wanted not in there:
        raise Mistake(f"there is no {name} to take away at {wanted:g}")
