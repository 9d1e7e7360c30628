"""What a worker of a cluster runs: one shot into a store of its own, sent back as bytes.

The worker needs a clone of this repository and its packages, but neither the build's disk nor its
store's credentials: the build puts what arrives into its own store. The scheduler needs nothing:
it passes bytes on and never opens them.
"""

from __future__ import annotations

import pickle
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.key import Tree
from pipeline.reports import Report, called
from pipeline.shoot import Identity, OtherCode
from pipeline.store import Store
from scenes.shot import Shot

_ONE_AT_A_TIME = threading.Lock()
"""manim's settings are the process's: a worker with many threads draws one beat at a time."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An artifact on its way from a worker to the build's store."""

    key: str
    inputs: Tree
    data: bytes
    sha256: str

    @property
    def is_whole(self) -> bool:
        """True when what arrived is what was sent."""
        return sha256(self.data).hexdigest() == self.sha256


@dataclass(frozen=True, slots=True)
class Refusal:
    """A worker's answer when it has other code or tools than the build; says which."""

    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Call:
    """A call that happens when it is unpickled."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.function, self.arguments


def order(task: Callable[[Shot, Identity, Path], None], shot: Shot, asked: Identity) -> bytes:
    """Return bytes that, unpickled by a worker, do the task and become its ``Report``."""
    return pickle.dumps(_Call(report, (task, shot, asked)))


def report(task: Callable[[Shot, Identity, Path], None], shot: Shot, asked: Identity) -> Report:
    """Do a task in a store of its own; the outcome is what it left there, or a ``Refusal``."""
    with _ONE_AT_A_TIME:
        return called(_sent, (task, shot, asked))


def _sent(
    task: Callable[[Shot, Identity, Path], None], shot: Shot, asked: Identity
) -> tuple[Sent, ...] | Refusal:
    with tempfile.TemporaryDirectory(prefix="downhill-") as scratch:
        try:
            task(shot, asked, Path(scratch))
        except OtherCode as other:
            return Refusal(other.differences)
        store = Store(Path(scratch))
        try:
            paths = {key: store.get(key) for key in (asked.key, asked.still_key)}
            made = {key: path.read_bytes() for key, path in paths.items() if path is not None}
            return tuple(
                Sent(key, store.inputs(key), data, sha256(data).hexdigest())
                for key, data in made.items()
            )
        finally:
            store.close()
