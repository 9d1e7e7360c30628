"""Faults planted into the answers of gdmath and of scene kinds: each draws a false film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import Quadratic
from gdmath.objectives.rosenbrock import Rosenbrock
from gdmath.optimizers import GD, AdaGrad, Adam, HeavyBall, Nesterov, RMSProp
from gdmath.run import Run, Trajectory
from scenes import player
from scenes.axes import Plane
from scenes.descent_2d import figures, ground
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.walk import Back, Step
from scenes.line_fit.model import Dots
from scenes.trajectory_plot import actions as plot_actions
from scenes.trajectory_plot.axis import Axis
from scenes.trajectory_plot.curves import Curves
from scenes.trajectory_plot.sheet import Sheet as PlotSheet
from script import typed
from tests.pipeline.pixel_films import HEAD

Patch = Callable[[pytest.MonkeyPatch], None]

WALK = """\
runs:
  a: {{objective: {objective}, optimizer: {optimizer}, start: [3, 2], steps: 6}}
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
BOWL, TILTED = "bowl", "{quadratic: {A: [[2, 1], [1, 3]], b: [1, -2]}}"


def walk(objective: str = BOWL, optimizer: str = "{gd: {lr: 0.1}}", of: str = "f") -> str:
    """Return a lesson in which one run is walked on a map and plotted."""
    return HEAD + WALK.format(objective=objective, optimizer=optimizer, of=of)


def method(owner: Any, name: str, changed: Callable[..., Any]) -> Patch:
    """Return a fault: what ``changed`` makes of a method of a class, with what was handed in."""
    original = getattr(owner, name)

    def faulty(*args: Any, **named: Any) -> Any:
        return changed(original, *args, **named)

    return lambda patch: patch.setattr(owner, name, faulty)


def solved(changed: Callable[[Trajectory], Trajectory]) -> Patch:
    """Return a fault of every answer of gdmath."""
    return method(Run, "solve", lambda original, run: changed(original(run)))


def stepping(optimizer: type, changed: Callable[..., Any]) -> Patch:
    """Return a fault of an optimizer's step: of its settings, slope and memory."""
    return method(optimizer, "step", changed)


def _other_lr(factor: float) -> Callable[..., Any]:
    return lambda original, gd, k, x, g, memory: original(gd, k, x, factor * g, memory)


def _next_frame(patch: pytest.MonkeyPatch) -> None:
    original = player.moment_at
    patch.setattr(player, "moment_at", lambda shot, i, on: original(shot, i + 1, on))


def _late_frame(patch: pytest.MonkeyPatch) -> None:
    original = player.moment_at
    patch.setattr(player, "moment_at", lambda shot, i, on: original(shot, i - 1, on))


