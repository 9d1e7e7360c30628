"""Sound, captions and plan agree, measured on the finished film, whatever the voice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest
import srt

from pipeline import voices
from pipeline.align import align, sphinx
from pipeline.cast import Cast, cast
from pipeline.deliver import Delivery
from pipeline.plan import Plan
from pipeline.prepare import planned, ready
from pipeline.resolve import ReadyLesson
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE, Utterance
from pipeline.voices import Voice
from pipeline.voices.espeak import Espeak
from tests.pipeline.onsets import heard_at, onsets, samples_of
from tests.pipeline.small_lessons import BEATS, build, edited, small_look, write
from tests.pipeline.small_recordings import say

pytestmark = pytest.mark.render

ONSET_S = 0.010
CAPTION_S = 0.100
ALIKE = 0.6
"""A clip that is heard somewhere is more like what is heard there; its own noise is 0.1."""
EDIT = ("Here is a bowl.", "Here is a bowl. Its middle is where we want to go.")
"""An edit in the middle: what comes after it is heard from what is stored, at another time."""
SPEAKERS = ("silent", "espeak", "festival", "listened", "recorded")


@dataclass(frozen=True)
class Listened(Espeak):
    """eSpeak's sound, with word times found in the sound."""

    name: str = "listened"

    @property
    def loudness_lufs(self) -> float | None:
        return Espeak().loudness_lufs

    def speak(self, text: str) -> Utterance:
        spoken = super().speak(text)
        found = align(text, spoken.pcm, spoken.rate)
        return Utterance(spoken.pcm, spoken.rate, found.words, found.source, found.confidence)


def voice_named(name: str) -> Voice:
    voice = Listened() if name == "listened" else voices.get(name)
    if missing := voice.missing() or (name == "listened" and sphinx.missing()):
        pytest.skip(f"{name}: {missing}")
    return voice


def by(name: str, lesson: ReadyLesson, folder: Path) -> Cast | Voice:
    """Return who speaks a lesson; its recordings are made first."""
    if name != "recorded":
        return voice_named(name)
    for scene, beat in lesson.beats():
        say(folder, f"{scene.spec.id}/{beat.spec.id}", beat.line.spoken)
    return cast(lesson, name)


