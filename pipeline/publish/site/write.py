"""Writes a site into its folder: what a page names is there before the page is.

Finished files are linked, not copied, where the disk can: builds never write into a file, they put
a new one in its place. What else is in the folder is left alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.files import whole
from pipeline.publish.site.site_files import FOLDER, Source
from script.errors import DownhillError

MANIFEST = ".site.json"
"""Where a site keeps the names and hashes of its files."""
_PARTIAL = ".*.part*"
"""What a killed writer leaves (``pipeline.files.whole``)."""


class SiteChanged(DownhillError):
    """A finished file that is not what its package says any more."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Changes:
    """What writing a site would do to its folder; paths from the folder, in order."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def changes(files: Mapping[str, Source], folder: Path) -> Changes:
    """Return how a site differs from what is in a folder; every file there is read."""
    there = {name: _sha256(folder / name) for name in files}
    return Changes(
        tuple(name for name in files if there[name] is None),
        tuple(name for name, one in files.items() if there[name] not in (None, one.sha256)),
        tuple(name for name in _known(folder) if name not in files and (folder / name).is_file()),
    )


def write_site(files: Mapping[str, Source], folder: Path) -> Changes:
    """Put the files of a site into a folder, in their order; return what was done.

    Each file appears whole or not at all, and pages of the site before that are no longer there
    are removed last. Killed at any moment, it can be run again; others wait meanwhile.

    Raises
    ------
    SiteChanged
        When a finished file has changed since it was looked at; the site is still the one before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        for left in (*folder.glob(_PARTIAL), *(folder / FOLDER).glob(_PARTIAL)):
            left.unlink()
        return _write(files, folder)


def _write(files: Mapping[str, Source], folder: Path) -> Changes:
    todo = changes(files, folder)
    names = {name: one.sha256 for name, one in files.items()}
    if todo:
        _note(folder, {**_known(folder), **names})
    for name in files:
        if name in todo.new or name in todo.changed:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with whole(folder / name) as partial:
                _make(files[name], partial)
    for name in todo.gone:
        (folder / name).unlink(missing_ok=True)
    if _known(folder) != names:
        _note(folder, names)
    return todo


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process writes the site of a folder, and keep others waiting."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _make(source: Source, partial: Path) -> None:
    if source.path is None:
        partial.write_bytes(source.data)
        return
    try:
        os.link(source.path, partial)
    except OSError:
        shutil.copyfile(source.path, partial)
    if _sha256(partial) != source.sha256:
        raise SiteChanged(f"{source.path}: it has changed - build the lesson again")


def _note(folder: Path, names: Mapping[str, str]) -> None:
    text = json.dumps({"files": names}, indent=1, sort_keys=True)
    with whole(folder / MANIFEST) as partial:
        partial.write_text(text + "\n", encoding="utf-8")


def _known(folder: Path) -> Mapping[str, str]:
    """Return the files of the site that was written to a folder before; none that lie outside."""
    try:
        read = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        names = {str(name): str(sha256) for name, sha256 in read.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {name: sha256 for name, sha256 in names.items() if _is_inside(name)}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
