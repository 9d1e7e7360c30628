"""A server on 127.0.0.1 that answers in JSON, for the platforms that tests have of their own."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, dict[str, str], Any]
"""Status, headers, and what is said in JSON; bytes are sent as they are."""


class Refused(Exception):
    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status


@dataclass
class Given:
    """What was asked; names of headers are in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def query(self, name: str, usual: str = "") -> str:
        return parse_qs(urlsplit(self.url).query).get(name, [usual])[0]

    def json(self) -> Any:
        return json.loads(self.body)

    def form(self) -> dict[str, Any]:
        """Return the fields of a form: texts, lists (``name[0]``), and files as bytes."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        told: dict[str, Any] = {}
        for part in BytesParser(policy=HTTP).parsebytes(head + self.body).iter_parts():
            name = str(part.get_param("name", header="content-disposition"))
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            if part.get_filename():
                told[name] = data
            elif listed := re.fullmatch(r"(\w+)\[\d+\]", name):
                told.setdefault(listed[1], []).append(data.decode())
            else:
                told[name] = data.decode()
        return told


def routed(routes: Sequence[tuple[str, Callable[..., Answer]]], asked: Given, *held: Any) -> Answer:
    """Return the answer of the route whose pattern is the method and the path."""
    for pattern, does in routes:
        if found := re.fullmatch(pattern, f"{asked.method} {asked.path}"):
            return does(*held, asked, *found.groups())
    raise Refused(404, f"{asked.method} {asked.path}: there is no such endpoint")


def given(handler: BaseHTTPRequestHandler) -> Given:
    """Return what a handler is asked."""
    body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
    headers = {name.lower(): value for name, value in handler.headers.items()}
    return Given(handler.command, handler.path, headers, body)


@contextmanager
def json_server(answer: Callable[[Given], Answer]) -> Iterator[int]:
    """Give the port of a server; two requests are never answered at once."""
    lock = threading.RLock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _any(self) -> None:
            try:
                asked = given(self)
                with lock:
                    status, told, said = answer(asked)
            except Refused as refused:
                status, told, said = refused.status, {}, {"detail": str(refused)}
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            for name, value in told.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # who asked is gone
                self.close_connection = True

        def log_message(self, format: str, *words: object) -> None:
            pass

    with serving(Handler) as port:
        yield port


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """Give a free port of 127.0.0.1 at which requests are handled, each in a thread."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield http.server_port
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
