"""The frame that pictures must fit: its edges, its safe part, its zone for captions."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.box import Box, stage_of
from scenes.look import Look


@dataclass(frozen=True, slots=True)
class Frame:
    """``whole`` is all of it, ``safe`` what no screen cuts off and no caption covers.

    ``pixels`` is how many pixels a scene unit has at 1080p.
    """

    whole: Box
    safe: Box
    pixels: float


def frame_of(look: Look) -> Frame:
    """Return the frame of a look."""
    wide, high = look.frame_width, look.frame_height
    whole = Box(-wide / 2, -high / 2, wide, high)
    return Frame(whole, stage_of(look), 1080 / min(whole.width, whole.height))
