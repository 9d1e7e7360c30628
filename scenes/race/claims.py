"""What a grid of races claims: where every run is."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.claims import Axis, Chart, Claim, Dot
from scenes.look import Look
from scenes.outlines import marker
from scenes.places import Iterate
from scenes.race.stage import Race
from scenes.race.state import State

_DOT, _LARGE_DOT = 0.1, 0.14
_LARGE = 2.0


def claims(stage: Race, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of the rows in sight; a run that has ended stays where it is."""
    for row, k in enumerate(state.k):
        light = state.seen[row] * state.lit[row]
        for column in stage.results.cells(row) if light > 0 else ():
            run, name = stage.results.run(row, column), stage.params.cell(row, column)
            assert run is not None  # the cell is one of the row's
            plane = stage.maps.plane(row, column)
            left, right, bottom, top = plane.window
            chart = Chart(plane.box, Axis(left, right), Axis(bottom, top))
            radius = _LARGE_DOT if min(plane.box.width, plane.box.height) > _LARGE else _DOT
            place = Iterate(str(name), min(k, float(run.steps)))
            color, outline = stage.maps.color(column), marker(column, radius)
            yield Dot(f"dot {row} {column}", chart, place, color, outline, light, cased=True)
