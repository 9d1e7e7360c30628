"""Long rests at the end of a shot: drawn and stored once, however long they are.

A picture that is held is a chain of equal groups: an IDR picture, and slices that say "as before".
So a shot that ends in a long rest is stored with one whole such group, and a film repeats that: a
longer pause costs no picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from pipeline.encode import GOP_S
from scenes.shot import Shot

Coded: TypeAlias = tuple[bytes, bool]
"""A coded picture, and whether it is an IDR picture."""

_GROUPS = 2
"""Groups in which the first that begins within a rest also ends."""


def stored(shot: Shot) -> Shot:
    """Return the shot as it is drawn and stored: of a long rest at its end only the beginning."""
    moving = max(
        1,
        shot.fade_in,
        *(cue.start + cue.frames for cue in shot.cues),
        *(caption.stop for caption in shot.captions),
    )
    kept = moving + _GROUPS * GOP_S * shot.look.fps
    return shot if shot.fade_out or shot.frames <= kept else replace(shot, frames=kept)


def lengthened(pictures: Sequence[Coded], frames: int, fps: int) -> list[Coded]:
    """Return the coded pictures of a stored shot for as many frames as the shot has.

    Raises
    ------
    ValueError
        When it must be longer, and does not end in a rest.
    """
    if frames <= len(pictures):
        return list(pictures[:frames])
    group = GOP_S * fps
    keys = [i for i, (_, is_key) in enumerate(pictures) if is_key and i + group <= len(pictures)]
    if not keys:
        raise ValueError(f"{len(pictures)} frames without a whole group of pictures")
    begin = keys[-1]
    rest = pictures[begin : begin + group]
    if any(is_key for _, is_key in rest[1:]):
        raise ValueError(f"{len(pictures)} frames that do not end in a rest")
    return [*pictures[:begin], *(rest[i % group] for i in range(frames - begin))]
