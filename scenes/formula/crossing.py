"""A line on its way into another: nothing is drawn over anything else.

In its own place, what changes goes out first; what stays the same then glides; what is new comes
last. Into another place, terms fly there where the way is free; where it would lead over what
stands on the board they fade in where they belong, from the side they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.box import Box
from scenes.ease import mix, share, smooth
from scenes.formula.chalk import Chalk
from scenes.formula.flights import flights, passes
from scenes.formula.layout import TermPlace
from scenes.formula.model import Crossing, Term
from scenes.parts import faded
from scenes.terms.board import Extent

if TYPE_CHECKING:
    from manim import Mobject

_RISE = np.array([0.0, 0.25, 0.0])
"""The way, in scene units, that terms move as they come and go."""
_LIFT = 0.32
"""Scene units by which a term passes over or under one it changes sides with."""
_APART = 0.8
"""How much the terms of a line that becomes another fly, or come, at the same time."""
_OUT, _IN = 0.35, 0.35
"""The parts of the time in which what goes is gone, and in which what is new comes."""
_EARLY = 0.3
"""The part of the time, at either end, in which nothing glides if something goes or comes."""
_HALFWAY = 0.4
"""The part of a flight after which a term is seen: it must not stand over the one it came from."""
_AROUND = 0.04
"""Scene units kept free around what stands."""
_LOOKS = 24
"""Places looked at along a way."""


@dataclass(frozen=True, slots=True)
class Side:
    """A line at one end of a crossing: its index, its name, its terms and their places."""

    index: int
    name: str
    terms: Sequence[Term]
    places: Sequence[TermPlace]


class Crossings:
    """Draws lines that become others; ``box`` is where everything stays."""

    def __init__(self, chalk: Chalk, box: Box) -> None:
        self._chalk, self._box = chalk, box

    def draw(
        self,
        way: Crossing,
        old: Side,
        new: Side,
        light: Callable[[int], float],
        seen: Sequence[int],
        standing: Sequence[Extent] | None,
    ) -> dict[str, Mobject]:
        """Return the terms that are on their way.

        ``light`` gives the opacity of an old term, ``seen`` the old terms that are written,
        ``standing`` the ink of what stays on the board; None where the new line takes the place of
        the old one.
        """
        found = flights([old.terms[i].key for i in seen], [term.key for term in new.terms])
        pairs = tuple((seen[i], j) for i, j in found)
        drawn = (
            self._in_place(way.progress, old, new, pairs, light, seen)
            if standing is None
            else self._over(way.progress, old, new, pairs, light, standing)
        )
        return dict(drawn)

    def _in_place(
        self,
        progress: float,
        old: Side,
        new: Side,
        pairs: tuple[tuple[int, int], ...],
        light: Callable[[int], float],
        seen: Sequence[int],
    ) -> Iterator[tuple[str, Mobject]]:
        """Yield what goes out, then what glides, then what comes in."""
        same = {(i, j) for i, j in pairs if old.terms[i].math == new.terms[j].math}
        going = [i for i in seen if i not in {i for i, _ in same}]
        coming = [j for j in range(len(new.terms)) if j not in {j for _, j in same}]
        go = smooth(progress / _OUT)
        for i in going:
            if go < 1:
                yield f"{old.name}.{i}", self._term(old, i, light(i) * (1 - go), go * _RISE)
        before, after = _EARLY * bool(going), _EARLY * bool(coming)
        glide = (progress - before) / (1 - before - after)
        for i, j in sorted(same):
            over = passes((i, j), pairs)
            yield from self._gliding(old, i, new, j, glide, light(i), over)
        for n, j in enumerate(coming):
            come = smooth(share((progress - 1 + _IN) / _IN, n, len(coming), _APART))
            if come > 0:
                yield f"{new.name}.{j}", self._term(new, j, come, (come - 1) * _RISE)

    def _over(
        self,
        progress: float,
        old: Side,
        new: Side,
        pairs: tuple[tuple[int, int], ...],
        light: Callable[[int], float],
        standing: Sequence[Extent],
    ) -> Iterator[tuple[str, Mobject]]:
        """Yield what flies from a line that stays, once clear of it, and what only comes in."""
        free = [(i, j) for i, j in pairs if self._is_free(old.places[i], new.places[j], standing)]
        side = np.sign(old.places[0].baseline - new.places[0].baseline)
        for i, j in free:
            done = share(progress, j, len(new.terms), _APART)
            come = smooth((done - _HALFWAY) / (1 - _HALFWAY))
            if come > 0:
                way = _way(old.places[i], new.places[j], old.terms[i].math == new.terms[j].math)
                opacity = come * mix(light(i), 1.0, smooth(done))
                name = f"coming of {old.name}.{i} to {new.name}.{j}"
                yield name, self._term(new, j, opacity, (smooth(done) - 1) * way)
        for j in range(len(new.terms)):
            come = smooth(share((progress - 0.3) / 0.7, j, len(new.terms), _APART))
            if come > 0 and j not in {j for _, j in free}:
                yield f"{new.name}.{j}", self._term(new, j, come, (1 - come) * side * _RISE)

    def _gliding(
        self, old: Side, i: int, new: Side, j: int, done: float, light: float, over: bool
    ) -> Iterator[tuple[str, Mobject]]:
        """Yield a term that keeps its form on its way, and its old colour while that fades."""
        here, there = old.places[i], new.places[j]
        way, glide, lift = _way(here, there, True), smooth(done), np.zeros(3)
        if over and here.row == there.row:
            lift[1] = -np.sign(way[0]) * min(_LIFT, abs(way[0]) / 3) * 4 * glide * (1 - glide)
            room = self._box.top - max(here.extent.top, there.extent.top)
            lift[1] = min(lift[1], max(room, 0.0))
        name = f"of {old.name}.{i} to {new.name}.{j}"
        is_recolored = old.terms[i].color != new.terms[j].color
        if is_recolored and glide < 1:
            gone = self._term(old, i, light * (1 - glide), glide * way + lift)
            yield f"going {name}", gone
        shade = glide if is_recolored else 1.0
        if shade > 0:
            come = self._term(new, j, shade * mix(light, 1.0, glide), (glide - 1) * way + lift)
            yield f"coming {name}", come

    def _term(self, side: Side, term: int, opacity: float, moved: Array) -> Mobject:
        drawn = self._chalk.term(side.index, term, 1.0).copy().shift(moved)
        return faded(drawn, opacity)

    def _is_free(self, here: TermPlace, there: TermPlace, standing: Sequence[Extent]) -> bool:
        """Tell whether a term's way from one place to another leads over nothing that stands.

        ``standing`` does not hold the term itself.
        """
        one, other = here.extent, there.extent
        for s in np.linspace(0.0, 1.0, _LOOKS):
            ink = Extent(*(mix(getattr(one, edge), getattr(other, edge), s) for edge in _EDGES))
            for stands in standing:
                if stands is not one and _meets(ink, stands):
                    return False
        return True


_EDGES = ("left", "body", "right", "bottom", "top")


def _meets(one: Extent, other: Extent) -> bool:
    """Tell whether two terms' ink meets, or nearly."""
    across = one.left < other.right + _AROUND and other.left < one.right + _AROUND
    return across and one.bottom < other.top + _AROUND and other.bottom < one.top + _AROUND


def _way(here: TermPlace, there: TermPlace, is_same: bool) -> Array:
    """Return the way (3,) from one place to another: of its left end, if it keeps its form."""
    ends = [place.extent.left if is_same else place.extent.middle for place in (here, there)]
    return np.array([ends[1] - ends[0], there.baseline - here.baseline, 0.0])
