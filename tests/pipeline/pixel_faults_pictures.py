"""Faults planted into the pictures of scene kinds, and into their frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenes import player
from scenes.axes import Plane
from scenes.descent_1d.slice import Slice
from scenes.descent_2d import figures, ground
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.walk import Back, Step
from scenes.line_fit.model import Dots
from scenes.number_line.sheet import Line
from scenes.plots.axis import Axis
from scenes.race.maps import Maps
from scenes.trajectory_plot import actions as plot_actions
from scenes.trajectory_plot.curves import Curves
from scenes.trajectory_plot.sheet import Sheet as PlotSheet
from tests.pipeline.pixel_scripts import HEAD
from tests.pipeline.planted import DOTS, ON_LINES, POINTING, Patch, method, walk


def _next_frame(patch: pytest.MonkeyPatch) -> None:
    original = player.moment_at
    patch.setattr(player, "moment_at", lambda shot, i, on: original(shot, i + 1, on))


def _late_frame(patch: pytest.MonkeyPatch) -> None:
    original = player.moment_at
    patch.setattr(player, "moment_at", lambda shot, i, on: original(shot, i - 1, on))


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


def _late_numbers(original: Any, plane: Any, *rest: Any, **named: Any) -> Any:
    left, right, bottom, top = plane.window
    moved = Plane(plane.box, (left - 0.05, right - 0.05, bottom, top))
    return original(moved, *rest, **named)


def _turned_over(original: Any, dots: Dots, *rest: Any) -> None:
    original(dots, *rest)
    dots.targets = dots.targets[::-1]


FAULTS: dict[str, tuple[str, Patch]] = {
    "the minimum is elsewhere": (walk(), method(figures, "minimum", _minimum)),
    "a map is mirrored": (walk(), _placed(lambda points: np.asarray(points) * (1.0, -1.0))),
    "a map's axes change places": (
        walk(),
        _placed(lambda points: np.flip(np.asarray(points), axis=-1)),
    ),
    "a map's scale is a hundredth off": (
        walk(),
        _placed(lambda points: 1.01 * np.asarray(points, dtype=np.float64)),
    ),
    "a map's numbers stand elsewhere": (walk(), method(ground, "numbers", _late_numbers)),
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
    "a slice goes through another point": (
        ON_LINES,
        method(
            Slice,
            "value",
            lambda f, cut, at: cut.objective.value(
                np.stack((np.asarray(at), np.full(np.shape(at), 0.3)), axis=-1)
            ),
        ),
    ),
    "a line of numbers is a hundredth too long": (
        ON_LINES,
        method(Line, "share", lambda f, line, values: 1.01 * f(line, values)),
    ),
    "a race is a step ahead": (
        ON_LINES,
        method(Maps, "position", lambda f, maps, row, column, k: f(maps, row, column, k + 1)),
    ),
    "a frame is early": (walk(), _next_frame),
    "a frame is late": (walk(), _late_frame),
    "the dots are turned over": (
        HEAD + DOTS,
        method(Dots, "__init__", lambda f, dots, *rest: _turned_over(f, dots, *rest)),
    ),
}
"""Each fault by its name: a lesson that shows it, and how it is planted."""
