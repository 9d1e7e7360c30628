from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from gdmath.curves import load_curve, recipe
from gdmath.objectives import bowl, network
from gdmath.optimizers import GD, sgd
from gdmath.run import Run, Trajectory
from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.look import Look
from scenes.network import KIND, NetworkStage, Params, State
from scenes.network.actions import Back, Hide, Highlight, Show, Start, Step, Unhighlight
from scenes.network.diagram import WIDEST
from scenes.stage import Mistake
from script.typed import RunName
from tests.scenes.samples_network import blown

LOOK = Look(320, 180, 30, ())
MOONS, HOT, OTHER = RunName("moons"), RunName("hot"), RunName("other")
FEW = network(hidden=4, samples=40)


@cache
def runs() -> dict[str, Trajectory]:
    return {
        "moons": recipe(GD(1.0), epochs=5).run.solve(),
        "hot": blown(),
        "other": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
        "drawn": Run(FEW, sgd(0.1, 4, replacement=True), FEW.default_start, 2).solve(),
        "odd": Run(FEW, sgd(0.1, 15), FEW.default_start, 7).solve(),
    }


def stage(run: RunName = MOONS, region: str = "left", **more: Any) -> NetworkStage:
    return KIND(Params(run, **more), REGIONS[region], LOOK, runs())


def after(on: NetworkStage, *actions: Any) -> State:
    state = on.initial()
    for action in actions:
        on.check(action, state)
        state = action.at(state, 1.0, on)
    return state


@pytest.fixture
def drawing() -> Iterator[None]:
    with studio(LOOK):
        yield


def logit(w: list[float], p: float, q: float) -> float:
    """Ask the network in plain Python."""
    h = (len(w) - 1) // 4
    units = (math.tanh(w[j] * p + w[h + j] * q + w[2 * h + j]) for j in range(h))
    return w[4 * h] + sum(w[3 * h + j] * unit for j, unit in enumerate(units))


# --- what it says -----------------------------------------------------------------------------


def test_epochs_are_those_of_the_stored_curve() -> None:
    on, curve = stage(count="epoch", unseen=0), load_curve("moons_lr1")
    assert curve.accuracy is not None
    for epoch in range(6):
        assert on.training.loss(epoch) == pytest.approx(curve.train[epoch], abs=1e-9)
        assert on.training.accuracy_unseen(epoch) == pytest.approx(curve.accuracy[epoch])


def test_weights_between_steps_go_straight() -> None:
    x = runs()["moons"].x
    by_step, by_epoch = stage().training, stage(count="epoch").training
    assert by_step.weights(2.25) == pytest.approx(0.75 * x[2] + 0.25 * x[3])
    assert by_epoch.weights(1.23) == pytest.approx(0.7 * x[12] + 0.3 * x[13])
    assert by_epoch.weights(3.0).tolist() == x[30].tolist()
    assert by_step.weights(50).tolist() == by_epoch.weights(5.0).tolist() == x[50].tolist()


def test_a_last_epoch_that_was_not_finished_is_a_part_of_one() -> None:
    on = stage(RunName("odd"), count="epoch")
    assert on.training.last == pytest.approx(7 / 3)
    state = after(on, Step(3))
    assert state.k == pytest.approx(7 / 3)
    assert on.training.weights(state.k).tolist() == runs()["odd"].x[7].tolist()


@pytest.mark.parametrize("k", [0, 1, 5])
def test_wrong_points_are_on_the_other_side(k: int) -> None:
    on = stage(count="epoch")
    w, data = runs()["moons"].x[10 * k].tolist(), runs()["moons"].run.objective
    wrong = [
        i
        for i, ((p, q), label) in enumerate(zip(data.data.points, data.data.labels, strict=True))  # type: ignore[attr-defined]
        if (logit(w, p, q) > 0) != (label == 1)
    ]
    assert on.training.wrong(k) == tuple(wrong)
    assert on.training.accuracy(k) == pytest.approx(1 - len(wrong) / 200)


def test_picks_are_the_batch_of_the_coming_step() -> None:
    on, run = stage(), runs()["moons"]
    model = run.run.objective
    for k in (0, 7, 23):
        picks = list(on.training.picks(k + 0.4))
        slopes = model.sample_grads(run.x[k])[picks].mean(axis=0)  # type: ignore[attr-defined]
        assert run.x[k + 1] == pytest.approx(run.x[k] - slopes)
    assert on.training.picks(50.0) == ()


