from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.cards import KIND
from scenes.cards.actions import Deal, Dim, Flip, Highlight, Show, Strike, Unhighlight
from scenes.cards.choosing import Answer, Choose, Connect, Think
from scenes.cards.layout import Need, TooBig, arrange, crossed, ends
from scenes.cards.model import CardState, Frame, Link, Params
from scenes.look import Look
from scenes.stage import Mistake
from script.typed import Text
from tests.scenes.samples_cards import BOTTLENECKS, FIXES, QUIZ, WRONG, card

TALL = Box(-2.3, -6, 4.6, 12)
LOOK = Look(854, 480, 15, ())


def stage_of(params: Params = BOTTLENECKS, box: Box = REGIONS["full"]) -> Any:
    return KIND(params, box, LOOK, {})


STAGE = stage_of()


def after(*actions: Any, stage: Any = STAGE) -> Any:
    state = stage.initial()
    for action in actions:
        stage.check(action, state)
        state = action.at(state, 1.0, stage)
    return state


def of(state: Any, key: str) -> CardState:
    found: CardState = state.cards[STAGE.card(key)]
    return found


def test_cards_are_dealt_one_after_another() -> None:
    half = Deal().at(STAGE.initial(), 0.5, STAGE)
    dealt = [found.dealt for found in half.cards]
    assert dealt == sorted(dealt, reverse=True)
    assert dealt[0] == 1
    assert dealt[-1] == 0
    assert [found.dealt for found in after(Deal(("cost", "noise"))).cards] == [0, 0, 1, 1]


def test_cards_are_called_by_id_letter_or_title() -> None:
    assert BOTTLENECKS.keys() == ("unfair", "scales", "noise", "cost")
    assert QUIZ.keys() == ("A", "B", "C", "D")
    assert Params((card("One"), card("Two"))).keys() == ("One", "Two")


def test_dim_and_show_undo_each_other() -> None:
    dimmed = after(Deal(), Dim(("cost",)))
    assert of(dimmed, "cost").light < 0.5
    assert after(Deal(), Dim(), Show()) == after(Deal())
    assert after(Deal(), Highlight("cost"), Unhighlight()) == after(Deal())


def test_a_card_flips_and_flips_back() -> None:
    state = after(Deal(), Flip(("noise",)))
    assert of(state, "noise").turned == 1
    assert of(Flip(("noise",)).at(after(Deal()), 0.5, STAGE), "noise").turned == pytest.approx(0.5)
    assert after(Deal(), Flip(), Flip()) == after(Deal())


def test_the_chosen_card_keeps_its_light_and_the_frame_moves_on() -> None:
    state = after(Deal(), Choose("noise"))
    assert [found.light == 1 for found in state.cards] == [False, False, True, False]
    assert state.frame == Frame(2, 2, 1, 1)
    way = Choose("unfair").at(state, 0.5, STAGE)
    assert way.frame == Frame(2, 0, 0.5, 1)
    assert after(Deal(), Choose("noise"), Choose("unfair")) == after(Deal(), Choose("unfair"))
    assert Choose("unfair").at(state, 0.0, STAGE) == state


def test_the_answer_is_the_card_that_says_it() -> None:
    quiz = stage_of(QUIZ)
    state = after(Deal(), Think(), Answer(), stage=quiz)
    assert state.frame == Frame(1, 1, 1, 1)
    assert (state.bar, state.left) == (0, 0)
    thinking = Think().at(after(Deal(), stage=quiz), 0.25, quiz)
    assert (thinking.bar, thinking.left) == (1, 0.75)


def test_arrows_are_drawn_in_order() -> None:
    stage = stage_of(FIXES)
    state = after(Deal(), stage=stage)
    assert Connect().at(state, 0.5, stage).links == (1, 0)
    assert after(Deal(), Connect(("fix",)), stage=stage).links == (0, 1)
    assert Connect().length(state, stage) == pytest.approx(1.2)


