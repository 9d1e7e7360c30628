"""From mobjects to pixels: manim's own Cairo camera, with what holds still drawn once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenes.blocks import Blocks, bounds, no_blocks, rectangles
from scenes.brush import Brush, Drawing
from scenes.copying import copied, itself
from scenes.look import Look
from scenes.tongue import setting_in

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


@dataclass(slots=True, eq=False)
class _Step:
    """What is drawn at once: a mobject, or all of a layer that is seen in part.

    ``pictures`` counts those that showed it before this one, without a break.
    """

    mobjects: tuple[Mobject, ...]
    opacity: float
    drawing: Drawing
    pictures: int = 0

    @property
    def where(self) -> Blocks:
        """The blocks it may change."""
        return self.drawing.where


_Key = tuple[tuple[int, ...], float]
"""Names a step by its mobjects, while it exists, and its opacity."""
_Steps = dict[_Key, _Step]

_SETTLED = 2
"""Pictures after which a step is taken to hold still."""


class Canvas:
    """Draws layers, back to front, and again only what is not as it was.

    The pixels of opaque layers are those of drawing all their mobjects with manim's camera, one
    after another. Two things that touch no common block may be drawn in either order: so what
    holds still, and has nothing behind it that moves, is kept as the ground of later pictures,
    and where a picture changes, only what touches the changed blocks is drawn over the ground.
    """

    def __init__(self, look: Look) -> None:
        self._picture, self._ground = Surface(look), Surface(look)
        self._background: Pixels = self._picture.pixels.copy()
        self._nowhere = no_blocks(look.width, look.height)
        self._steps: _Steps = {}
        self._still: _Steps = {}
        self._light = 1.0

    def draw(self, layers: Sequence[Layer], light: float = 1.0) -> Pixels:
        """Return the picture of the layers, the first at the back, as a new array.

        ``light`` is how much of the picture is seen, from 0 (background only) to 1.
        """
        return self.show(layers, light)[0].copy()

    def show(self, layers: Sequence[Layer], light: float = 1.0) -> tuple[Pixels, Blocks]:
        """Return the picture as ``draw`` does, and blocks outside of which it is the last one.

        The array is the canvas' own: the next picture is drawn into it.
        """
        before, self._steps = self._steps, self._prepared(layers)
        changed = self._moved(before, self._steps)
        self._compose(changed)
        if min(light, self._light) < 1:
            changed = changed | self._where(self._steps.values())
        self._light = light
        if light >= 1:
            return self._picture.pixels, changed
        dimmed = self._background.copy()
        for part in rectangles(self._where(self._steps.values())):
            dimmed[part] = mixed(self._background[part], self._picture.pixels[part], light)
        return dimmed, changed

    def _prepared(self, layers: Sequence[Layer]) -> _Steps:
        """Return what is drawn one after another; what was drawn before is known already."""
        known = {step.mobjects: step.drawing for step in self._steps.values()}
        steps: _Steps = {}
        for layer in layers:
            if layer.opacity <= 0:
                continue
            is_seen_through = layer.opacity < 1
            for mobjects in (layer.mobjects,) if is_seen_through else zip(layer.mobjects):
                key = tuple(map(id, mobjects)), min(layer.opacity, 1.0)
                step = steps.pop(key, None) or self._steps.get(key)
                if step is None:
                    drawing = known.get(mobjects) or self._picture.brush.prepare(mobjects)
                    step = _Step(mobjects, key[1], drawing)
                elif key not in steps:
                    step.pictures += 1
                steps[key] = step
        return steps

    def _moved(self, before: _Steps, now: _Steps) -> Blocks:
        """Return blocks outside of which two pictures are the same."""
        if [key for key in before if key in now] != [key for key in now if key in before]:
            return ~self._nowhere
        gone = (before[key] for key in before.keys() - now.keys())
        come = (now[key] for key in now.keys() - before.keys())
        return self._where(gone) | self._where(come)

    def _compose(self, changed: Blocks) -> None:
        """Draw the changed blocks of a picture."""
        still: _Steps = {}
        moving: list[_Step] = []
        over = self._nowhere.copy()
        for key, step in self._steps.items():
            if step.pictures >= _SETTLED and not (step.where & over).any():
                still[key] = step
            else:
                moving.append(step)
                over |= step.where
        self._settle(still)
        touched = _reached(changed, moving)
        for part in rectangles(touched):
            self._picture.pixels[part] = self._ground.pixels[part]
        for step in moving:
            if (step.where & touched).any():
                self._picture.add(step)

    def _settle(self, still: _Steps) -> None:
        """Make the ground the picture of what holds still."""
        gone = [step for key, step in self._still.items() if key not in still]
        new = {key for key in still if key not in self._still}
        above = self._nowhere.copy()
        is_covered = False
        for key in reversed(still):
            if key not in new:
                above |= still[key].where
            elif (still[key].where & above).any():
                is_covered = True
        again = self._nowhere
        if gone or is_covered:
            changed = self._where([*gone, *(still[key] for key in new)])
            again = _reached(changed, list(still.values()))
            for part in rectangles(again):
                self._ground.pixels[part] = self._background[part]
        for key, step in still.items():
            if key in new or (step.where & again).any():
                self._ground.add(step)
        self._still = still

    def _where(self, steps: Iterable[_Step]) -> Blocks:
        """Return the blocks that steps may change."""
        blocks = self._nowhere.copy()
        for step in steps:
            blocks |= step.where
        return blocks


class Surface:
    """Pixels, the camera that draws on them, and the last layer that was mixed into them."""

    def __init__(self, look: Look) -> None:
        from manim.camera.camera import Camera

        camera = Camera(
            pixel_width=look.width,
            pixel_height=look.height,
            frame_width=look.frame_width,
            frame_height=look.frame_height,
            frame_rate=look.fps,
            background_color=look.palette.background,
            use_z_index=False,
        )
        self.brush = Brush(camera)
        self.pixels: Pixels = camera.pixel_array
        self.pixels[:] = camera.background
        self._cover: tuple[Drawing, Pixels, Pixels] | None = None

    def add(self, step: _Step) -> None:
        """Draw a step over what there is; a layer that is seen in part, as one."""
        if step.opacity >= 1:
            self.brush.paint(step.drawing)
            return
        box = bounds(step.where)
        below = self.pixels[box].copy()
        kept = self._cover
        if kept is None or kept[0] is not step.drawing or not np.array_equal(kept[1], below):
            self.brush.paint(step.drawing)
            kept = self._cover = step.drawing, below, self.pixels[box].copy()
        self.pixels[box] = mixed(below, kept[2], step.opacity)


def _reached(blocks: Blocks, steps: Sequence[_Step]) -> Blocks:
    """Return the blocks that have to be drawn anew with some: whole steps, and what they touch."""
    reached = blocks.copy()
    left = [step for step in steps if step.where.any()]
    while touching := [step for step in left if (step.where & reached).any()]:
        for step in touching:
            reached |= step.where
        left = [step for step in left if step not in touching]
    return reached


_AT_ONCE = 32
"""Rows that are mixed at once: few enough for the processor's cache."""


