"""Steps needed against the learning rate, or against the condition number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.known import Unknown
from scenes.box import Box
from scenes.look import Look
from scenes.stage import Mistake
from scenes.sweep.actions import ACTIONS
from scenes.sweep.checks import check
from scenes.sweep.drawing import Drawing
from scenes.sweep.speeds import Speeds
from scenes.sweep.state import Params, Shown, State
from script.results import SweepName
from script.typed import RunName

if TYPE_CHECKING:
    from manim import Mobject

__all__ = ["KIND", "Params", "State", "SweepPlot"]


class SweepPlot:
    """The U-curve of steps against the learning rate, or what a condition number costs."""

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(self, params: Params, box: Box, look: Look, results: Mapping[str, Any]) -> None:
        self.speeds = Speeds(params, results)
        self.drawing = Drawing(self.speeds, params, box, look)
        self._results = results

    def initial(self) -> State:
        """Return the axes, and the curves that are there from the first."""
        named = self.speeds.named
        return State(curves=tuple(Shown(drawn=1.0 if curve.drawn else 0.0) for curve in named))

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when ``action`` cannot be taken from ``state``."""
        check(action, state, self)

    def chosen(self, names: tuple[SweepName, ...]) -> tuple[int, ...]:
        """Return the curves of some names, or all when none is given."""
        named = enumerate(self.speeds.named)
        return tuple(i for i, curve in named if not names or curve.of in names)

    def value(self, run: RunName | None, at: float | None) -> float:
        """Return the learning rate of a run, or the value itself.

        Raises
        ------
        Mistake
            When there is neither or both, or the run's rate changes.
        """
        if (run is None) == (at is None):
            raise Mistake("give either run or at")
        if run is None:
            assert at is not None
            return at
        try:
            rate: float = self._results[run].lr
        except Unknown as unknown:
            raise Mistake(f"{run}: {unknown}") from None
        return rate

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the plot, back to front."""
        return self.drawing.draw(state)


KIND = SweepPlot
