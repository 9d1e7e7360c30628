"""Counters of steps: large figures that run along with the runs of a map or a plot."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath.array import Array
from gdmath.run import Trajectory
from scenes import typeset
from scenes.box import Box
from scenes.counter.actions import ACTIONS, Back, Start, Step
from scenes.counter.state import Params, Quantity, State
from scenes.header import ROW, beside, figure, shown
from scenes.look import Look
from scenes.parts import faded, part
from scenes.stage import Mistake
from scenes.strokes import marks
from scenes.typeset import em
from script.typed import RunName

if TYPE_CHECKING:
    from manim import Mobject, VGroup

__all__ = ["KIND", "Counter"]

_NAMES = {"x": "x", "y": "y", "f": "f", "grad_norm": "norm(nabla f)"}
_MEANINGS = {"x": "x", "y": "y", "f": "loss", "grad_norm": "gradient"}
_MARKER = 0.12
_LABEL_GAP = 0.4
"""From the left of a marker to its label."""
_LABEL = 0.62
"""Height of a label's row in scene units; values have that of a header."""
_SIZES = (1.5, 1.2, 1.0)
"""Sizes of the figures, in titles: the largest that fits is taken."""
_ROOM = 0.94
"""Height of the figures' row at size 1, in scene units."""
_APART = 0.5
"""Between counts, under or beside one another."""
_NAME_GAP = 0.2
_WIDEST_VALUE = "-0.0000"
_HIGH = 0.4
"""The share of the free height that stands over the counts."""


