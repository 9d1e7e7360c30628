from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import Objective, Saddle, bowl, five_dots, least_squares
from gdmath.optimizers import GD, sgd
from gdmath.run import Run
from scenes.axes import Plane
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.line_fit import KIND, LineFit, Params, State, figures
from scenes.line_fit.hand import Set, Stretch
from scenes.line_fit.sight import Highlight, Show, Unhighlight
from scenes.line_fit.walk import Clear, Start, Step
from scenes.look import Look
from scenes.stage import Mistake
from script.typed import RunName, Text

LOOK = Look(320, 180, 30, ())
V, T = (-2, -1, 0, 1, 2), (-5, 0, 5, 10, 15)
W, BOWL, BIG, VOTES, OTHER, FLAT = (
    RunName(name) for name in ("w", "bowl", "big", "votes", "other", "flat")
)
RUNS = {
    "w": Run(five_dots(), GD(0.1), (0.0, 0.0), 10).solve(),
    "bowl": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "big": Run(five_dots(), GD(0.6), (0.0, 0.0), 3000).solve(),
    "votes": Run(five_dots(), sgd(0.05, seed=1), (0.0, 0.0), 12).solve(),
    "other": Run(bowl(), GD(0.1), (3.0, 5.0), 10).solve(),
    "saddle": Run(Saddle(), GD(0.1), (2.0, 0.1), 3).solve(),
    "wide": Run(least_squares((-4, -2, 0, 2, 4), T), GD(0.05), (0.0, 0.0), 3).solve(),
}


def stage(objective: Objective | None = None, region: str = "full", **more: Any) -> LineFit:
    return KIND(Params(objective or five_dots(), **more), REGIONS[region], LOOK, RUNS)


def after(on: LineFit, *actions: Any) -> State:
    state = on.initial()
    for action in actions:
        on.check(action, state)
        state = action.at(state, 1.0, on)
    return state


@pytest.fixture
def drawing() -> Iterator[None]:
    with studio(LOOK):
        yield


def by_hand(steps: int, rate: float = 0.1) -> tuple[float, float]:
    """Walk on the five dots in plain Python."""
    a = b = 0.0
    for _ in range(steps):
        errors = [a + b * v - t for v, t in zip(V, T, strict=True)]
        slopes = sum(errors) * 2 / 5, sum(e * v for e, v in zip(errors, V, strict=True)) * 2 / 5
        a, b = a - rate * slopes[0], b - rate * slopes[1]
    return a, b


# --- weights ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("run", "weights"), [(W, "line"), (BOWL, "missing")])
@pytest.mark.parametrize("k", [0, 1, 2, 7])
def test_a_run_gives_the_line_its_weights(run: RunName, weights: str, k: int) -> None:
    on = stage(weights=weights)
    state = after(on, Start(run, k=k))
    assert on.dots.weights(state.lines[0], 1.0) == pytest.approx(by_hand(k), abs=1e-12)


def test_between_two_steps_the_weights_go_straight() -> None:
    on = stage()
    halfway = Step(1).at(after(on, Start(W)), 0.7, on).lines[0]
    assert halfway.at == pytest.approx(0.5)
    assert on.dots.weights(halfway, 1.0) == pytest.approx((0.5, 1.0))


def test_it_steps_at_the_pace_of_the_map() -> None:
    from scenes.descent_2d import KIND as MAP
    from scenes.descent_2d import Params as MapParams
    from scenes.descent_2d.walk import Start as MapStart
    from scenes.descent_2d.walk import Step as MapStep

    chart = MAP(MapParams(five_dots(), (-1, 6, -1, 6)), REGIONS["left"], LOOK, RUNS)
    on, state = stage(), chart.initial()
    state = MapStart(W).at(state, 1.0, chart)
    mine = after(on, Start(W))
    for to in (1, 3, 10):
        assert Step(to).length(mine, on) == MapStep(to).length(state, chart)
        for alpha in np.linspace(0, 1, 23):
            walker = MapStep(to).at(state, alpha, chart).walkers[0]
            assert Step(to).at(mine, alpha, on).lines[0].at == pytest.approx(walker.at, abs=1e-12)


def test_a_line_by_hand_becomes_the_runs_and_back() -> None:
    on = stage()
    held = after(on, Set(4.0, 1.0))
    started = after(on, Set(4.0, 1.0), Start(W, k=1))
    assert len(started.lines) == 1
    assert on.dots.weights(started.lines[0], 1.0) == pytest.approx((1.0, 2.0))
    midway = Start(W, k=1).at(held, 0.5, on).lines[0]
    assert on.dots.weights(midway, 1.0) == pytest.approx((2.5, 1.5))
    taken = after(on, Set(4.0, 1.0), Start(W, k=1), Set(slope=-3.0))
    assert (taken.lines[0].run, taken.lines[0].hand) == (None, (1.0, -3.0))


