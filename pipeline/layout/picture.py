"""A picture as data: what is written in it and what is drawn, back to front."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

import numpy as np

from pipeline.layout.frame import Frame
from pipeline.layout.limits import EDGE, FIRM, GROUND_AREA, SEEN, SHIELD, THIN
from pipeline.layout.shape import Array, Rgba, Shape, Shapes
from pipeline.layout.vision import between, hex_of
from scenes.look import Palette
from scenes.player import Moment
from scenes.stage import Mistake, Stage
from scenes.typeset import Setting


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A shape of a picture: the panel and part it belongs to, and how much of the panel is seen.

    ``order`` counts the shapes of the picture, the one at the back first.
    """

    panel: str
    part: str
    shape: Shape
    light: float
    order: int

    @property
    def opacity(self) -> float:
        """How much of its strongest ink is seen."""
        return self.light * self.shape.opacity


@dataclass(frozen=True, eq=False)
class Writing:
    """A text of a picture, as its glyphs are drawn."""

    panel: str
    part: str
    setting: Setting
    glyphs: tuple[Ink, ...]

    @cached_property
    def boxes(self) -> Array:
        """Left, bottom, right and top of each glyph (n, 4)."""
        return np.array([glyph.shape.box for glyph in self.glyphs if not glyph.shape.is_edge])

    @cached_property
    def box(self) -> Array:
        """Left, bottom, right and top (4,)."""
        return np.concatenate([self.boxes[:, :2].min(axis=0), self.boxes[:, 2:].max(axis=0)])

    @cached_property
    def size(self) -> float:
        """Its size in points as it stands: as set, times what it was scaled by."""
        return self.setting.size * max(glyph.shape.scale for glyph in self.glyphs)

    @cached_property
    def opacity(self) -> float:
        """How much of its strongest glyph is seen."""
        return max(glyph.light * _strength(glyph.shape.ink) for glyph in self.glyphs)

    @cached_property
    def has_edge(self) -> bool:
        """Whether an edge round its glyphs keeps what is behind away from them."""
        return any(
            max(_strength(shape.stroke), _strength(shape.behind)) >= EDGE * shape.opacity
            for shape in (glyph.shape for glyph in self.glyphs)
            if shape.is_edge or shape.behind is not None
        )

    @property
    def first(self) -> int:
        """The order of the glyph that is drawn first."""
        return self.glyphs[0].order


@dataclass(frozen=True, eq=False)
class Picture:
    """All that is seen at one moment.

    ``settled`` are the panels in which nothing is under way; the others' texts and marks may be
    coming or going.
    """

    frame: Frame
    palette: Palette
    inks: tuple[Ink, ...]
    settled: frozenset[str] = frozenset()
    writings: tuple[Writing, ...] = field(init=False)
    marks: tuple[Ink, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Tell texts from all else."""
        texts = (i for i in self.inks if i.shape.setting is not None)
        groups = groupby(texts, lambda i: (i.panel, i.part, i.shape.parent, i.shape.setting))
        writings = tuple(
            writing
            for (panel, part, _, setting), glyphs in groups
            if setting is not None
            and (writing := Writing(panel, part, setting, tuple(glyphs))).opacity >= SEEN
            and len(writing.boxes)
        )
        marks = tuple(i for i in self.inks if i.shape.setting is None and i.opacity >= SEEN)
        object.__setattr__(self, "writings", writings)
        object.__setattr__(self, "marks", marks)

    def is_ground(self, ink: Ink) -> bool:
        """Tell whether things stand on a shape: a large or shaded fill, a map's band, a panel."""
        known = self._grounds.get(ink.order)
        if known is None:
            known = self._grounds[ink.order] = self._is_ground(ink)
        return known

    @cached_property
    def _grounds(self) -> dict[int, bool]:
        return {}

    def _is_ground(self, ink: Ink) -> bool:
        shape, color = ink.shape, ink.shape.ink
        if not shape.is_known or color is None:
            return True
        if hex_of(color[:3]) in (self.palette.background.upper(), self.palette.panel.upper()):
            return True
        if color is shape.stroke:
            return False
        large = GROUND_AREA * self.frame.whole.width * self.frame.whole.height
        is_large = shape.is_shaded or shape.area > large
        return is_large or between(color[:3], self.palette.low, self.palette.high)

    def is_mark(self, ink: Ink) -> bool:
        """Tell whether something is drawn to be told apart: neither ground, nor faint, nor thin."""
        shape, color = ink.shape, ink.shape.ink
        if color is None or self.is_ground(ink) or ink.light * color[3] < FIRM:
            return False
        return color is not shape.stroke or shape.width >= THIN

    @cached_property
    def firm(self) -> tuple[Writing, ...]:
        """The texts that are meant to be read now."""
        return tuple(writing for writing in self.writings if writing.opacity >= FIRM)

    def shielded(self, writing: Writing, ink: Ink) -> bool:
        """Tell whether an edge or a patch stands between a text and the ink behind it."""
        if ink.order > writing.first:
            return False
        return writing.has_edge or any(
            ink.order < mark.order < writing.first
            and mark.light * _strength(mark.shape.fill) >= SHIELD
            and (mark.shape.box[:2] <= writing.box[:2]).all()
            and (mark.shape.box[2:] >= writing.box[2:]).all()
            for mark in self.marks
        )


class CannotDraw(Exception):
    """A kind refuses to draw a state; its text is the kind's sentence for the writer."""

    def __init__(self, panel: str, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.panel = panel


def picture(
    moment: Moment,
    on: Mapping[str, Stage],
    settled: Iterable[str],
    frame: Frame,
    palette: Palette,
    shapes: Shapes,
) -> Picture:
    """Return what is seen of a moment.

    Raises
    ------
    CannotDraw
        When a kind finds only now that what it is to show does not fit.
    """
    inks: list[Ink] = []
    for panel, shown in moment.items():
        if shown.opacity <= 0:
            continue
        try:
            parts = on[panel].draw(shown.state)
        except Mistake as mistake:
            raise CannotDraw(panel, mistake) from mistake
        for part, mobject in parts.items():
            for shape in shapes.of(mobject):
                inks.append(Ink(panel, part, shape, shown.opacity, len(inks)))
    return Picture(frame, palette, tuple(inks), frozenset(settled))


def _strength(ink: Rgba | None) -> float:
    return 0.0 if ink is None else float(ink[3])
