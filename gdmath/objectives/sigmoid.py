"""The sigmoid and what is made of it, safe from overflow at both ends."""

from __future__ import annotations

import numpy as np

from gdmath.array import Array


def sigmoid(z: Array) -> Array:
    """Return ``1 / (1 + exp(-z))``, any shape.

    Only the exponential of ``-|z|`` is taken, so it never overflows, and both ends keep their
    relative accuracy: ``sigmoid(-z)`` is ``1 - sigmoid(z)`` without the cancellation.

    Error: two roundings more than the exponential, which numpy gives to about an ulp; its last
    bit may differ between machines.
    """
    small = _exp(-abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def softplus(z: Array) -> Array:
    """Return ``ln(1 + exp(z))``, any shape: z far to the right, ``exp(z)`` far to the left.

    Error: an ulp or two; as for ``sigmoid``, the last bit may differ between machines.
    """
    return np.maximum(z, 0) + _log1p(_exp(-abs(z)))


def _exp(z: Array) -> Array:
    return _exact_exp(z) if np.asanyarray(z).dtype == object else np.exp(z)


def _log1p(z: Array) -> Array:
    return _exact_log1p(z) if np.asanyarray(z).dtype == object else np.log1p(z)


_exact_exp = np.frompyfunc(lambda z: z.context.exp(z), 1, 1)
_exact_log1p = np.frompyfunc(lambda z: z.context.log1p(z), 1, 1)
