"""From mobjects to pixels: manim's own Cairo camera, with what holds still drawn once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenes.look import FRAME_HEIGHT, FRAME_WIDTH, Look

if TYPE_CHECKING:
    from manim import Mobject

Pixels = NDArray[np.uint8]
"""A picture: (height, width, 4) RGBA, opaque."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Mobjects, back to front, that fade as one: what lies behind others stays hidden by them.

    Layers of the same mobjects (the same objects) and opacity are equal.
    """

    mobjects: tuple[Mobject, ...]
    opacity: float = 1.0


class Canvas:
    """Draws layers, back to front, reusing the leading mobjects that did not change.

    The pixels of opaque layers are those of drawing all their mobjects with manim's camera:
    compositing is sequential, so a snapshot after the first n mobjects followed by the rest is
    the same sum.
    """

    def __init__(self, look: Look) -> None:
        from manim.camera.camera import Camera

        self._camera = Camera(
            pixel_width=look.width,
            pixel_height=look.height,
            frame_width=FRAME_WIDTH,
            frame_height=FRAME_HEIGHT,
            frame_rate=look.fps,
            background_color=look.palette.background,
            use_z_index=False,
        )
        self._background: Pixels = self._camera.background
        self._kept: list[Mobject | Layer] = []
        self._snapshot = self._background
        self._last: list[Mobject | Layer] = []
        self._covered: tuple[Pixels, tuple[Mobject, ...], Pixels] | None = None

    def draw(self, layers: Sequence[Layer], light: float = 1.0) -> Pixels:
        """Return the picture of the layers, the first at the back, as a new array.

        ``light`` is how much of the picture is seen, from 0 (background only) to 1.
        """
        new = _steps(layers)
        same = _common(self._last, new)
        if same < len(self._kept):
            self._kept, self._snapshot = [], self._background
        self._camera.set_frame_to_background(self._snapshot)
        if same > len(self._kept):
            self._paint(new[len(self._kept) : same])
            self._kept, self._snapshot = new[:same], self._camera.pixel_array.copy()
        self._paint(new[same:])
        self._last = new
        pixels: Pixels = self._camera.pixel_array
        return pixels.copy() if light >= 1 else mixed(self._background, pixels, light)

    def _paint(self, steps: Sequence[Mobject | Layer]) -> None:
        """Add mobjects, and layers that are seen in part, to what the camera holds."""
        below: Pixels | None = self._snapshot
        for is_layer, run in groupby(steps, lambda step: isinstance(step, Layer)):
            if not is_layer:
                self._camera.capture_mobjects(run)
                below = None
                continue
            for layer in run:
                if below is None:
                    below = self._camera.pixel_array.copy()
                covered = self._cover(below, layer.mobjects)
                self._camera.set_frame_to_background(mixed(below, covered, layer.opacity))
                below = None

    def _cover(self, below: Pixels, mobjects: tuple[Mobject, ...]) -> Pixels:
        """Return opaque mobjects over a picture; the last answer is kept, for fades at rest."""
        kept = self._covered
        if kept is None or kept[0] is not below or kept[1] != mobjects:
            self._camera.capture_mobjects(mobjects)
            kept = self._covered = below, mobjects, self._camera.pixel_array.copy()
        return kept[2]


def mixed(below: Pixels, above: Pixels, opacity: float) -> Pixels:
    """Return ``opacity`` of one picture over another, in 256ths, rounded to the nearest."""
    weight = round(opacity * 256)
    total = above.astype(np.uint16)  # at most 255 * 256 + 128: it fits
    total *= weight
    total += below.astype(np.uint16) * np.uint16(256 - weight)
    total += 128
    total >>= 8
    return total.astype(np.uint8)


def _steps(layers: Sequence[Layer]) -> list[Mobject | Layer]:
    """Return what is drawn one after another: mobjects, and layers that are seen in part."""
    steps: list[Mobject | Layer] = []
    for layer in layers:
        if layer.opacity >= 1:
            steps += layer.mobjects
        elif layer.opacity > 0:
            steps.append(layer)
    return steps


def _common(old: Sequence[Mobject | Layer], new: Sequence[Mobject | Layer]) -> int:
    """Return how many leading steps are the same in both."""
    count = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        count += 1
    return count


@contextmanager
def studio(look: Look) -> Iterator[None]:
    """Set manim up for drawing at ``look``: its size, and a media folder nobody else uses.

    From then on the copy of a mobject has the same colours, not copies of them: they are never
    changed, and copying them takes most of the time.
    """
    from manim import ManimColor, config, logger, tempconfig

    ManimColor.__deepcopy__ = _itself
    with tempfile.TemporaryDirectory(prefix="downhill-") as media:
        settings = {
            "pixel_width": look.width,
            "pixel_height": look.height,
            "frame_width": FRAME_WIDTH,
            "frame_height": FRAME_HEIGHT,
            "frame_rate": look.fps,
            "background_color": look.palette.background,
            "media_dir": media,
            "disable_caching": True,
        }
        level = logger.level
        with tempconfig(settings):
            logger.setLevel("ERROR")
            config.get_dir("tex_dir").mkdir(parents=True, exist_ok=True)
            try:
                yield
            finally:
                logger.setLevel(level)


def _itself(value: object, copies: object) -> object:
    """Return the value: the deep copy of what is never changed."""
    return value
