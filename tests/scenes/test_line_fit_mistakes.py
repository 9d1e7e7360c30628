from __future__ import annotations

import math
from typing import Any

import pytest

from gdmath.objectives import Reduction, bowl, five_dots, least_squares
from scenes.line_fit.hand import Set, Stretch
from scenes.line_fit.sight import Hide, Highlight, Show, Unhighlight
from scenes.line_fit.walk import Back, Clear, Start, Step
from scenes.stage import Mistake
from script.typed import RunName, Text
from tests.scenes.test_line_fit import BIG, BOWL, OTHER, RUNS, W, after, stage


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"objective": bowl()}, "five_dots or least_squares"),
        ({"objective": least_squares(rows=((2.0, 1.0), (1.0, 2.0)), targets=(1, 2))}, "inputs"),
        ({"window": (3.0, 3.0, 0.0, 1.0)}, "left < right"),
        ({"window": (-1.0, 3.0, 0.0, 1.0)}, "cuts some off"),
        ({"window": (-3.0, 3.0, 0.0, math.inf)}, "left < right"),
        ({"room": ("loss", "loss")}, "once"),
        ({"decimals": 9}, "decimals"),
        ({"shown": ("mean",)}, "no room for mean"),
        ({"objective": five_dots(reduction=Reduction.SUM), "room": ("mean",)}, "no mean square"),
        ({"region": "right-narrow-top", "room": ("mean", "dials")}, "larger region"),
        (
            {"objective": least_squares((1, 1), (2, 3)), "weights": "missing"},
            "no single best line",
        ),
    ],
)
def test_params_that_make_no_sense(params: dict[str, Any], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        stage(**params)


@pytest.mark.parametrize(
    ("before", "action", "message"),
    [
        ((), Set(), "intercept or a slope"),
        ((), Set(3.0), "needs both"),
        ((), Set(3.0, math.inf), "finite"),
        ((Start(BIG, k=RUNS["big"].steps),), Set(1.0), "set both"),
        ((), Start(BOWL), "where it has 75, the line has 0; .*weights: missing"),
        ((), Start(RunName("saddle")), "another loss"),
        ((), Start(OTHER), "another loss"),
        ((Start(W),), Start(W), "has its line already"),
        ((), Start(W, k=11), "0 to 10"),
        ((), Step(1), "start one first"),
        ((Start(W),), Step(1, BIG), "start it first"),
        ((Start(W),), Step(11), "0 to 10"),
        ((Start(W, k=3),), Step(3), "at 3 already"),
        ((Start(W, k=3),), Back(2), "started at 3"),
        ((Start(W),), Back(0), "nothing to go back"),
        ((), Clear(), "no line to clear"),
        ((), Show("dials"), "no room for dials"),
        ((Set(1.0, 1.0),), Highlight(1, "letters"), "weights: missing"),
        ((), Hide("mean"), "no room for mean"),
        ((), Highlight(5), "0 to 4"),
        ((), Highlight(0, "error"), "of a line"),
        ((Highlight(0),), Highlight(0), "already"),
        ((Set(0.0, 0.0),), Highlight(0, "error", Text("x")), "tells or text"),
        ((), Unhighlight(2), "dot 2 is not highlighted"),
        ((), Unhighlight(), "no dot is highlighted"),
        ((), Stretch(0.0), "above 0"),
        ((), Stretch(1.0), "already"),
        ((), Stretch(2.0), "give the panel a window"),
        ((Start(W),), Stretch(1.1), "clear it"),
    ],
)
def test_actions_that_make_no_sense(before: Any, action: Any, message: str) -> None:
    on = stage()
    state = after(on, *before)
    with pytest.raises(Mistake, match=message):
        on.check(action, state)
