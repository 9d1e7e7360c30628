"""How long steps take: one law for every kind, so that one cue can move several panels as one."""

from __future__ import annotations

UNHURRIED = 4
"""Up to so many steps at once, each has its full time and a rest before it."""

_STEP_S = 0.9
_LONGEST_S = 12.0


def steps_s(count: float) -> float:
    """Return the seconds of ``count`` steps: 0.9 each for up to four, then by the square root.

    Never more than 12 seconds.
    """
    hurry = max(count / UNHURRIED, 1.0) ** 0.5
    return float(min(_STEP_S * count / hurry, _LONGEST_S))
