"""A formula in named terms: written, named, highlighted, cancelled, turned into the next line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath.run import Trajectory
from scenes.box import Box
from scenes.ease import mix, share, smooth
from scenes.formula import actions, marking, model, names
from scenes.formula.chalk import Chalk
from scenes.formula.flights import flights, passes
from scenes.formula.model import Crossing, Line, Name, Params, State, Term
from scenes.look import Look
from scenes.parts import faded
from scenes.stage import Mistake
from scenes.terms import ink
from scenes.terms.lines import LineState, blank, must_know, slots

if TYPE_CHECKING:
    from manim import Mobject

__all__ = ["KIND", "Formula", "Line", "Name", "Params", "State", "Term"]

_STRUCK = 0.55
"""Opacity of what is struck out."""
_DRIFT = 0.25
"""Scene units by which terms rise as they come and go."""
_LIFT = 0.32
"""Scene units by which a term passes over or under one it changes sides with."""
_APART = 0.8
"""How much the terms of a line that becomes another fly at the same time."""


class Formula:
    """The lines. Each has its place from the start, so nothing moves but by ``transform``."""

    Params: ClassVar[type] = model.Params
    State: ClassVar[type] = model.State
    actions: ClassVar[Mapping[str, type[Any]]] = {
        "write": actions.Write,
        "show": actions.Show,
        "dim": actions.Dim,
        "name": marking.NameTerms,
        "unname": marking.Unname,
        "highlight": marking.Highlight,
        "unhighlight": marking.Unhighlight,
        "strike": marking.Strike,
        "box": marking.Frame,
        "unbox": marking.Unframe,
        "transform": actions.Transform,
        "erase": actions.Erase,
    }

    def __init__(
        self, params: model.Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params, self.box, self.look = params, box, look
        self._index = {line.id: i for i, line in enumerate(params.lines)}
        if not any(line.terms for line in params.lines):
            raise Mistake("a formula needs a line with terms")
        self._slots = slots(params.lines)
        self._chalk = Chalk(params, self._slots, box, look)

    def initial(self) -> model.State:
        """Return the empty board."""
        return model.State(tuple(blank(len(line.terms)) for line in self.params.lines))

    def check(self, action: Any, state: model.State) -> None:
        """Raise ``Mistake`` when ``action`` cannot be taken from ``state``."""
        action.check(state, self)

    def index(self, line: str) -> int:
        """Return the index of a line; ``Mistake`` when there is none of that name."""
        must_know(line, self._index)
        return self._index[line]

    def slot(self, line: str) -> int:
        """Return the place a line shares with those it replaces, counted from the top."""
        self.index(line)
        return self._slots[line]

    def terms(self, line: str, keys: tuple[str, ...]) -> tuple[int, ...]:
        """Return the terms of a line by name (none: all), in order."""
        return names.among(self.params.lines[self.index(line)], keys)

    def names(self, line: str, keys: tuple[str, ...]) -> tuple[int, ...]:
        """Return the names that stand at terms (none: all of the line)."""
        return names.named(self.params.lines[self.index(line)], keys)

    def must_be_seen(self, line: str, keys: tuple[str, ...], state: model.State) -> None:
        """Raise ``Mistake`` when the line, or one of some terms, is not on the board."""
        seen = state.lines[self.index(line)]
        if not seen.seen:
            raise Mistake(f"the line {line} is not on the board yet")
        for key in keys:
            if not all(seen.written[i] > 0 for i in self.terms(line, (key,))):
                raise Mistake(f"the term {key} of the line {line} is not written yet")

    def carried(self, line: str, into: str, state: model.State) -> tuple[int, ...]:
        """Return the names of a line that stand in another one too, and are seen."""
        old, new = (self._chalk.labels[self.index(name)] for name in (line, into))
        seen = {label.text for i, label in enumerate(old) if state.strength("name", line, (i,))}
        return tuple(j for j, label in enumerate(new) if label.text in seen)

    def draw(self, state: model.State) -> dict[str, Mobject]:
        """Return the title, the soft boxes, the terms (``line.term``), and what lies on them."""
        chalk = self._chalk
        leaving = {c.line for c in state.crossings if self.slot(c.line) == self.slot(c.into)}
        parts: dict[str, Mobject] = {"title": chalk.title} if chalk.title is not None else {}
        for mark in state.marks:
            if mark.kind == "highlight":
                parts[_name(mark)] = chalk.mark(mark)
        for line, seen in zip(self.params.lines, state.lines, strict=True):
            if line.id not in leaving:
                parts |= self._resting(line, seen, state)
        for mark in state.marks:
            if mark.kind == "name":
                parts[_name(mark)] = chalk.name(self.index(mark.line), mark.at[0], mark.strength)
            elif mark.kind != "highlight":
                parts[_name(mark)] = chalk.mark(mark)
        for way in state.crossings:
            parts |= self._crossing(way, state, way.line in leaving)
        return parts

    def _resting(self, line: Line, seen: LineState, state: model.State) -> dict[str, Mobject]:
        """Return the terms of a line that is not crossing into another."""
        parts: dict[str, Mobject] = {}
        index = self._index[line.id]
        for i, done in enumerate(seen.written):
            light = self._light(line.id, i, state)
            if done <= 0 or light <= 0:
                continue
            if done < 1:
                writing = ink.written(self._chalk.term(index, i, 1.0), smooth(done))
                parts[f"{line.id}.{i}"] = faded(writing, light)
            else:
                parts[f"{line.id}.{i}"] = self._chalk.term(index, i, light)
        return parts

    def _light(self, line: str, term: int, state: model.State) -> float:
        """Return a term's opacity: dimmed, or struck out, or not."""
        struck = max(
            (
                m.strength
                for m in state.marks
                if m.kind == "strike" and m.line == line and term in m.at
            ),
            default=0.0,
        )
        return state.lines[self._index[line]].lit(term) * mix(1.0, _STRUCK, struck)

    def _crossing(self, way: Crossing, state: model.State, leaves: bool) -> dict[str, Mobject]:
        """Return the terms of two lines on the way from one to the other."""
        old, new = self.index(way.line), self.index(way.into)
        before, after = self.params.lines[old].terms, self.params.lines[new].terms
        seen = [i for i, done in enumerate(state.lines[old].written) if done > 0]
        found = flights([before[i].key for i in seen], [term.key for term in after])
        pairs = tuple((seen[i], j) for i, j in found)
        parts: dict[str, Mobject] = {}
        for i in seen if leaves else ():
            go = smooth(way.progress / 0.5)
            light = self._light(way.line, i, state) * (1 - go)
            if i not in {i for i, _ in pairs} and light > 0:
                risen = self._chalk.term(old, i, 1.0).copy().shift((0, _DRIFT * go, 0))
                parts[f"{way.line}.{i}"] = faded(risen, light)
        for i, j in pairs:
            done = share(way.progress, j, len(after), _APART)
            light = self._light(way.line, i, state)
            for name, drawn in self._flying((old, i), (new, j), done, light, passes((i, j), pairs)):
                parts[f"{name} of {way.line}.{i} to {way.into}.{j}"] = drawn
        fresh = [j for j in range(len(after)) if j not in {j for _, j in pairs}]
        for n, j in enumerate(fresh):
            come = smooth(share((way.progress - 0.3) / 0.7, n, len(fresh), _APART))
            if come > 0:
                rising = self._chalk.term(new, j, 1.0).copy().shift((0, -_DRIFT * (1 - come), 0))
                parts[f"{way.into}.{j}"] = faded(rising, come)
        return parts

    def _flying(
        self, start: tuple[int, int], end: tuple[int, int], done: float, light: float, over: bool
    ) -> Iterator[tuple[str, Mobject]]:
        """Yield a term on its way from its old place and form to the new ones."""
        places = self._chalk.sheet.terms
        here, there = places[start[0]][start[1]], places[end[0]][end[1]]
        one = self.params.lines[start[0]].terms[start[1]]
        other = self.params.lines[end[0]].terms[end[1]]
        same = one.math == other.math
        anchors = [place.extent.left if same else place.extent.middle for place in (here, there)]
        way = np.array([anchors[1] - anchors[0], there.baseline - here.baseline, 0.0])
        glide, lift = smooth(done), np.zeros(3)
        if over and here.row == there.row:
            lift[1] = -np.sign(way[0]) * min(_LIFT, abs(way[0]) / 3) * 4 * glide * (1 - glide)
            room = self.box.top - max(here.extent.top, there.extent.top)
            lift[1] = min(lift[1], max(room, 0.0))
        shade = (1 - glide, glide) if same else (1 - smooth(done / 0.6), smooth((done - 0.4) / 0.6))
        if same and one.color == other.color:
            shade = (0.0, 1.0)
        if shade[0] > 0:
            gone = self._chalk.term(*start, 1.0).copy().shift(glide * way + lift)
            yield "going", faded(gone, shade[0] * light)
        if shade[1] > 0:
            come = self._chalk.term(*end, 1.0).copy().shift((glide - 1) * way + lift)
            yield "coming", faded(come, shade[1] * mix(light, 1.0, glide))


def _name(mark: model.Mark) -> str:
    return ".".join((mark.kind, mark.line, *map(str, mark.at)))


KIND = Formula