class Counter:
    """Each count has a marker with its label, its figures with what they count, its values."""

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params, self.box, self.look = params, box, look
        self.counts = params.all_counts
        if not self.counts:
            raise Mistake("nothing to count: give run, or counts")
        self._runs = tuple(runs[count.run] for count in self.counts)
        for count, run in zip(self.counts, self._runs, strict=True):
            if run.x.shape[1] < 2 and any(value.of == "y" for value in params.values):
                raise Mistake(f"{count.run} has no y")

    def initial(self) -> State:
        """Return the counts that are not hidden, at zero."""
        seen = tuple(0.0 if count.hidden else 1.0 for count in self.counts)
        return State((0.0,) * len(self.counts), seen)

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` for a step that no run reaches."""
        match action:
            case Start(k=k) | Step(to=k) | Back(to=k):
                ends = [self.last(i) for i in self.of_run(action.run)]
                if k < 0:
                    raise Mistake(f"steps are counted from 0, not {k}")
                if ends and k > max(ends):
                    raise Mistake(f"the run has {max(ends)} steps, {k} is past its end")

    def of_run(self, run: RunName | None) -> tuple[int, ...]:
        """Return the counts of a run, or all."""
        return tuple(i for i, count in enumerate(self.counts) if run in (None, count.run))

    def in_sight(self, run: RunName | None, state: State) -> tuple[int, ...]:
        """Return the counts of a run (or all) that are shown."""
        return tuple(i for i in self.of_run(run) if state.seen[i] > 0)

    def last(self, index: int) -> int:
        """Return the number of steps of a count's run."""
        return self._runs[index].steps

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the counts that are in sight, back to front."""
        drawn: dict[str, Mobject] = {}
        sight = self.in_sight(None, state)
        for i in sight:
            drawn[f"name {i}"] = faded(self._name(i), state.seen[i])
        for i in sight:
            k = int(state.k[i] + 1e-9)
            drawn[f"figures {i}"] = faded(self._figures(i, k), state.seen[i])
            for j, value in enumerate(self.params.values):
                said = shown(float(self._of(i, value.of)[k]), value.decimals)
                drawn[f"value {i} {j}"] = faded(self._value(i, j, said), state.seen[i])
        return drawn

    def _of(self, index: int, quantity: str) -> Array:
        run = self._runs[index]
        if quantity in ("x", "y"):
            return run.x[:, "xy".index(quantity)]
        values: Array = getattr(run, quantity)
        return values

    def _color(self, index: int) -> str:
        palette = self.look.palette
        return palette.of(self.counts[index].color or str(index % len(palette.runs) + 1))

    def _tint(self, quantity: Quantity) -> str:
        """Return the colour of a quantity: plain beside several runs, which have colours too."""
        alone = len(self.counts) == 1
        return self.look.palette.of(_MEANINGS[quantity] if alone else "ink")

    def _number(self, said: str, size: float) -> Any:
        """Return figures with their baseline's left end at the origin; ``size`` in titles."""
        size *= self.look.type.title
        return typeset.number(said, size, self.look.palette.ink, weight="semibold")

    @property
    def _digits(self) -> int:
        """The most figures that any count will have."""
        return max(len(str(run.steps)) for run in self._runs)

    @property
    def _labelled(self) -> bool:
        return any(count.label for count in self.counts)

    def _extent(self, size: float) -> tuple[float, float]:
        """Return the width and height of a count, the widest of all, at a size of figures."""
        figures = float(self._number("0" * self._digits, size).advance)
        widths = [figures + _NAME_GAP + float(self._counted().width)]
        widths += [_LABEL_GAP + float(self._label(i).width) for i in self.of_run(None)]
        for j in range(len(self.params.values)):
            number: Any = typeset.number(_WIDEST_VALUE, self.look.type.label, "#FFFFFF")
            widths.append(float(self._symbol(j).width) + _NAME_GAP + float(number.advance))
        high = size * _ROOM + ROW * len(self.params.values)
        return max(widths), high + (_LABEL if self._labelled else 0.0)

    @cached_property
    def _layout(self) -> tuple[float, tuple[tuple[float, float], ...]]:
        """The size of the figures, and the left and top of each count.

        Raises
        ------
        Mistake
            When there is no room for all.
        """
        box, n = self.box, len(self.counts)
        for size, (across, down) in product(_SIZES, ((1, n), (n, 1))):
            wide, high = self._extent(size)
            width = across * wide + (across - 1) * _APART
            height = down * high + (down - 1) * _APART
            if width <= box.width + 1e-9 and height <= box.height + 1e-9:
                left = box.left + (box.width - width) / 2
                top = box.top - _HIGH * (box.height - height)
                return size, tuple(
                    (left + i % across * (wide + _APART), top - i // across * (high + _APART))
                    for i in range(n)
                )
        raise Mistake("the counts do not fit the panel: take fewer values, or a larger one")

    @part
    def _label(self, index: int) -> Any:
        says = str(self.counts[index].label) or "."
        return typeset.text(says, self.look.type.small, self.look.palette.ink)

    @part
    def _counted(self) -> Any:
        return typeset.text(self.params.name, self.look.type.small, self.look.palette.muted)

    @part
    def _symbol(self, place: int) -> Any:
        value = self.params.values[place]
        name = value.name or _NAMES[value.of]
        return typeset.math(f"{name} =", self.look.type.label, self._tint(value.of))

    @part
    def _name(self, index: int) -> VGroup:
        """Return the marker and label of a count, and what it counts behind its figures."""
        from manim import VGroup

        size, corners = self._layout
        (left, top), group = corners[index], VGroup()
        if self._labelled:
            middle = top - _LABEL / 2
            at = np.array([[left + _MARKER, middle]])
            group.add(marks(at, index, _MARKER).set_fill(self._color(index), 1.0))
            if self.counts[index].label:
                label = _own(self._label(index))
                typeset.place(label, left + _LABEL_GAP, middle - 0.27 * em(self.look.type.small))
                group.add(label)
        x = left + float(self._number("0" * self._digits, size).advance) + _NAME_GAP
        group.add(typeset.place(_own(self._counted()), x, self._baseline(index)))
        return group

    def _baseline(self, index: int) -> float:
        """Return the baseline of a count's figures."""
        size, corners = self._layout
        top = corners[index][1] - (_LABEL if self._labelled else 0.0)
        return top - size * (_ROOM / 2 + 0.36 * em(self.look.type.title))

    @part
    def _figures(self, index: int, k: int) -> VGroup:
        """Return a count's figures, flush right with those of all: their last one never moves."""
        number, baseline = self._number(str(k), self._layout[0]), self._baseline(index)
        missing = self._digits - len(str(k))
        left = self._layout[1][index][0] + missing * float(number.advance) / len(str(k))
        number.shift((left, baseline, 0.0))
        number.baseline += baseline
        figures: VGroup = number
        return figures

    @part
    def _value(self, index: int, place: int, said: str) -> VGroup:
        """Return a quantity with its name."""
        value, size = self.params.values[place], self.look.type.label
        left, baseline = self._layout[1][index][0], self._baseline(index)
        number = figure(said, size, self._tint(value.of))
        return beside(self._symbol(place), number, left, baseline - (place + 1) * ROW - 0.18)


def _own(text: Any) -> Any:
    """Return a copy of a kept text, to place."""
    copy = text.copy()
    copy.baseline = text.baseline
    return copy


KIND = Counter
