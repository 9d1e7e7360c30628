"""What engines say that are paid for, or never say the same twice: asked once, and kept.

Their files of sound are stored by the text and the voice and by nothing else, so no change of the
code that works on them buys them again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pipeline.heard import aligners, heard
from pipeline.key import digest_of_inputs
from pipeline.store import Store
from pipeline.take import Source, Utterance
from pipeline.voices import Sounding


@dataclass(frozen=True, slots=True)
class Kept:
    """A voice whose sounds come from a store, or go there.

    ``written`` are the pronunciations that a lesson's lexicon has for words it says.
    """

    voice: Sounding
    store: Store
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """That of the voice."""
        return self.voice.name

    @property
    def loudness_lufs(self) -> float | None:
        """That of the voice."""
        return self.voice.loudness_lufs

    @property
    def times(self) -> Source:
        """Those of the voice."""
        return self.voice.times

    def identity(self) -> Mapping[str, str]:
        """Return that of the voice, and the versions of what finds words in its sound."""
        own = {"language": self.voice.language, "sounds": json.dumps(self.written, sort_keys=True)}
        return {**self.voice.identity(), **aligners(), **own}

    def missing(self) -> str | None:
        """Return what the voice misses."""
        return self.voice.missing()

    def speaking(self, language: str) -> Kept:
        """Return the voice for a language, with the same store."""
        return replace(self, voice=self.voice.speaking(language))

    def files(self) -> tuple[Path, ...]:
        """Return those of the voice."""
        return self.voice.files()

    def speak(self, text: str) -> Utterance:
        """Return what the voice says, asked for at most once; raises as the voice does."""
        asked = self._asked(text)
        path = self.store.put(
            digest_of_inputs(asked), asked, lambda path: path.write_bytes(self.voice.sound(text))
        )
        voice = self.voice
        return heard(text, path.read_bytes(), voice.name, voice.language, self.written)

    def use(self, text: str) -> None:
        """Tell the store that what was said of a text is still wanted."""
        self.store.get(digest_of_inputs(self._asked(text)))

    def _asked(self, text: str) -> dict[str, object]:
        return {"said": text, "by": dict(self.voice.identity())}


def lend(keys: frozenset[str], store: Store, to: Store) -> None:
    """Copy what was said, of all the artifacts of these keys, to another store."""
    for key in sorted(keys):
        inputs, file = store.inputs(key), store.get(key)
        if file is not None and isinstance(inputs, dict) and "said" in inputs:
            to.put(key, inputs, partial(shutil.copyfile, file))
