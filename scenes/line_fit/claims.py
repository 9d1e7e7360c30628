"""What a line through dots claims: where the dots stand, and where lines run."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.claims import Axis, Chart, Claim, Dot, Stroke, Unmeasured
from scenes.line_fit.stage import LineFit
from scenes.line_fit.state import Line, State
from scenes.line_fit.writing import color_of
from scenes.look import Look
from scenes.outlines import marker
from scenes.places import Fitted, Given, Place, Sample

_DOT, _LINE = 0.12, 0.06
_SOLID = 4
"""Every so many styles a line is drawn without gaps."""


def claims(stage: LineFit, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of the dots while none of them is highlighted: the others are faint then."""
    left, right, bottom, top = stage.plane.window
    chart = Chart(stage.plane.box, Axis(left, right), Axis(bottom, top))
    faint = max((lit.opacity for lit in state.lit), default=0.0)
    for i in range(stage.dots.count):
        place = Sample(i, state.stretch)
        yield Dot("dots", chart, place, look.palette.ink, marker(0, _DOT), 1 - faint, cased=True)
    for i, line in enumerate(state.lines):
        if line.style % _SOLID or 0 < line.by_hand < 1:
            yield Unmeasured("lines, dashed or on their way to a hand's")
            continue
        ends = tuple(_end(line, x, stage.is_missing, state.stretch) for x in (left, right))
        color = color_of(line, look.palette)
        yield Stroke(f"line {i}", chart, ends, color, _LINE, line.seen, cased=True)
    for layer in ("squares", "residuals", "picks"):
        if state.layers.of(layer) > 0:
            yield Unmeasured(f"{layer} of dots")


def _end(line: Line, x: float, is_missing: bool, stretch: float) -> Place:
    """Return where a line passes an input: a run's by its weights, a hand's by those it set."""
    if line.run is None or line.by_hand >= 1:
        intercept, slope = line.hand
        return Given(x, intercept + slope * x)
    return Fitted(str(line.run), line.at, x, is_missing, stretch)
