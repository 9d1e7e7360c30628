"""Speech of the course is aligned, and what is wrong with it is refused: counted and printed.

``pytest -s --campaign`` shows the error rates over every sentence of every lesson.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest

from pipeline.align import AlignFailed, align, matching, sphinx, transcribe
from pipeline.align.words import words
from pipeline.voices import Voice
from pipeline.voices.espeak import Espeak
from tests.pipeline.speech import (
    SPANISH,
    Claim,
    claims,
    course,
    sentences,
    slow_speakers,
    speakers,
    spoken,
)

Draw = np.random.RandomState
Size = Callable[[int, int], int]
FEWEST = 6
"""Words of a sentence from which three are left out."""

needs_sphinx = pytest.mark.skipif(sphinx.missing() is not None, reason=str(sphinx.missing()))


def outcomes(found: list[Claim], refused: Callable[[Claim], bool]) -> Counter[tuple[str, bool]]:
    """Count claims by what is wrong with them and whether they were refused, and print that."""
    counts = Counter((claim.what, refused(claim)) for claim in found)
    for what in dict.fromkeys(what for what, _ in counts):
        whole = counts[what, True] + counts[what, False]
        print(f"  {what or 'correct speech':<18} refused {counts[what, True]:>3} of {whole}")
    return counts


def is_refused(claim: Claim) -> bool:
    try:
        align(claim.text, claim.pcm, claim.rate)
    except AlignFailed:
        return True
    return False


def does_not_match(claim: Claim) -> bool:
    try:
        matching.matched(claim.text, claim.pcm, claim.rate, "en")
    except AlignFailed:
        return True
    return False


@needs_sphinx
@pytest.mark.parametrize("voice", [*speakers(), *slow_speakers()], ids=repr)
def test_correct_speech_is_aligned_and_planted_errors_are_refused(
    voice: Voice, draw: Draw, campaign_size: Size
) -> None:
    texts = sentences(fewest=FEWEST)[: campaign_size(3, 0)] or course(FEWEST)
    print(f"\n{voice}")
    counts = outcomes(list(claims(voice, texts, draw)), is_refused)
    assert counts["", True] <= 0.02 * len(texts)
    wrong = {what for what, _ in counts if what}
    assert len(wrong) == 7
    assert sum(counts[what, False] for what in wrong) <= 0.02 * len(wrong) * len(texts)


@pytest.mark.parametrize("voice", speakers(), ids=repr)
def test_matching_takes_correct_speech_and_refuses_what_is_far_from_it(
    voice: Voice, draw: Draw, campaign_size: Size
) -> None:
    texts = sentences(fewest=FEWEST)[: campaign_size(2, 0)] or course(FEWEST)
    print(f"\n{voice}")
    counts = outcomes(list(claims(voice, texts, draw)), does_not_match)
    assert counts["", True] <= 0.05 * len(texts)
    far = ("another sentence", "wrong language", "noise", "silence", "backwards")
    assert sum(counts[what, False] for what in far) <= 0.1 * len(far) * len(texts)


@pytest.mark.parametrize("rate", [120, 152, 190])
def test_matching_finds_the_words_of_another_pace(rate: int) -> None:
    for text in sentences(fewest=FEWEST)[:3]:
        told = spoken(Espeak(rate=rate, variant="en-us+m3"), text)
        found = matching.matched(text, told.pcm, told.rate, "en")
        assert found.source == "matching"
        assert found.confidence > 0.5
        assert [word.start for word in found.words] == [word.start for word in told.words]
        gaps = [a.start_s - b.start_s for a, b in zip(found.words, told.words, strict=True)]
        assert np.abs(gaps).mean() < 0.03
        assert np.abs(gaps).max() < 0.1


def test_matching_speaks_other_languages() -> None:
    text, other = SPANISH[:2]
    told = spoken(Espeak(variant="es", rate=130), text)
    found = align(text, told.pcm, told.rate, "es")
    assert found.source == "matching"
    gaps = [a.start_s - b.start_s for a, b in zip(found.words, told.words, strict=True)]
    assert np.abs(gaps).max() < 0.1
    with pytest.raises(AlignFailed, match="does not say"):
        align(other, told.pcm, told.rate, "es")


@needs_sphinx
@pytest.mark.parametrize("text", ["Then eta was seventy-five.", "Is it overfitting?"])
def test_words_are_those_of_the_text_in_order(text: str) -> None:
    told = spoken(Espeak(), text)
    found = align(text, told.pcm, told.rate)
    assert found.source == "alignment"
    assert [(one.start, one.stop) for one in found.words] == [
        (word.start, word.stop) for word in words(text)
    ]
    assert all(one.start_s < one.stop_s for one in found.words)
    assert all(one.stop_s <= other.start_s + 1e-9 for one, other in pairwise(found.words))
    assert found.words[0].start_s >= 0
    assert found.words[-1].stop_s <= len(told.pcm) / told.rate


@needs_sphinx
@pytest.mark.parametrize(
    "text", ["Its middle is where we want to go.", "It sets off at a slant.", "At first both move."]
)
def test_the_first_word_begins_with_the_sound(text: str) -> None:
    """Its vowel is short, and the t after it silent for long."""
    for begins_s in (0.0, 0.3):
        told = spoken(Espeak(), text)
        before = np.zeros(round(begins_s * told.rate), np.float32)
        found = align(text, np.concatenate([before, told.pcm]), told.rate)
        assert found.source == "alignment"
        assert found.words[0].start_s == pytest.approx(begins_s, abs=0.03)


@needs_sphinx
def test_a_click_before_the_first_word_is_no_part_of_it() -> None:
    told = spoken(Espeak(), "Look at the slope and look again.")
    before = np.zeros(round(0.5 * told.rate), np.float32)
    before[: round(0.02 * told.rate)] = 0.3
    found = align("Look at the slope and look again.", np.append(before, told.pcm), told.rate)
    assert found.words[0].start_s == pytest.approx(0.5, abs=0.03)


@needs_sphinx
def test_a_lexicon_says_how_a_word_sounds() -> None:
    """The slope is called zyxt here: only who knows that finds it."""
    told = spoken(Espeak(), "Look at the slope and look again.")
    text = "Look at the zyxt and look again."
    with pytest.raises(AlignFailed):
        align(text, told.pcm, told.rate)
    found = align(text, told.pcm, told.rate, written={"zyxt": "S L OW P"})
    assert found.source == "alignment"


@needs_sphinx
def test_times_do_not_depend_on_what_was_heard_before_or_at_once() -> None:
    texts = sentences(fewest=FEWEST)[:6]
    told = [spoken(Espeak(), text) for text in texts]
    sounds = [(text, one.pcm, one.rate) for text, one in zip(texts, told, strict=True)]
    in_order = [align(*sound) for sound in sounds]
    sphinx._made.cache_clear()
    backwards = [align(*sound) for sound in reversed(sounds)]
    with ThreadPoolExecutor(3) as threads:
        at_once = list(threads.map(lambda sound: align(*sound), sounds))
    assert in_order == backwards[::-1] == at_once


@needs_sphinx
def test_rate_and_level_of_the_sound_do_not_matter() -> None:
    text = sentences(fewest=FEWEST)[0]
    told = spoken(Espeak(), text)
    found = align(text, told.pcm, told.rate)
    quiet = align(text, told.pcm * np.float32(0.05), told.rate)
    starts = [[word.start_s for word in one.words] for one in (found, quiet)]
    assert starts[0] == pytest.approx(starts[1], abs=0.03)


@needs_sphinx
def test_a_refusal_says_where() -> None:
    told = spoken(Espeak(), "Look at the slope and look again.")
    with pytest.raises(AlignFailed, match=r"does not say 'Look again\.': .* at \d\.\d s"):
        align("Look again.", told.pcm, told.rate)


@needs_sphinx
def test_what_is_heard_can_be_written_down() -> None:
    told = spoken(Espeak(), "Look at the slope and look again.")
    assert "look" in transcribe(told.pcm, told.rate).split()
