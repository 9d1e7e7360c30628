"""Where an edge really is in a picture: found by colour, then moved until it fits the luma.

Along each point's way out of the ink the luma falls (or rises) from the mark's to that of what is
around it; the edge is where it is halfway. Shift, turn and a common offset (blur makes bright
things larger) are fitted to all points by least squares, with outliers, such as where a line runs
into a dot, losing their weight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.pixels.edges import Edge
from pipeline.pixels.picture import Numbers, Picture

_FOUND = 0.55
_SEARCH_STEP = 2
_STEPS = 8
_SAMPLE = 0.25
_CONTRAST = 20.0
"""Steps of luma that an edge must have."""
_FLAT, _RAMP = 4, 0.2
"""So many samples at either end are level, when they differ by less than this share of the step."""
_OUTLIER = 0.6
"""Pixels from the fit at which a point has lost all its weight."""
_ENOUGH = 0.5
_FEWEST = 12
_LOOSEST = 0.35
"""Pixels of error of a place for a pixel at each point of its edge; a whole small dot has 0.15."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a mark was found.

    Attributes
    ----------
    at : Numbers
        Its place (2,) in pixels.
    turn : float
        How far it is turned against what was looked for, in radians, clockwise as seen.
    noise : float
        How far its edge is off the fitted one, in pixels (root of the mean square).
    used : float
        The share of its points in sight that were used.
    """

    at: Numbers
    turn: float
    noise: float
    used: float


def looseness(edge: Edge) -> float:
    """Return how loosely an edge holds its mark in its worst direction.

    That is the error of its place, in pixels, for one pixel of error at each of its points, when
    a common offset is fitted too: half a circle holds little, whose middle and size are one.
    """
    if len(edge.points) < _FEWEST:
        return math.inf
    columns = np.column_stack((edge.out, np.ones(len(edge.out))))
    try:
        spread = np.linalg.inv(columns.T @ columns)
    except np.linalg.LinAlgError:
        return math.inf
    return math.sqrt(max(float(np.linalg.eigvalsh(spread[:2, :2])[-1]), 0.0))


def tells_all(edge: Edge) -> bool:
    """Tell whether an edge settles where its mark is in both directions."""
    return looseness(edge) <= _LOOSEST


def found(
    picture: Picture, edge: Edge, expected: Numbers, color: str, reach: float
) -> Numbers | None:
    """Return about where a mark is, by its colour: where it is expected, or near by; or None.

    ``reach`` is how far to look, in pixels.
    """
    if _looks(picture, edge, expected[None], color)[0] >= _FOUND + 0.15:
        return expected
    steps = np.arange(-reach, reach + 1, _SEARCH_STEP)
    shifts = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    shifts = shifts[np.argsort(np.hypot(*shifts.T), kind="stable")]
    like = _looks(picture, edge, expected + shifts, color)
    best = int(like.argmax())
    return expected + shifts[best] if like[best] >= _FOUND else None


def _looks(picture: Picture, edge: Edge, at: Numbers, color: str) -> Numbers:
    """Return how like a mark of a colour it looks at places (n, 2): 1 when it is one.

    Inside the edge the colour must be, outside it must not be.
    """
    some = slice(None, None, max(len(edge.points) // 90, 1))
    points, out = edge.points[some], edge.out[some]
    inside = at[:, None] + points - 0.8 * edge.inner * out
    outside = at[:, None] + points + (edge.outer + 0.5) * out
    within = picture.likeness(inside, color).mean(axis=-1)
    beyond = picture.likeness(outside, color).mean(axis=-1)
    like: Numbers = within - 0.5 * beyond
    return like


def fit(
    picture: Picture,
    edge: Edge,
    start: Numbers,
    *,
    turns: bool = False,
    busy: bool = False,
    across: tuple[float, float] | None = None,
) -> Fit | None:
    """Return where an edge is, from about where it was found; None where no edge is to be seen.

    ``turns`` lets it be turned, too: about the middle of its points. On ``busy`` ground only points
    count at which the luma goes in one clean step. ``across`` is the one direction in which it is
    moved, else it is moved in both.
    """
    at: Numbers = start.astype(np.float64)
    turn = 0.0
    ways: Numbers = np.eye(2) if across is None else np.array([across])
    middle = edge.points.mean(axis=0)
    points, out = edge.points, edge.out
    for _ in range(_STEPS):
        offsets, seen = _offsets(picture, Edge(at + points, out, edge.inner, edge.outer), busy)
        if seen.mean() < _ENOUGH:
            return None
        arms = points - (points.mean(axis=0) if turns else 0.0)
        lever = out[:, 1] * arms[:, 0] - out[:, 0] * arms[:, 1]
        columns = [*(out @ ways.T).T, np.ones(len(out)), *([lever] if turns else [])]
        moved, weights = _solved(np.stack(columns, axis=-1)[seen], offsets[seen])
        at = at + moved[: len(ways)] @ ways
        if turns:
            turn += float(moved[-1])
            points = middle + _rotated(edge.points - middle, turn)
            out = _rotated(edge.out, turn)
        if np.abs(moved[: len(ways)]).max() < 0.005 and (not turns or abs(moved[-1]) < 1e-5):
            break
    rest = offsets[seen] - np.stack(columns, axis=-1)[seen] @ moved
    used = float((weights > 0).sum() / len(offsets))
    noise = float(np.sqrt((weights * rest**2).sum() / max(weights.sum(), 1e-9)))
    if used < _ENOUGH:
        return None
    if turns:  # the place of a mark is the origin of its points
        at = at + middle - _rotated(middle[None], turn)[0]
    return Fit(at, turn, noise, used)


def _offsets(picture: Picture, edge: Edge, busy: bool) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return how far out of each point (n, 2) of the picture its edge is, and where one is seen."""
    along = np.arange(-edge.inner, edge.outer + 1e-9, _SAMPLE)
    profile = picture.luma(edge.points[:, None] + along[:, None] * edge.out[:, None])
    ends = 3
    inside, outside = profile[:, :ends].mean(axis=1), profile[:, -ends:].mean(axis=1)
    level = ((inside + outside) / 2)[:, None]
    sign = np.sign(inside - outside)[:, None]
    above = (profile - level) * sign
    crossing = (above[:, :-1] > 0) & (above[:, 1:] <= 0)
    middle = np.abs(along[:-1] + _SAMPLE / 2)
    nearest = np.where(crossing, middle, np.inf).argmin(axis=1)
    rows = np.arange(len(profile))
    high, low = above[rows, nearest], above[rows, nearest + 1]
    offsets = along[nearest] + _SAMPLE * high / np.where(high > low, high - low, 1.0)
    contrast = np.abs(inside - outside)
    seen = crossing.any(axis=1) & (contrast >= _CONTRAST)
    if busy:
        low, high = np.minimum(inside, outside), np.maximum(inside, outside)
        beyond = np.maximum(profile.max(axis=1) - high, low - profile.min(axis=1))
        ramp = np.maximum(np.ptp(profile[:, :_FLAT], axis=1), np.ptp(profile[:, -_FLAT:], axis=1))
        seen &= np.maximum(beyond, ramp) <= _RAMP * contrast + 3
    return offsets, seen


def _solved(matrix: Numbers, offsets: Numbers) -> tuple[Numbers, Numbers]:
    """Return the least-squares solution with Tukey's weights, and the weights."""
    weights: Any = np.ones(len(offsets))
    solution: Numbers = np.zeros(matrix.shape[1])
    for _ in range(4):
        scaled = matrix * weights[:, None]
        solution = np.linalg.lstsq(scaled.T @ matrix, scaled.T @ offsets, rcond=1e-9)[0]
        rest = np.abs(offsets - matrix @ solution)
        wide = max(_OUTLIER, 4.0 * float(np.median(rest)))
        weights = np.clip(1 - (rest / wide) ** 2, 0.0, 1.0) ** 2
    return solution, weights


def _rotated(points: Numbers, turn: float) -> Numbers:
    """Return points (n, 2) turned clockwise as seen (y is down)."""
    cos, sin = np.cos(turn), np.sin(turn)
    rotated: Numbers = points @ np.array([[cos, sin], [-sin, cos]])
    return rotated
