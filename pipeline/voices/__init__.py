"""Voices: what turns words into sound. One module a voice; the folder is the registry.

A voice is a module of this folder whose ``VOICE`` is an object with the methods of ``Voice``; its
file name is the voice's name.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Protocol, cast

from pipeline.take import Utterance
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

    def identity(self) -> Mapping[str, str]:
        """Return the engine, its version and its settings: all but the text that shapes a sound."""
        ...

    def missing(self) -> str | None:
        """Return why the voice cannot work on this machine, in a sentence, or None when it can."""
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
