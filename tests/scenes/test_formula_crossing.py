"""A line that becomes another: at no moment is one term drawn over another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.formula import KIND
from scenes.formula.actions import Show, Transform, Write
from scenes.formula.model import Line, Params
from scenes.look import Look
from tests.scenes.samples_formula import term
from tests.scenes.taking import taken

LOOK = Look(854, 480, 15, ())
SUM = Line(
    "sum",
    (term("f", "f"), term("="), term("x^2", "a"), term("+ 2", "two"), term("y^2", "b")),
)
LAW = (
    term("f", "f"),
    term("="),
    term("25"),
    term("(1 - 2 eta)^(2 k)", "a", "x"),
    term("+ 50", "two"),
    term("(1 - 4 eta)^(2 k)", "b", "y"),
)
NUMBERS = (
    term("f", "f"),
    term("="),
    term("25"),
    term("0.8^(2 k)", "a", "x"),
    term("+ 50", "two"),
    term("0.6^(2 k)", "b", "y"),
)
BOARD = Params(
    (
        SUM,
        Line("law", LAW, replaces="sum"),
        Line("one", NUMBERS),
        Line("two", NUMBERS),
        Line("three", NUMBERS),
    )
)
ALPHAS = np.linspace(0.03, 0.97, 21)


@pytest.fixture(autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


def box(part: Any) -> tuple[float, float, float, float]:
    left, right = part.get_left()[0], part.get_right()[0]
    return left, right, part.get_bottom()[1], part.get_top()[1]


def overlap(drawn: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the pairs of parts whose ink's rectangles meet by more than a hair."""
    found = []
    for (one, a), (other, b) in combinations(drawn.items(), 2):
        (al, ar, ab, at), (bl, br, bb, bt) = box(a), box(b)
        if min(ar, br) - max(al, bl) > 0.02 and min(at, bt) - max(ab, bb) > 0.02:
            found.append((one, other))
    return found


def test_in_its_place_nothing_is_drawn_over_anything() -> None:
    stage = KIND(BOARD, REGIONS["full"], LOOK, {})
    state = taken(stage, Write("sum"))
    for alpha in ALPHAS:
        assert overlap(stage.draw(Transform("sum", "law").at(state, alpha, stage))) == []


def test_in_its_place_the_old_is_gone_before_the_new_comes() -> None:
    stage = KIND(BOARD, REGIONS["full"], LOOK, {})
    state = taken(stage, Write("sum"))
    for alpha in ALPHAS:
        names = set(stage.draw(Transform("sum", "law").at(state, alpha, stage)))
        assert not ("sum.2" in names and "law.3" in names)
        assert any(name.endswith("of sum.0 to law.0") for name in names), "f glides, or rests"


def test_nothing_flies_through_lines_that_stand() -> None:
    stage = KIND(BOARD, REGIONS["full"], LOOK, {})
    state = taken(stage, Show("sum"), Transform("sum", "law"), Show("one"), Show("two"))
    for alpha in ALPHAS:
        drawn = stage.draw(Transform("law", "three").at(state, alpha, stage))
        assert overlap(drawn) == []
        assert not any(name.startswith("coming") for name in drawn), "all come in at their place"


def test_where_the_way_is_free_a_term_flies() -> None:
    stage = KIND(BOARD, REGIONS["full"], LOOK, {})
    state = taken(stage, Show("sum"), Transform("sum", "law"))
    rows = stage._chalk.sheet.terms
    drawn = [stage.draw(Transform("law", "one").at(state, alpha, stage)) for alpha in ALPHAS]
    heights = {
        part.get_center()[1]
        for parts in drawn
        for name, part in parts.items()
        if "law.0 to one.0" in name
    }
    top, bottom = rows[1][0].extent, rows[2][0].extent
    assert any(bottom.top < height < top.bottom for height in heights)


def test_it_ends_as_the_new_line_rests() -> None:
    stage = KIND(BOARD, REGIONS["full"], LOOK, {})
    state = taken(stage, Write("sum"))
    last = stage.draw(Transform("sum", "law").at(state, 0.9999, stage))
    rest = stage.draw(Transform("sum", "law").at(state, 1.0, stage))
    assert sorted(box(part) for part in last.values()) == [
        pytest.approx(place, abs=0.01) for place in sorted(box(part) for part in rest.values())
    ]
