"""What a writer can get wrong in the actions of a plot of losses."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdmath.known import Unknown
from scenes.loss_curve import actions as act
from scenes.loss_curve import emphasis, notes, ratios, turning
from scenes.loss_curve.losses import Losses
from scenes.loss_curve.state import Feature, Level, Mark, Noted, Ratio, State
from scenes.plots.notes import seen
from scenes.plots.scale import ToScale
from scenes.stage import Mistake


def check(action: Any, state: State, losses: Losses, feature: Feature | None) -> None:
    """Raise ``Mistake`` when an action cannot be taken; ``feature`` is what a ``show`` shows."""
    match action:
        case act.Start(run=run) | act.Clear(run=run):
            losses.place(run)
            if isinstance(action, act.Start):
                _check_step(action.k, losses)
        case act.Step(to=k) | act.Back(to=k):
            _check_step(k, losses)
        case act.Draw(curves=names) | emphasis.Name(curves=names) | emphasis.Unname(curves=names):
            for name in names:
                losses.place(name)
        case emphasis.Highlight(curves=names):
            if not names:
                raise Mistake("highlight: name the curve that stays bright")
            for name in names:
                losses.place(name)
        case act.Validate(curve=name):
            series = losses.series[losses.place(name)]
            if series.validation == "no":
                raise Mistake(f"{series.of} is without validation: write validation: later")
            if state.curves[losses.place(name)].judged > 0:
                raise Mistake("its validation losses are drawn already")
        case turning.Rate():
            action.check(state, losses)
        case ToScale(to="log") if losses.up.log is None:
            raise Mistake("scale: log needs a loss above zero")
        case notes.PutMark() | act.Pulse():
            which = action.of if isinstance(action, notes.PutMark) else "train"
            _check_point(losses.place(action.curve), action.k, which, state, losses)
            if isinstance(action, notes.PutMark):
                mark = Mark(losses.place(action.curve), action.k, which, action.text, action.side)
                _check_new(mark, state)
        case notes.PutLevel(value=value, text=text):
            _check_level(Level(value, text), state, losses)
        case ratios.PutRatio():
            _check_ratio(action.ratio, state, losses)
        case ratios.Unratio():
            _check_there(state, lambda it: isinstance(it, Ratio), "ratio")
        case notes.Chance():
            try:
                level = action.level
            except ValueError as error:
                raise Mistake(str(error)) from None
            _check_level(level, state, losses)
        case notes.Show():
            assert feature is not None
            check_feature(feature, state, losses)
        case notes.Unmark(k=k) if k is not None:
            _check_there(state, lambda it: isinstance(it, Mark) and it.k == k, f"mark at {k}")
        case notes.Unlevel(value=value) if value is not None:
            there = f"level at {value:g}"
            _check_there(state, lambda it: isinstance(it, Level) and it.value == value, there)
        case notes.Hide(what=what, curve=name):
            chosen = losses.all_of(name)
            _check_there(
                state,
                lambda it: (
                    isinstance(it, Feature) and what in (None, it.what) and it.series in chosen
                ),
                what or "feature",
            )


def check_feature(feature: Feature, state: State, losses: Losses) -> None:
    """Raise ``Mistake`` for a feature that the curve has not, or that is not in sight yet."""
    i = feature.series
    curve, name, shown = losses.curves[i], losses.series[i].of, state.curves[i]
    _check_new(feature, state)
    if shown.k < losses.last(i) and feature.what != "slope":
        raise Mistake(f"{name} has not come to its end yet: draw it first")
    needs_validation = feature.what == "gap"
    if needs_validation and (losses.series[i].validation == "no" or shown.judged < 1):
        raise Mistake(f"the validation losses of {name} are not drawn")
    try:
        match feature.what:
            case "peak" if not curve.train[curve.peak_epoch] > curve.train[0]:
                raise Mistake(f"{name} never rises above its start")
            case "gap" if not curve.gap > 0:
                raise Mistake(f"the validation loss of {name} is least at its end: there is no gap")
            case "plateau":
                _ = curve.plateau_start
            case "falling" if not curve.late > 0:
                raise Mistake(f"{name} is not falling at its end")
            case "rising" if not curve.rising > 0:
                raise Mistake(f"the loss of {name} never grows by over 5 % in one epoch")
            case "slope":
                _check_slope(feature, state, losses)
    except Unknown as unknown:
        raise Mistake(f"{name}: {unknown}") from None


def _check_slope(feature: Feature, state: State, losses: Losses) -> None:
    start, stop = feature.span
    if state.log < 1:
        raise Mistake("a slope is a factor on the log scale only: bend the axis first")
    if not 0 <= start < stop:
        raise Mistake(f"a slope goes from a step to a later one, not from {start} to {stop}")
    for k in feature.span:
        _check_point(feature.series, k, "train", state, losses)
    if not (losses.curves[feature.series].train[list(feature.span)] > 0).all():
        raise Mistake("a slope on the log scale needs losses above zero")


def _check_step(k: int, losses: Losses) -> None:
    last = max(losses.last(i) for i in range(len(losses.series)))
    if k < 0:
        raise Mistake(f"steps are counted from 0, not {k}")
    if k > last:
        raise Mistake(f"the plot's last step is {last}, {k} is past its end")


def _check_point(i: int, k: int, which: Any, state: State, losses: Losses) -> None:
    """Raise ``Mistake`` for a point of a line that is not drawn."""
    line, name = losses.lines.get((i, which)), losses.series[i].of
    if line is None:
        raise Mistake(f"{name} is without validation: write validation: later")
    if not 0 <= k < len(line.values):
        raise Mistake(f"{name} has no step {k}: its last is {len(line.values) - 1}")
    if not np.isfinite(line.values[k]):
        raise Mistake(f"the loss of {name} at step {k} is no finite number")
    if k > state.curves[i].k or state.curves[i].seen == 0:
        raise Mistake(f"step {k} of {name} is not drawn yet")
    if not 0 <= float(losses.up.heights(line.values[k], state.log)) <= 1:
        raise Mistake(f"step {k} of {name} is outside the plot's window")


def _check_level(level: Level, state: State, losses: Losses) -> None:
    _check_new(level, state)
    if not 0 <= float(losses.up.heights(level.value, state.log)) <= 1:
        raise Mistake(
            f"{level.value:g} is outside the plot's window: give it a window that holds it"
        )


def _check_ratio(ratio: Ratio, state: State, losses: Losses) -> None:
    _check_new(ratio, state)
    if not 0 < ratio.low < ratio.high:
        raise Mistake(f"a ratio is of a loss above zero and a larger one, not {ratio.low:g} and "
                      f"{ratio.high:g}")  # fmt: skip
    if not 0 <= ratio.k <= losses.steps:
        raise Mistake(f"the plot goes from step 0 to {losses.steps}, k: {ratio.k:g} is not on it")
    for value in (ratio.low, ratio.high):
        if not -1e-9 <= float(losses.up.heights(value, state.log)) <= 1 + 1e-9:
            raise Mistake(f"{value:g} is outside the plot's window")


def _check_new(wanted: Noted, state: State) -> None:
    if any(_same(of, wanted) for of in seen(state.notes)):
        raise Mistake("this is there already")


def _same(one: Noted, other: Noted) -> bool:
    match one, other:
        case (Mark(), Mark()):
            return (one.series, one.k, one.which) == (other.series, other.k, other.which)
        case (Level(), Level()):
            return one.value == other.value
        case (Ratio(), Ratio()):
            return (one.low, one.high, one.k) == (other.low, other.high, other.k)
        case (Feature(), Feature()):
            return (one.what, one.series, one.span) == (other.what, other.series, other.span)
    return False


def _check_there(state: State, wanted: Any, name: str) -> None:
    if not any(map(wanted, seen(state.notes))):
        raise Mistake(f"there is no {name} to take away")
