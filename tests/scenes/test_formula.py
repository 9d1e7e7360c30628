from __future__ import annotations

from typing import Any

import pytest

from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.formula import KIND
from scenes.formula.actions import Dim, Erase, Show, Transform, Write
from scenes.formula.flights import flights, passes
from scenes.formula.marking import (
    Frame,
    Highlight,
    NameTerms,
    Strike,
    Unframe,
    Unhighlight,
    Unname,
)
from scenes.formula.model import Line, Name, Params
from scenes.formula.names import labels, named
from scenes.look import Look, TypeScale
from scenes.stage import Mistake
from script.typed import Text
from tests.scenes.samples_formula import LOSS, SAMPLES, SQUARES, UPDATE, term

LOOK = Look(854, 480, 15, ())
SCALE = TypeScale()
BOARD = KIND(UPDATE, REGIONS["full"], LOOK, {})


def after(*actions: Any, stage: Any = BOARD) -> Any:
    state = stage.initial()
    for action in actions:
        stage.check(action, state)
        state = action.at(state, 1.0, stage)
    return state


def of(state: Any, line: str, stage: Any = BOARD) -> Any:
    return state.lines[stage.index(line)]


def test_write_stops_at_a_term_and_goes_on_from_it() -> None:
    state = after(Write("rule", "old"))
    assert of(state, "rule").written == (1, 1, 1, 0, 0, 0)
    assert Write("rule").length(state, BOARD) == pytest.approx(3 * 0.6)
    assert of(Write("rule").at(state, 0.5, BOARD), "rule").written == pytest.approx(
        (1, 1, 1, 1, 0.5, 0)
    )


@pytest.mark.render
def test_a_title_stands_right_over_the_first_line() -> None:
    few = Params((Line("one", (term("x"),)), Line("two", (term("y"),))), title=Text("short by"))
    with studio(LOOK):
        stage = KIND(few, REGIONS["right-narrow"], LOOK, {})
        drawn = stage.draw(after(Write("one"), stage=stage))
        gap = drawn["title"].get_bottom()[1] - drawn["one.0"].get_top()[1]
    assert 0.2 < gap < 0.7


def test_terms_are_called_by_id_or_by_their_maths() -> None:
    assert BOARD.terms("rule", ("arrow.l", "slope")) == (1, 5)
    squares = KIND(SQUARES, REGIONS["full"], LOOK, {})
    assert squares.terms("long", ("xx",)) == (2, 3, 4, 5, 6)
    assert squares.terms("long", ()) == tuple(range(15))


def test_only_some_terms_dim_and_come_back() -> None:
    dimmed = after(Show("rule"), Dim("rule", ("rate",)))
    assert [o < 1 for o in of(dimmed, "rule").opacity] == [False] * 4 + [True, False]
    assert after(Show("rule"), Dim("rule", ("rate",)), Show("rule", ("rate",))) == after(
        Show("rule")
    )


def test_show_of_some_terms_leaves_the_others_out() -> None:
    assert of(after(Show("rule", ("old", "rate"))), "rule").written == (0, 0, 1, 0, 1, 0)


def test_terms_of_one_name_are_struck_together_one_name_after_another() -> None:
    stage = KIND(SQUARES, REGIONS["full"], LOOK, {})
    state = after(Show("long"), stage=stage)
    half = Strike("long", ("four", "two")).at(state, 0.5, stage)
    assert [(mark.at, mark.strength > 0.5) for mark in half.marks] == [
        ((7, 13), True),
        ((9, 11), False),
    ]
    whole = after(Show("long"), Strike("long", ("four", "two")), stage=stage)
    assert {mark.strength for mark in whole.marks} == {1.0}
    assert Strike("long", ("four", "two")).length(state, stage) == pytest.approx(1.4)


def test_marks_go_as_they_came() -> None:
    shown = after(Show("rule"))
    for put, take in (
        (Highlight("rule", ("rate",)), Unhighlight()),
        (Highlight("rule"), Unhighlight("rule")),
        (Frame("rule"), Unframe("rule")),
        (NameTerms("rule"), Unname()),
    ):
        assert after(Show("rule"), put, take) == shown
    marked = after(Show("rule"), Highlight("rule"), Frame("rule"))
    assert [mark.kind for mark in Unframe().at(marked, 1.0, BOARD).marks] == ["highlight"]


