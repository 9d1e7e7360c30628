"""What makes no grid of races, and what cannot be done on one, in sentences for the writer."""

from __future__ import annotations

import math
from typing import Any

from scenes.race.actions import Back, Crown, Highlight, Reveal, Run, Step, chosen, shown
from scenes.race.results import Results
from scenes.race.state import Params, Row, State
from scenes.stage import Mistake

_MOST_ROWS, _MOST_COLUMNS = 6, 5


def check_params(params: Params, results: Results) -> None:
    """Raise ``Mistake`` for params that make no grid."""
    if not 1 <= len(params.rows) <= _MOST_ROWS:
        raise Mistake(f"a race has 1 to {_MOST_ROWS} rows, not {len(params.rows)}")
    if not 1 <= len(params.columns) <= _MOST_COLUMNS:
        raise Mistake(f"a race has 1 to {_MOST_COLUMNS} columns, not {len(params.columns)}")
    if not 0 < params.fraction < 1:
        raise Mistake(f"the fraction must be between 0 and 1, not {params.fraction:g}")
    for i, row in enumerate(params.rows):
        _check_row(i, row, params, results)


def _check_row(index: int, row: Row, params: Params, results: Results) -> None:
    name = row.name or f"row {index + 1}"
    if len(row.runs) > len(params.columns):
        raise Mistake(f"{name} has {len(row.runs)} runs, there are {len(params.columns)} columns")
    runs = [results.runs[run] for run in row.runs if run is not None]
    if not runs:
        raise Mistake(f"{name} has no run")
    objectives = [run.run.objective for run in runs]
    if objectives[0].dim != 2:
        raise Mistake(f"{name}: a map needs two parameters, not {objectives[0].dim}")
    if any(objective != objectives[0] for objective in objectives):
        raise Mistake(f"{name}: its runs walk on different objectives, a row is one landscape")
    if row.window is not None:
        left, right, bottom, top = row.window
        if not (left < right and bottom < top and all(map(math.isfinite, row.window))):
            raise Mistake(f"{name}: a window is left, right, bottom, top, the smaller ones first")


def check(action: Any, state: State, results: Results) -> None:
    """Raise ``Mistake`` when an action cannot be taken from a state."""
    row = getattr(action, "row", None)
    if row is not None and not 1 <= row <= len(state.k):
        raise Mistake(f"there is no row {row}: they are counted from 1 to {len(state.k)}")
    rows = shown(row, state)
    match action:
        case Reveal():
            if all(state.seen[i] > 0 for i in chosen(row, state)):
                raise Mistake("there is no hidden row to reveal")
        case Highlight():
            pass
        case Run() | Step() | Crown() if not rows:
            raise Mistake("no row is shown: reveal one first")
        case Run():
            if all(state.k[i] >= results.end(i) for i in rows):
                raise Mistake("the race is over there: go back first")
        case Step(to=to):
            last = max(results.end(i) for i in rows)
            if to > last:
                raise Mistake(f"the race is over after {last} steps, to: {to} is past its end")
            if all(state.k[i] >= to for i in rows):
                raise Mistake(f"the dots are at {to} already: it is no step ahead")
        case Back(to=to):
            if to < 0:
                raise Mistake(f"steps are counted from 0, not {to}")
        case Crown():
            for i in rows:
                if not results.winners(i):
                    raise Mistake(f"nobody arrives in row {i + 1}: there is no winner")
                if state.k[i] < min(results.arrival(i, c) or 0 for c in results.winners(i)):
                    raise Mistake(f"nobody has arrived in row {i + 1} yet: race first")
