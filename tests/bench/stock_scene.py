"""Lesson 6 as one scene for stock ``manim render``: the same pictures for the same frames.

It reads the shots from the file that ``DOWNHILL_SHOTS`` names. A stretch in which something moves
is one ``play``, one that holds still one ``wait``, as an author would write them; of a stretch,
what stays the same object stands still on the scene, and only the rest is drawn at every frame.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from manim import Animation, Group, Mobject, Scene, config, linear

from pipeline.key import digest
from scenes.ease import smooth
from scenes.look import LONG_SIDE, SHORT_SIDE
from scenes.parts import faded
from scenes.player import layers, moment_at, stages
from scenes.shot import Shot

_SHOTS = os.environ.get("DOWNHILL_SHOTS")
Parts = tuple[Mobject, ...]
_FILMS: dict[str, Sequence[Parts]] = {}
"""Frames by name: outside the animations, whose every attribute manim hashes."""


class Shown(Animation):
    """Shows a list of pictures, one a frame; ``name`` says which, also to manim's cache."""

    def __init__(self, name: str, standing: int, run_time: float) -> None:
        super().__init__(Group(), run_time=run_time, rate_func=linear)
        self.name, self.standing = name, standing

    def interpolate_mobject(self, alpha: float) -> None:
        film = _FILMS[self.name]
        frame = min(round(alpha * self.run_time * config.frame_rate), len(film) - 1)
        self.mobject.submobjects = list(film[frame][self.standing :])


class Stock(Scene):
    """The whole lesson."""

    def construct(self) -> None:
        assert _SHOTS is not None
        with open(_SHOTS, "rb") as file:
            shots: list[Shot] = pickle.load(file)
        self.camera.background_color = shots[0].look.palette.background
        for shot in shots:
            for name, film in _stretches(shot):
                self._show(name, film)

    def _show(self, name: str, film: Sequence[Parts]) -> None:
        fps = config.frame_rate
        self.clear()
        if len({tuple(map(id, parts)) for parts in film}) == 1:
            self.add(*film[0])
            self.wait((len(film) + 0.5) / fps, frozen_frame=True)
            return
        rows = zip(*film, strict=False)
        standing = sum(1 for _ in takewhile(lambda row: len(set(map(id, row))) == 1, rows))
        self.add(*film[0][:standing])
        _FILMS[name] = film
        self.play(Shown(name, standing, (len(film) - 0.5) / fps))
        del _FILMS[name]


def _stretches(shot: Shot) -> Iterator[tuple[str, Sequence[Parts]]]:
    """Yield the stretches of a shot that move and those that hold still, each with a name."""
    on = stages(shot.panels, shot.look, shot.results)
    moments = [moment_at(shot, frame, on) for frame in range(shot.frames)]
    frames = [(moment, _light(shot, frame)) for frame, moment in enumerate(moments)]
    moves = [i > 0 and frames[i] != frames[i - 1] for i in range(shot.frames)]
    identity = digest((shot.panels, shot.cues, shot.frames, shot.look))
    start = 0
    for moving, run in groupby(moves):
        count = sum(1 for _ in run)
        film = [
            tuple(
                faded(mobject, layer.opacity * light)
                for layer in layers(moment, on)
                for mobject in layer.mobjects
            )
            for moment, light in frames[start : start + count]
        ]
        yield f"{identity} {start} {moving}", film if moving else film[:1] * count
        start += count


def _light(shot: Shot, frame: int) -> float:
    rise, fall = (frame + 1) / (shot.fade_in + 1), (shot.frames - frame) / (shot.fade_out + 1)
    return smooth(min(rise, fall, 1.0))


config.frame_width, config.frame_height = LONG_SIDE, SHORT_SIDE
