"""The kind ``network``: a small network as it is trained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes import typeset
from scenes.box import Box
from scenes.layers import Layers
from scenes.look import Look
from scenes.network.actions import ACTIONS
from scenes.network.check import check, check_params, shown_at_first
from scenes.network.diagram import DiagramView
from scenes.network.head import Head
from scenes.network.plane import PointsView
from scenes.network.state import READOUTS, Params, State
from scenes.network.training import Training
from scenes.parts import part
from scenes.stage import Mistake
from scenes.strokes import edged

if TYPE_CHECKING:
    from manim import Mobject

_LEAST = 1.9, 1.5
"""Width and height, in scene units, that a view needs."""


class NetworkStage:
    """A network: what it says about the plane of its points, or its weights.

    Where weights are not finite there is nothing to say: the plane stays empty but for its
    points, and a text says so; the diagram leaves such weights out.
    """

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        check_params(params)
        self.training = Training(params, runs[params.run])
        self.params, self._look = params, look
        self._head = Head(params, self.training, box, look)
        rest = box.inset(top=self._head.height)
        if rest.width < _LEAST[0] or rest.height < _LEAST[1]:
            raise Mistake("the panel has no room for a network: take a larger region")
        self.points = PointsView(params, self.training, rest, look)
        self.diagram = DiagramView(params, self.training, rest, look)

    def initial(self) -> State:
        """Return the network before its first step."""
        return State(Layers.shown(shown_at_first(self.params)))

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when an action cannot be taken from a state."""
        check(action, state, self.params, self.training)

    def owns(self, run: str | None) -> bool:
        """Tell whether an action for a run (None: for all) is for this network."""
        return run in (None, self.params.run)

    def draw(self, state: State) -> Mapping[str, Mobject]:
        """Return the picture, back to front."""
        is_plane = self.params.view == "boundary"
        drawn = self._plane(state) if is_plane else self._diagram(state)
        for name in READOUTS:
            if (seen := state.layers.of(name)) > 0:
                drawn[name] = self._head.draw(name, state.k, seen)
        return drawn

    def _plane(self, state: State) -> dict[str, Mobject]:
        layers, view, k = state.layers, self.points, state.k
        palette = self._look.palette
        drawn: dict[str, Mobject] = {}
        if (seen := layers.of("shading")) > 0:
            drawn["shading"] = view.shading(k, seen)
        drawn["axes"] = view.axes()
        for lit in state.lit:
            drawn[f"fold {lit.unit}"] = view.fold(k, lit.unit, lit.opacity)
        if (seen := layers.of("boundary")) > 0:
            drawn["boundary"] = view.boundary(k, seen)
        if (seen := layers.of("points")) > 0:
            drawn["points"] = view.points(seen)
        if (seen := layers.of("wrong")) > 0:
            drawn["wrong"] = view.rings(self.training.wrong(k), palette.ink, seen)
        if (seen := layers.of("picks")) > 0:
            drawn["picks"] = view.rings(self.training.picks(k), palette.path, seen)
        missed = max(layers.of("shading"), layers.of("boundary"))
        if missed > 0 and view.field(k) is None:
            drawn["none"] = view.none(self._none(), missed)
        return drawn

    def _diagram(self, state: State) -> dict[str, Mobject]:
        layers, view, k = state.layers, self.diagram, state.k
        lights = view.lights([(lit.unit, lit.opacity) for lit in state.lit])
        drawn: dict[str, Mobject] = {}
        if (seen := layers.of("weights")) > 0:
            drawn |= view.edges(k, lights, seen)
        if 0 < state.front < 1:
            drawn["slopes"] = view.slopes(state.front)
        drawn["nodes"] = view.nodes(lights)
        if (seen := layers.of("biases")) > 0:
            drawn["biases"] = view.biases(k, lights, seen)
        return drawn

    @part
    def _none(self) -> Any:
        size, palette = self._look.type.small, self._look.palette
        text = typeset.text("no finite weights", size, palette.ink)
        return edged(text, palette.background)
