"""A formula in named terms: written, named, highlighted, cancelled, turned into the next line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes.box import Box
from scenes.ease import mix, smooth
from scenes.formula import actions, marking, model, names
from scenes.formula.chalk import Chalk
from scenes.formula.crossing import Crossings, Side
from scenes.formula.model import Crossing, Line, Name, Params, State, Term
from scenes.look import Look
from scenes.parts import faded
from scenes.stage import Mistake
from scenes.terms import ink
from scenes.terms.board import Extent
from scenes.terms.lines import LineState, blank, must_know, slots

if TYPE_CHECKING:
    from manim import Mobject

__all__ = ["KIND", "Formula", "Line", "Name", "Params", "State", "Term"]

_STRUCK = 0.55
"""Opacity of what is struck out."""


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
        self._crossings = Crossings(self._chalk, box)

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
        old, new = (
            Side(index, name, self.params.lines[index].terms, self._chalk.sheet.terms[index])
            for name in (way.line, way.into)
            for index in (self.index(name),)
        )
        seen = [i for i, done in enumerate(state.lines[old.index].written) if done > 0]
        standing = None if leaves else list(self._standing(state))
        light = partial(self._light, way.line, state=state)
        return self._crossings.draw(way, old, new, light, seen, standing)

    def _standing(self, state: model.State) -> Iterator[Extent]:
        """Yield the ink of the terms that are on the board."""
        for places, seen in zip(self._chalk.sheet.terms, state.lines, strict=True):
            for place, done, opacity in zip(places, seen.written, seen.opacity, strict=True):
                if done * opacity > 0:
                    yield place.extent


def _name(mark: model.Mark) -> str:
    return ".".join((mark.kind, mark.line, *map(str, mark.at)))


KIND = Formula
