"""The arithmetic of the pixel proof: formulas, recursions and what is read from YAML."""

from __future__ import annotations

import ast
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdmath.objectives import OBJECTIVES
from gdmath.optimizers import OPTIMIZERS
from gdmath.precision import Precision
from gdmath.run import Run
from pipeline.pixels import draws, formats, formulas, models, question, recursion
from pipeline.pixels.draws import FEEDS
from pipeline.pixels.formats import FORMATS, Short
from pipeline.pixels.formulas import FORMULAS, Unanswered
from pipeline.pixels.models import MODELS
from pipeline.pixels.question import answer, answers, objective, panel_objectives
from pipeline.pixels.recursion import RECURSIONS
from script.forms import RunForm
from script.nodes import compose
from script.typed import Context, read
from tests.pipeline.pixel_scripts import HEAD, MAP

OBJECTIVES_IN_YAML = (
    "bowl",
    "{ravine: {l1: 1/2, l2: 3, theta: -20}}",
    "{quadratic: {curvatures: [2, 5]}}",
    "{quadratic: {A: [[2, 1], [1, 3]], b: [1, -2], c: 4}}",
    "{rosenbrock: {a: 2, b: 5}}",
    "himmelblau",
    "beale",
    "saddle",
    "two_layer",
    "{five_dots: {noise: 0.5}}",
    "{five_dots: {reduction: sum}}",
    "{least_squares: {inputs: [0, 1, 3], targets: [1, -1, 2]}}",
    "{least_squares: {rows: [[1, 2], [3, 1], [0, 1]], targets: [1, 0, 2], reduction: sum}}",
    "logistic",
    "{logistic: {rows: [[1, 2], [3, 1], [0, 1]], labels: [1, 0, 1]}}",
)
OPTIMIZERS_IN_YAML = (
    "{gd: {lr: 1/50}}",
    "{gd: 0.02}",
    "{gd: {lr: {cosine: {lr: 0.03, steps: 4, least: 0.01}}}}",
    "{gd: {lr: {step: {lr: 0.03, every: 2, factor: 0.5}}}}",
    "{gd: {lr: {warm_up: {then: {step: {lr: 0.03, every: 2}}, steps: 3}}}}",
    "{heavy_ball: {lr: 0.02, momentum: 0.7}}",
    "{heavy_ball: {lr: 0.02, momentum: 0.7, dampening: 0.2, lr_inside: true}}",
    "{nesterov: {lr: 0.02}}",
    "{adagrad: {lr: 0.3, eps: 0.1, eps_inside: true}}",
    "{rmsprop: {lr: 0.1, alpha: 0.8}}",
    "{adam: {lr: 0.1, betas: [0.8, 0.95]}}",
    "{adam: {lr: 0.1, bias_correction: false}}",
    "{adamw: {lr: 0.1, weight_decay: 0.2}}",
    "{adamw: 0.1}",
    "{amsgrad: {lr: 0.1, betas: [0.8, 0.6]}}",
    "{amsgrad: 0.1}",
    "{gd: {lr: {one_cycle: {lr: 0.03, steps: 5, rise: 0.4}}}}",
)


LINES = ("{five_dots: {noise: 1}}", "{five_dots: {reduction: sum}}", "logistic")
FED_IN_YAML = (
    "{sgd: 0.01}",
    "{sgd: {lr: 0.02, batch: 2, seed: 4, replacement: true}}",
    "{mini_batch: {optimizer: {heavy_ball: {lr: 0.01}}, batch: 3, seed: 1}}",
    "{epochs: {optimizer: {gd: {lr: 0.01}}, batch: 2, seed: 3, skipped: 5}}",
    "{noisy_gd: {lr: 0.02, sigma: 0.4, seed: 2}}",
    "{noisy: {optimizer: {adam: {lr: 0.1}}, sigma: 0.3}}",
    "{noisy: {optimizer: {sgd: {lr: 0.01, batch: 2}}, sigma: 0.5}}",
    "{mini_batch: {optimizer: {noisy: {optimizer: {gd: 0.01}, sigma: 0.5}}, batch: 2}}",
)


def run_of(optimizer="{gd: {lr: 0.02}}", over="bowl", start="[0.7, -0.4]", more=""):
    """Return the node of a run."""
    text = f"{{objective: {over}, optimizer: {optimizer}, start: {start}, steps: 6{more}}}"
    return compose(text, "run.yaml")


@pytest.mark.parametrize("module", [draws, formats, formulas, models, question, recursion])
def test_nothing_is_taken_from_what_is_proved(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    named = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    rooms = {name.partition(".")[0] for name in named}
    assert not rooms & {"gdmath", "scenes"}
    used = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and _is_numpy(n.value)}
    assert used <= {"random"}, "numpy gives the raw draws, nothing else"
    assert {name for name in named if name.startswith("script")} <= {"script.nodes"}


def _is_numpy(node):
    return isinstance(node, ast.Name) and node.id == "np"


