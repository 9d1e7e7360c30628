"""The Festival voice: ``slt`` of CMU ARCTIC, an HTS voice, from Debian's packages, offline.

Each utterance is spoken by a process of its own, in an empty folder that is also its home, so that
no ``.festivalrc`` and nothing said before can change it. The times of words are Festival's own.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from pipeline.decode import NotSound, decode
from pipeline.take import Source, Utterance, WordTime
from pipeline.voices import VoiceFailed

INSTALL = "apt-get install festival festvox-us-slt-hts"
_PROGRAM = "festival"
_TIME_LIMIT_S = 120
_LIBRARIES = (Path("/usr/share/festival"), Path("/usr/lib/festival"))
_VOICE = "voices/us/cmu_us_slt_arctic_hts"
_LOUDNESS_LUFS = -21.7
_TAIL_S = 0.04
_SILENCE = 1e-3
"""Below this level (-60 dBFS) the engine's output is a pause: its speech peaks at about -6."""
_PLAIN = re.compile(r"[A-Za-z0-9 .,;:?!'-]")

_SPEAK = """\
(voice_cmu_us_slt_arctic_hts)
(set! hts_engine_params (append hts_engine_params (list (list "-r" {speed}))))
(set! said (utt.synth (Utterance Text "{text}")))
(utt.save.wave said "said.wav" 'riff)
(set! token (utt.relation.first said 'Token))
(while token
 (format t "%s" (item.name token))
 (mapcar
  (lambda (word)
    (format t " %f %f" (item.feat word "word_start") (item.feat word "word_end")))
  (item.daughters token))
 (format t "\\n")
 (set! token (item.next token)))
"""
"""Prints a line a token: its name, then start and end (seconds) of each word it is read as.

Punctuation is a word too, from 0 to 0.
"""


@dataclass(frozen=True, slots=True)
class Festival:
    """Festival's HTS voice ``slt``.

    ``speed`` 1 is the pace it was trained at, 174 words a minute with the pauses between sentences;
    0.82 gives 146.
    """

    name: ClassVar[str] = "festival"
    times: ClassVar[Source] = "events"

    speed: float = 0.82

    def __post_init__(self) -> None:
        if not 0.5 <= self.speed <= 2:
            raise ValueError("speed must be from 0.5 to 2")

    @property
    def loudness_lufs(self) -> float | None:
        """The loudness measured at its own pace; of another it is not known."""
        return _LOUDNESS_LUFS if self == VOICE else None

    def identity(self) -> Mapping[str, str]:
        """Return the digest of the program, its dictionaries and its voice, and the settings."""
        return {
            "engine": "festival",
            "version": _installed(),
            "voice": "cmu_us_slt_arctic_hts",
            "speed": repr(self.speed),
        }

    def missing(self) -> str | None:
        """Return what to install, or None where all of it is there."""
        return None if _program() and _library() else f"not installed: {INSTALL}"

    def speaking(self, language: str) -> Festival:
        """Return itself for English, the one language it speaks."""
        if language != "en":
            raise VoiceFailed(f"the voice {self.name!r} speaks en, not {language}")
        return self

    def files(self) -> tuple[Path, ...]:
        """Return the program, what it is set up by, its dictionaries and its voice."""
        program, library = _program(), _library()
        if program is None or library is None:
            return ()
        found = [*library.glob("*.scm"), *library.glob("dicts/**/*")]
        found += (library / _VOICE).rglob("*")
        return (Path(program), *sorted(path for path in found if path.is_file()))

    def speak(self, text: str) -> Utterance:
        """Return the sound (32 kHz) without silence at its ends, and its words' times."""
        said = plain(text)
        if not re.search(r"[A-Za-z0-9]", said):
            raise VoiceFailed(f"the voice {self.name!r} finds no word in {text!r}")
        data, lines = self._synthesize(said)
        try:
            sound = decode(data)
        except NotSound as error:
            raise VoiceFailed(f"the voice {self.name!r} failed on {text!r}: {error}") from error
        loud = np.flatnonzero(np.abs(sound.pcm) > _SILENCE)
        words = _words(said, lines)
        if not len(loud) or not words:
            raise VoiceFailed(f"the voice {self.name!r} made no sound of {text!r}")
        first, end = int(loud[0]), int(loud[-1]) + 1
        pcm = sound.pcm[first : end + round(_TAIL_S * sound.rate)]
        shift, last = first / sound.rate, (end - first) / sound.rate
        return Utterance(pcm, sound.rate, tuple(_within(word, shift, last) for word in words))

    def _synthesize(self, said: str) -> tuple[bytes, list[str]]:
        """Run Festival: the file of sound, and the lines it printed."""
        program = _program()
        if program is None:
            raise VoiceFailed(f"the voice {self.name!r} is not installed: {INSTALL}")
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder, "say.scm")
            script.write_text(_SPEAK.format(text=said, speed=self.speed), encoding="ascii")
            try:
                done = subprocess.run(
                    [program, "--batch", script.name],
                    cwd=folder,
                    env={"PATH": os.defpath, "HOME": folder, "LC_ALL": "C"},
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=_TIME_LIMIT_S,
                    check=False,
                )
                data = Path(folder, "said.wav").read_bytes()
            except FileNotFoundError:
                lines = done.stderr.decode(errors="replace").strip().splitlines()
                told = lines[-1] if lines else f"code {done.returncode}"
                raise VoiceFailed(f"the voice {self.name!r} failed on {said!r}: {told}") from None
            except (OSError, subprocess.TimeoutExpired) as error:
                raise VoiceFailed(f"the voice {self.name!r} does not answer: {error}") from error
        return data, done.stdout.decode(errors="replace").splitlines()


