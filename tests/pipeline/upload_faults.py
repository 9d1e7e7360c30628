"""What goes wrong while a film is sent, drawn: each kind makes the faults of one case.

They are the same for PeerTube and for Vimeo, whose pieces go to a server of their own.
``OF_OBJECTS`` are those of a bucket, where a piece is an object.
"""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError

import numpy as np

from tests.pipeline.faulty_proxy import Fault, Kind, Proxy

PIECES = 5
ROOT = Path(__file__).parent.parent.parent
STATUSES = (500, 502, 503, 504)


class Server(Protocol):
    """A program that can be killed."""

    @property
    def url(self) -> str: ...

    def kill(self) -> None: ...

    def start_again(self) -> None: ...


@dataclass
class Case:
    """A platform behind proxies; ``files`` is the one that pieces go through.

    ``requests`` is how many are asked when nothing goes wrong, ``asked`` how many were.
    ``is_killed`` is set when the client
    is to be a program of its own, which ``kill`` ends; ``hides`` when the platform is not to list
    films at first.
    """

    draw: np.random.RandomState
    proxy: Proxy
    files: Proxy
    uploads: Server
    requests: int
    asked: int = 0
    is_killed: bool = False
    hides: bool = False
    kill: list[Callable[[], None]] = field(default_factory=list)

    def number(self, most: int) -> int:
        """Return a number from 1 to ``most``."""
        return int(self.draw.randint(1, most + 1))

    def run_until_killed(self, root: Path, address: str, surroundings: Mapping[str, str]) -> None:
        """Publish with a program of its own, which a fault kills; nothing of it is tidied up."""
        words = [sys.executable, "-m", "tests.pipeline.publishing_places", str(root), address]
        around = {**os.environ, **surroundings}
        program = subprocess.Popen(words, cwd=ROOT, env=around, stderr=subprocess.PIPE)
        self.kill.append(program.kill)
        _, said = program.communicate(timeout=120)
        assert program.returncode in (0, -9), said.decode()

    def one_of(self, choices: tuple[int, ...]) -> int:
        return choices[self.draw.randint(len(choices))]

    def any(self, fault: Fault) -> None:
        """Add what happens to some request."""
        self.proxy.faults.append(fault)

    def piece(self, fault: Fault) -> None:
        """Add what happens to a piece."""
        self.files.faults.append(fault)

    def upload_expires(self) -> None:
        """Have the server forget the upload that was asked for last."""
        url = self.uploads.url + self.files.asked[-1].partition(" ")[2]
        headers = {"Tus-Resumable": "1.0.0"}
        request = urllib.request.Request(url, headers=headers, method="DELETE")
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except HTTPError as answer:
            answer.close()


def is_any(method: str, path: str, headers: Mapping[str, str]) -> bool:
    return True


def is_about_pieces(method: str, path: str, headers: Mapping[str, str]) -> bool:
    return (method in ("PATCH", "HEAD") and "/files/" in path) or "upload_id=" in path


def is_piece(method: str, path: str, headers: Mapping[str, str]) -> bool:
    is_it = method == "PATCH" or "*" not in headers.get("content-range", "*")
    return is_it and is_about_pieces(method, path, headers)


def is_object(method: str, path: str, headers: Mapping[str, str]) -> bool:
    return method == "PUT" and "/files/" in path


def is_telling(method: str, path: str, headers: Mapping[str, str]) -> bool:
    return method == "PUT" and path.endswith("/index.json")


def is_making(method: str, path: str, headers: Mapping[str, str]) -> bool:
    return method == "POST" and path.startswith("/me/videos")


def _cut(case: Case) -> None:
    case.any(Fault("cut", is_any, case.number(case.requests), case.number(300)))


def _cut_piece(case: Case) -> None:
    for _ in range(case.number(3)):
        case.piece(Fault("cut", is_piece, case.number(PIECES), case.number(4_001) - 1))


def _busy(case: Case) -> None:
    at, status = case.number(case.requests), case.one_of(STATUSES)
    for one in range(case.number(3)):
        case.any(Fault("answer", is_any, at + one, status=status))


