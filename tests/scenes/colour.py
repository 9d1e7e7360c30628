"""Colour as seen: contrast, three colour deficiencies, and how far apart two colours look.

Written for the tests from the published formulas, and held against published values there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

VISIONS = {
    "full": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""Linear RGB as three colour deficiencies see it (Machado, Oliveira and Fernandes 2009)."""

D65 = (95.047, 100.0, 108.883)
_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]
_CAT02 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
_HPE = np.array([[0.38971, 0.68898, -0.07868], [-0.22981, 1.18340, 0.04641], [0.0, 0.0, 1.0]])
_SCREEN = 64 / np.pi / 5
"""Luminance (cd/m2) of the field a screen is adapted to, as IEC 61966-2-1 has it."""


def rgb(color: str) -> Floats:
    """Return the linear RGB of an sRGB colour (IEC 61966-2-1)."""
    share = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    low, high = sorted(float(rgb(color) @ [0.2126, 0.7152, 0.0722]) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def distance(one: str, other: str, vision: str = "full") -> float:
    """Return how far apart two colours look: CAM02-UCS (Luo, Cui and Li 2006), on a screen."""
    return float(np.linalg.norm(_ucs(one, vision) - _ucs(other, vision)))


def _ucs(color: str, vision: str) -> Floats:
    seen = np.clip(np.array(VISIONS[vision]) @ rgb(color), 0, 1)
    lightness, colourfulness, hue = appearance(100 * np.array(_XYZ) @ seen, D65, 20.0, _SCREEN)
    spread = np.log(1 + 0.0228 * colourfulness) / 0.0228
    a, b = spread * np.cos(np.radians(hue)), spread * np.sin(np.radians(hue))
    return np.array([1.7 * lightness / (1 + 0.007 * lightness), a, b])


def appearance(
    color: ArrayLike, white: ArrayLike, background: float, adapting: float
) -> tuple[float, float, float]:
    """Return lightness J, colourfulness M and hue h (degrees) of CIECAM02, average surround.

    ``color`` and ``white`` are XYZ, ``background`` the Y behind, ``adapting`` in cd/m2.
    """
    k = 1 / (5 * adapting + 1)
    level = 0.2 * k**4 * 5 * adapting + 0.1 * (1 - k**4) ** 2 * (5 * adapting) ** (1 / 3)
    n = background / np.asarray(white)[1]
    induced, base = 0.725 / n**0.2, 1.48 + np.sqrt(n)
    adapted = 1 - np.exp(-(adapting + 42) / 92) / 3.6
    gain = adapted * np.asarray(white)[1] / (_CAT02 @ white) + 1 - adapted

    def response(xyz: ArrayLike) -> Floats:
        cone = _HPE @ np.linalg.solve(_CAT02, gain * (_CAT02 @ xyz))
        power = (level * np.abs(cone) / 100) ** 0.42
        compressed: Floats = np.sign(cone) * 400 * power / (power + 27.13) + 0.1
        return compressed

    def achromatic(cones: Floats) -> float:
        return float((cones @ [2, 1, 1 / 20] - 0.305) * induced)

    r, g, b = cones = response(color)
    red, yellow = r - 12 * g / 11 + b / 11, (r + g - 2 * b) / 9
    hue = float(np.degrees(np.arctan2(yellow, red)) % 360)
    lightness = float(
        100 * (max(achromatic(cones), 0.0) / achromatic(response(white))) ** (0.69 * base)
    )
    eccentric = (np.cos(np.radians(hue) + 2) + 3.8) / 4
    t = 50000 / 13 * induced * eccentric * np.hypot(red, yellow) / (r + g + 21 * b / 20)
    chroma = t**0.9 * np.sqrt(lightness / 100) * (1.64 - 0.29**n) ** 0.73
    return lightness, float(chroma * level**0.25), hue
