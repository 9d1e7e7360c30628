"""Serves a folder of the site to this machine only, with what a player needs to seek."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import BinaryIO

HOST = "127.0.0.1"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_HOSTS = frozenset({HOST, "localhost"})
_TYPES = {".vtt": "text/vtt", ".srt": "application/x-subrip", ".webp": "image/webp"}
_TEXTS = {ending: "text/plain; charset=utf-8" for ending in (".md", ".csv")}


class _Part(BytesIO):
    """The bytes of a file from one place to another, read when they are sent."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        super().__init__()
        self._file, self._left = file, length

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()
        super().close()


class Handler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD for files of a folder, whole or one range of them."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **_TYPES, **_TEXTS}  # noqa: RUF012

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Send the head of an answer; return what is to follow it."""
        name = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host")
        if name not in _HOSTS:  # a page elsewhere that calls this machine by a name of its own
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        asked = _RANGE.fullmatch(self.headers.get("Range") or "")
        path = Path(self.translate_path(self.path))
        if asked is None or not any(asked.groups()) or not path.is_file():
            return super().send_head()
        return self._part(path, *asked.groups())

    def _part(self, path: Path, first: str, last: str) -> BinaryIO | BytesIO | None:
        size = path.stat().st_size
        start = int(first) if first else max(0, size - int(last))
        stop = min(int(last) + 1 if first and last else size, size)
        if start >= stop:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        file = path.open("rb")
        file.seek(start)
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{size}")
        self.send_header("Content-Length", str(stop - start))
        self.end_headers()
        return _Part(file, stop - start)

    def end_headers(self) -> None:
        """Say that ranges may be asked for, and that nothing is to be kept: it may change."""
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: str | PathLike[str]) -> BytesIO | None:
        """Show no list of a folder's files."""
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def log_message(self, *words: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Hands requests to threads; browsers that turn away while they are answered are no news."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell what went wrong here, and not that somebody has gone, as players do to seek."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def server(
    folder: Path, port: int = 0, handler: type[Handler] = Handler
) -> Iterator[ThreadingHTTPServer]:
    """Give a server of a folder's files on a port of this machine; 0 takes a free one.

    Raises
    ------
    OSError
        When the port is taken.
    """
    with _Server((HOST, port), partial(handler, directory=str(folder))) as made:
        yield made
