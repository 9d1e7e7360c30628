"""How long steps take: one law for every kind, so that one cue can move several panels as one."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.ease import smooth

UNHURRIED = 4
"""Up to so many steps at once, each has its full time and a rest before it."""

_STEP_S = 0.9
_LONGEST_S = 12.0
_REST = 0.4
"""The part of an unhurried step before it goes; with its arrow held, after it went."""


def steps_s(count: float) -> float:
    """Return the seconds of ``count`` steps: 0.9 each for up to four, then by the square root.

    Never more than 12 seconds.
    """
    hurry = max(count / UNHURRIED, 1.0) ** 0.5
    return float(min(_STEP_S * count / hurry, _LONGEST_S))


@dataclass(frozen=True, slots=True)
class Stride:
    """Where a walker is on its way, in steps, and how much of the next step's arrow is there.

    ``arrow`` is how far that arrow has grown, ``leap`` how much of it is seen for this step only.
    """

    at: float
    arrow: float = 1.0
    leap: float = 0.0


def stride(first: int, to: int, alpha: float, held: bool = False) -> Stride:
    """Return how far a walker is at ``alpha`` (0 to 1) of its way from step ``first`` to ``to``.

    Steps take equal times. An unhurried one rests while its arrow grows, then glides; when the
    arrows are ``held`` in sight it glides, then the next one grows; in a hurry it only glides.
    """
    if alpha >= 1:
        return Stride(float(to))
    done = alpha * (to - first)
    k = min(int(done), to - first - 1)
    part = done - k
    if held:
        moved, grown, leap = part / (1 - _REST), (part - 1 + _REST) / _REST, 0.0
        arrow = grown if part > 1 - _REST else 1.0
    elif to - first <= UNHURRIED:
        moved, arrow, leap = (part - _REST) / (1 - _REST), part / _REST, 1.0
    else:
        moved, arrow, leap = part, 1.0, 0.0
    return Stride(first + k + smooth(moved), smooth(arrow), leap)
