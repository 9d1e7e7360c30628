"""Faults planted into the answers of gdmath: each draws a false film."""

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
from script import typed
from tests.pipeline.planted import TILTED, Patch, method, walk

HEAVY = "{heavy_ball: {lr: 0.1, momentum: 0.6}}"
ADAM = "{adam: {lr: 0.6, betas: [0.7, 0.9]}}"


def solved(changed: Callable[[Trajectory], Trajectory]) -> Patch:
    """Return a fault of every answer of gdmath."""
    return method(Run, "solve", lambda original, run: changed(original(run)))


def stepping(optimizer: type, changed: Callable[..., Any]) -> Patch:
    """Return a fault of an optimizer's step: of its settings, slope and memory."""
    return method(optimizer, "step", changed)


def _other_lr(factor: float) -> Callable[..., Any]:
    return lambda original, gd, k, x, g, memory: original(gd, k, x, factor * g, memory)


def _named(name: str, maker: Callable[..., Any]) -> Patch:
    """Return a fault: another objective under a name of the script."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        what, makers = typed.REGISTRIES[typed.Objective]
        registries = {**typed.REGISTRIES, typed.Objective: (what, {**makers, name: maker})}
        patch.setattr(typed, "REGISTRIES", registries)

    return plant


def _forgetful(original: Any, rule: Any, k: int, x: Any, g: Any, memory: Any) -> Any:
    return original(rule, k, x, g, tuple(np.zeros_like(m) for m in memory))


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
}
"""Each fault by its name: a lesson that shows it, and how it is planted."""
