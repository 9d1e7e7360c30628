"""Words keep their times from the voice to the take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import ffmpeg, voices
from pipeline.narrate import TAKE_LUFS, narrate, phrases, take_inputs, unit_times
from pipeline.resample import resample
from pipeline.take import SAMPLE_RATE, Take, Utterance, WordTime, dumps, loads
from pipeline.voices.silent import Silent
from script.say import Line, Unit

RATE = 16_000
WORD_S = 0.2


@dataclass(frozen=True)
class Beeper:
    """A voice that says every word as 0.2 s of a tone, without gaps."""

    amplitude: float = 0.1
    name: str = "beeper"
    loudness_lufs: float | None = None

    def identity(self) -> Mapping[str, str]:
        return {"engine": "beeper", "version": "1", "amplitude": str(self.amplitude)}

    def missing(self) -> str | None:
        return None

    def speak(self, text: str) -> Utterance:
        words = []
        position = 0
        for i, word in enumerate(text.split()):
            position = text.index(word, position)
            stop = position + len(word)
            words.append(WordTime(position, stop, i * WORD_S, (i + 1) * WORD_S))
            position = stop
        samples = np.arange(round(len(words) * WORD_S * RATE))
        pcm = self.amplitude * np.sin(2 * np.pi * 440 / RATE * samples)
        return Utterance(pcm.astype(np.float32), RATE, tuple(words))


def line(
    *units: str | tuple[str, str],
    marks: Mapping[str, int] | None = None,
    pauses: Mapping[int, float] | None = None,
) -> Line:
    pairs = [(unit, unit) if isinstance(unit, str) else unit for unit in units]
    return Line(
        tuple(Unit(shown, spoken, spoken.endswith((".", "?"))) for shown, spoken in pairs),
        marks or {},
        pauses or {},
    )


def seconds(take: Take) -> list[tuple[float, float]]:
    return [
        (round(start / SAMPLE_RATE, 3), round(stop / SAMPLE_RATE, 3)) for start, stop in take.units
    ]


def test_a_unit_spoken_as_several_words_spans_them() -> None:
    take = narrate(line("y", "is", ("−1.4.", "minus one point four.")), Beeper())
    assert seconds(take) == [(0.0, 0.2), (0.2, 0.4), (0.4, 1.2)]
    assert take.samples == round(1.2 * SAMPLE_RATE)
    assert take.source == "events"


def test_sentences_are_035_s_apart_and_pauses_exact() -> None:
    take = narrate(line("One.", "Two.", "three", "four", pauses={2: 1.5, 3: 0.25}), Beeper())
    assert seconds(take) == [(0.0, 0.2), (0.55, 0.75), (2.25, 2.45), (2.7, 2.9)]
    silence = take.pcm[round(0.75 * SAMPLE_RATE) : round(2.25 * SAMPLE_RATE)]
    assert not silence.any()
    assert take.pcm[: round(0.2 * SAMPLE_RATE)].any()


def test_pauses_at_both_ends() -> None:
    take = narrate(line("one", pauses={0: 0.5, 1: 0.75}), Beeper())
    assert seconds(take) == [(0.5, 0.7)]
    assert take.samples == round(1.45 * SAMPLE_RATE)


def test_marks_are_where_the_next_word_starts() -> None:
    spoken = line("One.", "Two", "three.", marks={"a": 0, "b": 1, "c": 2, "end": 3})
    marks = narrate(spoken, Beeper()).marks
    assert {name: round(sample / SAMPLE_RATE, 3) for name, sample in marks.items()} == {
        "a": 0.0,
        "b": 0.55,
        "c": 0.75,
        "end": 0.95,
    }


def test_phrases_are_spoken_without_their_neighbours() -> None:
    spoken = phrases(line("One", "two.", "Three", "four", pauses={3: 1.0}))
    assert [(phrase.text, phrase.silence_s) for phrase in spoken] == [
        ("One two.", 0.0),
        ("Three", 0.35),
        ("four", 1.0),
    ]
    assert spoken[2].spans == ((0, 4),)


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ([(0, 2, 0.0, 0.6), (7, 13, 0.6, 1.0)], [(0.0, 0.24), (0.24, 0.6), (0.6, 1.0)]),
        ([(3, 6, 0.1, 0.6), (7, 13, 0.6, 1.0)], [(0.1, 0.3), (0.3, 0.6), (0.6, 1.0)]),
        ([], [(0.0, 0.18), (0.18, 0.45), (0.45, 1.0)]),
    ],
    ids=["second", "first", "all"],
)
def test_units_without_a_word_share_the_time_of_their_neighbour(
    heard: list[tuple[int, int, float, float]], expected: list[tuple[float, float]]
) -> None:
    words = tuple(WordTime(*word) for word in heard)
    utterance = Utterance(np.zeros(RATE, np.float32), RATE, words)
    times = unit_times(((0, 2), (3, 6), (7, 13)), utterance)
    assert [(round(a, 2), round(b, 2)) for a, b in times] == expected


WORDS = st.lists(
    st.tuples(
        st.sampled_from(["x", "0.6", "slope", "valley."]),
        st.sampled_from(["x", "zero point six", "slope", "minus one.", "of the"]),
    ),
    min_size=1,
    max_size=12,
)


@given(WORDS, st.dictionaries(st.integers(0, 12), st.floats(0, 2), max_size=3), st.booleans())
def test_unit_times_ascend_inside_the_take(
    words: list[tuple[str, str]], pauses: dict[int, float], silent: bool
) -> None:
    spoken = line(*words, pauses={at: s for at, s in pauses.items() if at <= len(words)})
    take = narrate(spoken, Silent() if silent else Beeper(loudness_lufs=-20.0))
    times = [sample for unit in take.units for sample in unit]
    assert len(take.units) == len(words)
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= take.samples
    assert all(stop > start for start, stop in take.units)


def test_the_time_of_a_word_does_not_depend_on_what_follows() -> None:
    espeak = voices.get("espeak")
    first = ("Take", "a", "step.")
    short, long = narrate(line(*first), espeak), narrate(line(*first, "Look", "again."), espeak)
    assert long.units[:3] == short.units
    assert np.array_equal(long.pcm[: short.samples], short.pcm)


@pytest.mark.parametrize("amplitude", [0.01, 0.5])
def test_takes_of_an_unknown_voice_are_levelled_by_measurement(amplitude: float) -> None:
    take = narrate(line("One", "two", "three", "four", "five."), Beeper(amplitude))
    assert ffmpeg.loudness(take.pcm).lufs == pytest.approx(TAKE_LUFS, abs=0.1)


def test_a_take_too_short_for_the_meter_is_levelled_as_several_of_it() -> None:
    loud, soft = (narrate(line("One."), Beeper(amplitude)) for amplitude in (0.5, 0.02))
    assert loud.samples < 0.4 * SAMPLE_RATE
    assert np.abs(soft.pcm).max() == pytest.approx(np.abs(loud.pcm).max(), rel=0.03)


def test_takes_of_a_known_voice_all_get_its_gain() -> None:
    take = narrate(line("One."), Beeper(0.1, loudness_lufs=TAKE_LUFS - 6))
    assert np.abs(take.pcm).max() == pytest.approx(0.1 * 10 ** (6 / 20), rel=0.01)


def test_the_silent_voice_is_left_silent() -> None:
    take = narrate(line("One", "two."), Silent())
    assert take.samples > SAMPLE_RATE / 2
    assert not take.pcm.any()
    assert take.source == "model"


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
def test_resampling_keeps_length_and_place(rate: int) -> None:
    click = np.zeros(2 * rate, np.float32)
    click[rate] = 1
    out = resample(click, rate)
    assert len(out) == 2 * SAMPLE_RATE
    assert out.argmax() == SAMPLE_RATE


def test_resampling_keeps_a_tone() -> None:
    at, out_at = np.arange(22_050) / 22_050, np.arange(SAMPLE_RATE) / SAMPLE_RATE
    out = resample(np.sin(2 * np.pi * 440 * at).astype(np.float32), 22_050)
    middle = slice(1_000, -1_000)
    error = out[middle] - np.sin(2 * np.pi * 440 * out_at)[middle]
    assert np.abs(error).max() < 1e-4


def test_a_take_survives_storage_bit_for_bit() -> None:
    take = narrate(line("One.", "Two.", marks={"b": 1}), voices.get("espeak"))
    again = loads(dumps(take))
    assert np.array_equal(again.pcm, take.pcm)
    assert again.pcm.dtype == np.float32
    assert (again.units, again.marks, again.source) == (take.units, take.marks, "events")
    assert dumps(again) == dumps(take)


@pytest.mark.parametrize("data", [b"", b"nonsense", b"{}\n", b'{"units": 3}\n\0\0', b"[]\n"])
def test_damaged_takes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a take"):
        loads(data)


def test_the_identity_of_a_take_is_what_is_heard() -> None:
    spoken = line("y", ("= 2", "equals two."), marks={"m": 1})
    asked = take_inputs(spoken, Beeper())
    assert json.loads(json.dumps(asked)) == asked
    assert (
        take_inputs(line(("Y", "y"), ("= 2.0", "equals two."), marks={"m": 1}), Beeper()) == asked
    )
    assert take_inputs(line("y", ("= 2", "equals three."), marks={"m": 1}), Beeper()) != asked
    assert take_inputs(line("y", ("= 2", "equals two."), marks={"m": 0}), Beeper()) != asked
    assert take_inputs(line("y", ("= 2", "equals two."), pauses={1: 1.0}), Beeper()) != asked
    assert take_inputs(spoken, Beeper(0.2)) != asked
