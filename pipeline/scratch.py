"""A folder for what processes need while they work, that goes away even when they are killed.

Its maker holds the kernel's lock on it. One whose lock is free was left by a maker that was killed
together with all who could have cleaned up: the next maker removes it.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.undisturbed import undisturbed

_PREFIX = "downhill-workers-"


_held: dict[Path, int] = {}
"""The folders of this process, and the descriptors that hold their locks."""


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder with an absolute path; remove it after, and what was left before.

    One that an ending left behind on the way here or out goes when the process ends.
    """
    sweep()
    folder = _made()
    try:
        yield folder
    finally:
        _remove(folder)


def _made() -> Path:
    """Return a new folder whose lock is held."""
    with undisturbed():
        while True:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX)).absolute()
            with suppress(FileNotFoundError):  # swept before it was locked
                lock = os.open(folder, os.O_RDONLY)
                fcntl.flock(lock, fcntl.LOCK_EX)
                if folder.exists():
                    _held[folder] = lock
                    return folder
                os.close(lock)


def _remove(*folders: Path) -> None:
    with undisturbed():
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(_held.pop(folder))


@atexit.register
def _remove_all() -> None:
    _remove(*_held)


def sweep() -> None:
    """Remove what was left by makers that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # in use, gone meanwhile, or somebody else's
            lock = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
