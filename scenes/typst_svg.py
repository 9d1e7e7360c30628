"""The outlines of what Typst sets: those that manim's ``Typst`` has, made quickly.

manim writes each text to a file, reads every glyph of it anew and keeps what it read beside the
points. Here a glyph's path is read once, by the same libraries, and moved to where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from scenes.look import FONT_FOLDER

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Points = NDArray[np.float64]

_EM = 10
"""Points of Typst's that it sets an em of."""
_UNIT = 1 / 960
"""Scene units of one of these points, for each point of the size."""
_BAR = 4.5
"""Width of a fraction's or a root's bar, in manim's stroke units (0.01 scene units) for an em."""
_PAGE = (
    "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
    f"#set text(size: {_EM}pt)\n{{preamble}}\n{{markup}}\n"
)
_LINK = "{http://www.w3.org/1999/xlink}href"
_IDENTITY = np.eye(3)
_BLACK = "#000000"


def outlines(markup: str, size: float, color: str, preamble: str) -> Any:
    """Return what Typst sets as a group of plain outlines, each with its ``extent_as_set``.

    The middle of the group is the origin.

    ``preamble`` stands before the markup, ``size`` is in manim's points, ``color`` is a hex code.

    Raises
    ------
    typst.TypstError
        When it is no Typst markup.
    """
    from manim import VGroup

    inks: dict[tuple[str | None, str | None], Any] = {}
    group = VGroup()
    for path, matrix, *ink in _paths(_svg(markup, preamble)):
        points = _points(path) @ matrix[:2, :2].T + matrix[:2, 2]
        if len(points):
            points *= size * _UNIT, -size * _UNIT
            fill, line = ink
            if (fill, line) not in inks:
                inks[fill, line] = _inked(fill, line, color, size)
            outline = inks[fill, line].copy()
            outline.set_points(np.column_stack([points, np.zeros(len(points))]))
            outline.extent_as_set = float(np.ptp(points, axis=0).max())
            group.add(outline)
    return group.center()


def _inked(fill: str | None, line: str | None, color: str, size: float) -> Any:
    """Return an outline without points, filled, or drawn as a line; black stands for ``color``."""
    from manim import VMobject
    from svgelements import Color

    drawn = Color(line if fill is None else fill)
    own = drawn.hexrgb
    chosen, opacity = (color, 1.0) if own == _BLACK else (own, drawn.opacity)
    outline = VMobject()
    outline.set_style(fill_color=chosen, fill_opacity=0 if fill is None else opacity)
    outline.set_stroke(chosen, width=_BAR * _EM * _UNIT * size if fill is None else 0)
    return outline


def _svg(markup: str, preamble: str) -> Element:
    import typst

    page = _PAGE.format(preamble=preamble, markup=markup)
    svg = typst.compile(page.encode("utf-8"), format="svg", font_paths=fonts())
    return ElementTree.fromstring(svg)


@cache
def fonts() -> Any:
    """Return the fonts of this project and of Typst's wheel: never those of the system."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONT_FOLDER)])


def _paths(svg: Element) -> Iterator[tuple[str, Points, str | None, str | None]]:
    """Yield every path that is drawn, where it is put, and the colours of its fill and its line."""
    symbols = {
        f"#{symbol.get('id')}": path.get("d", "")
        for symbol in _named(svg, "symbol")
        for path in _named(symbol, "path")
    }
    above = [(svg, _IDENTITY)]
    while above:
        element, matrix = above.pop()
        matrix = matrix @ _matrix(element.get("transform", ""))
        kind = element.tag.rpartition("}")[2]
        if kind == "use":
            at = np.array([float(element.get("x", 0)), float(element.get("y", 0)), 1.0])
            placed = matrix.copy()
            placed[:, 2] = matrix @ at
            yield symbols[element.get(_LINK, "")], placed, *_ink(element)
        elif kind == "path":
            yield element.get("d", ""), matrix, *_ink(element)
        elif kind != "defs":
            above.extend((child, matrix) for child in reversed(element))


def _ink(element: Element) -> tuple[str | None, str | None]:
    fill, line = (element.get(name, "none") for name in ("fill", "stroke"))
    return None if fill == "none" else fill, None if line == "none" else line


def _named(element: Element, name: str) -> Iterator[Element]:
    return element.iter(f"{{http://www.w3.org/2000/svg}}{name}")


@lru_cache(maxsize=4096)
def _matrix(transform: str) -> Points:
    from svgelements import Matrix

    found = Matrix(transform)
    return np.array([[found.a, found.c, found.e], [found.b, found.d, found.f], [0.0, 0.0, 1.0]])


@lru_cache(maxsize=4096)
def _points(path: str) -> Points:
    """Return the Bezier points of a path, of shape (4 n, 2), as manim reads it."""
    from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
    from svgelements import Path

    points: Points = VMobjectFromSVGPath(Path(path)).points[:, :2]
    return points
