"""The texts on a line of numbers: labels above it, the numbers of points below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scenes import typeset
from scenes.coordinate.notes import Lettering
from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Walker
from scenes.coordinate.words import fixed, said
from scenes.descent_2d.strokes import mixed
from scenes.number_line.figures import Figures
from scenes.number_line.sheet import LABEL_ROW, Line, Sheet
from scenes.number_line.state import State
from scenes.parts import faded
from scenes.plots.layout import spread

if TYPE_CHECKING:
    from manim import Mobject

_GAP = 0.22
"""Between texts of a row, in scene units."""
_MOST = 24
"""Iterates looked back at for numbers."""


class Said(NamedTuple):
    """A text of a row: words, a number, their colour, the middle wanted, how much is seen."""

    name: str
    words: str
    number: str
    color: str
    x: float
    seen: float


class Texts:
    """Writes the texts of frames."""

    def __init__(self, sheet: Sheet, paths: Paths, figures: Figures) -> None:
        self._sheet, self._paths, self._figures = sheet, paths, figures
        self._lettering = Lettering(sheet.look)

    def draw(self, state: State, line: Line) -> dict[str, Mobject]:
        """Return the texts of a frame."""
        return self._labels(state, line) | self._numbers(state, line)

    def _labels(self, state: State, line: Line) -> dict[str, Mobject]:
        """Return the labels of zones, levels and runs, apart, in as many rows as they need."""
        labels = sorted(self._wanted(state, line), key=lambda label: label.x)
        box, drawn = self._sheet.box, dict[str, Any]()
        width = {label: float(self._text(label).width) for label in labels}
        total = sum(width.values()) + _GAP * len(labels)
        rows = max(1, -(-int(100 * total) // int(100 * box.width)))
        for row in range(rows):
            ones = labels[row::rows]
            gaps = [(width[a] + width[b]) / 2 + _GAP for a, b in pairwise(ones)]
            if not ones:
                continue
            low, high = box.left + width[ones[0]] / 2, box.right - width[ones[-1]] / 2
            seen = [min(one.seen, 1.0) for one in ones]
            places = spread([one.x for one in ones], seen, gaps, low, high)
            y = self._sheet.label_y - row * 0.85 * LABEL_ROW
            for one, x in zip(ones, places, strict=True):
                drawn[one.name] = self._placed(one, x, y, on_baseline=False)
        return drawn

    def _wanted(self, state: State, line: Line) -> Iterator[Said]:
        palette = self._sheet.look.palette
        for zone in state.zones:
            ends = np.clip(line.x([zone.low, zone.high]), line.left, line.right)
            color, seen = palette.of(zone.color), zone.opacity * max(2 * zone.drawn - 1, 0.0)
            if zone.text and seen > 0 and ends[0] < ends[1]:
                says = str(zone.text)
                yield Said(f"zone {zone.low:g}", says, "", color, float(ends.mean()), seen)
        for level in state.levels:
            x, seen = float(line.x(level.value)), level.opacity * max(2 * level.drawn - 1, 0.0)
            if level.text and seen > 0 and line.holds(x):
                color, says = palette.of(level.color), str(level.text)
                yield Said(f"level {level.value:g}", says, "", color, x, seen)
        for walker in state.walkers:
            x = float(line.x(self._paths.iterate(walker, walker.since)))
            if walker.label and walker.seen > 0 and line.holds(x):
                color = mixed(self._figures.color(walker), palette.ink, 0.35)
                yield Said(f"{walker.run} label", str(walker.label), "", color, x, walker.seen)

    def _numbers(self, state: State, line: Line) -> dict[str, Mobject]:
        """Return the row below the line; where two texts would meet, the second gives way."""
        drawn: dict[str, Any] = {}
        taken: list[tuple[float, float, float]] = []
        box = self._sheet.box
        for one in self._below(state, line):
            half = float(self._text(one).width) / 2
            x = min(max(one.x, box.left + half), box.right - half)
            seen = one.seen
            for left, right, other in taken:
                if x - half < right + _GAP and left < x + half + _GAP:
                    seen *= 1 - other
            if seen > 0:
                taken.append((x - half, x + half, seen))
                drawn[one.name] = self._placed(one._replace(seen=seen), x, self._sheet.value_y)
        return drawn

    def _below(self, state: State, line: Line) -> Iterator[Said]:
        """Yield the texts below the line, those first that must not give way."""
        palette, pointer, named = self._sheet.look.palette, state.pointer, f"${self._sheet.name} =$"
        if pointer is not None:
            words = (str(pointer.text), "") if pointer.text else (named, self._said(pointer.at))
            x = min(max(float(line.x(pointer.at)), line.left), line.right)
            yield Said("pointer text", *words, palette.ink, x, pointer.seen * pointer.said)
        for mark in state.marks:
            walker = state.walker(mark.run)
            if walker is not None:
                x = float(line.x(self._paths.iterate(walker, mark.k)))
                if line.holds(x):
                    name = f"{mark.run} mark {mark.k}"
                    yield Said(name, str(mark.text), "", self._color(walker), x, mark.opacity)
        shown = state.opacity("numbers")
        for walker in state.walkers if shown > 0 else ():
            yield from self._of_walker(walker, line, shown * walker.seen)

    def _of_walker(self, walker: Walker, line: Line, seen: float) -> Iterator[Said]:
        """Yield the numbers of a walker and of the iterates behind it, the latest first."""
        color = self._color(walker)
        k = int(walker.at)
        words = f"${self._sheet.name} =$" if self._sheet.params.of == "lr" else ""
        for back in range(min(k - walker.since, _MOST) + 1):
            value = self._paths.iterate(walker, k - back)
            x = float(line.x(value))
            if line.holds(x):
                name = f"{walker.run} number {k - back}"
                yield Said(name, words, self._said(value), color, x, seen)
            if words:
                return

    def _color(self, walker: Walker) -> str:
        """Return the colour of what is written about a run."""
        return mixed(self._figures.color(walker), self._sheet.look.palette.ink, 0.35)

    def _said(self, value: float) -> str:
        decimals = self._sheet.params.decimals
        if decimals is None:
            return said(value)
        return fixed(value, decimals).replace("-", "−")

    def _text(self, one: Said) -> Any:
        return self._lettering.text(one.words, one.number, one.color)

    def _placed(self, one: Said, x: float, y: float, *, on_baseline: bool = True) -> Mobject:
        kept = self._text(one)
        text: Any = kept.copy()
        text.baseline = kept.baseline
        return faded(typeset.place(text, x, y, "center", on_baseline=on_baseline), one.seen)
