"""What a writer may say of any plot."""

from __future__ import annotations

from typing import Literal

Color = Literal[
    "", "1", "2", "3", "4", "5", "loss", "x", "y", "gradient", "step", "path", "minimum", "ink"
]
"""A colour by its meaning, or by number from the palette of runs; empty: by what is plotted."""

Scale = Literal["linear", "log"]
Side = Literal["right", "left", "above", "below"]