# --- the picture ------------------------------------------------------------------------------


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("region", ["full", "left", "right-narrow"])
@pytest.mark.parametrize("k", [0.0, 5.0, 23.5, 50.0])
def test_the_boundary_is_where_the_network_cannot_say(region: str, k: float) -> None:
    on, x = stage(region=region), runs()["moons"].x
    before = int(k)
    w = x[before] + (k - before) * (x[min(before + 1, 50)] - x[before])
    points = on.points.boundary(k, 1.0).points[::4, :2]
    assert len(points) > 20
    quarter_pixel = 0.25 * 8 / 1080  # of a frame 8 units high
    per_unit = on.points.plane.box.width / (on.points.plane.window[1] - on.points.plane.window[0])
    weights = w.tolist()
    for p, q in on.points.plane.to_data(points)[::5].tolist():
        z, e = logit(weights, p, q), 1e-6
        slope = math.hypot((logit(weights, p + e, q) - z) / e, (logit(weights, p, q + e) - z) / e)
        assert abs(z) / slope * per_unit < quarter_pixel


@pytest.mark.usefixtures("drawing")
def test_bands_change_where_probabilities_say() -> None:
    on, w = stage(), runs()["moons"].x[50].tolist()
    bands = on.points.shading(50.0, 1.0).submobjects
    assert len(bands) == 6
    for shape, sure in zip(bands[1:], (0.9, 0.75, 0.5, 0.25, 0.1), strict=True):
        corners = on.points.plane.to_data(shape.points[::4, :2])
        left, right, bottom, top = on.points.plane.window
        x, y = corners.T
        inner = (x > left + 1e-6) & (x < right - 1e-6) & (y > bottom + 1e-6) & (y < top - 1e-6)
        edge = corners[inner]
        assert len(edge) > 5
        for p, q in edge[::7].tolist():
            assert 1 / (1 + math.exp(-logit(w, p, q))) == pytest.approx(sure, abs=0.01)


@pytest.mark.usefixtures("drawing")
def test_points_stand_where_they_are() -> None:
    on, data = stage(), runs()["moons"].run.objective.data  # type: ignore[attr-defined]
    shapes = on.points.points(1.0).submobjects
    for label, shape, corners in ((0, shapes[1], 32), (1, shapes[3], 4)):
        own = [p for p, one in zip(data.points, data.labels, strict=True) if one == label]
        outlines = shape.points.reshape(len(own), corners * 4, 3)
        centers = outlines[:, ::4].mean(axis=1)[:, :2]
        assert centers == pytest.approx(on.points.plane.to_scene(own)[:, :2], abs=1e-9)


@pytest.mark.usefixtures("drawing")
def test_a_fold_is_where_a_units_input_is_zero() -> None:
    on, w = stage(), runs()["moons"].x[50]
    for unit in range(16):
        ends = on.points.fold(50.0, unit, 1.0).points[:, :2]
        for p, q in on.points.plane.to_data(ends).tolist():
            size = math.hypot(w[unit], w[16 + unit])
            assert (w[unit] * p + w[16 + unit] * q + w[32 + unit]) / size == pytest.approx(
                0, abs=1e-9
            )


def test_widths_are_the_weights() -> None:
    on = stage(view="diagram", widest=2.0)
    assert on.diagram.width(1.0) == pytest.approx(WIDEST / 2)
    assert on.diagram.width(-0.5) == pytest.approx(-WIDEST / 4)
    assert on.diagram.width(7.0) == WIDEST
    assert on.diagram.width(math.nan) == on.diagram.width(math.inf) == 0
    sizes = np.abs(runs()["moons"].x)
    assert stage(view="diagram").training.widest == min(sizes.max(), 10 * sizes[0].max())
    first = np.abs(runs()["hot"].x[0]).max()
    assert stage(HOT, view="diagram").training.widest == pytest.approx(10 * first)


