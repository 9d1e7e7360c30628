"""How each stored curve is made: its network, data and optimizer, and for how many epochs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from gdmath.array import Array
from gdmath.curves.curve import LossCurve
from gdmath.objectives import Activation, Network, network, validation
from gdmath.objectives.network import ORDER_SEED
from gdmath.objectives.two_moons import Moons
from gdmath.optimizers import GD, Adam, Epochs, Optimizer
from gdmath.run import Run

EPOCHS = 60


@dataclass(frozen=True, slots=True)
class Recipe:
    """A training run and the points that judge it.

    ``chaotic`` says that a rounding error grows until it is as large as the loss: such a curve
    is another one on another machine, and only the stored one is talked about.
    """

    run: Run
    unseen: Moons
    chaotic: bool = False

    @property
    def steps_per_epoch(self) -> int:
        """How many steps an epoch has."""
        assert isinstance(self.run.objective, Network)
        assert isinstance(self.run.optimizer, Epochs)
        return self.run.optimizer.steps_per_epoch(self.run.objective.samples)

    def train(self) -> LossCurve:
        """Return the curve of the run, computed now."""
        answer = self.run.solve()
        return self.curve(answer.x, answer.f)

    def curve(self, x: Array, f: Array) -> LossCurve:
        """Return the losses after each epoch, given iterates (n+1, dim) and losses (n+1,).

        What ends in the middle of an epoch has its last losses too.
        """
        assert isinstance(self.run.objective, Network)
        judged = self.run.objective.on(self.unseen)
        picked = [*range(0, len(f) - 1, self.steps_per_epoch), len(f) - 1]
        return LossCurve(f[picked], judged.value(x[picked]), judged.accuracy(x[picked]))


def recipe(
    optimizer: Optimizer,
    epochs: int = EPOCHS,
    batch: int = 20,
    seed: int = 0,
    chaotic: bool = False,
    **settings: Any,
) -> Recipe:
    """Return the training of a network on two moons.

    ``seed`` is that of the first weights; the order of the samples is drawn with ``seed + 7``,
    after the flips of the labels. ``settings`` are those of ``network``.
    """
    model = network(seed=seed, **settings)
    skipped = model.samples if settings.get("flipped") else 0
    walker = Epochs(optimizer, batch, seed + ORDER_SEED, skipped)
    steps = epochs * walker.steps_per_epoch(model.samples)
    return Recipe(Run(model, walker, model.default_start, steps), validation(seed), chaotic)


def nudged(original: Recipe, share: float = 1e-15) -> Recipe:
    """Return the recipe with its first-layer weights larger by ``share`` of themselves."""
    model, start = original.run.objective, original.run.start
    assert isinstance(model, Network)
    first = 2 * model.hidden
    moved = tuple(w * (1 + share) for w in start[:first]) + start[first:]
    return replace(original, run=replace(original.run, start=moved))


@lru_cache(maxsize=1)
def stored_recipes() -> Mapping[str, Recipe]:
    """Return how each stored curve is made, by its name."""
    too_high = recipe(GD(10.0), chaotic=True)
    relu = Activation.RELU
    return MappingProxyType(
        {
            "moons_lr0_001": recipe(GD(0.001)),
            "moons_lr0_01": recipe(GD(0.01)),
            "moons_lr0_1": recipe(GD(0.1)),
            "moons_lr1": recipe(GD(1.0)),
            "moons_lr3": recipe(GD(10**0.5)),
            "moons_lr10": too_high,
            "moons_lr10_nudged": nudged(too_high),
            "moons_lr30": recipe(GD(30.0), chaotic=True),
            "moons_lr100": recipe(GD(100.0), chaotic=True),
            "moons_overfit": recipe(
                Adam(0.01), epochs=600, batch=8, seed=1, hidden=64, samples=40, flipped=0.2
            ),
            "moons_plateau": recipe(GD(0.3), epochs=400, scale=0.1),
            "moons_dead_relu": recipe(GD(1.0), activation=relu, bias=-20.0),
            "moons_killed_relu": recipe(GD(10.0), seed=3, activation=relu),
        }
    )