@pytest.mark.parametrize(
    ("params", "actions", "message"),
    [
        (BOTTLENECKS, [Deal(("nois",))], "there is no card nois - did you mean noise?"),
        (BOTTLENECKS, [Deal(), Deal()], "these cards are dealt already"),
        (BOTTLENECKS, [Dim()], "the card unfair is not dealt yet"),
        (BOTTLENECKS, [Deal(("cost",)), Highlight("noise")], "the card noise is not dealt yet"),
        (BOTTLENECKS, [Deal(), Unhighlight()], "nothing is highlighted"),
        (BOTTLENECKS, [Deal(), Flip(), Strike("cost")], "the back of the card cost is up"),
        (BOTTLENECKS, [Deal(), Think()], "this is no quiz: give the cards an answer"),
        (BOTTLENECKS, [Deal(), Connect()], "there is no such arrow in links"),
        (QUIZ, [Deal(), Flip(("A",))], "the card A has no back"),
        (QUIZ, [Deal(), Flip()], "no card has a back"),
        (QUIZ, [Answer()], "the card A is not dealt yet"),
        (QUIZ, [Deal(), Answer(), Think()], "the quiz is answered already"),
        (FIXES, [Deal(("symptom",)), Connect()], "the card test is not dealt yet"),
        (FIXES, [Deal(), Connect(), Connect()], "or it is drawn already"),
    ],
)
def test_actions_that_make_no_sense_are_mistakes(
    params: Params, actions: list[Any], message: str
) -> None:
    with pytest.raises(Mistake, match=message):
        after(*actions, stage=stage_of(params))


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (Params(()), "cards is empty"),
        (Params((card("One"),), columns=0), "columns must be at least 1"),
        (Params((card("One"), card("One"))), "two cards are called One: give them an id"),
        (replace(QUIZ, answer=Text("0.3")), "no card says the answer 0.3: the cards say 0.05, 0.2"),
        (
            Params((card("1"), card("1")), answer=Text("1")),
            "several cards say the answer 1",
        ),
        (replace(FIXES, links=(Link("symptom", "cure"),)), "there is no card cure"),
        (replace(FIXES, links=(Link("fix", "fix"),)), "an arrow leads from a card to itself"),
    ],
)
def test_cards_that_make_no_sense_are_mistakes(params: Params, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        stage_of(params)


SIZES = ((50.0, 40.0), (36.0, 36.0))


def area(ink: float) -> Any:
    """Cards that need an area by the size of their type, and at least one unit of height."""
    return lambda i, sizes, width: Need(max(ink * sizes[0] ** 2 / 2500 / width, 1.0))


@pytest.mark.parametrize(
    ("count", "box", "columns", "across"),
    [
        (4, Box(0, 0, 12, 5), None, 2),
        (3, Box(0, 0, 12, 5), None, 3),
        (6, Box(0, 0, 12, 5), None, 3),
        (4, Box(0, 0, 4.4, 10), None, 1),
        (3, Box(0, 0, 4.4, 10), 3, 1),
        (4, Box(0, 0, 12, 5), 4, 4),
    ],
)
def test_cards_lie_as_suits_the_box(count: int, box: Box, columns: int | None, across: int) -> None:
    def measure(i: int, sizes: Any, width: float) -> Need:
        return Need(4.0 / width + 0.6, max(2.2 - width, 0.0))

    table = arrange(count, (), columns, box, SIZES, measure)
    rows = {place.bottom for place in table.cards}
    assert len(rows) == -(-count // across)
    for one in table.cards:
        assert box.left - 1e-9 <= one.left < one.right <= box.right + 1e-9
        assert box.bottom - 1e-9 <= one.bottom < one.top <= box.top + 1e-9


def test_the_largest_type_that_fits_is_taken() -> None:
    large = arrange(2, (), None, Box(0, 0, 12, 5), SIZES, area(12.0))
    small = arrange(2, (), None, Box(0, 0, 12, 2.0), SIZES, area(20.0))
    assert (large.sizes, small.sizes) == SIZES
    with pytest.raises(TooBig) as error:
        arrange(2, (), None, Box(0, 0, 12, 2.0), SIZES, area(60.0))
    assert error.value.what == "height"
    assert error.value.needed > error.value.room


def test_arrows_lead_to_facing_edges_and_pass_over_no_card() -> None:
    a, b, c = Box(0, 0, 2, 1), Box(3, 0, 2, 1), Box(6, 0, 2, 1)
    assert ends(a, b, 0.1) == ((2.1, 0.5), (2.9, 0.5))
    assert ends(b, a, 0.1) == ((2.9, 0.5), (2.1, 0.5))
    assert ends(Box(0, 2, 2, 1), a, 0.1) == ((1.0, 1.9), (1.0, 1.1))
    assert crossed((a, b, c), (0, 2)) == 1
    assert crossed((a, b, c), (0, 1)) is None


def test_linked_cards_are_arranged_as_neighbours() -> None:
    def measure(i: int, sizes: Any, width: float) -> Need:
        return Need(1.0)

    links = ((0, 1), (1, 2), (2, 3))
    for box in (Box(0, 0, 12, 5), Box(0, 0, 5, 9)):
        table = arrange(4, links, None, box, SIZES, measure)
        assert all(crossed(table.cards, link) is None for link in links)


@pytest.mark.render
@pytest.mark.parametrize(
    ("params", "box"),
    [
        (params, box)
        for params in (BOTTLENECKS, QUIZ, FIXES, WRONG)
        for box in (REGIONS["full"], REGIONS["left-wide"], REGIONS["right"], TALL)
        if params is not BOTTLENECKS or box in (REGIONS["full"], TALL)
    ],
)
def test_everything_is_inside_its_card_and_the_box(params: Params, box: Box) -> None:
    with studio(LOOK):
        stage = stage_of(params, box)
        sheet = stage._sheet
        state = after(Deal(), stage=stage)
        for i, place in enumerate(sheet.table.cards):
            for back in {False, bool(params.cards[i].back)}:
                drawn = sheet.card(i, back, 0.0, 1.0, 1.0)
                assert drawn.width == pytest.approx(place.width, abs=0.01)
                assert drawn.height == pytest.approx(place.height, abs=0.01)
                assert drawn.get_center()[1] == pytest.approx(place.center[1], abs=0.01)
        marked = after(Deal(), Choose(stage._keys[0]), stage=stage)
        for part in (*stage.draw(state).values(), *stage.draw(marked).values()):
            assert part.get_left()[0] >= box.left - 0.001
            assert part.get_right()[0] <= box.right + 0.001
            assert part.get_bottom()[1] >= box.bottom - 0.001
            assert part.get_top()[1] <= box.top + 0.001


@pytest.mark.render
def test_a_card_that_cannot_hold_its_text_says_by_how_much() -> None:
    long = Params((card("One", "word " * 80), card("Two")))
    wide = Params((card("Incomprehensibilities"), card("Two")))
    with studio(LOOK):
        for params, box, message in (
            (long, REGIONS["right-narrow"], r"the card One is \d+% too high, even in the smallest"),
            (wide, Box(0, 0, 2.4, 6), r"the card Incomprehensibilities is \d+% too wide: it has a"),
        ):
            stage = stage_of(params, box)
            with pytest.raises(Mistake, match=message):
                stage.draw(after(Deal(), stage=stage))


@pytest.mark.render
def test_an_arrow_over_a_card_is_a_mistake() -> None:
    with studio(LOOK):
        row = Params((card("A"), card("B"), card("C")), links=(Link("A", "C"),))
        stage = stage_of(row, Box(-6, 0, 12, 1.8))
        with pytest.raises(Mistake, match="from A to C would pass over B"):
            stage.draw(after(Deal(), stage=stage))


@pytest.mark.render
def test_the_stroke_runs_through_the_words_and_the_correction_stands_under_them() -> None:
    with studio(LOOK):
        stage = stage_of(WRONG, REGIONS["right-narrow"])
        state = after(Deal(), Strike("safe"), stage=stage)
        drawn = stage.draw(state)
        stroke, right = drawn["card.safe.strike"], drawn["card.safe.correction"]
        place = stage._sheet.table.cards[0]
        assert place.left < stroke.get_left()[0] < stroke.get_right()[0] < place.right
        assert place.bottom < right.get_bottom()[1] < right.get_top()[1] < stroke.get_bottom()[1]


@pytest.mark.render
def test_a_card_halfway_over_is_seen_from_its_edge() -> None:
    with studio(LOOK):
        stage = stage_of()
        flip = Flip(("noise",))
        state = after(Deal(), stage=stage)
        widths = [
            stage.draw(flip.at(state, alpha, stage))["card.noise"].width for alpha in (0.3, 0.45)
        ]
        assert widths[0] > widths[1]
        assert "card.noise" not in stage.draw(flip.at(state, 0.5, stage))
