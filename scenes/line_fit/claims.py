"""What a line through dots claims: where the dots stand."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.claims import Axis, Chart, Claim, Dot, Sample, marker
from scenes.line_fit.stage import LineFit
from scenes.line_fit.state import State
from scenes.look import Look

_DOT = 0.12


def claims(stage: LineFit, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of the dots while none of them is highlighted: the others are faint then."""
    left, right, bottom, top = stage.plane.window
    chart = Chart(stage.plane.box, Axis(left, right), Axis(bottom, top))
    faint = max((lit.opacity for lit in state.lit), default=0.0)
    for i in range(stage.dots.count):
        place = Sample(i, state.stretch)
        yield Dot("dots", chart, place, look.palette.ink, marker(0, _DOT), 1 - faint, cased=True)
