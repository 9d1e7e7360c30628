"""Pictures made small, as a storyboard shows them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.png import png


def reduced(picture: Path, size: tuple[int, int]) -> bytes:
    """Return a picture of another size, (width, height) in pixels, as the bytes of a PNG file."""
    with Image.open(picture) as full:
        small = full.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return png(np.asarray(small))