@pytest.mark.parametrize("text", OBJECTIVES_IN_YAML)
def test_a_slope_is_what_the_loss_rises_by(text, draw):
    formula = objective(compose(text, "objective.yaml"))
    for x in draw.uniform(-2, 2, (5, 2)).tolist():
        for i in range(2):
            ends = [tuple(v + h * (i == j) for j, v in enumerate(x)) for h in (-1e-5, 1e-5)]
            low, high = map(formula.value, ends)
            assert formula.grad(tuple(x))[i] == pytest.approx(
                (high - low) / 2e-5, rel=1e-6, abs=1e-6
            )


@pytest.mark.parametrize("text", OBJECTIVES_IN_YAML)
def test_a_minimum_is_level_and_below_what_is_around(text):
    formula = objective(compose(text, "objective.yaml"))
    if formula.minimum is not None:
        assert formula.grad(formula.minimum) == pytest.approx((0, 0), abs=1e-9)
        least = formula.value(formula.minimum)
        for step in ((0.1, 0), (-0.1, 0), (0, 0.1), (0.1, -0.1)):
            there = tuple(v + s for v, s in zip(formula.minimum, step, strict=True))
            assert formula.value(there) > least


@pytest.mark.parametrize("over", OBJECTIVES_IN_YAML)
@pytest.mark.parametrize("optimizer", OPTIMIZERS_IN_YAML)
def test_both_ways_of_computing_agree(over, optimizer):
    agree(run_of(optimizer, over))


def agree(node, draw=0):
    """Hold the recursion of a run against ``gdmath``, iterate by iterate."""
    form = read(node, RunForm, Context())
    start = form.objective.default_start if form.start is None else form.start
    run = Run(form.objective, form.optimizer, start, form.steps, form.dtype)
    if draw:
        run = replace(run, optimizer=replace(run.optimizer, seed=run.optimizer.seed + draw))
    trajectory, found = run.solve(), answer(node, draw=draw)
    for k in range(trajectory.steps):
        slope = found.slope(k, found.point(k))
        assert slope == pytest.approx(trajectory.used_grad[k].tolist(), rel=1e-8, abs=1e-12)
        assert found.quantity(k, "lr") == pytest.approx(float(trajectory.lrs[k]), rel=1e-12)
    for k in range(trajectory.steps + 1):
        assert found.point(k) == pytest.approx(trajectory.x[k].tolist(), rel=1e-9, abs=1e-12)
        assert found.quantity(k, "f") == pytest.approx(float(trajectory.f[k]), rel=1e-9, abs=1e-12)
        norm = float(trajectory.grad_norm[k])
        assert found.quantity(k, "grad_norm") == pytest.approx(norm, rel=1e-8, abs=1e-12)
    assert found.quantity(2, "step_len") == pytest.approx(float(trajectory.step_len[2]), rel=1e-8)
    return found


@pytest.mark.parametrize("over", LINES)
@pytest.mark.parametrize("optimizer", FED_IN_YAML)
@pytest.mark.parametrize("draw", [0, 2])
def test_random_draws_lead_the_same_way(over, optimizer, draw):
    own = agree(run_of(optimizer, over), draw)
    assert own.point(3) != answer(run_of(optimizer, over), draw=draw + 1).point(3)


@pytest.mark.parametrize("loss", ["mse", "bce"])
def test_a_weight_behind_a_sigmoid_is_followed(loss):
    agree(run_of("{gd: {lr: 2}}", f"{{sigmoid_cliff: {{loss: {loss}}}}}", "-3"))


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("optimizer", ["{gd: 0.5}", "{epochs: {optimizer: {gd: 0.5}}}"])
def test_a_network_is_trained_from_its_own_start(activation, optimizer):
    more = f"activation: {activation}, flipped: 0.1, samples: 40, seed: 3, bias: -0.5"
    over = f"{{network: {{hidden: 3, {more}}}}}"
    agree(compose(f"{{objective: {over}, optimizer: {optimizer}, steps: 6}}", "run.yaml"))


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
@pytest.mark.parametrize("over", ["bowl", OBJECTIVES_IN_YAML[3], "saddle", "two_layer"])
@pytest.mark.parametrize(
    "optimizer", ["{gd: 0.02}", "{heavy_ball: {lr: 0.02, momentum: 0.7}}", "{nesterov: 0.02}"]
)
def test_few_digits_are_rounded_to_the_last_bit(dtype, over, optimizer):
    node = run_of(optimizer, over, more=f", dtype: {dtype}")
    form = read(node, RunForm, Context())
    run = Run(form.objective, form.optimizer, form.start, form.steps, form.dtype)
    trajectory, found = run.solve(), answer(node)
    for k in range(trajectory.steps + 1):
        assert list(found.place(k)) == trajectory.x[k].tolist()
        assert found.quantity(k, "f") == float(trajectory.f[k])
    assert found.place(2.5) == pytest.approx(((trajectory.x[2] + trajectory.x[3]) / 2).tolist())


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_numbers_of_few_digits_are_the_nearest_ones(name, draw):
    values = draw.standard_normal(400) * 2.0 ** draw.randint(-160, 130, 400)
    edges = [0.0, -0.0, math.inf, -math.inf, 65519.9, 65520.0, 2.0**-25, 3.0 * 2.0**-25, 1.00390625]
    for value in [*values.tolist(), *edges]:
        exact = float(Precision(name).round(value))
        assert FORMATS[name].rounded(value) == exact
    one, other = Short(1.25, FORMATS[name]), Short(0.3, FORMATS[name])
    for made in (one + 1, 1 + one, one - 1, 1 - one, 2 * one, one * 2, one / 3, -one, one * other):
        assert type(made) is Short
    assert math.isinf(one / 0)
    assert math.isnan(FORMATS[name].rounded(math.nan))