def _named(name: str, maker: Callable[..., Any]) -> Patch:
    """Return a fault: another objective under a name of the script."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        what, makers = typed.REGISTRIES[typed.Objective]
        registries = {**typed.REGISTRIES, typed.Objective: (what, {**makers, name: maker})}
        patch.setattr(typed, "REGISTRIES", registries)

    return plant


def _forgetful(original: Any, rule: Any, k: int, x: Any, g: Any, memory: Any) -> Any:
    return original(rule, k, x, g, tuple(np.zeros_like(m) for m in memory))


def _to(action: type) -> Patch:
    """Return a fault: an action that goes to the iterate before the one it was told."""
    return method(
        action,
        "at",
        lambda original, act, state, alpha, stage: original(
            replace(act, to=act.to - 1), state, alpha, stage
        ),
    )


def _placed(change: Callable[[Any], Any]) -> Patch:
    return method(
        Plane, "to_scene", lambda original, plane, points: original(plane, change(points))
    )


def _minimum(original: Any, *args: Any) -> Any:
    sheet, at = args
    return original(sheet, np.add(at, (0.1, 0.0)))


def _function(module: Any, name: str, changed: Callable[..., Any]) -> Patch:
    return method(module, name, changed)


def _late_numbers(original: Any, plane: Any, look: Any, across: Any, up: Any, *rest: Any) -> Any:
    left, right, bottom, top = plane.window
    moved = Plane(plane.box, (left - 0.05, right - 0.05, bottom, top))
    return original(moved, look, across, up, *rest)


HEAVY = "{heavy_ball: {lr: 0.1, momentum: 0.6}}"
ADAM = "{adam: {lr: 0.6, betas: [0.7, 0.9]}}"

FAULTS: dict[str, tuple[str, Patch]] = {
    "gd climbs": (walk(), stepping(GD, _other_lr(-1.0))),
    "lr is a hundredth too large": (walk(), stepping(GD, _other_lr(1.01))),
    "lr is halved": (walk(TILTED), stepping(GD, _other_lr(0.5))),
    "lr grows with the step": (
        walk(),
        stepping(GD, lambda f, gd, k, x, g, m: f(gd, k, x, (1 + 0.1 * k) * g, m)),
    ),
    "slopes change places": (
        walk(),
        method(Quadratic, "grad", lambda f, self, x: np.flip(f(self, x), axis=-1)),
    ),
    "the pull is left out of the slope": (
        walk(TILTED),
        method(Quadratic, "grad", lambda f, self, x: self._times(x)),
    ),
    "x turns no slope along y": (
        walk(TILTED),
        method(
            Quadratic, "grad", lambda f, self, x: f(replace(self, A=((2.0, 0.0), (0.0, 3.0))), x)
        ),
    ),
    "the slope is one half of itself": (
        walk("{rosenbrock: {b: 1}}", "{gd: {lr: 0.02}}"),
        method(Rosenbrock, "grad", lambda f, self, x: f(self, x) / 2),
    ),
    "a bowl is turned": (
        walk(),
        _named("bowl", lambda: Quadratic(((4.0, 0.0), (0.0, 2.0)), (0.0, 0.0))),
    ),
    "a bowl is a little too steep": (
        walk(),
        _named("bowl", lambda: Quadratic(((2.0, 0.0), (0.0, 4.05)), (0.0, 0.0))),
    ),
    "momentum forgets": (walk(optimizer=HEAVY), stepping(HeavyBall, _forgetful)),
    "momentum is another": (
        walk(optimizer=HEAVY),
        stepping(HeavyBall, lambda f, rule, *rest: f(replace(rule, momentum=0.9), *rest)),
    ),
    "momentum looks ahead": (
        walk(optimizer=HEAVY),
        stepping(HeavyBall, lambda f, rule, *rest: Nesterov(rule.lr, rule.momentum).step(*rest)),
    ),
    "nesterov does not look ahead": (
        walk(optimizer="{nesterov: {lr: 0.1, momentum: 0.6}}"),
        stepping(Nesterov, lambda f, rule, *rest: HeavyBall(rule.lr, rule.momentum).step(*rest)),
    ),
    "adam corrects no bias": (
        walk(optimizer=ADAM),
        stepping(Adam, lambda f, rule, *rest: f(replace(rule, bias_correction=False), *rest)),
    ),
    "adam's betas change places": (
        walk(optimizer=ADAM),
        stepping(Adam, lambda f, rule, *rest: f(replace(rule, betas=rule.betas[::-1]), *rest)),
    ),
    "adam is a step late": (
        walk(optimizer=ADAM),
        stepping(Adam, lambda f, rule, k, *rest: f(rule, k + 1, *rest)),
    ),
    "rmsprop forgets": (
        walk(optimizer="{rmsprop: {lr: 0.2, alpha: 0.8}}"),
        stepping(RMSProp, _forgetful),
    ),
    "adagrad forgets": (walk(optimizer="{adagrad: {lr: 1}}"), stepping(AdaGrad, _forgetful)),
    "the path is a step ahead": (
        walk(),
        solved(lambda t: replace(t, x=np.vstack((t.x[1:], t.x[-1:])))),
    ),
    "x and y change places": (walk(), solved(lambda t: replace(t, x=t.x[:, ::-1]))),
    "the start is rounded": (
        walk(),
        method(Run, "solve", lambda f, run: f(replace(run, start=(3.02, 2.0)))),
    ),
    "losses are off by a hundredth": (walk(), solved(lambda t: replace(t, f=1.01 * t.f))),
    "losses are a step late": (walk(), solved(lambda t: replace(t, f=np.roll(t.f, 1)))),
    "the minimum is elsewhere": (walk(), _function(figures, "minimum", _minimum)),
    "a map is mirrored": (walk(), _placed(lambda points: np.asarray(points) * (1.0, -1.0))),
    "a map's axes change places": (
        walk(),
        _placed(lambda points: np.flip(np.asarray(points), axis=-1)),
    ),
    "a map's scale is a hundredth off": (
        walk(),
        _placed(lambda points: 1.01 * np.asarray(points, dtype=np.float64)),
    ),
    "a map's numbers stand elsewhere": (walk(), _function(ground, "numbers", _late_numbers)),
    "the gradient points downhill": (
        POINTING,
        method(Sheet, "gradient", lambda f, sheet, walker: -f(sheet, walker)),
    ),
    "the gradient's arrow is a tenth too long": (
        POINTING,
        method(Sheet, "gradient", lambda f, sheet, walker: 1.1 * f(sheet, walker)),
    ),
    "the gradient is that of the iterate before": (
        POINTING,
        method(
            Sheet,
            "gradient",
            lambda f, sheet, walker: f(sheet, replace(walker, at=max(walker.at - 1, 0.0))),
        ),
    ),
    "the step's arrow is the one after": (
        POINTING,
        method(
            Sheet, "ahead", lambda f, sheet, walker: f(sheet, replace(walker, at=walker.at + 1))
        ),
    ),
    "the point is an iterate late": (
        walk(),
        method(
            Sheet,
            "position",
            lambda f, sheet, walker: f(sheet, replace(walker, at=max(walker.at - 1, 0.0))),
        ),
    ),
    "a map's step stops too early": (walk(), _to(Step)),
    "a map goes back too far": (walk(), _to(Back)),
    "a plot's step stops too early": (walk(), _to(plot_actions.Step)),
    "a plot shows another coordinate": (
        walk(of="x"),
        method(
            Curves,
            "__init__",
            lambda f, self, params, runs: f(self, replace(params, quantity="y"), runs),
        ),
    ),
    "a plot is drawn upside down": (
        walk(),
        method(Axis, "heights", lambda f, axis, values, bend: 1 - f(axis, values, bend)),
    ),
    "a plot counts steps from one": (
        walk(),
        method(PlotSheet, "at", lambda f, sheet, k, *rest: f(sheet, np.asarray(k) + 1, *rest)),
    ),
    "a frame is early": (walk(), _next_frame),
    "a frame is late": (walk(), _late_frame),
    "the dots are turned over": (
        HEAD + DOTS,
        method(Dots, "__init__", lambda f, dots, *rest: _turned_over(f, dots, *rest)),
    ),
}
"""Each fault by its name: a lesson that shows it, and how it is planted."""


def _turned_over(original: Any, dots: Dots, *rest: Any) -> None:
    original(dots, *rest)
    dots.targets = dots.targets[::-1]