def plain(text: str) -> str:
    """Return a text in the characters the engine reads, as many of them.

    Letters lose their accents, typographic marks become plain ones, what is no letter a space.

    Raises
    ------
    VoiceFailed
        For a letter or digit that has no plain form.
    """
    return "".join(map(_plain, text))


def _plain(character: str) -> str:
    if _PLAIN.fullmatch(character):
        return character
    if character in "‘’":
        return "'"
    if character in "−–—":
        return "-"
    base = unicodedata.normalize("NFKD", character)[0]
    if _PLAIN.fullmatch(base):
        return base
    if character.isalnum():
        raise VoiceFailed(f"the voice 'festival' cannot say {character!r}")
    return " "


def _words(said: str, lines: list[str]) -> list[WordTime]:
    """Return the words of a text by the lines of ``_SPEAK``; those of one token are one word."""
    found = []
    position = 0
    for line in lines:
        name, *numbers = line.split()
        times = [time for time in map(float, numbers) if time > 0]
        begin = said.find(name, position)
        if begin < 0:
            raise VoiceFailed(f"the voice 'festival' lost {name!r} in {said!r}")
        position = begin + len(name)
        if times:
            found.append(WordTime(begin, position, times[0], times[-1]))
    return found


def _within(word: WordTime, shift: float, last: float) -> WordTime:
    """Return a word on the clock of a sound that was cut ``shift`` seconds after its start."""
    start, stop = (min(max(time - shift, 0.0), last) for time in (word.start_s, word.stop_s))
    return WordTime(word.start, word.stop, start, stop)


def _program() -> str | None:
    return shutil.which(_PROGRAM)


def _library() -> Path | None:
    """Return the folder of Festival's data that has the voice, or None."""
    return next((path for path in _LIBRARIES if (path / _VOICE).is_dir()), None)


@functools.cache
def _installed() -> str:
    """Return the digest of all files its sound depends on."""
    found = hashlib.sha256()
    for path in VOICE.files():
        found.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return found.hexdigest()


VOICE = Festival()