def _too_many(case: Case) -> None:
    headers = {"Retry-After": str(case.number(90))}
    case.any(Fault("answer", is_any, case.number(case.requests), status=429, headers=headers))


def _shorter(case: Case) -> None:
    for _ in range(case.number(3)):
        case.piece(Fault("shorten", is_piece, case.number(PIECES), case.number(3_999)))


def _expired(case: Case) -> None:
    at = case.number(PIECES)
    if case.number(2) == 1:
        case.piece(Fault("answer", is_about_pieces, at, status=case.one_of((404, 410))))
    else:
        case.piece(Fault("before", is_about_pieces, at, do=case.upload_expires))


def _last_answer(case: Case) -> None:
    case.piece(Fault("lose", is_piece, PIECES, case.number(60) - 1))


def _any_answer(case: Case) -> None:
    for _ in range(case.number(3)):
        case.any(Fault("lose", is_any, case.number(case.requests), case.number(60) - 1))


def _client(case: Case) -> None:
    case.is_killed = True
    kind: Kind = "before" if case.number(2) == 1 else "after"
    do = lambda: case.kill[0]()  # noqa: E731
    if case.number(2) == 1:
        case.any(Fault(kind, is_any, case.number(case.requests), do=do))
    else:
        case.piece(Fault(kind, is_about_pieces, case.number(PIECES + 1), do=do))


def _server(case: Case) -> None:
    kind: Kind = "before" if case.number(2) == 1 else "after"
    at = case.number(PIECES + 1)
    case.piece(Fault(kind, is_about_pieces, at, do=case.uploads.kill))


def _hidden(case: Case) -> None:
    """The answer that names the film is lost, and the platform does not list it yet."""
    case.hides = True
    if case.files is case.proxy:
        case.piece(Fault("lose", is_piece, PIECES, 0))
    else:
        case.any(Fault("lose", is_making, 1, 0))


def _several(case: Case) -> None:
    for kind in (_cut_piece, _busy, _shorter, _any_answer):
        kind(case)


KINDS: Mapping[str, Callable[[Case], None]] = {
    "a connection cut": _cut,
    "a connection cut in a piece": _cut_piece,
    "5xx": _busy,
    "429 with Retry-After": _too_many,
    "308 with a shorter range": _shorter,
    "an expired session": _expired,
    "no last answer": _last_answer,
    "answers lost": _any_answer,
    "the client killed": _client,
    "the server killed": _server,
    "no answer, and no film in the list": _hidden,
    "several at once": _several,
}


SLOW = """<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"""
"""How S3 says that there are too many requests."""


def _cut_object(case: Case) -> None:
    for _ in range(case.number(3)):
        case.any(Fault("cut", is_object, case.number(PIECES), case.number(18_500) - 1))


def _slow(case: Case) -> None:
    at, headers = case.number(case.requests), {"Retry-After": str(case.number(90))}
    status = case.one_of((429, 503))
    for one in range(case.number(5)):
        case.any(Fault("answer", is_any, at + one, status=status, headers=headers, said=SLOW))


def _busy_for_long(case: Case) -> None:
    """More often than it is asked again."""
    at, status = case.number(case.requests), case.one_of(STATUSES)
    for one in range(4 + case.number(6)):
        case.any(Fault("answer", is_any, at + one, status=status))


def _index_unheard(case: Case) -> None:
    case.any(Fault("lose", is_telling, 1, case.number(60) - 1))


def _several_objects(case: Case) -> None:
    for kind in (_cut_object, _busy, _any_answer, _index_unheard):
        kind(case)


OF_OBJECTS: Mapping[str, Callable[[Case], None]] = {
    "a connection cut": _cut,
    "a connection cut in an object": _cut_object,
    "5xx": _busy,
    "5xx for long": _busy_for_long,
    "429 with Retry-After": _slow,
    "no last answer": _index_unheard,
    "answers lost": _any_answer,
    "the client killed": _client,
    "the server killed": _server,
    "several at once": _several_objects,
}
