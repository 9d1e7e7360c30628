"""One artifact: a folder with a file and what is known of it, and that folder in one file."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.files import flush
from pipeline.key import Tree
from script.errors import DownhillError

DATA, ABOUT = "data", "about.json"
_NOT_THE_FILES_FAULT = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.ESTALE}


class StoreError(DownhillError):
    """The store's disk is full, its folder cannot be written, or a file in it cannot be read."""


def flaw(folder: Path, key: str) -> str | None:
    """Return what is wrong with an artifact, in words, or None when it is whole.

    Raises
    ------
    FileNotFoundError
        When there is no such folder.
    OSError
        When this process has no memory or file descriptors left to look.
    """
    try:
        return _shape(folder) or _content(folder, key)
    except OSError as error:
        if error.errno in _NOT_THE_FILES_FAULT or not os.path.lexists(folder):
            raise
        name = Path(error.filename or folder).name
        return f"{name} cannot be read ({os.strerror(error.errno or errno.EIO)})"


def about(folder: Path) -> dict[str, Any] | None:
    """Return what is known of an artifact, or None when that is absent or cannot be read."""
    try:
        read = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) and {"sha256", "inputs"} <= read.keys() else None


def complete(folder: Path, key: str, inputs: Tree) -> None:
    """Write what is known of the file in a folder beside it."""
    data = folder / DATA
    facts = {"key": key, "sha256": sha256(data), "size": data.stat().st_size, "inputs": inputs}
    text = json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8")


def settle(partial: Path, folder: Path) -> None:
    """Flush an artifact to the disk and give it its name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for path in (partial / DATA, partial / ABOUT, partial):
        flush(path)
    os.rename(partial, folder)
    flush(folder.parent)


def pack(folder: Path, out: Path) -> None:
    """Write an artifact as one file, a tar that is the same for the same artifact."""
    import tarfile

    with tarfile.open(out, "w", format=tarfile.PAX_FORMAT) as packed:
        for name in (ABOUT, DATA):
            member = tarfile.TarInfo(name)
            member.size = (folder / name).stat().st_size
            with (folder / name).open("rb") as file:
                packed.addfile(member, file)


def unpack(packed: Path, folder: Path) -> bool:
    """Write the parts of a packed artifact into a folder; False when it is not one."""
    import tarfile

    try:
        with tarfile.open(packed, "r:") as read:
            for name in (ABOUT, DATA):
                source = read.extractfile(name)
                if source is None:
                    return False
                with (folder / name).open("wb") as file:
                    shutil.copyfileobj(source, file)
    except (tarfile.TarError, KeyError, ValueError, EOFError):
        return False
    return True


def sha256(path: Path) -> str:
    """Return the digest of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def set_aside(path: Path, quarantine: Path) -> None:
    """Move what is damaged out of the way; another process may have been faster."""
    quarantine.mkdir(parents=True, exist_ok=True)
    try:
        os.rename(path, quarantine / f"{path.name}.{os.getpid()}")
    except OSError:
        remove(path)


def remove(path: Path) -> None:
    """Remove a file or a folder, whatever is in it; what resists stays."""
    with suppress(OSError):
        path.unlink()
    shutil.rmtree(path, ignore_errors=True)


@contextmanager
def reported(folder: Path, only: set[int] | None = None) -> Iterator[None]:
    """Turn an operating system's error (of these numbers) into one line."""
    try:
        yield
    except OSError as error:
        if only is not None and error.errno not in only:
            raise
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise StoreError(f"{error.filename or folder}: {reason}") from error


def _shape(folder: Path) -> str | None:
    """Return what is wrong with the files of an artifact, their content aside."""
    if not stat.S_ISDIR(os.lstat(folder).st_mode):
        return "not a folder"
    with os.scandir(folder) as entries:
        found = {entry.name: entry.stat(follow_symlinks=False).st_mode for entry in entries}
    for name in (ABOUT, DATA):
        if name not in found:
            return f"{name} is missing"
        if stat.S_ISLNK(found[name]):
            return f"{name} is a symbolic link"
        if not stat.S_ISREG(found[name]):
            return f"{name} is not a file"
    strangers = sorted(found.keys() - {ABOUT, DATA})
    return f"{strangers[0]} does not belong there" if strangers else None


def _content(folder: Path, key: str) -> str | None:
    facts = about(folder)
    if facts is None:
        with (folder / ABOUT).open("rb"):  # what cannot be opened is told as that
            return f"{ABOUT} is not what the store writes"
    if facts.get("key") != key:
        return f"{ABOUT} is of another key"
    size = (folder / DATA).stat().st_size
    if size != facts.get("size"):
        return f"{DATA} has {size} bytes, not {facts.get('size')}"
    return None if sha256(folder / DATA) == facts["sha256"] else f"{DATA} does not match its hash"
