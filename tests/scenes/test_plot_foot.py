"""The foot of a plot: no number is lost for the name, and neither leaves the box."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.look import Look
from scenes.plots.axis import Axis
from scenes.plots.foot import Foot, Reach, farthest
from scenes.plots.labels import Label, Labels
from scenes.plots.sheet import Names, Sheet
from scenes.trajectory_plot import Params, TrajectoryPlot
from scenes.trajectory_plot.state import Series
from script.typed import RunName

LOOK = Look(320, 180, 30, ())
shares = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=9, unique=True).map(sorted)


@pytest.fixture
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


@given(st.lists(st.builds(Reach, st.floats(0.05, 1.0), st.floats(0.0, 2.0)), max_size=5))
def test_an_axis_goes_as_far_as_nothing_passes_the_limit(reaches: list[Reach]) -> None:
    right = farthest(-3.0, 5.0, reaches)
    ends = [-3.0 + it.share * (right + 3.0) + it.right for it in reaches]
    assert max([right, *ends]) == pytest.approx(5.0)


@given(shares, st.floats(0.1, 1.5), st.floats(0.1, 1.0))
def test_the_last_number_stays_and_none_touch(at: list[float], width: float, name: float) -> None:
    foot = Foot(tuple((share, width) for share in at), name)
    right = farthest(-3.0, 4.0, foot.reaches())
    plane = Box(-3.0, 0.0, right + 3.0, 2.0)
    kept = [plane.left + at[i] * plane.width for i in foot.kept(plane)]
    assert foot.kept(plane)[-1] == len(at) - 1
    assert all(after - before > width for before, after in pairwise(kept))
    assert foot.name_left(plane) >= max(plane.right, kept[-1] + width / 2)
    assert foot.name_left(plane) + name <= 4.0 + 1e-9


@pytest.mark.parametrize(
    ("width", "shown"),
    [(0.5, [0, 1, 2, 3, 4, 5, 6]), (1.2, [0, 2, 4, 6]), (2.5, [0, 3, 6]), (9.0, [6])],
)
def test_numbers_that_stay_are_evenly_apart(width: float, shown: list[int]) -> None:
    foot = Foot(tuple((i / 6, width) for i in range(7)), 0.0)
    assert foot.kept(Box(0.0, 0.0, 6.0, 1.0)) == shown


def sheet(box: Box, last: float, labels: tuple[str, ...] = (), ends: Any = None) -> Sheet:
    named = [Label(i, says, "#FFFFFF", i) for i, says in enumerate(labels)]
    axes = Axis((0, last), None), 0.0, Axis((0, 10), (1, 10))
    return Sheet(box, LOOK, Names("", "step", "loss"), *axes, Labels(box, LOOK, named), ends)


def said(drawn: Any) -> dict[str, Any]:
    """Return the texts of a picture by what they say: the glyphs of each."""
    found: dict[str, list[Any]] = {}
    for glyph in drawn.family_members_with_points():
        if getattr(glyph, "setting", None) is not None:
            found.setdefault(glyph.setting.source, []).append(glyph)
    return found


@pytest.mark.usefixtures("_studio")
@pytest.mark.parametrize("region", ["left-wide", "left", "left-third", "right-narrow-bottom"])
@pytest.mark.parametrize("last", [2300.0, 900.0, 10.0, 400_000.0])
def test_the_last_tick_has_its_number_and_the_name_follows(region: str, last: float) -> None:
    box = REGIONS[region]
    made = sheet(box, last)
    texts, shown = said(made.axes()), [tick.text for tick in made.across_ticks()]
    assert shown[-1] in texts
    number, name = texts[shown[-1]], texts["step"]
    right = max(float(glyph.get_right()[0]) for glyph in number)
    left = min(float(glyph.get_left()[0]) for glyph in name)
    if made._has_name_beside:
        assert 0 < left - max(right, made.plane.right) < 0.3
    else:
        assert max(g.get_top()[1] for g in name) < min(g.get_bottom()[1] for g in number)
    for glyph in [*number, *name]:
        assert box.left <= glyph.get_left()[0] <= glyph.get_right()[0] <= box.right + 0.01
        assert glyph.get_bottom()[1] >= box.bottom - 0.01


@pytest.mark.usefixtures("_studio")
def test_only_a_narrow_high_box_gives_the_name_a_row() -> None:
    beside = {name: sheet(REGIONS[name], 900.0)._has_name_beside for name in REGIONS}
    assert not beside["left-third"]
    assert all(beside[name] for name in ("left", "left-wide", "full", "right-narrow-bottom"))


@pytest.mark.usefixtures("_studio")
def test_a_label_needs_room_only_where_its_line_ends() -> None:
    box, label = REGIONS["left"], ("η = 0.001",)
    whole, half = (sheet(box, 10.0, label, {0: end}) for end in (1.0, 0.4))
    assert half.plane.right > whole.plane.right + 0.5
    for made, end in ((whole, 1.0), (half, 0.4)):
        tip = np.array([made.plane.left + end * made.plane.width, made.plane.center[1]])
        (text,) = made._labels.draw({0: (tip, 1.0)}, made.plane).values()
        assert text.get_right()[0] <= box.right


@pytest.mark.usefixtures("_studio")
def test_the_name_of_a_plot_of_a_run_stands_behind_its_last_number() -> None:
    runs = {"tiny": Run(bowl(), GD(0.001), (5.0, 5.0), 1100).solve()}
    params = Params(series=(Series(RunName("tiny"), "x"),), steps=1100)
    plot = TrajectoryPlot(params, REGIONS["left-wide"], LOOK, runs)
    texts = said(plot.sheet.axes())
    assert plot.sheet.steps()[-1] == 1000
    number = max(float(glyph.get_right()[0]) for glyph in texts["1000"])
    name = min(float(glyph.get_left()[0]) for glyph in texts["step"])
    assert 0 < name - max(number, plot.sheet.plane.right) < 0.3
