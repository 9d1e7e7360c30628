from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gdmath import OBJECTIVES
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.code import KIND
from scenes.code.actions import Focus, Replace, Show, Write
from scenes.code.model import Params
from scenes.code.running import Back, Clear, RunLine, Start, Step, Stop
from scenes.descent_2d import KIND as MAP
from scenes.descent_2d import Params as MapParams
from scenes.descent_2d.walk import Start as MapStart
from scenes.descent_2d.walk import Step as MapStep
from scenes.look import Look
from scenes.stage import Mistake
from script.typed import RunName, Text
from tests.scenes.samples_code import BIG, DESCENT, GOOD

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


@pytest.mark.parametrize("to", [1, 3, 4, 10])
def test_a_step_is_in_step_with_the_map(to: int) -> None:
    params = MapParams(objective=OBJECTIVES["bowl"](), window=(-1.0, 6.0, -1.0, 6.0))
    here = MAP(params, REGIONS["left"], LOOK, {"good": GOOD})
    on_map = MapStart(GOOD_RUN).at(here.initial(), 1.0, here)
    state = after(Show(), Start(GOOD_RUN))
    assert Step(to).length(state, STAGE) == MapStep(to).length(on_map, here)
    for i in range(1, 301):
        (walker,) = MapStep(to).at(on_map, i / 300, here).walkers
        assert Step(to).at(state, i / 300, STAGE).k == int(walker.at), f"at {i / 300}"


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


def test_colours_are_for_meaning() -> None:
    assert [DESCENT.color(name) for name in ("g", "p", "k")] == ["gradient", "path", "ink"]


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
