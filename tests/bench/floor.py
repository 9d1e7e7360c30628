"""What this machine can do at best: pictures drawn and encoded, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from pipeline.encode import encode_segment
from pipeline.plan import Plan
from scenes.canvas import studio
from scenes.player import Player
from scenes.shot import Shot


def floor(plan: Plan, folder: Path) -> tuple[float, float]:
    """Return the seconds of drawing and encoding each distinct frame once, and of encoding.

    Two processes do it, each for every second beat.
    """
    beats = sorted(plan.beats, key=lambda beat: -beat.frames)
    halves = [[beat.shot for beat in beats[i::2]] for i in (0, 1)]
    with _two() as pool:
        times = list(pool.map(drawn_and_encoded, halves, _files(folder)))
    return max(map(sum, times)), max(encoded for _, encoded in times)


def two_at_once(plan: Plan, name: str, folder: Path) -> tuple[float, float]:
    """Return the seconds of drawing a beat twice, one after the other, and at once.

    Half as long is what two cores could do that share nothing.
    """
    shots = next([beat.shot] for beat in plan.beats if beat.name == name)
    files = _files(folder)
    with _two() as pool:
        list(pool.map(drawn_and_encoded, [shots, shots], files))  # both are warm then
        began = perf_counter()
        for file in files:
            pool.submit(drawn_and_encoded, shots, file).result()
        apart = perf_counter() - began
        began = perf_counter()
        list(pool.map(drawn_and_encoded, [shots, shots], files))
        return apart, perf_counter() - began


def _two() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, get_context("spawn"))


def _files(folder: Path) -> list[Path]:
    return [folder / f"floor-{i}.mp4" for i in (0, 1)]


def drawn_and_encoded(shots: Sequence[Shot], file: Path) -> tuple[float, float]:
    """Return the seconds that drawing the distinct frames of shots takes, and encoding them."""
    drawn = encoded = 0.0
    with studio(shots[0].look):
        player = Player(shots[0].look)
        for shot in shots:
            waited = 0.0

            def film(shot=shot):
                nonlocal waited
                frames = player.film(shot)
                while True:
                    began = perf_counter()
                    frame = next(frames, None)
                    waited += perf_counter() - began
                    if frame is None:
                        return
                    yield frame

            began = perf_counter()
            encode_segment(film(), file, shot.look.fps, (shot.look.width, shot.look.height))
            encoded += perf_counter() - began - waited
            drawn += waited
    return drawn, encoded
