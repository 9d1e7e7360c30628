"""What is in sight along an axis while a window changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scenes.ease import smooth


def changing(
    before: Sequence[float], after: Sequence[float], change: float
) -> Iterator[tuple[tuple[float, ...], float]]:
    """Yield the ticks that stay, those that leave and those that come, each with their opacity.

    ``change`` is the way from the old window to the new one, from 0 to 1.
    """
    if change >= 1:
        yield tuple(after), 1.0
        return
    yield tuple(v for v in before if v in after), 1.0
    yield tuple(v for v in before if v not in after), 1 - smooth(2.5 * change)
    yield tuple(v for v in after if v not in before), smooth(2.5 * change - 1.5)


def glided(
    before: tuple[float, float], after: tuple[float, float], change: float
) -> tuple[float, float]:
    """Return the span ``change`` of the way: its width goes geometrically, about a fixed point."""
    if change >= 1 or before == after:
        return after
    old, new = before[1] - before[0], after[1] - after[0]
    width = old * (new / old) ** change
    share = change if abs(new / old - 1) < 1e-9 else (width - old) / (new - old)
    left = before[0] + share * (after[0] - before[0])
    return left, left + width
