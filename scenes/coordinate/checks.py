"""What cannot be done with runs along one number, in sentences for the writer of a script."""

from __future__ import annotations

import math
from typing import Any

from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Walker, Walking
from scenes.coordinate.view import AddMark, Pulse, RemoveMark
from scenes.coordinate.walk import Back, Clear, Rate, Start, Step
from scenes.stage import Mistake
from script.typed import RunName


def check_walk(action: Any, state: Walking, paths: Paths) -> None:
    """Raise ``Mistake`` when an action of ``scenes.coordinate`` cannot be taken from a state.

    Other actions pass.
    """
    match action:
        case Start(run=run, k=k):
            if state.walker(run) is not None:
                raise Mistake(f"{run} is in the picture already: clear it first, or go back")
            paths.check(run)
            check_iterate(run, k, paths, "k")
        case Step(to=to, run=run):
            walkers = _there(state, run)
            for walker in walkers:
                _check_step(walker, to, paths)
            if walkers and all(walker.at >= to for walker in walkers):
                at = max(round(walker.at) for walker in walkers)
                raise Mistake(f"the point stands at {at} already, to: {to} is no step ahead")
        case Back(to=to, run=run):
            for walker in _there(state, run):
                if to < walker.since:
                    raise Mistake(f"{walker.run} was put at {walker.since}, {to} is before it")
        case Clear(run=run):
            _there(state, run)
        case Rate(to=to, run=run):
            if not 0 < to < math.inf:
                raise Mistake(f"the rate must be above 0, not {to:g}")
            for walker in _there(state, run):
                paths.quadratic(walker.run)
        case AddMark(run=run, k=k):
            _named(state, run)
            check_iterate(run, k, paths, "k")
            if any(mark.run == run and mark.k == k for mark in state.marks):
                raise Mistake(f"iterate {k} of {run} has a mark already")
        case RemoveMark(run=run, k=k):
            if not any(action.removes(mark) for mark in state.marks):
                raise Mistake(f"{run} has {'no mark' if k is None else f'no mark at {k}'}")
        case Pulse(run=run, k=k):
            for walker in _there(state, run):
                if k is not None:
                    check_iterate(walker.run, k, paths, "k")


def check_iterate(run: RunName, k: int, paths: Paths, argument: str) -> None:
    """Raise ``Mistake`` when a run has no iterate ``k``."""
    last = paths.last(run)
    if k > last:
        raise Mistake(f"{run} has {last} steps, {argument}: {k} is past its end")
    if k < 0:
        raise Mistake(f"{argument}: {k} is before the start of {run}")


def check_span(span: tuple[float, float], name: str) -> None:
    """Raise ``Mistake`` for a window that is empty, upside down or endless."""
    if not (span[0] < span[1] and all(map(math.isfinite, span))):
        raise Mistake(f"{name}: its first number must be below its second, and both finite")


def _check_step(walker: Walker, to: int, paths: Paths) -> None:
    """Raise ``Mistake`` past the steps asked for; a run that broke off before them stays there."""
    asked = paths.runs[walker.run].run.steps
    if to > asked:
        raise Mistake(f"{walker.run} has {asked} steps, to: {to} is past its end")


def _there(state: Walking, run: RunName | None) -> tuple[Walker, ...]:
    """Return the walkers an action is for; a picture without any needs one first."""
    if not state.walkers:
        raise Mistake("no run is in the picture: start one first")
    return state.movers(run)


def _named(state: Walking, run: RunName) -> None:
    if state.walker(run) is None:
        raise Mistake(f"{run} is not in the picture: start it first")
