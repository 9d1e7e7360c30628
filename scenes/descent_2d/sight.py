"""What of a map is in sight: windows that glide, that follow runs, that magnify a part."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.axes import Window
from scenes.coordinate.sight import glided
from script.typed import RunName


@dataclass(frozen=True, slots=True)
class Follow:
    """Lets the window grow from ``base`` with some runs.

    ``margin`` is the room kept between a point and the edge, as a share of the window's half.
    ``seen`` is how much of the frame round the base is seen. One that ends follows no run any
    more.
    """

    base: Window
    runs: tuple[RunName, ...]
    margin: float
    seen: float = 1.0


@dataclass(frozen=True, slots=True)
class Lens:
    """The part of a map that a zoom magnifies, ``glass``, in a frame that grows with it.

    It says how many times larger than with ``base`` in sight everything is.
    """

    base: Window
    glass: Window
    opacity: float = 1.0


def between(before: Window, after: Window, alpha: float) -> Window:
    """Return the window ``alpha`` of the way: widths go geometrically, about one fixed point."""
    across = glided(before[:2], after[:2], alpha)
    return *across, *glided(before[2:], after[2:], alpha)
