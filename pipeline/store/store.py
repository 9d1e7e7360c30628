"""The store: artifacts by key in a folder, and what lessons need of them."""

from __future__ import annotations

import errno
import os
import shutil
import weakref
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.files import whole
from pipeline.key import Tree
from pipeline.store import artifact
from pipeline.store.artifact import remove, reported, set_aside
from pipeline.store.folders import Folders, is_key
from pipeline.store.locks import locked, shared_lock
from pipeline.store.needs import note_need
from pipeline.store.remote import Remote
from pipeline.store.upkeep import Inspection, check

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


class Store:
    """Artifacts by key, in a folder that several builds may use at once.

    Parameters
    ----------
    root
        The folder; it is made when something is put.
    remote
        A shared store: what is not in the folder is looked for there, and what is put is sent
        there. One that cannot be reached is gone without; it never fails a build.
    """

    def __init__(self, root: Path, remote: Remote | None = None) -> None:
        self.root = root
        self.remote = remote
        self._folders = Folders(root)
        self._used: set[str] = set()
        self._in_use: weakref.finalize[Any, Any] | None = None
        self._holding = Lock()

    @property
    def used(self) -> frozenset[str]:
        """Keys of the artifacts given out so far."""
        return frozenset(self._used)

    @property
    def code(self) -> Path:
        """Where ``pipeline.running`` remembers what runs of each source; it may be removed."""
        return self._folders.code

    def get(self, key: str) -> Path | None:
        """Return the artifact's file, its content verified, or None.

        The file belongs to the store: copy it (``copy``), never change it.
        """
        path = self._here(key)
        if path is None and self.remote is not None and self.remote.may_have(key):
            with self._locked(key):
                path = self._here(key) or self._fetched(key, self.remote)
        return None if path is None else self._given(key)

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
            there = self._here(key)
            if there is None and self.remote is not None and self.remote.may_have(key):
                there = self._fetched(key, self.remote)
            if there is None:
                with self._partial_folder(key) as partial:
                    with reported(self.root, only=_FULL):
                        write(partial / artifact.DATA)
                    with reported(self.root):
                        artifact.complete(partial, key, inputs)
                        artifact.settle(partial, self._folders.object(key))
        return self._given(key)

    def fetch(self, keys: Iterable[str]) -> None:
        """Bring artifacts from the shared store, several at once, where they are not here."""
        missing = [key for key in dict.fromkeys(keys) if not self._folders.object(key).exists()]
        if missing and self.remote is not None:
            with ThreadPoolExecutor(self.remote.at_once) as threads:
                list(threads.map(self.get, missing))

    def share(self, *keys: str) -> None:
        """Send artifacts that are here to the shared store, if there is one, in the background."""
        if self.remote is not None:
            for key in keys:
                folder = self._folders.object(key)
                self.remote.send(key, folder, self._folders.mark(key, self.remote.url))

    def offered(self, *keys: str) -> str | None:
        """Return where the shared store is that has all of these; nothing is fetched."""
        if self.remote is None or self.remote.has(keys) != frozenset(keys):
            return None
        return self.remote.shown

    def discard(self, key: str) -> None:
        """Remove an artifact, so that it is made again."""
        with self._locked(key), reported(self.root):
            remove(self._folders.object(key))
            if self.remote is not None:
                self.remote.forget(key, self._folders.mark(key, self.remote.url))

    def copy(self, key: str, to: Path) -> bool:
        """Copy an artifact out, whole or not at all; return whether it is there."""
        source = self.get(key)
        if source is None:
            return False
        with reported(to.parent), whole(to) as partial:
            shutil.copyfile(source, partial)
        return True

    def inputs(self, key: str) -> Tree:
        """Return the readable inputs an artifact was made from, or None."""
        about = artifact.about(self._folders.object(key))
        tree: Tree = None if about is None else about["inputs"]
        return tree

    def note(self, name: str, key: str) -> None:
        """Remember the key last made for a name such as ``lesson/scene/beat``."""
        with reported(self.root):
            self._folders.names.mkdir(parents=True, exist_ok=True)
            with whole(self._folders.name(name)) as partial:
                partial.write_text(key + "\n", encoding="ascii")

    def last(self, name: str) -> str | None:
        """Return the key last noted for a name, or None."""
        with reported(self.root):
            try:
                text = self._folders.name(name).read_text(encoding="ascii", errors="replace")
            except FileNotFoundError:
                return None
        return text.strip() if is_key(text.strip()) else None

    def need(self, name: str, file: Path, keys: Iterable[str] = (), *, add: bool) -> None:
        """Write down that a lesson needs some artifacts and all that were given out so far.

        Parameters
        ----------
        name
            The lesson, its size, rate and voice.
        file
            The lesson's file: when it is gone, nothing is needed.
        keys
            Artifacts that it needs besides.
        add
            Whether what it needed before stays needed.
        """
        note_need(self._folders.needs, name, file, self._used.union(keys), add=add)

    def check(self) -> Inspection:
        """Verify every artifact; put the damaged ones in quarantine."""
        return check(self.root)

    def close(self, *, wait: bool = True) -> tuple[str, ...]:
        """Let go of the store, once what a shared one gets is sent; return what went wrong there.

        With ``wait`` false what is not on its way yet is not sent.
        """
        if self._in_use is not None:
            self._in_use()
            self._in_use = None
        return () if self.remote is None else self.remote.finish(wait=wait)

    def _given(self, key: str) -> Path:
        """Return the file of an artifact that is here; a shared store gets it too."""
        self._used.add(key)
        self.share(key)
        return self._folders.object(key) / artifact.DATA

    def _here(self, key: str) -> Path | None:
        """Return the folder of an artifact that is whole; set aside one that is not."""
        folder = self._folders.object(key)
        self._hold(make=False)
        with reported(self.root):
            try:
                if artifact.flaw(folder, key) is None:
                    return folder
            except FileNotFoundError:
                return None
            except NotADirectoryError:
                folder = folder.parent
            set_aside(folder, self._folders.quarantine)
            return None

    def _fetched(self, key: str, remote: Remote) -> Path | None:
        """Bring an artifact from the shared store; None when it is not there, or not whole."""
        folder = self._folders.object(key)
        with self._partial_folder(key) as partial, reported(self.root):
            packed = self._folders.partial / f"{key}.tar"
            try:
                if not remote.fetch(key, packed):
                    return None
                if not artifact.unpack(packed, partial) or artifact.flaw(partial, key):
                    remote.refuse(key)
                    return None
            finally:
                remove(packed)
            artifact.settle(partial, folder)
            remote.keep_in_mind(self._folders.mark(key, remote.url))
        return folder

    @contextmanager
    def _partial_folder(self, key: str) -> Iterator[Path]:
        """Give an empty folder for an artifact in the making, which goes away with it."""
        partial = self._folders.partial / key
        with reported(self.root):
            remove(partial)
            partial.mkdir(parents=True)
        try:
            yield partial
        finally:
            remove(partial)

    @contextmanager
    def _locked(self, key: str) -> Iterator[None]:
        """Hold the key's lock; the kernel drops it when the process dies."""
        self._folders.object(key)
        self._hold(make=True)
        with ExitStack() as held:
            with reported(self.root):
                self._folders.locks.mkdir(parents=True, exist_ok=True)
                held.enter_context(locked(self._folders.locks / key))
            yield

    def _hold(self, *, make: bool) -> None:
        """Keep the store from being swept from now on."""
        with self._holding:
            if self._in_use is None:
                with reported(self.root):
                    if make:
                        self.root.mkdir(parents=True, exist_ok=True)
                    descriptor = shared_lock(self._folders.in_use, make=make)
                if descriptor is not None:
                    self._in_use = weakref.finalize(self, os.close, descriptor)
