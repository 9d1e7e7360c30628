"""The frame that pictures must fit: its edges, its safe part, its zone for captions."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.box import STAGE, Box
from scenes.look import FRAME_HEIGHT, FRAME_WIDTH, Look


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
    whole = Box(-FRAME_WIDTH / 2, -FRAME_HEIGHT / 2, FRAME_WIDTH, FRAME_HEIGHT)
    return Frame(whole, STAGE, 1080 / min(whole.width, whole.height))
