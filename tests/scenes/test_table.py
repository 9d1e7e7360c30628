from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scenes.box import REGIONS, Box
from scenes.look import Look, TypeScale
from scenes.stage import Mistake
from scenes.table import KIND, Column, Params
from scenes.table.actions import (
    Back,
    Fill,
    HideRatios,
    Highlight,
    ShowRatios,
    Step,
    Unhighlight,
)
from scenes.table.grid import ColumnSize, lay_out
from script.typed import RunName, Text
from tests.scenes.samples_table import SAMPLES, TEN_STEPS, trajectory

LOOK = Look(854, 480, 15, ())
RUN = trajectory()
TABLE = KIND(TEN_STEPS, REGIONS["right"], LOOK, {"good": RUN})


def after(*actions: Any) -> Any:
    state = TABLE.initial()
    for action in actions:
        TABLE.check(action, state)
        state = action.at(state, 1.0, TABLE)
    return state


def table(*columns: Column, rows: int = 10, lr: float = 0.1) -> Any:
    params = Params(RunName("r"), columns, rows)
    return KIND(params, REGIONS["right"], LOOK, {"r": trajectory(lr)})


def test_entries_are_the_runs_numbers() -> None:
    k, x, y, f = TABLE.entries
    assert k == tuple(map(str, range(11)))
    assert x[:4] == ("5.00", "4.00", "3.20", "2.56")
    assert y == tuple(f"{value:.2f}" for value in RUN.x[:, 1])
    assert f[-1] == f"{RUN.f[10]:.2f}" == "0.29"


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("grad_x", RUN.grad[:, 0]),
        ("grad_y", RUN.grad[:, 1]),
        ("grad_norm", RUN.grad_norm),
        ("step_x", RUN.step[:, 0]),
        ("step_y", RUN.step[:, 1]),
        ("step_len", RUN.step_len),
        ("angle_to_min", RUN.angle_to_min),
    ],
)
def test_every_quantity_has_its_column(of: Any, expected: np.ndarray) -> None:
    (entries,) = table(Column(of, format=".6f")).entries
    assert [float(entry) for entry in entries if entry] == pytest.approx(expected, abs=1e-6)


def test_the_last_iterate_has_no_step() -> None:
    assert table(Column("step_len")).entries[0][-1] == ""
    assert table(Column("step_len"), rows=9).entries[0][-1] != ""


def test_no_entry_is_a_negative_zero() -> None:
    (entries,) = table(Column("x", format=".1f"), lr=0.6).entries
    assert entries[:4] == ("5.0", "-1.0", "0.2", "0.0")


def test_fill_shows_rows_in_order() -> None:
    rows = Fill(4).at(TABLE.initial(), 0.5, TABLE).rows
    assert rows[0] == 1
    assert list(rows) == sorted(rows, reverse=True)
    assert rows[5:] == (0,) * 6
    assert after(Fill(4)).rows == (1,) * 5 + (0,) * 6


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_a_row_appears_at_the_end_of_its_step(k: int) -> None:
    start = after(Fill(0))
    assert Step(4).at(start, (k - 0.5) / 4, TABLE).rows[k] == 0
    assert Step(4).at(start, (k - 0.2) / 4, TABLE).rows[k] > 0
    assert Step(4).at(start, k / 4, TABLE).rows[k] == pytest.approx(1)


def test_a_step_goes_on_from_the_last_row() -> None:
    state = after(Fill(0), Step(4))
    halfway = Step(6).at(state, 0.5, TABLE)
    assert halfway.rows[:7] == pytest.approx((1, 1, 1, 1, 1, 1, 0))


def test_a_step_of_another_run_changes_nothing() -> None:
    state = after(Fill(0))
    other = Step(5, RunName("other"))
    assert (other.at(state, 1.0, TABLE), other.length(state, TABLE)) == (state, 0)
    assert Step(5, RunName("good")).at(state, 1.0, TABLE) == Step(5).at(state, 1.0, TABLE)


def test_steps_past_the_last_row_keep_the_walkers_time() -> None:
    short = table(Column("k"), rows=2)
    state = Fill(0).at(short.initial(), 1.0, short)
    assert Step(4).at(state, 0.5, short).rows == pytest.approx((1, 1, 1))
    assert Step(4).at(state, 0.3, short).rows[2] == 0


def test_back_takes_the_last_rows_away_first() -> None:
    state = after(Fill(10))
    rows = Back(4).at(state, 0.5, TABLE).rows
    assert rows[:5] == (1,) * 5
    assert list(rows) == sorted(rows, reverse=True)
    assert Back(4).at(state, 1.0, TABLE) == after(Fill(4))


def test_ratios_come_and_go_by_column() -> None:
    state = after(Fill(3), ShowRatios("x"), ShowRatios("y"))
    assert [(r.column, r.strength) for r in state.ratios] == [("x", 1), ("y", 1)]
    assert [r.column for r in HideRatios("x").at(state, 1.0, TABLE).ratios] == ["y"]
    assert HideRatios().at(state, 1.0, TABLE).ratios == ()
    assert ShowRatios("x").at(after(Fill(3)), 0.0, TABLE) == after(Fill(3))


