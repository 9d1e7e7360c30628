"""A bowl beside the contours of a map, and a mapped bowl that becomes another one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import Himmelblau, Objective, Saddle, bowl, quadratic, ravine
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.canvas import studio
from scenes.descent_2d.bowl import DrawBowl, EraseBowl, ellipse
from scenes.descent_2d.reshape import Reshape
from scenes.descent_2d.walk import Clear, Start, Step
from scenes.descent_2d.zoom import Zoom
from scenes.stage import Mistake
from script.typed import RunName
from tests.scenes.maps import LOOK, after, stage

GOOD, STEEP = RunName("good"), RunName("steep")
SQUEEZED = quadratic(curvatures=(2.0, 16.0))
RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 4).solve(),
    "steep": Run(SQUEEZED, GD(0.1), (5.0, 2.5), 4).solve(),
}
WINDOW = (-6.0, 6.0, -6.0, 6.0)


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


def of(objective: Objective, window: tuple[float, float, float, float] = WINDOW) -> Any:
    return stage(objective, window, RUNS)


@pytest.mark.parametrize("objective", [bowl(), ravine(theta=30.0), SQUEEZED])
@pytest.mark.parametrize("point", [(0.0, 0.0), (3.0, -1.0)])
@pytest.mark.parametrize("loss", [0.5, 40.0])
def test_the_ellipse_of_a_bowl_is_its_contour(
    objective: Objective, point: tuple[float, float], loss: float
) -> None:
    ring = ellipse(objective, np.array(point), loss)
    assert ring is not None
    assert objective.value(ring) == pytest.approx(np.full(len(ring), loss))
    assert ellipse(objective, np.array(point), -1.0) is None


def test_close_to_a_minimum_ellipses_and_contours_are_one() -> None:
    valley, point = Himmelblau(), np.array([3.0, 2.0])
    off = []
    for loss in (10.0, 0.1, 0.001):
        ring = ellipse(valley, point, loss)
        assert ring is not None
        off.append(float(np.abs(valley.value(ring) / loss - 1).max()))
    assert all(later < earlier / 5 for earlier, later in pairwise(off))
    assert off[-1] < 0.02


def test_a_bowl_has_an_ellipse_for_each_contour_and_leaves() -> None:
    on = of(Himmelblau(), (2.0, 4.0, 1.0, 3.0))
    state = after(on, DrawBowl((3.0, 2.0)))
    rings = [name for name in on.draw(state) if name.startswith("ellipse at")]
    assert len(rings) >= 3
    assert any(
        name.startswith("ellipse at")
        for name in on.draw(Zoom((2.9, 3.1, 1.9, 2.1)).at(state, 0.5, on))
    )
    assert EraseBowl().at(state, 1.0, on).bowl is None


def test_a_mapped_bowl_becomes_another_through_bowls() -> None:
    on = of(bowl())
    start = on.initial()
    middle = Reshape(SQUEEZED).at(start, 0.5, on)
    assert on.mapped(Reshape(SQUEEZED).at(start, 0.0, on)) == bowl()
    assert on.mapped(middle).curvatures.tolist() == pytest.approx([2, 8])
    steep = [on.mapped(Reshape(SQUEEZED).at(start, a, on)).curvatures[1] for a in (0, 0.3, 0.7, 1)]
    assert all(later > earlier for earlier, later in pairwise(steep))
    end = after(on, Reshape(SQUEEZED))
    assert on.mapped(end) == SQUEEZED
    assert on.draw(middle)["bands"] is not on.draw(end)["bands"]
    assert "steep point" in on.draw(after(on, Reshape(SQUEEZED), Start(STEEP), Step(1)))


def test_back_again_the_picture_is_the_first_one() -> None:
    on = of(bowl())
    there = on.draw(after(on, Reshape(SQUEEZED), Reshape(bowl())))["bands"]
    here = on.draw(on.initial())["bands"]
    assert np.array_equal(there.get_all_points(), here.get_all_points())


@pytest.mark.parametrize(
    ("objective", "before", "action", "message"),
    [
        (Saddle(), (), DrawBowl((0.0, 0.0)), "curvatures there are -1 and 1"),
        (bowl(), (), EraseBowl(), "no bowl is drawn"),
        (bowl(), (), Reshape(Saddle()), "only a bowl round the origin"),
        (Himmelblau(), (), Reshape(bowl()), "only a bowl round the origin"),
        (bowl(), (), Reshape(ravine(theta=30.0)), "only a bowl round the origin"),
        (bowl(), (), Reshape(quadratic(curvatures=(2.0, -4.0))), "only a bowl round the origin"),
        (bowl(), (Start(GOOD),), Reshape(SQUEEZED), "good walks on the bowl as it is"),
        (bowl(), (Start(GOOD), Clear(), Reshape(SQUEEZED)), Start(GOOD), "another objective"),
    ],
)
def test_mistakes(objective: Objective, before: tuple[Any, ...], action: Any, message: str) -> None:
    on = of(objective)
    state = after(on, *before)
    with pytest.raises(Mistake, match=message):
        on.check(action, state)
