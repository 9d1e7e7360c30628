"""From a recording to a take: checked, aligned with its text, cut, levelled."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.align import Aligned, AlignFailed, align
from pipeline.decode import NotSound, Sound, decode
from pipeline.narrate import levelled, unit_times
from pipeline.recordings.flaws import Flaw, flaws
from pipeline.resample import resample
from pipeline.speech_span import speech_span
from pipeline.take import SAMPLE_RATE, Take, Utterance, WordTime, quantize
from script.errors import DownhillError
from script.say import Line

_LEAD_S, _TAIL_S = 0.04, 0.12
"""Kept around the words of a beat where a longer take is cut."""
_FADE_S = 0.01


class BadRecording(DownhillError):
    """A recording that cannot be used; ``flaws`` are all there is to mend."""

    exit_code = 2

    def __init__(self, path: Path, found: tuple[Flaw, ...]) -> None:
        self.flaws = tuple((f"{path}: {message}", hint) for message, hint in found)
        super().__init__("\n".join(f"{message} - {hint}" for message, hint in self.flaws))


@dataclass(frozen=True, slots=True)
class Words:
    """When the words of a recording sound: those of ``aligned`` are of ``text``, joined."""

    text: str
    aligned: Aligned


def opened(path: Path, sha256: str) -> Sound:
    """Return the sound of a recording, without silence at its ends.

    Raises
    ------
    BadRecording
        When it is no sound or a bad one, or is not the file of that digest any more.
    """
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BadRecording(path, (("it was changed while it was read", "build again"),))
    try:
        sound = decode(data)
    except NotSound as error:
        raise BadRecording(path, ((str(error), "save it as WAV"),)) from None
    if found := flaws(sound):
        raise BadRecording(path, found)
    first, stop = speech_span(sound.pcm, sound.rate)
    return Sound(sound.pcm[first:stop].clip(-1, 1), sound.rate)


def found_words(
    sound: Sound,
    says: tuple[str, ...],
    path: Path,
    language: str = "en",
    written: Mapping[str, str] | None = None,
) -> Words:
    """Return when the words of a recording sound; ``says`` is the text of each of its beats.

    ``language`` is the tag of what it is spoken in; ``written`` gives pronunciations, as ``align``.

    Raises
    ------
    BadRecording
        When it does not say that.
    """
    text = " ".join(says)
    try:
        return Words(text, align(text, sound.pcm, sound.rate, language, written or {}))
    except AlignFailed as error:
        raise BadRecording(path, ((str(error), "record it again, or mend the text"),)) from None


def cut(sound: Sound, words: Words, says: tuple[str, ...], index: int) -> Utterance | None:
    """Return the part of a recording that says its text number ``index``; None where it is mute.

    Word times and positions are those of the part. Between two beats the recording is cut in the
    middle of the quiet, which is shortened to what a breath needs.
    """
    starts = np.cumsum([0, *(len(text) + 1 for text in says)])
    begin, end = int(starts[index]), int(starts[index + 1])
    timed = words.aligned.words
    own = [word for word in timed if begin <= word.start < end]
    if not own:
        return None
    before = [word.stop_s for word in timed if word.start < begin]
    after = [word.start_s for word in timed if word.start >= end]
    first_s = max((before[-1] + own[0].start_s) / 2, own[0].start_s - _LEAD_S) if before else 0.0
    last_s = sound.seconds
    if after:
        last_s = min((own[-1].stop_s + after[0]) / 2, own[-1].stop_s + _TAIL_S)
    pcm = sound.pcm[round(first_s * sound.rate) : round(last_s * sound.rate)]
    length_s = len(pcm) / sound.rate
    inside = tuple(_moved(word, begin, first_s, length_s) for word in own)
    found = words.aligned
    return Utterance(pcm, sound.rate, inside, found.source, found.confidence)


def recorded_take(said: Utterance, text: str, line: Line) -> Take:
    """Return a beat's take from its part of a recording, which says ``text``.

    Where the line reads otherwise by now, the words that are still the same keep their times. A
    ``[pause]`` lasts as long as it was spoken, and as it asks for at the least.
    """
    if text != line.spoken:
        said = replace(said, words=carried(said.words, text, line.spoken))
    pcm = levelled(resample(said.pcm, said.rate), None)
    times = unit_times(line.spoken_spans, said)
    units = [
        (min(round(a * SAMPLE_RATE), len(pcm)), min(round(b * SAMPLE_RATE), len(pcm)))
        for a, b in times
    ]
    pcm, units = _with_pauses(pcm, units, line)
    starts = [*(start for start, _ in units), len(pcm)]
    last_pause = round(line.pauses.get(len(line.units), 0.0) * SAMPLE_RATE)
    return Take(
        held=quantize(np.concatenate([pcm, np.zeros(last_pause, np.float32)])),
        units=tuple(units),
        marks={name: starts[unit] for name, unit in line.marks.items()},
        source=said.source,
        confidence=said.confidence,
    )


def carried(words: tuple[WordTime, ...], old: str, new: str) -> tuple[WordTime, ...]:
    """Return the times of the words of a new text that were in the old one, in the same order."""
    found = list(re.finditer(r"\S+", new))
    was = [_bare(old[word.start : word.stop]) for word in words]
    matcher = SequenceMatcher(None, was, [_bare(one.group()) for one in found], autojunk=False)
    kept = []
    for block in matcher.get_matching_blocks():
        for i in range(block.size):
            word, one = words[block.a + i], found[block.b + i]
            kept.append(replace(word, start=one.start(), stop=one.end()))
    return tuple(kept)


def dumps(words: Words) -> str:
    """Return word times as text, to be stored."""
    return json.dumps({"text": words.text, **asdict(words.aligned)})


def loads(text: str) -> Words:
    """Return the word times that ``dumps`` wrote."""
    read: dict[str, Any] = json.loads(text)
    times = tuple(WordTime(**word) for word in read["words"])
    return Words(read["text"], Aligned(times, read["source"], read["confidence"]))


def _moved(word: WordTime, begin: int, first_s: float, length_s: float) -> WordTime:
    start_s, stop_s = (min(max(s - first_s, 0.0), length_s) for s in (word.start_s, word.stop_s))
    return WordTime(word.start - begin, word.stop - begin, start_s, stop_s)


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word).lower()


def _with_pauses(
    pcm: NDArray[np.float32], units: list[tuple[int, int]], line: Line
) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
    """Return a take whose pauses before a unit last as long as they must, and its units then."""
    pieces: list[NDArray[np.float32]] = []
    moved: list[tuple[int, int]] = []
    at = shift = quiet_from = 0
    for unit, (start, stop) in enumerate(units):
        gap = start - quiet_from if unit else 0
        lacking = round(line.pauses.get(unit, 0.0) * SAMPLE_RATE) - gap
        if lacking > 0:
            here = start - gap // 2 if unit else 0
            pieces += [_faded(pcm[at:here]), np.zeros(lacking, np.float32)]
            at, shift = here, shift + lacking
        moved.append((start + shift, stop + shift))
        quiet_from = stop
    return np.concatenate([*pieces, _faded(pcm[at:])]), moved


def _faded(pcm: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return samples that begin and end softly, so that a cut in the noise of a room is unheard."""
    size = min(round(_FADE_S * SAMPLE_RATE), len(pcm) // 2)
    ramp = np.linspace(0, 1, size, dtype=np.float32)
    out = pcm.copy()
    out[:size] *= ramp
    out[len(out) - size :] *= ramp[::-1]
    return out
