"""The foot of a plot: the numbers of its horizontal axis, and the axis' name behind the last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scenes.box import Box

_GAP = 0.22
"""From the axis or its last number to the axis' name, in scene units."""
_APART = 0.18
"""Between numbers."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What stands at a share of an axis (0 its left end, 1 its right), and extends right of it."""

    share: float
    right: float


def farthest(left: float, limit: float, reaches: Iterable[Reach]) -> float:
    """Return how far right an axis from ``left`` may go: nothing may reach past ``limit``."""
    ends = (left + (limit - it.right - left) / it.share for it in reaches if it.share > 0)
    return min([limit, *ends])


@dataclass(frozen=True, slots=True)
class Foot:
    """The numbers of an axis, from the left (the share of the axis and its width), and its name.

    ``name`` is the name's width; zero for none, or for one that stands elsewhere.
    """

    numbers: tuple[tuple[float, float], ...]
    name: float

    def reaches(self) -> list[Reach]:
        """Return what its last number and its name need at the right."""
        name = _GAP + self.name if self.name else 0.0
        numbers = [Reach(share, width / 2 + name) for share, width in self.numbers[-1:]]
        return [Reach(1.0, name), *numbers]

    def name_left(self, plane: Box) -> float:
        """Return where its name begins: right of the axis and of its last number."""
        ends = [right for _, right in self._sides(plane)]
        return max([plane.right, *ends[-1:]]) + _GAP

    def kept(self, plane: Box) -> list[int]:
        """Return which numbers have room: the last, and before it each, every other, and so on."""
        sides, count = self._sides(plane), len(self.numbers)
        for stride in range(1, count + 1):
            kept = list(range((count - 1) % stride, count, stride))
            if all(sides[i][1] + _APART < sides[j][0] for i, j in pairwise(kept)):
                return kept
        return []

    def _sides(self, plane: Box) -> Sequence[tuple[float, float]]:
        """Return the left and the right end of each number in the frame."""
        middles = (plane.left + share * plane.width for share, _ in self.numbers)
        return [
            (x - width / 2, x + width / 2)
            for x, (_, width) in zip(middles, self.numbers, strict=True)
        ]
