"""Text, mathematics and numbers, set by Typst in fonts pinned by file.

Typst sees the fonts of ``scenes/fonts`` and those inside its own wheel, never the system's, so
the same text has the same outlines on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from scenes.look import FONT_FOLDER, MATH_FONT, MONO_FONT, TEXT_FONT
from scenes.stage import Mistake

if TYPE_CHECKING:
    from manim import VGroup, VMobject

Anchor = Literal["left", "center", "right"]
"""Which end of a line of text stands at the given point."""

Sort = Literal["text", "math", "number"]
"""What a text was set as: Typst markup, Typst maths, or figures."""

_POINTS_PER_UNIT = 96
"""Font size, in manim's points, of text one scene unit high: an em of size s is s/96 units."""
_MINUS = "−"
_BAR = 4.5
"""Width of a fraction's or a root's bar, in manim's stroke units (0.01 scene units) for an em."""
_MARKER_WIDTH = 0.02
_NOT_A_CHARACTER = "\U000ffffd"
"""The last of the code points that are never given to a character; no font here draws it."""
_MARKER = f"#box(rect(width: {_MARKER_WIDTH}em, height: 1em, fill: black));"


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What a text was set from; every glyph and its copies carry it as ``setting``.

    Two texts have two settings, even if they say the same. A glyph also carries ``extent_as_set``,
    its larger side as it was set: what has become of that is how much it was scaled.
    """

    source: str
    sort: Sort
    size: float

    def __deepcopy__(self, memo: object) -> Setting:
        """Return itself: the glyphs of a copied text still belong together."""
        return self


def signed(mobject: Any, source: str, sort: Sort, size: float) -> Any:
    """Let every glyph of a text say what it was set from (``Setting``); return the text."""
    setting = Setting(source, sort, size)
    for glyph in mobject.submobjects:
        glyph.setting = setting
    return mobject


def em(size: float) -> float:
    """Return the em of a text of ``size`` points in scene units."""
    return size / _POINTS_PER_UNIT


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONT_FOLDER)])


def _preamble(weight: str, extra: str = "") -> str:
    return (
        f'#set text(font: "{TEXT_FONT}", weight: "{weight}", hyphenate: false)\n'
        f'#show math.equation: set text(font: "{MATH_FONT}", weight: "regular", '
        "size: 1.12em)\n" + extra
    )


def _typst(markup: str, size: float, color: str, weight: str, extra: str = "") -> Any:
    """Return the outlines of Typst markup, as a group of the caller's own."""
    return _outlines(markup, size, color, weight, extra).copy()


@lru_cache(maxsize=1024)
def _outlines(markup: str, size: float, color: str, weight: str, extra: str) -> Any:
    """Set markup and keep its outlines only: what else manim reads from the SVG is slow to copy."""
    from manim import Typst, VGroup, VMobject, config
    from typst import TypstError

    try:
        typeset = Typst(
            markup,
            font_size=size,
            color=color,
            typst_preamble=_preamble(weight, extra),
            font_paths=_fonts(),
            use_svg_cache=False,
        )
    except TypstError as error:
        written = markup.replace(_MARKER, "")
        raise Mistake(f"Typst cannot set {written!r}: {error.message}") from error
    except OSError:
        for left in config.get_dir("tex_dir").glob("*.svg"):  # manim would take a half for a whole
            left.unlink()
        raise
    outlines = VGroup()
    for shape in typeset.family_members_with_points():
        outline = VMobject().set_points(shape.points).match_style(shape, family=False)
        if shape.get_fill_opacity() == 0:  # a bar: manim's width depends on the pixels
            outline.set_stroke(width=_BAR * em(size))
        outline.extent_as_set = float(np.ptp(shape.points, axis=0).max())
        outlines.add(outline)
    return outlines


def _set(markup: str, size: float, color: str, weight: str, before: str = "") -> Any:
    """Set text behind a marker that stands on the first baseline; take the marker away again."""
    typeset = _typst(before + _MARKER + markup, size, color, weight)
    marker = typeset.submobjects[0]
    typeset.baseline = float(marker.get_bottom()[1])
    typeset.remove(marker)
    return typeset


def text(
    markup: str,
    size: float,
    color: str,
    *,
    weight: Literal["regular", "semibold"] = "regular",
    width: float | None = None,
    align: Anchor = "left",
) -> VGroup:
    """Return a text somewhere near the origin, to be put in its place (``place``).

    ``markup`` is Typst markup (``*bold*``, ``$x^2$``); ``size`` is in manim's points; lines break
    at ``width`` scene units when it is given. The result's ``baseline`` is the y of its first
    line's baseline where it stands now, for ``place``.
    """
    if width is None:
        return signed(_set(markup, size, color, weight), markup, "text", size)
    ems = width / em(size)
    extra = f"#set par(leading: 0.62em)\n#set align({align})\n"
    block = _set(f"{markup}]", size, color, weight, f"{extra}#block(width: {ems:.4f}em)[")
    return signed(block, markup, "text", size)


def math(source: str, size: float, color: str) -> VGroup:
    """Return a formula from Typst maths source, near the origin, with its ``baseline``."""
    formula = _set(f"$display(#${source}$)$", size, color, "regular")
    return signed(formula, source, "math", size)


def place(
    mobject: Any, x: float, y: float, anchor: Anchor = "left", *, on_baseline: bool = True
) -> Any:
    """Move a text to have its anchor at ``x`` and its baseline (or middle) at ``y``; return it."""
    edge = {"left": mobject.get_left, "center": mobject.get_center, "right": mobject.get_right}
    middle = float(mobject.get_center()[1])
    height = mobject.baseline if on_baseline else middle
    mobject.shift(np.array([x - edge[anchor]()[0], y - height, 0.0]))
    if hasattr(mobject, "baseline"):
        mobject.baseline += y - height
    return mobject


