"""Faults planted into losses, sweeps, surfaces, cobwebs, random draws and directions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gdmath import known
from gdmath.curves import LossCurve
from gdmath.optimizers import AMSGrad, MiniBatch, OneCycle
from gdmath.precision import Precision
from gdmath.run import Run
from gdmath.steps_needed import RateSweep
from scenes import dial
from scenes.descent_1d import slice_view
from scenes.descent_1d.slice import Slice
from scenes.descent_1d.weave import Weave
from scenes.descent_2d import compass, race, swarm, votes
from scenes.descent_2d import stage as descent_2d
from scenes.descent_2d.sheet import Sheet
from scenes.line_fit.model import Dots
from scenes.loss_curve import losses
from scenes.loss_curve.figures import LossFigures
from scenes.loss_curve.ink import Ink
from scenes.network.plane import PointsView
from scenes.surface import stage as surface
from scenes.surface.relief import Relief
from scenes.surface.view import View
from scenes.sweep.figures import SweepFigures
from tests.pipeline.pixel_faults_answers import solved, stepping
from tests.pipeline.planted import (
    CLOUDY,
    DIRECTED,
    IN_SPACE,
    PLOTTED,
    TRAINED,
    Patch,
    method,
    walk,
)


def _other_way_round(patch: pytest.MonkeyPatch) -> None:
    right: Any = View.right
    patch.setattr(View, "right", property(lambda view: -right.fget(view)))


def _next_value(original: Any, figures: Any, curve: int, value: float) -> Any:
    values = figures._speeds.curves[curve].values
    return original(figures, curve, float(values[min(values.searchsorted(value) + 1, 40)]))


def _shrunk_noise(original: Any, run: Any, seeds: int) -> Any:
    quiet = replace(run.optimizer, sigma=float(run.optimizer.sigma) / 2)
    return original(replace(run, optimizer=quiet), seeds)


def _late_cloud(original: Any, run: Any, seeds: int) -> Any:
    made = original(run, seeds)
    return replace(made, x=np.concatenate((made.x[:1], made.x[:-1])))


def _uneven(original: Any, objective: Any, x: Any, steps: Any) -> Any:
    return x + (original(objective, x, steps) - x) * np.array([[1.0], [1.05]])


FAULTS: dict[str, tuple[str, Patch]] = {
    "a loss curve is a step ahead": (
        PLOTTED,
        method(
            Ink,
            "point",
            lambda f, ink, i, which, k, bend: f(ink, i, which, min(k + 1, 8.0), bend),
        ),
    ),
    "a loss curve is a hundredth too high": (
        PLOTTED,
        method(losses, "curve_of", lambda f, run: LossCurve(1.01 * f(run).train)),
    ),
    "a mark of losses is a step late": (
        PLOTTED,
        method(LossFigures, "_mark", lambda f, self, m, *rest: f(self, replace(m, k=3), *rest)),
    ),
    "a recorded curve is an epoch late": (
        TRAINED,
        method(losses, "_curve", lambda f, it: replace(f(it), train=np.roll(f(it).train, 1))),
    ),
    "a sweep counts a step too many": (
        PLOTTED,
        method(RateSweep, "solve", lambda f, asked: _more(f(asked))),
    ),
    "a sweep waits for another fraction": (
        PLOTTED,
        method(RateSweep, "solve", lambda f, asked: f(replace(asked, until=2 * asked.until))),
    ),
    "a mark of a sweep stands at the next rate": (
        PLOTTED,
        method(SweepFigures, "spot", _next_value),
    ),
    "a cobweb goes across first": (
        PLOTTED,
        method(Weave, "at", lambda f, weave, walker: f(weave, walker)[::-1]),
    ),
    "a cobweb's rule falls": (
        PLOTTED,
        method(Weave, "factor", lambda f, weave, walker: -f(weave, walker)),
    ),
    "a slice's slope is one half of itself": (
        DIRECTED,
        method(Slice, "slope", lambda f, cut, at: f(cut, at) / 2),
    ),
    "a probe slides too far": (
        DIRECTED,
        method(
            slice_view,
            "probe",
            lambda f, *rest: tuple(one._replace(at=1.03 * one.at) for one in f(*rest)),
        ),
    ),
    "the camera turns the other way": (
        IN_SPACE,
        method(
            surface,
            "view",
            lambda f, camera, *rest: f(replace(camera, azimuth=-camera.azimuth), *rest),
        ),
    ),
    "a surface is seen in a mirror": (IN_SPACE, _other_way_round),
    "a surface is a tenth too high": (
        IN_SPACE,
        method(Relief, "share", lambda f, relief, loss: 1.1 * f(relief, loss)),
    ),
    "a point on a surface is an iterate late": (
        IN_SPACE,
        method(
            Sheet,
            "position",
            lambda f, sheet, walker: f(sheet, replace(walker, at=max(walker.at - 1, 0.0))),
        ),
    ),
    "a swarm is a step late": (CLOUDY, method(swarm, "cloud", _late_cloud)),
    "a swarm has half the noise": (CLOUDY, method(swarm, "cloud", _shrunk_noise)),
    "a dial turns too far": (
        CLOUDY,
        method(dial, "dialled", lambda f, run, lr, *rest: f(run, 1.02 * lr, *rest)),
    ),
    "a wall is farther out": (CLOUDY, method(known, "wall", lambda f, run: 1.05 * f(run))),
    "batches are those of the next step": (
        DIRECTED,
        method(MiniBatch, "picks", lambda f, fed, k, samples: f(fed, k + 1, samples)),
    ),
    "estimates point downhill": (
        DIRECTED,
        solved(lambda run: replace(run, used_grad=-run.used_grad)),
    ),
    "the samples' gradients are a tenth too long": (
        DIRECTED,
        method(votes, "sample_grads", lambda f, *rest: 1.1 * f(*rest)),
    ),
    "the compass is a degree off": (
        DIRECTED,
        method(compass, "_way", lambda f, it: f(replace(it, angle=it.angle + 1))),
    ),
    "the compass takes uphill for downhill": (
        DIRECTED,
        method(descent_2d, "bearing", lambda f, *rest: -f(*rest)),
    ),
    "a race runs uphill": (DIRECTED, method(race, "bearing", lambda f, *rest: -f(*rest))),
    "the steps of a race are not as long": (DIRECTED, method(race, "tips", _uneven)),
    "intercept and slope change places": (
        DIRECTED,
        method(Dots, "weights", lambda f, dots, *rest: f(dots, *rest)[::-1]),
    ),
    "a network's points are mirrored": (
        TRAINED,
        method(PointsView, "_in_sight", lambda f, view, points: f(view, points * (1.0, -1.0))),
    ),
    "the boundary is where chances are three to two": (
        TRAINED,
        method(PointsView, "field", lambda f, view, k: _tilted(f(view, k))),
    ),
    "amsgrad forgets its largest": (
        walk(optimizer="{amsgrad: {lr: 0.6, betas: [0.5, 0.3]}}"),
        stepping(AMSGrad, lambda f, rule, k, x, g, m: f(rule, k, x, g, (m[0], m[1], 0 * m[2]))),
    ),
    "one cycle begins too late": (
        walk(optimizer="{gd: {lr: {one_cycle: {lr: 0.2, steps: 6, rise: 0.5}}}}"),
        method(OneCycle, "at", lambda f, cycle, k: f(cycle, k + 1)),
    ),
    "few digits are many": (
        walk(optimizer="{gd: {lr: 0.03}}", more=", dtype: bfloat16"),
        method(Run, "solve", lambda f, run: f(replace(run, dtype=Precision.FLOAT64))),
    ),
}
"""Each fault by its name: a lesson that shows it, and how it is planted."""


def _more(answer: Any) -> Any:
    return replace(answer, steps=answer.steps + 1)


def _tilted(grid: Any) -> Any:
    return (grid[0], grid[1], grid[2] - np.log(1.5))
