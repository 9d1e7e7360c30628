"""Sweeps anew: the steps that a learning rate or a condition number needs, and where walls are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.pixels.formulas import Formula, Point, Unanswered
from pipeline.pixels.question import Answer, Answers, answer, named, plain
from script.nodes import Map, Node

_MOST = 200_000
"""Steps that a run is followed for here."""
_QUADRATICS = ("bowl", "five_dots", "least_squares", "quadratic", "ravine")
_CALM = 50
"""A quadratic that has been below its mark for so many steps, and falls, stays there."""


@dataclass(frozen=True, slots=True)
class Sweeps:
    """The sweeps of a lesson by their names, and its runs."""

    asked: Mapping[str, Node] = field(default_factory=dict)
    runs: Answers = field(default_factory=lambda: Answers({}))
    _known: dict[tuple[str, float], float] = field(default_factory=dict)

    def steps(self, name: str, value: float) -> float:
        """Return the steps that a sweep needs at one of its values.

        Raises
        ------
        Unanswered
            Where it never arrives, or cannot be followed here.
        """
        if name not in self.asked:
            raise Unanswered(f"sweep {name} is none of the lesson's")
        if (name, value) not in self._known:
            given = plain(self.asked[name])
            solve = _of_kappa if "kappa" in given else self._of_rate
            self._known[name, value] = solve(given, value)
        return self._known[name, value]

    def _of_rate(self, given: Mapping[str, Any], lr: float) -> float:
        """Return after how many steps a run stays below a fraction of its start."""
        name = str(given["run"])
        run = answer(self.runs.asked[name], (("lr", lr),))
        until, is_loss = float(given["until"]), given.get("of", "loss") == "loss"
        rule, loss = self._asked(name, "optimizer")[0], self._asked(name, "objective")[0]
        is_endless = rule == "gd" and loss in _QUADRATICS
        run.steps = int(given.get("watched", _MOST if is_endless else run.steps))
        return _settled(run, until, is_loss, is_endless)

    def wall(self, name: str, turned: Mapping[str, float]) -> float:
        """Return the learning rate from which a run diverges.

        ``2 / lambda_max`` for gradient descent on a quadratic, times ``1 + momentum`` for the heavy
        ball; the curvature is read off the gradient, which is linear.

        Raises
        ------
        Unanswered
            For any other run.
        """
        (rule, settings), (loss, _) = (self._asked(name, of) for of in ("optimizer", "objective"))
        if rule not in ("gd", "heavy_ball") or loss not in _QUADRATICS:
            raise Unanswered(f"the wall of {rule} on {loss}")
        own = settings if isinstance(settings, dict) else {}
        if own.get("dampening"):
            raise Unanswered("the wall with dampening")
        momentum = 0.0 if rule == "gd" else turned.get("momentum", own.get("momentum", 0.9))
        return 2 * (1 + float(momentum)) / _steepest(self.runs.run(name).formula)

    def _asked(self, run: str, of: str) -> tuple[str, Any]:
        """Return the name and the settings of a run's optimizer or objective."""
        node = self.runs.asked.get(run)
        found = node.get(of) if isinstance(node, Map) else None
        if found is None:
            raise Unanswered(f"run {run} is none of the lesson's")
        return named(found)


def sweeps(lesson: Node, runs: Answers) -> Sweeps:
    """Return the sweeps of a lesson."""
    node = lesson.get("sweeps") if isinstance(lesson, Map) else None
    pairs = node.items if isinstance(node, Map) else ()
    return Sweeps({name.text: asked for name, asked in pairs}, runs)


def _settled(run: Answer, until: float, is_loss: bool, is_endless: bool) -> float:
    """Return the step from which on a run is below its mark for as long as it is watched."""
    formula = run.formula
    minimum = formula.minimum
    least = formula.value(minimum) if minimum is not None else 0.0

    def left(k: int) -> float:
        point = run.place(k)
        if is_loss:
            return formula.value(point) - least
        if minimum is None:
            raise Unanswered("no single minimum")
        return math.dist(point, minimum)

    mark, after = until * left(0), 0
    for k in range(run.steps + 1):
        now = left(k)
        below = now <= mark if is_endless else now < mark
        if not below:
            after = k + 1
        elif is_endless and k >= after + _CALM and now < left(k - 1):
            break
    if after > run.steps:
        raise Unanswered("it never arrives")
    return float(after)


def _of_kappa(given: Mapping[str, Any], kappa: float) -> float:
    """Return the steps that shrink the distance in the long run, at the best settings.

    The best factor a step is ``(kappa - 1) / (kappa + 1)`` for gradient descent, the same of the
    root of kappa for the heavy ball, and ``1 - 2 / sqrt(3 kappa + 1)`` for Nesterov's.
    """
    root = math.sqrt(kappa)
    factors = {
        "gd": (kappa - 1) / (kappa + 1),
        "heavy_ball": (root - 1) / (root + 1),
        "nesterov": 1 - 2 / math.sqrt(3 * kappa + 1),
    }
    factor = factors[str(given.get("optimizer", "gd"))]
    return math.log(float(given.get("by", 100))) / -math.log(factor) if factor > 0 else 0.0


def _steepest(formula: Formula) -> float:
    """Return the largest curvature of a quadratic: of its gradient along each axis, by powers."""
    dim = len(formula.start)
    rest = formula.grad((0.0,) * dim)
    columns = [
        [a - b for a, b in zip(formula.grad(_axis(i, dim)), rest, strict=True)] for i in range(dim)
    ]
    way, size = [1.0 + 0.1 * i for i in range(dim)], 0.0
    for _ in range(2000):
        ahead = [sum(columns[j][i] * way[j] for j in range(dim)) for i in range(dim)]
        before, size = size, math.hypot(*ahead)
        way = [v / size for v in ahead]
        if abs(size - before) <= 1e-15 * size:
            break
    return size


def _axis(i: int, dim: int) -> Point:
    return tuple(1.0 if i == j else 0.0 for j in range(dim))
