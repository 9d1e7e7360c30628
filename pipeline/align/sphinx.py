"""PocketSphinx: where the phones of a text lie in a sound, and what it hears without a text.

Its English model and dictionary come with its wheel. It works in frames of 10 ms, each judged
by a window of 25.6 ms. A cost is what a phone falls short of the best that the model has for the
same frames, in its own unit, which is about 0.1 nats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
HOP = 160
"""Samples in a frame."""
FRAME_S = HOP / RATE

_LOUDEST = 0.5
_LAYING = {"beam": 1e-80, "pbeam": 1e-80, "wbeam": 1e-60, "silprob": 1.0, "bestpath": False}
"""Beams wide enough for a text to be laid over nearly any sound: what comes of it is judged later.
Silence between words is as likely as none; with the model's 0.005 some words begin in the pause
before them, 0.16 s early. The best path through the lattice ends in a frame of its own, over which
the second pass fails."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone of the model from frame ``first`` on; ``cost`` is the sum over its frames."""

    name: str
    first: int
    frames: int
    cost: float

    @property
    def stop(self) -> int:
        """The frame after its last."""
        return self.first + self.frames


@dataclass(frozen=True, slots=True)
class Stretch:
    """The phones of one word of a dictionary, or of what is between words."""

    name: str
    phones: tuple[Phone, ...]

    @property
    def is_word(self) -> bool:
        """False for silence and noise."""
        return self.name[0] not in "<["

    @property
    def word(self) -> str:
        """The word, whichever of its pronunciations was heard."""
        return re.split(r"[~(]", self.name)[0]

    @property
    def first(self) -> int:
        """Its first frame."""
        return self.phones[0].first

    @property
    def stop(self) -> int:
        """The frame after its last."""
        return self.phones[-1].stop

    @property
    def cost(self) -> float:
        """What all its frames cost."""
        return sum(phone.cost for phone in self.phones)


def missing() -> str | None:
    """Return why it does not work here, in a sentence, or None when it does."""
    if find_spec("pocketsphinx") is None:
        return "the package pocketsphinx is not installed"
    return None


def version() -> str:
    """Return the version of the package, which holds the model."""
    return metadata.version("pocketsphinx")


def steps(sound: NDArray[np.float32]) -> bytes:
    """Return a sound at ``RATE``, shape (n,), as the decoders read it: int16, peaks half-way."""
    peak = float(np.abs(sound).max(initial=0.0))
    gain = _LOUDEST / peak if peak > 0 else 0.0
    return np.round(sound * np.float32(gain * 32767)).astype("<i2").tobytes()


def known(word: str) -> bool:
    """Tell whether the dictionary has a word, in small letters."""
    with _decoder("align") as decoder:
        return decoder.lookup_word(word) is not None


def lay(
    words: Sequence[str], sounds: dict[str, tuple[str, ...]], steps: bytes
) -> tuple[Stretch, ...] | None:
    """Return the best way to lay words of the dictionary, in order, over a sound.

    ``sounds`` gives words more pronunciations than the dictionary has, if any. None is returned
    where there is no way: the sound is too short for the words, or they never end where it ends.
    """
    with _decoder("align") as decoder:
        taught = {word: _taught(decoder, word, ways) for word, ways in sounds.items()}
        decoder.set_align_text(" ".join(taught.get(word, word) for word in words))
        _listen(decoder, steps)
        if decoder.hyp() is None:
            return None
        decoder.set_alignment()
        try:
            _listen(decoder, steps)
        except RuntimeError:  # the phones of a word do not fit into the time it was given
            _made.cache_clear()
            return None
        return tuple(
            Stretch(
                entry.name,
                tuple(Phone(p.name, p.start, p.duration, -float(p.score)) for p in entry),
            )
            for entry in decoder.get_alignment()
        )


def heard(steps: bytes) -> str:
    """Return the words that are heard in a sound, by the model of English in the wheel."""
    with _decoder("words") as decoder:
        _listen(decoder, steps)
        found = decoder.hyp()
        return "" if found is None else str(found.hypstr)


def _taught(decoder: Any, word: str, ways: Sequence[str]) -> str:
    """Return the name of an entry for a word with more pronunciations than the dictionary has.

    The name holds them all, so no text is laid with what was taught for another.
    """
    own = list(_pronunciations(decoder, word))
    name = f"{word}~{'~'.join(way.replace(' ', '-') for way in ways)}"
    if decoder.lookup_word(name) is None:
        for number, way in enumerate(dict.fromkeys([*own, *ways])):
            decoder.add_word(_entry(name, number), way, True)
    return name


def _pronunciations(decoder: Any, word: str) -> Iterator[str]:
    number = 0
    while known := decoder.lookup_word(_entry(word, number)):
        yield known
        number += 1


def _entry(word: str, number: int) -> str:
    """Return the dictionary's name of a pronunciation: the second is ``word(2)``."""
    return word if number == 0 else f"{word}({number + 1})"


def _listen(decoder: Any, steps: bytes) -> None:
    """Read a sound whole, what was learnt of the noise in those before forgotten."""
    decoder.reinit_feat()
    decoder.start_utt()
    decoder.process_raw(steps, full_utt=True)
    decoder.end_utt()


@cache
def _made(search: str) -> tuple[Any, Lock]:
    from pocketsphinx import Decoder

    quiet = {"loglevel": "FATAL"}
    if search == "words":
        return Decoder(**quiet), Lock()
    return Decoder(lm=None, **_LAYING, **quiet), Lock()


@contextmanager
def _decoder(search: str) -> Iterator[Any]:
    """Lend the process's decoder of a kind; only one thread has it at a time."""
    decoder, lock = _made(search)
    with lock:
        yield decoder
