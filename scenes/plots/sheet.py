"""The sheet of a plot with two axes of its own: where data stand, and all that is around them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from scenes import typeset
from scenes.box import Box
from scenes.look import Look
from scenes.parts import part
from scenes.plots.axis import Axis, Tick
from scenes.plots.foot import Foot, Reach, farthest
from scenes.plots.labels import Labels
from scenes.plots.scale import TICK, upright
from scenes.plots.strokes import Points, lines
from scenes.stage import Mistake
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_BASELINE = 0.52
_BELOW = 0.68
_NAME_ROW = 0.46
"""What a row of its own takes for the horizontal axis' name."""
_LEAST = 0.7
"""The width and height a plane must have, in scene units."""
_NAME_SHARE = 0.16
"""The part of a box that the name beside the horizontal axis may take from the plane."""
_FLAT = 3.6
"""The height of a box under which that name has no row of its own."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is written around a plot, as Typst markup: over it, and at its two axes."""

    title: str
    across: str
    up: str


class Sheet:
    """Places data in a box. ``bend`` is the way of the vertical axis from linear to logarithmic.

    ``across`` holds still at its own ``across_bend``. The ``labels`` have their room over the
    plane, or beside their lines: ``ends`` is how far along the axis those go (0 to 1), by the
    labels' keys; by default to its end. The name of the horizontal axis stands behind its last
    number, or under the numbers where that would take too much of the plane.
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
        ends: Mapping[Hashable, float] | None = None,
    ) -> None:
        self.box = box
        self.look = look
        self.names = names
        self.across = across
        self.across_bend = across_bend
        self.up = up
        self._labels = labels
        self._ends = ends or {}

    @cached_property
    def plane(self) -> Box:
        """The part of the box between the axes."""
        foot = self._foot if self._has_name_beside else self._numbers_only
        plane = Box(self._left, self.box.bottom, self._right(foot) - self._left, self.box.height)
        plane = plane.inset(bottom=self._below, top=self.header + self._labels.top)
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
        name, baseline = self._text(self.names.across), plane.bottom - _BASELINE
        if self._has_name_beside:
            group.add(typeset.place(name, self._foot.name_left(plane), baseline))
        else:
            group.add(typeset.place(name, plane.right, baseline - _NAME_ROW, "right"))
        kept = self._foot.kept(plane)
        for i, tick in enumerate(self.across_ticks()):
            x = plane.left + tick.height * plane.width
            stub = np.array([(x, plane.bottom - TICK), (x, plane.bottom)])
            group.add(lines([stub], palette.faint, 2))
            if i in kept:
                group.add(typeset.place(self.number(tick.text), x, baseline, "center"))
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

    @cached_property
    def _beside(self) -> list[Reach]:
        """What the labels need at the right."""
        return self._labels.reaches(self._ends)

    @cached_property
    def _left(self) -> float:
        """Where the plane begins: right of the vertical axis' numbers."""
        bends = (0.0, 1.0) if self.up.log is not None else (0.0,)
        room = self.box.height - self.header - self._labels.top - _BELOW
        heights = ((room - row, bend) for row in (0.0, _NAME_ROW) for bend in bends)
        shown = [tick.text for height in heights for tick in self._up_ticks_in(*height)]
        wide = max((float(self.number(text).width) for text in shown), default=0.0)
        return self.box.left + wide + 2.5 * TICK

    def _right(self, foot: Foot) -> float:
        """Return where the plane ends, with some foot."""
        return farthest(self._left, self.box.right - 0.1, [*self._beside, *foot.reaches()])

    @cached_property
    def _foot(self) -> Foot:
        """The numbers of the horizontal axis, and its name behind them."""
        numbers = ((t.height, float(self.number(t.text).width)) for t in self.across_ticks())
        name = float(self._text(self.names.across).width) if self.names.across else 0.0
        return Foot(tuple(numbers), name)

    @property
    def _numbers_only(self) -> Foot:
        return replace(self._foot, name=0.0)

    @cached_property
    def _has_name_beside(self) -> bool:
        """Whether the name stands behind the numbers, not under them."""
        taken = self._right(self._numbers_only) - self._right(self._foot)
        return taken < _NAME_SHARE * self.box.width or self.box.height < _FLAT

    @property
    def _below(self) -> float:
        """Room for what stands under the plane."""
        return _BELOW + (0.0 if self._has_name_beside else _NAME_ROW)

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
        return self._up_ticks_in(self.plane.height, bend)

    def _up_ticks_in(self, room: float, bend: float) -> tuple[Tick, ...]:
        """Return the ticks that a height has room for."""
        most = max(2, int(room / (1.5 * em(self.look.type.small))))
        return tuple(self.up.ticks(bend, min(most, 6)))

    @part
    def across_ticks(self) -> tuple[Tick, ...]:
        """Return the ticks of the horizontal axis."""
        wide = farthest(self._left, self.box.right, self._beside) - self._left
        most = max(2, min(8, int(wide / (2.6 * em(self.look.type.small)))))
        return tuple(self.across.ticks(self.across_bend, most))