def test_two_runs_keep_their_lines_and_the_hand_brings_its_own() -> None:
    on = stage()
    state = after(on, Start(W), Start(VOTES), Set(1.0, 1.0))
    assert [line.run for line in state.lines] == ["w", "votes", None]
    assert [line.style for line in state.lines] == [0, 1, 2]
    assert [line.run for line in Clear(W).at(state, 1.0, on).lines] == ["votes", None]


def test_picks_are_the_dots_of_the_coming_step() -> None:
    on = stage()
    for k in range(12):
        line = after(on, Start(VOTES, k=k)).lines[0]
        (pick,) = on.dots.picks(line)
        x = RUNS["votes"].x
        error = x[k][0] + x[k][1] * V[pick] - T[pick]
        assert x[k + 1] == pytest.approx(x[k] - 0.05 * 2 * error * np.array([1, V[pick]]))
    assert on.dots.picks(after(on, Start(VOTES, k=12)).lines[0]) == ()
    assert on.dots.picks(after(on, Start(W)).lines[0]) == ()


# --- the picture ------------------------------------------------------------------------------


@pytest.mark.parametrize("region", ["full", "left", "right-narrow", "top", "right-bottom"])
@pytest.mark.parametrize("weights", [(0.0, 0.0), (1.0, 2.0), (9.0, -4.0), (-8.0, 7.0)])
def test_the_area_of_a_square_is_the_squared_error(
    region: str, weights: tuple[float, float]
) -> None:
    on = stage(region=region)
    unit = float(np.diff(on.plane.to_scene([(0, 0), (0, 1)])[:, 1])[0])
    for i, (v, t) in enumerate(zip(V, T, strict=True)):
        corners = on.sheet.corners(i, weights, 1.0)
        assert corners is not None
        sides = np.hypot(*np.diff(corners, axis=0).T) / unit
        error = weights[0] + weights[1] * v - t
        assert sides == pytest.approx([abs(error)] * 4, abs=1e-9)
        assert corners[0] == pytest.approx(on.plane.to_scene((v, t))[:2])


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_the_flat_lines_squares_lie_on_the_plane(region: str) -> None:
    try:
        on = stage(region=region)
    except Mistake as mistake:
        assert "larger region" in str(mistake)  # noqa: PT017
        return
    box = on.plane.box
    for i in range(5):
        corners = on.sheet.corners(i, (0.0, 0.0), 1.0)
        assert corners is not None
        assert (corners >= np.array([box.left, box.bottom]) - 1e-9).all()
        assert (corners <= np.array([box.right, box.top]) + 1e-9).all()


@pytest.mark.parametrize(
    ("weights", "want"),
    [
        ((0.0, 0.0), ((-5, 0), (5, 0))),
        ((1.0, 2.0), ((-4.5, -8), (4.5, 10))),
        ((5.0, -5.0), ((-1, 10), (3.6 - 1, -8))),
        ((2.0, 1e30), ((0, -8), (0, 10))),
        ((2.0, -1e30), ((0, 10), (0, -8))),
        ((1e30, 1.0), None),
        ((math.nan, 1.0), None),
        ((0.0, math.inf), None),
    ],
)
def test_lines_are_cut_at_the_plane(weights: tuple[float, float], want: Any) -> None:
    plane = Plane(Box(0, 0, 10, 18), (-5, 5, -8, 10))
    ends = figures.ends(plane, np.array(weights))
    if want is None:
        assert ends is None
        return
    assert ends is not None
    assert np.array(ends) == pytest.approx(plane.to_scene(want)[:, :2], abs=1e-6)


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("k", [40, 350, 2000, RUNS["big"].steps])
def test_a_run_that_blows_up_is_drawn(k: int) -> None:
    on = stage(room=("equation", "loss", "mean", "dials"))
    layers: tuple[Any, ...] = ("squares", "numbers", "residuals", "equation", "loss", "mean")
    state = after(on, *map(Show, layers), Show("dials"), Start(BIG, label=Text("run")), Step(k))
    drawn = on.draw(state)
    points = [m.points for part in drawn.values() for m in part.family_members_with_points()]
    assert np.isfinite(np.concatenate(points)).all()
    assert "loss 0" in drawn


@pytest.mark.usefixtures("drawing")
def test_the_mean_square_has_the_mean_area() -> None:
    on = stage(room=("mean",), shown=("mean",))
    state = after(on, Set(1.0, 2.0))
    edges = on.draw(state)["mean 0"].submobjects[2]
    unit = on.plane.box.height / (on.plane.window[3] - on.plane.window[2])
    assert edges.width / unit == pytest.approx(math.sqrt(34), abs=1e-6)


