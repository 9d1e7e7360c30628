"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a path to write to; when the block succeeds, ``path`` is that file.

    The file is written beside ``path`` under a hidden name with the same suffix, flushed to the
    disk and renamed over ``path``; when the block fails, it is removed and ``path`` stays as it
    was.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    partial = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    partial.unlink(missing_ok=True)
    try:
        yield partial
        settle(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def settle(partial: Path, path: Path) -> None:
    """Flush ``partial`` to the disk and put it in the place of ``path`` on the same disk."""
    flush(partial)
    os.replace(partial, path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
