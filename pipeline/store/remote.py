"""A store that machines share, at any URL fsspec knows: S3, a mounted folder, SSH, memory.

An artifact is one object there, ``ab/ab12….tar``, so it is whole or absent where a single object
is: S3 and its like show an object once all of it has arrived. On a file system it is written under
``partial/`` and renamed. Nothing there is believed: what arrives is verified before it is used.

A cache that is away must not cost a build: the first error of reading, or of writing, ends that
for the rest of the build, and is told once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock

from pipeline.store import artifact
from pipeline.store.objects import Objects

_GIVEN_UP = {
    "read": "cannot be read, going on without it",
    "write": "cannot be written, what is made here is not shared",
}


class Remote:
    """A shared store.

    Raises
    ------
    NoSuchStore
        When the URL's protocol is unknown, or needs a package that is not installed.
    """

    def __init__(self, url: str) -> None:
        self.url = url if url.endswith("://") else url.rstrip("/")
        self._objects = Objects(self.url)
        self.shown = self._objects.shown
        self.at_once = self._objects.at_once
        self._threads: ThreadPoolExecutor | None = None
        self._sending: dict[str, Future[None]] = {}
        self._absent: set[str] = set()
        self._broken: set[str] = set()
        self._problems: list[str] = []
        self._guard = Lock()

    def may_have(self, key: str) -> bool:
        """Tell whether it is worth asking for an artifact."""
        return key not in self._absent and "read" not in self._broken

    def fetch(self, key: str, to: Path) -> bool:
        """Copy a packed artifact to a file; False when it is not here, or cannot be read."""
        try:
            self._objects.get(_name(key), to)
        except FileNotFoundError:
            self._absent.add(key)
            return False
        except Exception as error:  # whatever a cloud's library raises
            self._give_up("read", error)
            return False
        return True

    def has(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of the keys that are here, as far as it can be asked."""

        def asked(key: str) -> bool:
            try:
                return self.may_have(key) and self._objects.has(_name(key))
            except Exception as error:
                self._give_up("read", error)
                return False

        keys = tuple(keys)
        with ThreadPoolExecutor(self.at_once) as threads:
            return frozenset(
                key for key, here in zip(keys, threads.map(asked, keys), strict=True) if here
            )

    def send(self, key: str, folder: Path, mark: Path) -> None:
        """Copy an artifact here in the background; ``mark`` is made when it has arrived."""
        with self._guard:
            if key in self._sending or self._broken or mark.exists():
                return
            if self._threads is None:
                self._threads = ThreadPoolExecutor(self.at_once, "share")
            self._sending[key] = self._threads.submit(self._send, key, folder, mark)

    def forget(self, key: str, mark: Path) -> None:
        """Take an artifact for absent: it is made again, and sent again."""
        self._absent.add(key)
        with self._guard:
            self._sending.pop(key, None)
        mark.unlink(missing_ok=True)

    def keep_in_mind(self, mark: Path) -> None:
        """Note that an artifact is here: it need not be sent."""
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()

    def refuse(self, key: str) -> None:
        """Note that what came is not the artifact that was sent."""
        self._absent.add(key)
        self._problems.append(f"{self.shown}: {key[:12]} is damaged there, going on without it")

    def finish(self, *, wait: bool = True) -> tuple[str, ...]:
        """Wait until everything is sent; return what went wrong since the last call, in lines."""
        with self._guard:
            threads, self._threads = self._threads, None
        if threads is not None:
            threads.shutdown(wait=wait, cancel_futures=not wait)
        told, self._problems = self._problems, []
        return tuple(told)

    def _send(self, key: str, folder: Path, mark: Path) -> None:
        if self._broken:
            return
        packed = mark.with_name(f".{key}.{os.getpid()}.tar")
        try:
            mark.parent.mkdir(parents=True, exist_ok=True)
            artifact.pack(folder, packed)
        except FileNotFoundError:  # discarded meanwhile
            packed.unlink(missing_ok=True)
            return
        try:
            self._objects.put(packed, _name(key))
            self.keep_in_mind(mark)
        except Exception as error:
            self._give_up("write", error)
        finally:
            packed.unlink(missing_ok=True)

    def _give_up(self, doing: str, error: Exception) -> None:
        reason = (str(error).splitlines() or [""])[0] or type(error).__name__
        with self._guard:
            if not self._broken:
                self._problems.append(f"{self.shown}: {_GIVEN_UP[doing]} ({reason})")
            self._broken.add(doing)


@lru_cache(maxsize=8)
def remote_at(url: str) -> Remote:
    """Return the shared store at a URL, the same for all lessons of a build."""
    return Remote(url)


def _name(key: str) -> str:
    return f"{key[:2]}/{key}.tar"
