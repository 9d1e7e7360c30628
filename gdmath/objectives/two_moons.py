"""Two moons: two half circles, one inside the other, that no straight line parts."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import NDArray

from gdmath.objectives.arguments import Matrix, require_finite, require_rows

CENTRE = (0.5, 0.25)
"""Where the two half circles are centred together; it becomes the origin."""

VALIDATION_SEED = 500
"""What is added to the seed of a network to get that of its validation points."""

LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Moons:
    """Points of the plane (n, 2), each with its label: 0 for the upper moon, 1 for the lower.

    Raises
    ------
    ValueError
        When a point has not two finite numbers, a label is neither 0 nor 1, or they are not as
        many.
    """

    points: Matrix
    labels: tuple[int, ...]

    def __post_init__(self) -> None:
        require_rows("points", self.points, 2)
        require_finite(points=self.points)
        if len(self.labels) != len(self.points):
            raise ValueError(
                f"labels must be {len(self.points)}, as many as points, not {len(self.labels)}"
            )
        for index, label in enumerate(self.labels):
            if label not in (0, 1):
                raise ValueError(f"labels[{index}] must be 0 or 1, not {label}")

    def flipped(self, share: float, seed: int) -> Moons:
        """Return the same points with about a ``share`` of the labels wrong.

        A label is flipped where a draw of ``legacy(seed)`` for it, uniform from 0 to 1, is below
        the share.
        """
        if not 0 <= share <= 1:
            raise ValueError(f"flipped must be a share from 0 to 1, not {share}")
        wrong = legacy(seed).random_sample(len(self.labels)) < share
        labels = (label ^ int(w) for label, w in zip(self.labels, wrong, strict=True))
        return Moons(self.points, tuple(labels))


def two_moons(samples: int = 200, noise: float = 0.2, seed: int = 0) -> Moons:
    """Return ``samples`` points of the two moons, shuffled.

    Half of them are ``(cos t, sin t)``, the others ``(1 - cos t, 0.5 - sin t)``, t uniform from 0
    to pi; each coordinate gets normal noise of standard deviation ``noise``, and ``CENTRE`` is
    moved to the origin.

    Error: the draws are the same everywhere, but they pass through the machine's log, cos and
    sin: the last bit of a coordinate may differ between machines.
    Source: scikit-learn's ``make_moons``, with angles drawn instead of evenly spaced.

    Raises
    ------
    ValueError
        For fewer than two samples, noise that is negative or not finite, or a seed out of range.
    """
    if samples < 2:
        raise ValueError(f"samples must be a whole number of at least 2, not {samples}")
    require_finite(noise=noise)
    if noise < 0:
        raise ValueError(f"noise must be a number of at least 0, not {noise}")
    draws = legacy(seed)
    upper = samples // 2
    t = draws.uniform(0, pi, upper)
    s = draws.uniform(0, pi, samples - upper)
    x = np.concatenate([np.cos(t), 1 - np.cos(s)])
    y = np.concatenate([np.sin(t), 0.5 - np.sin(s)])
    points = np.stack([x, y], axis=-1) + float(noise) * draws.standard_normal((samples, 2))
    points -= CENTRE
    order: NDArray[np.intp] = draws.permutation(samples)
    return Moons(
        tuple((float(a), float(b)) for a, b in points[order]),
        tuple(int(i >= upper) for i in order),
    )


def validation(seed: int = 0, samples: int = 400, noise: float = 0.2) -> Moons:
    """Return points that the network of the same ``seed`` has not seen, drawn with ``seed + 500``.

    None of their labels is wrong.
    """
    return two_moons(samples, noise, seed + VALIDATION_SEED)


def legacy(seed: int) -> np.random.RandomState:
    """Return numpy's legacy generator (MT19937), whose methods are frozen for good by NEP 19.

    ``Generator`` is not: its methods may draw otherwise in a later numpy. The published curves
    were drawn from this one.

    Raises
    ------
    ValueError
        For a seed that is negative or does not fit 32 bits.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"seed must be a whole number from 0 to {LARGEST_SEED}, not {seed}")
    return np.random.RandomState(seed)
