"""Rules of the frame: what it cuts off, what a screen may cut off, what captions cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from pipeline.layout.faults import Fault, quoted
from pipeline.layout.limits import PANEL_SLACK, TEXT_SLACK
from pipeline.layout.picture import Ink, Picture, Writing
from pipeline.layout.shape import Array
from scenes.box import Box

Side = Literal["left", "bottom", "right", "top"]
_SIDES: tuple[Side, ...] = ("left", "bottom", "right", "top")
_HINT = "shorten it, move it, or give its panel a larger region"


def off_frame(picture: Picture) -> Iterator[Fault]:
    """Nothing is cut off by the edge of the frame, but for what fills all of it."""
    for what, thing, slack in _things(picture):
        side, beyond = _beyond(_box(thing), picture.frame.whole)
        if beyond > slack and not _is_backdrop(thing, picture.frame.whole):
            yield _fault("off-frame", thing, f"{what} leaves the frame by", side, beyond)


def title_safe(picture: Picture) -> Iterator[Fault]:
    """No text stands in the outer twentieth of the frame."""
    for writing in picture.writings:
        side, beyond = _beyond(writing.box, picture.frame.safe, ("left", "right", "top"))
        if beyond > PANEL_SLACK and _beyond(writing.box, picture.frame.whole)[1] <= TEXT_SLACK:
            what = f"{quoted(writing)} passes the safe part of the frame by"
            yield _fault("title-safe", writing, what, side, beyond)


def caption_zone(picture: Picture) -> Iterator[Fault]:
    """Nothing stands where captions will: only what fills the frame may."""
    for what, thing, slack in _things(picture):
        _, beyond = _beyond(_box(thing), picture.frame.safe, ("bottom",))
        outside = _beyond(_box(thing), picture.frame.whole)[1] > slack
        if beyond > PANEL_SLACK and not outside and not _is_backdrop(thing, picture.frame.whole):
            yield _fault(
                "caption-zone", thing, f"{what} reaches into the captions by", "bottom", beyond
            )


def _things(picture: Picture) -> Iterator[tuple[str, Writing | Ink, float]]:
    """Yield all that is seen: what to call it, itself, and how far it may reach over an edge."""
    for writing in picture.writings:
        yield quoted(writing), writing, TEXT_SLACK
    for ink in picture.marks:
        yield ink.part, ink, PANEL_SLACK


def _box(thing: Writing | Ink) -> Array:
    return thing.box if isinstance(thing, Writing) else thing.shape.box


def _beyond(box: Array, within: Box, sides: tuple[Side, ...] = _SIDES) -> tuple[Side, float]:
    """Return the side on which a box reaches farthest out of another, and by how much."""
    reach = {
        "left": within.left - box[0],
        "bottom": within.bottom - box[1],
        "right": box[2] - within.right,
        "top": box[3] - within.top,
    }
    side = max(sides, key=lambda name: reach[name])
    return side, float(reach[side])


def _is_backdrop(thing: Writing | Ink, whole: Box) -> bool:
    """Tell whether something fills the frame from side to side."""
    box = _box(thing)
    return bool(np.ptp(box[[0, 2]]) >= whole.width and np.ptp(box[[1, 3]]) >= whole.height)


def _fault(rule: str, thing: Writing | Ink, says: str, side: Side, beyond: float) -> Fault:
    source = thing.setting.source if isinstance(thing, Writing) else None
    return Fault(
        rule,
        thing.panel,
        thing.part if source is None else source,
        f"{says} {beyond:.2f} units at the {side}",
        _HINT,
        beyond,
        source,
    )
