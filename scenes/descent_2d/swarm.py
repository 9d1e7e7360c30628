"""One run with many seeds: a cloud of dots, their paths, and how far they spread.

A dot out of sight is a small triangle at the map's edge; one that is NaN has no place and is left
out. ``spread`` is the mean of the dots in the same iterate, and the ellipse of two standard
deviations about it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gdmath.array import Array
from gdmath.optimizers import GD
from gdmath.run import Trajectory
from gdmath.sweeps import cloud
from scenes.descent_2d import strokes
from scenes.descent_2d.geometry import clipped_path, dashed
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Walker
from scenes.descent_2d.thin import path_pieces

MOST = 2_000_000
"""Seeds times steps that a swarm may have."""
_DOT = 0.06
_DEVIATIONS = 2.0


def paths(trajectory: Trajectory, seeds: int) -> Array:
    """Return the iterates of a run with so many seeds, (n+1, seeds, 2)."""
    return cloud(trajectory.run, seeds).x


def places(sheet: Sheet, walker: Walker) -> Array:
    """Return where the dots of a swarm stand, in data, (seeds, 2)."""
    x = paths(sheet.runs[walker.run], walker.seeds)
    k = min(int(walker.at), len(x) - 1)
    here: Array = x[k]
    if walker.at == k:
        return here
    with np.errstate(all="ignore"):
        on_the_way: Array = here + (walker.at - k) * (x[k + 1] - here)
    return np.where(np.isfinite(x[k + 1]).all(axis=-1, keepdims=True), on_the_way, here)


def trail(sheet: Sheet, walker: Walker) -> None:
    """Draw the paths of a swarm so far, thin, as one."""
    seen = sheet.seen(walker, "trail")
    if seen <= 0 or walker.at <= walker.since:
        return
    x = paths(sheet.runs[walker.run], walker.seeds)[walker.since : int(walker.at) + 1]
    way = sheet.at(np.concatenate((x, places(sheet, walker)[None])))
    pieces = [piece for i in range(way.shape[1]) for piece in path_pieces(way[:, i], sheet.box)]
    faint = seen * min(0.6, 16 / walker.seeds)
    sheet.parts[f"{walker.run} trail"] = strokes.thin(pieces, sheet.color(walker), 2, faint)


def dots(sheet: Sheet, walker: Walker) -> None:
    """Draw the dots, and at the edge those out of sight; over them mean and ellipse."""
    if walker.seen <= 0:
        return
    box, color = sheet.box, sheet.color(walker)
    x = places(sheet, walker)
    at = sheet.at(x[~np.isnan(x).any(axis=-1)])
    low, high = np.array((box.left, box.bottom)), np.array((box.right, box.top))
    is_seen = ((at >= low) & (at <= high)).all(axis=-1)
    shape = strokes.markers(
        at[is_seen], walker.style, _DOT, color, walker.seen, casing=sheet.casing
    )
    sheet.parts[f"{walker.run} dots"] = shape
    for i, gone in enumerate(at[~is_seen]):
        name = f"{walker.run} gone {i}"
        sheet.parts[name] = strokes.pointer_to(
            gone, box, color, walker.seen, 0.6, casing=sheet.casing
        )
    spread = sheet.seen(walker, "spread")
    finite = x[np.isfinite(x).all(axis=-1)]
    if spread > 0 and len(finite) > 1:
        _spread(sheet, walker, finite, spread)


def _spread(sheet: Sheet, walker: Walker, x: Array, seen: float) -> None:
    """Draw the mean of points (n, 2) as a cross, and the ellipse of their spread, dashed."""
    ink, box = sheet.palette.ink, sheet.box
    mean = x.mean(axis=0)
    values, axes = np.linalg.eigh(np.cov(x.T))
    turn = np.linspace(0, 2 * np.pi, 97)
    reach = _DEVIATIONS * np.sqrt(np.maximum(values, 0.0)) * axes
    ring = mean + np.stack((np.cos(turn), np.sin(turn)), axis=-1) @ reach.T
    dashes = [d for piece in clipped_path(sheet.at(ring), box) for d in dashed(piece, 0.18, 0.1)]
    sheet.parts[f"{walker.run} spread"] = strokes.path(dashes, ink, 4, seen, casing=sheet.casing)
    at, across, up = sheet.at(mean), np.array([0.13, 0.0]), np.array([0.0, 0.13])
    cross = [p for way in (across, up) for p in clipped_path(np.array([at - way, at + way]), box)]
    sheet.parts[f"{walker.run} mean"] = strokes.path(cross, ink, 5, seen, casing=sheet.casing)


def estimates(sheet: Sheet, walker: Walker) -> None:
    """Draw the gradients that the next steps are made with, at the scale of the gradient.

    Those of a swarm are read off its steps, which are ``-lr`` times them.
    """
    seen, trajectory, k = sheet.seen(walker, "estimate"), sheet.runs[walker.run], int(walker.at)
    if seen <= 0 or k >= trajectory.steps:
        return
    scale, color = sheet.state.scale or 1.0, sheet.palette.noise
    if walker.seeds:
        x = paths(trajectory, walker.seeds)
        starts, slopes = x[k], (x[k] - x[k + 1]) / float(trajectory.lrs[k])
    else:
        starts, slopes = trajectory.x[k][None], trajectory.used_grad[k][None]
    left = walker.arrow * (1 - (walker.at - k))
    tails, tips = sheet.at(starts), sheet.at(starts + scale * slopes)
    for i, (tail, tip) in enumerate(zip(tails, tips, strict=True)):
        shape = strokes.arrow_in(sheet.box, tail, tip, color, seen * left, casing=sheet.casing)
        sheet.add(f"{walker.run} estimate {i}", shape)


def can_estimate(trajectory: Trajectory) -> bool:
    """Tell whether a swarm's gradients can be read off its steps."""
    optimizer: Any = trajectory.run.optimizer
    return isinstance(getattr(optimizer, "optimizer", None), GD)
