"""What the pixel proof of a film comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.pixels.measure import Measured


@dataclass(frozen=True, slots=True)
class Seen:
    """A mark that was measured, with the beat and the frame of it that shows it."""

    beat: str
    frame: int
    kind: str
    mark: Measured

    def told(self) -> str:
        """Return what is wrong with it, in a line."""
        return f"{self.beat}: frame {self.frame}: {self.mark.told()}"


@dataclass(slots=True)
class PixelReport:
    """What was measured of a film, and what was passed over, by its reason.

    ``unmeasured`` counts what no claim can be made of, by what it is, once a beat and panel.
    ``miscounted`` are runs that stand elsewhere than the cues say, one line each.
    """

    frames: int = 0
    seen: list[Seen] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    unmeasured: Counter[str] = field(default_factory=Counter)
    miscounted: list[str] = field(default_factory=list)

    def findings(self) -> list[str]:
        """Return a line for each mark that is not where it belongs, the same mark told once."""
        told: dict[tuple[str, str], list[Seen]] = {}
        for one in self.seen:
            if not one.mark.passes:
                told.setdefault((one.beat, one.mark.name.partition(" (")[0]), []).append(one)
        lines = list(dict.fromkeys(self.miscounted))
        for same in told.values():
            more = f"; and {len(same) - 1} more like it in this beat" if same[1:] else ""
            lines.append(same[0].told() + more)
        return lines

    def summary(self) -> str:
        """Return how much was measured, how well it fits, and what was not, by its reason."""
        fits = [
            f"{what}s within {max(gaps):.2f} px"
            for what in ("dot", "arrow", "line", "tick")
            if (gaps := [one.mark.gap for one in self.seen if one.mark.what == what])
        ]
        turns = [one.mark.turn for one in self.seen if one.mark.turn is not None]
        if turns:
            fits.append(f"directions within {max(turns):.3f}°")
        measured = f"{len(self.seen)} marks measured in {self.frames} frames"
        parts = [measured, *([", ".join(fits)] if fits else [])]
        told = ": ".join(parts)
        for counts, what in ((self.skipped, "skipped"), (self.unmeasured, "not measurable")):
            if counts:
                said = ", ".join(f"{count} {reason}" for reason, count in counts.most_common())
                told += f"; {what}: {said}"
        return told
