"""The background music of a lesson: known by the digest of its file, decoded once and kept.

A key holds the digest of the file, never its path; what is decoded is an artifact of the store, so
who mixes needs no file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline import ffmpeg
from pipeline.key import code_digest, digest
from pipeline.recording import Recording, heard
from pipeline.store import Store
from script.errors import DownhillError, Finding, ScriptErrors
from script.schema import MusicSpec


class MusicGone(DownhillError):
    """Music that was decoded and is not in the store any more."""


@dataclass(frozen=True, slots=True)
class Music:
    """The music of a lesson: what the script says of it, and the SHA-256 of its file."""

    spec: MusicSpec
    sha256: str

    def inputs(self) -> dict[str, object]:
        """Return all of it that can be heard, as plain data."""
        return {
            "file": self.sha256,
            "level_lufs": self.spec.level_lufs,
            "below_db": self.spec.below_db,
            "fade_s": self.spec.fade_s,
        }


def music_of(spec: MusicSpec | None) -> Music | None:
    """Return the music a script names, with the digest of its file.

    Raises
    ------
    ScriptErrors
        When the file cannot be read.
    """
    if spec is None:
        return None
    try:
        with spec.file.open("rb") as file:
            return Music(spec, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        told = f"{spec.file.name} cannot be read: {error.strerror}"
        raise ScriptErrors([Finding(spec.place, told)]) from None


def keep(music: Music, store: Store) -> None:
    """Decode music into the store, unless it is there; raises as ``heard`` does."""

    def write(path: Path) -> None:
        found = heard(music.spec)
        head = {"lufs": found.lufs, "momentary": found.momentary.tolist()}
        line = json.dumps(head, sort_keys=True).encode() + b"\n"
        path.write_bytes(line + found.steps.astype("<i2", copy=False).tobytes())

    asked = _asked(music)
    store.put(digest(asked), asked, write)


def kept(music: Music, store: Store) -> Recording:
    """Return music from the store, where ``keep`` has put it.

    Raises
    ------
    MusicGone
        When it is not there.
    """
    path = store.get(digest(_asked(music)))
    if path is None:
        raise MusicGone(f"{music.spec.file.name}: removed from the store meanwhile")
    line, _, samples = path.read_bytes().partition(b"\n")
    head = json.loads(line)
    steps = np.frombuffer(samples, "<i2").reshape(-1, 2)
    return Recording(steps.astype(np.int16, copy=False), head["lufs"], np.array(head["momentary"]))


def _asked(music: Music) -> Mapping[str, str]:
    code = code_digest("pipeline.recording")
    return {"music": music.sha256, "code": code, "ffmpeg": ffmpeg.version()}