def test_highlights_come_and_go_by_row() -> None:
    state = after(Fill(3), Highlight(1), Highlight(2, "x"))
    assert [(m.row, m.column) for m in state.marks] == [(1, ""), (2, "x")]
    assert [m.row for m in Unhighlight(1).at(state, 1.0, TABLE).marks] == [2]
    assert Unhighlight().at(state, 1.0, TABLE) == after(Fill(3))


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ([Fill(11)], "the table has the rows k = 0 to 10, not k = 11"),
        ([Fill(3), Fill(2)], "the rows up to k = 2 are filled already"),
        ([Step(12)], "the run has 10 steps, to: 12 is past its end"),
        ([ShowRatios("z")], "the table has no column z - use f, k, x or y"),
        ([ShowRatios("f")], "give the column f a `ratio:` such as ×0.8, to keep room"),
        ([ShowRatios("x"), ShowRatios("x")], "the column x shows its ratios already"),
        ([HideRatios("x")], "no ratios are shown at x"),
        ([Highlight(3)], "the row k = 3 is not filled yet"),
        ([Unhighlight(3)], "nothing is highlighted in row k = 3"),
    ],
)
def test_actions_that_make_no_sense_are_mistakes(actions: list[Any], message: str) -> None:
    with pytest.raises(Mistake) as mistake:
        after(*actions)
    assert str(mistake.value) == message


@pytest.mark.parametrize(
    ("columns", "rows", "message"),
    [
        ((Column("x"),), 11, "the run has 10 steps, rows: 11 is past its end"),
        ((Column("x"), Column("x")), 10, "a table needs columns, each of another quantity"),
        ((Column("x", format="two"),), 10, "two is no format of a number, such as .2f"),
        ((Column("f", format=".2E"),), 10, r"the column f would show 7.50E\+01 at k = 0"),
    ],
)
def test_params_that_make_no_sense_are_mistakes(
    columns: tuple[Column, ...], rows: int, message: str
) -> None:
    with pytest.raises(Mistake, match=message):
        table(*columns, rows=rows)


def test_a_grid_fits_its_box_or_is_none() -> None:
    sizes = [ColumnSize(0.5, 1.3, 0.0, 0.0), ColumnSize(0.5, 1.3, 1.6, 1.2)]
    box = Box(0, 0, 6, 6)
    grid = lay_out(sizes, 11, box, TypeScale())
    assert grid is not None
    assert box.left <= grid.columns[0].left
    assert grid.columns[0].right < grid.columns[1].left
    assert grid.columns[1].right + 1.2 <= box.right
    assert grid.middle(10) - grid.pitch / 2 >= box.bottom
    assert lay_out(sizes, 30, box, TypeScale()) is None
    assert lay_out(sizes * 3, 11, box, TypeScale()) is None


@pytest.mark.render
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.region)
def test_everything_is_inside_the_box(sample: Any) -> None:
    from scenes.canvas import studio

    box = REGIONS[sample.region]
    with studio(LOOK):
        stage = KIND(sample.params, box, LOOK, sample.runs)
        state = stage.initial()
        for _, action in sample.actions:
            stage.check(action, state)
            state = action.at(state, 1.0, stage)
            for part in stage.draw(state).values():
                assert box.left - 1e-9 <= part.get_left()[0]
                assert part.get_right()[0] <= box.right + 1e-9
                assert box.bottom - 1e-9 <= part.get_bottom()[1]
                assert part.get_top()[1] <= box.top + 1e-9


@pytest.mark.render
def test_decimal_points_stand_under_one_another() -> None:
    from scenes.canvas import studio

    with studio(LOOK):
        stage = KIND(TEN_STEPS, REGIONS["right"], LOOK, {"good": RUN})
        losses = [stage._row(k)[3] for k in range(11)]
        assert [len(row) for row in losses] == [len(entry) for entry in stage.entries[3]]
        points = [row[-3].get_center()[0] for row in losses]
        assert points == pytest.approx([points[0]] * 11, abs=1e-6)
        heights = [row[0].get_bottom()[1] for row in losses]
        assert np.diff(heights) == pytest.approx(-stage.grid.pitch, abs=0.02)


@pytest.mark.render
def test_eleven_rows_fit_half_the_stage_in_readable_type() -> None:
    from scenes.canvas import studio

    with studio(LOOK):
        stage = KIND(TEN_STEPS, REGIONS["right"], LOOK, {"good": RUN})
        assert stage.grid.size >= LOOK.type.small


@pytest.mark.render
def test_ratios_stand_between_their_rows_and_columns() -> None:
    from scenes.canvas import studio

    with studio(LOOK):
        stage = KIND(TEN_STEPS, REGIONS["right"], LOOK, {"good": RUN})
        state = ShowRatios("x").at(Fill(3).at(stage.initial(), 1.0, stage), 1.0, stage)
        drawn = stage.draw(state)
        arrows = [name for name in drawn if name.startswith("ratio")]
        assert arrows == ["ratio.x.0", "ratio.x.1", "ratio.x.2"]
        x, y = stage.grid.columns[1:3]
        for k, name in enumerate(arrows):
            assert x.right < drawn[name].get_left()[0]
            assert drawn[name].get_right()[0] < y.left
            assert stage.grid.middle(k + 1) < drawn[name].get_center()[1] < stage.grid.middle(k)


@pytest.mark.render
def test_a_table_too_big_for_its_panel_is_a_mistake() -> None:
    from scenes.canvas import studio

    with studio(LOOK):
        stage = KIND(
            Params(RunName("good"), title=Text("All")),
            REGIONS["right-narrow-bottom"],
            LOOK,
            {"good": RUN},
        )
        with pytest.raises(Mistake, match="a table of 4 columns and 11 rows does not fit"):
            _ = stage.grid
