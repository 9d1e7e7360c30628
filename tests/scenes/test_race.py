from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import SigmoidCliff, bowl, ravine
from gdmath.optimizers import GD, HeavyBall
from gdmath.run import Outcome, Run
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.look import Look
from scenes.race import Params, Race
from scenes.race import actions as act
from scenes.race.results import grouped
from scenes.race.state import Column, Row
from scenes.stage import Mistake
from script.typed import RunName, Text
from tests.scenes.taking import made, outside, taken

LOOK = Look(320, 180, 30, ())


RUNS = {
    "slow": Run(bowl(), GD(0.1), (5.0, 5.0), 30).solve(),
    "quick": Run(bowl(), GD(1 / 3), (5.0, 5.0), 30).solve(),
    "twin": Run(bowl(), GD(1 / 3), (5.0, -5.0), 30).solve(),
    "short": Run(bowl(), GD(0.1), (5.0, 5.0), 3).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 12).solve(),
    "flip": Run(bowl(), GD(0.5), (5.0, 5.0), 20).solve(),
    "lost": made([(5, 5), (1e30, -7), (np.inf, 3), (np.nan, 1)], Outcome.DIVERGED),
    "back": made([(5, 5), (0.1, 0), (9, 9), (0.1, 0), (0, 0)], Outcome.CONVERGED_MONOTONE),
    "valley": Run(ravine(), HeavyBall(0.64, 0.36), (8.0, 1.0), 30).solve(),
    "cliff": Run(SigmoidCliff(), GD(0.1), (-4.0,), 5).solve(),
}


def grid(*rows: str, box: Box = REGIONS["full"], **params: Any) -> Race:
    """A race with a row for each list of names; ``-`` for an empty cell."""
    parsed = tuple(
        Row(Text(f"row {i}"), tuple(None if n == "-" else RunName(n) for n in names.split()))
        for i, names in enumerate(rows)
    )
    width = max(len(row.runs) for row in parsed)
    columns = tuple(Column(Text(f"c{i}")) for i in range(width))
    return Race(Params(parsed, params.pop("columns", columns), **params), box, LOOK, RUNS)


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


def steps_needed(lr: float, start: tuple[float, float], fraction: float, most: int) -> int | None:
    """Count by a plain recursion after how many steps x^2 + 2 y^2 stays below a fraction."""
    x, y = start
    first = x * x + 2 * y * y
    low = []
    for _ in range(most + 1):
        low.append(x * x + 2 * y * y < fraction * first)
        x, y = x - lr * 2 * x, y - lr * 4 * y
    return next((k for k in range(most + 1) if all(low[k:])), None)


@pytest.mark.parametrize("fraction", [0.5, 0.1, 0.01, 1e-4])
@pytest.mark.parametrize(
    ("name", "lr", "start", "most"),
    [
        ("slow", 0.1, (5, 5), 30),
        ("quick", 1 / 3, (5, 5), 30),
        ("short", 0.1, (5, 5), 3),
        ("spit", 0.6, (5, 5), 12),
    ],
)
def test_the_count_is_that_of_a_plain_recursion(
    name: str, lr: float, start: tuple[float, float], most: int, fraction: float
) -> None:
    on = grid(name, fraction=fraction)
    assert on.results.arrival(0, 0) == steps_needed(lr, start, fraction, most)


def test_a_loss_that_comes_back_does_not_count_as_arrived() -> None:
    assert grid("back").results.arrival(0, 0) == 3


@pytest.mark.parametrize(
    ("name", "early", "late"),
    [("quick", "", "3"), ("spit", "", "never"), ("flip", "", "never"), ("short", "", ">3")],
)
def test_a_cell_says_its_number_once_it_is_known(name: str, early: str, late: str) -> None:
    results = grid(name, fraction=0.01).results
    end = results.end(0)
    assert results.said(0, 0, end - 0.01) == early
    assert results.said(0, 0, end) == late


def test_the_fewest_steps_win_and_a_tie_is_shared() -> None:
    results = grid("slow quick twin", "spit slow flip", "spit flip -").results
    assert [results.winners(row) for row in range(3)] == [(1, 2), (1,), ()]


