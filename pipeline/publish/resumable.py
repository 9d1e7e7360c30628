"""Sending a film in pieces: how much of it a server holds is asked, and never remembered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.publish.api import GO_ON, Answer, Api, Unanswered
from pipeline.publish.targets.target import PlaceFailed

PIECE = 8 * 1024 * 1024
"""Bytes of a piece: lost at most when a connection breaks; what object stores take as a part."""


class SessionGone(Exception):
    """The server knows the upload no more: it expired, or ended without our hearing of it.

    ``may_be_there`` is set when the last piece was sent and no answer to it came.
    """

    def __init__(self, may_be_there: bool = False) -> None:
        super().__init__()
        self.may_be_there = may_be_there


@dataclass(frozen=True, slots=True)
class Finished:
    """The server has all of it, and its answer."""

    answer: Answer


class Wire(Protocol):
    """How the servers of a platform take one film.

    Both return how many bytes from the start are held, or that it is finished. They raise
    ``Unanswered`` when nobody knows, and ``SessionGone``.
    """

    def held(self, size: int) -> int | Finished:
        """Ask what is held of a film of so many bytes."""

    def put(self, piece: bytes, at: int, size: int) -> int | Finished:
        """Send a piece that begins at a byte."""


def send_pieces(
    film: Path,
    wire: Wire,
    api: Api,
    *,
    piece: int = PIECE,
    before_the_last: Callable[[], None] = lambda: None,
    in_doubt: bool = False,
) -> Finished:
    """Send what a server does not hold of a film, until it says that it has all.

    A piece whose answer was lost is not taken for sent: what is held is asked again. A server that
    holds all and does not say that it is done gets the end once more, for its own end of the
    connection may have broken with the last byte.

    Parameters
    ----------
    piece
        Bytes of a piece at most.
    before_the_last
        Called before the first byte of the last piece is sent: from then on the film may be there
        although nobody says so.
    in_doubt
        Whether that was so already before.

    Raises
    ------
    PlaceFailed
        When it does not go on; the session stays.
    SessionGone
        When it must be begun anew, if the film is not there.
    """
    size = film.stat().st_size
    patience = api.patience()
    most, held, warned = -1, -1, False  # of what is held, -1 is not known
    with film.open("rb") as file:
        while True:
            try:
                if held < 0:
                    found = wire.held(size)
                else:
                    at = min(held, max(size - piece, 0)) if held >= size else held
                    if at + piece >= size and not warned:
                        before_the_last()
                        warned = True
                    file.seek(at)
                    found = wire.put(file.read(piece), at, size)
                if isinstance(found, Finished):
                    return found
                if 0 <= found <= held:
                    raise Unanswered(f"it holds {found:,} of {size:,} bytes and takes no more")
            except Unanswered as lost:
                in_doubt = in_doubt or (warned and not lost.is_undone)
                patience.failed(lost)
                held = -1
                continue
            except SessionGone:
                raise SessionGone(in_doubt) from None
            in_doubt = False  # it says itself that it is not done
            if found > size:
                what = f"{api.root}: it says that it holds {found:,} of {size:,} bytes"
                raise PlaceFailed(f"{what} - {GO_ON}")
            held = found
            if found > most:
                most = found
                patience.moved()


class Pieces:
    """The protocol of PeerTube, which is Google's: ``PUT`` with ``Content-Range``, 308 or 200."""

    def __init__(self, api: Api, way: str) -> None:
        self._api = api
        self._way = way

    def held(self, size: int) -> int | Finished:
        """Ask with an empty piece."""
        return self._put(None, f"bytes */{size}")

    def put(self, piece: bytes, at: int, size: int) -> int | Finished:
        """Send a piece."""
        return self._put(piece, f"bytes {at}-{at + len(piece) - 1}/{size}")

    def _put(self, body: bytes | None, held: str) -> int | Finished:
        headers = {"Content-Range": held, "Content-Type": "application/octet-stream"}
        answer = self._api.once("PUT", self._way, body=body, headers=headers)
        if answer.status in (200, 201, 204):
            return Finished(answer)
        if answer.status == 308:
            last = re.fullmatch(r"(?:bytes=)?0-(\d+)", answer.headers.get("range", ""))
            return int(last[1]) + 1 if last else 0
        if answer.status == 409:
            raise Unanswered("HTTP 409: another piece is expected")
        if answer.status in (404, 410):
            raise SessionGone
        raise self._api.refused("PUT", self._way, answer)


class Tus:
    """The protocol of Vimeo, tus 1.0: ``HEAD`` tells ``Upload-Offset``, ``PATCH`` adds to it."""

    def __init__(self, api: Api, way: str) -> None:
        self._api = api
        self._way = way

    def held(self, size: int) -> int | Finished:
        """Ask for the offset."""
        return self._offset("HEAD", self._api.once("HEAD", self._way, headers=_TUS), size)

    def put(self, piece: bytes, at: int, size: int) -> int | Finished:
        """Add a piece."""
        headers = {
            **_TUS,
            "Upload-Offset": str(at),
            "Content-Type": "application/offset+octet-stream",
        }
        answer = self._api.once("PATCH", self._way, body=piece, headers=headers)
        return self._offset("PATCH", answer, size)

    def _offset(self, method: str, answer: Answer, size: int) -> int | Finished:
        if answer.status in (404, 410):
            raise SessionGone
        if answer.status in (409, 423):
            raise Unanswered(f"HTTP {answer.status}: another piece is expected")
        if answer.status not in (200, 204):
            raise self._api.refused(method, "an upload", answer)
        offset = answer.headers.get("upload-offset", "")
        if not offset.isdigit():
            raise Unanswered("an answer that was cut off")
        return Finished(answer) if int(offset) == size else int(offset)


_TUS = {"Tus-Resumable": "1.0.0"}
