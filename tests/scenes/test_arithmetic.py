from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from scenes.arithmetic import KIND, Line, Params, Term
from scenes.arithmetic.actions import Dim, Erase, Highlight, Replace, Show, Unhighlight, Write
from scenes.box import REGIONS, Box
from scenes.look import Look, TypeScale
from scenes.stage import Mistake
from scenes.terms.board import Caption, Extent, LineSize, TooBig, arrange
from scenes.terms.ink import common
from script.typed import Text
from tests.scenes.samples_arithmetic import FIRST_STEP, HALVES, SAMPLES

LOOK = Look(854, 480, 15, ())
SCALE = TypeScale()
BOARD = KIND(FIRST_STEP, REGIONS["right"], LOOK, {})


def after(*actions: Any) -> Any:
    state = BOARD.initial()
    for action in actions:
        BOARD.check(action, state)
        state = action.at(state, 1.0, BOARD)
    return state


def of(state: Any, line: str) -> Any:
    return state.lines[BOARD.index(line)]


def test_terms_are_written_one_after_another() -> None:
    start = BOARD.initial()
    assert of(Write("loss").at(start, 1 / 3, BOARD), "loss").written == pytest.approx((1, 0, 0))
    assert of(Write("loss").at(start, 1 / 2, BOARD), "loss").written == pytest.approx((1, 0.5, 0))
    assert of(after(Write("loss")), "loss").written == (1, 1, 1)


def test_every_action_ends_exactly() -> None:
    many = Params((Line("many", tuple(Term(Text(f"x_{i}")) for i in range(11))),))
    stage = KIND(many, REGIONS["full"], LOOK, {})
    assert Write("many").at(stage.initial(), 1.0, stage).lines[0].written == (1.0,) * 11


def test_write_stops_at_a_term_and_goes_on_from_it() -> None:
    state = after(Write("step", to=1))
    assert of(state, "step").written == (1, 1, 0)
    assert Write("step").length(state, BOARD) == pytest.approx(0.6)
    assert of(Write("step").at(state, 0.25, BOARD), "step").written == (1, 1, 0.25)


def test_show_brings_a_dimmed_line_back() -> None:
    dimmed = after(Show("loss"), Dim("loss"))
    assert of(dimmed, "loss").light < 0.5
    assert of(Show("loss").at(dimmed, 1.0, BOARD), "loss").light == 1


def test_show_completes_a_line_without_hiding_what_is_written() -> None:
    half = after(Write("loss", to=0))
    assert of(Show("loss").at(half, 0.0, BOARD), "loss").opacity == (1, 0, 0)
    assert after(Write("loss", to=0), Show("loss")) == after(Write("loss"))


def test_an_erased_line_can_be_written_again() -> None:
    assert after(Write("loss"), Highlight("loss"), Erase("loss")) == BOARD.initial()


def test_marks_stand_side_by_side_until_taken_away() -> None:
    state = after(Show("loss"), Highlight("loss", -1), Highlight("loss"))
    assert [(m.term, m.strength) for m in state.marks] == [(2, 1), (None, 1)]
    assert Unhighlight("loss").at(state, 1.0, BOARD).marks == ()
    assert Unhighlight("slope").at(state, 1.0, BOARD) == state


def test_replace_leaves_only_the_new_line() -> None:
    state = after(Write("slope"), Highlight("slope"), Replace("slope", "numbers"))
    assert not of(state, "slope").seen
    assert of(state, "numbers").written == (1, 1)
    assert (state.marks, state.crossings) == ((), ())


