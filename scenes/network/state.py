"""What a network in training shows, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scenes.axes import Window
from scenes.layers import Layers
from script.typed import RunName, Text

View = Literal["boundary", "diagram"]
Count = Literal["step", "epoch"]
Readout = Literal["count", "loss", "accuracy", "unseen", "key"]
"""What can stand over the picture: the step or epoch, the loss, the share of training points that
are labelled rightly, the same for points not seen in training, and what colours and lines mean."""

Layer = Literal[
    "shading",
    "boundary",
    "points",
    "wrong",
    "picks",
    "weights",
    "biases",
    "count",
    "loss",
    "accuracy",
    "unseen",
    "key",
]
"""What can be shown and hidden. ``wrong`` rings the points that are labelled wrongly, ``picks``
those of the mini-batch that makes the next step."""

Color = Literal["1", "2", "3", "4", "5", "step", "gradient", "path", "x", "y", "warning"]
"""A colour by its meaning, or by number from the palette of runs."""

READOUTS: tuple[Readout, ...] = ("count", "loss", "accuracy", "unseen", "key")
OF_VIEW: Mapping[View, tuple[Layer, ...]] = {
    "boundary": ("shading", "boundary", "points", "wrong", "picks"),
    "diagram": ("weights", "biases"),
}
"""The layers of each view, beside the readouts."""

SHOWN: Mapping[View, tuple[Layer, ...]] = {
    "boundary": ("shading", "boundary", "points", "count", "key"),
    "diagram": ("weights", "biases", "count", "key"),
}
"""What is seen from the start unless a script says otherwise."""


@dataclass(frozen=True, slots=True)
class Params:
    """A network of two inputs and one layer of hidden units, as a run trains it.

    Attributes
    ----------
    run : RunName
        The training: its objective is a ``network``.
    view : str
        ``boundary``: the plane of the points, shaded by the probability the network gives to the
        second class. ``diagram``: the network's units, and its weights as lines between them.
    count : str
        What ``step`` and the readout count: every ``step`` of the optimizer, or every ``epoch``,
        once through all points.
    window : Window
        Left, right, bottom and top of what must be in sight; by default all points. Both axes
        have the same scale.
    room : tuple of str
        The readouts that the panel keeps room for, in their order; each is seen once it is
        shown.
    shown : tuple of str
        The layers that are seen from the start; by default the picture, ``count`` and ``key``.
    unseen : int
        The network's seed: that of the 400 points the readout ``unseen`` is judged by.
    names : tuple of str
        The names of the two inputs in Typst maths.
    classes : tuple of Text
        The names of the two classes, in the key.
    colors : tuple of str
        The colours of the two classes; in the diagram, of negative and positive weights.
    widest : float
        The size of the weights that are drawn as the widest lines, and larger ones with them; by
        default the largest of the run, but at most ten times the largest at its start.
    decimals : int
        Decimals of the loss.
    """

    run: RunName
    view: View = "boundary"
    count: Count = "step"
    window: Window | None = None
    room: tuple[Readout, ...] = ("count", "key", "loss", "accuracy")
    shown: tuple[Layer, ...] | None = None
    unseen: int | None = None
    names: tuple[str, str] = ("v_1", "v_2")
    classes: tuple[Text, Text] = (Text(""), Text(""))
    colors: tuple[Color, Color] = ("4", "5")
    widest: float | None = None
    decimals: int = 3


@dataclass(frozen=True, slots=True)
class Lit:
    """A hidden unit that stands out."""

    unit: int
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class State:
    """Everything in sight.

    ``k`` is the step or epoch, a fraction on the way to the next one: the weights go from one
    step of the optimizer to the next in a straight line, so that each picture between is that of
    a network too. ``front`` is how far slopes have come on their way back through the diagram: 0
    and 1 are before and after it.
    """

    layers: Layers
    k: float = 0.0
    lit: tuple[Lit, ...] = ()
    front: float = 0.0
