from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import SigmoidCliff
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.counter import Counter
from scenes.counter.actions import Back, Clear, Start, Step
from scenes.counter.state import Count, Params, Value
from scenes.look import Look
from scenes.pace import steps_s, stride
from scenes.stage import Mistake
from script.typed import RunName, Text
from tests.scenes.samples_counter import GOOD, RACE, RUNS, SPIT, TINY
from tests.scenes.taking import made, outside, taken

LOOK = Look(320, 180, 30, ())
LOST, FLAT = RunName("lost"), RunName("flat")
ALL = RUNS | {
    "lost": made([(5.0, 5.0), (1e30, 5.0), (np.inf, np.nan)]),
    "flat": Run(SigmoidCliff(), GD(0.1), (-4.0,), 5).solve(),
}


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


def counter(params: Params = RACE, box: Box = REGIONS["right-narrow"]) -> Counter:
    return Counter(params, box, LOOK, ALL)


def said(on: Counter, state: Any) -> dict[str, str]:
    """What every number of a picture was set from."""
    return {
        name: max(
            (glyph.setting for glyph in drawn.family_members_with_points()), key=_place
        ).source
        for name, drawn in on.draw(state).items()
        if not name.startswith("name")
    }


def _place(setting: Any) -> bool:
    return bool(setting.sort == "number")


@pytest.mark.parametrize("k", [0, 1, 346, 1119])
def test_the_numbers_are_those_of_the_step(k: int) -> None:
    on = counter()
    x = y = 5.0
    for _ in range(k):
        x, y = x - 0.001 * 2 * x, y - 0.001 * 4 * y
    numbers = said(on, taken(on, Start(TINY, k)))
    assert numbers["figures 1"] == str(k)
    assert numbers["value 1 0"] == f"{x:.3f}"
    assert numbers["value 1 1"] == f"{x * x + 2 * y * y:.2f}"


@pytest.mark.parametrize("alpha", [0.1, 0.5, 0.77])
def test_counts_turn_as_a_walker_arrives(alpha: float) -> None:
    on = counter()
    step, state = Step(1119, TINY), taken(on, Start(TINY, 3))
    assert step.length(state, on) == steps_s(1116)
    reached = stride(3, 1119, alpha).at
    assert said(on, step.at(state, alpha, on))["figures 1"] == str(int(reached))


def test_a_run_stops_at_its_end_and_a_hidden_one_waits() -> None:
    on = counter()
    state = taken(on, Step(1119))
    assert state.k == (10.0, 0.0)
    assert set(said(on, state)) == {"figures 0", "value 0 0", "value 0 1"}
    assert set(said(on, taken(on, Start(TINY), Clear(GOOD)))) == {
        "figures 1",
        "value 1 0",
        "value 1 1",
    }
    assert taken(on, Step(10), Back(4)).k == (4.0, 0.0)


def test_what_is_not_finite_is_said() -> None:
    on = counter(Params(run=LOST, values=(Value("x"), Value("y"))))
    values = [said(on, taken(on, Start(LOST, k))) for k in (1, 2)]
    assert values[0]["value 0 0"] == "1.0e+30"
    drawn = on.draw(taken(on, Start(LOST, 2)))
    sources = {g.setting.source for g in drawn["value 0 0"].family_members_with_points()}
    assert "∞" in sources
    assert values[1]["value 0 1"] == "NaN"


def test_the_last_figure_never_moves() -> None:
    on = counter(Params(run=TINY))
    rights = {
        round(float(on.draw(taken(on, Start(TINY, k)))["figures 0"].get_right()[0]), 6)
        for k in (0, 10, 100, 1000, 1200)
    }
    assert len(rights) == 1


def test_counts_share_a_field_and_their_values_are_plain() -> None:
    on = counter(Params(RACE.counts, values=(Value("f"),)))
    drawn = on.draw(taken(on, Start(TINY), Step(10)))
    rights = [drawn[f"figures {i}"].get_right()[0] for i in (0, 1)]
    assert rights[0] == pytest.approx(rights[1], abs=0.02)
    palette = LOOK.palette
    assert {*_colors(drawn["value 0 0"]), *_colors(drawn["value 1 0"])} == {palette.ink}
    alone = counter(Params(run=TINY, values=(Value("f"),)))
    assert _colors(alone.draw(alone.initial())["value 0 0"]) == {palette.loss}


def _colors(drawn: Any) -> set[str]:
    glyphs = drawn.family_members_with_points()
    return {glyph.get_fill_color().to_hex().upper() for glyph in glyphs}


@pytest.mark.parametrize(
    ("params", "box"),
    [
        (RACE, REGIONS["right-narrow"]),
        (RACE, REGIONS["left-third"]),
        (Params(RACE.counts, values=(Value("f"),)), REGIONS["top"]),
        (Params(RACE.counts), Box(-2.0, -3.0, 4.0, 7.0)),
        (Params(run=SPIT, values=(Value("x"), Value("grad_norm"))), REGIONS["right-third"]),
    ],
)
def test_stays_in_any_box(params: Params, box: Box) -> None:
    on = counter(params, box)
    runs = [count.run for count in params.all_counts]
    for k in (0, 10, 1200):
        state = taken(on, *(Start(run, min(k, ALL[run].steps)) for run in runs))
        assert not outside(on.draw(state), box)


@pytest.mark.parametrize(
    ("actions", "says"),
    [
        ((Step(1201),), "the run has 1200 steps, 1201 is past its end"),
        ((Step(11, GOOD),), "the run has 10 steps, 11 is past its end"),
        ((Start(TINY, -1),), "steps are counted from 0, not -1"),
        ((Back(-2),), "steps are counted from 0, not -2"),
    ],
)
def test_refuses_steps_that_are_not_there(actions: tuple[Any, ...], says: str) -> None:
    with pytest.raises(Mistake, match=says):
        taken(counter(), *actions)


def test_a_step_of_another_run_is_no_mistake() -> None:
    on = counter(Params(run=TINY))
    assert taken(on, Step(900, GOOD)) == on.initial()


def test_refuses_params_that_make_no_sense() -> None:
    with pytest.raises(Mistake, match="nothing to count"):
        counter(Params())
    with pytest.raises(Mistake, match="flat has no y"):
        counter(Params(run=FLAT, values=(Value("y"),)))
    low = Box(-2.0, 0.0, 4.0, 1.5)
    on = counter(Params((Count(TINY, Text("one")), Count(GOOD, Text("two")))), low)
    with pytest.raises(Mistake, match="do not fit the panel"):
        on.draw(on.initial())
