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

HEAD = """\
lesson: pixels
title: Marks to be measured
objective: Be where you belong.
minutes: 1
voice: silent
"""

MAP = """\
runs:
  a: {{objective: {objective}, optimizer: {optimizer}, start: {start}, steps: 8}}
  b: {{objective: {objective}, optimizer: {other}, start: {start}, steps: 8}}
scenes:
- id: map
  title: A map
  panels:
    map: {{kind: descent_2d, at: {left}, with: {{objective: {objective}, window: {window}}}}}
    top:
      kind: trajectory_plot
      at: {top}
      with: {{series: [{{run: a, of: {of}}}, {{run: b, of: {of}}}], steps: 8, name: a}}
    fit: {{kind: line_fit, at: {bottom}, with: {{objective: {{five_dots: {{noise: {noise}}}}}}}}}
  beats:
  - id: walk
    say: Here they go.
    do:
    - {{map.start: {{run: a}}, for: 0.2}}
    - {{map.show: {{what: gradient, scale: {scale}}}, for: 0.2}}
    - {{map.show: step, for: 0.2}}
    - {{map.show: minimum, for: 0.2}}
    - {{map.step: {{to: 2}}, after: 0.4, for: 2.4}}
    - {{top.step: {{to: 2}}, after: 0.4, for: 2.4}}
    - {{map.hide: gradient, after: 3, for: 0.1}}
    - {{map.hide: step, after: 3, for: 0.1}}
    - {{map.start: {{run: b, k: 2}}, after: 3, for: 0.1}}
    - {{map.step: {{to: 8}}, after: 3.2, for: 1.6}}
    - {{top.step: {{to: 8}}, after: 3.2, for: 1.6}}
    pause: 0.4
"""

LINES = """\
runs:
  a: {{objective: {objective}, optimizer: {optimizer}, start: {start}, steps: 8}}
  b: {{objective: {objective}, optimizer: {other}, start: {start}, steps: 8}}
scenes:
- id: lines
  title: Lines
  panels:
    slice: {{kind: descent_1d, at: {top}, with: {{objective: {objective}, window: [-4, 4]}}}}
    line: {{kind: number_line, at: {bottom}, with: {{window: [-4, 4]}}}}
    race:
      kind: race
      at: {left}
      with:
        fraction: 0.000000001
        columns: [A, B]
        rows: [{{name: One, runs: [a, b], window: {window}}}]
  beats:
  - id: walk
    say: Here they go.
    do:
    - {{slice.start: {{run: a}}, for: 0.2}}
    - {{line.start: {{run: b}}, for: 0.2}}
    - {{slice.step: {{to: 4}}, after: 0.4, for: 1.6}}
    - {{line.step: {{to: 4}}, after: 0.4, for: 1.6}}
    - {{race.step: {{to: 6}}, after: 0.4, for: 1.6}}
    pause: 3
"""

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
PLACES = (
    ("left", "right-top", "right-bottom"),
    ("right", "left-top", "left-bottom"),
    ("right-wide", "left-narrow", "left-narrow"),
)


def drawn(draw: np.random.RandomState) -> str:
    """Return a lesson drawn at random: two runs on a map, plots and dots; or on lines."""
    template = (MAP, MAP, LINES)[draw.randint(3)]
    places = PLACES[draw.randint(2)]
    objective = OBJECTIVES[draw.randint(len(OBJECTIVES))]
    start = [round(float(v), 2) for v in draw.uniform(1.2, 3.6, 2) * draw.choice([-1, 1], 2)]
    if "rosenbrock" in objective:
        start = [-1.2, 1]
    one, other = (
        OPTIMIZERS[draw.randint(len(OPTIMIZERS))].format(lr=round(float(lr), 3))
        for lr in draw.uniform(0.04, 0.2, 2)
    )
    filled = template.format(
        objective=objective,
        optimizer=one,
        other=other,
        start=start,
        window=[-4, 4, -4, 4],
        left=places[0],
        top=places[1],
        bottom=places[2],
        of=("x", "y", "f")[draw.randint(3)],
        noise=round(float(draw.uniform(0.2, 1.5)), 2),
        scale=(0.1, 0.15, 0.2)[draw.randint(3)],
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
