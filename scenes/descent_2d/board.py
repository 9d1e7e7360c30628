"""What is read rather than seen, in one corner of a map: legend, losses of a race, sliders.

Boards stand on a panel of their own, one over the other; what they cover of the map gives way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes import typeset
from scenes.descent_2d import strokes
from scenes.descent_2d.geometry import Rect, dashed
from scenes.descent_2d.lettering import Lettering, Piece, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Corner
from scenes.look import Look
from scenes.parts import faded, part

if TYPE_CHECKING:
    from manim import VGroup, VMobject

PAD = 0.16
ROW = 0.46
"""Height of a row in scene units."""
SAMPLE = 0.62
_GAP = 0.16
_OFF = 0.14
"""From the map's edge to a board, and from one board to the next."""
_BETWEEN = 0.35
_SOLID = 0.88
_WIDEST = 0.72
"""The share of the map's width that a board may take with both names and numbers."""
_NUMBER = 1.2
"""The least width of a number beside a sample: boards do not breathe with every figure."""
LEADS = 0.28
"""How strongly the row that leads is filled with its colour."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a board: a sample of what it stands for, a name, a number.

    ``style`` gives dash and marker of the sample (None: a heading without one), ``seen`` the
    row's opacity and how much of its height it takes.
    """

    style: int | None
    color: str
    name: str
    number: Piece | None = None
    seen: float = 1.0
    leads: bool = False


class Board:
    """Draws rows on panels."""

    def __init__(self, corner: Corner, look: Look, letters: Lettering) -> None:
        self._corner, self._look, self._letters = corner, look, letters

    def place(self, sheet: Sheet, width: float, height: float) -> Rect:
        """Return where the next board of a frame stands, and take the place."""
        box, beneath = sheet.box, sheet.covered[-1] if sheet.covered else None
        at_left, at_top = self._corner.endswith("left"), self._corner.startswith("top")
        left = box.left + _OFF if at_left else box.right - _OFF - width
        if at_top:
            bottom = (box.top if beneath is None else beneath.bottom) - _OFF - height
        else:
            bottom = (box.bottom if beneath is None else beneath.bottom + beneath.height) + _OFF
        place = Rect(left, bottom, width, height)
        sheet.covered.append(place)
        sheet.taken.append(place)
        return place

    def draw(
        self, sheet: Sheet, name: str, rows: Sequence[Row], opacity: float, names_first: bool = True
    ) -> None:
        """Add rows to a frame, on a panel.

        On a narrow map they go without their numbers, or (``names_first`` false) their names.
        """
        rows = [row for row in rows if row.seen > 0]
        if not rows or opacity <= 0:
            return
        width = self._width(rows)
        if width > _WIDEST * sheet.box.width and any(row.number for row in rows):
            if names_first:
                rows = [replace(row, number=None) for row in rows]
            else:
                rows = [replace(row, name="") for row in rows if row.style is not None]
            width = self._width(rows)
        height = 2 * PAD + ROW * sum(row.seen for row in rows)
        place = self.place(sheet, width, height)
        key = (place.left, place.bottom, width, height, opacity)
        sheet.parts[f"{name} panel"] = self.panel(*(round(v, 6) for v in key))
        top = place.bottom + height - PAD
        for i, row in enumerate(rows):
            middle = top - row.seen * ROW / 2
            top -= row.seen * ROW
            left, y, wide = round(place.left, 6), round(middle, 6), round(width, 6)
            drawn = {"row": self._head(row.style, row.color, row.name, left, y)}
            if row.number is not None:
                drawn["number"] = self._figures(row.number, round(left + wide - PAD, 6), y)
            if row.leads:
                sheet.parts[f"{name} lead"] = faded(self._lead(row.color, left, y, wide), opacity)
            for what, part_ in drawn.items():
                sheet.parts[f"{name} {what} {i}"] = faded(part_, opacity * row.seen)

    @part
    def panel(
        self, left: float, bottom: float, width: float, height: float, opacity: float
    ) -> VGroup:
        """Return an empty panel."""
        from manim import VGroup

        palette = self._look.palette
        edge = _outline(left, bottom, width, height)
        back = strokes.fill([edge], palette.panel, _SOLID * opacity)
        return VGroup(back, strokes.thin([edge], palette.muted, 2, opacity))

    def _width(self, rows: Sequence[Row]) -> float:
        """Return the width of a board."""
        return max(row.seen * self._row_width(row) for row in rows) + 2 * PAD

    def _row_width(self, row: Row) -> float:
        width = 0.0 if row.style is None else SAMPLE + _GAP
        name = self._name_width(row.name) if row.name else 0.0
        number = 0.0
        if row.number is not None:
            least = _NUMBER if row.style is not None else 0.0
            number = max(size(self._number(row.number))[0], least)
        return width + name + number + (_BETWEEN if name and number else 0.0)

    @part
    def _name_width(self, name: str) -> float:
        return size(self._name(name))[0]

    def _name(self, name: str) -> VGroup:
        return self._letters.plain(name, self._look.palette.ink)

    def _number(self, number: Piece) -> VGroup:
        return self._letters.row((number,), self._look.palette.ink, False)

    @part
    def _head(self, style: int | None, color: str, name: str, left: float, middle: float) -> VGroup:
        """Return the sample and the name of a row."""
        from manim import VGroup

        group, x = VGroup(), left + PAD
        if style is not None:
            group.add(*_sample(style, color, x, middle, self._look.palette.background))
            x += SAMPLE + _GAP
        if name:
            group.add(_moved(self._name(name), x, self._base(middle), "left"))
        return group

    @part
    def _figures(self, number: Piece, right: float, middle: float) -> VGroup:
        return _moved(self._number(number), right, self._base(middle), "right")

    @part
    def _lead(self, color: str, left: float, middle: float, width: float) -> VMobject:
        place = (left + PAD / 2, middle - ROW / 2, width - PAD, ROW)
        return strokes.fill([_outline(*place)], color, LEADS)

    def _base(self, middle: float) -> float:
        return middle - 0.36 * typeset.em(self._look.type.small)


def _moved(text: VGroup, x: float, base: float, anchor: typeset.Anchor) -> VGroup:
    copy: VGroup = text.copy()
    copy.baseline = text.baseline
    moved: VGroup = typeset.place(copy, x, base, anchor)
    return moved


def _sample(style: int, color: str, x: float, middle: float, casing: str) -> list[VGroup]:
    """Return a short line with the dash and the marker of a style."""
    line = np.array([(x, middle), (x + SAMPLE, middle)])
    rhythm = strokes.DASHES[style % len(strokes.DASHES)]
    pieces = [line] if rhythm is None else dashed(line, *rhythm)
    at = np.array([(x + SAMPLE / 2, middle)])
    return [
        strokes.thin(pieces, color, 5, 1.0),
        strokes.markers(at, style, 0.11, color, casing=casing),
    ]


def _outline(left: float, bottom: float, width: float, height: float) -> Array:
    right, top = left + width, bottom + height
    return np.array([(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)])
