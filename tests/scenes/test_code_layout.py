from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gdmath import GD, OBJECTIVES, Run
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.code import KIND
from scenes.code.actions import Show, Write
from scenes.code.layout import broken_at
from scenes.code.model import Params, Watch
from scenes.code.running import RunLine, Start, Step
from scenes.code.tokens import tokens
from scenes.code.values import entry, shown, widest
from scenes.look import Look
from scenes.stage import Mistake
from script.typed import RunName, Text
from tests.scenes.samples_code import BIG, DESCENT, GOOD, ONE_LINE

LOOK = Look(854, 480, 15, ())
GOOD_RUN = RunName("good")


def stage_of(params: Params = DESCENT, box: Box = REGIONS["full"]) -> Any:
    return KIND(params, box, LOOK, {"good": GOOD, "big": BIG})


def running(stage: Any) -> Any:
    """The state after the first step, with the bar on the update."""
    state = stage.initial()
    for action in (Show(), Start(GOOD_RUN), Step(1), RunLine(4)):
        stage.check(action, state)
        state = action.at(state, 1.0, stage)
    return state


@pytest.mark.parametrize(
    ("line", "whats"),
    [
        ("for k in range(10):", "keyword name keyword name sign number sign sign"),
        ("p -= eta * g  # down", "name sign sign name sign name comment"),
        ('say("it\'s # no comment")', "name sign string sign"),
        ("θ ← θ − η ∇L", "name sign name sign name sign name"),
        ("'open", "string"),
    ],
)
def test_lines_fall_into_tokens(line: str, whats: str) -> None:
    found = list(tokens(line))
    assert "".join(token.text for token in found) == line
    assert [t.what for t in found if t.what != "space"] == whats.split()
    assert all(line[t.start : t.start + len(t.text)] == t.text for t in found)


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (4.0, ".2f", "4.00"),
        (-0.001, ".2f", "0.00"),
        (3.2, ".3g", "3.2"),
        (1e30, ".2f", "1.00e+30"),
        (-123456.789, ".2f", "-1.23e+05"),
        (float("inf"), ".2f", "inf"),
        (float("-inf"), ".1f", "-inf"),
        (float("nan"), ".2f", "nan"),
    ],
)
def test_numbers_are_shown_short(value: float, spec: str, text: str) -> None:
    assert shown(value, spec) == text


def test_values_of_runs_that_end_badly() -> None:
    wild = Run(OBJECTIVES["bowl"](), GD(300.0), (5.0, 5.0), 2000).solve()
    watch = Watch("p", "point", 1)
    seen = {entry(watch, wild, k) for k in range(wild.steps + 1)}
    assert any("inf" in text or "nan" in text for text in seen)
    assert max(map(len, seen)) <= widest(watch, wild)
    assert entry(watch, wild, wild.steps + 1) == ""
    assert entry(Watch("g", "step", 1), wild, -1) == ""


def test_a_very_long_run_needs_no_more_room_than_it_says() -> None:
    long = Run(OBJECTIVES["bowl"](), GD(0.501), (5.0, 5.0), 5000).solve()
    watch = Watch("p", "point", 1)
    assert widest(watch, long) >= max(len(entry(watch, long, k)) for k in range(0, 5001, 7))


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("p = start", 9, ["p = start"]),
        ("for k in range(10):", 12, ["for k in", "range(10):"]),
        ("    p -= eta * g  # down", 16, ["    p -= eta * g", "# down"]),
        ("abcdefgh", 7, None),
        ("    abcdefgh", 7, None),
    ],
)
def test_lines_are_broken_at_blanks(text: str, columns: int, rows: list[str] | None) -> None:
    found = broken_at(text, columns)
    assert (None if found is None else [text[r.start : r.stop] for r in found]) == rows
    for row in found or ():
        assert row.column + row.stop - row.start <= columns


def test_live_values_stand_beside_their_line_or_under_the_program() -> None:
    page = stage_of().page
    for watch, (x, y) in zip(DESCENT.watch, page.values, strict=True):
        assert y == pytest.approx(page.baseline(watch.line - 1))
        assert x > page.left + 28 * 0.602 * page.size / 96
    narrow = stage_of(replace(DESCENT, title=Text("")), Box(-2.4, -4, 4.8, 8)).page
    assert all(y < narrow.tops[-1] for _, y in narrow.values)
    assert narrow.size >= LOOK.type.small


@pytest.mark.parametrize(
    ("params", "box", "message"),
    [
        (
            DESCENT,
            Box(0, 0, 3, 6),
            "line 2 of the code has a word of 10 characters, the panel has room for 7",
        ),
        (
            replace(ONE_LINE, code=Text("x = 1")),
            Box(0, 0, 3, 6),
            "a live value takes 21 characters, the panel has room for 10",
        ),
        (DESCENT, Box(0, 0, 12, 2), "take 4 rows, the panel has room for 1 rows of 47"),
    ],
)
def test_what_does_not_fit_says_by_how_much(params: Params, box: Box, message: str) -> None:
    stage = stage_of(params, box)
    with pytest.raises(Mistake, match=message):
        stage.check(Write(), stage.initial())


def test_a_vector_too_long_to_read_is_a_mistake() -> None:
    many = Run(OBJECTIVES["quadratic"]((1.0,) * 5), GD(0.1), (1.0,) * 5, 3).solve()
    with pytest.raises(Mistake, match="p has 5 numbers: watch f"):
        widest(Watch("p", "point", 1), many)


@pytest.mark.render
def test_every_character_stands_in_its_column() -> None:
    with studio(LOOK):
        stage = stage_of()
        drawn = stage.draw(running(stage))
        page = stage.page
        left = page.left + 8 * 0.602 * page.size / 96
        glyphs = drawn["line.3"].family_members_with_points()
        across = [glyph.get_center()[0] for glyph in glyphs]
        equals = min(glyphs[1:], key=lambda glyph: abs(glyph.get_center()[0] - left))
        assert len(glyphs) == 1 + len("g=grad(p)")
        assert across == sorted(across)
        middle = page.left + 6.5 * 0.602 * page.size / 96
        assert equals.get_center()[0] == pytest.approx(middle, abs=0.6)


@pytest.mark.render
@pytest.mark.parametrize("box", [REGIONS["full"], REGIONS["right"], Box(-2.4, -4, 4.8, 8)])
def test_everything_is_on_the_panel(box: Box) -> None:
    with studio(LOOK):
        stage = stage_of(replace(DESCENT, title=Text("")), box)
        for part in stage.draw(running(stage)).values():
            assert part.get_left()[0] >= box.left - 0.001
            assert part.get_right()[0] <= box.right + 0.001
            assert part.get_bottom()[1] >= box.bottom - 0.001
            assert part.get_top()[1] <= box.top + 0.001
