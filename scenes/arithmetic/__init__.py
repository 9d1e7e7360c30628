"""A calculation by hand that appears term by term, as a good teacher writes it on a board."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes import typeset
from scenes.arithmetic import actions, model
from scenes.arithmetic.model import Crossing, Line, Mark, Params, State, Term
from scenes.box import Box
from scenes.ease import mix, smooth
from scenes.frames import soft_box
from scenes.look import Look
from scenes.parts import faded, part
from scenes.stage import Mistake
from scenes.terms import ink
from scenes.terms.board import Board, Caption, LineSize, TooBig, arrange
from scenes.terms.lines import LineState, blank, must_know, slots

if TYPE_CHECKING:
    from manim import Mobject, VGroup

__all__ = ["KIND", "Arithmetic", "Line", "Params", "State", "Term"]

_TITLE_DROP, _TITLE_ROOM = 0.38, 0.85
_PAD = 0.09
_DRIFT = 0.3


class Arithmetic:
    """The board. Every line has its place from the start, so nothing moves when more is written."""

    Params: ClassVar[type] = model.Params
    State: ClassVar[type] = model.State
    actions: ClassVar[Mapping[str, type[Any]]] = {
        "write": actions.Write,
        "show": actions.Show,
        "dim": actions.Dim,
        "highlight": actions.Highlight,
        "unhighlight": actions.Unhighlight,
        "erase": actions.Erase,
        "replace": actions.Replace,
    }

    def __init__(
        self, params: model.Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params, self.box, self.look = params, box, look
        self._index = {line.id: i for i, line in enumerate(params.lines)}
        self._slots = slots(params.lines)

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

    def term(self, line: str, term: int) -> int:
        """Return a term's index from 0; ``Mistake`` when the line has no such term."""
        count = len(self.params.lines[self.index(line)].terms)
        if not -count <= term < count:
            raise Mistake(f"the line {line} has {count} terms, counted from 0: no term {term}")
        return term % count

    def must_be_seen(self, line: str, state: model.State) -> None:
        """Raise ``Mistake`` when nothing of a line is on the board."""
        if not state.lines[self.index(line)].seen:
            raise Mistake(f"the line {line} is not on the board yet")

    def draw(self, state: model.State) -> dict[str, Mobject]:
        """Return the title, the marks and the terms, each under ``line.term``."""
        crossing = {name for c in state.crossings for name in (c.line, c.by)}
        parts: dict[str, Mobject] = {}
        if self.params.title:
            parts["title"] = self._title()
        for mark in state.marks:
            place = mark.line if mark.term is None else f"{mark.line}.{mark.term}"
            parts[f"mark.{place}"] = self._mark(mark)
        for line, seen in zip(self.params.lines, state.lines, strict=True):
            if line.id not in crossing:
                parts |= self._resting(line, seen)
        for way in state.crossings:
            parts |= self._crossing(way, state.lines[self.index(way.line)])
        return parts

    @cached_property
    def board(self) -> Board:
        """Where every line stands."""
        room = self.box.inset(_PAD, _PAD, _PAD, _TITLE_ROOM if self.params.title else _PAD)
        sizes = [self._measure(i) for i in range(len(self.params.lines))]
        try:
            return arrange(sizes, room, self.look.type, self.params.align == "equals")
        except TooBig as error:
            raise Mistake(error.sentence([line.id for line in self.params.lines])) from None

    def _measure(self, index: int) -> LineSize:
        """Return the room a line takes at the largest size."""
        line = self.params.lines[index]
        terms = zip(self._terms(index, self.look.type.math), line.terms, strict=True)
        relations = (i for i, term in enumerate(line.terms) if ink.starts_with_equals(term.math))
        return LineSize(
            tuple(ink.extent(drawn, term.math) for drawn, term in terms),
            tuple(
                Caption(i, i, self._name(term.name, term.color).width)
                for i, term in enumerate(line.terms)
                if term.name
            ),
            next(relations, None),
            self._slots[line.id],
        )

    def _resting(self, line: Line, seen: LineState) -> dict[str, Mobject]:
        """Return the terms of a line that is not crossing into another."""
        parts: dict[str, Mobject] = {}
        index = self._index[line.id]
        for i, done in enumerate(seen.written):
            light = seen.lit(i)
            if done <= 0 or light <= 0:
                continue
            if done < 1:
                parts[f"{line.id}.{i}"] = faded(self._writing(index, i, done), light)
            else:
                parts[f"{line.id}.{i}"] = self._lit(index, i, light)
        return parts

    def _crossing(self, way: Crossing, seen: LineState) -> dict[str, Mobject]:
        """Return the terms of two lines on the way from one to the other."""
        old, new = self.index(way.line), self.index(way.by)
        before, after = self.params.lines[old].terms, self.params.lines[new].terms
        pairs = ink.common([t.math for t in before], [t.math for t in after])
        go, come = smooth(way.progress / 0.8), smooth((way.progress - 0.2) / 0.8)
        glide = smooth(way.progress)
        parts: dict[str, Mobject] = {}
        for i in range(len(before)):
            light = seen.written[i] * seen.lit(i)
            if i in pairs:
                mobject = self._gliding(old, i, new, pairs[i], glide)
                parts[f"{way.line}.{i}"] = faded(mobject, mix(light, 1.0, glide))
            elif go < 1 and light > 0:
                risen = self._term(old, i).copy().shift((0, _DRIFT * go, 0))
                parts[f"{way.line}.{i}"] = faded(risen, light * (1 - go))
        for j in range(len(after)):
            if j not in pairs.values() and come > 0:
                rising = self._term(new, j).copy().shift((0, -_DRIFT * (1 - come), 0))
                parts[f"{way.by}.{j}"] = faded(rising, come)
        return parts

    def _gliding(self, old: int, i: int, new: int, j: int, progress: float) -> VGroup:
        """Return an unchanged term between its two places, its colour and name changing over."""
        from manim import VGroup

        lines = self.board.lines
        way = lines[new].extents[j].left - lines[old].extents[i].left
        there = self._term(new, j).copy().shift(((progress - 1) * way, 0, 0))
        if self.params.lines[old].terms[i] == self.params.lines[new].terms[j]:
            return there
        here = self._term(old, i).copy().shift((progress * way, 0, 0))
        return VGroup(faded(here, 1 - progress), faded(there, progress))

    def _writing(self, line: int, term: int, done: float) -> VGroup:
        """Return a term while it is written; its name fades in once it stands."""
        from manim import VGroup

        formula, caption = self._term(line, term)
        name = smooth((done - 0.5) / 0.5)
        written = VGroup(ink.written(formula, smooth(done)))
        return written.add(faded(caption, name)) if name > 0 else written

    @part
    def _lit(self, line: int, term: int, light: float) -> Mobject:
        return faded(self._term(line, term), light)

    @part
    def _term(self, line: int, term: int) -> VGroup:
        """Return a term in its place: its formula, and its rule and name (or nothing) under it."""
        from manim import Line as Rule
        from manim import VGroup

        place, said = self.board.lines[line], self.params.lines[line].terms[term]
        formula = self._terms(line, self.board.size)[term].copy()
        formula.shift((place.x[term], place.baseline, 0))
        if not said.name:
            return VGroup(formula, VGroup())
        extent, color = place.extents[term], self.look.palette.of(said.color)
        ends = [extent.body, place.rules["under"], 0], [extent.right, place.rules["under"], 0]
        name = self._name(said.name, said.color).copy()
        typeset.place(name, extent.middle, place.names["under"], "center")
        rule = Rule(*ends, stroke_width=2.5, color=color, stroke_opacity=0.8)
        return VGroup(formula, VGroup(rule, name))

    @part
    def _terms(self, line: int, size: float) -> tuple[VGroup, ...]:
        terms = self.params.lines[line].terms
        if not terms:
            return ()
        colors = [self.look.palette.of(term.color) for term in terms]
        return ink.terms([term.math for term in terms], size, colors)

    @part
    def _name(self, name: str, color: str) -> VGroup:
        shade = self.look.palette.muted if color == "ink" else self.look.palette.of(color)
        return typeset.text(name, self.look.type.small, shade)

    @part
    def _title(self) -> VGroup:
        title = typeset.text(
            self.params.title, self.look.type.body, self.look.palette.ink, weight="semibold"
        )
        half = title.width / 2
        middle = min(max(self.board.center, self.box.left + half), self.box.right - half)
        baseline = self.box.top - _TITLE_DROP
        if self.box.height > self.box.width:  # the lines stand in the middle: near them
            tops = (extent.top for line in self.board.lines for extent in line.extents)
            baseline = min(baseline, max(tops, default=baseline) + _TITLE_ROOM)
        typeset.place(title, middle, baseline, "center")
        return title

    @part
    def _mark(self, mark: Mark) -> Mobject:
        """Return the soft box behind a term or a line; over names it ends at their rule."""
        index = self.index(mark.line)
        place, terms = self.board.lines[index], self.params.lines[index].terms
        chosen = range(len(terms)) if mark.term is None else (mark.term,)
        extents = [place.extents[i] for i in chosen]
        named = any(terms[i].name for i in chosen)
        left, right = min(e.body for e in extents) - _PAD, max(e.right for e in extents) + _PAD
        bottom = place.rules["under"] if named else min(e.bottom for e in extents) - _PAD
        top = max(e.top for e in extents) + _PAD
        color = self.look.palette.of("ink" if mark.term is None else terms[mark.term].color)
        box = Box(left, bottom, right - left, top - bottom)
        return soft_box(box, color, mark.strength)


KIND = Arithmetic
