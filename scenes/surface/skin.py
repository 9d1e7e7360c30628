"""The skin of a surface: its bands in their colours, lit, as vector graphics back to front.

Each strip's bands are plain filled outlines with a gradient along the strip: what manim's camera
draws for any mobject, crisp at every size. A nearer strip lies over a farther one, and along a
strip nothing hides anything, so the order of the strips is the whole of what is hidden.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.array import Array
from scenes.descent_2d.strokes import band_color, mixed
from scenes.look import Palette
from scenes.surface.lines import cut, inside
from scenes.surface.mesh import STRIPS, Mesh
from scenes.surface.relief import Relief
from scenes.surface.view import View

if TYPE_CHECKING:
    from manim import VGroup

_STOPS = 17
"""Places along a strip at which its light is computed."""
_SUN = np.array([-0.55, -0.25, 0.8]) / math.sqrt(0.55**2 + 0.25**2 + 0.8**2)
"""The direction of the light as the eye sees it: right, away, up."""
_LEVEL = 1.25
"""Light on what is level, where the palette's colours leave room for it."""
_BRIGHTEST = 0.95
"""How bright the brightest band may be where it is level: what faces the light is brighter yet."""
_CONTRAST = 0.9
_GREY = 0.6
"""How far the lower side goes from the colour of panels to that of faint things."""
_BELOW = 0.45
"""Light on a lower side that is seen edge-on."""


def skin(
    mesh: Mesh, across: bool, relief: Relief, view: View, rise: float, palette: Palette
) -> VGroup:
    """Return the strips of a surface from the farthest to the nearest."""
    from manim import VGroup

    group = VGroup()
    if not len(mesh.points):
        return group
    heights = relief.level(mesh.loss, rise)
    places = view.to_scene(np.column_stack((mesh.points, heights)))
    is_whole = bool(inside(places, view.box).all())
    curves = _curves(places)
    rgbas = _rgbas(across, relief, view, rise, palette)
    ends = view.to_scene(_strip_ends(across, relief))
    order = np.arange(STRIPS)
    toward = view.away[1] if across else view.away[0]
    if toward > 0:
        order = order[::-1]
    rank = np.empty(STRIPS, dtype=int)
    rank[order] = np.arange(STRIPS)
    piece_type = _piece_type()
    template = piece_type()
    template.set_stroke(width=0)
    members = []
    for i in np.lexsort((mesh.band, rank[mesh.strip])).tolist():
        strip, ring = int(mesh.strip[i]), mesh.rings[i]
        spans = list(pairwise(ring))
        if is_whole:
            outlines = [curves[4 * start : 4 * (stop - 1)] for start, stop in spans]
        else:
            held = (cut(places[start:stop], view.box) for start, stop in spans)
            outlines = [_curves(outline) for outline in held if len(outline)]
        if not outlines:
            continue
        piece = object.__new__(piece_type)
        piece.__dict__.update(template.__dict__)
        piece.submobjects = []
        piece.points = outlines[0] if len(outlines) == 1 else np.concatenate(outlines)
        piece.fill_rgbas = rgbas[mesh.band[i], strip]
        piece.ends = ends[strip]
        members.append(piece)
    group.submobjects = members
    return group


def _curves(line: Array) -> Array:
    """Return a polyline (n, 2) as straight Bezier curves (4 (n - 1), 3)."""
    start, stop = line[:-1], line[1:]
    curves = np.zeros((4 * len(start), 3))
    for i, ends in enumerate((start, start, stop, stop)):
        curves[i::4, :2] = ends
    return curves


def _strip_ends(across: bool, relief: Relief) -> Array:
    """Return both ends of each strip's middle on the floor, (strips, 2, 3)."""
    runs, steps = (relief.x, relief.y) if across else (relief.y, relief.x)
    ends = np.zeros((STRIPS, 2, 3))
    edges = np.linspace(steps[0], steps[-1], STRIPS + 1)
    first, second = (0, 1) if across else (1, 0)
    ends[:, :, first] = runs[[0, -1]]
    ends[:, :, second] = ((edges[:-1] + edges[1:]) / 2)[:, None]
    return ends


def _rgbas(across: bool, relief: Relief, view: View, rise: float, palette: Palette) -> Array:
    """Return the colours along every strip for each band, (bands, strips, stops, 4)."""
    ends = _strip_ends(across, relief)[..., :2]
    share = np.linspace(0, 1, _STOPS)[:, None]
    along = ends[:, None, 0] + share * (ends[:, None, 1] - ends[:, None, 0])
    slopes = relief.slopes(along, rise)
    normal = np.stack((-slopes @ view.right, -slopes @ view.away, np.ones(slopes.shape[:-1])), -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    facing = normal @ (0.0, -math.cos(view.elevation), math.sin(view.elevation))
    is_below = (facing < 0)[..., None]
    bands = np.array([_rgb(color) for color in bands_of(relief, palette)])
    level = min(_LEVEL, _BRIGHTEST / float(bands.max()))
    light = np.clip(level + _CONTRAST * (normal @ _SUN - _SUN[2]), 0.25, 1.9)
    light = np.where(facing < 0, _BELOW + _CONTRAST * np.abs(facing), light)
    light = 1 + (1 - view.flat) * (light - 1)
    below = _rgb(mixed(palette.panel, palette.faint, _GREY))
    colors = np.where(is_below, below, bands[:, None, None]) * light[..., None]
    rgbas = np.ones((*colors.shape[:-1], 4))
    rgbas[..., :3] = np.minimum(colors, 1.0)
    return rgbas


def bands_of(relief: Relief, palette: Palette, tone: float = 1.0) -> list[str]:
    """Return the colour of each band, from the top down, as the map shows them.

    With a ``tone`` below 1 all are nearer to the lowest.
    """
    shown = [band_color(palette, tone)]
    for level in relief.levels:
        shown.append(mixed(shown[-1], band_color(palette, tone * level.tone), level.opacity))
    return shown


def _rgb(color: str) -> Array:
    return np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])


@cache
def _piece_type() -> Any:
    from manim import VMobject

    class Piece(VMobject):  # type: ignore[misc]
        """A filled outline whose gradient runs along its strip."""

        def get_gradient_start_and_end_points(self) -> tuple[Any, Any]:
            """Return the places where the gradient begins and ends: level in the frame."""
            (x, _), (end, _) = self.ends
            return np.array([x, 0.0, 0.0]), np.array([end, 0.0, 0.0])

    return Piece
