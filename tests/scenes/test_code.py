from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gdmath import GD, OBJECTIVES, Run
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.code import KIND
from scenes.code.actions import Focus, Replace, Show, Write
from scenes.code.layout import broken_at
from scenes.code.model import Params, Watch
from scenes.code.running import Back, Clear, RunLine, Start, Step, Stop
from scenes.code.tokens import tokens
from scenes.code.values import entry, shown, widest
from scenes.descent_2d.walk import Step as MapStep
from scenes.look import Look
from scenes.pace import steps_s
from scenes.stage import Mistake
from script.typed import RunName, Text
from tests.scenes.samples_code import BIG, DESCENT, GOOD, ONE_LINE

LOOK = Look(854, 480, 15, ())
GOOD_RUN = RunName("good")


def stage_of(params: Params = DESCENT, box: Box = REGIONS["full"]) -> Any:
    return KIND(params, box, LOOK, {"good": GOOD, "big": BIG})


STAGE = stage_of()


def after(*actions: Any, stage: Any = STAGE) -> Any:
    state = stage.initial()
    for action in actions:
        stage.check(action, state)
        state = action.at(state, 1.0, stage)
    return state


def entries(state: Any, stage: Any = STAGE) -> list[str]:
    return list(stage._entries(state))


def by_hand(k: int, rate: float) -> list[tuple[float, float]]:
    """The iterates of x^2 + 2 y^2 from (5, 5), in plain Python."""
    path = [(5.0, 5.0)]
    for _ in range(k):
        x, y = path[-1]
        path.append((x - rate * 2 * x, y - rate * 4 * y))
    return path


@pytest.mark.parametrize("k", [0, 1, 2, 7, 10])
def test_live_values_are_those_of_the_run(k: int) -> None:
    state = after(Show(), Start(GOOD_RUN), *([Step(k)] if k else []))
    x, y = by_hand(k, 0.1)[-1]
    of_loop = ["", ""]
    if k:
        a, b = by_hand(k - 1, 0.1)[-1]
        of_loop = [f"k = {k - 1}", f"g = ({2 * a:.1f}, {4 * b:.1f})"]
    assert entries(state) == [*of_loop, f"p = ({x:.2f}, {y:.2f})"]


def test_the_lines_of_the_loop_run_one_after_another() -> None:
    state = after(Show(), Start(GOOD_RUN))
    step = Step(1)
    assert entries(step.at(state, 0.1, STAGE)) == ["", "", "p = (5.00, 5.00)"]
    assert entries(step.at(state, 0.25, STAGE)) == ["k = 0", "", "p = (5.00, 5.00)"]
    assert entries(step.at(state, 0.5, STAGE))[1:] == ["g = (10.0, 20.0)", "p = (5.00, 5.00)"]
    assert entries(step.at(state, 1.0, STAGE))[1:] == ["g = (10.0, 20.0)", "p = (4.00, 3.00)"]


def test_the_bar_visits_each_line_of_the_loop() -> None:
    state = after(Show(), Start(GOOD_RUN), RunLine(1))
    bars = [Step(2).at(state, a / 200, STAGE).bar for a in range(1, 201)]
    visited = [line for i, line in enumerate(bars) if i and line == bars[i - 1]]
    assert list(dict.fromkeys(visited)) == [2, 3, 4]
    assert bars[99] == 4
    assert bars[-1] == 4
    assert max(abs(np.diff([1.0, *bars]))) < 0.35, "the bar jumps"


def test_a_hurried_bar_stays_on_the_update() -> None:
    state = after(Show(), Start(GOOD_RUN), RunLine(4))
    assert {Step(10).at(state, a / 50, STAGE).bar for a in range(51)} == {4.0}


def test_a_step_keeps_the_time_of_the_map() -> None:
    from tests.scenes.samples_descent_2d import SAMPLES

    sample = next(s for s in SAMPLES if any(name == "step" for name, _ in s.actions))
    stage: Any = sample.stage()
    for name, action, state in sample.states(stage):
        if name == "step":
            count = MapStep(action.to).length(state, stage)
            break
    assert count in [pytest.approx(steps_s(n)) for n in range(1, 60)]
    state = after(Show(), Start(GOOD_RUN))
    for to in (1, 4, 10):
        assert Step(to).length(state, STAGE) == steps_s(to)


def test_an_update_arrives_with_the_point_on_the_map() -> None:
    state = after(Show(), Start(GOOD_RUN))
    for n in (3, 10):
        for k in range(1, n + 1):
            assert Step(n).at(state, k / n + 1e-9, STAGE).k == k
            assert Step(n).at(state, k / n - 1e-3, STAGE).k == k - 1


def test_another_runs_steps_are_not_the_programs() -> None:
    state = after(Show(), Start(GOOD_RUN))
    for action in (Step(3, RunName("big")), Start(RunName("big"), 3), Clear(RunName("big"))):
        STAGE.check(action, state)
        assert action.at(state, 1.0, STAGE) == state
    assert Step(3, RunName("big")).length(state, STAGE) == 0


