"""What a step with momentum is made of, and swarms: against recursions in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import five_dots, ravine
from gdmath.optimizers import GD, HeavyBall, Nesterov, sgd
from gdmath.run import Run
from gdmath.sweeps import cloud
from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.claims import Arrow
from scenes.descent_2d.claims import claims
from scenes.descent_2d.ground import Ground
from scenes.descent_2d.memory import PIECES, remembered, split
from scenes.descent_2d.view import Show
from scenes.descent_2d.walk import Start, Step
from script.typed import RunName, Text
from tests.scenes.maps import LOOK, after, farthest, said, stage

SWARM, BALL, AHEAD = (RunName(name) for name in ("swarm", "ball", "ahead"))
DOTS, RAVINE = five_dots(noise=1), ravine()
RUNS = {
    "swarm": Run(DOTS, sgd(0.1, seed=3, replacement=True), (0.0, 0.0), 30).solve(),
    "ball": Run(RAVINE, HeavyBall(0.12, 0.8), (8.0, 1.0), 20).solve(),
    "ahead": Run(RAVINE, Nesterov(0.12, 0.8), (8.0, 1.0), 20).solve(),
}


@pytest.fixture
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


# --- momentum -----------------------------------------------------------------------------------


def rolled(k: int, nesterov: bool) -> tuple[Any, Any, list[Any]]:
    """Return step ``k`` of lr 0.12 and momentum 0.8, its carried part, and each slope's part."""
    x, v, slopes = np.array([8.0, 1.0]), np.zeros(2), []
    while len(slopes) <= k:
        slopes.append(x * (0.25, 4.0))
        before, v = v, 0.8 * v + slopes[-1]
        step = -0.12 * (slopes[-1] + 0.8 * v) if nesterov else -0.12 * v
        x = x + step
    carried = -0.12 * (0.64 if nesterov else 0.8) * before
    weights = [0.8 ** (k - j) * (0.8 if nesterov else 1) for j in range(k + 1)]
    weights[-1] += 1.0 if nesterov else 0.0
    return step, carried, [-0.12 * w * g for w, g in zip(weights, slopes, strict=True)]


@pytest.mark.parametrize("k", [0, 1, 5, 15])
@pytest.mark.parametrize("run", [BALL, AHEAD])
def test_what_a_step_is_made_of(run: RunName, k: int) -> None:
    step, carried, parts = rolled(k, nesterov=run == AHEAD)
    kept, new = split(RUNS[run], k)
    assert kept == pytest.approx(carried, abs=1e-12)
    assert kept + new == pytest.approx(step, abs=1e-12)
    pieces = remembered(RUNS[run], k)
    assert pieces.sum(axis=0) == pytest.approx(step, abs=1e-12)
    single = parts[-PIECES:]
    assert pieces[-len(single) :] == pytest.approx(np.array(single), abs=1e-12)
    assert len(pieces) == len(single) + (k + 1 > PIECES)


@pytest.mark.usefixtures("_studio")
@pytest.mark.parametrize("times", [1.0, 3.0])
def test_the_parts_lie_end_to_end(times: float) -> None:
    on = stage(RAVINE, (-9, 9, -6, 6), RUNS)
    state = after(on, Start(BALL), Step(4), Show("split", scale=times))
    with said() as texts:
        parts, plane = on.draw(state), on.plane(state)
    x = RUNS["ball"].x[4]
    step, carried, _ = rolled(4, nesterov=False)
    here, joint, end = (plane.to_scene(p)[:2] for p in (x, x + times * carried, x + times * step))
    assert farthest(parts["ball carried"], here) == pytest.approx(joint, abs=1e-6)
    assert farthest(parts["ball slope"], joint) == pytest.approx(end, abs=1e-6)
    assert any("× step" in text for text in texts) is (times != 1)


# --- swarms -------------------------------------------------------------------------------------


def test_a_cloud_is_the_run_with_other_seeds() -> None:
    many = cloud(RUNS["swarm"].run, 4).x
    for i in range(4):
        alone = replace(RUNS["swarm"].run, optimizer=sgd(0.1, seed=3 + i, replacement=True))
        assert np.array_equal(many[:, i], alone.solve().x)


