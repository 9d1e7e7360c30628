"""Sound, captions and plan agree, measured on the finished film."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
import srt

from pipeline import voices
from pipeline.deliver import Delivery
from pipeline.plan import Plan
from pipeline.prepare import planned, ready
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE
from tests.pipeline.onsets import onsets, samples_of
from tests.pipeline.small_lessons import BEATS, build, edited, small_look, write

pytestmark = pytest.mark.render

ONSET_S = 0.010
CAPTION_S = 0.100
EDIT = ("Here is a bowl.", "Here is a bowl. Its middle is where we want to go.")
"""An edit in the middle: what comes after it is heard from what is stored, at another time."""


@dataclass(frozen=True)
class Film:
    """A lesson as planned, its finished files, and where sound begins in the film, in seconds."""

    plan: Plan
    delivery: Delivery
    heard: list[float]

    @property
    def captions(self) -> list[srt.Subtitle]:
        (file,) = (file for file in self.delivery.files if file.suffix == ".srt")
        return list(srt.parse(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="module", params=["espeak"])
def films(request, tmp_path_factory) -> tuple[Film, Film]:
    """A lesson built from nothing, and edited and built again over what is stored."""
    voice = voices.get(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    store = Store(folder / "store")

    def film(text: str, out: str) -> tuple[Film, set[str]]:
        lesson = ready(write(folder, text), small_look())
        plan = planned(lesson, small_look(), voice, store)
        drawn, delivery = build(plan, store, folder / out)
        return Film(plan, delivery, onsets(samples_of(delivery.film))), drawn

    fresh, drawn_first = film(edited(), "fresh")
    again, drawn_then = film(edited(EDIT), "again")
    assert drawn_first == set(BEATS)
    assert drawn_then < drawn_first
    return fresh, again


def test_every_clip_sounds_where_the_plan_has_it(films: tuple[Film, Film]) -> None:
    for film in films:
        for beat in film.plan.beats:
            if beat.take.is_silent:
                assert film.heard == []
                continue
            planned_s = beat.voice_start / SAMPLE_RATE + onsets(beat.take.pcm)[0]
            assert nearest(planned_s, film.heard) == pytest.approx(planned_s, abs=ONSET_S)


def test_captions_start_with_the_sound_of_their_words(films: tuple[Film, Film]) -> None:
    for film in films:
        sentences = [
            one
            for before, one in pairwise([None, *film.captions])
            if before is None or before.content.endswith((".", "?"))
        ]
        assert len(sentences) >= len(BEATS)
        for caption in sentences if film.heard else ():
            start_s = caption.start.total_seconds()
            assert nearest(start_s, film.heard) == pytest.approx(start_s, abs=CAPTION_S)


def nearest(time_s: float, among: list[float]) -> float:
    return min(among, key=lambda other: abs(other - time_s))


def test_onsets_are_found_where_sound_begins() -> None:
    pcm = np.zeros(2 * SAMPLE_RATE)
    for begin_s in (0.5, 0.6, 1.2):
        begin = round(begin_s * SAMPLE_RATE)
        pcm[begin : begin + 3_000] = 0.1
    assert onsets(pcm) == pytest.approx([0.5, 1.2], abs=0.001)
    assert onsets(np.zeros(SAMPLE_RATE)) == []
