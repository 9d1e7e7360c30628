"""What is the same at all platforms that put another film in the place of the one before."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.publish.api import GO_ON, Api, Key, Limits
from pipeline.publish.package import Package
from pipeline.publish.parts import CAPTIONS, FILM, METADATA, STATUS, THUMBNAIL
from pipeline.publish.resumable import PIECE
from pipeline.publish.sent import Record
from pipeline.publish.sessions import Sessions
from pipeline.publish.state import STATE_FILE, Ledger
from pipeline.publish.steps import UPDATES
from pipeline.publish.targets.target import PlaceFailed, Unknown

LOOKS = 5
"""How often the films of a platform are looked through for one that should be there."""
ANEW = 3
"""How often the sending of a film is begun before it is given up."""
Found = TypeVar("Found")


class Replacing(ABC):
    """A platform that replaces films, and calls them what it likes when they are there.

    Parameters
    ----------
    name
        What the state calls it.
    root
        Its API's address.
    login
        Returns what opens it; asked when it is needed, for a first plan is made without.
    sessions
        Where the addresses of uploads are kept; else in this user's state.
    piece
        Bytes of a piece of a film.
    """

    replaces = True
    meter = None

    def __init__(
        self,
        name: str,
        root: str,
        login: Callable[[], Key],
        sessions: Sessions | None = None,
        *,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        piece: int = PIECE,
    ) -> None:
        self.name = name
        self._root, self._login = root, login
        self._sessions = sessions or Sessions(name)
        self._limits, self._sleep, self._piece = limits, sleep, piece

    def _api(self) -> Api:
        return Api(self._root, self._login(), limits=self._limits, sleep=self._sleep)

    def remote(self, package: Package) -> str:
        """Return nothing: a film gets its name when it is there."""
        return ""

    @abstractmethod
    def parts(self, package: Package) -> Mapping[str, str]:
        """Return the digests of what it takes: of film, metadata, captions, thumbnail, status."""

    @abstractmethod
    def _tell(self, package: Package, remote: str) -> None:
        """Send title, description, tags and chapters."""

    @abstractmethod
    def _caption(self, package: Package, remote: str) -> None:
        """Send the captions."""

    @abstractmethod
    def _picture(self, package: Package, remote: str) -> None:
        """Send the thumbnail."""

    @abstractmethod
    def _show(self, package: Package, remote: str) -> None:
        """Say who sees the film."""

    def _send_rest(self, package: Package, kinds: Sequence[str], ledger: Ledger) -> None:
        """Send what is another one than in the record, or named by a plan: who sees it last.

        Each part is in the ledger as soon as it is there.
        """
        wanted = self.parts(package)
        for part, send in (
            (METADATA, self._tell),
            (CAPTIONS, self._caption),
            (THUMBNAIL, self._picture),
            (STATUS, self._show),
        ):
            record = _record(package, ledger)
            if UPDATES[part] in kinds or record.parts.get(part) != wanted[part]:
                send(package, record.remote)
                there = {**record.parts, part: wanted[part]}
                ledger.keep(package.name, replace(record, parts=there))

    def _keep_film(self, package: Package, ledger: Ledger) -> None:
        """Keep that the film of a package is there, and forget where it was sent to."""
        record = _record(package, ledger)
        shown = record.revisions
        if shown[-1:] != (package.revision,):
            shown = (*shown, package.revision)
        there = {**record.parts, FILM: self.parts(package)[FILM]}
        ledger.keep(package.name, replace(record, parts=there, revisions=shown, upload=None))
        self._sessions.forget(package.film.sha256)

    def _in_the_end(self, package: Package, find: Callable[[Package], Found | None]) -> Found:
        """Return a film of which no answer came; it may be listed some time after.

        Raises
        ------
        Unknown
            When it is not found: it may be there all the same.
        """
        for look in range(LOOKS):
            if look:
                self._sleep(2.0**look)
            if (found := find(package)) is not None:
                return found
        what = f"{self.name}: whether the film of {package.name} is there cannot be told: no"
        what += " answer came, and no film there has its line"
        line = package.description.splitlines()[-1]
        fix = f"look there; if it is there, end its description with “{line}”; if not, remove"
        fix += f" “upload” of {package.name} from {STATE_FILE}; then publish again"
        raise Unknown(f"{what} - {fix}")

    def _twice(self, package: Package, films: Sequence[str]) -> Unknown:
        """Return what says that a lesson has several films; ``films`` are their addresses."""
        what = f"{self.name}: {package.name} is there twice: {' and '.join(films)}"
        return Unknown(f"{what} - delete one")

    def _forgot(self, package: Package) -> PlaceFailed:
        """Return what says that it does not keep what it is sent."""
        what = f"{self.name}: it forgot the film of {package.name} {ANEW} times"
        return PlaceFailed(f"{what} - {GO_ON}")


def _record(package: Package, ledger: Ledger) -> Record:
    return ledger.record(package.name) or NO_RECORD


NO_RECORD = Record("", {})
