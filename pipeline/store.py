"""A content-addressed store: what was made once from the same inputs is not made again.

An artifact is a folder named by its key, with the file (``data``) and what is known of it
(``about.json``: SHA-256, size, readable inputs). It is written under ``partial/``, flushed to
the disk and renamed, so a key is either whole or absent whenever a process or the power dies.
Every read checks the content; what is damaged is moved to ``quarantine/`` and counts as absent.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.files import flush, whole
from pipeline.key import Tree
from script.errors import DownhillError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


class StoreError(DownhillError):
    """The store's disk is full, its folder cannot be written, or a file in it cannot be read."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What ``check`` found: whole artifacts, their bytes, and the keys put in quarantine."""

    artifacts: int
    bytes: int
    damaged: tuple[str, ...]


class Store:
    """Artifacts by key, in a folder that several builds may use at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._objects = root / "objects"
        self._partial = root / "partial"
        self._locks = root / "locks"
        self._names = root / "names"
        self._quarantine = root / "quarantine"

    def get(self, key: str) -> Path | None:
        """Return the artifact's file, its content verified, or None.

        The file belongs to the store: copy it (``copy``), never change it.
        """
        folder = self._folder(key)
        with _reported(self.root):
            about = _about(folder)
            if about is not None and _sha256(folder / "data") == about["sha256"]:
                return folder / "data"
            if folder.exists():
                self._set_aside(key)
            return None

    def put(self, key: str, inputs: Tree, write: Callable[[Path], object]) -> Path:
        """Make an artifact unless it is there, and return its file.

        ``write`` is given the path to write the file to. Of several builds that put one key at
        once one writes, and the others wait and take its result. What ``write`` raises passes
        through, and leaves nothing; only a full or read-only disk becomes a ``StoreError``.

        Raises
        ------
        StoreError
            When the disk is full or the store cannot be written.
        """
        with self._locked(key):
            there = self.get(key)
            if there is not None:
                return there
            partial = self._partial / key
            with _reported(self.root):
                _remove(partial)
                partial.mkdir(parents=True)
            try:
                with _reported(self.root, only=_FULL):
                    write(partial / "data")
                with _reported(self.root):
                    self._finish(key, partial, inputs)
            finally:
                _remove(partial)
        return self._folder(key) / "data"

    def discard(self, key: str) -> None:
        """Remove an artifact, so that it is made again."""
        with self._locked(key), _reported(self.root):
            _remove(self._folder(key))

    def copy(self, key: str, to: Path) -> bool:
        """Copy an artifact out, whole or not at all; return whether it is there."""
        source = self.get(key)
        if source is None:
            return False
        with _reported(to.parent), whole(to) as partial:
            shutil.copyfile(source, partial)
        return True

    def inputs(self, key: str) -> Tree:
        """Return the readable inputs an artifact was made from, or None."""
        with _reported(self.root):
            about = _about(self._folder(key))
        tree: Tree = None if about is None else about["inputs"]
        return tree

    def note(self, name: str, key: str) -> None:
        """Remember the key last made for a name such as ``lesson/scene/beat``."""
        with _reported(self.root):
            self._names.mkdir(parents=True, exist_ok=True)
            with whole(self._name(name)) as partial:
                partial.write_text(key + "\n", encoding="ascii")

    def last(self, name: str) -> str | None:
        """Return the key last noted for a name, or None."""
        with _reported(self.root):
            try:
                return self._name(name).read_text(encoding="ascii").strip()
            except FileNotFoundError:
                return None

    def check(self) -> Inspection:
        """Verify every artifact; put the damaged ones in quarantine."""
        count = size = 0
        damaged = []
        with _reported(self.root):
            keys = sorted(folder.name for folder in self._objects.glob("??/*"))
        for key in keys:
            path = self.get(key)
            if path is None:
                damaged.append(key)
            else:
                count += 1
                size += path.stat().st_size
        return Inspection(count, size, tuple(damaged))

    def _finish(self, key: str, partial: Path, inputs: Tree) -> None:
        data, about = partial / "data", partial / "about.json"
        facts = {"sha256": _sha256(data), "size": data.stat().st_size, "inputs": inputs}
        text = json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False)
        about.write_text(text + "\n", encoding="utf-8")
        folder = self._folder(key)
        folder.parent.mkdir(parents=True, exist_ok=True)
        for path in (data, about, partial):
            flush(path)
        os.rename(partial, folder)
        flush(folder.parent)

    def _set_aside(self, key: str) -> None:
        """Move a damaged artifact out of the way; another process may have been faster."""
        self._quarantine.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(self._folder(key), self._quarantine / f"{key}.{os.getpid()}")
        except OSError:
            _remove(self._folder(key))

    @contextmanager
    def _locked(self, key: str) -> Iterator[None]:
        """Hold the key's lock; the kernel drops it when the process dies."""
        with _reported(self.root):
            self._folder(key)
            self._locks.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._locks / key, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _folder(self, key: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{64}", key):
            raise ValueError(f"not a key: {key!r}")
        return self._objects / key[:2] / key

    def _name(self, name: str) -> Path:
        return self._names / quote(name, safe="")


def _about(folder: Path) -> dict[str, Any] | None:
    """Return what is known of an artifact, or None when it is absent or unreadable."""
    try:
        about: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return about if isinstance(about, dict) and {"sha256", "inputs"} <= about.keys() else None


def _sha256(path: Path) -> str | None:
    """Return the digest of a file's content, or None when there is no file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _reported(folder: Path, only: set[int] | None = None) -> Iterator[None]:
    """Turn an operating system's error (of these numbers) into one line."""
    try:
        yield
    except OSError as error:
        if only is not None and error.errno not in only:
            raise
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise StoreError(f"{error.filename or folder}: {reason}") from error
