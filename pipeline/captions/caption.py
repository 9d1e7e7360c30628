"""What a caption is, and the limits it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from script.schema import Aspect

LINES = 2
LINE_CHARS: Mapping[Aspect, int] = {"landscape": 42, "portrait": 26}
"""Characters a line may have. Of the lines of 24 to 26 characters that the course's words make,
999 in 1,000 are at most 14.2 em wide in Inter Semibold: 6.5 units of the 6.56 that a standing frame
has between its margins, at the size of body text."""
SHORTEST_MS = 1_000
LONGEST_MS = 7_000
FAST_CPS = 17
TOO_FAST_CPS = 20
"""Characters a second: a warning over the first, an error over the second."""
OPEN_GAP_MS = 500
"""Shorter gaps between captions are closed; a caption stays at most this long after its words."""


@dataclass(frozen=True, slots=True)
class Caption:
    """One or two lines of text on the screen from ``start_ms`` to ``stop_ms`` of the lesson."""

    start_ms: int
    stop_ms: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines, separated by line breaks."""
        return "\n".join(self.lines)

    @property
    def shown_ms(self) -> int:
        """How long it is seen."""
        return self.stop_ms - self.start_ms

    @property
    def cps(self) -> float:
        """Its reading speed in characters a second, spaces included."""
        return sum(map(len, self.lines)) * 1000 / max(self.shown_ms, 1)
