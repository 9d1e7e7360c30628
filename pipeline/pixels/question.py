"""What a lesson's YAML asks: its runs and objectives, read anew, and answered by recursion.

Only the nodes of the file are used, so that a number which ``script`` or ``gdmath`` took for
another is told too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from inspect import signature
from typing import Any

from pipeline.pixels.formulas import FORMULAS, Formula, Point, Unanswered
from pipeline.pixels.recursion import RECURSIONS, Path, rate_of
from script.nodes import Map, Node, Scalar, Sequence

Turned = tuple[tuple[str, float], ...]
"""Settings of an optimizer that a picture turned, by their names in a script."""

ONLY_PANEL = "main"
"""What the panel of a scene without ``panels`` is called."""


@dataclass(slots=True)
class Answer:
    """A run, followed as far as anybody asked.

    ``steps`` is how many it takes; a point that is no number ends it.
    """

    formula: Formula
    steps: int
    path: Path
    points: list[Point] = field(default_factory=list)

    def point(self, k: int) -> Point:
        """Return iterate ``k``; the run must have it."""
        if not 0 <= k <= self.steps:
            raise Unanswered(f"there is no iterate {k}")
        while len(self.points) <= k:
            if self.points and not all(map(math.isfinite, self.points[-1])):
                raise Unanswered("not a finite number")
            try:
                self.points.append(next(self.path))
            except (OverflowError, ZeroDivisionError):
                raise Unanswered("not a finite number") from None
        return self.points[k]

    def quantity(self, k: int, of: str) -> float:
        """Return what an axis shows of iterate ``k``."""
        if of in ("k", "nothing"):
            return float(k) if of == "k" else 0.0
        x = self.point(k)
        match of:
            case "x" | "y":
                return x["xy".index(of)]
            case "f":
                return self.formula.value(x)
            case "grad_norm":
                return math.hypot(*self.formula.grad(x))
            case _:
                return math.dist(x, self.point(k + 1))


@dataclass(slots=True)
class Answers:
    """The answers to the runs of a lesson, each computed when it is first asked for."""

    asked: Mapping[str, Node]
    _known: dict[tuple[str, Turned], Answer] = field(default_factory=dict)

    def run(self, name: str, turned: Turned = ()) -> Answer:
        """Return the answer to a run, some settings of its optimizer turned.

        Raises
        ------
        Unanswered
            When there is no such run, or no recursion for it.
        """
        if name not in self.asked:
            raise Unanswered(f"run {name} is none of the lesson's")
        if (name, turned) not in self._known:
            self._known[name, turned] = answer(self.asked[name], turned)
        return self._known[name, turned]


def answers(lesson: Node) -> Answers:
    """Return the answers to all runs of a lesson."""
    runs = lesson.get("runs") if isinstance(lesson, Map) else None
    pairs = runs.items if isinstance(runs, Map) else ()
    return Answers({name.text: node for name, node in pairs})


def answer(run: Node, turned: Turned = ()) -> Answer:
    """Return the answer to one run: ``{objective: ..., optimizer: ..., start: ..., steps: ...}``.

    Raises
    ------
    Unanswered
        For an objective, an optimizer or a number format that has no recursion here.
    """
    assert isinstance(run, Map)  # the script was read without a mistake
    asked = {name.text: node for name, node in run.items}
    dtype = asked.get("dtype")
    if isinstance(dtype, Scalar) and dtype.text != "float64":
        raise Unanswered(f"computed in {dtype.text}")
    formula = objective(asked["objective"])
    name, settings = named(asked["optimizer"])
    if name not in RECURSIONS:
        raise Unanswered(f"optimizer {name}")
    start = plain(asked["start"]) if "start" in asked else formula.start
    given = start if isinstance(start, list | tuple) else [start]
    walk = RECURSIONS[name]
    arguments = _by_name(walk, settings, after=2) | dict(turned)
    rate_of(arguments.get("lr", 1))  # a schedule that has no recursion here is told now
    path = walk(formula, tuple(float(v) for v in given), **arguments)
    return Answer(formula, int(plain(asked["steps"])), path)


def objective(node: Node) -> Formula:
    """Return the formula an objective's node names; Unanswered where there is none here."""
    name, settings = named(node)
    if name not in FORMULAS:
        raise Unanswered(f"objective {name}")
    return FORMULAS[name](**_by_name(FORMULAS[name], settings))


def named(node: Node) -> tuple[str, Any]:
    """Return the name and the settings of ``bowl`` or ``{quadratic: {curvatures: [2, 2]}}``."""
    if isinstance(node, Map):
        (name, settings), *_ = node.items
        return name.text, plain(settings)
    assert isinstance(node, Scalar)  # the script was read without a mistake
    return node.text, {}


def plain(node: Node) -> Any:
    """Return a node as lists, dicts, exact numbers, booleans and texts."""
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Map):
        return {name.text: plain(value) for name, value in node.items}
    if node.empty:
        return {}
    if node.text in ("true", "false"):
        return node.text == "true"
    try:
        return Fraction(node.text.replace("\u2212", "-"))
    except (ValueError, ZeroDivisionError):
        return node.text


def _by_name(function: Any, settings: Any, after: int = 0) -> dict[str, Any]:
    """Return settings by the names of a function's parameters; a bare value is the first one."""
    if not isinstance(settings, dict):
        first = [*signature(function).parameters][after]
        settings = {first: settings}
    return {name: _scheduled(value) if name == "lr" else value for name, value in settings.items()}


def _scheduled(lr: Any) -> Any:
    """Return a learning rate as a number, or a schedule as its name with its settings."""
    if not isinstance(lr, dict):
        return lr
    ((name, settings),) = lr.items()
    if "then" in settings:
        settings = {**settings, "then": _scheduled(settings["then"])}
    return name, settings


def panel_objectives(lesson: Node) -> Iterator[tuple[tuple[str, str], Node]]:
    """Yield the objective that panels name in ``with``, by scene and panel."""
    scenes = lesson.get("scenes") if isinstance(lesson, Map) else None
    for scene in scenes.items if isinstance(scenes, Sequence) else ():
        name = scene.get("id") if isinstance(scene, Map) else None
        if not isinstance(scene, Map) or not isinstance(name, Scalar):
            continue
        panels = scene.get("panels")
        pairs = panels.items if isinstance(panels, Map) else ((None, scene),)
        for panel, node in pairs:
            given = node.get("with") if isinstance(node, Map) else None
            objective = given.get("objective") if isinstance(given, Map) else None
            if objective is not None:
                yield (name.text, panel.text if panel else ONLY_PANEL), objective
