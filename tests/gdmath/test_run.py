from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from gdmath.array import frozen
from gdmath.objectives import bowl, five_dots, quadratic, ravine
from gdmath.optimizers import GD
from gdmath.run import Outcome, Precision, Run, Trajectory, Unknown, solve


def on_the_bowl(lr, steps=10, start=(5.0, 5.0)):
    return Run(bowl(), GD(lr), start, steps).solve()


def shown(values, digits):
    return tuple(f"{value:.{digits}f}" for value in values)


# k, x, y, loss, |grad|, step length, angle in degrees (lr 0.1 from (5, 5))
GOOD = [
    (0, 5, 5, "75.000000000", "22.3607", "2.2361", "18.435"),
    (1, 4, 3, "34.000000000", "14.4222", "1.4422", "19.440"),
    (2, 3.2, 1.8, "16.720000000", "9.6333", "0.9633", "19.009"),
    (3, 2.56, 1.08, "8.886400000", "6.6990", "0.6699", "17.282"),
    (4, 2.048, 0.648, "5.034112000", "4.8472", "0.4847", "14.768"),
    (5, 1.6384, 0.3888, "2.986685440", "3.6271", "0.3627", "12.040"),
    (6, 1.31072, 0.23328, "1.826826035", "2.7826", "0.2783", "9.502"),
    (7, 1.048576, 0.139968, "1.138693710", "2.1706", "0.2171", "7.344"),
    (8, 0.8388608, 0.0839808, "0.717792991", "1.7110", "0.1711", "5.605"),
    (9, 0.67108864, 0.05038848, "0.455437961", "1.3572", "0.1357", "4.246"),
    (10, 0.536870912, 0.030233088, "0.290058455", "1.0805", None, "3.203"),
]


@pytest.mark.parametrize(("k", "x", "y", "loss", "steep", "length", "angle"), GOOD)
def test_the_good_run(k, x, y, loss, steep, length, angle):
    good = on_the_bowl(0.1)
    assert tuple(good.x[k]) == pytest.approx((x, y), rel=1e-15)
    assert f"{good.f[k]:.9f}" == loss
    assert f"{good.grad_norm[k]:.4f}" == steep
    assert f"{good.angle_to_min[k]:.3f}" == angle
    if length:
        assert f"{good.step_len[k]:.4f}" == length
        assert tuple(good.step[k]) == tuple(good.x[k + 1] - good.x[k])


def test_what_ten_good_steps_learn():
    good = on_the_bowl(0.1)
    assert f"{100 * good.f[10] / good.f[0]:.3f}" == "0.387"
    assert shown(100 * (1 - good.x[10] / good.x[0]), 2) == ("89.26", "99.40")
    assert f"{good.step_len[0] / good.step_len[9]:.1f}" == "16.5"
    assert int((good.x[:, 0] < 1).argmax()) == 8
    assert good.outcome is Outcome.CONVERGED_MONOTONE


def test_the_theory_of_the_good_run():
    good = on_the_bowl(0.1)
    assert tuple(good.factor) == (0.8, 0.6)
    assert shown(good.half_life, 3) == ("3.106", "1.357")
    assert (good.lr, good.rate, good.wall, good.kappa) == (0.1, 0.8, 0.5, 2)
    assert tuple(good.curvature) == (2, 4)
    assert good.best_lr == 1 / 3
    assert f"{good.path_exponent:.5f}" == "2.28922"
    assert f"{good.misdirection_bound:.3f}" == "19.471"
    np.testing.assert_allclose(
        good.x[:, 1], 5 * (good.x[:, 0] / 5) ** good.path_exponent, rtol=1e-14
    )


def test_the_round_bowl_has_no_bend():
    run = Run(quadratic(curvatures=(2.0, 2.0)), GD(0.1), (5.0, 5.0), 10).solve()
    assert (run.x[:, 0] == run.x[:, 1]).all()
    assert run.angle_to_min.max() < 1e-6
    assert run.path_exponent == 1


def test_the_best_rate_zigzags():
    run = on_the_bowl(1 / 3, steps=5)
    expected = [(5 / 3**k, 5 / (-3) ** k) for k in range(6)]
    np.testing.assert_allclose(run.x, expected, rtol=1e-14)
    assert run.outcome is Outcome.CONVERGED_OSCILLATING


