"""Texts round a surface: each at its place, faded where it would touch another or the edge."""

from __future__ import annotations

import math
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdmath.array import Array
from scenes.box import Box
from scenes.descent_2d.geometry import Rect
from scenes.ease import smooth
from scenes.parts import faded

_TOUCH, _CLEAR = 0.02, 0.07
"""The gaps between texts, in scene units, up to which one vanishes and from which both are seen."""
_EDGE = 0.04
"""How far a text may reach out of the box until it has vanished."""
_FADE_STEPS = 20


@dataclass(frozen=True, slots=True)
class Label:
    """A text (a mobject with outlines), where its middle stands, and how much of it is seen."""

    text: Any
    x: float
    y: float
    seen: float

    @property
    def place(self) -> Rect:
        """The rectangle it takes."""
        wide, high = float(self.text.width), float(self.text.height)
        return Rect(self.x - wide / 2, self.y - high / 2, wide, high)

    def drawn(self) -> Any:
        """Return the text in its place.

        Its glyphs share with those of ``text`` all but their points: a whole copy takes longer
        than all else about a text.
        """
        place, (x, y, _) = copy(self.text), self.text.get_center()
        place.submobjects = [copy(glyph) for glyph in self.text.submobjects]
        for glyph in place.submobjects:
            glyph.points = glyph.points + np.array([self.x - x, self.y - y, 0.0])
        return faded(place, self.seen)


def written(labels: Iterable[Label], box: Box, before: Iterable[Label] = ()) -> tuple[Label, ...]:
    """Return the labels as far as they are clear of those before them and inside a box."""
    taken = list(before)
    shown = []
    for label in labels:
        place = label.place
        room = min(
            place.left - box.left,
            place.bottom - box.bottom,
            box.right - place.left - place.width,
            box.top - place.bottom - place.height,
            0.0,
        )
        gaps = [_gap(place, other.place) for other in taken]
        clear = smooth((min([*gaps, _CLEAR]) - _TOUCH) / (_CLEAR - _TOUCH)) * smooth(
            1 + room / _EDGE
        )
        seen = round(_FADE_STEPS * label.seen * clear) / _FADE_STEPS
        if seen > 0:
            shown.append(replace(label, seen=seen))
            taken.append(label)
    return tuple(shown)


def extent(text: Any, way: Array) -> float:
    """Return how far a text reaches along a direction (2,)."""
    return abs(float(way[0])) * float(text.width) + abs(float(way[1])) * float(text.height)


def loss_text(loss: float) -> str:
    """Return a loss (not NaN) with three digits that count, and an exponent only if it must."""
    if math.isinf(loss):
        return "∞" if loss > 0 else "−∞"
    size = abs(loss)
    if size and not 1e-3 <= size < 1e5:
        mantissa, exponent = f"{loss:.1e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    decimals = max(0, 2 - math.floor(math.log10(size))) if size else 0
    shown = f"{loss:.{decimals}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _gap(one: Rect, other: Rect) -> float:
    across = max(one.left - other.left - other.width, other.left - one.left - one.width)
    up = max(one.bottom - other.bottom - other.height, other.bottom - one.bottom - one.height)
    return max(across, up, 0.0)