def mixed(below: Pixels, above: Pixels, opacity: float) -> Pixels:
    """Return ``opacity`` of one picture over another, in 256ths, rounded to the nearest."""
    weight = round(opacity * 256)
    result = np.empty(above.shape, np.uint8)
    for first in range(0, len(above), _AT_ONCE):
        rows = slice(first, first + _AT_ONCE)
        total = above[rows].astype(np.uint16)  # at most 255 * 256 + 128: it fits
        total *= weight
        total += below[rows].astype(np.uint16) * np.uint16(256 - weight)
        total += 128
        total >>= 8
        result[rows] = total
    return result


@contextmanager
def studio(look: Look) -> Iterator[None]:
    """Set manim up for drawing at ``look``: its size, and a media folder nobody else uses.

    From then on a mobject is copied without asking of each of its numbers, words and colours
    whether it can change: that takes most of the time.
    """
    from manim import ManimColor, Mobject, logger, tempconfig

    ManimColor.__deepcopy__ = itself
    Mobject.__deepcopy__ = copied
    with tempfile.TemporaryDirectory(prefix="downhill-") as media:
        settings = {
            "pixel_width": look.width,
            "pixel_height": look.height,
            "frame_width": look.frame_width,
            "frame_height": look.frame_height,
            "frame_rate": look.fps,
            "background_color": look.palette.background,
            "media_dir": media,
            "disable_caching": True,
        }
        level = logger.level
        with tempconfig(settings), setting_in(look.language):
            logger.setLevel("ERROR")
            try:
                yield
            finally:
                logger.setLevel(level)
