"""A proxy on 127.0.0.1 that makes what goes wrong on the way to a server: each fault where told."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Literal
from urllib.parse import urlsplit

from tests.pipeline.json_server import given, serving

Kind = Literal["cut", "lose", "answer", "shorten", "before", "after"]


@dataclass
class Fault:
    """What happens to the ``at``-th request (from 1) that ``hits``; ``request`` is the one it did.

    ``cut``: the server gets ``bytes`` of the body, then both connections break. ``lose``: the
    server gets all of it, and ``bytes`` of its answer arrive. ``answer``: the server hears nothing,
    ``status``, ``headers`` and ``said`` are the answer. ``shorten``: the server gets ``bytes`` of
    the piece, and says so. ``before`` and ``after``: ``do`` is called before the server gets it, or
    after it answered; then the connection breaks.
    """

    kind: Kind
    hits: Callable[[str, str, dict[str, str]], bool]
    at: int = 1
    bytes: int = 0
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    said: str = '{"error": "a fault"}'
    do: Callable[[], None] = lambda: None
    seen: int = 0
    done: bool = False
    request: str = ""


@dataclass
class Proxy:
    """Where it listens, what it does wrong, and what it was asked.

    ``watch`` is called with the method of a request before the server gets it.
    """

    upstream: str
    port: int = 0
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    watch: Callable[[str], None] = lambda method: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next(self, method: str, path: str, headers: dict[str, str]) -> Fault | None:
        """Return what is to go wrong with a request."""
        with self.lock:
            self.asked.append(f"{method} {path}")
            self.ranges += [headers[name] for name in ("content-range",) if name in headers]
            for fault in self.faults:
                if not fault.done and fault.hits(method, path, headers):
                    fault.seen += 1
                    if fault.seen == fault.at:
                        fault.done, fault.request = True, self.asked[-1]
                        return fault
        return None


@contextmanager
def faulty_proxy(upstream: str) -> Iterator[Proxy]:
    """Give a proxy to a server."""
    proxy = Proxy(upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _any(self) -> None:
            asked = given(self)
            headers, body = asked.headers, asked.body
            proxy.watch(self.command)
            fault = proxy.next(self.command, self.path, headers)
            if fault is None:
                self._give(*_forward(proxy.upstream, self.command, self.path, headers, body))
            elif fault.kind == "answer":
                said = b"" if self.command == "HEAD" else fault.said.encode()
                self._give(fault.status, fault.headers, said)
            elif fault.kind == "shorten":
                headers, body = _shortened(headers, body, fault.bytes)
                self._give(*_forward(proxy.upstream, self.command, self.path, headers, body))
            else:
                self._break(fault, headers, body)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _any

        def _break(self, fault: Fault, headers: dict[str, str], body: bytes) -> None:
            if fault.kind == "before":
                fault.do()
            elif fault.kind == "cut":
                _forward_part(proxy.upstream, self.command, self.path, headers, body[: fault.bytes])
            else:
                status, told, data = _forward(
                    proxy.upstream, self.command, self.path, headers, body
                )
                fault.do()
                if fault.bytes:
                    head = f"HTTP/1.1 {status} Told\r\nContent-Length: {len(data) or 9}\r\n"
                    head += "".join(f"{n}: {v}\r\n" for n, v in told.items())
                    self.wfile.write((head + "\r\n").encode()[: fault.bytes])
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def _give(self, status: int, headers: dict[str, str], data: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:  # of what a HEAD asks about
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, OSError):
                self.close_connection = True

        def log_message(self, format: str, *words: object) -> None:
            pass

    with serving(Handler) as proxy.port:
        yield proxy


def _forward(
    upstream: str, method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    """Return what a server answers; 502 when it is away."""
    to = urlsplit(upstream)
    connection = http.client.HTTPConnection(to.hostname or "", to.port, timeout=30)
    try:
        connection.request(method, path, body=body or None, headers=_told(headers, len(body)))
        answer = connection.getresponse()
        hop = ("connection", "keep-alive", "transfer-encoding", "content-length", "date", "server")
        kept = {n: v for n, v in answer.getheaders() if n.lower() not in hop}
        if method == "HEAD":
            kept["Content-Length"] = answer.getheader("Content-Length", "0")
        return answer.status, kept, answer.read()
    except (OSError, http.client.HTTPException):
        return 502, {}, b""
    finally:
        connection.close()


def _forward_part(
    upstream: str, method: str, path: str, headers: dict[str, str], part: bytes
) -> None:
    """Send a server the beginning of a request, and break off."""
    to = urlsplit(upstream)
    try:
        with socket.create_connection((to.hostname or "", to.port or 0), timeout=30) as connection:
            lines = [f"{method} {path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items())]
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + part)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(0.2)
            while connection.recv(65_536):
                pass
    except OSError:
        return


def _shortened(headers: dict[str, str], body: bytes, count: int) -> tuple[dict[str, str], bytes]:
    """Return a piece as a shorter one; tus needs no other header."""
    part = body[: max(count, 1)]
    changed = dict(headers)
    first, _, size = headers.get("content-range", "").removeprefix("bytes ").partition("/")
    if size:
        start = int(first.partition("-")[0])
        changed["content-range"] = f"bytes {start}-{start + len(part) - 1}/{size}"
    return changed, part


def _told(headers: dict[str, str], length: int) -> dict[str, str]:
    kept = {n: v for n, v in headers.items() if n not in ("connection", "content-length")}
    return {**kept, "content-length": str(length)}
