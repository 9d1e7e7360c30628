"""How the terms of one line become those of another."""

from __future__ import annotations

from collections.abc import Sequence


def flights(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return which old term goes to which new one, as pairs of indices, by the old one.

    Terms of the same name go together: in order where there are as many of them in both lines;
    else several gather in one, or one divides into several.
    """
    pairs = []
    for key in dict.fromkeys(old):
        gone = [i for i, k in enumerate(old) if k == key]
        come = [j for j, k in enumerate(new) if k == key]
        if not come:
            continue
        many = max(len(gone), len(come))
        pairs += [(gone[n * len(gone) // many], come[n * len(come) // many]) for n in range(many)]
    return tuple(sorted(pairs))


def passes(pair: tuple[int, int], pairs: Sequence[tuple[int, int]]) -> bool:
    """Return whether a flight changes sides with another one."""
    return any((pair[0] - i) * (pair[1] - j) < 0 for i, j in pairs)
