from __future__ import annotations

import pytest

from scenes.canvas import studio
from scenes.column import balanced, paragraph, rows, set_down, slid_in, written
from scenes.look import Look
from scenes.typeset import Anchor, letters

LOOK = Look(320, 180, 30, ())


@pytest.mark.parametrize(
    ("markup", "lines", "expected"),
    [
        ("one two", 1, "one two"),
        ("one two three four", 2, "one two \\ three four"),
        ("Take ten steps and watch the path bend", 2, "Take ten steps and \\ watch the path bend"),
        ("aa $x + y$ bb cc", 2, "aa $x + y$ \\ bb cc"),
        ("word", 2, "word"),
    ],
)
def test_balanced(markup: str, lines: int, expected: str) -> None:
    assert balanced(markup, lines) == expected


@pytest.mark.render
def test_a_paragraph_keeps_its_width_in_even_lines() -> None:
    with studio(LOOK):
        text = paragraph("Take ten steps and watch the path bend toward zero", 44, "#FFFFFF", 6.0)
        widths = [row[-1].get_right()[0] - row[0].get_left()[0] for row in rows(text)]
        assert max(widths) <= 6.0
        assert min(widths) > 0.7 * max(widths)
        assert len(widths) == 2


@pytest.mark.render
@pytest.mark.parametrize(
    ("markup", "lengths"),
    [
        ("one two three", [11]),
        ("I \\ We \\ can't", [1, 2, 5]),
        ("so \\ we go", [2, 4]),
        ("pj \\ Ax", [2, 2]),
        ("— \\ x", [1, 1]),
        ("$L/N$ of $f/g$ and $12/3$", None),
        ("j $sqrt(x_1^2 / y)$ \\ on", None),
        ("A $eta/kappa$ \\ We", None),
    ],
)
@pytest.mark.parametrize("align", ["left", "center"])
def test_a_short_line_is_a_line(markup: str, lengths: list[int] | None, align: Anchor) -> None:
    with studio(LOOK):
        text = paragraph(markup, 44, "#FFFFFF", 6.0, align=align)
        found = rows(text)
    assert len(found) == 1 + markup.count("\\ ")
    assert sum(map(len, found)) == len(letters(text))
    if lengths is not None:
        assert [len(row) for row in found] == lengths


@pytest.mark.render
def test_lines_that_would_break_again_are_not_evened() -> None:
    with studio(LOOK):
        text = paragraph(
            "At η = 0.01, the half-life of $x$ is 34.31 steps. How many whole steps until less "
            "than half of $x$ is left? And less than an eighth?",
            52,
            "#FFFFFF",
            11.5,
            "semibold",
        )
        widths = [row[-1].get_right()[0] - row[0].get_left()[0] for row in rows(text)]
        assert max(widths) <= 11.5
        assert min(widths) > 2.5, "no line of one word"
        assert float(text.height) < 3 * 1.6 * 52 / 96


@pytest.mark.render
def test_set_down_returns_the_last_baseline() -> None:
    with studio(LOOK):
        one = paragraph("HHHH", 44, "#FFFFFF", 6.0)
        assert set_down(one, 44, -3.0, 2.0) == pytest.approx(float(one.get_bottom()[1]), abs=0.01)
        assert one.get_top()[1] == pytest.approx(2.0, abs=0.01)
        two = paragraph("HHHH \\ gggg", 44, "#FFFFFF", 6.0)
        last = set_down(two, 44, -3.0, 2.0)
        assert last == pytest.approx(float(one.get_bottom()[1]) - 1.347 * 44 / 96, abs=0.02)


@pytest.mark.render
def test_appearing_ends_with_the_text_itself_and_leaves_it_alone() -> None:
    with studio(LOOK):
        text = paragraph("abc", 44, "#FFFFFF", 6.0)
        before = text.get_center().copy()
        for appear in (slid_in, written):
            assert appear(text, 1.0) is text
            assert appear(text, 0.999999).get_fill_opacity() <= 1
            assert all(
                m.get_fill_opacity() == 0 for m in appear(text, 0.0).family_members_with_points()
            )
        assert (text.get_center() == before).all()
        assert all(m.get_fill_opacity() == 1 for m in text.family_members_with_points())
