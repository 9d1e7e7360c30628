"""Numbers picked out on a line: dots at their places, their digits, and no ruler between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.look import Look
from scenes.number_line import NumberLine, Params
from scenes.number_line.actions import Zoom
from scenes.number_line.ticks import AddTicks, RemoveTicks
from scenes.stage import Mistake
from tests.scenes.taking import outside, taken

LOOK = Look(320, 180, 30, ())
GAP = 0.03125
AROUND_SIX = tuple(6 + i * GAP for i in range(-2, 3))


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


def line(region: str = "full", **params: Any) -> NumberLine:
    return NumberLine(Params((5.92, 6.08), **params), REGIONS[region], LOOK, {})


def numbers(drawn: Any) -> set[str]:
    """Return the numbers of a picture."""
    return {
        glyph.setting.source
        for part in drawn.values()
        for glyph in part.family_members_with_points()
        if getattr(glyph, "setting", None) is not None and glyph.setting.sort == "number"
    }


def test_each_dot_stands_at_its_number_which_is_written_whole() -> None:
    on = line(ruler=False)
    state = taken(on, AddTicks(AROUND_SIX))
    drawn, place = on.draw(state), on.sheet.line(state)
    assert numbers(drawn) == {"5.9375", "5.96875", "6", "6.03125", "6.0625"}
    for value in AROUND_SIX:
        dot, number = drawn[f"tick {value:.10g}"].submobjects
        x = place.left + (value - 5.92) / 0.16 * place.width
        assert dot.get_center()[:2] == pytest.approx((x, place.y), abs=1e-6)
        assert number.get_top()[1] < place.y
        assert number.get_center()[0] == pytest.approx(x, abs=0.05)


def test_without_a_ruler_only_what_is_picked_out_has_a_number() -> None:
    assert "5.94" in numbers(line().draw(line().initial()))
    bare = line(ruler=False)
    assert numbers(bare.draw(bare.initial())) == set()
    log = NumberLine(Params((1, 100), scale="log", ruler=False), REGIONS["full"], LOOK, {})
    assert len(log.draw(log.initial())["line"].submobjects) == 2, "the line and its name"


def test_they_come_one_after_another_and_leave() -> None:
    on = line(ruler=False)
    action = AddTicks(AROUND_SIX)
    half = action.at(on.initial(), 0.5, on)
    assert [tick.value for tick in half.ticks] == list(AROUND_SIX[:3])
    assert [tick.opacity for tick in half.ticks[:2]] == [1.0, 1.0]
    assert 0 < half.ticks[2].opacity < 1
    assert action.length(on.initial(), on) == pytest.approx(1.3)
    there = taken(on, action)
    left = taken(on, action, RemoveTicks(6.0)).ticks
    assert [tick.value for tick in left] == [v for v in AROUND_SIX if v != 6.0]
    assert RemoveTicks().at(there, 1.0, on) == on.initial()


def test_dots_out_of_sight_are_not_drawn_and_numbers_stay_in_the_box() -> None:
    on = line("left", ruler=False)
    state = taken(on, AddTicks((5.92, 6.08)), Zoom((6.0, 6.08)))
    drawn = on.draw(state)
    assert "tick 5.92" not in drawn
    assert not outside(drawn, REGIONS["left"], slack=0.01)


@pytest.mark.parametrize(
    ("actions", "says"),
    [
        ((AddTicks(()),), "name the numbers to pick out"),
        ((AddTicks((6.0, 6.0)),), "there is a dot at 6 already"),
        ((AddTicks((6.0,)), AddTicks((6.0,))), "there is a dot at 6 already"),
        ((AddTicks((7.0,)),), "7 is outside the line's window"),
        ((AddTicks((6.0,)), RemoveTicks(5.95)), "there is no such dot to take away"),
        ((RemoveTicks(),), "there is no such dot to take away"),
    ],
)
def test_refuses_dots_that_make_no_sense(actions: tuple[Any, ...], says: str) -> None:
    with pytest.raises(Mistake, match=says):
        taken(line(), *actions)
