"""A network of one hidden layer: the smallest model with more weights than can be drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.array import Array, like, mean, quiet, total
from gdmath.objectives.arguments import require_finite
from gdmath.objectives.points import pointwise
from gdmath.objectives.sigmoid import sigmoid, softplus
from gdmath.objectives.two_moons import Moons, legacy, two_moons

DATA_SEED, ORDER_SEED = 100, 7
"""What is added to the seed of the first weights to get those of the data."""


class Activation(Enum):
    """What a hidden unit makes of its input u."""

    TANH = "tanh"
    RELU = "relu"


class Layers(NamedTuple):
    """The weights of points (..., dim) by their place, as views."""

    across: Array
    """First layer, horizontal coordinate, (..., h)."""
    up: Array
    """First layer, vertical coordinate, (..., h)."""
    bias: Array
    """First layer, (..., h)."""
    out: Array
    """Second layer, (..., h)."""
    out_bias: Array
    """Second layer, (...)."""


@dataclass(frozen=True, slots=True)
class Network:
    """``f(w) = 1/n sum_i ln(1 + exp(z_i)) - l_i z_i``, the mean log-loss of a 2-h-1 network.

    ``z_i = sum_j out_j a(across_j p_i + up_j q_i + bias_j) + out_bias`` for the point (p_i, q_i)
    with the label l_i, 0 or 1; a is the activation. The 4h + 1 weights stand in the order of
    ``Layers``. Not convex: units may be exchanged, and a point where two are alike is a saddle.
    ReLU's slope at 0 is taken as 0. ``default_start`` takes no part in comparisons.

    Error: every sum is added in a fixed order, no matrix product is used. Each sample's logit
    carries about h + 4 roundings of its largest term; the last bit of tanh and exp may differ
    between machines.
    Stable: no rate is safe everywhere; near a point, gradient descent is for
    ``lr < 2 / lambda_max`` of ``hessian`` there.
    Source: Rumelhart, Hinton & Williams 1986.

    Raises
    ------
    ValueError
        When there is no hidden unit, or the start does not fit.
    """

    data: Moons
    hidden: int
    activation: Activation = Activation.TANH
    default_start: tuple[float, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if self.hidden < 1:
            raise ValueError(f"hidden must be a whole number of at least 1, not {self.hidden}")
        if not self.default_start:
            object.__setattr__(self, "default_start", first_weights(self.hidden))
        if len(self.default_start) != self.dim:
            raise ValueError(f"start must have {self.dim} numbers, not {len(self.default_start)}")
        require_finite(start=self.default_start)

    @property
    def dim(self) -> int:
        """How many weights there are, 4h + 1."""
        return 4 * self.hidden + 1

    @property
    def samples(self) -> int:
        """How many points there are, n."""
        return len(self.data.labels)

    @property
    def formula(self) -> str:
        """The function in Typst maths."""
        return f"1/{self.samples} sum_i (ln(1 + e^(z_i)) - l_i z_i)"

    @property
    def minimum(self) -> None:
        """Not known."""
        return None

    @property
    def f_min(self) -> None:
        """Not known."""
        return None

    def on(self, data: Moons) -> Network:
        """Return the same network judged by other ``data``, such as points it is not trained on."""
        return Network(data, self.hidden, self.activation, self.default_start)

    def layers(self, w: Array) -> Layers:
        """Return the weights (..., dim) by their place in the network."""
        h = self.hidden
        across, up, bias, out = (w[..., i * h : (i + 1) * h] for i in range(4))
        return Layers(across, up, bias, out, w[..., 4 * h])

    @quiet
    def logits(self, w: Array, points: Array) -> Array:
        """Return z at each of ``points`` (m, 2) for weights (..., dim), (..., m).

        Above 0 the network says label 1. One hidden unit is computed after the other, so a long
        path needs no more memory than its answer.
        """
        layers, sides = self.layers(w), (points[:, 0], points[:, 1])
        z = layers.out[..., :1] * self._activity(layers, sides, 0)
        for unit in range(1, self.hidden):
            z = z + layers.out[..., unit, None] * self._activity(layers, sides, unit)
        return z + layers.out_bias[..., None]

    def predict(self, w: ArrayLike, points: ArrayLike) -> Array:
        """Return the probability of label 1 at each of ``points`` (m, 2), (..., m).

        The decision boundary is where it is one half.

        Raises
        ------
        ValueError
            When the points or the weights (..., dim) have another shape.
        """
        weights, places = np.asarray(w, dtype=np.float64), np.asarray(points, dtype=np.float64)
        if weights.ndim == 0 or weights.shape[-1] != self.dim:
            raise ValueError(f"w must have the shape (..., {self.dim}), not {weights.shape}")
        if places.ndim != 2 or places.shape[-1] != 2:
            raise ValueError(f"points must have the shape (m, 2), not {places.shape}")
        return sigmoid(self.logits(weights, places))

    @pointwise
    def accuracy(self, w: Array) -> Array:
        """Return the share of its own points that the network labels rightly, (...)."""
        right = (self.logits(w, self._points(w)) > 0) == (np.array(self.data.labels) == 1)
        share: Array = right.mean(axis=-1)
        return share

    @pointwise
    def sample_values(self, w: Array) -> Array:
        """Return each sample's log-loss, ``ln(1 + exp(-z))`` for label 1, (..., n)."""
        return softplus(self._signs(w) * self.logits(w, self._points(w)))

    @pointwise
    def sample_grads(self, w: Array) -> Array:
        """Return the gradient of each sample's log-loss, (..., n, dim), by backpropagation."""
        return np.swapaxes(self._backward(w, self._points(w), self._signs(w))[1], -1, -2)

    @pointwise
    def value(self, w: Array) -> Array:
        """Return the mean of ``sample_values``, shape (...)."""
        return mean(self.sample_values(w))

    @pointwise
    def grad(self, w: Array) -> Array:
        """Return the mean of ``sample_grads``, (..., dim)."""
        return self.batch_grad(w, np.arange(self.samples))

    @quiet
    def batch_grad(self, w: Array, picks: NDArray[np.intp]) -> Array:
        """Return the mean gradient of the samples ``picks`` (b,), added in their order, (..., dim).

        The bits are those of ``mean(sample_grads(w)[..., picks, :], axis=-2)``, for less work.
        """
        return mean(self._backward(w, self._points(w)[picks], self._signs(w)[picks])[1])

    @pointwise
    def hessian(self, w: Array) -> Array:
        """Return the matrix of second derivatives, (..., dim, dim).

        ``1/n sum_i sigma'(z_i) grad z_i grad z_i' + (sigma(z_i) - l_i) hessian z_i``. It takes
        dim^2 n numbers of memory for each point.
        """
        points, signs, layers = self._points(w), self._signs(w), self.layers(w)
        units = self._units(layers, points)
        slope, grad_z = self._backward(w, points, signs, of_logit=True)
        weight = (slope * (signs - slope))[..., None, None, :]
        matrix = mean(weight * (grad_z[..., :, None, :] * grad_z[..., None, :, :]))
        bent = layers.out[..., None] * self._bend(units) * slope[..., None, :]
        straight = self._slope(units) * slope[..., None, :]
        sides: tuple[Any, ...] = (points[:, 0], points[:, 1], 1)
        unit = np.arange(self.hidden)
        place = [i * self.hidden + unit for i in range(4)]
        added = np.zeros_like(matrix)
        for i, side in enumerate(sides):
            added[..., place[i], place[3]] = added[..., place[3], place[i]] = mean(straight * side)
            for j, other in enumerate(sides[: i + 1]):
                entry = mean(bent * (side * other))
                added[..., place[i], place[j]] = added[..., place[j], place[i]] = entry
        return matrix + added

    def _backward(
        self, w: Array, points: Array, signs: Array, of_logit: bool = False
    ) -> tuple[Array, Array]:
        """Return the slope of each log-loss in z, (..., m), and its gradient, (..., dim, m).

        Or, ``of_logit``, the gradient of z itself.
        """
        layers = self.layers(w)
        units = self._units(layers, points)
        z = total(layers.out[..., None] * units, axis=-2) + layers.out_bias[..., None]
        slope: Array = signs * sigmoid(signs * z)
        passed = np.ones_like(slope) if of_logit else slope
        back = layers.out[..., None] * passed[..., None, :] * self._slope(units)
        parts = (back * points[:, 0], back * points[:, 1], back, passed[..., None, :] * units)
        return slope, np.concatenate((*parts, passed[..., None, :]), axis=-2)

    def _units(self, layers: Layers, points: Array) -> Array:
        """Return what each hidden unit says to each point, (..., h, m)."""
        u = layers.across[..., None] * points[:, 0] + layers.up[..., None] * points[:, 1]
        return self._activate(u + layers.bias[..., None])

    def _activity(self, layers: Layers, sides: tuple[Array, Array], unit: int) -> Array:
        """Return what one hidden unit says to each point, (..., m)."""
        across, up, bias = (layer[..., unit, None] for layer in layers[:3])
        return self._activate(across * sides[0] + up * sides[1] + bias)

    def _activate(self, u: Array) -> Array:
        if self.activation is Activation.RELU:
            return np.maximum(u, 0)
        return _exact_tanh(u) if u.dtype == object else np.tanh(u)

    def _slope(self, units: Array) -> Array:
        """Return the slope of the activation where it takes the values ``units``."""
        if self.activation is Activation.RELU:
            return np.where(units > 0, 1, 0).astype(units.dtype)
        return 1 - units * units

    def _bend(self, units: Array) -> Array:
        """Return its second derivative there."""
        if self.activation is Activation.RELU:
            return np.zeros_like(units)
        return -2 * units * (1 - units * units)

    def _points(self, w: Array) -> Array:
        return like(w, self.data.points)

    def _signs(self, w: Array) -> Array:
        """Return -1 for label 1 and +1 for label 0, (n,)."""
        return like(w, tuple(1 - 2 * label for label in self.data.labels))


