"""What x and what y alone add to a loss, against powers worked out here."""

import pytest

from gdmath.objectives import bowl, ravine
from gdmath.objectives.objective import Objective
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.box import REGIONS
from scenes.look import Look
from scenes.stage import Mistake
from scenes.trajectory_plot import Params, TrajectoryPlot
from scenes.trajectory_plot.state import Series
from script.typed import RunName

GOOD = RunName("good")
SERIES = (Series(GOOD, "f"), Series(GOOD, "f_x"), Series(GOOD, "f_y"))


def plot(objective: Objective) -> TrajectoryPlot:
    run = Run(objective, GD(0.1), (5.0, 5.0), 10).solve()
    look = Look(320, 180, 30, ())
    return TrajectoryPlot(Params(steps=10, series=SERIES), REGIONS["right"], look, {"good": run})


def test_the_parts_of_a_bowl_add_up_to_its_loss() -> None:
    f, of_x, of_y = plot(bowl()).curves.values
    assert of_x == pytest.approx([25 * 0.64**k for k in range(11)])
    assert of_y == pytest.approx([50 * 0.36**k for k in range(11)])
    assert of_x + of_y == pytest.approx(f)


def test_a_turned_bowl_has_no_part_for_each_coordinate() -> None:
    with pytest.raises(Mistake, match="f_x of good: only a quadratic"):
        plot(ravine(theta=30.0))
