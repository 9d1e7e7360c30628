"""What a network claims: the points it is trained on, and the boundary between its classes."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.claims import Axis, Chart, Claim, Dot, Stroke, Unmeasured
from scenes.look import Look
from scenes.network.plane import STYLES
from scenes.network.stage import NetworkStage
from scenes.network.state import State
from scenes.outlines import marker
from scenes.places import Boundary, Sample

_POINT, _LINE = 0.075, 0.05
_CORNERS = (-0.5, -0.25, 0.0, 0.25, 0.5)
_PIECES, _PIECE = 12, 0.4
"""Places along the plane at which the boundary is measured; width of each in scene units."""


def claims(stage: NetworkStage, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of the plane of points; a diagram has none."""
    if stage.params.view != "boundary":
        yield Unmeasured("weights of a diagram")
        return
    plane, run = stage.points.plane, str(stage.params.run)
    left, right, bottom, top = plane.window
    chart = Chart(plane.box, Axis(left, right), Axis(bottom, top))
    if (seen := state.layers.of("points")) > 0:
        for i, label in enumerate(stage.training.labels.tolist()):
            color, outline = (
                look.palette.of(stage.params.colors[label]),
                marker(STYLES[label], _POINT),
            )
            place = Sample(i, run=run)
            yield Dot("points", chart, place, color, outline, seen, cased=True, rests=True)
    if (seen := state.layers.of("boundary")) > 0:
        at, wide = stage.training.step(state.k), _PIECE * (right - left) / plane.box.width
        for i in range(_PIECES):
            x = left + (i + 0.5) * (right - left) / _PIECES
            piece = tuple(Boundary(run, at, x + share * wide, bottom, top) for share in _CORNERS)
            yield Stroke("boundary", chart, piece, look.palette.ink, _LINE, seen, cased=True)
    for layer in ("shading", "wrong", "picks"):
        if state.layers.of(layer) > 0:
            yield Unmeasured(f"{layer} of a network")
