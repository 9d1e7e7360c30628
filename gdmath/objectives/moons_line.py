"""The straight line between the moons: what a network can reach without bending anything."""

from __future__ import annotations

from gdmath.objectives.logistic import Logistic, logistic
from gdmath.objectives.network import DATA_SEED
from gdmath.objectives.two_moons import two_moons


def moons_line(samples: int = 200, noise: float = 0.2, seed: int = 0) -> Logistic:
    """Return the mean log-loss of a straight line on the points of ``network``'s seed.

    The logit at the point (p, q) is ``w0 + w1 p + w2 q``. Its ``f_min`` is the least loss that any
    straight boundary has on them.
    """
    data = two_moons(samples, noise, seed + DATA_SEED)
    return logistic(rows=tuple((1.0, *point) for point in data.points), labels=data.labels)
