"""The sheet of a plot with two axes of its own: where data stand, and all that is around them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from scenes import typeset
from scenes.box import Box
from scenes.look import Look
from scenes.parts import part
from scenes.plots.axis import Axis, Tick
from scenes.plots.labels import Labels
from scenes.plots.scale import TICK, upright
from scenes.plots.strokes import Points, lines
from scenes.stage import Mistake
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_BASELINE = 0.52
_BELOW = 0.68
_GAP = 0.22
_LEAST = 0.7
"""The width and height a plane must have, in scene units."""
_NAME_SHARE = 0.16
"""The part of a box that the name beside the horizontal axis may take from the plane."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is written around a plot, as Typst markup: over it, and at its two axes."""

    title: str
    across: str
    up: str


class Sheet:
    """Places data in a box. ``bend`` is the way of the vertical axis from linear to logarithmic.

    ``across`` holds still at its own ``across_bend``. The ``labels`` have their room beside or over
    the plane.
    """

    def __init__(
        self,
        box: Box,
        look: Look,
        names: Names,
        across: Axis,
        across_bend: float,
        up: Axis,
        labels: Labels,
    ) -> None:
        self.box = box
        self.look = look
        self.names = names
        self.across = across
        self.across_bend = across_bend
        self.up = up
        self._labels = labels

    @cached_property
    def plane(self) -> Box:
        """The part of the box between the axes."""
        bends = (0.0, 1.0) if self.up.log is not None else (0.0,)
        shown = [tick.text for bend in bends for tick in self.up_ticks(bend)]
        left = max((float(self.number(text).width) for text in shown), default=0.0)
        plane = self.box.inset(
            left=left + 2.5 * TICK,
            bottom=_BELOW,
            right=max(self._labels.right, self._beyond(), 0.1),
            top=self.header + self._labels.top,
        )
        if min(plane.width, plane.height) < _LEAST:
            raise Mistake(
                "the plot has no room in its panel: shorten its title and labels, or give it a "
                "larger region"
            )
        return plane

    @cached_property
    def header(self) -> float:
        """Room for the names over the plane: in one row, or in several where one is too short."""
        return 0.2 + 0.56 * len(self._header_rows)

    def at(self, x: ArrayLike, y: ArrayLike, bend: float) -> Points:
        """Return data as scene points (n, 2)."""
        plane = self.plane
        with np.errstate(all="ignore"):
            right = self.across.heights(x, self.across_bend)
            up = self.up.heights(y, bend)
        return np.stack([plane.left + right * plane.width, plane.bottom + up * plane.height], -1)

    @part
    def axes(self) -> Mobject:
        """Return both axes' lines, the horizontal one's numbers, and all names."""
        from manim import VGroup

        plane, palette = self.plane, self.look.palette
        corner = np.array(
            [(plane.left, plane.top), (plane.left, plane.bottom), (plane.right, plane.bottom)]
        )
        group = VGroup(lines([corner], palette.faint, 2), *self._header())
        name = self._text(self.names.across)
        x = min(plane.right + self._overhang() + _GAP, self.box.right - float(name.width))
        group.add(typeset.place(name, x, plane.bottom - _BASELINE))
        end = float(name.get_left()[0]) - 0.18 if self.names.across else math.inf
        before = -math.inf
        for tick in self.across_ticks():
            x = plane.left + tick.height * plane.width
            stub = np.array([(x, plane.bottom - TICK), (x, plane.bottom)])
            group.add(lines([stub], palette.faint, 2))
            number = typeset.place(self.number(tick.text), x, plane.bottom - _BASELINE, "center")
            if before < float(number.get_left()[0]) and float(number.get_right()[0]) < end:
                group.add(number)
                before = float(number.get_right()[0]) + 0.18
        return group

    @part
    def scale(self, bend: float) -> Mobject:
        """Return the vertical axis' numbers and the faint lines across."""
        return upright(self.plane, self.look, self.up_ticks(bend), self.number)

    def number(self, shown: str) -> Any:
        """Return a tick's number; one with an exponent as a power of ten."""
        size, muted = self.look.type.small, self.look.palette.muted
        mantissa, has_exponent, exponent = shown.partition("e")
        if not has_exponent:
            return typeset.number(shown, size, muted)
        power = f"10^({int(exponent)})"
        return typeset.math(power if mantissa == "1" else f"{mantissa} dot {power}", size, muted)

    @cached_property
    def _header_rows(self) -> tuple[tuple[str, ...], ...]:
        """The vertical axis' name and the title, in one row if it holds them."""
        said = tuple(text for text in (self.names.up, self.names.title) if text)
        if not said:
            return ()
        wide = sum(float(self._text(text).width) for text in said) + 0.6 * (len(said) - 1)
        if wide <= self.box.width:
            return (said,)
        title = self._broken(self.names.title)
        return tuple((text,) for text in (*title, self.names.up) if text)

    def _broken(self, title: str) -> tuple[str, ...]:
        """Return a title in lines that the box holds; mathematics stays whole."""
        rows: list[str] = []
        for word in re.findall(r"(?:\$[^$]*\$|\S)+", title):
            longer = f"{rows[-1]} {word}" if rows else word
            if rows and float(self._text(longer).width) <= self.box.width:
                rows[-1] = longer
            else:
                rows.append(word)
        return tuple(rows)

    @part
    def _overhang(self) -> float:
        """Return how far the last number of the horizontal axis may reach beyond it."""
        last = self.across_ticks()[-1:]
        return max((float(self.number(tick.text).width) / 2 for tick in last), default=0.0)

    def _beyond(self) -> float:
        """Return the room for the end of the horizontal axis: its name too, if that is little."""
        name = _GAP + float(self._text(self.names.across).width)
        over = self._overhang()
        return over + name if over + name < _NAME_SHARE * self.box.width else over

    def _header(self) -> list[VGroup]:
        placed, palette = [], self.look.palette
        for i, row in enumerate(self._header_rows):
            x, y = self.box.left, self.box.top - 0.36 - 0.56 * i
            for text in row:
                color = palette.muted if text == self.names.up else palette.ink
                name = self._text(text, color)
                placed.append(typeset.place(name, x, y))
                x = max(x + float(name.width) + 0.6, self.plane.left)
        return placed

    def _text(self, says: str, color: str = "") -> Any:
        return typeset.text(says, self.look.type.small, color or self.look.palette.muted)

    def up_ticks(self, bend: float) -> tuple[Tick, ...]:
        """Return the ticks of the vertical axis."""
        room = self.box.height - self.header - self._labels.top - _BELOW
        most = max(2, int(room / (1.5 * em(self.look.type.small))))
        return tuple(self.up.ticks(bend, min(most, 6)))

    def across_ticks(self) -> tuple[Tick, ...]:
        """Return the ticks of the horizontal axis."""
        wide = self.box.width - self._labels.right - 1.0
        most = max(2, min(8, int(wide / (2.6 * em(self.look.type.small)))))
        return tuple(self.across.ticks(self.across_bend, most))
