"""The whole picture of a plot of losses: sheet, lines, labels and notes, each in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenes.box import Box
from scenes.ease import out, smooth
from scenes.look import Look
from scenes.loss_curve.figures import Figures
from scenes.loss_curve.ink import DIMMED, Ink
from scenes.loss_curve.losses import Losses
from scenes.loss_curve.state import Mark, Note, Params, Ring, State
from scenes.parts import faded, part
from scenes.plots.labels import Label, Labels
from scenes.plots.places import cells, nearby
from scenes.plots.sheet import Names, Sheet
from scenes.plots.strokes import Points, lines
from scenes.plots.words import Words, between

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject


class Drawing:
    """Draws states; ``bend`` is the way of the vertical axis from the linear to the log scale."""

    def __init__(self, losses: Losses, params: Params, box: Box, look: Look) -> None:
        self._losses = losses
        self._look = look
        self._words = Words(look)
        self._labels = Labels(box, look, self._all_labels(look))
        self.sheet = Sheet(
            box,
            look,
            Names(params.title, losses.step_name, params.name),
            losses.across,
            0.0,
            losses.up,
            self._labels,
        )
        self._ink = Ink(self.sheet, losses)
        self._figures = Figures(self.sheet, losses, self._ink)

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the plot, back to front."""
        bend = state.log
        drawn: dict[str, Mobject] = {"axes": self.sheet.axes(), "scale": self.sheet.scale(bend)}
        notes = tuple(Note(note.of) for note in state.notes)
        for i, note in enumerate(state.notes):
            if note.opacity > 0:
                drawn[f"figure {i}"] = self._figure(note, bend)
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
                seen = opacity * shown.named
                if which == "validation":
                    seen *= smooth(4 * shown.judged - 3)
                tips[i, which] = (tip, seen)
        drawn.update(self._labels.draw(tips, self.sheet.plane))
        for i, note in enumerate(state.notes):
            if note.opacity > 0 and self._figures.says(note.of):
                drawn[f"words {i}"] = self._said(notes[: i + 1], note.drawn, note.opacity, bend)
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

    @part
    def _figure(self, note: Note, bend: float) -> VGroup:
        return faded(self._figures.draw(note.of, bend, note.drawn), note.opacity)

    @part
    def _said(self, notes: tuple[Note, ...], drawn: float, opacity: float, bend: float) -> VGroup:
        """Return the label of the last of some notes, and a line to a mark that it is far from."""
        of, plane = notes[-1].of, self.sheet.plane
        says, color = self._figures.says(of), self._figures.color(of)
        last = 1.0 if self._losses.up.log is not None else 0.0
        place = between(self._place(notes, 0.0), self._place(notes, last), bend)
        shown = self._words.at(says, color, place, 0.8 * plane.width)
        if isinstance(of, Mark):
            dot = self._ink.point(of.series, of.which, of.k, bend)
            half = np.array([place.width, place.height]) / 2 + 0.06
            near = np.clip(dot, place.center - half, place.center + half)
            length = float(np.hypot(*(near - dot)))
            if length > 0.24:
                leader = np.array([dot + (near - dot) * 0.16 / length, near])
                shown.add_to_back(lines([leader], self._look.palette.ink, 2))
        return faded(shown, opacity * smooth(2 * drawn - 1))

    @part
    def _place(self, notes: tuple[Note, ...], bend: float) -> Box:
        """Return where the label of the last of some notes stands, on one of the two scales."""
        of, plane = notes[-1].of, self.sheet.plane
        says, color = self._figures.says(of), self._figures.color(of)
        wide, high = self._words.size(says, color, 0.8 * plane.width)
        anchor = self._figures.anchor(of, np.array([wide, high]), bend)
        taken = [
            self._place(notes[: i + 1], bend)
            for i in range(len(notes) - 1)
            if self._figures.says(notes[i].of)
        ]
        within = plane.inset(left=0.1, bottom=0.08, right=0.05, top=0.02)
        ends = {
            key: (self._ink.point(*key, len(line.values) - 1, bend), 1.0)
            for key, line in self._losses.lines.items()
        }
        taken += self._labels.places(ends, plane)
        x, y = float(anchor[0]), float(anchor[1])
        return nearby((x, y), (wide, high), within, self._covered(bend), taken)

    @part
    def _covered(self, bend: float) -> Points:
        """Return the cells that the lines of all curves run through, at one end of the bend."""
        return cells(self._ink.points(i, which, bend) for i, which in self._losses.lines)

    def _ring(self, ring: Ring, bend: float) -> VMobject:
        from manim import Circle

        at = self._ink.point(ring.series, "train", ring.k, bend)
        color = self._losses.color(ring.series, self._look.palette)
        circle = Circle(0.1 + 0.35 * out(ring.progress), stroke_width=5, color=color)
        return faded(circle.move_to([*at, 0.0]), 1 - smooth(ring.progress))