# k, x, y, loss (lr 0.6 from (5, 5))
BIG = [
    (1, -1, -7, 99),
    (2, 0.2, 9.8, 192.12),
    (3, -0.04, -13.72, 376.4784),
    (4, 0.008, 19.208, 737.894592),
    (5, -0.0016, -26.8912, 1446.27),
    (10, 5.12e-7, 144.627327488, 41834.13),
]


@pytest.mark.parametrize(("k", "x", "y", "loss"), BIG)
def test_the_run_that_is_spat_out(k, x, y, loss):
    big = on_the_bowl(0.6)
    assert tuple(big.x[k]) == pytest.approx((x, y), rel=3e-9)
    assert big.f[k] == pytest.approx(loss, rel=3e-6)
    assert big.outcome is Outcome.DIVERGED
    assert big.events == {"first_uphill": 1}


def test_first_inf_then_nan():
    big = on_the_bowl(0.6, steps=3000)
    assert big.events == {"first_inf": 1049, "first_nan": 2103, "first_uphill": 1}
    assert big.steps == 2103
    assert np.isfinite(big.x[:2102]).all()
    assert np.isinf(big.x[2102, 1])
    assert np.isnan(big.x[2103, 1])
    assert big.x[2103, 0] == 0


def test_the_trap_falls_three_times_and_is_doomed():
    trap = on_the_bowl(0.6, start=(5.0, 0.05))
    falling = ("25.0050", "1.0098", "0.0592", "0.0392", "0.0739", "0.1446", "0.2835")
    assert shown(trap.f[:7], 4) == falling
    assert trap.outcome is Outcome.DIVERGED


def test_the_knife_edge_flips_for_ever():
    edge = on_the_bowl(0.5, steps=6)
    assert [tuple(x) for x in edge.x[1:]] == [(0, -5), (0, 5)] * 3
    assert tuple(edge.f[1:]) == (50,) * 6
    assert edge.outcome is Outcome.CYCLE


# k, x, y, loss (lr 0.001 from (5, 5))
CRAWL = [
    (10, "4.90089521675975", "4.80356186751405", "70.1672"),
    (100, "4.0928", "3.3489", "39.18"),
    (346, "2.5011", "1.2494", "9.378"),
    (1000, "0.67532", "0.09085", "0.472567"),
    (2301, "0.049928", "0.000494", "0.002493"),
]


@pytest.mark.parametrize(("k", "x", "y", "loss"), CRAWL)
def test_the_run_that_crawls(k, x, y, loss):
    crawl = on_the_bowl(0.001, steps=k)
    for value, printed in ((crawl.x[k, 0], x), (crawl.x[k, 1], y), (crawl.f[k], loss)):
        assert f"{value:.{len(printed.partition('.')[2])}f}" == printed


def test_ten_good_steps_cost_1119_crawling_ones():
    crawl = on_the_bowl(0.001, steps=1200)
    assert int((crawl.f <= on_the_bowl(0.1).f[10]).argmax()) == 1119
    assert shown(crawl.half_life, 2) == ("346.23", "172.94")
    assert f"{crawl.path_exponent:.5f}" == "2.00201"


def test_the_line_and_the_dot_move_together():
    line = Run(five_dots(), GD(0.1), (0.0, 0.0), 10).solve()
    expected = [(0, 0), (1, 2), (1.8, 3.2), (2.44, 3.92)]
    np.testing.assert_allclose(line.x[:4], expected, rtol=1e-15)
    dot = on_the_bowl(0.1)
    np.testing.assert_allclose(5 - line.x, dot.x, rtol=0, atol=2e-15)
    np.testing.assert_allclose(line.f, dot.f, rtol=1e-14)
    assert tuple(line.factor) == (0.8, 0.6)
    assert line.outcome is Outcome.CONVERGED_MONOTONE


def test_a_format_may_be_named():
    assert Run(bowl(), GD(0.1), (1.0, 1.0), 1, "float16").dtype is Precision.FLOAT16