def test_all_dots_move_in_step_and_stop_when_all_is_known() -> None:
    on = grid("slow quick", "quick twin", fraction=0.01)
    ends = [on.end(0), on.end(1)]
    assert ends == [steps_needed(0.1, (5, 5), 0.01, 30), 3]
    assert taken(on, act.Run()).k == (float(ends[0]), float(ends[1]))
    halfway = act.Run().at(on.initial(), 0.5, on)
    assert halfway.k[0] == pytest.approx(halfway.clock)
    assert halfway.k[1] == min(halfway.clock, 3)


@pytest.mark.parametrize("clock", ["steps", "log"])
def test_a_race_never_goes_back(clock: str) -> None:
    on = grid("slow quick", clock=clock)
    ways = [act.Run().at(on.initial(), alpha, on).k[0] for alpha in np.linspace(0, 1, 101)]
    assert min(np.diff(ways)) >= 0
    assert ways[0] == 0
    assert ways[-1] == on.end(0)


def test_a_logarithmic_clock_runs_ever_faster() -> None:
    on = grid("slow", clock="log", fraction=1e-4)
    early, middle, late = (act.Run().at(on.initial(), a, on).k[0] for a in (0.4, 0.5, 0.6))
    assert (late + 1) / (middle + 1) == pytest.approx((middle + 1) / (early + 1))


@pytest.mark.parametrize("to", [1, 3, 6])
def test_steps_arrive_evenly(to: int) -> None:
    on = grid("slow")
    assert [act.Step(to).at(on.initial(), i / to, on).k[0] for i in range(to + 1)] == list(
        range(to + 1)
    )


def test_a_clock_that_showed_another_race_is_set_without_a_jump() -> None:
    on = grid("slow", "quick")
    state = taken(on, act.Run(1))
    begun = act.Run(2).at(state, 0.0, on)
    assert (begun.clock, begun.ticking) == (state.clock, 1.0)
    set_ = act.Run(2).at(state, 0.06, on)
    assert set_.ticking == pytest.approx(0.0, abs=1e-9)
    assert act.Run(2).at(state, 1.0, on).clock == on.end(1)


@pytest.mark.render
def test_dots_stand_at_their_iterates() -> None:
    on = grid("slow quick", "quick slow")
    x = y = 5.0
    state = on.initial()
    for k in range(4):
        box = on.layout.map(0, 0)
        scale = min(box.width, box.height) / (2 * 1.2 * 5)
        at = (box.center[0] + x * scale, box.center[1] + y * scale)
        assert on.draw(state)["dot 0 0"].get_center()[:2] == pytest.approx(at)
        x, y = x - 0.1 * 2 * x, y - 0.1 * 4 * y
        state = act.Step(k + 1).at(state, 1.0, on)


@pytest.mark.render
def test_a_run_that_leaves_its_map_is_pointed_to_and_nothing_reaches_out() -> None:
    on = grid("spit lost")
    for alpha in (0.1, 0.3, 0.6, 1.0):
        drawn = on.draw(act.Run().at(on.initial(), alpha, on))
        assert not outside(drawn, REGIONS["full"])
        for column in (0, 1):
            inside = {name: drawn[name] for name in drawn if name.endswith(f" 0 {column}")}
            assert not outside(inside, on.layout.slot(0, column))
            ways = {name: way for name, way in inside.items() if name.startswith("way")}
            assert not outside(ways, on.layout.map(0, column))
    assert not len(on.draw(taken(on, act.Run()))["dot 0 1"].get_all_points())


@pytest.mark.render
def test_only_the_winners_are_framed() -> None:
    on = grid("slow quick", "slow -")
    drawn = on.draw(taken(on, act.Run(), act.Crown(1)))
    assert [name for name in drawn if name.startswith("crown")] == ["crown 0 1"]
    assert "ground 1" in drawn
    assert "dot 1 1" not in drawn


@pytest.mark.render
def test_hidden_rows_wait() -> None:
    on = grid("slow quick", "quick slow", hidden=True)
    assert not [name for name in on.draw(on.initial()) if name.startswith("dot")]
    first = taken(on, act.Reveal(1))
    assert [name for name in on.draw(first) if name.startswith("dot")] == ["dot 0 0", "dot 0 1"]
    assert taken(on, act.Reveal(1), act.Run()).k[1] == 0
    assert taken(on, act.Reveal(1), act.Reveal()).seen == (1.0, 1.0)


