"""What a plot of steps needed claims: its ticks, how far each curve has come, marks, and walls."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from scenes.claims import Chart, Claim, Dot, Stroke, Unmeasured
from scenes.look import Look
from scenes.outlines import circle, marker
from scenes.places import Needed
from scenes.plots import claimed
from scenes.sweep import SweepPlot
from scenes.sweep.drawing import LEAVES
from scenes.sweep.state import Mark, Seen, State

_HEAD, _LINE = 0.095, 0.04
_DOT, _RIM = 0.12, 0.025
"""Radius of a mark, and the width of the stroke round it."""
_DIAMOND, _FEWEST = 2, 1.15 * 0.12
_PIECES, _CLEAR = 12, 0.2


def claims(plot: SweepPlot, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of a plot."""
    sheet, speeds, palette = plot.drawing.sheet, plot.speeds, look.palette
    bend = speeds.bend
    chart = Chart(sheet.plane, claimed.axis(speeds.across, bend), claimed.axis(speeds.up, bend))
    yield from claimed.ticks(chart, sheet.across_ticks(), sheet.up_ticks(bend), palette.faint)
    for i, shown in enumerate(state.curves):
        seen = shown.seen * (0.25 + 0.75 * shown.lit)
        if seen > 0 and shown.drawn > 0:
            yield from _curve(plot, chart, i, shown.drawn, seen, look)
    for i, note in enumerate(state.notes):
        seen = note.drawn * note.opacity
        match note.of:
            case Mark(curve=curve, at=at):
                place = Needed(str(speeds.named[curve].of), at)
                outline = circle(_DOT + _RIM / 2)
                yield Dot(f"figure {i}", chart, place, palette.ink, outline, seen, thick=_RIM)
            case Seen(what="fewest", curve=curve):
                place = Needed(str(speeds.named[curve].of), speeds.curves[curve].fastest)
                outline = marker(_DIAMOND, _FEWEST)
                yield Dot(f"figure {i}", chart, place, palette.ink, outline, seen)
            case _:
                yield Unmeasured("walls and best rates, dashed")


def _curve(
    plot: SweepPlot, chart: Chart, index: int, share: float, seen: float, look: Look
) -> Iterator[Claim]:
    """Yield the head of a curve that rests at a value, and pieces from one value to another."""
    speeds, part = plot.speeds, f"curve {index}"
    name, color = str(speeds.named[index].of), speeds.color(index, look.palette)
    values = speeds.in_sight(index)
    reached = [value for value in values if plot.drawing.share(index, value) <= share + 1e-9]
    rests = bool(reached) and plot.drawing.share(index, reached[-1]) >= share - 1e-9
    if rests and share <= 1 - LEAVES and isfinite(speeds.curves[index].at(reached[-1]) or 0.0):
        outline = marker(index, _HEAD)
        yield Dot(part, chart, Needed(name, reached[-1]), color, outline, seen)
    width = max(len(values) // _PIECES, 1)
    for first in range(0, len(reached) - width, width):
        piece = tuple(Needed(name, value) for value in reached[first : first + width + 1])
        clear = _CLEAR if first + 2 * width >= len(reached) else 0.0
        yield Stroke(part, chart, piece, color, _LINE, seen, clear=clear)
