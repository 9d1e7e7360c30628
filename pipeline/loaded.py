"""The code this process runs, as its files were when it began.

A module stays as it was when it was imported; its file may be edited afterwards. A process that
lives long (a worker, above all one of a cluster) must not draw with the old code and put the
picture under the new code's key.
"""

from __future__ import annotations

import os
from functools import lru_cache

from pipeline.key import PACKAGES, ROOT, code
from pipeline.running import running

_FILES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for package in PACKAGES
    for file in sorted((ROOT / package).rglob("*.py"))
}
_BEGAN_WITH = {name: file.read_bytes() for name, file in _FILES.items()}


def edited(*modules: str) -> frozenset[str]:
    """Return those of the modules, and of all they import, that run other code in the file now.

    What does not run (docstrings, comments, formatting) may be edited.
    """
    return _edited(modules, _stamps())


@lru_cache(maxsize=64)
def _edited(modules: tuple[str, ...], stamps: tuple[tuple[int, int], ...]) -> frozenset[str]:
    """Return what ``edited`` does; files are read again when a stamp differs."""
    now = {name: digest for module in modules for name, digest in code(module).items()}
    return frozenset(name for name, digest in now.items() if digest != _running_then(name))


def _stamps() -> tuple[tuple[int, int], ...]:
    """Return time and size of the last edit of every file; zeros where there is none any more."""
    stamps = []
    for file in _FILES.values():
        try:
            found = os.stat(file)
        except FileNotFoundError:
            stamps.append((0, 0))
        else:
            stamps.append((found.st_mtime_ns, found.st_size))
    return tuple(stamps)


def _running_then(name: str) -> str | None:
    source = _BEGAN_WITH.get(name)
    return None if source is None else running(source).digest