@pytest.mark.usefixtures("_studio")
class TestSwarm:
    def test_each_dot_stands_on_its_own_iterate(self) -> None:
        on = stage(DOTS, (-2, 9, -2, 9), RUNS)
        state = after(on, Start(SWARM, seeds=12), Step(30), Show("spread"))
        parts, plane = on.draw(state), on.plane(state)
        dots = parts["swarm dots"].points[:, :2].reshape(12, -1, 2)
        ends = []
        for dot, seed in zip(dots, range(3, 15), strict=True):
            run = replace(RUNS["swarm"].run, optimizer=sgd(0.1, seed=seed, replacement=True))
            ends.append(run.solve().x[30])
            at = plane.to_scene(ends[-1])[:2]
            assert (dot.min(axis=0) + dot.max(axis=0)) / 2 == pytest.approx(at, abs=1e-6)
        mean = plane.to_scene(np.mean(ends, axis=0))
        assert parts["swarm mean"].get_center() == pytest.approx(mean, abs=1e-6)
        ring = plane.to_data(parts["swarm spread"].points[:, :2]) - np.mean(ends, axis=0)
        inverse = np.linalg.inv(np.cov(np.array(ends).T))
        reach = np.sqrt(np.einsum("ni,ij,nj->n", ring, inverse, ring))
        assert reach == pytest.approx(np.full(len(reach), 2.0), abs=0.02)

    def test_dots_out_of_sight_are_at_the_edge(self) -> None:
        on = stage(DOTS, (4.5, 5.5, 4.5, 5.5), RUNS)
        parts = on.draw(after(on, Start(SWARM, seeds=5)))
        assert sum(name.startswith("swarm gone") for name in parts) == 5
        assert len(parts["swarm dots"].points) == 0

    def test_its_gradients_are_those_of_the_steps(self) -> None:
        on = stage(DOTS, (-9, 9, -9, 9), RUNS, "full")
        state = after(on, Start(SWARM, seeds=3), Show("estimate", scale=0.05))
        parts, plane = on.draw(state), on.plane(state)
        here = plane.to_scene((0, 0))[:2]
        for i in range(3):
            run = replace(RUNS["swarm"].run, optimizer=sgd(0.1, seed=3 + i, replacement=True))
            tip = plane.to_scene(0.05 * run.solve().used_grad[0])[:2]
            assert farthest(parts[f"swarm estimate {i}"], here) == pytest.approx(tip, abs=1e-6)

    @pytest.mark.parametrize(("at", "arrows"), [(29, 3), (30, 0)])
    def test_where_no_step_is_left_no_gradient_is_claimed(self, at: int, arrows: int) -> None:
        on = stage(DOTS, (-9, 9, -9, 9), RUNS, "full")
        state = after(on, Start(SWARM, seeds=3), Show("estimate", scale=0.05), Step(at))
        drawn = [name for name in on.draw(state) if name.startswith("swarm estimate")]
        told = [one.part for one in claims(on, state, LOOK) if isinstance(one, Arrow)]
        assert len(drawn) == len(told) == arrows

    def test_a_swarm_has_no_arrow_of_the_full_gradient(self) -> None:
        on = stage(DOTS, (-2, 9, -2, 9), RUNS)
        state = after(on, Start(SWARM, seeds=3)).with_layer("gradient", None, 1.0, 1.0)
        assert "swarm gradient" not in on.draw(state)


@pytest.mark.render
def test_a_text_keeps_off_an_axis_name_that_stands_on_the_map() -> None:
    runs = {"learn": Run(five_dots(), GD(0.1), (0.0, 0.0), 10).solve()}
    named = Text('"intercept"'), Text('"slope"')
    on = stage(five_dots(), (-1, 6, -1, 6), runs, "top", names=named)
    with studio(LOOK):
        state = after(on, Start(RunName("learn")), Show("gradient", scale=0.1))
        scale = on.draw(state)["scale"]
        (name,) = Ground(on.params, REGIONS["top"], LOOK).taken()
    (left, bottom), (right, top) = (
        scale.get_corner([-1, -1, 0])[:2],
        scale.get_corner([1, 1, 0])[:2],
    )
    beside = left > name.left + name.width or right < name.left
    assert beside or top < name.bottom or bottom > name.bottom + name.height
