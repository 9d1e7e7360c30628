"""The arithmetic of the pixel proof: formulas, recursions and what is read from YAML."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from gdmath.objectives import OBJECTIVES
from pipeline.pixels import formulas, question, recursion
from pipeline.pixels.formulas import FORMULAS, Unanswered
from pipeline.pixels.question import answer, answers, objective, panel_objectives
from pipeline.pixels.recursion import RECURSIONS
from script.forms import RunForm
from script.nodes import compose
from script.typed import Context, read
from tests.pipeline.pixel_films import HEAD, MAP

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
)


def run_of(optimizer="{gd: {lr: 0.02}}", over="bowl", start="[0.7, -0.4]", more=""):
    """Return the node of a run."""
    text = f"{{objective: {over}, optimizer: {optimizer}, start: {start}, steps: 6{more}}}"
    return compose(text, "run.yaml")


@pytest.mark.parametrize("module", [formulas, recursion, question])
def test_nothing_is_taken_from_what_is_proved(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    named = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    rooms = {name.partition(".")[0] for name in named}
    assert not rooms & {"gdmath", "scenes", "numpy"}
    assert {name for name in named if name.startswith("script")} <= {"script.nodes"}


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
    node = run_of(optimizer, over)
    form = read(node, RunForm, Context())
    from gdmath.run import Run

    trajectory = Run(form.objective, form.optimizer, form.start, form.steps).solve()
    found = answer(node)
    for k in range(trajectory.steps + 1):
        assert found.point(k) == pytest.approx(trajectory.x[k].tolist(), rel=1e-9, abs=1e-12)
        assert found.quantity(k, "f") == pytest.approx(float(trajectory.f[k]), rel=1e-9, abs=1e-12)
        norm = float(trajectory.grad_norm[k])
        assert found.quantity(k, "grad_norm") == pytest.approx(norm, rel=1e-8, abs=1e-12)
    assert found.quantity(2, "step_len") == pytest.approx(float(trajectory.step_len[2]), rel=1e-8)


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_usual_starts_are_the_same(name):
    if name not in ("quadratic", "least_squares"):
        assert FORMULAS[name]().start == pytest.approx(OBJECTIVES[name]().default_start)


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (run_of(more=", dtype: float16"), "computed in float16"),
        (run_of("{sgd: {lr: 0.1}}", "five_dots"), "optimizer sgd"),
        (run_of(over="logistic"), "objective logistic"),
        (run_of("{gd: {lr: {one_cycle: {lr: 0.1, steps: 9}}}}"), "schedule one_cycle"),
    ],
)
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
    for name, reason in (("b", "optimizer sgd"), ("c", "run c is none of the lesson's")):
        with pytest.raises(Unanswered, match=f"^{reason}$"):
            found.run(name)
    assert [where for where, _ in panel_objectives(lesson)] == [("map", "map"), ("map", "fit")]
    alone = compose("scenes: [{id: one, kind: line_fit, with: {objective: bowl}}]", "lesson.yaml")
    assert [where for where, _ in panel_objectives(alone)] == [("one", "main")]


def test_every_recursion_is_compared():
    assert {text.split(":")[0].strip("{") for text in OPTIMIZERS_IN_YAML} == set(RECURSIONS)
    assert {text.split(":")[0].strip("{") for text in OBJECTIVES_IN_YAML} == set(FORMULAS)


def test_dots_are_those_of_the_objective():
    found = objective(compose("{five_dots: {noise: 0.5}}", "objective.yaml")).dots
    assert np.array(found).T.tolist() == [[-2, -1, 0, 1, 2], [-5.5, 1, 5, 9, 15.5]]
