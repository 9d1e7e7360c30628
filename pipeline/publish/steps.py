"""What is done about a lesson at a place, in words, and what it costs there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.publish.package import Package
from pipeline.publish.parts import CAPTIONS, FILES, FORMER, METADATA, STATUS, THUMBNAIL

CREATE, REPLACE, SUPERSEDE, NOTHING = "create", "replace film", "supersede", "nothing"
UPDATES: Mapping[str, str] = {
    METADATA: "update metadata",
    CAPTIONS: "update captions",
    THUMBNAIL: "update thumbnail",
    FILES: "update files",
    STATUS: "update status",
    FORMER: "retire the film before",
}
"""What is done about a part that changed, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a place lets do on one day only so often: films sent, and units of all other calls."""

    uploads: int = 0
    units: int = 0

    def plus(self, other: Cost) -> Cost:
        """Return both together."""
        return Cost(self.uploads + other.uploads, self.units + other.units)

    def fits(self, left: Cost) -> bool:
        """Tell whether it can be done with what is left."""
        return self.uploads <= left.uploads and self.units <= left.units

    def __str__(self) -> str:
        films = [f"{self.uploads:,} upload{'s'[: self.uploads != 1]}"] if self.uploads else []
        return ", ".join([*films, f"{self.units:,} units"])


FREE = Cost()
"""What all costs where a place does not count."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done about one lesson: one or more of the words above.

    ``cost`` is ``FREE`` where a place does not count.
    """

    package: Package
    kinds: tuple[str, ...]
    cost: Cost = FREE

    def __str__(self) -> str:
        cost = "" if self.cost == FREE else f" ({self.cost})"
        return f"{self.package.name}: {', '.join(self.kinds)}{cost}"