def test_back_rewinds_and_clear_forgets() -> None:
    state = after(Show(), Start(GOOD_RUN), Step(10))
    assert Back(4).at(state, 1.0, STAGE).k == 4
    assert 4 < Back(4).at(state, 0.5, STAGE).k < 10
    assert after(Show(), Start(GOOD_RUN), Step(3), Clear(GOOD_RUN)) == after(Show())
    assert after(Show(), RunLine(3), Stop()) == after(Show())


def test_typing_takes_its_time_by_the_character() -> None:
    state = STAGE.initial()
    assert Write(to=1).length(state, STAGE) == pytest.approx(max(9 * 0.045, 0.5))
    half = Write(to=2).at(state, 14 / 28, STAGE)
    assert [round(line.written * len(line.text)) for line in half.lines] == [9, 5, 0, 0]
    assert [line.written for line in after(Write()).lines] == [1.0] * 4


def test_focus_dims_the_others_and_brings_them_back() -> None:
    state = after(Show(), Focus((3, 4)))
    assert [line.light < 1 for line in state.lines] == [True, True, False, False]
    assert after(Show(), Focus((3,)), Focus()) == after(Show())


def test_a_replaced_line_keeps_its_indentation() -> None:
    state = after(Show(), Replace(4, Text("p -= eta * v")))
    assert state.lines[3].text == "    p -= eta * v"
    assert (state.lines[3].next, state.lines[3].progress) == ("", 0.0)


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
    page = STAGE.page
    for watch, (x, y) in zip(DESCENT.watch, page.values, strict=True):
        assert y == pytest.approx(page.baseline(watch.line - 1))
        assert x > page.left + 28 * 0.602 * page.size / 96
    narrow = stage_of(replace(DESCENT, title=Text("")), Box(-2.4, -4, 4.8, 8)).page
    assert all(y < narrow.tops[-1] for _, y in narrow.values)
    assert narrow.size >= LOOK.type.small


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (replace(DESCENT, code=Text("\n  \n")), "code is empty"),
        (replace(DESCENT, loop=(2, 9)), "the code has the lines 1 to 4, not 9"),
        (replace(DESCENT, run=None), "loop and watch need a run"),
        (replace(DESCENT, loop=(3,)), "k is watched at line 2: that is not in loop"),
    ],
)
def test_programs_that_make_no_sense_are_mistakes(params: Params, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        stage_of(params)


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


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ([Write(to=9)], "the code has the lines 1 to 4, not 9"),
        ([Show(), Write()], "the code is already written so far"),
        ([Show(), Show((1,))], "these lines are shown already"),
        ([Focus((2,))], "line 2 of the code is not written yet"),
        ([RunLine(2)], "line 2 of the code is not written yet"),
        ([Show(), Stop()], "no line is running"),
        ([Show(), Start(GOOD_RUN, 11)], "the run has 10 steps, 11 is not one of its iterates"),
        ([Show(), Step(11)], "the run has 10 steps, 11 is not one of its iterates"),
        ([Show((1, 2, 3)), Step(1)], "line 4 of the code is not written yet"),
        ([Show(), Replace(4, Text("p -= " + "very_long_name * " * 4))], "the new line 4 has"),
    ],
)
def test_actions_that_make_no_sense_are_mistakes(actions: list[Any], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        after(*actions)


def test_a_program_without_a_loop_takes_no_step() -> None:
    plain = stage_of(Params(Text("p -= eta * g")))
    state = after(Show(), stage=plain)
    plain.check(Step(3), state)
    assert Step(3).at(state, 1.0, plain) == state
    looped = stage_of(replace(DESCENT, loop=(), watch=()))
    with pytest.raises(Mistake, match="the code has no loop"):
        looped.check(Step(1), after(Show(), stage=looped))


def test_a_vector_too_long_to_read_is_a_mistake() -> None:
    many = Run(OBJECTIVES["quadratic"]((1.0,) * 5), GD(0.1), (1.0,) * 5, 3).solve()
    with pytest.raises(Mistake, match="p has 5 numbers: watch f"):
        widest(Watch("p", "point", 1), many)


def test_colours_are_for_meaning() -> None:
    assert [DESCENT.color(name) for name in ("g", "p", "k")] == ["gradient", "path", "ink"]


@pytest.mark.render
def test_every_character_stands_in_its_column() -> None:
    with studio(LOOK):
        stage = stage_of()
        drawn = stage.draw(after(Show(), stage=stage))
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
        state = after(Show(), Start(GOOD_RUN), Step(1), RunLine(4), stage=stage)
        for part in stage.draw(state).values():
            assert part.get_left()[0] >= box.left - 0.001
            assert part.get_right()[0] <= box.right + 0.001
            assert part.get_bottom()[1] >= box.bottom - 0.001
            assert part.get_top()[1] <= box.top + 0.001


@pytest.mark.render
def test_shared_words_glide_to_the_new_line() -> None:
    with studio(LOOK):
        stage = stage_of()
        state = after(Show(), stage=stage)
        new = Replace(4, Text("q = p - eta"))
        ends = [stage.draw(new.at(state, alpha, stage))["line.4"] for alpha in (0.001, 0.999, 1)]
        rest = stage.draw(state)["line.4"]
        assert ends[0].get_left()[0] == pytest.approx(rest.get_left()[0], abs=0.01)
        assert ends[1].get_right()[0] == pytest.approx(ends[2].get_right()[0], abs=0.01)
