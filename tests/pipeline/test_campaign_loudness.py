"""Every lesson, in every voice that runs here, is as loud as promised: measured on its film.

The small draw builds one scene of one lesson; ``--campaign`` builds every lesson, whole, in every
voice. ``pytest -s`` prints the figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline import voices
from pipeline.build import render, status
from pipeline.cast import cast
from pipeline.deliver import deliver, deliver_scene
from pipeline.prepare import LESSONS, in_all_languages, planned, ready
from pipeline.store import Store
from scenes.look import Look, look
from script.load import find_lessons
from script.schema import Lesson
from tests.pipeline import meter
from tests.pipeline.small_lessons import small_look

pytestmark = pytest.mark.render

VOICES = [name for name in ("espeak", "festival") if voices.get(name).missing() is None]
CASES = [
    (path, voice)
    for lesson in find_lessons(LESSONS)
    for path in in_all_languages(lesson)
    for voice in VOICES
    if voice == "espeak" or path == lesson
]
"""Festival speaks English only."""


def _look(lesson: Lesson) -> Look:
    """Return a small look, standing where the lesson stands."""
    lying = small_look()
    if lesson.aspect == "landscape":
        return lying
    standing = look("l", lying.fps, aspect="portrait")
    return replace(standing, width=lying.height, height=lying.width)


def film(path: Path, voice: str, scene: int | None, store: Store, folder: Path) -> Path:
    """Return the film of a lesson, or of one of its scenes alone, small and in a voice."""
    lesson = ready(path, _look)
    if scene is not None:
        one = lesson.scenes[scene % len(lesson.scenes)]
        lesson = replace(lesson, scenes=(one,))
    plan = planned(lesson, _look(lesson.lesson), cast(lesson, voice), store)
    footage = render(status(plan, store), plan, store, jobs=2)
    if scene is None:
        return deliver(plan, footage, store, folder).film
    return deliver_scene(plan, lesson.scenes[0].spec.id, footage, store, folder).film


def test_every_lesson_is_as_loud_as_promised_in_every_voice(
    draw: np.random.RandomState, campaign_size: Callable[[int, int], int], tmp_path: Path
) -> None:
    wanted = campaign_size(1, len(CASES))
    store = Store(tmp_path / "store")
    for number, case in enumerate(draw.permutation(len(CASES))[:wanted]):
        path, voice = CASES[case]
        scene = None if wanted == len(CASES) else int(draw.randint(1_000))
        heard = meter.decoded(film(path, voice, scene, store, tmp_path / str(number)))
        lufs, peak, dead = meter.lufs(heard), meter.true_peak(heard), meter.longest_dead(heard)
        part = "" if scene is None else f", scene {scene}"
        print(f"{path.stem}{part}, {voice}: {lufs:.2f} LUFS, {peak:.2f} dBTP, dead {dead:.3f} s")
        assert lufs == pytest.approx(-14.0, abs=0.5)
        assert peak <= -1.0
        assert dead <= 0.1