_exact_tanh = np.frompyfunc(lambda u: u.context.tanh(u), 1, 1)


def first_weights(
    hidden: int, seed: int = 0, scale: float = 1.0, bias: float = 0.0
) -> tuple[float, ...]:
    """Return 4h + 1 weights to start from, in the order of ``Layers``.

    Normal draws times ``scale`` over the root of the number of inputs, for each layer; the hidden
    biases are ``bias`` and the last one is 0. A ``bias`` far below 0 makes ReLUs that are dead.

    Source: LeCun et al. 1998, Efficient BackProp.
    """
    require_finite(scale=scale, bias=bias)
    draws = legacy(seed)
    first = draws.standard_normal((2, hidden)) * float(scale) / np.sqrt(2)
    last = draws.standard_normal(hidden) * float(scale) / np.sqrt(hidden)
    biases = np.full(hidden, float(bias))
    return tuple(np.concatenate([first.ravel(), biases, last, [0.0]]).tolist())


def network(
    hidden: int = 16,
    activation: Activation = Activation.TANH,
    samples: int = 200,
    noise: float = 0.2,
    flipped: float = 0.0,
    seed: int = 0,
    scale: float = 1.0,
    bias: float = 0.0,
) -> Network:
    """Return a 2-h-1 network on two moons, a share ``flipped`` of whose labels is wrong.

    ``seed`` is that of the first weights. The data is drawn with ``seed + 100``, the flips with
    ``seed + 7``.
    """
    if hidden < 1:
        raise ValueError(f"hidden must be a whole number of at least 1, not {hidden}")
    data = two_moons(samples, noise, seed + DATA_SEED)
    if flipped:
        data = data.flipped(flipped, seed + ORDER_SEED)
    return Network(data, hidden, activation, first_weights(hidden, seed, scale, bias))
