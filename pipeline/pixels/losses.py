"""Loss curves anew: those of runs, on samples they have not seen too, and recorded ones.

A recorded curve is what was recorded: the numbers of its file, the first column after the epoch.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from pipeline.pixels.formulas import Unanswered
from pipeline.pixels.models import on_moons, unseen
from pipeline.pixels.question import Answers, named, plain
from script.nodes import Map, Node, Scalar

Losses = Callable[[int], float]
"""The loss at a step or an epoch."""


@dataclass(frozen=True, slots=True)
class Curves:
    """The curves of a lesson by their names."""

    asked: Mapping[str, Node] = field(default_factory=dict)
    runs: Answers = field(default_factory=lambda: Answers({}))

    def losses(self, name: str, is_judged: bool) -> Losses:
        """Return the losses of a curve.

        Raises
        ------
        Unanswered
            For what is none, or was not judged, or has no recursion here.
        """
        node = self.asked.get(name)
        if node is None:
            raise Unanswered("an expectation")
        given = {"stored": node.text} if isinstance(node, Scalar) else plain(node)
        if "stored" in given:
            recorded = _recorded(str(given["stored"]))[is_judged]
            return lambda k: recorded[k]
        answer, every = self.runs.run(str(given["run"])), int(given.get("every", 1))
        value = answer.formula.value
        if is_judged:
            if "validation" not in given:
                raise Unanswered(f"{name} has no validation loss")
            value = self._judge(str(given["run"]), int(given["validation"]))
        last = -(-answer.steps // every)
        return lambda k: value(answer.point(answer.steps if k == last else k * every))

    def _judge(self, run: str, seed: int) -> Callable[..., float]:
        """Return the loss of a run's network on the points that a seed draws."""
        asked = self.runs.asked[run]
        assert isinstance(asked, Map)  # the script was read without a mistake
        objective = asked.get("objective")
        assert objective is not None
        given = named(objective)[1]
        hidden, activation = int(given.get("hidden", 16)), str(given.get("activation", "tanh"))
        return on_moons(unseen(seed), hidden, activation, ()).value


def curves(lesson: Node, runs: Answers) -> Curves:
    """Return the curves of a lesson."""
    node = lesson.get("curves") if isinstance(lesson, Map) else None
    pairs = node.items if isinstance(node, Map) else ()
    return Curves({name.text: asked for name, asked in pairs}, runs)


@lru_cache(maxsize=8)
def _recorded(name: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the losses of a recorded curve, in training and in validation."""
    with (files("gdmath") / "data" / f"{name}.csv").open("r", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    train, validation = (tuple(float(row[of]) for row in rows) for of in ("train", "validation"))
    return train, validation
