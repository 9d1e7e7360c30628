"""Captions that are part of the picture: over the panels, the word that is spoken in its colour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scenes.box import caption_box
from scenes.canvas import Layer
from scenes.look import Look
from scenes.shot import BurnedCaption, SpokenWord
from scenes.stage import Mistake
from scenes.typeset import em, has_glyph, place, text

if TYPE_CHECKING:
    from manim import Mobject

_SPACE = 0.33
"""Between the outlines of two words, in em: a space and what stands free of both letters."""
_PITCH = 1.28
"""From baseline to baseline, in em."""
_ABOVE, _BELOW, _BESIDE = 0.98, 0.44, 0.45
"""How far the patch reaches over the first baseline, under the last one, and beside, in em."""
_CORNER = 0.2
_PATCH_OPACITY = 0.86
_KEPT = 64
"""Captions whose mobjects are kept."""

_Drawn = tuple[Any, list[Any], list[Any]]
"""The patch of a caption, and each of its words, in ink and in the colour of what is spoken."""


def spoken_at(captions: Sequence[BurnedCaption], frame: int) -> tuple[BurnedCaption, int] | None:
    """Return the caption seen in a frame and the number of the word that was begun last."""
    index = bisect_right(captions, frame, key=lambda caption: caption.start) - 1
    if index < 0 or frame >= captions[index].stop:
        return None
    starts = [word.start for line in captions[index].lines for word in line]
    return captions[index], max(bisect_right(starts, frame) - 1, 0)


class Subtitles:
    """Draws captions; words that do not change are the same mobjects from picture to picture."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._drawn: dict[BurnedCaption, _Drawn] = {}

    def layers(self, caption: BurnedCaption, spoken: int) -> list[Layer]:
        """Return the picture of a caption while its word number ``spoken`` is said.

        Raises
        ------
        Mistake
            When no font here draws a character of it.
        """
        patch, plain, lit = self._of(caption)
        words = [*plain[:spoken], lit[spoken], *plain[spoken + 1 :]]
        return [Layer((patch, *words))]

    def _of(self, caption: BurnedCaption) -> _Drawn:
        if caption not in self._drawn:
            while len(self._drawn) >= _KEPT:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[caption] = self._draw(caption)
        return self._drawn[caption]

    def _draw(self, caption: BurnedCaption) -> _Drawn:
        palette, box = self._look.palette, caption_box(self._look)
        scale = self._look.type
        size = scale.body if self._look.aspect == "portrait" else scale.small
        wide = max(sum(_advances(line, size)) for line in caption.lines)
        size *= min(1.0, box.width / (wide + 2 * _BESIDE * em(size)))
        plain, lit = (
            list(_words(caption, size, color, box.center[0], self._baseline(caption, size)))
            for color in (palette.ink, palette.step)
        )
        return self._patch(caption, size), plain, lit

    def _baseline(self, caption: BurnedCaption, size: float) -> float:
        """Return the y of the first baseline: the patch stands in the middle of its place."""
        height = (_ABOVE + _BELOW + _PITCH * (len(caption.lines) - 1)) * em(size)
        return caption_box(self._look).center[1] + height / 2 - _ABOVE * em(size)

    def _patch(self, caption: BurnedCaption, size: float) -> Mobject:
        from manim import RoundedRectangle

        unit = em(size)
        wide = max(sum(_advances(line, size)) for line in caption.lines)
        high = (_ABOVE + _BELOW + _PITCH * (len(caption.lines) - 1)) * unit
        patch = RoundedRectangle(
            corner_radius=_CORNER * unit, width=wide + 2 * _BESIDE * unit, height=high
        )
        patch.set_stroke(width=0).set_fill(self._look.palette.panel, opacity=_PATCH_OPACITY)
        return patch.move_to((*caption_box(self._look).center, 0.0))


def _words(
    caption: BurnedCaption, size: float, color: str, middle: float, baseline: float
) -> Iterator[Any]:
    """Yield each word of a caption in its place: lines one below another, each in the middle."""
    for number, line in enumerate(caption.lines):
        advances = _advances(line, size)
        x = middle - sum(advances) / 2
        for word, advance in zip(line, advances[::2], strict=True):
            written = text(_escaped(word.text), size, color, weight="semibold")
            yield place(written, x, baseline - number * _PITCH * em(size))
            x += advance + _SPACE * em(size)


def _advances(line: Sequence[SpokenWord], size: float) -> list[float]:
    """Return the widths of words and of the spaces between them, in scene units."""
    widths = []
    for word in line:
        if missing := [c for c in word.text if not has_glyph(c)]:
            raise Mistake(f"no font here draws {missing[0]} of the caption's {word.text}")
        widths += [float(text(_escaped(word.text), size, "#FFFFFF", weight="semibold").width)]
        widths += [_SPACE * em(size)]
    return widths[:-1]


def _escaped(word: str) -> str:
    """Return a word as Typst markup in which no character has a meaning."""
    return "".join(f"\\u{{{ord(character):x}}}" for character in word)