@pytest.mark.usefixtures("drawing")
def test_a_square_finds_room_for_its_number_beside_the_line() -> None:
    on = stage(shown=("squares", "numbers"))
    drawn = on.draw(after(on, Set(0.0, 0.0)))
    assert {name for name in drawn if name.startswith("number")} == {
        "number 0 0 0",
        "number 0 1 2",
        "number 0 2 0",
        "number 0 3 0",
        "number 0 4 0",
    }


def test_a_highlight_fades_the_others_and_tells_its_gradient() -> None:
    on = stage()
    state = after(on, Set(1.0, 2.0), Highlight(4, "gradient"))
    assert on._lights(state)[4] == 1
    assert max(on._lights(state)[:4]) < 0.5
    assert on._writing._says("gradient", 4, (1.0, 2.0), 1.0) == "$nabla$ = (−20, −40)"
    assert on._writing._says("error", 4, (1.0, 2.0), 1.0) == "−10"
    assert on._writing._says("square", 4, (1.0, 2.0), 1.0) == "100"
    assert after(on, Set(1.0, 2.0), Highlight(4), Unhighlight()).lit == ()


def test_stretching_moves_the_dots_and_asks_for_another_slope() -> None:
    on = stage(window=(-5.0, 5.0, -8.0, 18.0))
    state = after(on, Set(5.0, 5.0), Stretch(2.0))
    assert on.sheet.points(state.stretch)[:, 0].tolist() == [-4, -2, 0, 2, 4]
    assert float(on.dots.objective(2.0).value(np.array([5.0, 5.0]))) == pytest.approx(50)
    assert on.dots.best(2.0).tolist() == [5, 2.5]
    assert on.dots.objective(2.0).hessian(np.zeros(2)).tolist() == [[2, 0], [0, 16]]
    on.check(Start(RunName("wide")), state)
    with pytest.raises(Mistake, match="another loss"):
        on.check(Start(W), state)


@pytest.mark.parametrize("alpha", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_a_line_that_is_carried_stays_on_its_dots(alpha: float) -> None:
    on = stage(window=(-5.0, 5.0, -8.0, 18.0))
    state = Stretch(2.0, carry=True).at(after(on, Set(5.0, 5.0)), alpha, on)
    weights = on.dots.weights(state.lines[0], state.stretch).tolist()
    assert on.sheet.errors((weights[0], weights[1]), state.stretch) == pytest.approx([0] * 5)
    if alpha == 1:
        assert weights == [5, 2.5]


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize(
    ("line", "side"), [((-4.0, 2.0), -1), ((20.0, 2.0), 1), ((20.0, -1.0), -1), ((-9.0, -1.0), 1)]
)
def test_letters_stand_where_the_line_leaves_room(line: tuple[float, float], side: int) -> None:
    on = stage(weights="missing", window=(-4.0, 4.0, -25.0, 35.0), room=())
    for i, dot in enumerate(on.sheet.at(1.0)):
        text = on.draw(after(on, Set(*line), Highlight(i, "letters")))[f"told {i} 0"]
        low, high = text.get_corner((-1, -1, 0))[:2], text.get_corner((1, 1, 0))[:2]
        assert side * (text.get_center()[0] - dot[0]) > -1e-9
        bars = [bar for bar in on.sheet.bars(line, 1.0) if bar is not None]
        for ends in (*bars, on.sheet.ends(line)):
            assert ends is not None
            points = np.linspace(*ends, 200)
            assert not ((low < points) & (points < high)).all(axis=1).any()


@pytest.mark.usefixtures("drawing")
def test_letters_have_the_colours_of_x_and_y() -> None:
    on = stage(weights="missing", room=())
    captions = on._writing._captions
    fills = [
        {glyph.get_fill_color().to_hex().upper() for glyph in captions.letters(v)} for v in (0, -2)
    ]
    x, y = LOOK.palette.x, LOOK.palette.y
    assert x in fills[0]
    assert y not in fills[0]
    assert {x, y} <= fills[1]


def test_gauges_do_not_touch_the_plane_or_each_other() -> None:
    for region in ("full", "left", "left-wide", "top"):
        on = stage(region=region, room=("equation", "loss", "mean", "dials"))
        boxes = [*on.layout.gauges.values(), on.plane.box]
        panel = REGIONS[region]
        for i, one in enumerate(boxes):
            assert panel.left - 1e-9 <= one.left <= one.right <= panel.right + 1e-9
            assert panel.bottom - 1e-9 <= one.bottom <= one.top <= panel.top + 1e-9
            for other in boxes[:i]:
                apart_x = one.left >= other.right or other.left >= one.right
                assert apart_x or one.bottom >= other.top or other.bottom >= one.top
