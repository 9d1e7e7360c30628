"""How well each voice that speaks here is understood: word error rates over lesson 6.

PocketSphinx writes down what it hears of every sentence, by its general model of English, which
has no mathematics; so the figures say how voices compare, and where words are hard to make out, not
how many a listener would miss. The words most often lost are printed below the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline import voices
from pipeline.align import transcribe
from pipeline.align.words import words
from pipeline.voices import Voice
from tests.bench.case import Row
from tests.pipeline.speech import sentences, spoken

ROUGH = 0.65
"""A voice of which more is lost is not said as it is written."""
SHOWN = 12
ASKED = ("espeak", "festival")


def rows() -> Iterator[Row]:
    """Yield a row a voice: its word error rate, as a ratio of 1."""
    for name in ASKED:
        voice = voices.get(name)
        if voice.missing() is None:
            lost: Counter[str] = Counter()
            yield Row(f"word errors, {name}", error_rate(voice, lost), "all words", 1.0, ROUGH)
            worst = ", ".join(f"{word} {count}" for word, count in lost.most_common(SHOWN))
            print(f"  most often lost: {worst}")


def error_rate(voice: Voice, lost: Counter[str]) -> float:
    """Return the share of the words of lesson 6 that are not understood, or too many.

    Adds the words that were not understood to ``lost``.
    """
    errors = count = 0
    for text in sentences():
        said = [part.lower() for word in words(text) for part in word.said]
        told = spoken(voice, text)
        wrong, missed = differences(said, transcribe(told.pcm, told.rate).split())
        lost.update(missed)
        errors += wrong
        count += len(said)
    return errors / count


def differences(said: list[str], heard: list[str]) -> tuple[int, list[str]]:
    """Return the least number of words to change, drop or add, and those that were said but lost.

    After Levenshtein (1966); a word too many is counted and not named.
    """
    best: list[tuple[int, list[str]]] = [(count, []) for count in range(len(heard) + 1)]
    for word in said:
        row = [(best[0][0] + 1, [*best[0][1], word])]
        for index, other in enumerate(heard):
            cost, missed = best[index]
            kept = (cost, missed) if word == other else (cost + 1, [*missed, word])
            dropped = best[index + 1][0] + 1, [*best[index + 1][1], word]
            added = row[index][0] + 1, row[index][1]
            row.append(min(kept, dropped, added, key=lambda way: way[0]))
        best = row
    return best[-1]