@pytest.mark.parametrize("name", sorted({**FORMULAS, **MODELS}))
def test_usual_starts_are_the_same(name):
    if name not in ("quadratic", "least_squares"):
        found = {**FORMULAS, **MODELS}[name]().start
        assert found == pytest.approx(OBJECTIVES[name]().default_start)


def test_labels_that_a_threshold_parts_have_no_best_weights():
    parted = objective(compose("{logistic: {inputs: [1, 2, 3], labels: [0, 0, 1]}}", "a.yaml"))
    assert parted.minimum is None


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (run_of(over="beale", more=", dtype: float16"), "gd on beale in float16"),
        (run_of("{adam: 0.1}", more=", dtype: float32"), "adam on bowl in float32"),
        (run_of("{noisy_gd: 0.1}", more=", dtype: float32"), "gd on bowl in float32"),
        (run_of("{heavy_ball: {lr: 0.1, lr_inside: true}}", more=", dtype: float32"),
         "heavy_ball on bowl in float32"),
        (run_of("{sgd: {lr: 0.1}}"), "no samples to draw from"),
        (run_of("{newton: {lr: 0.1}}"), "optimizer newton"),
        (run_of(over="cliff"), "objective cliff"),
        (run_of("{gd: {lr: {triangle: {lr: 0.1, steps: 9}}}}"), "schedule triangle"),
    ],
)  # fmt: skip
def test_what_has_no_recursion_here_says_so(node, reason):
    with pytest.raises(Unanswered, match=f"^{reason}$"):
        answer(node)


@pytest.mark.parametrize(
    ("start", "k", "reason"),
    [
        ("[1e200, 1]", 3, "not a finite number"),
        ("[1, 1]", 7, "there is no iterate 7"),
        ("[1, 1]", -1, "there is no iterate -1"),
    ],
)
def test_a_run_ends_where_its_numbers_do(start, k, reason):
    found = answer(run_of("{gd: {lr: 1e150}}", start=start))
    with pytest.raises(Unanswered, match=f"^{reason}$"):
        found.point(k)


def test_a_lesson_is_asked_for_all_its_runs_and_panels():
    text = HEAD + MAP.format(
        objective="bowl",
        optimizer="{gd: {lr: 0.1}}",
        other="{sgd: {lr: 0.1}}",
        start=[1, 2],
        window=[-4, 4, -4, 4],
        left="left",
        top="right-top",
        bottom="right-bottom",
        of="x",
        noise=0,
        scale=1,
    )
    lesson = compose(text, "lesson.yaml")
    found = answers(lesson)
    assert found.run("a").point(1) == pytest.approx((0.8, 1.2))
    assert found.run("a", (("lr", 0.25),)).point(1) == pytest.approx((0.5, 0))
    for name, reason in (("b", "no samples to draw from"), ("c", "run c is none of the lesson's")):
        with pytest.raises(Unanswered, match=f"^{reason}$"):
            found.run(name)
    assert [where for where, _ in panel_objectives(lesson)] == [("map", "map"), ("map", "fit")]
    alone = compose("scenes: [{id: one, kind: line_fit, with: {objective: bowl}}]", "lesson.yaml")
    assert [where for where, _ in panel_objectives(alone)] == [("one", "main")]


def test_a_line_between_moons_is_the_same_both_ways():
    found = objective(compose("{moons_line: {samples: 30, seed: 2}}", "a.yaml"))
    known = OBJECTIVES["moons_line"](samples=30, seed=2)
    w = (0.3, -1.0, 0.5)
    assert found.value(w) == pytest.approx(float(known.value(np.array(w))), rel=1e-12)
    assert found.grad(w) == pytest.approx(known.grad(np.array(w)).tolist(), rel=1e-11)


def test_every_recursion_is_compared():
    assert {text.split(":")[0].strip("{") for text in OPTIMIZERS_IN_YAML} == set(RECURSIONS)
    assert {text.split(":")[0].strip("{") for text in FED_IN_YAML} == set(FEEDS)
    compared = {text.split(":")[0].strip("{") for text in OBJECTIVES_IN_YAML}
    assert compared | {"moons_line", "network", "sigmoid_cliff"} == set(FORMULAS) | set(MODELS)
    assert set(FORMULAS) | set(MODELS) == set(OBJECTIVES)
    assert set(RECURSIONS) | set(FEEDS) == set(OPTIMIZERS)


def test_dots_are_those_of_the_objective():
    found = objective(compose("{five_dots: {noise: 0.5}}", "objective.yaml")).dots
    assert np.array(found).T.tolist() == [[-2, -1, 0, 1, 2], [-5.5, 1, 5, 9, 15.5]]
