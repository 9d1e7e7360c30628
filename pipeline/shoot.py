"""One shot to one stored segment; the part of a build that runs on every core."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.encode import SETTINGS, encode_segment
from pipeline.holding import stored
from pipeline.key import (
    code_digest,
    difference,
    digest,
    digest_of_inputs,
    inputs,
    tool_versions,
)
from pipeline.loaded import edited
from pipeline.png import png
from pipeline.running import recall
from pipeline.store import Store
from scenes.canvas import Pixels, studio
from scenes.look import Look
from scenes.player import Player
from scenes.shot import Shot
from scenes.stage import Mistake
from scenes.tongue import catalogue_module, depends_on_language
from script.errors import DownhillError
from script.say.languages import ENGLISH

KEY_VERSION = 1
"""Part of every key: raised when the meaning of a key or of a stored segment changes."""
_NAMES = frozenset({"scene", "beat"})
_PLAYER, _ENCODER = "scenes.player", "pipeline.encode"


class ShotFailed(DownhillError):
    """A picture that its kind cannot draw."""


class OtherCode(ShotFailed):
    """A process runs other code, or other tools, than the build that asks it for a picture.

    ``differences`` are the inputs that differ: the build's, then the process's.
    """

    def __init__(self, differences: Sequence[str]) -> None:
        super().__init__("the code changed while it was being built: build again")
        self.differences = tuple(differences)

    def __reduce__(self) -> tuple[type[OtherCode], tuple[tuple[str, ...]]]:
        return type(self), (self.differences,)


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
    """Return the identity of a shot's segment: picture, code, tools and settings; no names.

    How long a long rest at its end is (``pipeline.holding``) is not part of it.
    """
    shot = stored(shot)
    tag = shot.look.language if depends_on_language(shot) else ENGLISH
    seen = {item.name: getattr(shot, item.name) for item in fields(shot)}
    seen["look"] = replace(shot.look, language=tag)
    words = {} if tag == ENGLISH else {"words": code_digest(catalogue_module(tag))}
    made_with = {
        "version": KEY_VERSION,
        "code": {panel.kind: code_digest(_module(panel.kind)) for panel in shot.panels},
        "player": code_digest(_PLAYER),
        "encode": code_digest(_ENCODER),
        "encoder": SETTINGS,
        "tools": tool_versions(),
    }
    told = {name: seen[name] for name in seen if name not in _NAMES}
    tree = inputs(told | made_with | words)
    return Identity(digest_of_inputs(tree), tree)


def _module(kind: str) -> str:
    return f"scenes.{kind}"


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


def get_ready(look: Look) -> None:
    """Do what drawing needs once in a process, before there is anything to draw."""
    _studio().player(look)


def shoot(shot: Shot, asked: Identity, root: Path) -> None:
    """Draw, encode and store a shot and its last picture, into the store at ``root``.

    Raises
    ------
    ShotFailed
        When a kind cannot draw what the script asks for, or its code is not the code asked for.
    """
    store = Store(root)
    last: list[Pixels] = []

    def write(path: Path) -> None:
        size = shot.look.width, shot.look.height
        player, drawn = _player(shot, asked, store), stored(shot)
        film = player.film(drawn, lambda picture: last.append(picture.copy()))
        encode_segment(film, path, shot.look.fps, size)

    with _told():
        store.put(asked.key, asked.inputs, write)
    shoot_still(shot, asked, root, *last)


def shoot_still(shot: Shot, asked: Identity, root: Path, drawn: Pixels | None = None) -> None:
    """Store the picture a shot ends with, without the fades; raises as ``shoot`` does.

    It is drawn, where it is not ``drawn`` already.
    """
    store = Store(root)

    def write(path: Path) -> None:
        picture = drawn
        if picture is None:
            picture = _player(shot, asked, store).still(shot, shot.frames - 1)
        path.write_bytes(png(picture))

    with _told():
        store.put(asked.still_key, {"still of": asked.key}, write)


def _player(shot: Shot, asked: Identity, store: Store) -> Player:
    """Return the player; the code may be other than what the identity was taken from."""
    recall(store.code)
    player = _studio().player(shot.look)
    here = identity(shot)
    if here.key != asked.key:
        raise OtherCode(difference(asked.inputs, here.inputs))
    if changed := edited(_PLAYER, _ENCODER, *(_module(panel.kind) for panel in shot.panels)):
        raise OtherCode([f"{name} was edited" for name in sorted(changed)])
    return player


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Mistake as mistake:
        raise ShotFailed(str(mistake)) from mistake
