"""What momentum makes a step of: the part carried on, the new slope, and all the slopes before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.array import Array
from gdmath.optimizers import HeavyBall, Nesterov
from gdmath.optimizers.optimizer import rate_at
from gdmath.run import Trajectory
from scenes.descent_2d import strokes
from scenes.descent_2d.geometry import clipped_path, free_place, inside
from scenes.descent_2d.lettering import Lettering, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Walker
from scenes.ease import smooth

if TYPE_CHECKING:
    from manim import VMobject

PIECES = 10
"""So many slopes are drawn one by one; those before them as one arrow, their sum."""
_OLDEST = 0.75
"""Opacity of the oldest."""
_HEADLESS = 0.12
"""A piece of the memory shorter than this is a line without a head."""
_ROOM = 0.55
"""An arrow shorter than this, in scene units, has no name."""


def momentum_of(trajectory: Trajectory) -> HeavyBall | Nesterov | None:
    """Return the momentum that a run steps by, whatever feeds it its gradients."""
    optimizer: Any = trajectory.run.optimizer
    while hasattr(optimizer, "optimizer"):
        optimizer = optimizer.optimizer
    return optimizer if isinstance(optimizer, HeavyBall | Nesterov) else None


def split(trajectory: Trajectory, k: int) -> tuple[Array, Array]:
    """Return the part of step ``k`` that the velocity carries on, and what the gradient adds.

    With heavy ball ``-lr momentum v[k]`` and ``-lr (1 - dampening) g[k]``; with Nesterov, which
    looks ahead, ``-lr momentum^2 v[k]`` and ``-lr (1 + momentum) g[k]``. Each (2,); their sum is
    the step.
    """
    optimizer = momentum_of(trajectory)
    assert optimizer is not None
    lr, beta = rate_at(optimizer.lr, k), float(optimizer.momentum)
    scale = 1.0 if getattr(optimizer, "lr_inside", False) else lr
    share = beta * beta if isinstance(optimizer, Nesterov) else beta
    carried: Array = -scale * share * trajectory.velocity[k]
    return carried, trajectory.step[k] - carried


def remembered(trajectory: Trajectory, k: int) -> Array:
    """Return what each slope so far puts into step ``k``, the oldest first, (up to PIECES+1, 2).

    The slope of step j counts ``momentum^(k-j)`` times. The sum is the step.
    """
    optimizer = momentum_of(trajectory)
    assert optimizer is not None
    first = max(0, k + 1 - PIECES)
    j = np.arange(first, k + 1)
    inside_ = getattr(optimizer, "lr_inside", False)
    lrs = np.array([rate_at(optimizer.lr, int(i) if inside_ else k) for i in j])
    beta = float(optimizer.momentum)
    weights = beta ** (k - j).astype(np.float64)
    if isinstance(optimizer, Nesterov):
        weights = weights * beta + (j == k)
    else:
        weights = np.where(j == 0, weights, (1.0 - optimizer.dampening) * weights)
    pieces: Array = -(lrs * weights)[:, None] * trajectory.used_grad[first : k + 1]
    before = trajectory.step[k] - pieces.sum(axis=0)
    return np.vstack((before, pieces)) if first > 0 else pieces


def figure(sheet: Sheet, walker: Walker) -> None:
    """Draw the parts of the next step end to end, from the point to the next iterate.

    Magnified, they end as many times farther. The memory is a chain: the oldest slope first, the
    newest last, each as long as it still counts. While the point moves the parts shrink with the
    way that is left; then they grow anew.
    """
    trajectory, k = sheet.runs[walker.run], int(walker.at)
    here = sheet.at(sheet.position(walker))
    both, chain = sheet.seen(walker, "split"), sheet.seen(walker, "memory")
    if max(both, chain) <= 0 or k >= trajectory.steps or not inside(here, sheet.box):
        return
    left, palette, start = 1 - (walker.at - k), sheet.palette, sheet.position(walker)
    if chain > 0:
        laid = _laid(sheet, start, walker.arrow * left * remembered(trajectory, k))
        for age, (tail, tip) in enumerate(reversed(laid)):
            faint = chain * max(_OLDEST, 0.95**age)
            color = palette.gradient if age == 0 else palette.velocity
            shape: VMobject | None
            if np.hypot(*(tip - tail)) > _HEADLESS:
                shape = strokes.arrow_in(sheet.box, tail, tip, color, faint, casing=sheet.casing)
            else:
                pieces = clipped_path(np.array([tail, tip]), sheet.box)
                shape = strokes.path(pieces, color, 6, faint, casing=sheet.casing)
            sheet.add(f"{walker.run} memory {age}", shape)
    if both > 0:
        names = (("carried", palette.velocity), ("slope", palette.gradient))
        laid = _laid(sheet, start, left * np.array(split(trajectory, k)))
        for (name, color), (tail, tip) in zip(names, laid, strict=True):
            grown = tail + walker.arrow * (tip - tail)
            shape = strokes.arrow_in(sheet.box, tail, grown, color, both, casing=sheet.casing)
            sheet.add(f"{walker.run} {name}", shape)


def names(sheet: Sheet, walker: Walker, letters: Lettering) -> None:
    """Write beside the two parts of the next step what they are."""
    trajectory, k = sheet.runs[walker.run], round(walker.at)
    settled = sheet.seen(walker, "split") * sheet.calm * smooth(1 - 2.5 * abs(walker.at - k))
    here = sheet.at(trajectory.x[k])
    if settled <= 0 or k >= trajectory.steps or not inside(here, sheet.box):
        return
    laid = _laid(sheet, trajectory.x[k], np.array(split(trajectory, k)))
    path = sheet.at(trajectory.x[max(walker.since, k - 3) : k + 1])
    lines = [np.linspace(tail, tip, 12) for tail, tip in (*laid, *pairwise(path))]
    said = (("memory", sheet.palette.velocity), ("new slope", sheet.palette.gradient))
    for (name, color), (tail, tip) in zip(said, laid, strict=True):
        middle, way = (tail + tip) / 2, tip - tail
        if np.hypot(*way) < _ROOM or not inside(middle, sheet.box):
            continue
        text = letters.text(name, strokes.mixed(color, sheet.palette.ink, 0.35))
        outward = np.array([np.sign(way[1]) or 1.0, -np.sign(way[0]) or 1.0])
        place = free_place(middle, size(text), lines, sheet.taken, sheet.box, (outward, -outward))
        sheet.write(f"{walker.run} {name} name", text, place, settled * walker.arrow)


def _laid(sheet: Sheet, start: Array, parts: Array) -> list[tuple[Array, Array]]:
    """Return displacements (n, 2) end to end from a point (2,), as arrows in scene units."""
    ways = sheet.state.magnified * np.vstack((np.zeros(2), np.cumsum(parts, axis=0)))
    corners = sheet.at(start + ways)
    return list(pairwise(corners))
