"""What a surface claims: from above what its map claims; in space its points, dots and feet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from gdmath.array import Array
from scenes.claims import Axis, Claim, Dot, Space, Unmeasured
from scenes.descent_2d.claims import claims as of_the_map
from scenes.descent_2d.state import Walker
from scenes.look import Look
from scenes.outlines import marker
from scenes.places import Iterate
from scenes.surface.stage import Surface
from scenes.surface.state import State

_POINT, _CRUMB = 0.15, 0.075
_MOST = 40
_ROUND = 12
"""Places round a mark at which it is looked whether the surface hides it."""
_BEHIND = "marks behind a surface"


def claims(stage: Surface, state: State, look: Look) -> Iterable[Claim]:
    """Return the claims of a surface."""
    if state.camera.is_map:
        return of_the_map(stage.map, state.map, look)
    return _in_space(stage, state)


def _in_space(stage: Surface, state: State) -> Iterator[Claim]:
    """Yield the points and dots that nothing hides, and the feet of upright lines."""
    seen, relief = stage.view(state), stage.relief
    loss = Axis(relief.bottom, relief.top, (relief.bottom, relief.top), float(relief.is_log))
    eye, lengths = state.camera, (relief.gap, relief.height, state.rise)
    way = eye.azimuth, eye.elevation, seen.scale, seen.origin
    space = Space(seen.box, relief.window, *way, loss, *lengths)
    for walker in state.map.walkers:
        run, at = str(walker.run), walker.at
        color = stage.map.color(state.map, walker)
        dots = walker.seen * state.map.opacity("dots", walker.run)
        last = math.ceil(at) if dots > 0 else 0
        for k in range(max(walker.since, last - _MOST), last):
            x = stage.map.runs[walker.run].x[k]
            if _is_open(stage, state, x, _CRUMB):
                place, outline = Iterate(run, float(k)), marker(walker.style, _CRUMB)
                yield Dot(f"{run} dots", space, place, color, outline, dots, cased=True)
            else:
                yield Unmeasured(_BEHIND)
        yield from _stand(stage, state, space, walker, color)
    yield Unmeasured("what lies on a surface: paths, contours, arrows")


def _stand(
    stage: Surface, state: State, space: Space, walker: Walker, color: str
) -> Iterator[Claim]:
    """Yield where a run stands, and the foot under it on the floor."""
    run, here = str(walker.run), stage.map.position(state.map, walker)
    place = Iterate(run, walker.at)
    if _is_open(stage, state, here, _POINT):
        outline = marker(walker.style, _POINT)
        yield Dot(f"{run} point", space, place, color, outline, walker.seen, True, cased=True)
    else:
        yield Unmeasured(_BEHIND)
    drops = walker.seen * state.opacity("drops")
    foot = np.append(here, 0.0)[None]
    if drops >= 1 and stage.relief.covers(here) and _sees(stage, state, foot):
        floor, outline = replace(space, rise=0.0), marker(walker.style, _CRUMB)
        yield Dot(f"{run} drop foot", floor, place, color, outline, drops, cased=True)


def _is_open(stage: Surface, state: State, here: Array, radius: float) -> bool:
    """Tell whether a mark at a data point (2,) is on the surface, and nothing hides it."""
    relief, scale = stage.relief, stage.view(state).scale
    if not relief.covers(here):
        return False
    turn = np.linspace(0, 2 * math.pi, _ROUND, endpoint=False)
    about = here + radius / scale * np.stack((np.cos(turn), np.sin(turn)), axis=-1)
    round_ = np.vstack((here, about[relief.covers(about)]))
    return _sees(stage, state, relief.over(round_, state.rise))


def _sees(stage: Surface, state: State, points: Array) -> bool:
    """Tell whether the surface hides none of some points (n, 3)."""
    return bool(stage.view(state).seen(points, stage.relief, state.rise).all())
