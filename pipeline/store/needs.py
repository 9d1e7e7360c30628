"""What each lesson was last built from: the artifacts that a sweep leaves alone."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pipeline.files import whole
from pipeline.store.artifact import StoreError, reported


@dataclass(frozen=True, slots=True)
class Need:
    """A lesson at one size, rate and voice: its file, the machine it lies on, and its keys."""

    name: str
    file: Path
    machine: str
    keys: frozenset[str]

    @property
    def is_gone(self) -> bool:
        """True when the lesson was on this machine and is not there any more."""
        return self.machine == platform.node() and not self.file.exists()


def note_need(folder: Path, name: str, file: Path, keys: Iterable[str], *, add: bool) -> None:
    """Write down what a lesson needs; with ``add`` what it needed before stays needed."""
    path = folder / f"{quote(name, safe='')}.json"
    needed = set(keys)
    if add and path.exists():
        with suppress(StoreError):  # it is about to be written anew
            needed |= _read(path).keys
    text = json.dumps(
        {
            "name": name,
            "file": str(file.absolute()),
            "machine": platform.node(),
            "keys": sorted(needed),
        },
        indent=1,
    )
    with reported(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with whole(path) as partial:
            partial.write_text(text + "\n", encoding="utf-8")


def needs(folder: Path) -> tuple[Need, ...]:
    """Return what every lesson needs, in order of their names.

    Raises
    ------
    StoreError
        When a note cannot be read: what it needs is not known.
    """
    return tuple(_read(path) for path in sorted(folder.glob("*.json")))


def remove_need(folder: Path, need: Need) -> None:
    """Forget a lesson."""
    with reported(folder):
        (folder / f"{quote(need.name, safe='')}.json").unlink(missing_ok=True)


def _read(path: Path) -> Need:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        keys = frozenset(map(str, read["keys"]))
        return Need(str(read["name"]), Path(read["file"]), str(read["machine"]), keys)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: cannot be read - remove it and build again") from error
