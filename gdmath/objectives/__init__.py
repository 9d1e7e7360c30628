"""The functions to walk down, each with its slope, curvature, minimum and usual start.

A new objective is one module here and one line in ``OBJECTIVES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gdmath.objectives.five_dots import FiveDots, five_dots
from gdmath.objectives.objective import HasQuadraticForm, Objective, quadratic_form
from gdmath.objectives.quadratic import Matrix, Quadratic, bowl, quadratic, ravine

__all__ = [
    "OBJECTIVES",
    "FiveDots",
    "HasQuadraticForm",
    "Matrix",
    "Objective",
    "Quadratic",
    "bowl",
    "five_dots",
    "quadratic",
    "quadratic_form",
    "ravine",
]

OBJECTIVES: Mapping[str, Callable[..., Objective]] = MappingProxyType(
    {
        "bowl": bowl,
        "five_dots": five_dots,
        "quadratic": quadratic,
        "ravine": ravine,
    }
)