@dataclass(frozen=True)
class Film:
    """A lesson as planned, its finished files, and the samples of its film."""

    plan: Plan
    delivery: Delivery
    pcm: np.ndarray

    @property
    def captions(self) -> list[srt.Subtitle]:
        (file,) = (file for file in self.delivery.files if file.suffix == ".srt")
        return list(srt.parse(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="module", params=SPEAKERS)
def films(request, tmp_path_factory) -> tuple[Film, Film]:
    """A lesson built from nothing, and edited and built again over what is stored."""
    folder = tmp_path_factory.mktemp(request.param)
    store = Store(folder / "store")

    def film(text: str, out: str) -> tuple[Film, set[str]]:
        lesson = ready(write(folder, text), small_look())
        plan = planned(lesson, small_look(), by(request.param, lesson, folder), store)
        drawn, delivery = build(plan, store, folder / out)
        return Film(plan, delivery, samples_of(delivery.film)), drawn

    fresh, drawn_first = film(edited(), "fresh")
    again, drawn_then = film(edited(EDIT), "again")
    assert drawn_first == set(BEATS)
    assert drawn_then < drawn_first
    return fresh, again


def test_every_clip_sounds_where_the_plan_has_it(films: tuple[Film, Film]) -> None:
    for film in films:
        for beat in film.plan.beats:
            if beat.take.is_silent:
                assert onsets(film.pcm) == []
                continue
            clip = beat.take.pcm
            due_s = beat.voice_start / SAMPLE_RATE + onsets(clip)[0]
            heard = heard_at(film.pcm, clip, due_s)
            print(f"{beat.name}: {1000 * (heard.at_s - due_s):+.2f} ms, {heard.likeness:.2f} alike")
            assert heard.likeness > ALIKE
            assert heard.at_s == pytest.approx(due_s, abs=ONSET_S)


def test_captions_start_with_their_words(films: tuple[Film, Film]) -> None:
    for film in films:
        words = [
            (unit.shown, start_s)
            for beat in film.plan.beats
            for unit, (start_s, _) in zip(beat.beat.line.units, beat.unit_times(), strict=True)
        ]
        shown = [caption.content.split() for caption in film.captions]
        assert [word for caption in shown for word in caption] == [word for word, _ in words]
        first = [0, *accumulate(map(len, shown))]
        for caption, index in zip(film.captions, first, strict=False):
            assert caption.start.total_seconds() == pytest.approx(words[index][1], abs=CAPTION_S)


def test_captions_start_with_the_sound_of_their_words(films: tuple[Film, Film]) -> None:
    for film in films:
        if not (heard := onsets(film.pcm)):
            continue
        sentences = [
            one
            for before, one in pairwise([None, *film.captions])
            if before is None or before.content.endswith((".", "?"))
        ]
        assert len(sentences) >= len(BEATS)
        for caption in sentences:
            start_s = caption.start.total_seconds()
            assert nearest(start_s, heard) == pytest.approx(start_s, abs=CAPTION_S)


def test_cues_and_captions_hang_on_word_times_that_were_found_in_the_sound(tmp_path: Path) -> None:
    lesson = ready(write(tmp_path, edited(EDIT)), small_look())
    store = Store(tmp_path / "store")
    listened, told = (
        planned(lesson, small_look(), voice_named(name), store) for name in ("listened", "espeak")
    )
    for found, known in zip(listened.beats, told.beats, strict=True):
        assert (found.take.source, known.take.source) == ("alignment", "events")
        assert np.array_equal(found.take.steps, known.take.steps)
        times = np.array(found.unit_times()) - np.array(known.unit_times())
        assert np.abs(times).max() < CAPTION_S
        starts = [
            (one.start - other.start) / small_look().fps
            for one, other in zip(found.shot.cues, known.shot.cues, strict=True)
        ]
        assert max(map(abs, starts), default=0) <= CAPTION_S


def nearest(time_s: float, among: list[float]) -> float:
    return min(among, key=lambda other: abs(other - time_s))


def test_onsets_are_found_where_sound_begins() -> None:
    pcm = np.zeros(2 * SAMPLE_RATE)
    for begin_s in (0.5, 0.6, 1.2):
        begin = round(begin_s * SAMPLE_RATE)
        pcm[begin : begin + 3_000] = 0.1
    assert onsets(pcm) == pytest.approx([0.5, 1.2], abs=0.001)
    assert onsets(np.zeros(SAMPLE_RATE)) == []


@pytest.mark.parametrize("off_s", [-0.1, -0.02, 0.0, 0.011, 0.2])
def test_a_clip_is_found_where_it_sounds_however_softly_it_begins(
    draw: np.random.RandomState, off_s: float
) -> None:
    """A hiss 40 dB below the vowel after it, both brought nearer to each other by a master."""
    noise = draw.standard_normal(round(0.1 * SAMPLE_RATE))
    time = np.arange(round(0.4 * SAMPLE_RATE)) / SAMPLE_RATE
    vowel = np.sin(2 * np.pi * 140 * time) + np.sin(2 * np.pi * 700 * time)
    clip = np.concatenate([0.003 * noise, 0.3 * vowel])
    film = 1e-4 * draw.standard_normal(3 * SAMPLE_RATE)
    begin = round((1.0 + off_s) * SAMPLE_RATE)
    film[begin : begin + len(clip)] += np.sign(clip) * np.abs(clip) ** 0.5
    heard = heard_at(film, clip, 1.0)
    assert heard.at_s == pytest.approx(1.0 + off_s, abs=0.001)
    assert heard.likeness > ALIKE
    assert heard_at(film, draw.standard_normal(len(clip)), 1.0).likeness < ALIKE / 2