def test_no_steps_and_a_start_at_the_minimum():
    still = on_the_bowl(0.1, steps=0)
    assert (still.steps, still.step.shape, still.step_len.shape) == (0, (0, 2), (0,))
    home = on_the_bowl(0.6, start=(0.0, 0.0))
    assert tuple(home.angle_to_min) == (0,) * 11
    assert home.outcome is Outcome.CONVERGED_MONOTONE


def test_angles_are_right_at_both_ends_of_the_scale():
    run = Run(quadratic(curvatures=(1.0, 1.0 + 1e-12)), GD(0.1), (1.0, 1.0), 0).solve()
    assert np.deg2rad(run.angle_to_min[0]) == pytest.approx(5e-13, rel=1e-3)


def test_shapes_in_three_dimensions():
    run = Run(quadratic(curvatures=(1.0, 2.0, 3.0)), GD(0.1), (1.0, 2.0, 3.0), 4).solve()
    assert run.x.shape == run.grad.shape == (5, 3)
    assert run.step.shape == (4, 3)
    assert run.f.shape == run.grad_norm.shape == run.angle_to_min.shape == (5,)
    with pytest.raises(Unknown, match="over x and y"):
        _ = run.path_exponent


@pytest.mark.parametrize(
    ("run", "name", "message"),
    [
        (Run(ravine(theta=30.0), GD(0.1), (1.0, 1.0), 1), "path_exponent", "minimum at the origin"),
        (Run(bowl(), GD(0.6), (1.0, 1.0), 1), "path_exponent", "between 0 and 1"),
        (Run(quadratic(curvatures=(1.0, -1.0)), GD(0.1), (1.0, 1.0), 1), "best_lr", "single min"),
        (Run(quadratic(curvatures=(1.0, -1.0)), GD(0.1), (1.0, 1.0), 1), "minimum", "not known"),
        (Run(quadratic(curvatures=(1.0, -1.0)), GD(0.1), (1.0, 1.0), 1), "f_min", "not known"),
    ],
)
def test_a_quantity_the_run_does_not_have(run, name, message):
    with pytest.raises(Unknown, match=message):
        getattr(run.solve(), name)


def test_every_public_name_is_there():
    good = on_the_bowl(0.1)
    others = {"m", "v", "v_max", "velocity", "period"}
    assert all(hasattr(good, name) for name in Trajectory.PUBLIC - others)
    assert not any(hasattr(good, name) for name in others)
    assert {n for n in dir(Trajectory) if not n.startswith("_")} - {"PUBLIC", "run", "memory"} == (
        Trajectory.PUBLIC
    )


@pytest.mark.parametrize(
    "name", ["x", "f", "grad", "grad_norm", "step", "step_len", "angle_to_min", "factor"]
)
def test_arrays_are_float64_and_read_only(name):
    values = getattr(pickle.loads(pickle.dumps(on_the_bowl(0.1))), name)
    assert values.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 0


def test_equal_hashable_and_picklable():
    run = Run(bowl(), GD(0.6), (5.0, 5.0), 2200)
    first, again = solve(run), pickle.loads(pickle.dumps(run.solve()))
    assert first == again
    assert hash(first) == hash(again)
    assert first != on_the_bowl(0.6, steps=2199)
    assert dict(again.events) == dict(first.events)


def test_a_trajectory_cannot_be_changed():
    good = on_the_bowl(0.1)
    with pytest.raises(FrozenInstanceError):
        good.f = good.f
    with pytest.raises(TypeError):
        good.events["first_inf"] = 3


def test_freezing_leaves_the_original_alone():
    mine = np.ones(3)
    assert not frozen(mine).flags.writeable
    assert mine.flags.writeable
    assert frozen(frozen(mine)).base is None


@pytest.mark.parametrize(
    ("start", "steps", "dtype", "message"),
    [
        ((1.0,), 1, Precision.FLOAT64, "has 1 numbers, but the objective takes 2"),
        ((1.0, float("nan")), 1, Precision.FLOAT64, "the start must be finite, not nan"),
        ((1.0, 1.0), -1, Precision.FLOAT64, "steps must not be negative, not -1"),
        ((1.0, 1.0), 1, "float8", "dtype must be one of float64, float32, .*, not float8"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused(start, steps, dtype, message):
    with pytest.raises(ValueError, match=message):
        Run(bowl(), GD(0.1), start, steps, dtype)
