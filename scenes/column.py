"""Columns of text on a card: set from the top down, written in, sliding in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from scenes import tongue, typeset
from scenes.box import Box
from scenes.ease import out, share, smooth
from scenes.look import Look
from scenes.parts import faded
from scenes.stage import Mistake
from scenes.typeset import Anchor, em, letters

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

CAPITAL = 0.727
"""Height of Inter's capitals in ems."""
_LEADING = 0.62
"""From a line's baseline to the top of the next line's capitals, in ems (``typeset.text``)."""
_BELOW = 1.1
"""From the middle of a line's letters down to that of a letter of the next, in ems, at least."""
_TITLE_LINES = 2
_RISE = 0.22
_HIGH = 0.4


def paragraph(
    markup: str,
    size: float,
    color: str,
    width: float,
    weight: Literal["regular", "semibold"] = "regular",
    align: Anchor = "left",
) -> VGroup:
    """Return a text at most ``width`` scene units wide, its lines about equally long.

    Markup that breaks its lines itself (a backslash and a space) keeps its own.
    """
    natural = typeset.text(markup, size, color, weight=weight, width=width, align=align)
    lines = len(rows(natural))
    if lines == 1 or "\\ " in markup:
        return natural
    markup = balanced(markup, lines)
    even = typeset.text(markup, size, color, weight=weight, width=width, align=align)
    is_higher = float(even.height) > float(natural.height) + 0.5 * em(size)
    return natural if is_higher or len(rows(even)) != lines else even


def headline(
    markup: str, look: Look, box: Box, align: Anchor = "left", sizes: Sequence[float] = ()
) -> tuple[VGroup, float]:
    """Return a title at the top of a box, and the y under which what it heads may begin.

    It stands at the left edge or in the middle, in the largest of ``sizes`` (by default body,
    label and small) that needs no more than two lines; ``Mistake`` when none does.
    """
    scale = look.type
    for size in sizes or (scale.body, scale.label, scale.small):
        title = paragraph(markup, size, look.palette.ink, box.width, "semibold", align)
        if len(rows(title)) <= _TITLE_LINES and float(title.width) <= box.width:
            last = set_down(title, size, box.left, box.top)
            over = max(float(title.get_top()[1]) - box.top, 0.0)
            title.shift(np.array([0.0, -over, 0.0]))
            if align == "center":
                title.shift(np.array([box.center[0] - float(title.get_center()[0]), 0.0, 0.0]))
            return title, last - over - em(size)
    raise Mistake(f"the title takes more than {_TITLE_LINES} lines of the panel: shorten it")


def kicker(says: Iterable[str], size: float, color: str, width: float) -> VGroup:
    """Return the small line over a title: texts with dots between, or one a line if too wide."""
    parts = [tongue.worded(part) for part in says if part]
    in_one = typeset.text(" #h(0.4em) · #h(0.4em) ".join(parts), size, color)
    if in_one.width <= width:
        return in_one
    return typeset.text(" \\ ".join(parts), size, color, width=width)


def set_down(text: Any, size: float, left: float, top: float) -> float:
    """Move a text so that its capitals' tops are at ``top``; return its last line's baseline.

    ``text`` comes from ``typeset.text`` at ``size``; ``left`` and the result are scene units.
    """
    typeset.place(text, left, top - CAPITAL * em(size))
    pitch = (CAPITAL + _LEADING) * em(size)
    further_lines = round((text.baseline - float(text.get_bottom()[1])) / pitch)
    return float(text.baseline - further_lines * pitch)


def lowered(texts: Iterable[Any], room: float) -> float:
    """Move texts from the top of their room to a little above its middle; return by how much.

    ``room`` is the height left free below them, in scene units; None stands for a text that a
    card does not have.
    """
    down = _HIGH * max(room, 0.0)
    for text in texts:
        if text is not None:
            text.shift(np.array([0.0, -down, 0.0]))
            text.baseline -= down
    return down


def slid_in(mobject: Mobject, alpha: float) -> Mobject:
    """Return the mobject as it fades in while rising a little; itself at the end."""
    seen = smooth(alpha)
    if seen >= 1:
        return mobject
    return faded(mobject, seen).shift(np.array([0.0, -_RISE * (1 - out(alpha)), 0.0]))


def written(text: VMobject, alpha: float) -> VMobject:
    """Return the text as it appears letter after letter; itself at 1."""
    from manim import VGroup

    if alpha >= 1:
        return text
    outlines = letters(text)
    return VGroup(
        *(
            slid_in(outline, share(alpha, i, len(outlines), overlap=0.9))
            for i, outline in enumerate(outlines)
        )
    )


def rows(text: VMobject) -> list[list[VMobject]]:
    """Return the outlines of a text (``typeset.text``) line by line.

    A line ends where the next outline stands far to the left of the one before, or does not stand
    to its right and is further below the line's middle than the parts of a fraction are.
    """
    lines: list[list[VMobject]] = []
    for outline in letters(text):
        if not lines or _begins_a_line(outline, lines[-1]):
            lines.append([])
        lines[-1].append(outline)
    return lines


def _begins_a_line(outline: VMobject, line: Sequence[VMobject]) -> bool:
    x, y, _ = outline.get_center()
    if x < line[-1].get_center()[0] - 1.0:
        return True
    middle = float(np.mean([before.get_center()[1] for before in line]))
    is_below = y < middle - _BELOW * em(outline.setting.size)
    return bool(is_below and outline.get_left()[0] < line[-1].get_right()[0])


def balanced(markup: str, lines: int) -> str:
    """Return Typst markup broken at spaces into ``lines`` lines of about equal length.

    Spaces inside ``$...$`` are not broken at. Length is counted in characters.
    """
    words = _words(markup)
    length = sum(map(len, words)) + len(words) - 1
    broken: list[list[str]] = [[] for _ in range(lines)]
    position = 0.0
    for word in words:
        middle = position + len(word) / 2
        broken[min(int(middle / length * lines), lines - 1)].append(word)
        position += len(word) + 1
    return " \\ ".join(" ".join(line) for line in broken if line)


def _words(markup: str) -> list[str]:
    """Return the words of Typst markup; a formula with spaces is one word."""
    words: list[str] = []
    open_formula = False
    for piece in markup.split():
        if open_formula:
            words[-1] += " " + piece
        else:
            words.append(piece)
        open_formula ^= piece.count("$") % 2 == 1
    return words
