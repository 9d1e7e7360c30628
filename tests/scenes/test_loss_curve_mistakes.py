from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdmath import LossCurve
from scenes.loss_curve import Params
from scenes.loss_curve.actions import Draw, Start, Step, Validate
from scenes.loss_curve.emphasis import Highlight
from scenes.loss_curve.notes import Chance, Hide, PutLevel, PutMark, Show, Unlevel, Unmark
from scenes.loss_curve.state import Series
from scenes.stage import Mistake
from script.results import CurveName
from script.typed import Text
from tests.scenes.loss_plots import GOOD, A, B, after, plot


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (Params(), "nothing to draw"),
        (Params(of=GOOD, steps=-1), "steps must be 1 or more"),
        (Params(curves=(Series(GOOD, validation="shown"),)), "good has no validation loss"),
        (Params(of=GOOD, window=(3, 3)), "window"),
        (Params(of=GOOD, log_window=(0, 3)), "no zero"),
    ],
)
def test_params_that_make_no_sense(params: Params, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        plot(params)


@pytest.mark.parametrize(
    ("name", "action", "message"),
    [
        ("a", Step(61), "last step is 60, 61 is past its end"),
        ("a", Step(-1), "counted from 0"),
        ("a", Start(B), "b is not on this plot"),
        ("a", Draw((B,)), "b is not on this plot"),
        ("a", Highlight(()), "name the curve"),
        ("a", Validate(), "write validation: later"),
        ("a", PutMark(61, Text("x")), "a has no step 61: its last is 60"),
        ("a", PutMark(3, Text("x"), of="validation"), "without validation"),
        ("a", PutLevel(20.0), "20 is outside"),
        ("a", Chance(1), "at least 2"),
        ("a", Show("gap"), "validation losses of a are not drawn"),
        ("a", Show("slope"), "log scale only"),
        ("a", Show("plateau"), "a: this curve has no plateau"),
        ("a", Show("falling"), "a is not falling"),
        ("b", Show("peak"), "b never rises above its start"),
        ("b", Show("rising"), "never grows by over 5 %"),
        ("good", Show("falling"), "good is not falling"),
        ("a", Unmark(3), "no mark at 3"),
        ("a", Unlevel(3.0), "no level at 3"),
        ("a", Hide("peak"), "no peak to take away"),
    ],
)
def test_mistakes(name: str, action: Any, message: str) -> None:
    of = GOOD if name == "good" else CurveName(name)
    stage = plot(Params(of=of))
    state = after(stage, Draw())
    if name == "good":
        short = LossCurve([3.0] * 20)
        stage = plot(Params(of=of), results={"good": short})
        state = after(stage, Draw())
    with pytest.raises(Mistake, match=message):
        stage.check(action, state)


def test_what_is_not_drawn_yet_cannot_be_marked_or_measured() -> None:
    stage = plot(Params(of=A))
    for action in (PutMark(5, Text("early")), Show("peak")):
        with pytest.raises(Mistake, match="draw"):
            stage.check(action, stage.initial())
    lost = plot(Params(of=A), results={"a": LossCurve([1.0, np.inf, 2.0])})
    with pytest.raises(Mistake, match="no finite number"):
        lost.check(PutMark(1, Text("x")), after(lost, Draw()))
