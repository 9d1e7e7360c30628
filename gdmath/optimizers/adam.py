"""Adam and its two best-known repairs.

They share ``m``, the recent mean of the gradient, and ``v``, the recent mean of its square. Both
start at zero, which the bias correction makes up for: after t steps they hold only
``1 - beta^t`` of what they would.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar, TypeAlias

import numpy as np

from gdmath.array import Array, like
from gdmath.optimizers.adaptive import root
from gdmath.optimizers.optimizer import (
    Memory,
    not_negative,
    positive,
    rate_at,
    rate_like,
    share,
)
from gdmath.optimizers.schedules import Rate

Betas: TypeAlias = tuple[float, float]

FIXED_POINT = 128
"""Binary digits after the point in the powers of the betas."""


@dataclass(frozen=True, slots=True)
class Adam:
    """Adam: ``x -= lr * m^ / (sqrt(v^) + eps)``, a step of about lr for every parameter.

    ``m <- m + (1 - beta1)(grad - m)`` and ``v <- beta2 v + (1 - beta2) grad^2``, corrected at the
    t-th step to ``m^ = m / (1 - beta1^t)`` and ``v^ = v / (1 - beta2^t)``.

    With ``eps_inside`` the divisor is ``sqrt(v^ + eps)``; without ``bias_correction`` m and v
    are used as they are, and the first step is ``(1 - beta1) / sqrt(1 - beta2)`` times as long.

    Error: about twelve roundings a step and coordinate.
    Stable: near a minimum while ``lr lambda / sqrt(v^) < 2 (1 + beta1) / (1 - beta1)``; a
    constant lr does not converge for ever, because v fades.
    Source: Kingma & Ba 2015; PyTorch's Adam. Stable: Cohen et al. 2022.
    """

    lr: Rate = 1e-3
    betas: Betas = (0.9, 0.999)
    eps: float = 1e-8
    eps_inside: bool = False
    bias_correction: bool = True
    remembers: ClassVar[tuple[str, ...]] = ("m", "v")

    def __post_init__(self) -> None:
        _check(self.lr, self.betas, self.eps)

    def init(self, x: Array) -> Memory:
        """Return means of zero."""
        return (np.zeros_like(x), np.zeros_like(x))

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and the means with this gradient's share."""
        m, v = _means(x, grad, memory, self.betas)
        return x - _step(self, k, x, m, v), (m, v)

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return ``lr / (sqrt(v^) + eps)``."""
        return rate_at(self.lr, k) / _divisor(self, k, memory[1])


@dataclass(frozen=True, slots=True)
class AdamW:
    """Adam with weight decay that the gradient knows nothing of: first ``x <- (1 - lr wd) x``.

    Error, Stable: as ``Adam``, one rounding more.
    Source: Loshchilov & Hutter 2019; PyTorch's AdamW.
    """

    lr: Rate = 1e-3
    betas: Betas = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = 1e-2
    eps_inside: bool = False
    bias_correction: bool = True
    remembers: ClassVar[tuple[str, ...]] = ("m", "v")

    def __post_init__(self) -> None:
        _check(self.lr, self.betas, self.eps)
        not_negative("weight_decay", self.weight_decay)

    def init(self, x: Array) -> Memory:
        """Return means of zero."""
        return (np.zeros_like(x), np.zeros_like(x))

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and the means with this gradient's share."""
        m, v = _means(x, grad, memory, self.betas)
        kept = 1 - rate_like(self.lr, k, x) * like(x, self.weight_decay)
        return kept * x - _step(self, k, x, m, v), (m, v)

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return ``lr / (sqrt(v^) + eps)``."""
        return rate_at(self.lr, k) / _divisor(self, k, memory[1])


@dataclass(frozen=True, slots=True)
class AMSGrad:
    """Adam whose ruler never shrinks: ``v_max``, the largest v so far, stands in for v.

    The largest is taken before the bias correction.

    Error: as ``Adam``.
    Stable: as ``Adam``, but v_max does not fade.
    Source: Reddi, Kale & Kumar 2018; PyTorch's Adam with ``amsgrad``.
    """

    lr: Rate = 1e-3
    betas: Betas = (0.9, 0.999)
    eps: float = 1e-8
    eps_inside: bool = False
    bias_correction: bool = True
    remembers: ClassVar[tuple[str, ...]] = ("m", "v", "v_max")

    def __post_init__(self) -> None:
        _check(self.lr, self.betas, self.eps)

    def init(self, x: Array) -> Memory:
        """Return means and a maximum of zero."""
        return (np.zeros_like(x), np.zeros_like(x), np.zeros_like(x))

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point, the means with this gradient's share, and the maximum."""
        m, v = _means(x, grad, memory[:2], self.betas)
        v_max: Array = np.maximum(memory[2], v)
        return x - _step(self, k, x, m, v_max), (m, v, v_max)

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return ``lr / (sqrt(v_max^) + eps)``."""
        return rate_at(self.lr, k) / _divisor(self, k, memory[2])


def _means(x: Array, grad: Array, memory: Memory, betas: Betas) -> tuple[Array, Array]:
    """Return the new m and v."""
    (m, v), (beta1, beta2) = memory, (like(x, beta) for beta in betas)
    return m + (1 - beta1) * (grad - m), beta2 * v + (1 - beta2) * (grad * grad)


def _step(adam: Adam | AdamW | AMSGrad, k: int, x: Array, m: Array, v: Array) -> Array:
    """Return ``lr * m^ / (sqrt(v^) + eps)``."""
    lr = rate_like(adam.lr, k, x)
    if adam.bias_correction:
        lr = lr / _gathered_like(x, adam.betas[0], k + 1)
    step: Array = lr * (m / _divisor(adam, k, v))
    return step


def _divisor(adam: Adam | AdamW | AMSGrad, k: int, v: Array) -> Array:
    """Return ``sqrt(v^) + eps``, or ``sqrt(v^ + eps)``."""
    whole = _gathered_like(v, adam.betas[1], k + 1) if adam.bias_correction else like(v, 1.0)
    eps = like(v, adam.eps)
    if adam.eps_inside:
        return root(v / whole, eps, eps_inside=True)
    if v.dtype == object:  # a fraction has no square root of its own
        return root(v / whole, eps, eps_inside=False)
    divisor: Array = np.sqrt(v) / np.sqrt(whole) + eps
    return divisor


def _gathered_like(x: Array, beta: float, t: int) -> Array:
    """Return ``gathered`` as a number to compute with ``x``, exact where x is."""
    if x.dtype != object:
        return like(x, gathered(beta, t))
    exact: Array = 1 - like(x, beta) ** t
    return exact


@lru_cache(maxsize=65536)
def gathered(beta: float, t: int) -> float:
    """Return ``1 - beta^t``: how much of its goal a mean that started at zero has after t steps.

    By whole-number arithmetic, so its bits do not depend on the machine's ``pow``.

    Error: half an ulp of the answer and t * 2**-127, for the float that ``beta`` is.
    Source: the geometric series.
    """
    one = 1 << FIXED_POINT
    power, square = one, int(Fraction(float(beta)) * one)
    while t:
        if t & 1:
            power = power * square >> FIXED_POINT
        square = square * square >> FIXED_POINT
        t >>= 1
    return (one - power) / one


def _check(lr: Rate, betas: Betas, eps: float) -> None:
    positive("the learning rate", lr)
    if len(betas) != 2:
        raise ValueError(f"betas must be two numbers, not {len(betas)}")
    share("beta1", betas[0])
    share("beta2", betas[1])
    not_negative("eps", eps)
