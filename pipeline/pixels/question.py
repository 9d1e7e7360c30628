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

from pipeline.pixels.draws import FEEDS, Fed, Slope, slope_of
from pipeline.pixels.formats import FORMATS, Short
from pipeline.pixels.formulas import FORMULAS, Formula, Point, Unanswered
from pipeline.pixels.models import MODELS
from pipeline.pixels.recursion import RECURSIONS, Path, Rate, rate_of
from script.nodes import Map, Node, Scalar, Sequence

Turned = tuple[tuple[str, float], ...]
"""Settings of an optimizer that a picture turned, by their names in a script."""

ONLY_PANEL = "main"
"""What the panel of a scene without ``panels`` is called."""


@dataclass(slots=True)
class Answer:
    """A run, followed as far as anybody asked.

    ``steps`` is how many it takes, ``slope`` the gradient each is made with, ``rate`` its learning
    rate; a point that is no number ends it.
    """

    formula: Formula
    steps: int
    path: Path
    slope: Slope
    rate: Rate
    points: list[Point] = field(default_factory=list)

    def point(self, k: int) -> Point:
        """Return iterate ``k``; the run must have it. In few digits, its numbers are ``Short``."""
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

    def place(self, at: float) -> Point:
        """Return the point ``at`` an iterate, or straight on its way to the next, as floats."""
        k = math.floor(at)
        here = tuple(map(float, self.point(k)))
        if k == at:
            return here
        ahead = self.point(k + 1)
        return tuple(a + (at - k) * (float(b) - a) for a, b in zip(here, ahead, strict=True))

    def quantity(self, k: int, of: str) -> float:
        """Return what an axis shows of iterate ``k``."""
        if of in ("k", "nothing"):
            return float(k) if of == "k" else 0.0
        if of == "lr":
            return self.rate(min(k, self.steps - 1))
        x = self.point(k)
        match of:
            case "x" | "y":
                return float(x["xy".index(of)])
            case "f":
                return float(self.formula.value(x))
            case "grad_norm":
                return math.hypot(*self.formula.grad(x))
            case _:
                return math.dist(x, self.point(k + 1))


@dataclass(slots=True)
class Answers:
    """The answers to the runs of a lesson, each computed when it is first asked for."""

    asked: Mapping[str, Node]
    _known: dict[tuple[str, Turned, int], Answer] = field(default_factory=dict)

    def run(self, name: str, turned: Turned = (), draw: int = 0) -> Answer:
        """Return the answer to a run, some settings of its optimizer turned.

        ``draw`` is added to the seed of its random numbers.

        Raises
        ------
        Unanswered
            When there is no such run, or no recursion for it.
        """
        if name not in self.asked:
            raise Unanswered(f"run {name} is none of the lesson's")
        key = name, turned, draw
        if key not in self._known:
            self._known[key] = answer(self.asked[name], turned, draw)
        return self._known[key]


def answers(lesson: Node) -> Answers:
    """Return the answers to all runs of a lesson."""
    runs = lesson.get("runs") if isinstance(lesson, Map) else None
    pairs = runs.items if isinstance(runs, Map) else ()
    return Answers({name.text: node for name, node in pairs})


def answer(run: Node, turned: Turned = (), draw: int = 0) -> Answer:
    """Return the answer to one run: ``{objective: ..., optimizer: ..., start: ..., steps: ...}``.

    Raises
    ------
    Unanswered
        For an objective, an optimizer or a number format that has no recursion here.
    """
    assert isinstance(run, Map)  # the script was read without a mistake
    asked = {name.text: node for name, node in run.items}
    formula = objective(asked["objective"])
    feeds, name, settings = _fed(*named(asked["optimizer"]), draw)
    if name not in RECURSIONS:
        raise Unanswered(f"optimizer {name}")
    start = plain(asked["start"]) if "start" in asked else formula.start
    given = tuple(float(v) for v in (start if isinstance(start, list | tuple) else [start]))
    dtype = asked.get("dtype")
    if isinstance(dtype, Scalar) and dtype.text != "float64":
        given = _short(given, dtype.text, asked, name, bool(feeds))
    walk, slope = RECURSIONS[name], slope_of(formula, feeds)
    arguments = _by_name(walk, settings, after=2) | dict(turned)
    rate = rate_of(arguments.get("lr", 1e-3))  # a schedule that has no recursion is told now
    path = walk(slope, given, **arguments)
    return Answer(formula, int(plain(asked["steps"])), path, slope, rate)


_RULES = ("gd", "heavy_ball", "nesterov")
_LOSSES = ("bowl", "himmelblau", "quadratic", "saddle", "two_layer")
"""What is followed in a format of few digits: elsewhere another order of sums is another path."""


def _short(
    start: Point, dtype: str, asked: Mapping[str, Node], rule: str, is_fed: bool
) -> tuple[float, ...]:
    """Return a start in a format of few digits; Unanswered where a run is not followed in it."""
    loss, settings = named(asked["objective"])[0], named(asked["optimizer"])[1]
    losses = FORMULAS if dtype == "float32" else _LOSSES
    inside = isinstance(settings, dict) and settings.get("lr_inside", False)
    if is_fed or inside or rule not in _RULES or loss not in losses:
        raise Unanswered(f"{rule} on {loss} in {dtype}")
    return tuple(Short(v, FORMATS[dtype]) for v in start)


def _fed(name: str, settings: Any, draw: int) -> tuple[list[Fed], str, Any]:
    """Return what feeds an optimizer, from the outermost in, and its name with its settings.

    ``draw`` is added to the seed of the outermost.
    """
    feeds: list[Fed] = []
    while name in FEEDS:
        given = _by_name(FEEDS[name], settings)
        if draw and not feeds:
            own = signature(FEEDS[name]).parameters["seed"].default
            given["seed"] = given.get("seed", own) + draw
        feeds.append(FEEDS[name](**given))
        name, settings = feeds[-1].inner
    return feeds, name, settings


def objective(node: Node) -> Formula:
    """Return the formula an objective's node names; Unanswered where there is none here."""
    name, settings = named(node)
    known = {**FORMULAS, **MODELS}
    if name not in known:
        raise Unanswered(f"objective {name}")
    return known[name](**_by_name(known[name], settings))


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
