"""The parts of alignment that need no engine."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.align import AlignFailed, align, matching, sphinx, transcribe
from pipeline.align.aligning import proportional
from pipeline.align.evidence import doubts, highest_mean, levels
from pipeline.align.features import HOP, RATE, features
from pipeline.align.sounds import arpabet, sounds
from pipeline.align.sphinx import Phone, Stretch
from pipeline.align.warp import distances, mean_along, warp
from pipeline.align.words import words
from pipeline.voices import VoiceFailed
from pipeline.voices.espeak import Espeak


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Watch the path.", [("Watch",), ("the",), ("path",)]),
        ("seventy-five, it's", [("seventy",), ("five",), ("it's",)]),
        ("in 1986", [("in",), ("nineteen", "eighty", "six")]),
        ("2001, 2015", [("two", "thousand", "one"), ("twenty", "fifteen")]),
        ("1905 or 1900", [("nineteen", "oh", "five"), ("or",), ("nineteen", "hundred")]),
        ("2000", [("two", "thousand")]),
        ("café of Müller’s", [("café",), ("of",), ("Müller's",)]),
        ("... - ?", []),
    ],
)
def test_words_are_those_of_a_dictionary(text: str, said: list[tuple[str, ...]]) -> None:
    found = words(text)
    assert [word.said for word in found] == said
    assert all(text[word.start : word.stop].strip(" .,-") for word in found)


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("overfitting", "OW V ER F IH T IH NG"),
        ("curvatures", "K ER V AH CH ER Z"),
        ("hour", "AW ER"),
        ("near", "N IH R"),
        ("little", "L IH T AH L"),
        ("button", "B AH T AH N"),
        ("thought", "TH AO T"),
        ("judge", "JH AH JH"),
    ],
)
def test_unknown_words_are_pronounced_as_espeak_does(word: str, phones: str) -> None:
    assert arpabet(Espeak().phonemes([word])[0]) == phones


def test_words_of_the_subject_may_be_pronounced_in_several_ways() -> None:
    assert sounds("eta") == ("EY T AH", "IY T AH", "EH T AH")
    assert sounds("Nesterov") == ("N EH S T ER AO F", "N EH S T ER AA V")
    assert sounds("nabla") == ("N AE B L AH",)


def test_phonemes_without_a_phone_are_left_out() -> None:
    assert arpabet("ˈɥ_a_!") == "AA"


def test_a_path_follows_what_is_stretched() -> None:
    frames = np.random.RandomState(1).standard_normal((60, 8))
    stretched = np.repeat(frames, 2, axis=0)
    distance = distances(stretched, frames)
    path = warp(distance)
    assert path[0].tolist() == [0, 0]
    assert path[-1].tolist() == [119, 59]
    assert set(map(tuple, np.diff(path, axis=0))) <= {(0, 1), (1, 0), (1, 1)}
    assert np.abs(path[:, 0] / 2 - path[:, 1]).max() <= 1
    assert mean_along(path, distance) == pytest.approx(0, abs=1e-6)
    assert mean_along(warp(distance[:, ::-1]), distance[:, ::-1]) > 0.5


def test_a_path_is_the_cheapest_of_all() -> None:
    distance = np.random.RandomState(2).rand(5, 6)

    def cheapest(at: int, beside: int) -> float:
        if at == beside == 0:
            return float(distance[0, 0])
        ways = [
            (at - 1, beside - 1, 0.0),
            (at - 1, beside, 0.1),
            (at, beside - 1, 0.1),
        ]
        return float(distance[at, beside]) + min(
            cheapest(i, j) + alone for i, j, alone in ways if i >= 0 and j >= 0
        )

    path = warp(distance)
    alone = sum(0.1 for step in np.diff(path, axis=0) if step.sum() == 1)
    cost = mean_along(path, distance) * len(path) + alone
    assert cost == pytest.approx(cheapest(4, 5))


def test_features_do_not_change_with_gain() -> None:
    sound = np.random.RandomState(3).standard_normal(RATE).astype(np.float32)
    found = features(sound)
    assert found.shape == (RATE // HOP, 14)
    assert features(sound * np.float32(0.01)) == pytest.approx(found, abs=1e-4)
    assert np.isfinite(features(np.zeros(10, np.float32))).all()


def test_levels_are_under_the_loudest_twentieth() -> None:
    sound = np.concatenate([np.full(1_600, 0.5), np.full(1_600, 0.005)]).astype(np.float32)
    assert levels(sound, 160) == pytest.approx([0.0] * 10 + [-40.0] * 10, abs=0.01)


def test_the_highest_mean_has_a_middle() -> None:
    values = np.array([0.0, 0, 0, 4, 5, 4, 0, 0])
    assert highest_mean(values, 3) == (pytest.approx(13 / 3), 4)
    assert highest_mean(values, 100) == (pytest.approx(13 / 8), 4)


def laid(*stretches: tuple[str, int, float]) -> list[Stretch]:
    """Return stretches of phones of five frames: name, frames, cost of a frame."""
    found, first = [], 0
    for name, frames, cost in stretches:
        starts = range(first, first + frames, 5)
        first += frames
        found.append(Stretch(name, tuple(Phone("X", start, 5, 5 * cost) for start in starts)))
    return found


FAIR = [("<sil>", 10, 5.0), ("one", 30, 10.0), ("two(2)", 30, 12.0), ("</s>", 10, 5.0)]


@pytest.mark.parametrize(
    ("change", "level", "said"),
    [
        ({}, {}, ""),
        ({1: ("one", 160, 10.0)}, {}, "'one' would last 1.6 s"),
        ({3: ("<sil>", 40, 30.0)}, {70: 0.0}, "there is more in the sound, near 'two', at 0.9 s"),
        ({2: ("two", 5, 80.0)}, {}, "'two' is not heard at 0.4 s"),
        ({1: ("one", 30, 29.0), 2: ("two", 30, 29.0)}, {}, "the words do not sound like this"),
        (
            {1: ("one", 35, 10.0), 2: ("two", 30, 60.0)},
            {},
            "something else is said near 'two', at 0.6 s",
        ),
    ],
)
def test_doubts_say_what_is_wrong(
    change: dict[int, tuple[str, int, float]], level: dict[int, float], said: str
) -> None:
    stretches = laid(*(change.get(i, stretch) for i, stretch in enumerate(FAIR)))
    loudness = np.full(stretches[-1].stop, -60.0)
    loudness[10:70] = 0.0
    for first, value in level.items():
        loudness[first : first + 40] = value
    over = [doubt for doubt in doubts(stretches, loudness) if doubt.measure > 1]
    assert said in [doubt.said for doubt in over] if said else not over


def test_one_long_vowel_is_no_other_word() -> None:
    one = Stretch("one", (Phone("W", 0, 10, 100.0), Phone("AH", 10, 30, 1_800.0)))
    rest = Stretch("two", (Phone("T", 40, 30, 300.0), Phone("UW", 70, 30, 300.0)))
    found = doubts([one, rest], np.zeros(100))
    assert max(doubt.measure for doubt in found) < 1


def test_without_an_engine_times_are_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise VoiceFailed("not here")

    monkeypatch.setattr(sphinx, "missing", lambda: "not here")
    monkeypatch.setattr(matching, "matched", failing)
    found = align("One, three!", np.ones(1_000, np.float32), 100)
    assert found == proportional("One, three!", np.ones(1_000, np.float32), 100)
    assert (found.source, found.confidence) == ("proportion", 0.0)
    one, three = found.words
    assert (one.start_s, one.stop_s, three.stop_s) == (0.0, 4.0, 10.0)
    with pytest.raises(AlignFailed, match="not here"):
        transcribe(np.zeros(1_000, np.float32), 100)


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(AlignFailed, match="there are no words in"):
        align("...", np.zeros(1_000, np.float32), 16_000)


@pytest.mark.parametrize("pcm", [np.zeros(1_000, np.float32), np.zeros(0, np.float32)])
def test_silence_says_nothing(pcm: np.ndarray) -> None:
    with pytest.raises(AlignFailed, match=r"silence does not say 'One\.'"):
        align("One.", pcm, 16_000)


def test_a_minute_is_the_most_that_is_matched() -> None:
    with pytest.raises(AlignFailed, match="only 60 s at once"):
        matching.matched("Hola.", np.zeros(61 * RATE, np.float32), RATE, "es")
