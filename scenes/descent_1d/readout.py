"""What a cobweb says beside its picture: the rate, the factor it makes, and what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenes import typeset
from scenes.coordinate.words import fixed, said
from scenes.look import Look
from scenes.parts import part
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import Mobject, VGroup

ABOVE_ROOM = 1.02
"""Room for the readout above a square and its names, in scene units."""
SIDE_ROOM = 6.2
"""Room for the readout at the right of a square, the gap included."""
NARROWEST = 4.3
"""How wide a readout above a square is at least."""
_CLOSE = 1e-9


class Readout:
    """Says a learning rate and its factor for one curvature; the numbers may run.

    With ``room`` it is set in a column of three lines, else small in two.
    """

    def __init__(self, look: Look, decimals: int, curvature: float, room: bool) -> None:
        self._palette = look.palette
        self._decimals = decimals
        self._curvature = curvature
        self._size = look.type.body if room else look.type.small
        self._room = room

    def color(self, factor: float) -> str:
        """Return the colour of a factor: below one in size, one, above."""
        palette = self._palette
        return {"<": palette.right, "=": palette.guide, ">": palette.warning}[_relation(factor)]

    def draw(
        self, lr: float, factor: float, place: tuple[float, float, float]
    ) -> dict[str, Mobject]:
        """Return the lines between ``left`` and ``right``, from ``top`` down (``place``)."""
        left, right, top = place
        color, pitch = self.color(factor), (1.7 if self._room else 1.35) * em(self._size)
        rate, shown = fixed(lr, self._decimals), fixed(factor, self._decimals)
        sum_ = f"{self._sum(rate)} = {shown}" if self._fits(right - left) else shown
        verdict = self._copied(f"abs(r) {_relation(factor)} 1", color)
        first = top - em(self._size)
        last = (left, first - 2 * pitch, "left") if self._room else (right, first, "right")
        return {
            "rate": self._line("eta =", rate, self._palette.ink, left, first),
            "factor": self._line("r =", sum_, color, left, first - pitch),
            "verdict": typeset.place(verdict, last[0], last[1], last[2]),  # type: ignore[arg-type]
        }

    def _sum(self, rate: str) -> str:
        return f"1 − {rate}×{said(self._curvature)}"

    @part
    def _fits(self, width: float) -> bool:
        """Whether the factor has room with the sum it comes from; else it stands alone."""
        widest = fixed(0.5, self._decimals)
        line = self._line("r =", f"{self._sum(widest)} = −{widest}", "#FFFFFF", 0.0, 0.0)
        return bool(line.width <= width + 0.05)

    def _line(self, name: str, shown: str, color: str, left: float, baseline: float) -> VGroup:
        from manim import VGroup

        words: Any = typeset.place(self._copied(name, color), left, baseline)
        number = typeset.number(shown, self._size, color)
        typeset.place(number, float(words.get_right()[0]) + 0.4 * em(self._size), baseline)
        return VGroup(words, number)

    def _copied(self, name: str, color: str) -> Any:
        kept = self._named(name, color)
        copy: Any = kept.copy()
        copy.baseline = kept.baseline
        return copy

    @part
    def _named(self, source: str, color: str) -> Any:
        return typeset.math(source, self._size, color)


def _relation(factor: float) -> str:
    """Return how the size of a factor compares to one, rounding aside."""
    size = abs(factor)
    if abs(size - 1) <= _CLOSE:
        return "="
    return "<" if size < 1 else ">"
