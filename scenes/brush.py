"""Draws mobjects as manim's Cairo camera does, pixel for pixel, and knows where it draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scenes.blocks import Blocks, mark, no_blocks

if TYPE_CHECKING:
    from manim import Mobject, VMobject
    from manim.camera.camera import Camera

Colors = NDArray[np.float64]

_CURVE = 8
"""Numbers of a cubic Bezier curve in the plane: four points."""
_NEAR = 1e-5
"""Relative distance at which manim takes two points for one."""
_MITER = 10.0
"""How far, in half widths, a corner of a stroke may reach: Cairo's miter limit."""
_ROUND = 1.5
"""The same where corners are cut or round: a square cap reaches the root of two."""
_BLUR = 2
"""Pixels that antialiasing may reach, and more."""


@dataclass(frozen=True, slots=True)
class _Outline:
    """A plain mobject: its points as numbers, and what of it is seen.

    ``ends`` are the index of the first number of each subpath, that after its last curve, and
    whether it is closed.
    """

    mobject: VMobject
    numbers: list[float]
    ends: tuple[tuple[int, int, bool], ...]
    behind: Colors | None
    fill: Colors | None
    stroke: Colors | None


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Mobjects ready to be drawn, back to front, and the blocks that hold every pixel of them."""

    shapes: tuple[_Outline | Mobject, ...]
    where: Blocks


class Brush:
    """Draws on the pixels of a camera.

    Plain vector graphics go to Cairo directly, with the calls the camera would make; what is not
    seen is left out. All else is left to the camera.
    """

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._context: Any = camera.get_cairo_context(camera.pixel_array)
        self._nowhere = no_blocks(camera.pixel_width, camera.pixel_height)
        self._middle = camera.pixel_width / 2, camera.pixel_height / 2
        self._scale = camera.pixel_width / camera.frame_width

    def prepare(self, mobjects: Iterable[Mobject]) -> Drawing:
        """Return mobjects as they will be drawn; they must not change before they are."""
        shapes: list[_Outline | Mobject] = []
        where = self._nowhere.copy()
        for mobject in self._camera.get_mobjects_to_display(mobjects):
            if not _is_plain(mobject):
                shapes.append(mobject)
                where[:] = True
            elif outline := _outline(mobject):
                shapes.append(outline)
                self._mark(where, outline)
        return Drawing(tuple(shapes), where)

    def paint(self, drawing: Drawing) -> None:
        """Draw what is prepared over the pixels of the camera."""
        for shape in drawing.shapes:
            if isinstance(shape, _Outline):
                self._trace(shape)
            else:
                self._camera.capture_mobjects([shape], include_submobjects=False)

    def _mark(self, where: Blocks, outline: _Outline) -> None:
        """Add the blocks in reach of an outline, which lies among its Bezier points."""
        x, y, scale = outline.numbers[::2], outline.numbers[1::2], self._scale
        reach = _reach(outline) * scale + _BLUR
        middle_x, middle_y = self._middle
        mark(
            where,
            left=middle_x + min(x) * scale - reach,
            top=middle_y - max(y) * scale - reach,
            right=middle_x + max(x) * scale + reach,
            bottom=middle_y - min(y) * scale + reach,
        )

    def _trace(self, outline: _Outline) -> None:
        """Stroke behind, fill and stroke, as ``Camera.display_vectorized`` does."""
        mobject, context = outline.mobject, self._context
        self._path(outline)
        if outline.behind is not None:
            self._stroke(mobject, outline.behind, mobject.get_stroke_width(True))
        if outline.fill is not None:
            self._camera.set_cairo_context_color(context, outline.fill, mobject)
            context.fill_preserve()
        if outline.stroke is not None:
            self._stroke(mobject, outline.stroke, mobject.get_stroke_width())

    def _path(self, outline: _Outline) -> None:
        """Begin the path of an outline, as ``Camera.set_cairo_context_path`` does."""
        context, numbers = self._context, outline.numbers
        curve_to = context.curve_to
        context.new_path()
        for start, stop, is_closed in outline.ends:
            context.new_sub_path()
            context.move_to(numbers[start], numbers[start + 1])
            for i in range(start, stop, _CURVE):
                curve_to(*numbers[i + 2 : i + 8])
            if is_closed:
                context.close_path()

    def _stroke(self, mobject: VMobject, colors: Colors, width: float) -> None:
        """Stroke the path, as ``Camera.apply_stroke`` does."""
        from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP

        context = self._context
        self._camera.set_cairo_context_color(context, colors, mobject)
        context.set_line_width(width * self._camera.cairo_line_width_multiple)
        context.set_line_join(LINE_JOIN_MAP[mobject.joint_type])
        context.set_line_cap(CAP_STYLE_MAP[mobject.cap_style])
        context.stroke_preserve()


def _is_plain(mobject: Mobject) -> bool:
    """Tell whether a mobject is made of whole Bezier curves, in colours or gradients."""
    from manim import VMobject

    return (
        isinstance(mobject, VMobject)
        and not mobject.background_image
        and mobject.points.dtype == np.float64
        and len(mobject.points) % mobject.n_points_per_cubic_curve == 0
    )


def _outline(mobject: VMobject) -> _Outline | None:
    """Return a plain mobject's outline, or None when nothing of it is seen."""
    behind = _seen(mobject.get_stroke_rgbas(True)) if mobject.get_stroke_width(True) else None
    stroke = _seen(mobject.get_stroke_rgbas()) if mobject.get_stroke_width() else None
    fill = _seen(mobject.get_fill_rgbas())
    if behind is fill is stroke is None or not np.isfinite(mobject.points).all():
        return None
    numbers: list[float] = mobject.points[:, :2].ravel().tolist()
    ends = tuple(_ends(numbers, mobject.tolerance_for_point_equality))
    return _Outline(mobject, numbers, ends, behind, fill, stroke)


def _ends(numbers: list[float], tolerance: float) -> Iterator[tuple[int, int, bool]]:
    """Yield where subpaths begin and end, and whether they are closed."""
    last = len(numbers) - _CURVE
    start = 0
    for i in range(0, last + 1, _CURVE):
        if i == last or not _near(numbers, i + 6, i + 8, tolerance):
            yield start, i + _CURVE, _near(numbers, start, i + 6, tolerance)
            start = i + _CURVE


def _seen(colors: Colors) -> Colors | None:
    """Return colours, or None when all are fully transparent: drawing them changes nothing."""
    return colors if colors[:, 3].any() else None


def _reach(outline: _Outline) -> float:
    """Return how far the strokes of an outline may leave it, in scene units."""
    from manim import LineJointType

    mobject = outline.mobject
    behind = 0.0 if outline.behind is None else mobject.get_stroke_width(True)
    front = 0.0 if outline.stroke is None else mobject.get_stroke_width()
    is_cut = mobject.joint_type in (LineJointType.ROUND, LineJointType.BEVEL)
    return float(0.01 * max(behind, front) / 2 * (_ROUND if is_cut else _MITER))


def _near(numbers: list[float], at: int, to: int, tolerance: float) -> bool:
    """Tell whether manim takes the point at one index for the point at another."""
    x, y, to_x, to_y = numbers[at], numbers[at + 1], numbers[to], numbers[to + 1]
    return (x == to_x and y == to_y) or (
        abs(x - to_x) <= tolerance + _NEAR * abs(to_x)
        and abs(y - to_y) <= tolerance + _NEAR * abs(to_y)
    )
