"""Text, mathematics and numbers, set by Typst in fonts pinned by file.

Typst sees the fonts of ``scenes/fonts`` and those inside its own wheel, never the system's, so
the same text has the same outlines on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from scenes import tongue
from scenes.look import MATH_FONT, TEXT_FONT
from scenes.stage import Mistake
from scenes.typst_svg import outlines

if TYPE_CHECKING:
    from manim import VGroup, VMobject

Anchor = Literal["left", "center", "right"]
"""Which end of a line of text stands at the given point."""

Sort = Literal["text", "math", "number", "code"]
"""What a text was set as: Typst markup, Typst maths, figures, or code."""

_POINTS_PER_UNIT = 96
"""Font size, in manim's points, of text one scene unit high: an em of size s is s/96 units."""
_MINUS = "−"
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


def _preamble(weight: str, extra: str = "") -> str:
    return (
        f'#set text(font: "{TEXT_FONT}", weight: "{weight}", hyphenate: false)\n'
        f'#show math.equation: set text(font: "{MATH_FONT}", weight: "regular", '
        "size: 1.12em)\n" + tongue.rules() + extra
    )


def _typst(markup: str, size: float, color: str, weight: str, extra: str = "") -> Any:
    """Return the outlines of Typst markup, as a group of the caller's own."""
    return _outlines(markup, size, color, _preamble(weight, extra)).copy()


@lru_cache(maxsize=1024)
def _outlines(markup: str, size: float, color: str, preamble: str) -> Any:
    from typst import TypstError

    try:
        return outlines(markup, size, color, preamble)
    except TypstError as error:
        written = markup.replace(_MARKER, "")
        raise Mistake(f"Typst cannot set {written!r}: {error.message}") from error


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
    said = tongue.worded(markup)
    if width is None:
        return signed(_set(said, size, color, weight), markup, "text", size)
    ems = width / em(size)
    extra = f"#set par(leading: 0.62em)\n#set align({align})\n"
    block = _set(f"{said}]", size, color, weight, f"{extra}#block(width: {ems:.4f}em)[")
    return signed(block, markup, "text", size)


def math(source: str, size: float, color: str) -> VGroup:
    """Return a formula from Typst maths source, near the origin, with its ``baseline``."""
    formula = _set(f"$display(#${tongue.listed(source)}$)$", size, color, "regular")
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


_GLYPHS = f"0123456789.,;+{_MINUS}=%×:/()eNaif⁻⁰¹²³⁴⁵⁶⁷⁸⁹"


def characters(
    shown: str, size: float, weight: str, rules: str
) -> dict[str, tuple[VMobject, float]]:
    """Return each of some characters, its origin at (0, 0), with its advance in scene units.

    ``rules`` are Typst's set rules for them.

    Raises
    ------
    Mistake
        When the font does not draw each of them as one outline.
    """
    row = "".join(f"{_MARKER}\\u{{{ord(character):x}}}" for character in shown)
    outlines = _typst(row + _MARKER, size, "#FFFFFF", weight, rules).submobjects
    if len(outlines) != 2 * len(shown) + 1:
        raise Mistake(f"the font of figures and code cannot show all of {shown}")
    markers = [outline.get_corner(np.array([-1.0, -1.0, 0.0])) for outline in outlines[::2]]
    across = float(outlines[0].width)
    table: dict[str, tuple[VMobject, float]] = {}
    for i, character in enumerate(shown):
        origin = markers[i] + np.array([across, 0.0, 0.0])
        advance = float(markers[i + 1][0] - origin[0])
        table[character] = outlines[2 * i + 1].copy().shift(-origin), advance
    return table


@lru_cache(maxsize=64)
def _glyphs(size: float, weight: str) -> dict[str, tuple[Any, float]]:
    """Return each glyph of a number, with its advance in scene units; a space has no glyph."""
    figures = '#set text(number-width: "tabular", features: ("case",))\n'
    table: dict[str, tuple[Any, float]] = dict(characters(_GLYPHS, size, weight, figures))
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
    may hold digits, raised ones too, and ``.,+−=%×:/()`` and spaces; a hyphen is set as a minus.
    """
    from manim import VGroup

    table = _glyphs(size, weight)
    row = VGroup()
    x = 0.0
    for char in tongue.figures(shown).replace("-", _MINUS):
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
    outlines = _outlines(markup, 36.0, "#FFFFFF", _preamble("regular"))
    return tuple(glyph.points.round(6).tobytes() for glyph in outlines)


def letters(mobject: VMobject) -> list[VMobject]:
    """Return the outlines of a text, in reading order, for writing it letter by letter."""
    return list(mobject.family_members_with_points())
