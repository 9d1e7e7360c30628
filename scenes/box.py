"""Rectangles of the frame, and the named regions a panel can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenes.look import CAPTION_TOP, FRAME_HEIGHT, FRAME_WIDTH


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the frame, in scene units (the frame is 128/9 by 8, centre at the origin)."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Its top edge."""
        return self.bottom + self.height

    @property
    def center(self) -> tuple[float, float]:
        """Its middle."""
        return self.left + self.width / 2, self.bottom + self.height / 2

    def inset(
        self, left: float = 0.0, bottom: float = 0.0, right: float = 0.0, top: float = 0.0
    ) -> Box:
        """Return the box less a margin on each side."""
        return Box(
            self.left + left,
            self.bottom + bottom,
            self.width - left - right,
            self.height - bottom - top,
        )

    def part(self, left: float, bottom: float, width: float, height: float) -> Box:
        """Return a part of the box, given as fractions of it."""
        return Box(
            self.left + left * self.width,
            self.bottom + bottom * self.height,
            width * self.width,
            height * self.height,
        )


_SIDE = 0.05 * FRAME_WIDTH
_TOP = 0.05 * FRAME_HEIGHT
STAGE = Box(
    -FRAME_WIDTH / 2 + _SIDE,
    CAPTION_TOP,
    FRAME_WIDTH - 2 * _SIDE,
    FRAME_HEIGHT / 2 - _TOP - CAPTION_TOP,
)
"""The title-safe part of the frame above the caption zone."""

_FRACTIONS: Mapping[str, tuple[float, float, float, float]] = {
    "full": (0, 0, 1, 1),
    "left": (0, 0, 1 / 2, 1),
    "right": (1 / 2, 0, 1 / 2, 1),
    "left-wide": (0, 0, 0.6, 1),
    "right-narrow": (0.6, 0, 0.4, 1),
    "left-narrow": (0, 0, 0.4, 1),
    "right-wide": (0.4, 0, 0.6, 1),
    "top": (0, 1 / 2, 1, 1 / 2),
    "bottom": (0, 0, 1, 1 / 2),
    "right-top": (1 / 2, 1 / 2, 1 / 2, 1 / 2),
    "right-bottom": (1 / 2, 0, 1 / 2, 1 / 2),
    "left-top": (0, 1 / 2, 1 / 2, 1 / 2),
    "left-bottom": (0, 0, 1 / 2, 1 / 2),
    "right-narrow-top": (0.6, 1 / 2, 0.4, 1 / 2),
    "right-narrow-bottom": (0.6, 0, 0.4, 1 / 2),
    "right-wide-top": (0.4, 1 / 2, 0.6, 1 / 2),
    "right-wide-bottom": (0.4, 0, 0.6, 1 / 2),
    "left-third": (0, 0, 1 / 3, 1),
    "middle-third": (1 / 3, 0, 1 / 3, 1),
    "right-third": (2 / 3, 0, 1 / 3, 1),
}
_GUTTER = 0.2

REGIONS: Mapping[str, Box] = {
    name: STAGE.part(*fractions).inset(
        left=_GUTTER if fractions[0] > 0 else 0.0,
        bottom=_GUTTER / 2 if fractions[1] > 0 else 0.0,
        right=_GUTTER if fractions[0] + fractions[2] < 0.999 else 0.0,
        top=_GUTTER / 2 if fractions[1] + fractions[3] < 0.999 else 0.0,
    )
    for name, fractions in _FRACTIONS.items()
}
"""The regions a panel can take (``at: left``), with a gutter between neighbours."""