def test_replace_begins_as_it_was() -> None:
    state = after(Write("slope"), Highlight("slope"))
    assert Replace("slope", "numbers").at(state, 0.0, BOARD) == state


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ([Write("los")], "there is no line los - did you mean loss?"),
        ([Write("loss", 3)], "the line loss has 3 terms, counted from 0: no term 3"),
        ([Write("gap")], "the line gap has 0 terms, counted from 0: no term -1"),
        ([Show("loss"), Write("loss")], "the line loss is already written so far"),
        ([Show("loss"), Show("loss")], "the line loss is shown already"),
        ([Dim("loss")], "the line loss is not on the board yet"),
        ([Erase("loss")], "the line loss is not on the board yet"),
        ([Write("loss", 0), Highlight("loss", 1)], "term 1 of the line loss is not written yet"),
        ([Unhighlight("loss")], "nothing is highlighted in loss"),
        (
            [Show("loss"), Replace("loss", "slope")],
            "give the line slope `replaces: loss`, to share its place",
        ),
        (
            [Show("slope"), Show("numbers"), Replace("slope", "numbers")],
            "the line numbers is on the board already",
        ),
    ],
)
def test_actions_that_make_no_sense_are_mistakes(actions: list[Any], message: str) -> None:
    with pytest.raises(Mistake) as mistake:
        after(*actions)
    assert str(mistake.value) == message


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((Line("a"), Line("a")), "two lines are called a"),
        ((Line("a", replaces="b"), Line("b")), "the line a replaces b: no line before it"),
        ((Line("a", (Term(Text(" ")),)),), "a term of the line a has no math"),
    ],
)
def test_lines_that_make_no_sense_are_mistakes(lines: tuple[Line, ...], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        KIND(Params(lines), REGIONS["right"], LOOK, {})


def test_unchanged_terms_find_each_other_in_order() -> None:
    assert common(["x", "- 0.1", "g"], ["5", "- 0.1", "10"]) == {1: 1}
    assert common(["a", "b"], ["b", "a", "b"]) == {0: 1, 1: 2}


def line(width: float, relation: float | None = None, slot: int = 0, name: float = 0.0) -> LineSize:
    """A line of one term, or of two with the second at ``relation``."""
    cuts = (0.0, width) if relation is None else (0.0, relation, width)
    terms = tuple(Extent(a, a, b, -0.1, 0.4) for a, b in pairwise(cuts))
    captions = tuple(Caption(i, i, name) for i in range(len(terms)) if name)
    return LineSize(terms, captions, None if relation is None else 1, slot)


def test_relations_stand_in_one_column() -> None:
    lines = (line(3, 1), line(4, 2.5, slot=1))
    board = arrange(lines, Box(0, 0, 6, 5), SCALE, aligned=True)
    assert board.lines[0].extents[1].left == pytest.approx(board.lines[1].extents[1].left)
    flush = arrange(lines, Box(0, 0, 6, 5), SCALE, aligned=False)
    assert flush.lines[0].extents[0].left == pytest.approx(flush.lines[1].extents[0].left)


def test_lines_shrink_together_until_they_fit() -> None:
    box = Box(-1, 0, 3, 5)
    board = arrange((line(3.5), line(2.0, slot=1)), box, SCALE, aligned=True)
    assert SCALE.small <= board.size < SCALE.math
    for place in board.lines:
        assert box.left <= place.extents[0].left
        assert place.extents[-1].right <= box.right


def test_lines_that_cannot_fit_say_why() -> None:
    with pytest.raises(TooBig) as wide:
        arrange((line(1), line(9, slot=1)), Box(0, 0, 5, 5), SCALE, aligned=True)
    assert wide.value.line == 1
    with pytest.raises(TooBig) as high:
        arrange([line(1, slot=i) for i in range(12)], Box(0, 0, 5, 3), SCALE, aligned=True)
    assert high.value.line is None


def test_names_push_terms_apart_and_never_overlap() -> None:
    (place,) = arrange((line(2, 1, name=1.8),), Box(0, 0, 6, 5), SCALE, aligned=True).lines
    first, second = (extent.middle for extent in place.extents)
    assert second - first > 1.8


def test_lines_that_share_a_slot_share_a_baseline() -> None:
    lines = (line(1), line(2, slot=1), line(3, slot=1))
    board = arrange(lines, Box(0, 0, 6, 5), SCALE, aligned=True)
    assert board.lines[0].baseline > board.lines[1].baseline == board.lines[2].baseline


@pytest.mark.render
def test_terms_stand_as_in_one_formula() -> None:
    from scenes import typeset
    from scenes.canvas import studio
    from scenes.terms import ink

    sources = ["(4", ", 3)", "= a / b", "- 5", "dot (x + 1)"]
    with studio(LOOK):
        terms = ink.terms(sources, 50, ["#FF0000"] * len(sources))
        glyphs = [glyph for term in terms for glyph in term]
        formula = typeset.math(" ".join(sources), 50, "#FFFFFF")
        shift = formula.get_left()[0] - glyphs[0].get_left()[0]
        assert len(glyphs) == len(formula)
        for glyph, expected in zip(glyphs, formula, strict=True):
            assert glyph.get_left()[0] + shift == pytest.approx(expected.get_left()[0], abs=1e-3)


@pytest.mark.render
def test_a_formula_is_the_same_when_set_again() -> None:
    from scenes.canvas import studio
    from scenes.terms import ink

    with studio(LOOK):
        bars = [ink.terms(["17 / 23"], 50, ["#FF0000"])[0][-1] for _ in range(3)]
    assert {bar.get_fill_opacity() for bar in bars} == {0}
    assert len({bar.get_stroke_width() for bar in bars}) == 1


@pytest.mark.render
def test_every_line_is_inside_the_box_on_its_baseline() -> None:
    from scenes.canvas import studio

    for sample in SAMPLES:
        box = REGIONS[sample.region]
        with studio(LOOK):
            stage = KIND(sample.params, box, LOOK, {})
            for said, place in zip(sample.params.lines, stage.board.lines, strict=True):
                for i in range(len(said.terms)):
                    drawn = stage._term(stage.index(said.id), i)
                    formula, extent = drawn[0], place.extents[i]
                    assert formula.get_left()[0] == pytest.approx(extent.left, abs=0.02)
                    assert formula.get_right()[0] == pytest.approx(extent.right, abs=0.02)
                    assert box.left <= drawn.get_left()[0]
                    assert drawn.get_right()[0] <= box.right
                    assert box.bottom <= drawn.get_bottom()[1] <= place.baseline
                    assert drawn.get_top()[1] <= box.top


@pytest.mark.render
def test_equals_signs_stand_in_one_column() -> None:
    from scenes.canvas import studio

    with studio(LOOK):
        stage = KIND(FIRST_STEP, REGIONS["right"], LOOK, {})
        at = [("loss", 1), ("slope", 1), ("sum", 0), ("result", 0)]
        left = [stage._term(stage.index(name), i)[0][0].get_left()[0] for name, i in at]
    assert left == pytest.approx([left[0]] * 4, abs=0.01)


@pytest.mark.render
def test_a_written_term_is_the_resting_one() -> None:
    from scenes.canvas import studio

    with studio(LOOK):
        stage = KIND(HALVES, REGIONS["right"], LOOK, {})
        state = Write("half").at(stage.initial(), 1.0, stage)
        assert list(stage.draw(state)) == ["half.0", "half.1"]
        assert stage.draw(state)["half.0"] is stage.draw(state)["half.0"]
        halfway = stage.draw(Write("half").at(stage.initial(), 0.25, stage))
        assert list(halfway) == ["half.0"]


@pytest.mark.render
def test_a_term_that_stays_glides_and_the_rest_is_exchanged() -> None:
    from scenes.canvas import studio

    with studio(LOOK):
        stage = KIND(FIRST_STEP, REGIONS["right"], LOOK, {})
        state = Write("slope").at(stage.initial(), 1.0, stage)
        replace = Replace("slope", "numbers")
        for alpha, terms in (
            (0.1, {"slope.0", "slope.1"}),
            (0.5, {"slope.0", "slope.1", "numbers.1"}),
            (0.9, {"slope.0", "numbers.1"}),
            (1.0, {"numbers.0", "numbers.1"}),
        ):
            assert set(stage.draw(replace.at(state, alpha, stage))) == terms | {"title"}


@pytest.mark.render
def test_a_line_too_wide_for_its_panel_is_a_mistake() -> None:
    from scenes.canvas import studio

    long = Params((Line("long", tuple(Term(Text(f"+ {i}00")) for i in range(1, 10))),))
    with studio(LOOK):
        stage = KIND(long, REGIONS["right-narrow"], LOOK, {})
        with pytest.raises(Mistake, match="the line long is too wide for the panel"):
            _ = stage.board


@pytest.mark.render
def test_a_name_is_clear_of_the_rule_over_it() -> None:
    from scenes.canvas import studio

    line = Line("small", (Term(Text("x"), name=Text("hot")),))
    with studio(LOOK):
        stage = KIND(Params((line,)), REGIONS["right"], LOOK, {})
        drawn = stage.draw(Show("small").at(stage.initial(), 1.0, stage))["small.0"]
        formula, (rule, name) = drawn.submobjects[0], drawn.submobjects[1].submobjects
        assert formula.get_bottom()[1] - rule.get_center()[1] > 0.08
        assert rule.get_center()[1] - name.get_top()[1] > 0.06
