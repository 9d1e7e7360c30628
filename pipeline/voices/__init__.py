"""Voices: what turns words into sound. One module a voice; the folder is the registry.

A voice is a module of this folder whose ``VOICE`` is an object with the methods of ``Voice``; its
file name is the voice's name. It is a frozen dataclass: its fields are the settings that a writer
may give it, a ``ValueError`` of its ``__post_init__`` is a mistake at their place.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from pipeline.take import Source, Utterance
from script.errors import DownhillError, did_you_mean


class VoiceFailed(DownhillError):
    """A voice is unknown, cannot work on this machine, or could not speak a text."""


class Voice(Protocol):
    """An engine with its settings.

    ``loudness_lufs`` is the loudness of its speech as measured over connected prose, or None when
    that is not known beforehand and every take has to be measured.
    """

    @property
    def name(self) -> str:
        """The name a lesson's ``voice:`` gives it."""
        ...

    @property
    def loudness_lufs(self) -> float | None:
        """Loudness of its speech in LUFS, in two equal channels, or None."""
        ...

    @property
    def times(self) -> Source:
        """Where the times of its words come from, when all is well."""
        ...

    def identity(self) -> Mapping[str, str]:
        """Return the engine, its version and its settings: all but the text that shapes a sound."""
        ...

    def missing(self) -> str | None:
        """Return why the voice cannot work on this machine, in a sentence, or None when it can."""
        ...

    def files(self) -> tuple[Path, ...]:
        """Return the files outside of Python's packages that its sound depends on."""
        ...

    def speaking(self, language: str) -> Voice:
        """Return the voice as it speaks a language, given by its tag.

        Raises
        ------
        VoiceFailed
            When it does not.
        """
        ...

    def speak(self, text: str) -> Utterance:
        """Speak one sentence of plain text (letters, digits, plain punctuation).

        Safe to call from several threads. Word times ascend and lie inside the sound.

        Raises
        ------
        VoiceFailed
            When the engine cannot speak the text.
        """
        ...


@runtime_checkable
class Sounding(Voice, Protocol):
    """An engine that gives sound and no times, at a price or never twice the same.

    What it said is kept (``pipeline.said``); words are found in it by alignment.
    """

    @property
    def language(self) -> str:
        """The tag of the language it speaks."""
        ...

    def speaking(self, language: str) -> Sounding:
        """Return the voice as it speaks a language."""
        ...

    def sound(self, text: str) -> bytes:
        """Return a sound file (WAV) of one sentence of plain text.

        Raises
        ------
        VoiceFailed
            When the engine does not answer, or not with a file.
        """
        ...


def names() -> tuple[str, ...]:
    """Return the names of all voices, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def get(name: str) -> Voice:
    """Return the voice of that name.

    Raises
    ------
    VoiceFailed
        When there is none.
    """
    if name not in names():
        raise VoiceFailed(f"no voice is named {name!r} - {did_you_mean(name, names())}")
    return cast(Voice, importlib.import_module(f"{__name__}.{name}").VOICE)
