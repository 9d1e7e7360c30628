"""YouTube's API on this machine: every request is checked against the discovery document.

Faults are planned by method: each is used up by one request. ``before`` and ``after`` break the
connection before, and after, something was done; ``lost`` does, too, and forgets the upload;
``expired`` forgets it first; of a ``shorter`` piece half arrives. A piece of a film is the method
``piece``, a question about it ``ask``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.pipeline.youtube_channel import Channel, Told
from tests.pipeline.youtube_schema import Method, Wrong, check_body, check_query, method_of
from tests.pipeline.youtube_uploads import Memory, Uploads

TOKEN = "a-token-of-the-tests"


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong: see the module; ``do`` does something, ``status`` is an answer."""

    kind: str
    status: int = 0
    reason: str = ""
    wait: str = ""
    do: Callable[[], None] = lambda: None


class _Broken(Exception):
    """The connection ends without an answer."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.channel = Channel()
        self.uploads: Uploads = Memory()
        self.told: dict[str, Told] = {}
        self.arrived: dict[str, Told] = {}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.lock = Lock()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def fresh(self) -> Channel:
        """Begin with an empty channel."""
        self.channel = Channel()
        self.uploads = Memory()
        self.told.clear()
        self.arrived.clear()
        self.faults.clear()
        return self.channel


@contextmanager
def youtube_server() -> Iterator[Server]:
    server = Server()
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, *told: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            with self.server.lock:
                status, headers, told = self._done(body)
        except _Broken:
            self.close_connection = True
            return
        except Wrong as wrong:
            status, headers = wrong.status, wrong.headers
            error = {"reason": wrong.reason, "message": wrong.what}
            told = {"error": {"code": status, "message": wrong.what, "errors": [error]}}
        data = b"" if told is None else json.dumps(told).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _done(self, body: bytes) -> tuple[int, dict[str, str], Any]:
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise Wrong(401, "authError", "whose is this?")
        address = urlsplit(self.path)
        query = parse_qs(address.query, keep_blank_values=True)
        if "upload_id" in query:
            return self._piece(query["upload_id"][0], body)
        method = method_of(self.command, address.path)
        check_query(method, query)
        fault = self._fault(method.name)
        self.server.channel.pay(method.name)
        answer = self._did(method, {name: ",".join(v) for name, v in query.items()}, body)
        if fault == "after":
            raise _Broken
        return answer

    def _fault(self, method: str) -> str:
        planned = self.server.faults[method]
        if not planned:
            return ""
        fault = planned.pop(0)
        if fault.kind == "before":
            raise _Broken
        if fault.kind == "do":
            fault.do()
            return ""
        if fault.kind == "status":
            self.server.channel.calls.append(f"{method} {fault.status}")
            headers = {"Retry-After": fault.wait} if fault.wait else {}
            raise Wrong(fault.status, fault.reason, "a fault", headers)
        return fault.kind

    def _did(
        self, method: Method, query: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], Any]:
        parts = query.get("part", "").split(",") if "part" in query else []
        how = query.get("uploadType", "")
        if method.is_upload != bool(how):
            raise Wrong(400, "badRequest", f"uploadType {how}")
        media, told = b"", None
        if how == "multipart":
            told, media = _divided(self.headers["Content-Type"], body)
        elif how == "media":
            media = body
        elif body:
            told = json.loads(body)
        check_body(method, parts, told)
        channel = self.server.channel
        if how == "resumable":
            channel.check_video(told or {})
            if query.get("notifySubscribers") != "false":
                raise Wrong(400, "notifies", "the tests want nobody to be told")
            name = channel.name("upload")
            size = int(self.headers["X-Upload-Content-Length"])
            self.server.uploads.begin(name, told or {}, size)
            self.server.told[name] = told or {}
            where = f"{self.server.root}upload/youtube/v3/videos?upload_id={name}"
            return 200, {"Location": where}, None
        answer = channel.do(method.name, query, told, media)
        return (204 if answer is None else 200), {}, answer

    def _piece(self, name: str, body: bytes) -> tuple[int, dict[str, str], Any]:
        server, held = self.server, self.headers["Content-Range"]
        kind = "ask" if held.startswith("bytes *") else "piece"
        fault = self._fault(kind)
        if fault == "expired":
            server.uploads.drop(name)
            server.told.pop(name)
        if name not in server.told:
            raise Wrong(404, "", "there is no such upload")
        server.channel.calls.append(kind)
        if fault == "shorter":
            body = body[: len(body) // 2]
            held = _shorter(held, len(body))
        if name not in server.arrived:
            came = server.uploads.put(name, held, body)
            if isinstance(came, int):
                if fault == "after":
                    raise _Broken
                return 308, {"Range": f"bytes=0-{came - 1}"} if came else {}, None
            server.arrived[name] = server.channel.arrived(server.told[name], came)
        if fault == "lost":  # all of it is there, and nobody will ever say so
            server.told.pop(name)
        if fault in ("after", "lost"):
            raise _Broken
        return 200, {}, server.arrived[name]


def _shorter(held: str, size: int) -> str:
    """Return what a piece says of itself of which only some bytes arrive."""
    start, _, rest = held.removeprefix("bytes ").partition("-")
    return f"bytes {start}-{int(start) + size - 1}/{rest.partition('/')[2]}"


def _divided(kind: str, body: bytes) -> tuple[Told, bytes]:
    """Return the JSON and the bytes of a multipart/related body."""
    found = re.search(r'boundary="?([^";]+)"?', kind)
    if found is None or not kind.startswith("multipart/related"):
        raise Wrong(400, "badContent", kind)
    parts = body.split(b"--" + found[1].encode())[1:-1]
    contents = [re.split(rb"\r?\n\r?\n", part, maxsplit=1)[1] for part in parts]
    if len(contents) != 2:
        raise Wrong(400, "badContent", f"{len(contents)} parts")
    told, media = contents
    return json.loads(told), media.removesuffix(b"\n").removesuffix(b"\r")
