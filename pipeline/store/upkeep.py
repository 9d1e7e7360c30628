"""Looking after a store: what is damaged, what is needed, what may go."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from pipeline.store.artifact import StoreError, flaw, remove, reported, set_aside
from pipeline.store.folders import Folders, is_key
from pipeline.store.locks import locked, remove_lock, sole_lock
from pipeline.store.needs import needs, remove_need

_DAY_S = 86_400


class NotAStore(StoreError):
    """A folder that the store did not make: nothing in it is touched."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Damage:
    """An artifact that was put in quarantine, by its key or its name there, and why."""

    key: str
    flaw: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What ``check`` found: whole artifacts, their bytes, and what it put in quarantine."""

    artifacts: int
    bytes: int
    damaged: tuple[Damage, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """Artifacts and their bytes."""

    artifacts: int = 0
    bytes: int = 0

    def plus(self, size: int) -> Amount:
        """Return the amount with one more artifact."""
        return Amount(self.artifacts + 1, self.bytes + size)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a store holds: all of it, and by lesson; ``unneeded`` is what a sweep would drop."""

    total: Amount
    unneeded: Amount
    lessons: tuple[tuple[str, Amount], ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What ``sweep`` dropped and kept, the bytes of leftovers, and the lessons that are gone."""

    dropped: Amount
    kept: Amount
    leftovers: int
    gone: tuple[str, ...]


def check(root: Path) -> Inspection:
    """Verify every artifact of a store; put in quarantine what is damaged or no artifact."""
    whole, damaged = Amount(), []
    folders = _folders(root)
    with reported(root):
        for path in _entries(folders.objects):
            try:
                found = _stray(path) or flaw(path, path.name)
                size = 0 if found else _size(path)
            except FileNotFoundError:  # discarded meanwhile
                continue
            if found is None:
                whole = whole.plus(size)
            else:
                set_aside(path, folders.quarantine)
                damaged.append(Damage(path.name, found))
    return Inspection(whole.artifacts, whole.bytes, tuple(damaged))


def usage(root: Path) -> Usage:
    """Return how much a store holds for which lesson."""
    folders = _folders(root)
    sizes = {path.name: _size(path) for path in _entries(folders.objects)}
    wanted = needs(folders.needs)
    needed = frozenset(key for need in wanted if not need.is_gone for key in need.keys)
    return Usage(
        _amount(sizes.values()),
        _amount(size for key, size in sizes.items() if key not in needed),
        tuple(
            (need.name, _amount(sizes[key] for key in need.keys if key in sizes)) for need in wanted
        ),
    )


def sweep(root: Path, keep_days: float = 0, *, dry_run: bool = False) -> Sweep:
    """Drop the artifacts that no lesson was last built from, and what builds left behind.

    Parameters
    ----------
    root
        The store's folder.
    keep_days
        What was made in so many days stays, needed or not.
    dry_run
        Say what would go, and drop nothing.

    Raises
    ------
    StoreError
        When a build is using the store, or what a lesson needs cannot be read.
    """
    folders = _folders(root)
    with reported(root), sole_lock(folders.in_use) as is_alone:
        if not is_alone:
            raise StoreError(f"{root}: a build is using it - try again when that is done")
        wanted = needs(folders.needs)
        gone = [need for need in wanted if need.is_gone]
        needed = frozenset(key for need in wanted if need not in gone for key in need.keys)
        since = _now(root) - keep_days * _DAY_S if keep_days else float("inf")
        dropped, kept = Amount(), Amount()
        for path in _entries(folders.objects):
            if path.name in needed or _made(path) >= since:
                kept = kept.plus(_size(path))
                continue
            dropped = dropped.plus(_size(path))
            if not dry_run:
                _drop(folders, path)
        leftovers = [*_children(folders.partial), *_children(folders.quarantine)]
        size = sum(map(_size, leftovers))
        if not dry_run:
            for need in gone:
                remove_need(folders.needs, need)
            for path in leftovers:
                remove(path)
            _tidy(folders)
    return Sweep(dropped, kept, size, tuple(need.name for need in gone))


def _folders(root: Path) -> Folders:
    """Return the folders of a store; git keeps objects in folders of the same names."""
    folders = Folders(root)
    if not folders.in_use.is_file():
        raise NotAStore(f"{root}: no store is there")
    return folders


def _drop(folders: Folders, path: Path) -> None:
    """Remove an artifact: first its name, so that no reader finds half of it."""
    if is_key(path.name):
        folders.locks.mkdir(parents=True, exist_ok=True)
        with locked(folders.locks / path.name):
            set_aside(path, folders.partial)
    else:
        set_aside(path, folders.partial)
    for left in folders.partial.glob(f"{path.name}.*"):
        remove(left)


def _tidy(folders: Folders) -> None:
    """Remove locks nobody holds, empty folders, notes and marks of what is not there."""
    for prefix in _children(folders.objects):
        if not _children(prefix):
            remove(prefix)
    for lock in _children(folders.locks):
        remove_lock(lock)
    for name in _children(folders.names):
        key = name.read_text(encoding="ascii", errors="replace").strip()
        if not is_key(key) or not folders.object(key).exists():
            name.unlink()
    for mark in folders.shared.glob("*/*"):
        if not is_key(mark.name) or not folders.object(mark.name).exists():
            mark.unlink()


def _entries(objects: Path) -> Iterator[Path]:
    """Yield what lies where artifacts should, and what lies where only their folders should."""
    for prefix in _children(objects):
        if len(prefix.name) == 2 and prefix.is_dir() and not prefix.is_symlink():
            yield from _children(prefix)
        else:
            yield prefix


def _stray(path: Path) -> str | None:
    """Return why something among the artifacts cannot be one, if so."""
    belongs = is_key(path.name) and path.parent.name == path.name[:2]
    return None if belongs else "does not belong there"


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _amount(sizes: Iterable[int]) -> Amount:
    counted = tuple(sizes)
    return Amount(len(counted), sum(counted))


def _size(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    if path.is_dir() and not path.is_symlink():
        return sum(_size(child) for child in _children(path))
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return 0


def _made(path: Path) -> float:
    return path.lstat().st_mtime


def _now(folder: Path) -> float:
    """Return the time on the clock that stamps the store's files."""
    with NamedTemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_mtime
