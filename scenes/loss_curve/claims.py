"""What a plot of losses claims: ticks, the head of each line, pieces of the lines, and marks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenes.claims import Chart, Claim, Dot, Stroke, Unmeasured
from scenes.look import Look
from scenes.loss_curve import LossCurvePlot
from scenes.loss_curve.losses import Line, Losses
from scenes.loss_curve.state import Feature, Mark, Ratio, State
from scenes.outlines import circle, marker
from scenes.places import Iterate, Loss, Place, Turned
from scenes.plots import claimed
from script.results import RunName

_HEAD, _LINE = 0.095, 0.04
_MARK, _RING = 0.16, 0.03
"""Radius of the ring of a mark, and the width of its stroke."""
_BEST, _DIAMOND = 0.13, 2
_PIECE, _CORNERS = 0.5, 49
"""Length of the pieces of a line that are measured, in scene units; the most corners of each."""
_CLEAR = 0.2


def claims(plot: LossCurvePlot, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of a plot; the ticks of its losses only while its scale holds still."""
    sheet, palette, bend = plot.drawing.sheet, look.palette, state.log
    losses = plot.losses.turned(state.dials)
    chart = Chart(sheet.plane, claimed.axis(losses.across, 0.0), claimed.axis(losses.up, bend))
    upright = sheet.up_ticks(bend) if bend in (0.0, 1.0) else ()
    yield from claimed.ticks(chart, sheet.across_ticks(), upright, palette.faint)
    for (i, which), line in losses.lines.items():
        shown = state.curves[i]
        seen = shown.seen * (0.25 + 0.75 * shown.lit)
        if seen <= 0 or (which == "validation" and shown.judged <= 0):
            continue
        k = min(shown.k, losses.last(i)) * (shown.judged if which == "validation" else 1.0)
        dial = shown.dial.settings if shown.dial else ()
        claimed_of_line = _line(losses, chart, line, k, losses.color(i, palette), seen, dial)
        if any(shown.ghosts):
            yield Unmeasured("a turned line among those it left behind")
            claimed_of_line = (claim for claim in claimed_of_line if isinstance(claim, Dot))
        yield from claimed_of_line
    for i, note in enumerate(state.notes):
        yield from _note(losses, state, chart, i, note.of, note.drawn * note.opacity, look)


def _line(
    losses: Losses, chart: Chart, line: Line, k: float, color: str, seen: float, dial: Turned
) -> Iterator[Claim]:
    """Yield the head of a line that has come to step ``k``, and pieces of it."""
    part = f"{line.which} {line.series}"
    stands = isinstance(_name(losses, line), RunName) and not dial
    head = place(losses, line, k, dial)
    yield Dot(part, chart, head, color, marker(line.series, _HEAD), seen, stands)
    if line.which == "validation":
        yield Unmeasured("validation losses, dashed")
        return
    step = max(_PIECE * losses.steps / chart.box.width, 1.0)
    for i in range(int(k / step) + 1):
        first, stop = round(i * step), min(round((i + 1) * step), int(k))
        corners = sorted({round(n) for n in np.linspace(first, stop, _CORNERS)})
        clear = _CLEAR if stop > k - step else 0.0
        if len(corners) > 1:
            piece = tuple(place(losses, line, corner, dial) for corner in corners)
            yield Stroke(part, chart, piece, color, _LINE, seen, clear=clear)


def place(losses: Losses, line: Line, k: float, dial: Turned = ()) -> Place:
    """Return step ``k`` of a line as a place."""
    name = _name(losses, line)
    if isinstance(name, RunName):
        return Iterate(str(name), float(k), ("k", "f"), dial)
    return Loss(str(name), float(k), line.which == "validation")


def _name(losses: Losses, line: Line) -> object:
    return losses.series[line.series].of


def _note(
    losses: Losses, state: State, chart: Chart, i: int, of: object, seen: float, look: Look
) -> Iterator[Claim]:
    """Yield the ring of a mark and the diamond of a best epoch."""
    ink = look.palette.ink
    match of:
        case Mark(series=series, which=which, k=k):
            outline = circle(_MARK + _RING / 2)
            dial = state.dials[series]
            settings = dial.settings if dial else ()
            where = place(losses, losses.lines[series, which], k, settings)
            yield Dot(f"figure {i}", chart, where, ink, outline, seen, thick=_RING)
        case Feature(what="best", series=series):
            lines = losses.lines
            judged = (series, "validation") in lines
            best = losses.curves[series].best_epoch
            line = lines[series, "validation" if judged else "train"]
            dial = state.dials[series]
            where = place(losses, line, best, dial.settings if dial else ())
            yield Dot(f"figure {i}", chart, where, ink, marker(_DIAMOND, _BEST), seen)
        case Feature(what=what):
            yield Unmeasured(f"what shows a {what}")
        case Ratio():
            yield Unmeasured("brackets of ratios")
        case _:
            yield Unmeasured("levels, dashed")
