"""The kind ``descent_1d``: a loss along one parameter, with runs on it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes.axes import Window
from scenes.box import Box
from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Shown
from scenes.descent_1d.actions import ACTIONS
from scenes.descent_1d.check import check, check_params
from scenes.descent_1d.cobweb import Cobweb
from scenes.descent_1d.slice_view import SliceView
from scenes.descent_1d.state import Params, State
from scenes.look import Look

if TYPE_CHECKING:
    from manim import Mobject


class Descent1D:
    """The loss over one parameter, or the next iterate over this one."""

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        check_params(params)
        self.params = params
        self.paths = Paths(runs, params.along)
        view = Cobweb if params.view == "cobweb" else SliceView
        self.view = view(params, box, look, self.paths)
        self._picture = lru_cache(maxsize=4)(self.view.draw)

    def initial(self) -> State:
        """Return the picture without points: jumps and dots will be shown."""
        window = self.window(self.params.window, self.params.heights)
        layers = (Shown("trail", 1.0), Shown("dots", 1.0))
        return State(layers=layers, before=window, window=window)

    def window(self, across: tuple[float, float], up: tuple[float, float] | None) -> Window:
        """Return what is in sight, heights of its own where none are given."""
        return self.view.window(across, up)

    def gradient_scale(self, state: State) -> float:
        """Return a round length per unit of gradient for which the arrows stay in sight."""
        return self.view.gradient_scale(state)

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when an action cannot be taken from a state."""
        check(action, state, self.params, self.paths)

    def draw(self, state: State) -> Mapping[str, Mobject]:
        """Return the picture, back to front."""
        return self._picture(state)