def test_an_erased_line_can_be_written_again() -> None:
    state = after(Write("rule"), NameTerms("rule"), Frame("rule"), Erase("rule"))
    assert state == BOARD.initial()


def test_transform_into_another_place_keeps_the_old_line() -> None:
    state = after(Show("rule"), NameTerms("rule"), Transform("rule", "numbers"))
    assert of(state, "rule").seen
    assert of(state, "numbers").written == (1,) * 6
    assert len(state.marks) == 5
    assert state.crossings == ()


def test_transform_in_place_leaves_the_new_line_and_the_names_both_have() -> None:
    state = after(Show("rule"), NameTerms("rule"), Highlight("rule"), Transform("rule", "family"))
    assert not of(state, "rule").seen
    (mark,) = state.marks
    assert (mark.kind, mark.line) == ("name", "family")
    assert labels(UPDATE.lines[2])[mark.at[0]].text == "rate"


@pytest.mark.parametrize("into", ["numbers", "family"])
def test_transform_begins_as_it_was(into: str) -> None:
    state = after(Write("rule", "rate"), Highlight("rule"))
    assert Transform("rule", into).at(state, 0.0, BOARD) == state


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("ab", "ba", ((0, 1), (1, 0))),
        ("aab", "aa", ((0, 0), (1, 1))),
        ("aaab", "ca", ((0, 1), (1, 1), (2, 1))),
        ("ac", "aaa", ((0, 0), (0, 1), (0, 2))),
        ("aaaa", "aa", ((0, 0), (1, 0), (2, 1), (3, 1))),
        ("x", "y", ()),
    ],
)
def test_terms_find_each_other_by_name(old: str, new: str, pairs: Any) -> None:
    assert flights(old, new) == pairs


def test_only_terms_that_change_sides_pass_each_other() -> None:
    pairs = ((0, 1), (1, 0), (2, 2))
    assert [passes(pair, pairs) for pair in pairs] == [True, True, False]


@pytest.mark.parametrize(
    ("terms", "names"),
    [
        ((), ["new weights", "old weights", "rate", "the step", "slope"]),
        (("slope",), ["slope"]),
        (("rate", "new"), ["rate", "new weights"]),
    ],
)
def test_names_are_found_by_their_terms(terms: tuple[str, ...], names: list[str]) -> None:
    rule = UPDATE.lines[0]
    assert [labels(rule)[i].text for i in named(rule, terms)] == names


def test_naming_goes_on_with_what_has_no_name_yet() -> None:
    state = after(Show("rule"), NameTerms("rule", ("rate", "new")))
    assert NameTerms("rule").length(state, BOARD) == pytest.approx(3 * 0.7)
    whole = NameTerms("rule").at(state, 1.0, BOARD)
    assert {mark.at for mark in whole.marks} == {(i,) for i in range(5)}


