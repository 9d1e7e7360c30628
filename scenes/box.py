"""Rectangles of the frame, and the named regions a panel can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenes.look import LONG_SIDE, SHORT_SIDE, Look


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the frame, in scene units, the middle of the frame at the origin."""

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


_SIDE, _OVER, _CAPTIONS = 0.05 * LONG_SIDE, 0.05 * SHORT_SIDE, 0.15 * SHORT_SIDE
"""What stays free of a lying frame, in scene units: the margins of title-safe, and the lowest
part, where captions are."""
_TOP, _FOOT, _LEFT, _BUTTONS = 0.08, 0.21, 0.06, 0.12
"""What stays free of a standing frame, as fractions of it: players put a search bar above, words
and captions at the foot, a column of buttons at the right."""

STAGE = Box(
    -LONG_SIDE / 2 + _SIDE,
    -SHORT_SIDE / 2 + _CAPTIONS,
    LONG_SIDE - 2 * _SIDE,
    SHORT_SIDE / 2 - _OVER - (-SHORT_SIDE / 2 + _CAPTIONS),
)
"""The title-safe part of a lying frame above the caption zone."""

UPRIGHT_STAGE = Box(
    (_LEFT - 1 / 2) * SHORT_SIDE,
    (_FOOT - 1 / 2) * LONG_SIDE,
    (1 - _LEFT - _BUTTONS) * SHORT_SIDE,
    (1 - _TOP - _FOOT) * LONG_SIDE,
)
"""The part of a standing frame that nothing of a player covers."""

_OWN_CAPTIONS = 1.6
"""Height of what panels leave to captions of a standing frame's own, above what players cover."""
_EDGE = 0.15
"""How near captions come to the lower edge of a lying frame."""

CAPTIONED_STAGE = UPRIGHT_STAGE.inset(bottom=_OWN_CAPTIONS + 0.1)
"""The part of a standing frame that is left to panels where captions are part of the picture."""

CAPTIONS = Box(STAGE.left, -SHORT_SIDE / 2 + _EDGE, STAGE.width, _CAPTIONS - _EDGE)
UPRIGHT_CAPTIONS = Box(UPRIGHT_STAGE.left, UPRIGHT_STAGE.bottom, UPRIGHT_STAGE.width, _OWN_CAPTIONS)
"""Where captions stand that are part of the picture."""

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
    "head": (0, 0.84, 1, 0.16),
    "body": (0, 0, 1, 0.84),
    "body-top": (0, 0.42, 1, 0.42),
    "body-bottom": (0, 0, 1, 0.42),
}
_GUTTER = 0.2

Fractions = tuple[float, float, float, float]


def _cut(stage: Box, fractions: Fractions) -> Box:
    """Return a part of the stage, with half a gutter less where a neighbour may stand."""
    left, bottom, width, height = fractions
    return stage.part(*fractions).inset(
        left=_GUTTER if left > 0 else 0.0,
        bottom=_GUTTER / 2 if bottom > 0 else 0.0,
        right=_GUTTER if left + width < 0.999 else 0.0,
        top=_GUTTER / 2 if bottom + height < 0.999 else 0.0,
    )


def _stacked(fractions: Fractions) -> Fractions:
    """Return the place in a standing frame of what has a place in a lying one.

    Columns become rows: what stands left of another stands above it, each over the full width.
    """
    left, bottom, width, height = fractions
    return 0.0, max(1 - left - width + bottom * width, 0.0), 1.0, width * height


REGIONS: Mapping[str, Box] = {name: _cut(STAGE, place) for name, place in _FRACTIONS.items()}
"""The regions a panel can take (``at: left``) in a lying frame, a gutter between neighbours."""


def _upright(stage: Box) -> Mapping[str, Box]:
    return {name: _cut(stage, _stacked(place)) for name, place in _FRACTIONS.items()}


UPRIGHT_REGIONS: Mapping[str, Box] = _upright(UPRIGHT_STAGE)
"""The same regions in a standing frame: ``left`` is the upper half, ``right`` the lower one."""


def stage_of(look: Look) -> Box:
    """Return the part of a look's frame that panels share."""
    if look.aspect == "landscape":
        return STAGE
    return CAPTIONED_STAGE if look.burned else UPRIGHT_STAGE


def caption_box(look: Look) -> Box:
    """Return where captions stand that are part of the picture."""
    return CAPTIONS if look.aspect == "landscape" else UPRIGHT_CAPTIONS


def regions(look: Look) -> Mapping[str, Box]:
    """Return the regions of a look's frame by name."""
    if look.aspect == "landscape":
        return REGIONS
    return _upright(CAPTIONED_STAGE) if look.burned else UPRIGHT_REGIONS
