"""What mini-batch descent does on average, exactly: the mean and the spread over all draws.

On least squares each step multiplies the error ``e = x - x*`` by a random matrix and adds a
random vector, ``e <- (I - lr H_B) e - lr g_B``, with the Hessian H_B of the batch and its gradient
g_B at the minimum. So the mean of e and the mean of its products ``e e'`` follow linear rules
with rational coefficients, and nothing needs to be drawn.

Each step draws its ``batch`` samples anew from all of them, with replacement
(``MiniBatch(..., replacement=True)``); an epoch in shuffled order is another rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isfinite, lcm

from gdmath.moments.matrices import Point, Rows, Whole, kron, mean, pairs, product, times
from gdmath.moments.samples import SampleQuadratics, Samples, sample_quadratics
from gdmath.objectives.elimination import solve_definite
from gdmath.rational import fraction


@dataclass(frozen=True, slots=True)
class Moments:
    """The mean of the error ``e = x - x*`` and of its products, over all draws.

    Attributes
    ----------
    mean : tuple
        ``E[e]``, dim fractions.
    second : tuple
        ``E[e e']``, dim rows of dim fractions.
    """

    mean: Point
    second: Rows

    def loss_above(self, hessian: Rows) -> Fraction:
        """Return ``1/2 tr(H E[ee'])``, the expected loss above the minimum."""
        return sum((h * m for h, m in pairs(hessian, self.second)), Fraction(0)) / 2


@dataclass(frozen=True, slots=True)
class SampledDescent:
    """Stochastic gradient descent on a least-squares ``objective``, over all draws at once.

    Error: none; every answer is a fraction, ``mean_square_wall`` one rounding away from one.
    Stable: the second moments stay bounded for ``0 < lr < mean_square_wall``.
    Source: Gardner 1984; Bach and Moulines 2013.

    Raises
    ------
    ValueError
        When the objective is no least squares over samples with a single minimum, lr is not
        above 0, or the batch is not at least 1.
    """

    objective: Samples
    lr: float
    batch: int = 1

    def __post_init__(self) -> None:
        if not (isfinite(self.lr) and self.lr > 0):
            raise ValueError(f"the learning rate must be a positive number, not {self.lr}")
        if self.batch < 1:
            raise ValueError(f"batch must be a whole number of at least 1, not {self.batch}")
        sample_quadratics(self.objective)

    def at(self, start: tuple[Fraction | float, ...]) -> Moments:
        """Return the moments of standing at ``start`` (dim,) for certain."""
        minimum = sample_quadratics(self.objective).minimum
        if len(start) != len(minimum):
            raise ValueError(f"the start must have {len(minimum)} numbers, not {len(start)}")
        e = tuple(fraction(x) - low for x, low in zip(start, minimum, strict=True))
        return Moments(e, tuple(tuple(a * b for b in e) for a in e))

    def after(self, moments: Moments, steps: int) -> Moments:
        """Return the moments ``steps`` steps later, by repeated squaring of the linear rule.

        Raises
        ------
        ValueError
            When ``steps`` is negative.
        """
        _check_steps(steps)
        whole, below = _rule(self.objective, fraction(self.lr), self.batch)
        state, under = _state(moments)
        while steps:
            if steps & 1:
                state, under = times(whole, state), under * below
            steps >>= 1
            if steps:
                whole, below = product(whole, whole), below * below
        return _moments(state, under, len(moments.mean))

    def path(self, moments: Moments, steps: int) -> Iterator[Moments]:
        """Yield the moments at step 0, 1, ... up to ``steps``.

        Raises
        ------
        ValueError
            When ``steps`` is negative.
        """
        _check_steps(steps)
        whole, below = _rule(self.objective, fraction(self.lr), self.batch)
        state, under = _state(moments)
        yield moments
        for _ in range(steps):
            state, under = times(whole, state), under * below
            yield _moments(state, under, len(moments.mean))

    def expected_loss(self, moments: Moments) -> Fraction:
        """Return the mean of the full loss over the draws that ``moments`` describes."""
        model = sample_quadratics(self.objective)
        return model.f_min + moments.loss_above(model.hessian)

    @property
    def stationary(self) -> Moments:
        """Return the moments that the run tends to from anywhere, around a mean of zero.

        They solve ``M = E[J M J'] + lr^2 E[g g']`` with ``J = I - lr H_B``.

        Raises
        ------
        ValueError
            When lr is at or beyond ``mean_square_wall``: the spread grows without end.
        """
        model, lr = sample_quadratics(self.objective), fraction(self.lr)
        noise = [lr * lr / self.batch * value for row in model.noise for value in row]
        flat = solve_definite(_balance(model, lr, self.batch), noise)
        if flat is None:
            wall = self.mean_square_wall
            raise ValueError(f"lr must be below the mean-square wall {wall:.6g}, not {self.lr}")
        dim = len(model.minimum)
        second = tuple(tuple(flat[i * dim : (i + 1) * dim]) for i in range(dim))
        return Moments((Fraction(0),) * dim, second)

    @property
    def floor(self) -> Fraction:
        """Return the expected loss above the minimum in the long run.

        Raises
        ------
        ValueError
            As ``stationary``.
        """
        return self.stationary.loss_above(sample_quadratics(self.objective).hessian)

    @property
    def mean_square_wall(self) -> float:
        """Return the learning rate at which the expected loss stops settling; lr plays no part.

        It is where ``I - E[J (x) J]`` ceases to be positive definite, found by bisection in
        fractions down to neighbouring floats. Below 2 / lambda_max, except for noiseless samples
        that all agree.

        Error: one ulp.
        Source: Gardner 1984; a positive map has its spectral radius as an eigenvalue.
        """
        return _mean_square_wall(self.objective, self.batch)


def _balance(model: SampleQuadratics, lr: Fraction, batch: int) -> Rows:
    """Return ``I - E[J (x) J]`` for batches, (dim^2, dim^2): symmetric."""
    dim = len(model.minimum)
    products = _mean_products(model, lr, batch)
    return tuple(
        tuple(Fraction(int(i == j)) - products[i][j] for j in range(dim * dim))
        for i in range(dim * dim)
    )


def _mean_products(model: SampleQuadratics, lr: Fraction, batch: int) -> Rows:
    """Return ``E[J (x) J]``: between batches the products of samples vary 1/batch as much."""
    dim = len(model.minimum)

    def jacobian(hessian: Rows) -> Rows:
        return tuple(
            tuple(int(i == j) - lr * hessian[i][j] for j in range(dim)) for i in range(dim)
        )

    each = mean(tuple(kron(jacobian(h), jacobian(h)) for h in model.hessians))
    whole = kron(jacobian(model.hessian), jacobian(model.hessian))
    share = Fraction(1, batch)
    return tuple(
        tuple(w + share * (e - w) for w, e in zip(*rows, strict=True))
        for rows in zip(whole, each, strict=True)
    )


@lru_cache(maxsize=64)
def _rule(objective: Samples, lr: Fraction, batch: int) -> tuple[Whole, int]:
    """Return the linear rule for ``(1, E[e], E[e e'])`` as whole numbers over one denominator."""
    model, share = sample_quadratics(objective), Fraction(1, batch)
    dim = len(model.minimum)
    size = 1 + dim + dim * dim
    rule = [[Fraction(0)] * size for _ in range(size)]
    rule[0][0] = Fraction(1)
    for i in range(dim):
        for j in range(dim):
            rule[1 + i][1 + j] = int(i == j) - lr * model.hessian[i][j]
    products = _mean_products(model, lr, batch)
    cross = mean(tuple(kron(h, (g,)) for h, g in zip(model.hessians, model.slopes, strict=True)))
    for i in range(dim):
        for j in range(dim):
            row = rule[1 + dim + i * dim + j]
            row[0] = lr * lr * share * model.noise[i][j]
            for k in range(dim):
                # E[J e g'] = -lr E[H e g'], as the slopes' own mean is zero
                row[1 + k] = lr * lr * share * (cross[i][k * dim + j] + cross[j][k * dim + i])
            row[1 + dim :] = products[i * dim + j]
    below = lcm(*(value.denominator for row in rule for value in row))
    return [[int(value * below) for value in row] for row in rule], below


@lru_cache(maxsize=64)
def _mean_square_wall(objective: Samples, batch: int) -> float:
    model = sample_quadratics(objective)
    trace = sum(row[i] for i, row in enumerate(model.hessian))
    low, high = 0.0, float(2 * len(model.minimum) / trace) * 2
    size = len(model.minimum) ** 2
    while (middle := (low + high) / 2) not in (low, high):
        held = solve_definite(_balance(model, Fraction(middle), batch), [Fraction(0)] * size)
        low, high = (low, middle) if held is None else (middle, high)
    return high


def _state(moments: Moments) -> tuple[list[int], int]:
    values = [Fraction(1), *moments.mean, *(v for row in moments.second for v in row)]
    below = lcm(*(value.denominator for value in values))
    return [int(value * below) for value in values], below


def _moments(state: list[int], below: int, dim: int) -> Moments:
    values = [Fraction(value, below) for value in state[1:]]
    return Moments(
        tuple(values[:dim]), tuple(tuple(values[i : i + dim]) for i in range(dim, len(values), dim))
    )


def _check_steps(steps: int) -> None:
    if steps < 0:
        raise ValueError(f"steps must not be negative, not {steps}")
