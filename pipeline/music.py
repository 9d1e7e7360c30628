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

import av
import numpy as np

from pipeline import ffmpeg
from pipeline.key import code_digest, digest
from pipeline.music_file import DecodedMusic, bytes_of, music_in
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
    return None if spec is None else Music(spec, _sha256(bytes_of(spec)))


def keep(music: Music, store: Store) -> None:
    """Decode music into the store, unless it is there.

    Raises
    ------
    ScriptErrors
        When no lesson can use it (``music_in``), or the file is another than it was.
    """

    def write(path: Path) -> None:
        data = bytes_of(music.spec)
        if _sha256(data) != music.sha256:
            told = f"{music.spec.file.name} was changed while it was read"
            raise ScriptErrors([Finding(music.spec.place, told)])
        found = music_in(data, music.spec)
        head = {"lufs": found.lufs, "momentary": found.momentary.tolist()}
        line = json.dumps(head, sort_keys=True).encode() + b"\n"
        path.write_bytes(line + found.steps.astype("<i2", copy=False).tobytes())

    asked = _asked(music)
    store.put(digest(asked), asked, write)


def kept(music: Music, store: Store) -> DecodedMusic:
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
    return DecodedMusic(
        steps.astype(np.int16, copy=False), head["lufs"], np.array(head["momentary"])
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _asked(music: Music) -> Mapping[str, str]:
    code = code_digest("pipeline.music_file")
    tools = {"ffmpeg": ffmpeg.version(), "av": av.__version__}
    return {"music": music.sha256, "code": code, **tools}
