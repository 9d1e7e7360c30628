"""Logistic regression: the mean log-loss of a linear classifier."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from operator import mul

import numpy as np

from gdmath.array import Array, frozen, like, mean, total
from gdmath.objectives.arguments import Matrix, matrix, require_finite, require_rows, vector
from gdmath.objectives.elimination import solve_definite
from gdmath.objectives.points import pointwise
from gdmath.objectives.sigmoid import sigmoid, softplus
from gdmath.rational import fraction

INPUTS = (-2.0, -1.0, 0.0, 1.0, 2.0)
LABELS = (0, 0, 1, 0, 1)
NEWTON_STEPS = 100
SMALL = 1e-8
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Logistic:
    """``f(w) = 1/n sum_i ln(1 + exp(z_i)) - l_i z_i`` with ``z_i = rows_i . w``, labels 0 or 1.

    Convex. At w = 0 it is ln 2: every row is a coin toss. ``default_start`` takes no part in
    comparisons.

    Error: each row's loss and gradient to a few ulps of the larger of 1 and ``|z_i|``; the last
    bit may differ between machines, as the exponential's does.
    Stable: gradient descent never climbs for ``lr < 8 / lambda_max(rows' rows / n)``, since no
    curvature exceeds a quarter of that matrix's.
    Source: Cox 1958, The regression analysis of binary sequences.

    Raises
    ------
    ValueError
        When the rows are not of one length, a label is neither 0 nor 1, a length does not fit or
        a number is not finite.
    """

    rows: Matrix
    labels: tuple[int, ...]
    default_start: tuple[float, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        require_rows("rows", self.rows)
        n, dim = len(self.rows), len(self.rows[0])
        if len(self.labels) != n:
            raise ValueError(f"labels must be {n}, as many as rows, not {len(self.labels)}")
        for index, label in enumerate(self.labels):
            if label not in (0, 1):
                raise ValueError(f"labels[{index}] must be 0 or 1, not {label}")
        if not self.default_start:
            object.__setattr__(self, "default_start", (0.0,) * dim)
        if len(self.default_start) != dim:
            raise ValueError(f"start must have {dim} numbers, not {len(self.default_start)}")
        require_finite(rows=self.rows, start=self.default_start)

    @property
    def dim(self) -> int:
        """How many weights there are."""
        return len(self.rows[0])

    @property
    def samples(self) -> int:
        """How many rows there are, n."""
        return len(self.rows)

    @property
    def formula(self) -> str:
        """The function in Typst maths."""
        return f"1/{self.samples} sum_i (ln(1 + e^(z_i)) - l_i z_i)"

    @property
    def minimum(self) -> Array | None:
        """The best weights (dim,), or None where there are none.

        So it is when a line separates the labels (better weights are always larger still) and
        when the rows do not settle all weights.
        """
        return _minimum(self)

    @property
    def f_min(self) -> float | None:
        """The loss of the best weights, or None."""
        at = self.minimum
        return None if at is None else float(self.value(at))

    @pointwise
    def predict(self, w: Array) -> Array:
        """Return the probability of label 1 for each row, (..., n)."""
        return sigmoid(self._logits(w))

    @pointwise
    def sample_values(self, w: Array) -> Array:
        """Return each row's log-loss, ``ln(1 + exp(-z))`` for label 1, (..., n)."""
        return softplus(self._signs(w) * self._logits(w))

    @pointwise
    def sample_grads(self, w: Array) -> Array:
        """Return the gradient of each row's log-loss, ``(sigma(z_i) - l_i) rows_i``, (..., n, dim).

        The bracket is computed as ``sigma(-z_i)`` or ``sigma(z_i)``, which never cancels.
        """
        signs = self._signs(w)
        slopes: Array = signs * sigmoid(signs * self._logits(w))
        return slopes[..., None] * like(w, self.rows)

    @pointwise
    def value(self, w: Array) -> Array:
        """Return the mean of ``sample_values``, shape (...)."""
        return mean(self.sample_values(w))

    @pointwise
    def grad(self, w: Array) -> Array:
        """Return the mean of ``sample_grads``, (..., dim)."""
        return mean(self.sample_grads(w), axis=-2)

    @pointwise
    def hessian(self, w: Array) -> Array:
        """Return ``1/n sum_i sigma(z_i) sigma(-z_i) rows_i rows_i'``, (..., dim, dim)."""
        logits, rows = self._logits(w), like(w, self.rows)
        weights: Array = sigmoid(logits) * sigmoid(-logits)
        outer = rows[:, :, None] * rows[:, None, :]
        return mean(weights[..., None, None] * outer, axis=-3)

    def _logits(self, w: Array) -> Array:
        return total(like(w, self.rows) * w[..., None, :])

    def _signs(self, w: Array) -> Array:
        """Return -1 for label 1 and +1 for label 0, (n,)."""
        return like(w, tuple(1 - 2 * label for label in self.labels))


@lru_cache(maxsize=64)
def _minimum(objective: Logistic) -> Array | None:
    """Return where Newton's steps from 0, halved while they climb, come to rest; or None.

    Where no minimum exists, the steps never shrink. Each is solved in fractions. The error of w
    squares with every step, so the one after a step of SMALL is below an ulp.
    """
    columns = [[fraction(v) for v in column] for column in zip(*objective.rows, strict=True)]
    gram = [[sum(map(mul, u, v), Fraction(0)) for v in columns] for u in columns]
    if solve_definite(gram, [Fraction(0)] * objective.dim) is None:
        return None
    w = np.zeros(objective.dim)
    for _ in range(NEWTON_STEPS):
        solution = solve_definite(objective.hessian(w).tolist(), objective.grad(w).tolist())
        if solution is None:
            return None
        step = np.array([float(v) for v in solution])
        if np.abs(step).max() <= SMALL * (1 + np.abs(w).max()):
            return frozen(w - step)
        while objective.value(w - step) > (1 + ROUNDING) * objective.value(w):
            step = step / 2
        w = w - step
    return None


def logistic(
    inputs: tuple[float, ...] = (),
    labels: tuple[int, ...] = (),
    rows: Matrix = (),
    start: tuple[float, ...] = (),
) -> Logistic:
    """Return the mean log-loss on given rows, or on five fixed dots; start at zero.

    ``inputs`` is short for rows (1, v): the logit is ``w0 + w1 v``. The five dots stand at -2,
    -1, 0, 1, 2 and have the labels 0, 0, 1, 0, 1, which no threshold separates.

    Raises
    ------
    ValueError
        When inputs and rows are both given, or labels without either, or the sizes do not fit.
    """
    if inputs and rows:
        raise ValueError("give either inputs or rows, not both: logistic needs one")
    if not (inputs or rows or labels):
        inputs, labels = INPUTS, LABELS
    return Logistic(
        rows=matrix("rows", rows or tuple((1.0, v) for v in inputs)),
        labels=tuple(labels),
        default_start=vector("start", start),
    )
