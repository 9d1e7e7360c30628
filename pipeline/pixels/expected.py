"""What a picture should show, and which marks of it are in each other's way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.pixels import limits
from pipeline.pixels.edges import Edge
from pipeline.pixels.picture import Numbers
from pipeline.pixels.places import Pixel
from scenes.claims import Arrow, Dot, Stroke, Tick

Mark = Dot | Arrow | Stroke | Tick
"""A claim that is measured."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A claim with the place it comes to, and the edge that should be seen there.

    ``length`` is that of an arrow or a line in pixels, else 0; ``across`` is the direction in which
    its place is told, where that is one only.
    """

    claim: Mark
    at: Pixel
    edge: Edge
    length: float = 0.0
    across: Pixel | None = None


class Neighbours:
    """The marks of a panel in a frame."""

    def __init__(self, marks: Sequence[Expected]) -> None:
        self._marks = marks
        self._edges = [mark.edge.placed(np.array(mark.at)) for mark in marks]
        self._reach = np.array([limits.APART_PX + mark.edge.outer for mark in marks])
        ends = [(edge.min(axis=0), edge.max(axis=0)) for edge in self._edges]
        self._low: Numbers = np.array([low for low, _ in ends]).reshape(-1, 2)
        self._high: Numbers = np.array([high for _, high in ends]).reshape(-1, 2)

    def crowd(self, one: Expected) -> bool:
        """Tell whether a mark touches another dot, so that its edge is not its own.

        Those of the same part are drawn as one shape; a dot that is cased hides the others.
        """
        if not isinstance(one.claim, Dot):
            return False
        return any(
            other is not one
            and isinstance(other.claim, Dot)
            and (other.claim.part == one.claim.part or not one.claim.cased)
            and math.dist(one.at, other.at) < _radius(one) + _radius(other)
            for other in self._marks
        )

    def beside(self, one: Expected, around: Numbers) -> NDArray[np.bool_]:
        """Tell which places (n, 2) are at the edge of another mark.

        A dot's own line is none, nor is a dot on its line: they are of one part.
        """
        near: NDArray[np.bool_] = np.zeros(len(around), dtype=np.bool_)
        reach = self._reach[:, None]
        meets = (self._low - reach < around.max(axis=0)) & (self._high + reach > around.min(axis=0))
        for i in map(int, np.flatnonzero(meets.all(axis=1))):
            other, far = self._marks[i], self._reach[i]
            is_own = other.claim.part == one.claim.part
            if other is one or (is_own and not (_is_line(other) and _is_line(one))):
                continue
            low, high = self._low[i] - far, self._high[i] + far
            close = np.flatnonzero(((around > low) & (around < high)).all(axis=-1))
            if len(close):
                apart = np.abs(around[close, None] - self._edges[i]).max(axis=-1).min(axis=1)
                near[close] |= apart < far
        return near


def _radius(one: Expected) -> float:
    return float(np.hypot(*one.edge.points.T).max()) + one.edge.outer


def _is_line(one: Expected) -> bool:
    return isinstance(one.claim, Stroke)
