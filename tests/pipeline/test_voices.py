"""Every voice keeps the protocol; eSpeak NG gives the same bytes for the same text."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import numpy as np
import pyloudnorm
import pytest

from pipeline import voices
from pipeline.narrate import SENTENCE_PAUSE_S
from pipeline.take import Source
from pipeline.voices import Voice, VoiceFailed, espeak
from pipeline.voices.espeak import Espeak
from pipeline.voices.festival import Festival
from pipeline.voices.silent import Silent, syllables

PROSE = (
    "We stand at five, five.",
    "The loss here is seventy-five.",
    "Every step multiplies y by minus one point four, so the point jumps across the valley and "
    "lands farther away than it started.",
    "That is the whole trick: look at the slope, take a small step downhill, and look again.",
    "Why does the path bend?",
    "Because the steep direction shrinks quickly, while the shallow one has barely moved.",
    "After ten steps the loss has fallen to one percent of what it was.",
)


ENGINES = ("espeak", "festival", "silent")
"""Voices that need no server, no model and no recording."""


@pytest.fixture(params=ENGINES)
def voice(request: pytest.FixtureRequest) -> Voice:
    found = voices.get(request.param)
    if request.param == "festival" and (missing := found.missing()):
        pytest.skip(f"festival is {missing}")
    return found


def test_the_folder_is_the_registry() -> None:
    known = ("espeak", "festival", "openai", "piper", "recorded", "silent")
    assert voices.names() == known
    assert tuple(voices.get(name).name for name in known) == known


@pytest.mark.parametrize("name", voices.names())
def test_a_voice_is_its_settings_and_nothing_else(name: str) -> None:
    voice = voices.get(name)
    assert type(voice)() == voice
    assert hash(type(voice)()) == hash(voice)
    assert voice.times in get_args(Source)


def test_an_unknown_voice_is_named_with_the_closest() -> None:
    with pytest.raises(VoiceFailed, match=r"no voice is named 'espaek' - did you mean espeak\?"):
        voices.get("espaek")


def test_it_works_here(voice: Voice) -> None:
    assert voice.missing() is None


def test_its_identity_is_text(voice: Voice) -> None:
    identity = voice.identity()
    assert {"engine", "version"} < set(identity)
    assert all(isinstance(item, str) and item for pair in identity.items() for item in pair)


@pytest.mark.parametrize("text", [*PROSE, "It's the café of the 2nd well-known x.", "y"])
def test_word_times_ascend_inside_the_sound_and_cover_the_text(voice: Voice, text: str) -> None:
    utterance = voice.speak(text)
    words = utterance.words
    length_s = len(utterance.pcm) / utterance.rate
    times = [time for word in words for time in (word.start_s, word.stop_s)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= length_s
    assert all(word.stop_s > word.start_s for word in words)
    tokens = text.split()
    heard = {len(text[: word.start].split(" ")) - 1 for word in words}
    assert 0 in heard
    assert len(heard) >= 0.85 * len(tokens)  # eSpeak says "of the" and "it was" as one word
    spans = [position for word in words for position in (word.start, word.stop)]
    assert spans == sorted(spans)
    assert spans[-1] <= len(text)
    assert all(" " not in text[word.start : word.stop] for word in words)


def test_prose_is_spoken_at_140_to_150_words_a_minute(voice: Voice) -> None:
    spoken = [voice.speak(sentence) for sentence in PROSE]
    sound_s = sum(len(utterance.pcm) / utterance.rate for utterance in spoken)
    minutes = (sound_s + SENTENCE_PAUSE_S * (len(PROSE) - 1)) / 60
    assert 138 <= sum(len(sentence.split()) for sentence in PROSE) / minutes <= 152


def test_pcm_is_mono_float_in_range(voice: Voice) -> None:
    utterance = voice.speak(PROSE[0])
    assert utterance.pcm.dtype == np.float32
    assert utterance.pcm.ndim == 1
    assert np.abs(utterance.pcm).max() <= 1


def test_espeak_repeats_its_bytes_whatever_was_said_before() -> None:
    first = Espeak().speak(PROSE[2])
    Espeak().speak("Something else, said in between.")
    again = Espeak().speak(PROSE[2])
    assert first.pcm.tobytes() == again.pcm.tobytes()
    assert first.words == again.words


def test_espeak_repeats_its_bytes_in_processes_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        sounds = list(pool.map(Espeak().speak, [PROSE[3]] * 4))
    assert len({sound.pcm.tobytes() for sound in sounds}) == 1


def test_espeak_does_not_depend_on_the_clock() -> None:
    """The engine seeds its noise with the second it starts in."""
    first = Espeak().speak(PROSE[4])
    time.sleep(1.1)
    assert Espeak().speak(PROSE[4]).pcm.tobytes() == first.pcm.tobytes()


def test_espeak_words_start_where_sound_starts_again() -> None:
    utterance = Espeak().speak("One, two.")
    first, second = utterance.words
    between = utterance.pcm[round(first.stop_s * utterance.rate) :][:200]
    assert second.start_s - first.stop_s > 0.05
    assert np.abs(between).max() < 0.02


def test_a_voice_is_as_loud_as_it_says(voice: Voice) -> None:
    if voice.name == "silent":
        assert voice.loudness_lufs is None
        return
    spoken = [voice.speak(sentence) for sentence in PROSE]
    pcm = np.concatenate([utterance.pcm for utterance in spoken]).astype(np.float64)
    meter = pyloudnorm.Meter(spoken[0].rate)
    stereo = np.column_stack([pcm, pcm])
    assert meter.integrated_loudness(stereo) == pytest.approx(voice.loudness_lufs, abs=0.5)


def test_the_loudness_of_other_settings_is_not_known() -> None:
    assert Espeak(volume=50).loudness_lufs is None
    assert Festival(speed=1.1).loudness_lufs is None


def test_espeak_reads_its_data_from_a_long_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, data = espeak._engine()
    deep = tmp_path / ("long" * 30) / ("path" * 30)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(data)
    monkeypatch.setattr(espeak, "_engine", lambda: (library, str(deep / "espeak-ng-data")))
    assert Espeak().missing() is None


def test_espeak_says_what_it_cannot_do() -> None:
    with pytest.raises(
        VoiceFailed, match=r"'espeak' failed .* on 'Hello.': eSpeak NG knows no voice nobody"
    ):
        Espeak(variant="nobody").speak("Hello.")
    with pytest.raises(VoiceFailed, match="finds no word in"):
        Espeak().speak("...")


def test_espeak_says_when_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    espeak._engine.cache_clear()
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    assert "the voice 'espeak' is not installed" in str(Espeak().missing())
    with pytest.raises(VoiceFailed, match="is not installed"):
        Espeak().identity()


def test_espeak_settings_are_its_identity() -> None:
    assert Espeak().identity() == Espeak().identity()
    assert Espeak(rate=151).identity() != Espeak().identity()
    assert Espeak(variant="en-us+f3").identity() != Espeak().identity()


def test_silent_is_silent_and_pauses_at_commas() -> None:
    utterance = Silent().speak("One, two three.")
    one, two, three = utterance.words
    assert not utterance.pcm.any()
    assert two.start_s - one.stop_s == pytest.approx(0.2)
    assert three.start_s == two.stop_s


@pytest.mark.parametrize(
    ("word", "count"),
    [("a", 1), ("slope", 1), ("valley", 2), ("negative", 3), ("table", 2), ("x", 1), ("step.", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count
