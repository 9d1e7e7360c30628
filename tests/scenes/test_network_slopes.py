"""Slopes that go back through a network's diagram are on its lines, all of them abreast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import pytest

from gdmath.array import Array
from gdmath.objectives import network
from gdmath.optimizers import GD
from gdmath.run import Run, Trajectory
from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.look import Look
from scenes.network import KIND, NetworkStage, Params, State
from scenes.network.actions import Backprop
from scenes.network.diagram import DiagramView
from scenes.network.state import View
from scenes.stage import Mistake
from script.typed import RunName

LOOK = Look(320, 180, 30, ())
HIDDEN = 4


@cache
def trained() -> Trajectory:
    net = network(hidden=HIDDEN, samples=40)
    return Run(net, GD(1.0), net.default_start, 2).solve()


def stage(view: View) -> NetworkStage:
    return KIND(Params(RunName("net"), view), REGIONS["left"], LOOK, {"net": trained()})


@pytest.fixture
def drawing() -> Iterator[None]:
    with studio(LOOK):
        yield


def drawn(view: DiagramView, front: float) -> Array:
    """Return the middles of the dots, (n, 2)."""
    corners = np.array(view.slopes(front).points)[:, :2]
    middles: Array = corners.reshape(len(ends(view, front)), -1, 2).mean(axis=1)
    return middles


def ends(view: DiagramView, front: float) -> Sequence[tuple[Array, Array]]:
    units = [view.unit(i) for i in range(HIDDEN)]
    if front < 0.5:
        return [(view.output, unit) for unit in units]
    return [(unit, view.input(i)) for unit in units for i in (0, 1)]


@pytest.mark.parametrize(("front", "share"), [(0.1, 0.2), (0.375, 0.75), (0.55, 0.1), (0.9, 0.8)])
def test_every_line_carries_one_the_same_share_of_its_way(
    drawing: None, front: float, share: float
) -> None:
    view = stage("diagram").diagram
    places = [a + share * (b - a) for a, b in ends(view, front)]
    assert drawn(view, front) == pytest.approx(np.array(places), abs=0.01)


def test_they_come_evenly_and_are_gone_before_and_after(drawing: None) -> None:
    on = stage("diagram")
    at = [Backprop().at(on.initial(), alpha, on) for alpha in (0, 0.25, 0.75, 1)]
    assert [state.front for state in at] == [0, 0.25, 0.75, 0]
    assert ["slopes" in on.draw(state) for state in at] == [False, True, True, False]


def test_the_plane_of_points_has_no_lines_for_them() -> None:
    on = stage("boundary")
    with pytest.raises(Mistake, match="view: diagram"):
        on.check(Backprop(), State(on.initial().layers))
