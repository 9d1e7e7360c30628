"""Lessons whose films show faults, and how a fault is planted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.pipeline.pixel_scripts import CLOUD, HEAD, LINES, PLOTS, SPACE, TRAINING, WAYS

Patch = Callable[[pytest.MonkeyPatch], None]

WALK = """\
runs:
  a: {{objective: {objective}, optimizer: {optimizer}, start: [3, 2], steps: 6{more}}}
scenes:
- id: map
  title: A map
  panels:
    map: {{kind: descent_2d, at: left, with: {{objective: {objective}, window: [-4, 4, -4, 4]}}}}
    top: {{kind: trajectory_plot, at: right, with: {{run: a, quantity: {of}, steps: 6, name: a}}}}
  beats:
  - id: walk
    say: Here they go.
    do:
    - {{map.start: {{run: a}}, for: 0.1}}
    - {{map.show: minimum, for: 0.1}}
    - {{map.show: {{what: gradient, scale: 0.2}}, for: 0.1}}
    - {{map.show: step, for: 0.1}}
    - {{step: {{to: 4}}, after: 0.2, for: 1.8}}
    - {{back: 1, after: 2.2, for: 0.4}}
    pause: 3
"""

ARROWS = """\
runs:
  a: {objective: bowl, optimizer: {gd: {lr: 0.15}}, start: [3, 3], steps: 6}
scenes:
- id: map
  title: A map
  kind: descent_2d
  with: {objective: bowl, window: [-1, 5.5, -0.5, 5.5]}
  beats:
  - id: walk
    say: Here they go.
    do:
    - {start: {run: a}, for: 0.1}
    - {show: {what: gradient, scale: 0.15}, for: 0.1}
    - {show: step, for: 0.1}
    - {step: {to: 1}, after: 0.6, for: 0.6}
    pause: 0.6
"""

DOTS = """\
scenes:
- id: dots
  title: Dots
  kind: line_fit
  with: {objective: {five_dots: {noise: 1}}}
  beats:
  - {id: look, say: Here they are.}
"""

POINTING = HEAD + ARROWS
ON_LINES = HEAD + LINES.format(
    objective="bowl",
    optimizer="{gd: {lr: 0.1}}",
    other="{gd: {lr: 0.2}}",
    start=[3, 2],
    window=[-4, 4, -4, 4],
    left="left",
    top="right-top",
    bottom="right-bottom",
)
_USUAL = {
    "objective": "bowl",
    "optimizer": "{gd: {lr: 0.1}}",
    "other": "{gd: {lr: 0.2}}",
    "start": [3, 2],
    "lr": 0.1,
    "other_lr": 0.15,
    "window": [-4, 4, -4, 4],
    "left": "left",
    "right": "right",
    "top": "right-top",
    "bottom": "right-bottom",
    "scale": 0.1,
    "axis": "linear",
    "noise": 1,
    "seed": 7,
    "angle": 60,
    "height": 40,
}
PLOTTED, DIRECTED, CLOUDY, IN_SPACE, TRAINED = (
    HEAD + script.format(**_USUAL) for script in (PLOTS, WAYS, CLOUD, SPACE, TRAINING)
)
BOWL, TILTED = "bowl", "{quadratic: {A: [[2, 1], [1, 3]], b: [1, -2]}}"


def walk(
    objective: str = BOWL, optimizer: str = "{gd: {lr: 0.1}}", of: str = "f", more: str = ""
) -> str:
    """Return a lesson in which one run is walked on a map and plotted."""
    return HEAD + WALK.format(objective=objective, optimizer=optimizer, of=of, more=more)


def method(owner: Any, name: str, changed: Callable[..., Any]) -> Patch:
    """Return a fault: what ``changed`` makes of a method of a class, with what was handed in."""
    original = getattr(owner, name)

    def faulty(*args: Any, **named: Any) -> Any:
        return changed(original, *args, **named)

    return lambda patch: patch.setattr(owner, name, faulty)
