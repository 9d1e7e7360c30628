from __future__ import annotations

import pytest

from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.look import Look
from scenes.stage import Mistake
from scenes.statements import Item, Params, Reveal, Say, Shown, Statements, Strike
from script.typed import Text

LOOK = Look(320, 180, 30, ())
ITEMS = (
    Item(right=Text("It only ever multiplies."), wrong=Text("The walker steers.")),
    Item(right=Text("It never lands.")),
)


def card(items: tuple[Item, ...] = ITEMS, region: str = "full") -> Statements:
    return Statements(Params(items), REGIONS[region], LOOK, {})


def test_a_sentence_is_stated_then_struck_then_corrected() -> None:
    stage = card()
    stated = Say(0).at(stage.initial(), 1.0, stage)
    assert stated.items == (Shown(stated=1.0), Shown())
    half = Strike(0).at(stated, 0.5, stage)
    assert half.items[0] == Shown(stated=1.0, struck=1.0, right=0.0)
    assert Strike(0).at(stated, 1.0, stage).items[0] == Shown(1.0, 1.0, 1.0)


def test_a_right_sentence_alone() -> None:
    stage = card()
    assert Reveal(1).at(stage.initial(), 1.0, stage).items == (Shown(), Shown(right=1.0))


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (Say(2), "item 2 is not there: they are counted from 0 to 1"),
        (Reveal(-1), "item -1 is not there"),
        (Strike(0), "item 0 cannot be struck out before it is stated"),
        (Say(1), "item 1 has no wrong sentence: reveal it instead"),
    ],
)
def test_mistakes(action: object, message: str) -> None:
    stage = card()
    with pytest.raises(Mistake, match=message):
        stage.check(action, stage.initial())


def test_a_card_needs_a_sentence() -> None:
    with pytest.raises(Mistake, match="at least one"):
        card(())


@pytest.mark.render
def test_the_strike_runs_through_every_line_of_the_wrong_sentence() -> None:
    long = Item(right=Text("No."), wrong=Text("A smooth path is always the fastest of all paths."))
    with studio(LOOK):
        stage = card((long,), "right-narrow")
        drawn = stage.draw(Strike(0).at(Say(0).at(stage.initial(), 1.0, stage), 1.0, stage))
        strokes, wrong = drawn["strike 0"], drawn["wrong 0"]
        assert len(strokes) > 1
        assert strokes.get_top()[1] < wrong.get_top()[1]
        assert strokes.get_bottom()[1] > wrong.get_bottom()[1]
        assert strokes.width == pytest.approx(wrong.width, abs=0.2)
        assert drawn["right 0"].get_top()[1] < wrong.get_bottom()[1]


@pytest.mark.render
@pytest.mark.parametrize(("count", "columns"), [(2, 1), (4, 2)])
def test_four_corrections_stand_in_two_columns(count: int, columns: int) -> None:
    items = tuple(Item(Text("It is the way."), Text("The walker steers.")) for _ in range(count))
    with studio(LOOK):
        stage = Statements(Params(items, Text("To put right")), REGIONS["full"], LOOK, {})
        state = stage.initial()
        for i in range(count):
            state = Strike(i).at(Say(i).at(state, 1.0, stage), 1.0, stage)
        drawn = stage.draw(state)
        lefts = {round(float(drawn[f"right {i}"].get_left()[0]), 3) for i in range(count)}
        assert len(lefts) == columns
        for i in range(count):
            gap = drawn[f"right {i}"].get_left()[0] - drawn[f"check {i}"].get_right()[0]
            assert 0.05 < gap < 0.5


@pytest.mark.render
def test_what_cannot_fit_is_a_mistake() -> None:
    with studio(LOOK):
        stage = card(ITEMS * 12)
        with pytest.raises(Mistake, match="do not fit"):
            stage.draw(stage.initial())
