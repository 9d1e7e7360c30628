"""The textbook, one number at a time: an oracle that shares no code with what it checks.

Optimizers and gradients for any kind of number that knows ``+ - * /`` and ``sqrt``: ``Decimal``
for what is true, ``Soft`` for arithmetic in which every operation is rounded to a few digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import inf, isqrt, sqrt


@dataclass(frozen=True)
class Format:
    """A binary format: digits of precision, least exponent of a normal number, largest number."""

    digits: int
    least: int
    largest: int

    def round(self, value: Fraction) -> Fraction | float:
        """Round to nearest, ties to even."""
        if not value:
            return value
        size = abs(value)
        exponent = size.numerator.bit_length() - size.denominator.bit_length()
        if Fraction(2) ** exponent > size:
            exponent -= 1
        unit = Fraction(2) ** (max(exponent, self.least) - self.digits + 1)
        rounded = round(value / unit) * unit
        if abs(rounded) >= Fraction(2) ** (self.largest + 1):
            return inf if value > 0 else -inf
        return rounded


FORMATS = {
    "float64": Format(53, -1022, 1023),
    "float32": Format(24, -126, 127),
    "float16": Format(11, -14, 15),
    "bfloat16": Format(8, -126, 127),
}


class Soft:
    """A number whose every operation is rounded to a format. Overflow is an error here."""

    def __init__(self, value, form):
        self.form = form
        self.value = form.round(Fraction(value))
        assert isinstance(self.value, Fraction)

    def _do(self, other, operation):
        other = other if isinstance(other, Soft) else Soft(other, self.form)
        return Soft(operation(self.value, other.value), self.form)

    def __add__(self, other):
        return self._do(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._do(other, lambda a, b: a - b)

    def __mul__(self, other):
        return self._do(other, lambda a, b: a * b)

    def __truediv__(self, other):
        return self._do(other, lambda a, b: a / b)

    def __rsub__(self, other):
        return Soft(other, self.form) - self

    __radd__ = __add__
    __rmul__ = __mul__

    def __gt__(self, other):
        return self.value > other.value

    def __float__(self):
        return float(self.value)

    def sqrt(self):
        """Return the root, correctly rounded: a little more than enough digits, then the rest."""
        if not self.value:
            return self
        shift = 4 * self.form.digits + 2 * self.value.denominator.bit_length()
        scaled = (self.value.numerator << 2 * shift) // self.value.denominator
        floor = isqrt(scaled)
        exact = floor * floor == scaled and not (
            (self.value.numerator << 2 * shift) % self.value.denominator
        )
        return Soft(Fraction(2 * floor + (not exact), 2 << shift), self.form)


def number(value, kind):
    """Return the float ``value`` as a Decimal, exactly, or as a Soft."""
    return Decimal(value) if kind is Decimal else Soft(value, kind)


# Gradients, in the order of operations of the library.


def bowl(x, y):
    return 2 * x - 0, 4 * y - 0


def ravine(x, y):
    return x * number_like(0.25, x), 4 * y


def rosenbrock(x, y):
    gap, rise = 1 - x, y - x * x
    up = 200 * rise
    return -2 * gap - (2 * x) * up, up


def number_like(value, x):
    """Return ``value`` as a number of the kind of ``x``."""
    return number(value, Decimal if isinstance(x, Decimal) else x.form)


def larger(a, b):
    return a if a > b else b


# Optimizers, one coordinate each: a rule takes (t, x, g, state) and gives (x, state), t from 1.
# ``n`` makes a number of the right kind from a float64; what depends on the settings and t only,
# such as lr / (1 - beta^t), is a float64, as it is in PyTorch.


def gd(n, lr):
    return lambda t, x, g, s: (x - n(lr) * g, s)


def heavy_ball(n, lr, momentum, dampening=0.0, inside=False):
    def step(t, x, g, b):
        push = g if t == 1 or not dampening else n(1 - dampening) * g
        if inside:
            b = n(lr) * push if b is None else n(momentum) * b + n(lr) * push
            return x - b, b
        b = push if b is None else n(momentum) * b + push
        return x - n(lr) * b, b

    return step


def nesterov(n, lr, momentum):
    def step(t, x, g, b):
        b = g if b is None else n(momentum) * b + g
        return x - n(lr) * (g + n(momentum) * b), b

    return step


def adagrad(n, lr, eps=1e-10, inside=False):
    def step(t, x, g, v):
        v = g * g if v is None else v + g * g
        divisor = (v + n(eps)).sqrt() if inside else v.sqrt() + n(eps)
        return x - n(lr) * g / divisor, v

    return step


def rmsprop(n, lr, alpha=0.99, eps=1e-8, inside=False):
    def step(t, x, g, v):
        new = n(1 - alpha) * (g * g)
        v = new if v is None else n(alpha) * v + new
        divisor = (v + n(eps)).sqrt() if inside else v.sqrt() + n(eps)
        return x - n(lr) * g / divisor, v

    return step


def adam(n, lr, betas=(0.9, 0.999), eps=1e-8, inside=False, correct=True, wd=0.0, amsgrad=False):
    def step(t, x, g, state):
        m, v, most = state or (n(0.0), n(0.0), n(0.0))
        m = m + n(1 - betas[0]) * (g - m)
        v = n(betas[1]) * v + n(1 - betas[1]) * (g * g)
        most = larger(most, v) if amsgrad else v
        kind = Decimal if n is Decimal else Fraction
        whole = [float(1 - kind(beta) ** t) if correct else 1.0 for beta in betas]
        rate = n(lr / whole[0])
        if inside:
            divisor = (most / n(whole[1]) + n(eps)).sqrt()
        else:
            divisor = most.sqrt() / n(sqrt(whole[1])) + n(eps)
        if wd:
            x = n(1 - lr * wd) * x
        return x - rate * (m / divisor), (m, v, most)

    return step


def walk(grad, rule, start, steps, kind):
    """Return the points of a walk in 2-D, as numbers of ``kind``."""
    x = tuple(number(value, kind) for value in start)
    states = [None, None]
    points = [x]
    for t in range(1, steps + 1):
        moved = [rule(t, c, g, s) for c, g, s in zip(x, grad(*x), states, strict=True)]
        x, states = tuple(m[0] for m in moved), [m[1] for m in moved]
        points.append(x)
    return points
