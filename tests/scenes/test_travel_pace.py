from itertools import pairwise

import pytest

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.box import REGIONS
from scenes.descent_2d import Descent2D, Params
from scenes.descent_2d.view import Show
from scenes.descent_2d.walk import Start, Step
from scenes.look import Look
from scenes.pace import UNHURRIED, Stride, steps_s, stride
from scenes.trajectory_plot import Params as PlotParams
from scenes.trajectory_plot import TrajectoryPlot
from scenes.trajectory_plot.actions import Step as PlotStep
from script.typed import RunName


@pytest.mark.parametrize(("count", "seconds"), [(0, 0), (1, 0.9), (4, 3.6), (16, 7.2), (1000, 12)])
def test_pace(count: int, seconds: float) -> None:
    assert steps_s(count) == pytest.approx(seconds)


def test_more_steps_take_longer_but_each_takes_less() -> None:
    times = [steps_s(count) for count in range(UNHURRIED, 40)]
    assert all(less <= more for less, more in pairwise(times))
    assert all(
        after / (count + 1) < before / count
        for count, (before, after) in enumerate(pairwise(times), UNHURRIED)
    )


@pytest.mark.parametrize("to", [1, 3, 4, 5, 9])
@pytest.mark.parametrize("held", [False, True])
def test_a_stride_arrives_evenly_and_never_goes_back(to: int, held: bool) -> None:
    assert [stride(0, to, k / to, held).at for k in range(to + 1)] == list(range(to + 1))
    way = [stride(0, to, i / 300, held).at for i in range(301)]
    assert all(before <= after for before, after in pairwise(way))


def test_a_stride_is_a_maps_and_a_plots() -> None:
    """One cue moves a map, a plot and whatever strides as one."""
    runs = {"good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve()}
    good, box, look = RunName("good"), REGIONS["full"], Look(320, 180, 30, ())
    on_map = Descent2D(Params(bowl(), (-6, 6, -6, 6)), box, look, runs)
    plotted = TrajectoryPlot(PlotParams(steps=10, run=good), box, look, runs)
    walking = Start(good).at(on_map.initial(), 1.0, on_map)
    for to in (2, 4, 7, 10):
        for alpha in (0.1, 0.35, 0.5, 0.72, 0.99, 1.0):
            walker = Step(to).at(walking, alpha, on_map).walkers[0]
            way = stride(0, to, alpha)
            assert (walker.at, walker.arrow, walker.leap) == (way.at, way.arrow, way.leap)
            assert PlotStep(to).at(plotted.initial(), alpha, plotted).k == (way.at,)
        held = Show("step").at(walking, 1.0, on_map)
        walker = Step(to).at(held, 0.6 / to, on_map).walkers[0]
        assert stride(0, to, 0.6 / to, held=True) == Stride(walker.at, walker.arrow, walker.leap)
