"""What was published where: ``publish-state.json`` beside ``course.yaml``, without secrets."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.files import whole
from script.errors import DownhillError

STATE_FILE = "publish-state.json"
VERSION = 1


class BadState(DownhillError):
    """A state that cannot be read, or that somebody else is writing."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Record:
    """A lesson as it was last sent: what the place calls it, and the digests of its parts.

    ``revisions`` are those of the films that were there, the last one is there now.
    """

    remote: str
    parts: Mapping[str, str]
    revisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What one target holds of a course: lessons by name, and the digest of the index."""

    lessons: Mapping[str, Record] = field(default_factory=dict)
    index: str = ""


class State:
    """The state of all targets of the course in a folder.

    Raises
    ------
    BadState
        When the file is damaged, or of a later version.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / STATE_FILE
        self._targets = _read(self.path)

    def of(self, target: str) -> Sent:
        """Return what a target holds."""
        return self._targets.get(target, Sent())

    def write(self, target: str, sent: Sent) -> None:
        """Set what a target holds; the file is the old one or the new one at any moment."""
        self._targets[target] = sent
        told = {
            "version": VERSION,
            "targets": {
                name: {
                    "index": one.index,
                    "lessons": {
                        lesson: {
                            "remote": record.remote,
                            "parts": dict(sorted(record.parts.items())),
                            "revisions": list(record.revisions),
                        }
                        for lesson, record in sorted(one.lessons.items())
                    },
                }
                for name, one in sorted(self._targets.items())
            },
        }
        with whole(self.path) as partial:
            text = json.dumps(told, indent=1, ensure_ascii=False)
            partial.write_text(text + "\n", encoding="utf-8")


@contextmanager
def alone(folder: Path) -> Iterator[State]:
    """Give the state of a course to one process at a time; what a killed one left is removed.

    Raises
    ------
    BadState
        When another process has it, or it cannot be read.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            what = f"{folder / STATE_FILE}: somebody is publishing this course"
            raise BadState(f"{what} - wait until that is done") from None
        stem, ending = Path(STATE_FILE).stem, Path(STATE_FILE).suffix
        for left in folder.glob(f".{stem}.*.part{ending}"):
            left.unlink(missing_ok=True)
        yield State(folder)
    finally:
        os.close(descriptor)


def _read(path: Path) -> dict[str, Sent]:
    mend = "take it from the history of the course's repository"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["version"] != VERSION:
            what = f"{path}: it is of version {told['version']}, and this is {VERSION}"
            raise BadState(f"{what} - publish with the later one")
        return {name: _sent(one) for name, one in told["targets"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadState(f"{path}: it cannot be read ({error!r}) - {mend}") from error


def _sent(told: Mapping[str, Any]) -> Sent:
    lessons = {
        str(name): Record(
            str(one["remote"]),
            {str(part): str(digest) for part, digest in one["parts"].items()},
            tuple(map(str, one["revisions"])),
        )
        for name, one in told["lessons"].items()
    }
    return Sent(lessons, str(told["index"]))
