"""Which texts stand among the dots: labels of lines, what is told at dots, what squares come to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scenes.descent_2d.geometry import Rect
from scenes.descent_2d.strokes import mixed
from scenes.header import shown
from scenes.line_fit.captions import Captions, Label, put
from scenes.line_fit.model import Dots
from scenes.line_fit.sheet import Sheet, Weights
from scenes.line_fit.state import Line, Lit, Params, State
from scenes.look import Look, Palette
from scenes.parts import faded

if TYPE_CHECKING:
    from manim import Mobject, VGroup


class Writing:
    """Writes the texts of a frame on a sheet."""

    def __init__(self, params: Params, sheet: Sheet, look: Look) -> None:
        self._params, self._sheet, self._look = params, sheet, look
        self._captions = Captions(look, sheet.plane.box)

    def write(
        self,
        drawn: dict[str, Mobject],
        state: State,
        fronts: Sequence[tuple[Line, float]],
        lights: tuple[float, ...],
    ) -> None:
        """Write labels, then what is told at dots, then what the squares come to."""
        taken = self._captions.dots(self._sheet.at(state.stretch))
        self._labels(drawn, state, taken)
        clear = list(taken)
        for lit in state.lit:
            if lit.text:
                before = len(taken)
                self._tell(drawn, self._captions.sentence(str(lit.text)), lit, state, taken)
                clear += taken[before:] if lit.opacity >= 1 else []
        fading = [lit.opacity for lit in state.lit if lit.opacity < 1 and (lit.text or lit.tells)]
        for line, seen in fronts:
            own, free, weights = list(taken), list(clear), weights_of(self._sheet.dots, line, state)
            for lit in state.lit:
                if lit.tells and not lit.text:
                    faint = replace(lit, opacity=lit.opacity * seen)
                    text = self._telling(lit.tells, lit.dot, weights, state.stretch)
                    before = len(own)
                    self._tell(drawn, text, faint, state, own, line)
                    free += own[before:] if lit.opacity >= 1 else []
            if (light := seen * state.layers.of("numbers")) > 0:
                told = max(fading, default=0.0)
                lit_by = tuple(light * one for one in lights)
                drawn.update(self._giving_way(state, line, lit_by, ((free, 1 - told), (own, told))))

    def _giving_way(
        self,
        state: State,
        line: Line,
        lights: tuple[float, ...],
        rooms: Iterable[tuple[list[Rect], float]],
    ) -> dict[str, Mobject]:
        """Write what squares come to; what has no room beside a text that fades in fades out.

        ``rooms`` are the places taken without that text and with it, each with how much it counts.
        """
        seen: dict[tuple[str, Rect], tuple[VGroup, float]] = {}
        for taken, share in rooms:
            if share > 0:
                for name, place, text, opacity in self._sums(state, line, lights, taken):
                    before = seen.get((name, place), (text, 0.0))[1]
                    seen[name, place] = text, before + share * opacity
        drawn: dict[str, Mobject] = {}
        for (name, place), (text, opacity) in seen.items():
            drawn[f"{name} moved" if name in drawn else name] = put(text, place, min(opacity, 1.0))
        return drawn

    def _tell(
        self,
        drawn: dict[str, Mobject],
        text: VGroup,
        lit: Lit,
        state: State,
        taken: list[Rect],
        line: Line | None = None,
    ) -> None:
        """Write something at a dot, clear of a line; letters on the side that the line leaves."""
        ends = None
        if line is not None:
            ends = self._sheet.ends(weights_of(self._sheet.dots, line, state))
        along = [] if ends is None else [np.linspace(*ends, 40)]
        at, side = self._sheet.at(state.stretch)[lit.dot], -self._sheet.side(lit.dot)
        first = [(side, 1.0), (side, -1.0), (side, 0.0)]
        if lit.tells == "letters" and line is not None:
            weights = weights_of(self._sheet.dots, line, state)
            bars = self._sheet.bars(weights, state.stretch)
            along += [np.linspace(*bar, 20) for bar in bars if bar is not None]
            over = -math.copysign(1.0, float(self._sheet.errors(weights, state.stretch)[lit.dot]))
            away = -over * math.copysign(1.0, weights[1])
            first = [(away, 0.0), (away, over), (0.0, over)]
        told = self._captions.told(text, at, first, along, taken)
        if told is not None:
            of = "" if line is None else f" {line.style}"
            drawn[f"told {lit.dot}{of}"] = faded(told, lit.opacity)

    def _sums(
        self, state: State, line: Line, lights: tuple[float, ...], taken: list[Rect]
    ) -> Iterator[tuple[str, Rect, VGroup, float]]:
        """Yield what the squares of a line come to, first at the dots farthest up or down.

        With its name, its place and its opacity; what is yielded is taken.
        """
        weights = weights_of(self._sheet.dots, line, state)
        with np.errstate(all="ignore"):
            values = self._sheet.errors(weights, state.stretch) ** 2
        ends = self._sheet.ends(weights)
        for i in sorted(
            range(self._sheet.dots.count), key=lambda i: -abs(float(self._sheet.dots.targets[i]))
        ):
            square = self._sheet.corners(i, weights, state.stretch)
            if square is None:
                continue
            found = self._captions.square(float(values[i]), square, ends, taken)
            for side, (place, text, opacity) in enumerate(found):
                if opacity * lights[i] > 0:
                    taken.append(place)
                    yield f"number {line.style} {i} {side}", place, text, opacity * lights[i]

    def _labels(self, drawn: dict[str, Mobject], state: State, taken: list[Rect]) -> None:
        """Write the labels of the lines in sight."""
        wanted = []
        for i, line in enumerate(state.lines):
            ends = self._sheet.ends(weights_of(self._sheet.dots, line, state))
            seen = line.seen * (1 - line.by_hand)
            if line.label and ends is not None and seen > 0:
                rank = self._sheet.dots.rank(line, state.stretch, self._sheet.plane.window[1])
                color = color_of(line, self._look.palette)
                wanted.append(Label(f"label {i}", str(line.label), color, ends, rank, seen))
        drawn.update(self._captions.labels(wanted, taken))

    def _telling(self, tells: str, dot: int, weights: Weights, stretch: float) -> VGroup:
        """Return the text that is told at a dot of a line."""
        if tells == "letters":
            return self._captions.letters(stretch * float(self._sheet.dots.inputs[dot]))
        return self._captions.sentence(self._says(tells, dot, weights, stretch))

    def _says(self, tells: str, dot: int, weights: Weights, stretch: float) -> str:
        """Return the number that is told at a dot of a line."""
        objective, w = self._sheet.dots.objective(stretch), np.array(weights)
        scale = 1.0 / self._sheet.dots.count if self._sheet.dots.is_sum else 1.0
        if tells == "gradient":
            slopes = [shown(scale * float(g), 1) for g in objective.sample_grads(w)[dot]]
            return "$nabla$ = ({}, {})".format(*(_trimmed(slope) for slope in slopes))
        error = float(objective.residuals(w)[dot])
        value = error if tells == "error" else error * error
        return _trimmed(shown(value, self._params.decimals))


def weights_of(dots: Dots, line: Line, state: State) -> Weights:
    """Return a line's intercept and slope as numbers."""
    intercept, slope = dots.weights(line, state.stretch).tolist()
    return intercept, slope


def color_of(line: Line, palette: Palette) -> str:
    """Return a line's colour: that of its run, ink as far as a hand holds it."""
    if line.run is None:
        return palette.ink
    own = palette.runs[line.style % len(palette.runs)]
    return mixed(palette.of(line.color) if line.color else own, palette.ink, line.by_hand)


def _trimmed(said: str) -> str:
    """Return a number as it was written, without zeros at its end, its minus a minus."""
    trimmed = said.rstrip("0").rstrip(".") if "." in said and "e" not in said else said
    return trimmed.replace("-", "−")
