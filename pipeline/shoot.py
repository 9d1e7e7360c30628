"""One shot to one stored segment; the part of a build that runs on every core."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline.encode import SETTINGS, encode_segment
from pipeline.key import code_digest, digest, digest_of_inputs, inputs, tool_versions
from pipeline.store import Store
from scenes.canvas import studio
from scenes.look import Look
from scenes.player import Player
from scenes.shot import Shot
from scenes.stage import Mistake
from script.errors import DownhillError

KEY_VERSION = 1
"""Part of every key: raised when the meaning of a key or of a stored segment changes."""
_NAMES = frozenset({"scene", "beat"})


class ShotFailed(DownhillError):
    """A picture that its kind cannot draw."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes a segment what it is: its key, and the same as readable data."""

    key: str
    inputs: Mapping[str, Any]

    @property
    def still_key(self) -> str:
        """The key of the picture the segment ends with."""
        return digest({"still": self.key})


def identity(shot: Shot) -> Identity:
    """Return the identity of a shot's segment: picture, code, tools and settings; no names."""
    seen = {item.name: getattr(shot, item.name) for item in fields(shot)}
    made_with = {
        "version": KEY_VERSION,
        "code": {panel.kind: _code(panel.kind) for panel in shot.panels},
        "player": _code("player"),
        "encode": code_digest("pipeline.encode"),
        "encoder": SETTINGS,
        "tools": tool_versions(),
    }
    tree = inputs({name: seen[name] for name in seen if name not in _NAMES} | made_with)
    return Identity(digest_of_inputs(tree), tree)


def _code(module: str) -> str:
    return code_digest(f"scenes.{module}")


class _Studio:
    """manim, set up once in this process for one look, and the player that draws with it."""

    def __init__(self) -> None:
        self._open = ExitStack()
        atexit.register(self._open.close)
        self._look: Look | None = None
        self._player: Player | None = None

    def player(self, look: Look) -> Player:
        """Return the player for a look, in a studio that stays open."""
        if self._player is None or look != self._look:
            self._open.close()
            self._open.enter_context(studio(look))
            self._look, self._player = look, Player(look)
        return self._player


@cache
def _studio() -> _Studio:
    return _Studio()


def shoot(shot: Shot, asked: Identity, root: Path) -> None:
    """Draw, encode and store a shot and its last picture, into the store at ``root``.

    Raises
    ------
    ShotFailed
        When a kind cannot draw what the script asks for, or its code is not the code asked for.
    """

    def write(path: Path) -> None:
        size = shot.look.width, shot.look.height
        encode_segment(_player(shot, asked).frames(shot), path, shot.look.fps, size)

    shoot_still(shot, asked, root)
    with _told():
        Store(root).put(asked.key, asked.inputs, write)


def shoot_still(shot: Shot, asked: Identity, root: Path) -> None:
    """Draw and store the picture a shot ends with, without the fades; raises as ``shoot`` does."""

    def write(path: Path) -> None:
        picture = _player(shot, asked).still(shot, shot.frames - 1)
        Image.fromarray(picture).convert("RGB").save(path, "PNG")

    with _told():
        Store(root).put(asked.still_key, {"still of": asked.key}, write)


def _player(shot: Shot, asked: Identity) -> Player:
    """Return the player; its code may have been edited since the identity was taken."""
    player = _studio().player(shot.look)
    if identity(shot).key != asked.key:
        raise ShotFailed("the code changed while it was being built: build again")
    return player


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Mistake as mistake:
        raise ShotFailed(str(mistake)) from mistake
