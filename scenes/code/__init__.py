"""A short program: typed, focused, run line by line in step with a run, with live values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes.box import Box
from scenes.code import actions, model, running
from scenes.code.layout import Page, Sizes, broken_at, lay_out
from scenes.code.model import LineState, Names, Params, State, Watch
from scenes.code.sheet import Sheet
from scenes.code.values import OF_STEP, entry, widest
from scenes.look import Look
from scenes.stage import Mistake

if TYPE_CHECKING:
    from manim import Mobject

__all__ = ["KIND", "Code", "Names", "Params", "State", "Watch"]

_NUMBER_GAP = 2
"""Characters between a line's number and the line."""


class Code:
    """The program on its panel; every line has its place from the start."""

    Params: ClassVar[type] = model.Params
    State: ClassVar[type] = model.State
    actions: ClassVar[Mapping[str, type[Any]]] = {
        "write": actions.Write,
        "show": actions.Show,
        "focus": actions.Focus,
        "replace": actions.Replace,
        "run": running.RunLine,
        "stop": running.Stop,
        "start": running.Start,
        "step": running.Step,
        "back": running.Back,
        "clear": running.Clear,
    }

    def __init__(
        self, params: model.Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params, self.box, self.look = params, box, look
        if not params.code.strip():
            raise Mistake("code is empty: a program needs a line")
        self._trajectory = None if params.run is None else runs[params.run]
        for number in params.loop:
            self.line(number)
        if (params.loop or params.watch) and self._trajectory is None:
            raise Mistake("loop and watch need a run: which one?")
        for watch in params.watch:
            if watch.line not in params.loop:
                raise Mistake(f"{watch.name} is watched at line {watch.line}: that is not in loop")

    def initial(self) -> model.State:
        """Return the empty panel."""
        lines = tuple(LineState(text) for text in self.params.lines)
        return model.State(lines, done=(0,) * len(self.params.loop))

    def check(self, action: Any, state: model.State) -> None:
        """Raise ``Mistake`` when ``action`` cannot be taken from ``state``, or nothing fits."""
        _ = self.page
        if hasattr(action, "check"):
            action.check(state, self)

    def line(self, number: int) -> int:
        """Return the index of a line from its number; ``Mistake`` when there is none."""
        count = len(self.params.lines)
        if not 1 <= number <= count:
            raise Mistake(f"the code has the lines 1 to {count}, not {number}")
        return number - 1

    def owns(self, run: str | None) -> bool:
        """Return whether an action for ``run`` (None: for all) is for this program."""
        return self.params.run is not None and run in (None, "", self.params.run)

    def must_be_written(self, number: int, state: model.State) -> None:
        """Raise ``Mistake`` when nothing of a line is on the panel."""
        if state.lines[self.line(number)].written <= 0:
            raise Mistake(f"line {number} of the code is not written yet")

    def must_reach(self, k: int) -> None:
        """Raise ``Mistake`` when the program cannot show iterate ``k``."""
        if not self.params.loop:
            raise Mistake("the code has no loop: which lines does a step run?")
        steps = self._trajectory.steps if self._trajectory else 0
        if not 0 <= k <= steps:
            raise Mistake(f"the run has {steps} steps, {k} is not one of its iterates")

    def must_fit(self, number: int, text: str) -> None:
        """Raise ``Mistake`` when a line has no room for another text."""
        rows = broken_at(text, self.page.columns)
        if rows is None or len(rows) > len(self.page.rows[self.line(number)]):
            raise Mistake(
                f"the new line {number} has {len(text)} characters, the panel has room for "
                f"{self.page.columns} - shorten it or take a larger region"
            )

    @cached_property
    def _sheet(self) -> Sheet:
        return Sheet(self.params, self.page, self.look)

    @cached_property
    def page(self) -> Page:
        """Where everything stands."""
        lines, run = self.params.lines, self._trajectory
        watched = [(w.line - 1, widest(w, run)) for w in self.params.watch if run is not None]
        gutter = len(str(len(lines))) + _NUMBER_GAP if self.params.numbers else 0
        sizes = Sizes(lines, gutter, tuple(watched), bool(self.params.title))
        return lay_out(sizes, self.box, self.look.type)

    def draw(self, state: model.State) -> dict[str, Mobject]:
        """Return the panel, the bar, the lines in sight and the live values."""
        sheet = self._sheet
        parts: dict[str, Mobject] = {"panel": sheet.panel()}
        if state.lit > 0:
            parts["bar"] = sheet.bar(state.bar, state.lit)
        for i, line in enumerate(state.lines):
            if line.written <= 0 or line.light <= 0:
                continue
            if line.progress > 0:
                parts[f"line.{i + 1}"] = sheet.becoming(i, line)
            else:
                typed = round(line.written * len(line.text))
                parts[f"line.{i + 1}"] = sheet.line(i, line.text, typed, line.light)
        for i, shown in enumerate(self._entries(state)):
            light = state.values * state.lines[self.params.watch[i].line - 1].light
            if shown and light > 0:
                parts[f"value.{i}"] = sheet.value(i, shown, light)
        return parts

    def _entries(self, state: model.State) -> Iterator[str]:
        """Yield what every watched name is now."""
        for watch in self.params.watch:
            at = self.params.loop.index(watch.line)
            is_update = at == len(self.params.loop) - 1
            k = state.done[at] if is_update and watch.of not in OF_STEP else state.done[at] - 1
            yield entry(watch, self._trajectory, k) if self._trajectory is not None else ""


KIND = Code
