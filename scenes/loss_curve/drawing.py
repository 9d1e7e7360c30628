"""The whole picture of a plot of losses: sheet, lines, labels and notes, each in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.box import Box
from scenes.ease import out, smooth
from scenes.look import Look
from scenes.loss_curve.figures import LossFigures
from scenes.loss_curve.ink import Ink
from scenes.loss_curve.losses import Losses
from scenes.loss_curve.state import Params, Ring, State
from scenes.parts import faded, part
from scenes.plots.labels import Label, Labels
from scenes.plots.notes import Noted
from scenes.plots.places import cells
from scenes.plots.sheet import Names, Sheet
from scenes.plots.strokes import DIMMED, MUTED, Points

if TYPE_CHECKING:
    from manim import Mobject, VMobject


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
        self._ink = Ink(self.sheet, losses)
        figures = LossFigures(self.sheet, losses, self._ink)
        self._notes = Noted(self.sheet, figures, self._inked, self._ends)

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the plot, back to front."""
        bend = state.log
        drawn: dict[str, Mobject] = {"axes": self.sheet.axes(), "scale": self.sheet.scale(bend)}
        drawn |= self._notes.behind(state.notes, bend)
        tips = {}
        for i, shown in enumerate(state.curves):
            opacity = shown.seen * (DIMMED + (1 - DIMMED) * shown.lit)
            for which, k in (("validation", shown.k * shown.judged), ("train", shown.k)):
                if opacity <= 0 or (i, which) not in self._losses.lines:
                    continue
                if which == "validation" and shown.judged <= 0:
                    continue
                drawn[f"{which} {i}"] = self._ink.line(i, which, k, bend, opacity)  # type: ignore[arg-type]
                tip = self._ink.point(i, which, k, bend)  # type: ignore[arg-type]
                seen = shown.seen * shown.named * (MUTED + (1 - MUTED) * shown.lit)
                if which == "validation":
                    seen *= smooth(4 * shown.judged - 3)
                tips[i, which] = (tip, seen)
        drawn |= self._notes.before(state.notes, bend)
        drawn |= self._labels.draw(tips, self.sheet.plane)
        drawn |= self._notes.words(state.notes, bend)
        for ring in state.rings:
            drawn[f"ring {ring.series} {ring.k}"] = self._ring(ring, bend)
        return drawn

    def _all_labels(self, look: Look) -> list[Label]:
        return [
            Label(
                (i, which),
                self._losses.label(i, which),
                self._losses.color(i, look.palette),
                marker=i,
                is_dashed=which == "validation",
            )
            for i, which in self._losses.lines
        ]

    def _ends(self, bend: float) -> list[Box]:
        """Return where the labels stand when all lines have come to their ends."""
        ends = {
            key: (self._ink.point(*key, len(line.values) - 1, bend), 1.0)
            for key, line in self._losses.lines.items()
        }
        return self._labels.places(ends, self.sheet.plane)

    @part
    def _inked(self, bend: float) -> Points:
        """Return the cells that the lines of all curves run through, at one end of the bend."""
        return cells(self._ink.points(i, which, bend) for i, which in self._losses.lines)

    def _ring(self, ring: Ring, bend: float) -> VMobject:
        from manim import Circle

        at = self._ink.point(ring.series, "train", ring.k, bend)
        color = self._losses.color(ring.series, self._look.palette)
        circle = Circle(0.1 + 0.35 * out(ring.progress), stroke_width=5, color=color)
        return faded(circle.move_to([*at, 0.0]), 1 - smooth(ring.progress))
