"""How far apart two colours are: by contrast of light, and to eyes that lack a kind of cone.

Contrast is that of WCAG 2.2. The three deficiencies are simulated with the matrices of Machado,
Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency",
IEEE Transactions on Visualization and Computer Graphics 15 (2009), at full severity; distances
are those of CAM02-UCS.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipeline.layout.cam02 import ucs

Array = NDArray[np.float64]

VISIONS: Mapping[str, Array] = {
    "full colour vision": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
"""Linear sRGB to what is seen of it, as linear sRGB."""

_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_FLARE = 0.05
_ALIKE = 0.02


def rgb_of(color: str) -> Array:
    """Return ``#RRGGBB`` as sRGB (3,) in [0, 1]."""
    return np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def hex_of(rgb: ArrayLike) -> str:
    """Return sRGB (3,) in [0, 1] as ``#RRGGBB``."""
    return "#" + "".join(f"{round(255 * float(c)):02X}" for c in np.clip(rgb, 0, 1))


def linear(rgb: ArrayLike) -> Array:
    """Return sRGB (..., 3) as linear light (IEC 61966-2-1)."""
    values = np.asarray(rgb, dtype=np.float64)
    light: Array = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return light


def contrast(one: ArrayLike, other: ArrayLike) -> Array:
    """Return the contrast ratio, 1 to 21, of sRGB colours (..., 3) in [0, 1]."""
    light, dark = (linear(rgb) @ _LUMINANCE + _FLARE for rgb in (one, other))
    ratio: Array = np.maximum(light, dark) / np.minimum(light, dark)
    return ratio


def seen(rgb: ArrayLike, vision: str) -> Array:
    """Return sRGB colours (..., 3) in CAM02-UCS as somebody of that vision sees them."""
    light = np.clip(linear(rgb) @ VISIONS[vision].T, 0, 1)
    return ucs(100 * light @ _XYZ.T)


@lru_cache(maxsize=4096)
def distance(one: str, other: str, vision: str) -> float:
    """Return the distance of two colours ``#RRGGBB`` in CAM02-UCS to somebody of that vision."""
    return float(np.linalg.norm(seen(rgb_of(one), vision) - seen(rgb_of(other), vision)))


def between(color: ArrayLike, start: str, stop: str) -> bool:
    """Tell whether a colour (3,) is a mixture of two others, give or take a fiftieth."""
    first, way = rgb_of(start), rgb_of(stop) - rgb_of(start)
    length = float(way @ way)
    share = float((np.asarray(color) - first) @ way) / length if length else 0.0
    mixed = first + np.clip(share, 0.0, 1.0) * way
    return bool(np.abs(np.asarray(color) - mixed).max() < _ALIKE)
