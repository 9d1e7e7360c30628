from __future__ import annotations

from itertools import pairwise

import pytest

from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.formula import KIND
from scenes.formula.actions import Show
from scenes.formula.layout import lay_out, starts_line
from scenes.formula.model import Line, Params
from scenes.look import Look, TypeScale
from scenes.stage import Mistake
from scenes.terms.board import Caption, Extent, LineSize, TooBig
from script.typed import Text
from tests.scenes.samples_formula import term

SCALE = TypeScale()


@pytest.mark.parametrize(
    ("math", "starts"),
    [("+ x", True), ("= 3", True), ("arrow.l", True), ("\u2212 2", True), ("dot 3", False),
     ("arrows", False), ("x", False)],
)  # fmt: skip
def test_lines_break_before_operators(math: str, starts: bool) -> None:
    assert starts_line(math) == starts


def line(*cuts: float, captions: tuple[Caption, ...] = (), relation: int | None = None) -> LineSize:
    terms = tuple(Extent(a, a, b, -0.1, 0.4) for a, b in pairwise(cuts))
    return LineSize(terms, captions, relation, 0)


def test_a_line_is_broken_only_where_the_smallest_type_is_too_wide() -> None:
    wide = line(0, 1, 2, 4, 6, 8, relation=1)
    may = frozenset({1, 2, 3, 4})
    smallest = 8 * SCALE.small / SCALE.math
    (whole,) = lay_out([wide], [may], Box(0, 0, smallest + 0.1, 6), SCALE).terms
    assert {place.row for place in whole} == {0}
    (broken,) = lay_out([wide], [may], Box(0, 0, smallest - 0.5, 6), SCALE).terms
    assert [place.row for place in broken] == [0, 0, 0, 1, 1]
    assert broken[3].extent.left == pytest.approx(broken[1].extent.left)
    assert broken[3].baseline < broken[0].baseline


def test_a_line_without_a_place_to_break_is_too_big() -> None:
    with pytest.raises(TooBig) as error:
        lay_out([line(0, 1), line(0, 9)], [frozenset()] * 2, Box(0, 0, 4, 6), SCALE)
    assert error.value.line == 1


def test_names_over_and_under_do_not_push_each_other() -> None:
    under = (Caption(0, 0, 2.0), Caption(1, 1, 2.0))
    apart = (Caption(0, 0, 2.0), Caption(1, 1, 2.0, "over"))
    gaps = []
    for captions in (under, apart):
        (terms,) = lay_out(
            [line(0, 1, 2, captions=captions)], [frozenset()], Box(0, 0, 9, 6), SCALE
        ).terms
        gaps.append(terms[1].extent.middle - terms[0].extent.middle)
    assert gaps[0] > 2.0
    assert gaps[1] == pytest.approx(1.0)


def test_a_name_of_several_terms_stands_over_all_of_them() -> None:
    sheet = lay_out(
        [line(0, 1, 2, 3, captions=(Caption(1, 2, 0.5, "over"),))],
        [frozenset()],
        Box(0, 0, 9, 6),
        SCALE,
    )
    ((name,),), ((_, one, other),) = sheet.names, sheet.terms
    assert (name.left, name.right) == (one.extent.left, other.extent.right)
    assert name.text > name.brace > one.extent.top


@pytest.mark.render
def test_a_term_without_ink_is_a_mistake() -> None:
    look = Look(854, 480, 15, ())
    with studio(look):
        empty = Params((Line(Text("a"), (term("x"), term('""'))),))
        stage = KIND(empty, REGIONS["full"], look, {})
        shown = Show("a").at(stage.initial(), 1.0, stage)
        with pytest.raises(Mistake, match='the term "" draws nothing: leave it out'):
            stage.draw(shown)
