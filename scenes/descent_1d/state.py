"""What a picture of one parameter shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gdmath.objectives import Objective
from scenes.axes import Window
from scenes.coordinate.state import Color, Walking

View = Literal["slice", "cobweb"]
Axis = Literal["x", "y"]
Layer = Literal[
    "tangent", "gradient", "step", "gain", "curvature", "drops", "numbers", "trail", "dots",
    "minimum", "band",
]  # fmt: skip
"""What can be shown: all but the last two belong to the points."""

COBWEB_LAYERS: frozenset[Layer] = frozenset({"drops", "numbers", "trail", "dots", "band"})


@dataclass(frozen=True, slots=True)
class Params:
    """A loss along one of its parameters.

    The other parameters stay at ``through``: a point's height is the loss of this slice, which is
    the run's own loss up to what the other parameters add. Points and curve that leave the window
    end at its edge, and a point out of sight is a triangle at the edge that points to it; one that
    is no number is not drawn.

    Attributes
    ----------
    objective : Objective
        The loss.
    window : tuple of float
        Left and right end of the parameter in sight; in a cobweb, of both axes.
    along : str
        The parameter that varies, ``x`` or ``y``.
    view : str
        ``slice``: the loss over the parameter. ``cobweb``: the next iterate over this one, for
        gradient descent on a quadratic whose parameters do not mix.
    through : tuple of float
        A point the slice goes through; by default the minimum, or zero where there is none.
    heights : tuple of float
        Lowest and highest loss in sight; by default those of the curve.
    name : str
        The parameter's name in Typst maths; by default ``along``.
    loss_name : str
        The vertical axis' name in Typst maths.
    color : str
        The curve's colour; by default that of the parameter.
    decimals : int
        Decimals of what a probe reads, and of a cobweb's learning rate and factor.
    """

    objective: Objective
    window: tuple[float, float]
    along: Axis = "x"
    view: View = "slice"
    through: tuple[float, ...] = ()
    heights: tuple[float, float] | None = None
    name: str = ""
    loss_name: str = "f"
    color: Color = ""
    decimals: int = 2

    @property
    def index(self) -> int:
        """The number of the parameter that varies."""
        return "xy".index(self.along)


@dataclass(frozen=True, slots=True)
class Probe:
    """A point on the curve that belongs to no run."""

    at: float
    seen: float = 1.0


@dataclass(frozen=True, slots=True)
class State(Walking):
    """Everything in the picture.

    The window in sight is ``change`` of the way from ``before`` to ``window`` (1: at rest).
    ``scale`` is the length of the gradient's arrow per unit of gradient, in units of the
    parameter; None before it was shown.
    """

    before: Window = (0.0, 1.0, 0.0, 1.0)
    window: Window = (0.0, 1.0, 0.0, 1.0)
    change: float = 1.0
    probe: Probe | None = None
    scale: float | None = None
