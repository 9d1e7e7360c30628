"""Every film is at -14 LUFS under -1 dBTP: measured on its decoded AAC, by other tools.

``pytest -s`` prints the figures.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pipeline import voices
from pipeline.build import render, status
from pipeline.deliver import deliver, deliver_scene
from pipeline.plan import Plan, samples_per_frame
from pipeline.prepare import planned, ready
from pipeline.silences import joined, spoken_spans
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE
from tests.pipeline import meter
from tests.pipeline.small_lessons import edited, small_look, write
from tests.pipeline.small_music import chords, write_wav

pytestmark = pytest.mark.render

NEEDS_MORE = ("silent", "recorded")
"""Voices that say nothing, or nothing of themselves."""
VOICES = [
    name for name in voices.names() if name not in NEEDS_MORE and not voices.get(name).missing()
]
EARCONS = (
    ("{reveal: 0, at: go, for: 0.3}", "{reveal: 0, at: go, sound: question}"),
    ("Take one [go] step.", "Take one. [pause 1] [go] Step."),
    ("{step: {to: 1}, at: go, for: 0.4}", "{step: {to: 1}, at: go}\n    - {sound: answer, at: go}"),
    ("say: And [go] down.", "say: And. [pause 4] [go] Down."),
)
MUSIC = ("voice: silent", "voice: silent\nmusic: {file: theme.wav, fade: 0.5}")
KINDS = {"plain": (), "earcons": EARCONS, "music": (MUSIC,), "both": (*EARCONS, MUSIC)}


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory):
    """Give the film of a voice and a kind, and its plan; each is made once."""
    folder = tmp_path_factory.mktemp("loudness")
    store = Store(folder / "store")
    write_wav(folder / "theme.wav", chords())

    @cache
    def film(voice: str, kind: str) -> tuple[Plan, Path, Path]:
        lesson = ready(write(folder, edited(*KINDS[kind])), small_look())
        plan = planned(lesson, small_look(), voices.get(voice), store)
        footage = render(status(plan, store), plan, store, jobs=2)
        whole = deliver(plan, footage, store, folder / voice / kind)
        scene = deliver_scene(plan, "bowl", footage, store, folder / voice / kind / "scenes")
        return plan, whole.film, scene.film

    return film


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("voice", VOICES)
def test_a_film_is_as_loud_as_promised(films, voice: str, kind: str) -> None:
    for film in films(voice, kind)[1:]:
        heard = meter.decoded(film)
        lufs, peak, dead = meter.lufs(heard), meter.true_peak(heard), meter.longest_dead(heard)
        print(f"{voice}, {kind}, {film.stem}: {lufs:.2f} LUFS, {peak:.2f} dBTP, dead {dead:.3f} s")
        assert lufs == pytest.approx(-14.0, abs=0.5)
        assert peak <= -1.0
        assert dead <= 0.1


@cache
def _mixed(film: Path) -> meter.Pcm:
    return meter.decoded(film)


def spans_of(plan: Plan, join: int = 0) -> tuple[tuple[int, int], ...]:
    """Return where somebody speaks in a film."""
    found = [
        (beat.voice_start + start, beat.voice_start + stop)
        for beat in plan.beats
        for start, stop in spoken_spans(beat.take)
    ]
    return joined(found, join)


@pytest.mark.parametrize("voice", VOICES)
def test_music_is_twenty_decibels_below_the_speech(films, voice: str) -> None:
    plan, with_music, _ = films(voice, "both")
    _, without, _ = films(voice, "earcons")
    both, speech = _mixed(with_music), _mixed(without)
    assert both.shape == speech.shape
    music = both - speech
    spans = spans_of(plan)
    below = meter.loudness_over(speech, spans) - meter.loudness_over(music, spans)
    print(f"{voice}: music {below:.1f} dB below the speech")
    assert below >= 20
    assert meter.loudest_moment(music, spans) < -14 - 20


@pytest.mark.parametrize("voice", VOICES)
def test_music_is_heard_where_nobody_speaks(films, voice: str) -> None:
    plan, with_music, _ = films(voice, "both")
    spans = spans_of(plan)
    edges = [(a[1], b[0]) for a, b in pairwise(spans)]
    start, stop = max(edges, key=lambda edge: edge[1] - edge[0])
    middle = slice((start + stop) // 2 - SAMPLE_RATE // 4, (start + stop) // 2 + SAMPLE_RATE // 4)
    music = meter.loudness_over(_mixed(with_music)[middle], [(0, SAMPLE_RATE // 2)])
    alone = meter.loudness_over(_mixed(films(voice, "earcons")[1])[middle], [(0, SAMPLE_RATE // 2)])
    assert -40 < music < -20
    assert alone < -65


@pytest.mark.parametrize("voice", VOICES)
def test_earcons_are_heard_under_the_speech_and_in_their_places(films, voice: str) -> None:
    plan, film, _ = films(voice, "earcons")
    heard = _mixed(film)
    speech = meter.loudness_over(heard, spans_of(plan))
    places = [
        (beat.voice_start + one.at, beat.voice_start + one.stop)
        for beat in plan.beats
        for one in beat.earcons
    ]
    assert len(places) == 2
    for place in places:
        assert 6 < speech - meter.loudness_over(heard, [place]) < 16
        before = meter.loudness_over(heard, [(place[0] - 2000, place[0] - 200)])
        assert before < meter.loudness_over(heard, [place]) - 20


@pytest.mark.parametrize("kind", ["music", "both"])
def test_what_an_edit_leaves_is_what_a_clean_build_makes(tmp_path: Path, kind: str) -> None:
    """With music under everything, too: the same bytes after an edit as from nothing."""
    write_wav(tmp_path / "theme.wav", chords())
    longer = ("And then another.", "And then, a little later, another.")
    once, edit = KINDS[kind], (*KINDS[kind], longer)
    built = {}
    for name, versions in {"after an edit": (once, edit), "clean": (edit,)}.items():
        store = Store(tmp_path / name / "store")
        for changes in versions:
            lesson = ready(write(tmp_path, edited(*changes)), small_look())
            plan = planned(lesson, small_look(), voices.get("espeak"), store)
            footage = render(status(plan, store), plan, store, jobs=2)
            made = deliver(plan, footage, store, tmp_path / name / "out")
        built[name] = made.film.read_bytes()
        samples = plan.frames * samples_per_frame(plan.look)
        assert 0 <= len(meter.decoded(made.film)) - samples < 1024
    assert built["after an edit"] == built["clean"]


def test_the_meter_is_not_deaf() -> None:
    """A sine of known loudness, a peak between two samples, and a gap of known length."""
    time = np.arange(10 * SAMPLE_RATE) / SAMPLE_RATE
    sine = np.stack([0.1 * np.sin(2 * np.pi * 997 * time)] * 2, axis=1)
    assert meter.lufs(sine) == pytest.approx(-20.0, abs=0.1)
    quarter = np.stack([np.sin(2 * np.pi * 12_000 * time + np.pi / 4)] * 2, axis=1)
    assert 20 * np.log10(np.abs(quarter).max()) == pytest.approx(-3.0, abs=0.1)
    assert meter.true_peak(quarter) == pytest.approx(0.0, abs=0.2)
    sine[100_000:110_000] = 0
    assert meter.longest_dead(sine) == pytest.approx(10_000 / SAMPLE_RATE, abs=0.001)