@pytest.mark.usefixtures("drawing")
def test_lines_are_told_apart_by_sign() -> None:
    on, w = stage(view="diagram"), runs()["moons"].x[0]
    layers = on.training.network.layers(w)
    both = on.diagram.edges(0.0, (1.0,) * 16, 1.0)
    solid, dashed = both["weights 1.000 1"], both["weights 1.000 -1"]
    positive = sum(int((layer > 0).sum()) for layer in (layers.across, layers.up, layers.out))
    assert len(solid.points) == positive * 16
    assert len(dashed.points) > (48 - positive) * 16 * 5
    widths = [
        float(np.hypot(*(piece[0] - piece[-1])[:2]))
        for piece in solid.points.reshape(positive, 16, 3)[:, [0, 11]]
    ]
    expected = [
        float(WIDEST * min(weight / on.training.widest, 1))
        for trio in zip(layers.across, layers.up, layers.out, strict=True)
        for weight in trio
        if weight > 0
    ]
    assert widths == pytest.approx(expected)


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("view", ["boundary", "diagram"])
@pytest.mark.parametrize("k", [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0])
def test_weights_that_are_not_finite_draw_nothing_wrong(view: Any, k: float) -> None:
    on = stage(HOT, view=view, room=("loss", "accuracy"))
    state = after(on, Show("loss"), Show("accuracy"))
    drawn = on.draw(State(state.layers, k))
    points = [m.points for part in drawn.values() for m in part.family_members_with_points()]
    assert np.isfinite(np.concatenate(points)).all()
    assert ("none" in drawn) == (view == "boundary" and k > 1)


# --- actions ----------------------------------------------------------------------------------


def test_steps_arrive_evenly_at_the_shared_pace() -> None:
    on = stage(count="epoch")
    state = on.initial()
    reached = [Step(4).at(state, alpha, on).k for alpha in np.linspace(0, 1, 41)]
    assert reached[::10] == [0, 1, 2, 3, 4]
    assert all(a <= b for a, b in pairwise(reached))
    assert Step(4).length(state, on) == pytest.approx(3.6)
    assert Back(1).at(after(on, Step(4)), 1.0, on).k == 1


def test_other_runs_are_ignored() -> None:
    on = stage()
    for action in (Step(7, OTHER), Start(OTHER, 3), Back(0, OTHER)):
        state = after(on, Step(5))
        on.check(action, state)
        assert action.at(state, 0.5, on) == state


def test_highlights_come_and_go() -> None:
    on = stage(view="diagram")
    state = after(on, Highlight(3), Highlight(5))
    lights = on.diagram.lights([(lit.unit, lit.opacity) for lit in state.lit])
    assert [i for i, light in enumerate(lights) if light == 1] == [3, 5]
    assert Unhighlight().at(state, 1.0, on).lit == ()
    assert [lit.unit for lit in Unhighlight(3).at(state, 1.0, on).lit] == [5]


@pytest.mark.parametrize(
    ("run", "params", "message"),
    [
        (OTHER, {}, "trains no network"),
        (RunName("drawn"), {"count": "epoch"}, "no epochs"),
        (MOONS, {"window": (1.0, 1.0, 0.0, 1.0)}, "left < right"),
        (MOONS, {"room": ("loss", "loss")}, "once"),
        (MOONS, {"room": ("unseen",)}, "needs the network's seed"),
        (MOONS, {"colors": ("4", "4")}, "two colours"),
        (MOONS, {"widest": 0.0}, "above 0"),
        (MOONS, {"decimals": 6}, "decimals"),
        (MOONS, {"shown": ("unseen",)}, "no room for unseen"),
        (MOONS, {"shown": ("weights",)}, "the view boundary has no weights"),
        (MOONS, {"view": "diagram", "shown": ("points",)}, "the view diagram has no points"),
        (
            MOONS,
            {"region": "right-narrow-top", "unseen": 0, "room": ("count", "loss", "key", "unseen")},
            "larger region",
        ),
    ],
)
def test_params_that_make_no_sense(run: RunName, params: dict[str, Any], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        stage(run, **params)


@pytest.mark.parametrize(
    ("before", "action", "message"),
    [
        ((), Step(6), "epochs 0 to 5"),
        ((), Start(MOONS, -1), "epochs 0 to 5"),
        ((Step(3),), Step(3), "at epoch 3 already"),
        ((), Back(0), "nothing to go back"),
        ((), Show("biases"), "has no biases"),
        ((), Hide("unseen"), "no room for unseen"),
        ((), Highlight(16), "0 to 15"),
        ((Highlight(1),), Highlight(1), "already"),
        ((), Unhighlight(), "no unit is highlighted"),
        ((Highlight(1),), Unhighlight(2), "unit 2 is not highlighted"),
    ],
)
def test_actions_that_make_no_sense(before: Any, action: Any, message: str) -> None:
    on = stage(count="epoch")
    state = after(on, *before)
    with pytest.raises(Mistake, match=message):
        on.check(action, state)
