"""How colours look: the appearance model CIECAM02 and its uniform space CAM02-UCS, in numpy.

The model is that of CIE 159:2004, the space that of Luo, Cui and Li, "Uniform colour spaces based
on CIECAM02 colour appearance model", Color Research and Application 31 (2006). Distances in
CAM02-UCS are even: about 1 is just seen, 10 is another colour at a glance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

D65 = (95.047, 100.0, 108.883)
"""White of sRGB, XYZ with Y = 100."""

_CAT02 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
"""XYZ to the sharpened cone responses in which the eye's adaptation is computed."""
_HPE = np.array([[0.38971, 0.68898, -0.07868], [-0.22981, 1.18340, 0.04641], [0.0, 0.0, 1.0]])
"""XYZ to cone responses (Hunt, Pointer, Estevez)."""
_TO_CONES = _HPE @ np.linalg.inv(_CAT02)
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Viewing:
    """Where one looks from: white point, background, adapting luminance (cd/m^2), surround.

    The defaults are those of IEC 61966-2-1: an sRGB screen in a dim office, 64 lux.
    """

    white: tuple[float, float, float] = D65
    background: float = 20.0
    adapting: float = 64 / np.pi / 5
    degree: float = 1.0
    impact: float = 0.69
    induction: float = 1.0


@dataclass(frozen=True, slots=True)
class Appearance:
    """Lightness J, colourfulness M and hue h in degrees, each of the shape of the colours."""

    lightness: Array
    colourfulness: Array
    hue: Array


SCREEN = Viewing()


def appearance(xyz: ArrayLike, viewing: Viewing = SCREEN) -> Appearance:
    """Return how XYZ colours (..., 3), Y of white 100, look."""
    luminance = _adaptation(viewing.adapting)
    n = viewing.background / viewing.white[1]
    induction = 0.725 * n**-0.2
    cones = _compressed(np.asarray(xyz, dtype=np.float64), viewing, luminance)
    white = _compressed(np.asarray(viewing.white), viewing, luminance)

    red, green, blue = np.moveaxis(cones, -1, 0)
    a = red - 12 * green / 11 + blue / 11
    b = (red + green - 2 * blue) / 9
    hue = np.degrees(np.arctan2(b, a)) % 360
    eccentricity = (np.cos(np.radians(hue) + 2) + 3.8) / 4

    exponent = viewing.impact * (1.48 + np.sqrt(n))
    share = _achromatic(cones, induction) / _achromatic(white, induction)
    lightness = 100 * np.maximum(share, 0.0) ** exponent
    strength = 50000 / 13 * viewing.induction * induction * eccentricity * np.hypot(a, b)
    strength = strength / np.maximum(red + green + 1.05 * blue, _TINY)
    chroma = strength**0.9 * np.sqrt(lightness / 100) * (1.64 - 0.29**n) ** 0.73
    return Appearance(lightness, chroma * luminance**0.25, hue)


def ucs(xyz: ArrayLike, viewing: Viewing = SCREEN) -> Array:
    """Return XYZ colours (..., 3) as J', a', b' of CAM02-UCS (..., 3)."""
    seen = appearance(xyz, viewing)
    lightness = 1.7 * seen.lightness / (1 + 0.007 * seen.lightness)
    strength = np.log1p(0.0228 * seen.colourfulness) / 0.0228
    angle = np.radians(seen.hue)
    return np.stack([lightness, strength * np.cos(angle), strength * np.sin(angle)], axis=-1)


def _adaptation(adapting: float) -> float:
    """Return the factor F_L by which an adapted eye responds."""
    k = 1 / (5 * adapting + 1)
    return float(0.2 * k**4 * 5 * adapting + 0.1 * (1 - k**4) ** 2 * np.cbrt(5 * adapting))


def _compressed(xyz: Array, viewing: Viewing, luminance: float) -> Array:
    """Return the responses (..., 3) of cones adapted to the white, after compression."""
    white = _CAT02 @ np.asarray(viewing.white)
    full = viewing.degree * (1 - np.exp((-viewing.adapting - 42) / 92) / 3.6)
    gain = viewing.white[1] * full / white + 1 - full
    cones = (xyz @ _CAT02.T * gain) @ _TO_CONES.T
    power = (luminance * np.abs(cones) / 100) ** 0.42
    responses: Array = np.sign(cones) * 400 * power / (power + 27.13) + 0.1
    return responses


def _achromatic(cones: Array, induction: float) -> Array:
    red, green, blue = np.moveaxis(cones, -1, 0)
    response: Array = (2 * red + green + blue / 20 - 0.305) * induction
    return response
