"""The kind ``race``: a grid of small maps, a landscape a row, an optimizer a column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes import typeset
from scenes.box import Box
from scenes.look import Look
from scenes.parts import faded, part
from scenes.race.actions import ACTIONS
from scenes.race.check import check, check_params
from scenes.race.layout import CLOCK_GAP, Layout
from scenes.race.maps import Maps
from scenes.race.results import Results, grouped
from scenes.race.state import Params, State

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_BORDER = 6
_CORNER = 0.1


class Race:
    """Runs that race in step, with the number of steps each needed."""

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params = params
        self.look = look
        self.results = Results(params, runs)
        check_params(params, self.results)
        self.layout = Layout(params, self.results, box, look)
        self.maps = Maps(params, self.results, self.layout, look)
        self._picture = lru_cache(maxsize=4)(self._build)

    def initial(self) -> State:
        """Return the grid with all dots at their start."""
        count = len(self.params.rows)
        seen = 0.0 if self.params.hidden else 1.0
        return State((0.0,) * count, (seen,) * count, (1.0,) * count, (0.0,) * count)

    def end(self, row: int) -> int:
        """Return the step at which all is known about a row, counted from 0."""
        return self.results.end(row)

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when an action cannot be taken from a state."""
        check(action, state, self.results)

    def draw(self, state: State) -> Mapping[str, Mobject]:
        """Return the picture, back to front."""
        return self._picture(state)

    def _build(self, state: State) -> dict[str, Mobject]:
        drawn: dict[str, Mobject] = {"legend": self.layout.legend, "names": self._names()}
        for row in range(len(state.k)):
            light = state.seen[row] * state.lit[row]
            if light > 0:
                drawn |= {
                    name: self._lit(shape, light) for name, shape in self._row(row, state).items()
                }
        drawn["clock"] = faded(self._clock(grouped(int(state.clock))), state.ticking)
        return drawn

    def _row(self, row: int, state: State) -> dict[str, Any]:
        """Return the parts of a row as they are when it is lit."""
        k, crowned = state.k[row], state.crowned[row]
        drawn: dict[str, Any] = {f"ground {row}": self.maps.ground(row)}
        name = self.layout.row_name(row)
        if name is not None:
            drawn[f"name {row}"] = name
        for column in self.results.cells(row):
            drawn |= self.maps.way(row, column, k)
            drawn[f"dot {row} {column}"] = self.maps.dot(row, column, k)
            said = self.results.said(row, column, k)
            if said:
                drawn[f"said {row} {column}"] = self._said(row, column, said)
        for column in self.results.winners(row) if crowned > 0 else ():
            drawn[f"crown {row} {column}"] = faded(self._crown(row, column), crowned)
        return drawn

    @part
    def _names(self) -> VGroup:
        columns = range(len(self.params.columns))
        return self.layout.headings.draw(tuple(self.maps.color(column) for column in columns))

    @part
    def _said(self, row: int, column: int, says: str) -> VMobject:
        """Return what a cell says; who did not arrive says it less loudly."""
        palette, there = self.look.palette, self.results.arrival(row, column) is not None
        text = typeset.text(says, self.layout.number_size, palette.ink if there else palette.muted)
        x, y = self.layout.number_places(row, column)[0]
        return typeset.place(text, x, y, "center")

    @part
    def _crown(self, row: int, column: int) -> VGroup:
        """Return the frame of a winner's cell, and its word."""
        from manim import RoundedRectangle, VGroup

        slot, color = self.layout.slot(row, column), self.look.palette.right
        frame = RoundedRectangle(_CORNER, width=slot.width, height=slot.height)
        frame.move_to([*slot.center, 0.0]).set_stroke(color, _BORDER).set_fill(opacity=0)
        x, y = self.layout.number_places(row, column)[1]
        word = typeset.text(self.params.winner, self.look.type.small, color)
        return VGroup(frame, typeset.place(word, x, y, "center"))

    @part
    def _clock(self, count: str) -> VGroup:
        """Return the clock: the steps taken, and how it runs when that is not evenly."""
        from manim import VGroup

        group, places = VGroup(), (self.layout.clock_place, self.layout.pace_place)
        for says, place in zip(self.layout.clock_words, places, strict=False):
            kept = self._word(says)
            word = kept.copy()
            word.baseline = kept.baseline
            group.add(typeset.place(word, *place()))
        size, ink = self.look.type.small, self.look.palette.ink
        number = typeset.number(count, size, ink, weight="semibold")
        end = float(group.submobjects[0].get_right()[0]) + CLOCK_GAP
        return group.add(typeset.place(number, end, self.layout.clock_place()[1]))

    @part
    def _word(self, says: str) -> Any:
        return typeset.text(says, self.look.type.small, self.look.palette.muted)

    @part
    def _lit(self, shape: VMobject, light: float) -> Mobject:
        """Return a part in the light of its row; what holds still stays the same object."""
        return faded(shape, light)
