from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.crowd import Crowd, Group, Params, Part, State
from scenes.crowd.actions import Deal, Light
from scenes.look import Look
from scenes.stage import Mistake
from script.typed import Text
from tests.scenes.samples_crowd import TRAININGS

LOOK = Look(854, 480, 15, ())


def crowd(*groups: Group, box: Box = REGIONS["full"]) -> Crowd:
    return Crowd(Params(groups or TRAININGS.groups), box, LOOK, {})


def after(stage: Crowd, *actions: Any) -> State:
    state = stage.initial()
    for action in actions:
        stage.check(action, state)
        state = action.at(state, 1.0, stage)
    return state


def middles(shape: Any, corners: int) -> Any:
    """Return the middle of each mark in a shape of many, given a mark's number of corners."""
    anchors = shape.points.reshape(-1, 4, 3)[:, 0, :2]
    return anchors.reshape(-1, corners, 2).mean(axis=1)


def test_it_is_dealt_and_lit_by_name() -> None:
    stage = crowd()
    assert stage.initial() == State((0.0, 0.0), ((0.0,), (0.0, 0.0)))
    assert after(stage, Deal(("low",))).dealt == (0.0, 1.0)
    lit = after(stage, Deal(), Light("healthy"))
    assert lit == State((1.0, 1.0), ((0.0,), (0.0, 1.0)))
    half = Light("crawl").at(after(stage, Deal()), 0.5, stage)
    assert half.lit == ((0.0,), (0.5, 0.0))


@pytest.mark.render
def test_every_one_is_a_dot_and_each_part_lights_its_own() -> None:
    with studio(LOOK):
        stage = crowd()
        dealt = stage.draw(after(stage, Deal()))
        assert len(middles(dealt["dots 1"], 32)) == 120
        drawn = stage.draw(after(stage, Deal(), Light("crawl"), Light("healthy")))
        crawl, healthy = middles(drawn["lit 1 0"], 32), middles(drawn["lit 1 1"], 4)
        rest = middles(drawn["dots 1"], 32)
        assert (len(crawl), len(healthy), len(rest)) == (38, 76, 120 - 38 - 76)
        together = np.concatenate([crawl, healthy, rest])
        np.testing.assert_allclose(together, middles(dealt["dots 1"], 32), atol=1e-6)
        assert "text 1 0" in drawn
        assert "text 0 0" not in drawn


@pytest.mark.render
def test_dots_of_all_groups_stand_in_one_grid_and_apart() -> None:
    with studio(LOOK):
        stage = crowd()
        drawn = stage.draw(after(stage, Deal()))
        both = np.concatenate([middles(drawn[f"dots {i}"], 32) for i in (0, 1)])
        columns = np.unique(both[:, 0].round(4))
        assert len(columns) > 10
        np.testing.assert_allclose(np.diff(columns), np.diff(columns).mean(), atol=1e-3)
        gaps = np.linalg.norm(both[:, None] - both[None], axis=-1)[np.triu_indices(len(both), 1)]
        assert gaps.min() > 0.15


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ((Light("seen"),), "high is not dealt yet"),
        ((Deal(), Deal()), "dealt already"),
        ((Deal(("hihg",)),), "there is no group hihg - did you mean high"),
        ((Deal(), Light("craw")), "there is no part craw - did you mean crawl"),
    ],
)
def test_mistakes(actions: tuple[Any, ...], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        after(crowd(), *actions)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ((Group("a", Text("A"), 3, (Part("b", 2), Part("c", 2))),), "the parts of a are 4, of 3"),
        ((Group("a", Text("A"), 0),), "a must have dots"),
        ((Group("a", Text("A"), 3, (Part("b", -1),)),), "none of its parts fewer than 0"),
        ((Group("a", Text("A"), 3, (Part("a", 1),)),), "two groups or parts are called a"),
    ],
)
def test_counts_that_make_no_sense(groups: tuple[Group, ...], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        crowd(*groups)


def test_a_crowd_needs_a_group() -> None:
    with pytest.raises(Mistake, match="needs a group"):
        Crowd(Params(()), REGIONS["full"], LOOK, {})


@pytest.mark.render
def test_what_cannot_fit_is_a_mistake() -> None:
    with studio(LOOK):
        stage = crowd(Group("a", Text("A"), 9000))
        with pytest.raises(Mistake, match="do not fit"):
            stage.draw(after(stage, Deal()))