def test_what_is_lit_is_undone() -> None:
    on = grid("slow quick", "quick slow")
    state = taken(on, act.Highlight(2))
    assert state.lit == (pytest.approx(0.3), 1.0)
    assert taken(on, act.Highlight(2), act.Unhighlight()) == on.initial()
    crowned = taken(on, act.Run(), act.Crown())
    assert crowned.crowned == (1.0, 1.0)
    assert act.Uncrown(1).at(crowned, 1.0, on).crowned == (0.0, 1.0)
    assert act.Back().at(crowned, 1.0, on) == on.initial()


@pytest.mark.render
def test_what_holds_still_is_drawn_once() -> None:
    on = grid("slow quick", "quick slow")
    state = taken(on, act.Run(1), act.Highlight(1))
    one, other = (on.draw(act.Run(2).at(state, alpha, on)) for alpha in (0.3, 0.4))
    for name in ("legend", "names", "ground 0", "ground 1", "name 0", "said 0 0"):
        assert one[name] is other[name], name


@pytest.mark.parametrize(
    ("rows", "params", "message"),
    [
        ((), {"columns": (Column(Text("a")),)}, "1 to 6 rows"),
        (("slow",), {"columns": ()}, "1 to 5 columns"),
        (("slow quick",), {"columns": (Column(Text("a")),)}, "there are 1 columns"),
        (("- -",), {}, "has no run"),
        (("cliff",), {}, "two parameters"),
        (("slow valley",), {}, "different objectives"),
        (("slow",), {"fraction": 1.0}, "between 0 and 1"),
        (("slow quick twin slow",) * 4, {"box": REGIONS["right-narrow"]}, "larger panel"),
        (("slow",) * 6, {"box": REGIONS["top"]}, "high and needs"),
    ],
)
def test_params_that_make_no_sense(
    rows: tuple[str, ...], params: dict[str, Any], message: str
) -> None:
    if not rows:
        with pytest.raises(Mistake, match=message):
            Race(Params((), **params), REGIONS["full"], LOOK, RUNS)
        return
    with pytest.raises(Mistake, match=message):
        grid(*rows, **params)


@pytest.mark.parametrize(
    ("before", "action", "message"),
    [
        ((), act.Run(3), "counted from 1 to 2"),
        ((), act.Reveal(), "no hidden row"),
        ((act.Run(),), act.Run(), "over there"),
        ((), act.Step(99), "past its end"),
        ((act.Step(2),), act.Step(2), "at 2 already"),
        ((), act.Back(-1), "counted from 0"),
        ((), act.Crown(1), "arrived in row 1 yet"),
        ((act.Run(),), act.Crown(2), "no winner"),
    ],
)
def test_mistakes(before: tuple[Any, ...], action: Any, message: str) -> None:
    on = grid("slow quick", "spit flip")
    state = taken(on, *before)
    with pytest.raises(Mistake, match=message):
        on.check(action, state)


def test_nothing_races_unseen() -> None:
    on = grid("slow", hidden=True)
    with pytest.raises(Mistake, match="reveal one first"):
        on.check(act.Run(), on.initial())


@pytest.mark.parametrize(
    ("count", "shown"), [(5, "5"), (1287, "1287"), (11500, "11 500"), (1_000_000, "1 000 000")]
)
def test_thousands_are_apart_from_five_digits_on(count: int, shown: str) -> None:
    assert grouped(count) == shown


@pytest.mark.render
@pytest.mark.parametrize(
    "box", [REGIONS["full"], REGIONS["left"], REGIONS["right-narrow"], Box(-4, -6, 8, 12)]
)
@pytest.mark.parametrize("rows", [1, 2])
def test_it_fits_its_box(box: Box, rows: int) -> None:
    on = grid(*(["slow quick"] * rows), box=box, clock="log")
    assert not outside(on.draw(taken(on, act.Run(), act.Crown())), box, 0.05)
