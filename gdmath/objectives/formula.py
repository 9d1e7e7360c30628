"""Coefficients and quadratics as Typst maths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gdmath.rational import fraction

LETTERS = ("x", "y", "z")
LARGEST_SHOWN_DENOMINATOR = 9


def polynomial(A: Sequence[Sequence[float]], b: Sequence[float], c: float) -> str:
    """Return ``1/2 x'Ax - b'x + c`` multiplied out, such as ``x^2/8 + 2 y^2``.

    Up to three parameters are x, y, z; more are ``x_1``, ``x_2``, ... Coefficients with a
    denominator over nine are shown as decimals of six digits.
    """
    n = len(b)
    names = LETTERS[:n] if n <= len(LETTERS) else tuple(f"x_{i + 1}" for i in range(n))

    def terms() -> Iterator[tuple[Fraction, str]]:
        for i in range(n):
            yield fraction(A[i][i]) / 2, f"{names[i]}^2"
        for i in range(n):
            for j in range(i + 1, n):
                yield fraction(A[i][j]), f"{names[i]} {names[j]}"
        for i in range(n):
            yield -fraction(b[i]), names[i]
        yield fraction(c), ""

    signed = [("-" if k < 0 else "+", _term(abs(k), name)) for k, name in terms() if k]
    if not signed:
        return "0"
    text = " ".join(f"{sign} {term}" for sign, term in signed)
    return text.removeprefix("+ ") if text.startswith("+") else "-" + text.removeprefix("- ")


def coefficient(value: float | Fraction) -> str:
    """Return a number as it is shown: ``15/8``, or six digits if its denominator is over nine."""
    exact = fraction(value)
    return str(exact) if exact.denominator <= LARGEST_SHOWN_DENOMINATOR else f"{float(exact):.6g}"


def _term(factor: Fraction, name: str) -> str:
    if factor == 1 and name:
        return name
    simple = factor.numerator == 1 and factor.denominator <= LARGEST_SHOWN_DENOMINATOR
    if simple and name and " " not in name:
        return f"{name}/{factor.denominator}"
    return f"{coefficient(factor)} {name}".rstrip()
