"""The whole picture of a plot of losses: sheet, lines, labels and notes, each in its place."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from scenes.box import Box
from scenes.ease import out, smooth
from scenes.look import Look
from scenes.loss_curve.figures import LossFigures
from scenes.loss_curve.ink import Ink
from scenes.loss_curve.losses import Dials, Losses
from scenes.loss_curve.state import Params, Ring, State
from scenes.parts import faded, part
from scenes.plots.labels import Label, Labels
from scenes.plots.notes import Noted
from scenes.plots.places import cells
from scenes.plots.sheet import Names, Sheet
from scenes.plots.strokes import DIMMED, MUTED, Points

if TYPE_CHECKING:
    from manim import Mobject, VMobject


class Pen:
    """Draws lines and notes of losses as they are when runs have been turned to some rates."""

    def __init__(self, sheet: Sheet, losses: Losses, labels: Labels) -> None:
        self._sheet = sheet
        self._labels = labels
        self.losses = losses
        self.ink = Ink(sheet, losses)
        self.figures = LossFigures(sheet, losses, self.ink)
        self.notes = Noted(sheet, self.figures, self._inked, self._ends)

    def _ends(self, bend: float) -> list[Box]:
        """Return where the labels stand when all lines have come to their ends."""
        ends: dict[Hashable, tuple[Points, float]] = {
            key: (self.ink.point(*key, len(line.values) - 1, bend), 1.0)
            for key, line in self.losses.lines.items()
        }
        ends |= {("ghost", *key): (self.ink.ghost(*key, bend)[-1], 1.0) for key in self._ghosts()}
        return self._labels.places(ends, self._sheet.plane)

    @part
    def _inked(self, bend: float) -> Points:
        """Return the cells that the lines of all curves run through, at one end of the bend."""
        curves = [self.ink.points(i, which, bend) for i, which in self.losses.lines]
        return cells([*curves, *(self.ink.ghost(*key, bend) for key in self._ghosts())])

    def _ghosts(self) -> Iterable[tuple[int, int]]:
        return self.losses.ghosts


class Drawing:
    """Draws states; ``bend`` is the way of the vertical axis from the linear to the log scale."""

    def __init__(self, losses: Losses, params: Params, box: Box, look: Look) -> None:
        self._losses = losses
        self._look = look
        self._labels = Labels(box, look, self._all_labels(look))
        self.sheet = Sheet(
            box,
            look,
            Names(params.title, losses.step_name, params.name),
            losses.across,
            0.0,
            losses.up,
            self._labels,
            {key: (len(line.values) - 1) / losses.steps for key, line in losses.lines.items()},
        )
        self.pen = lru_cache(maxsize=8)(self._pen)

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the plot, back to front."""
        bend, pen = state.log, self.pen(state.dials)
        drawn: dict[str, Mobject] = {"axes": self.sheet.axes(), "scale": self.sheet.scale(bend)}
        drawn |= pen.notes.behind(state.notes, bend)
        tips: dict[Hashable, tuple[Points, float]] = {}
        for i, shown in enumerate(state.curves):
            for n, seen in enumerate(shown.ghosts):
                if seen * shown.seen > 0:
                    drawn[f"ghost {i}.{n}"] = pen.ink.left_behind(i, n, bend, seen * shown.seen)
                    tips["ghost", i, n] = pen.ink.ghost(i, n, bend)[-1], seen * shown.seen
        for i, shown in enumerate(state.curves):
            opacity = shown.seen * (DIMMED + (1 - DIMMED) * shown.lit)
            last = float(pen.losses.last(i))
            for which, k in (("validation", shown.k * shown.judged), ("train", shown.k)):
                if opacity <= 0 or (i, which) not in self._losses.lines:
                    continue
                if which == "validation" and shown.judged <= 0:
                    continue
                at = min(k, last)
                drawn[f"{which} {i}"] = pen.ink.line(i, which, at, bend, opacity)  # type: ignore[arg-type]
                tip = pen.ink.head(i, which, at, bend)  # type: ignore[arg-type]
                seen = shown.seen * shown.named * (MUTED + (1 - MUTED) * shown.lit)
                if which == "validation":
                    seen *= smooth(4 * shown.judged - 3)
                tips[i, which] = (tip, seen)
        drawn |= pen.notes.before(state.notes, bend)
        drawn |= self._labels.draw(tips, self.sheet.plane, self._warnings(pen.losses))
        drawn |= pen.notes.words(state.notes, bend)
        for ring in state.rings:
            drawn[f"ring {ring.series} {ring.k}"] = self._ring(ring, bend, pen)
        return drawn

    def _pen(self, dials: Dials) -> Pen:
        return Pen(self.sheet, self._losses.turned(dials), self._labels)

    def _warnings(self, losses: Losses) -> dict[Hashable, str]:
        """Return the colours of labels that are not their own."""
        return {(i, "train"): self._look.palette.warning for i in losses.beyond}

    def _all_labels(self, look: Look) -> list[Label]:
        heads = [
            Label(
                (i, which),
                self._losses.label(i, which),
                self._losses.color(i, look.palette),
                marker=i,
                is_dashed=which == "validation",
                ends=line.end,
            )
            for (i, which), line in self._losses.lines.items()
        ]
        ghosts = [
            Label(
                ("ghost", i, n),
                self._losses.series[i].ghosts[n].says,
                look.palette.muted,
                marker=i,
                ends=line.end,
            )
            for (i, n), line in self._losses.ghosts.items()
        ]
        return heads + ghosts

    def _ring(self, ring: Ring, bend: float, pen: Pen) -> VMobject:
        from manim import Circle

        at = pen.ink.point(ring.series, "train", ring.k, bend)
        color = pen.losses.color(ring.series, self._look.palette)
        circle = Circle(0.1 + 0.35 * out(ring.progress), stroke_width=5, color=color)
        return faded(circle.move_to([*at, 0.0]), 1 - smooth(ring.progress))
