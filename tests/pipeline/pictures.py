"""Pictures made of a few mobjects, for the tests of the layout proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.layout.behind import Behind
from pipeline.layout.faults import Fault
from pipeline.layout.frame import frame_of
from pipeline.layout.picture import Picture, picture
from pipeline.layout.proof import faults_of
from pipeline.layout.shape import Shapes
from scenes import typeset
from scenes.look import look
from scenes.shot import PanelState

LOOK = replace(look("l"), width=854, height=480)
INK = LOOK.palette.ink


class Drawn:
    """A stage that always draws the same."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self._parts = parts

    def draw(self, state: object) -> Mapping[str, Any]:
        return self._parts


@cache
def painter() -> Behind:
    """Return what paints the pictures; studios may close around it."""
    return Behind(LOOK)


def seen(parts: Mapping[str, Any], *, settled: bool = True, light: float = 1.0) -> Picture:
    """Return the picture of one panel that draws these parts, back to front."""
    return picture(
        {"panel": PanelState(None, light)},
        {"panel": Drawn(parts)},  # type: ignore[dict-item]
        {"panel"} if settled else (),
        frame_of(LOOK),
        LOOK.palette,
        Shapes(),
    )


def faults(parts: Mapping[str, Any], **shown: Any) -> list[Fault]:
    """Return what is wrong in the picture of one panel that draws these parts."""
    return list(faults_of(seen(parts, **shown), painter()))


def word(says: str = "Word", x: float = 0.0, y: float = 0.0, size: float = 44, color: str = INK):
    """Return a text whose baseline begins at (x, y)."""
    return typeset.place(typeset.text(says, size, color), x, y)