_PRINTED = "".join(map(chr, range(33, 127)))
_MONO_ADVANCE = 0.602
"""Of every character of DejaVu Sans Mono, in em."""

_GLYPHS = f"0123456789.,+{_MINUS}=%×:/()eNaif "


@lru_cache(maxsize=64)
def _glyphs(size: float, weight: str) -> dict[str, tuple[Any, float]]:
    """Return each glyph of a number, its origin at (0, 0), with its advance in scene units."""
    glyphs = _GLYPHS.replace(" ", "")
    row = "".join(f"{_MARKER}\\u{{{ord(glyph):x}}}" for glyph in glyphs)
    figures = '#set text(number-width: "tabular", features: ("case",))\n'
    outlines = _typst(row + _MARKER, size, "#FFFFFF", weight, figures).submobjects
    markers = [outline.get_corner(np.array([-1.0, -1.0, 0.0])) for outline in outlines[::2]]
    marker_width = float(outlines[0].width)
    table: dict[str, tuple[Any, float]] = {}
    for i, glyph in enumerate(glyphs):
        origin = markers[i] + np.array([marker_width, 0.0, 0.0])
        advance = float(markers[i + 1][0] - origin[0])
        table[glyph] = outlines[2 * i + 1].copy().shift(-origin), advance
    table[" "] = None, table["0"][1] * 0.5
    return table


def number(
    shown: str,
    size: float,
    color: str,
    *,
    weight: Literal["regular", "semibold"] = "regular",
) -> VGroup:
    """Return a number set in tabular figures, its baseline's left end at the origin.

    Made of outlines kept from glyph to glyph, so that a readout may change every frame. ``shown``
    may hold digits and ``.,+−=%×:/()`` and spaces; a hyphen is set as a minus.
    """
    from manim import VGroup

    table = _glyphs(size, weight)
    row = VGroup()
    x = 0.0
    for char in shown.replace("-", _MINUS):
        glyph, advance = table[char]
        if glyph is not None:
            row.add(glyph.copy().shift(np.array([x, 0.0, 0.0])).set_color(color))
        x += advance
    mobject: Any = signed(row, shown, "number", size)
    mobject.baseline = 0.0
    mobject.advance = x
    return row


@lru_cache(maxsize=1024)
def has_glyph(character: str, sort: Sort = "text") -> bool:
    """Tell whether the fonts can draw a character, in text or in a formula.

    Typst puts the empty box of a font, or nothing at all, where no font has a character: so each
    is set alone and compared with one that no font has.
    """
    if not character.isprintable() or character.isspace():
        return True
    drawn, box = (_alone(c, sort) for c in (character, _NOT_A_CHARACTER))
    return bool(drawn) and drawn != box


def _alone(character: str, sort: Sort) -> tuple[bytes, ...]:
    """Return the outlines of one character."""
    escape = f"\\u{{{ord(character):x}}}"
    markup = f"${escape}$" if sort == "math" else escape
    outlines = _outlines(markup, 36.0, "#FFFFFF", "regular", "")
    return tuple(glyph.points.round(6).tobytes() for glyph in outlines)


@dataclass(frozen=True, slots=True)
class Ink:
    """The colour of a stretch of code, and its face: regular, bold or slanted."""

    color: str
    face: Literal["regular", "bold", "oblique"] = "regular"


def mono_advance(size: float) -> float:
    """Return the width of every character of the monospaced font, in scene units."""
    return _MONO_ADVANCE * em(size)


@lru_cache(maxsize=64)
def _mono_glyphs(characters: str, size: float, face: str) -> dict[str, Any]:
    """Return the outline of each character, its origin at (0, 0)."""
    faces = {"regular": "", "bold": 'weight: "bold", ', "oblique": 'style: "oblique", '}
    set_font = f'#set text(font: "{MONO_FONT}", fallback: false, {faces[face]}ligatures: false)\n'
    row = "".join(f"{_MARKER}\\u{{{ord(char):x}}}" for char in characters)
    outlines = _typst(row, size, "#FFFFFF", "regular", set_font).submobjects
    if len(outlines) != 2 * len(characters):
        raise Mistake(f"the monospaced font cannot show all of {characters}")
    markers = [outline.get_corner(np.array([-1.0, -1.0, 0.0])) for outline in outlines[::2]]
    across = np.array([float(outlines[0].width), 0.0, 0.0])
    return {
        char: outlines[2 * i + 1].copy().shift(-markers[i] - across)
        for i, char in enumerate(characters)
    }


def mono(pieces: Iterable[tuple[str, Ink]], size: float) -> VGroup:
    """Return a line of code from pieces of text, its baseline's left end at the origin.

    Made of outlines kept from character to character, so that it may change every frame.
    """
    from manim import VGroup

    row = VGroup()
    x = 0.0
    for shown, ink in pieces:
        for char in shown:
            if not char.isspace():
                table = _mono_glyphs(_PRINTED if char in _PRINTED else char, size, ink.face)
                row.add(table[char].copy().shift(np.array([x, 0.0, 0.0])).set_color(ink.color))
            x += mono_advance(size)
    mobject: Any = row
    mobject.baseline = 0.0
    return row


def letters(mobject: VMobject) -> list[VMobject]:
    """Return the outlines of a text, in reading order, for writing it letter by letter."""
    return list(mobject.family_members_with_points())