def test_the_name_of_several_terms_is_found_by_one_that_has_none_of_its_own() -> None:
    line = Line("l", (term("a"), term("b", name="B")), (Name(("a", "b"), Text("both")),))
    assert [labels(line)[i].text for i in named(line, ("a",))] == ["both"]
    assert [labels(line)[i].text for i in named(line, ("b",))] == ["B"]


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ([Write("rul")], "there is no line rul - did you mean rule?"),
        ([Write("rule", "rat")], "the line rule has no term rat - did you mean rate?"),
        ([Show("rule"), Write("rule")], "the line rule is already written so far"),
        ([Show("rule"), Show("rule")], "the line rule is shown already"),
        ([Dim("rule")], "the line rule is not on the board yet"),
        ([Write("rule", "old"), Highlight("rule", ("rate",))], "the term rate of the line rule"),
        ([Show("rule"), NameTerms("rule", ("minus",))], "the term minus of the line rule has no"),
        ([Show("numbers"), NameTerms("numbers")], "no term of the line numbers has a name"),
        ([Show("rule"), NameTerms("rule"), NameTerms("rule", ("rate",))], "are named already"),
        ([Show("rule"), Strike("rule", ())], "strike needs the terms to strike out"),
        ([Unhighlight()], "nothing is highlighted"),
        ([Show("rule"), Unname("rule")], "nothing is named in rule"),
        ([Unframe("rule")], "there is no box in rule"),
        ([Transform("rule", "family")], "the line rule is not on the board yet"),
        ([Show("rule"), Transform("rule", "rule")], "the line rule cannot become itself"),
        ([Show("rule"), Show("numbers"), Transform("rule", "numbers")], "is on the board already"),
    ],
)
def test_actions_that_make_no_sense_are_mistakes(actions: list[Any], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        after(*actions)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "a formula needs a line with terms"),
        ((Line("a", (term("x"),)), Line("a")), "two lines are called a"),
        ((Line("a", (term("x"),), replaces="b"),), "the line a replaces b: no line before it"),
        ((Line("a", (term(" "),)),), "a term of the line a has no math"),
        (
            (Line("a", (term("x", name="X"),), (Name(("x",), Text("Y"), side="under"),)),),
            "X and Y both stand under one term",
        ),
        ((Line("a", (term("x"),), (Name((), Text("Y")),)),), "the name Y of the line a says no"),
    ],
)
def test_lines_that_make_no_sense_are_mistakes(lines: tuple[Line, ...], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        KIND(Params(lines), REGIONS["right"], LOOK, {})


@pytest.mark.render
@pytest.mark.parametrize(
    "box", [REGIONS["full"], REGIONS["right"], REGIONS["left-third"], Box(-2, -2.8, 4, 6)]
)
@pytest.mark.parametrize(
    ("params", "names"), [(SQUARES, ("long", "short")), (UPDATE, ("rule", "numbers"))]
)
def test_everything_is_inside_any_box(box: Box, params: Params, names: tuple[str, ...]) -> None:
    kept = Params(tuple(said for said in params.lines if said.id in names))
    with studio(LOOK):
        stage = KIND(kept, box, LOOK, {})
        for name in names:
            for part in stage.draw(
                after(Show(name), Frame(name), Highlight(name), stage=stage)
            ).values():
                assert part.get_left()[0] >= box.left - 0.001
                assert part.get_right()[0] <= box.right + 0.001
                assert part.get_bottom()[1] >= box.bottom - 0.001
                assert part.get_top()[1] <= box.top + 0.001


@pytest.mark.render
def test_lines_too_high_together_are_a_mistake() -> None:
    with studio(LOOK):
        stage = KIND(SQUARES, Box(0, 0, 4, 1.2), LOOK, {})
        with pytest.raises(Mistake, match="the lines are too high together for the panel"):
            stage.draw(after(Show("long"), stage=stage))


@pytest.mark.render
def test_a_term_that_stays_the_same_glides_unchanged() -> None:
    with studio(LOOK):
        stage = KIND(LOSS, REGIONS["full"], LOOK, {})
        state = after(Show("swap"), stage=stage)
        way = Transform("swap", "swapped")
        heights = []
        for alpha in (0.2, 0.5, 0.9):
            drawn = stage.draw(way.at(state, alpha, stage))
            (flying,) = [drawn[key] for key in drawn if key.endswith("swap.0 to swapped.2")]
            assert flying.width == pytest.approx(stage._chalk.term(4, 2, 1.0).width)
            heights.append(flying.get_center()[1])
        assert max(heights) - min(heights) > 0.05, "b and a would run into each other"


@pytest.mark.render
def test_a_struck_term_pales_and_the_stroke_crosses_it() -> None:
    with studio(LOOK):
        stage = KIND(SQUARES, REGIONS["full"], LOOK, {})
        state = after(Show("long"), Strike("long", ("four",)), stage=stage)
        drawn = stage.draw(state)
        strokes = drawn["strike.long.7.13"]
        assert len(strokes) == 2
        for stroke, name in zip(strokes, ("long.7", "long.13"), strict=True):
            struck = drawn[name]
            assert struck[0].get_fill_opacity() < 0.6
            assert stroke.get_left()[0] < struck.get_left()[0] < struck.get_right()[0]
            assert stroke.get_right()[0] > struck.get_right()[0]
        assert drawn["long.8"][0].get_fill_opacity() == 1


@pytest.mark.render
def test_what_rests_is_the_same_part() -> None:
    with studio(LOOK):
        sample = SAMPLES[0]
        stage = KIND(sample.params, REGIONS["full"], LOOK, {})
        state = after(Show("rule"), NameTerms("rule"), stage=stage)
        one, other = stage.draw(state), stage.draw(state)
        assert all(one[name] is other[name] for name in one)
