"""Loss curves: training and validation, linear and logarithmic, and what a diagnosis looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from scenes.box import Box
from scenes.look import Look
from scenes.loss_curve.actions import ACTIONS
from scenes.loss_curve.checks import check
from scenes.loss_curve.drawing import Drawing
from scenes.loss_curve.losses import Losses
from scenes.loss_curve.notes import Show
from scenes.loss_curve.state import LossName, Params, Shown, State
from script.results import Result

if TYPE_CHECKING:
    from manim import Mobject

__all__ = ["KIND", "LossCurvePlot", "Params", "State"]


class LossCurvePlot:
    """Losses of runs, stored curves and expectations against the step."""

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(self, params: Params, box: Box, look: Look, results: Mapping[str, Result]) -> None:
        self.params = params
        self.losses = Losses(params, results)
        self.drawing = Drawing(self.losses, params, box, look)

    def initial(self) -> State:
        """Return the plot with the first point of every curve that is not hidden."""
        return State(
            curves=tuple(
                Shown(
                    seen=0.0 if series.hidden else 1.0,
                    named=1.0 if self.params.named else 0.0,
                    judged=1.0 if series.validation == "shown" else 0.0,
                    ghosts=(0.0,) * len(series.ghosts),
                )
                for series in self.losses.series
            ),
            log=1.0 if self.params.scale == "log" else 0.0,
        )

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when ``action`` cannot be taken from ``state``."""
        feature = action.feature(self) if isinstance(action, Show) else None
        check(action, state, self.losses.turned(state.dials), feature)

    def in_sight(self, name: LossName | None, state: State) -> tuple[int, ...]:
        """Return the curves of a name (or all) that are on the plot."""
        return tuple(i for i in self.losses.all_of(name) if state.curves[i].seen > 0)

    def chosen(self, names: tuple[LossName, ...]) -> tuple[int, ...]:
        """Return the curves of some names, or all when none is given."""
        found = [i for name in names for i in self.losses.all_of(name)]
        return tuple(sorted(set(found))) if names else self.losses.all_of(None)

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the plot, back to front."""
        return self.drawing.draw(state)


KIND = LossCurvePlot
