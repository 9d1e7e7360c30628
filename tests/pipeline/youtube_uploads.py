"""Where the pieces of films go: into memory here, or to a server that others wrote."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError

from tests.pipeline.youtube_channel import Told
from tests.pipeline.youtube_schema import Wrong


class Uploads(Protocol):
    """Google's resumable uploads, behind whatever checks the requests."""

    def begin(self, name: str, body: Told, size: int) -> None:
        """Open an upload."""

    def put(self, name: str, held: str, data: bytes) -> int | bytes:
        """Take what a ``Content-Range`` says; return how much is there, or all of a whole film."""

    def drop(self, name: str) -> None:
        """Let an upload expire."""


@dataclass
class Memory:
    """Pieces in memory."""

    sizes: dict[str, int] = field(default_factory=dict)
    data: dict[str, bytearray] = field(default_factory=dict)

    def begin(self, name: str, body: Told, size: int) -> None:
        self.sizes[name], self.data[name] = size, bytearray()

    def put(self, name: str, held: str, data: bytes) -> int | bytes:
        if name not in self.data:
            raise Wrong(404, "", "there is no such upload")
        there, size = self.data[name], self.sizes[name]
        told = re.fullmatch(r"bytes (\*|(\d+)-(\d+))/(\d+)", held)
        if told is None or int(told[4]) != size:
            raise Wrong(400, "badRequest", "the piece is not what it says")
        if told[1] != "*":
            start, end = int(told[2]), int(told[3]) + 1
            if end - start != len(data) or start > len(there):
                raise Wrong(400, "badRequest", "there is a gap")
            there[start:] = data
        return bytes(there) if len(there) == size else len(there)

    def drop(self, name: str) -> None:
        del self.data[name]


@dataclass
class Uploadx:
    """A server of ``@uploadx/core`` at an address, in Google's dialect; films are in a folder."""

    url: str
    folder: Path
    addresses: dict[str, str] = field(default_factory=dict)

    def begin(self, name: str, body: Told, size: int) -> None:
        headers = {
            "Content-Type": "application/json; charset=UTF-8",
            "X-Upload-Content-Length": str(size),
            "X-Upload-Content-Type": "video/mp4",
        }
        status, told, _ = self._asked("POST", f"{self.url}/", headers, json.dumps(body).encode())
        assert status == 200
        self.addresses[name] = told["Location"]

    def put(self, name: str, held: str, data: bytes) -> int | bytes:
        if name not in self.addresses:
            raise Wrong(404, "", "there is no such upload")
        status, told, answer = self._asked(
            "PUT", self.addresses[name], {"Content-Range": held}, data
        )
        if status == 308:
            kept = re.fullmatch(r"bytes=0-(\d+)", told.get("Range", ""))
            return int(kept[1]) + 1 if kept else 0
        if status != 200:
            raise Wrong(status, "", "the server of others says so")
        return (self.folder / json.loads(answer)["id"]).read_bytes()

    def drop(self, name: str) -> None:
        self._asked("DELETE", self.addresses.pop(name), {}, None)

    def _asked(
        self, verb: str, url: str, headers: dict[str, str], data: bytes | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        request = urllib.request.Request(url, data, headers, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except HTTPError as error:
            with error:
                return error.code, error.headers, error.read()
        except (URLError, OSError) as error:
            raise Wrong(503, "", "the server of others is away") from error
