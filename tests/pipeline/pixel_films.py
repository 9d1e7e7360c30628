"""Films for the tests of the pixel proof: lessons drawn at random, filmed in this process."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np

from pipeline import voices
from pipeline.encode import encode_segment
from pipeline.plan import Plan
from pipeline.prepare import planned, ready
from pipeline.store import Store
from scenes.canvas import studio
from scenes.look import Look, look
from scenes.player import Player
from tests.pipeline.pixel_scripts import CLOUD, HEAD, LINES, MAP, PLOTS, SPACE, TRAINING, WAYS

OBJECTIVES = (
    "bowl",
    "{ravine: {theta: 30}}",
    "{ravine: {l1: 1/2, l2: 3, theta: -20}}",
    "{quadratic: {A: [[2, 1], [1, 3]], b: [1, -2], c: 4}}",
    "{quadratic: {curvatures: [1, 2.5]}}",
    "{rosenbrock: {b: 1}}",
)
OPTIMIZERS = (
    "{{gd: {{lr: {lr}}}}}",
    "{{heavy_ball: {{lr: {lr}, momentum: 0.6}}}}",
    "{{nesterov: {{lr: {lr}, momentum: 0.5}}}}",
    "{{adam: {{lr: 0.7, betas: [0.8, 0.9]}}}}",
    "{{rmsprop: {{lr: 0.4, alpha: 0.9}}}}",
    "{{adagrad: {{lr: 1}}}}",
)
BOWLS = ("bowl", "{quadratic: {curvatures: [1, 2.5]}}", "{quadratic: {curvatures: [3, 2]}}")
SCRIPTS = (MAP, MAP, LINES, PLOTS, WAYS, CLOUD, SPACE, TRAINING)
PLACES = (
    ("left", "right-top", "right-bottom"),
    ("right", "left-top", "left-bottom"),
    ("right-wide", "left-narrow", "left-narrow"),
)


def drawn(draw: np.random.RandomState) -> str:
    """Return a lesson drawn at random, of one of the scripts."""
    script = SCRIPTS[draw.randint(len(SCRIPTS))]
    objective = OBJECTIVES[draw.randint(len(OBJECTIVES))]
    lrs = [round(float(lr), 3) for lr in draw.uniform(0.04, 0.2, 2)]
    start = [round(float(v), 2) for v in draw.uniform(1.2, 3.6, 2) * draw.choice([-1, 1], 2)]
    if script in (PLOTS, CLOUD, SPACE):  # what they show needs a bowl, as it lies or turned
        objective = BOWLS[draw.randint(len(BOWLS))]
    if "rosenbrock" in objective:
        start = [-1.2, 1]
    one, other = (OPTIMIZERS[draw.randint(len(OPTIMIZERS))].format(lr=lr) for lr in lrs)
    left, top, bottom = PLACES[draw.randint(2)]
    filled = script.format(
        objective=objective,
        optimizer=one,
        other=other,
        start=start,
        lr=lrs[0],
        other_lr=lrs[1],
        window=[-4, 4, -4, 4],
        left=left,
        right="right" if left == "left" else "left",
        top=top,
        bottom=bottom,
        of=("x", "y", "f")[draw.randint(3)],
        scale=(0.1, 0.15, 0.2)[draw.randint(3)],
        axis=("linear", "log")[draw.randint(2)],
        noise=round(float(draw.uniform(0.2, 1.5)), 2),
        seed=draw.randint(1000),
        angle=draw.randint(-170, 170),
        height=draw.randint(25, 60),
    )
    return HEAD + filled


def plan_of(folder: Path, text: str, using: Look) -> Plan:
    """Return the plan of a lesson, spoken by the silent voice."""
    path = folder / "pixels.yaml"
    path.write_text(text, encoding="utf-8")
    lesson = ready(path, using)
    return planned(lesson, using, voices.get("silent"), Store(folder / "store"))


def filmed(plan: Plan, path: Path) -> Path:
    """Draw every frame of a plan in this process and encode them as one film."""
    with studio(plan.look):
        player = Player(plan.look)
        frames = chain.from_iterable(player.film(beat.shot) for beat in plan.beats)
        encode_segment(frames, path, plan.look.fps, (plan.look.width, plan.look.height))
    return path


def at(quality: str, fps: int = 15, theme: str = "dark") -> Look:
    """Return a look of a quality with few frames a second."""
    return replace(look(quality, theme=theme), fps=fps)
