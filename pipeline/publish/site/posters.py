"""Pictures small enough for a page: a lesson's thumbnail as WebP."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image

POSTER = 1280
"""Longer side in pixels of what stands in for the film until it plays."""
CARD = 416
"""That of a lesson's picture on the page of the course."""
_QUALITY = {POSTER: 72, CARD: 50}
"""All cards are on one page: those of nineteen lessons, with all it needs, are under 150 kB."""


@lru_cache(maxsize=64)
def webp(picture: bytes, longer: int) -> bytes:
    """Return a picture as WebP whose longer side is ``POSTER`` or ``CARD`` pixels at most.

    The same bytes each time, as long as Pillow is.
    """
    with Image.open(BytesIO(picture)) as opened:
        small = opened.convert("RGB")
        small.thumbnail((longer, longer), Image.Resampling.LANCZOS)
        out = BytesIO()
        small.save(out, "WEBP", quality=_QUALITY[longer], method=6)
        return out.getvalue()
