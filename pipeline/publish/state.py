"""What was published where: ``publish-state.json`` beside ``course.yaml``, without secrets."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.files import whole
from pipeline.publish.package import Package
from pipeline.publish.sent import Record, Sent, read_sent, written_sent
from script.errors import DownhillError

STATE_FILE = "publish-state.json"
VERSION = 2
READ = (1, VERSION)
"""Versions that are read; 1 had no platforms, and is otherwise the same."""


class BadState(DownhillError):
    """A state that cannot be read, or that somebody else is writing."""

    exit_code = 2


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
        held = {name: written_sent(one) for name, one in sorted(self._targets.items())}
        with whole(self.path) as partial:
            text = json.dumps({"version": VERSION, "targets": held}, indent=1, ensure_ascii=False)
            partial.write_text(text + "\n", encoding="utf-8")


class Ledger:
    """What one target holds: whatever is changed here is in the state's file at once."""

    def __init__(self, state: State, target: str) -> None:
        self._state = state
        self.target = target

    @property
    def sent(self) -> Sent:
        """All of it, as it is now."""
        return self._state.of(self.target)

    def write(self, sent: Sent) -> None:
        """Set all of it."""
        self._state.write(self.target, sent)

    def record(self, name: str) -> Record | None:
        """Return what is known of a lesson; None before anything was done about it."""
        return self.sent.lessons.get(name)

    def keep(self, name: str, record: Record) -> None:
        """Set what is known of a lesson."""
        self.write(self.sent.having(name, record))

    def keep_all(self, package: Package, remote: str, parts: Mapping[str, str]) -> None:
        """Set that all of a lesson is there, under a name that the place did not choose."""
        before = self.record(package.name) or Record("", {})
        there = before.arrived(remote, package.revision)
        self.keep(package.name, replace(there, parts=parts, former=()))


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
        if told["version"] not in READ:
            what = f"{path}: it is of version {told['version']}, and this is {VERSION}"
            raise BadState(f"{what} - publish with the later one")
        return {name: read_sent(one) for name, one in told["targets"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadState(f"{path}: it cannot be read ({error!r}) - {mend}") from error
