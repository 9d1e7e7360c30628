"""Colours with a meaning, in a dark theme and a light one.

The dark theme is Okabe and Ito's palette (Color Universal Design, 2008) on near-black, with a
violet and a lichen grey for what it has no colour left for. The light theme keeps the hues and
makes each dark enough to read as text. In both, every pair of meanings keeps a distance of 10 or
more in CAM02-UCS for full colour vision and under three colour deficiencies; each meaning also
has a second encoding (dash, marker or label) where it is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from script.schema import Theme

Meaning = Literal[
    "ink",
    "muted",
    "gradient",
    "step",
    "path",
    "velocity",
    "noise",
    "minimum",
    "x",
    "y",
    "loss",
    "warning",
    "right",
    "gd",
    "sgd",
    "heavy_ball",
    "nesterov",
    "adagrad",
    "rmsprop",
    "adam",
    "adamw",
    "amsgrad",
]
"""What a script can give a colour for."""

_VARIANTS: Mapping[str, str] = {
    "noisy_gd": "sgd",
    "noisy": "sgd",
    "mini_batch": "sgd",
    "epochs": "sgd",
}
"""Optimizers that share the colour of another: those that descend with noise."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by meaning, as ``#RRGGBB``.

    ``background``, ``panel``, ``ink``, ``muted`` and ``faint`` make the page: the ground, a patch
    that stands out from it a little, text, text of lower rank, lines of axes. ``velocity`` is what
    an optimizer remembers of its steps, ``noise`` what chance adds to a gradient. ``warning`` is
    also what is wrong, ``right`` its opposite. ``low`` and ``high`` are the ends of the bands of a
    map of loss: in both themes darker is lower. ``runs`` tell several runs apart. The names of
    optimizers are what those have where they race.
    """

    background: str = "#0C0E13"
    panel: str = "#161A22"
    ink: str = "#F4F4F2"
    muted: str = "#A9B2C0"
    faint: str = "#626B7A"
    gradient: str = "#E69F00"
    step: str = "#56B4E9"
    path: str = "#F0E442"
    velocity: str = "#9A70FF"
    noise: str = "#B2C99C"
    minimum: str = "#F4F4F2"
    x: str = "#CC79A7"
    y: str = "#009E73"
    loss: str = "#F0E442"
    guide: str = "#F4F4F2"
    warning: str = "#D55E00"
    right: str = "#009E73"
    low: str = "#0B2A45"
    high: str = "#3D7FB5"
    runs: tuple[str, ...] = ("#F0E442", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
    gd: str = "#F0E442"
    sgd: str = "#B2C99C"
    heavy_ball: str = "#9A70FF"
    nesterov: str = "#CC79A7"
    adagrad: str = "#009E73"
    rmsprop: str = "#D55E00"
    adam: str = "#56B4E9"
    adamw: str = "#E69F00"
    amsgrad: str = "#F4F4F2"

    def of(self, meaning: str) -> str:
        """Return a colour by the name of its field, or by its number, from 1, among ``runs``."""
        if meaning.isdigit():
            return self.runs[int(meaning) - 1]
        color: str = getattr(self, _VARIANTS.get(meaning, meaning))
        return color


DARK = Palette()

LIGHT = Palette(
    background="#FBFAF6",
    panel="#EFEFEA",
    ink="#16191F",
    muted="#535A66",
    faint="#828892",
    gradient="#9F580B",
    step="#135374",
    path="#554901",
    velocity="#6C3ADE",
    noise="#4D5938",
    minimum="#16191F",
    x="#B4129C",
    y="#09795F",
    loss="#554901",
    guide="#16191F",
    warning="#C0144A",
    right="#09795F",
    low="#AFCFE8",
    high="#FBFDFF",
    runs=("#554901", "#09795F", "#B4129C", "#135374", "#C0144A"),
    gd="#554901",
    sgd="#4D5938",
    heavy_ball="#6C3ADE",
    nesterov="#B4129C",
    adagrad="#09795F",
    rmsprop="#C0144A",
    adam="#135374",
    adamw="#9F580B",
    amsgrad="#16191F",
)

THEMES: Mapping[Theme, Palette] = {"dark": DARK, "light": LIGHT}
"""The palettes a lesson can choose between (``theme: light``)."""
