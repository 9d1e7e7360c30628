"""What a line of numbers claims: where runs stand and stood on it."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.box import Box
from scenes.claims import Axis, Chart, Claim, Dot, Unmeasured
from scenes.look import Look
from scenes.number_line.stage import NumberLine
from scenes.number_line.state import State
from scenes.outlines import marker
from scenes.places import Iterate, Turned

_POINT, _CRUMB = 0.15, 0.08
_MOST = 40


def claims(stage: NumberLine, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of runs at rest: on its jump a point is over the line."""
    line, of = stage.sheet.line(state), stage.params.of
    box = Box(line.left, line.y, line.width, 1.0)
    low, high = line.window
    across = Axis(low, high, line.window, 1.0) if line.log else Axis(low, high)
    chart = Chart(box, across, Axis(0.0, 1.0))
    for walker in state.walkers:
        run, runs = str(walker.run), len(look.palette.runs)
        ink = look.palette.of(walker.color or str(walker.style % runs + 1))
        turned: Turned = () if walker.lr is None else (("lr", walker.lr),)
        dots, outline = walker.seen * state.opacity("dots"), marker(walker.style, _CRUMB)
        first, last = max(walker.since, int(walker.at) - _MOST), int(walker.at)
        for k in range(first, last + 1) if dots > 0 and walker.at > walker.since else ():
            left = Iterate(run, float(k), (of, "nothing"), turned)
            yield Dot(f"{run} dots", chart, left, ink, outline, dots, cased=True)
        if walker.at == last:
            here = Iterate(run, walker.at, (of, "nothing"), turned)
            outline, seen = marker(walker.style, _POINT), walker.seen
            yield Dot(f"{run} point", chart, here, ink, outline, seen, not turned, cased=True)
        else:
            yield Unmeasured("jumps over a line")
