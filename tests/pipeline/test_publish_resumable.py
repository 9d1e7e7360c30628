"""A film in pieces against servers that others wrote: the bytes arrive, whatever breaks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline.publish.api import Api, Limits
from pipeline.publish.resumable import Finished, Pieces, SessionGone, Tus, Wire, send_pieces
from pipeline.publish.targets.target import PlaceFailed
from tests.pipeline.faulty_proxy import Fault, Proxy, faulty_proxy
from tests.pipeline.node_servers import NodeServer, missing, node_server

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "none")
PIECE, SIZE = 4_000, 18_500
DIALECTS = ("pieces", "tus")


@pytest.fixture(scope="module", params=DIALECTS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NodeServer]:
    script = {"pieces": "uploadx.mjs", "tus": "tus.mjs"}[request.param]
    with node_server(script, tmp_path_factory.mktemp(request.param)) as server:
        yield server


@pytest.fixture
def proxy(server: NodeServer) -> Iterator[Proxy]:
    with faulty_proxy(server.url) as proxy:
        yield proxy


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(np.random.RandomState(1).bytes(SIZE))
    return path


class Sending:
    """A session for a film, opened through a proxy."""

    def __init__(self, server: NodeServer, proxy: Proxy) -> None:
        self.slept: list[float] = []
        self.server = server
        self.api = Api(proxy.url, limits=Limits(tries=4), sleep=self.slept.append, silence_s=10)
        if server.script == "tus.mjs":
            told = {"Tus-Resumable": "1.0.0", "Upload-Length": str(SIZE)}
            answer = self.api.once("POST", "/files", headers=told)
            self.way = "/files/" + answer.headers["location"].rpartition("/")[2]
            self.stored = server.folder / self.way.rpartition("/")[2]
            self.wire: Wire = Tus(self.api, self.way)
        else:
            told = {"X-Upload-Content-Length": str(SIZE), "X-Upload-Content-Type": "video/mp4"}
            answer = self.api.once("POST", "/up", told={"name": "Film"}, headers=told)
            self.way = "/up?" + answer.headers["location"].partition("?")[2]
            self.stored = server.folder / self.way.partition("=")[2]
            self.wire = Pieces(self.api, self.way)

    def send(self, film: Path) -> Finished:
        return send_pieces(film, self.wire, self.api, piece=PIECE)

    def arrived(self) -> str:
        return hashlib.sha256(self.stored.read_bytes()).hexdigest()


def _digest(film: Path) -> str:
    return hashlib.sha256(film.read_bytes()).hexdigest()


def _is_piece(method: str, path: str, headers: dict[str, str]) -> bool:
    return method == "PATCH" or (method == "PUT" and "*" not in headers["content-range"])


def _is_question(method: str, path: str, headers: dict[str, str]) -> bool:
    return method == "HEAD" or (method == "PUT" and "*" in headers["content-range"])


def test_a_film_arrives_in_pieces(server: NodeServer, proxy: Proxy, film: Path) -> None:
    sending = Sending(server, proxy)
    opened = len(proxy.asked)
    sending.send(film)
    assert sending.arrived() == _digest(film)
    assert len(proxy.asked) - opened == 1 + 5
    assert sending.slept == []


FAULTS = {
    "cut in the first piece": Fault("cut", _is_piece, 1, 1_000),
    "cut before a piece": Fault("cut", _is_piece, 2, 0),
    "cut in the last piece": Fault("cut", _is_piece, 5, 2_499),
    "cut after the last byte": Fault("cut", _is_piece, 5, 2_500),
    "no answer to a piece": Fault("lose", _is_piece, 3, 0),
    "half an answer to a piece": Fault("lose", _is_piece, 3, 20),
    "no last answer": Fault("lose", _is_piece, 5, 0),
    "half a last answer": Fault("lose", _is_piece, 5, 30),
    "no answer to the question": Fault("lose", _is_question, 1, 0),
    "503": Fault("answer", _is_piece, 2, status=503),
    "500 to the question": Fault("answer", _is_question, 1, status=500),
    "429": Fault("answer", _is_piece, 2, status=429, headers={"Retry-After": "7"}),
    "409": Fault("answer", _is_piece, 2, status=409),
    "a shorter range": Fault("shorten", _is_piece, 2, 1_234),
    "one byte of it": Fault("shorten", _is_piece, 1, 1),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_breaks_costs_no_byte(server: NodeServer, proxy: Proxy, film: Path, name: str) -> None:
    one = FAULTS[name]
    fault = Fault(one.kind, one.hits, one.at, one.bytes, one.status, one.headers)
    sending = Sending(server, proxy)
    proxy.faults.append(fault)
    sending.send(film)
    assert fault.done
    assert sending.arrived() == _digest(film)
    pieces = [re.fullmatch(r"bytes (\d+)-(\d+)/18500", one) for one in proxy.ranges]
    assert all(int(one[1]) <= int(one[2]) < SIZE for one in pieces if one)
    if fault.kind == "answer":
        assert sending.slept == [7.0 if "429" in name else 1.0]


def test_a_server_that_is_killed_goes_on_when_it_is_back(
    server: NodeServer, proxy: Proxy, film: Path
) -> None:
    sending = Sending(server, proxy)
    fault = Fault("before", _is_piece, 3, do=server.kill)
    proxy.faults.append(fault)
    sending.api._sleep = lambda seconds: server.start() if fault.done else None
    sending.send(film)
    assert sending.arrived() == _digest(film)


def test_who_begins_again_asks_first(server: NodeServer, proxy: Proxy, film: Path) -> None:
    """Another process with the session goes on where the server is."""
    sending = Sending(server, proxy)
    opened = len(proxy.asked)
    broken = lambda *asked: _is_piece(*asked) and len(proxy.asked) > opened + 3  # noqa: E731
    proxy.faults += [Fault("answer", broken, status=500) for _ in range(4)]
    with pytest.raises(PlaceFailed, match=r"HTTP 500, 4 times in a row - what was sent stays"):
        sending.send(film)
    assert sending.slept == [1.0, 2.0, 4.0]
    before = len(proxy.asked)
    sending.send(film)
    assert sending.arrived() == _digest(film)
    assert _is_question(proxy.asked[before].partition(" ")[0], "", {"content-range": "*"})


@pytest.mark.parametrize("status", [404, 410])
def test_a_session_that_expired_is_told(
    server: NodeServer, proxy: Proxy, film: Path, status: int
) -> None:
    sending = Sending(server, proxy)
    proxy.faults.append(Fault("answer", _is_piece, 2, status=status))
    with pytest.raises(SessionGone) as told:
        sending.send(film)
    assert not told.value.may_be_there


def test_a_film_that_was_sent_whole_may_be_there(
    server: NodeServer, proxy: Proxy, film: Path
) -> None:
    sending = Sending(server, proxy)
    proxy.faults.append(Fault("lose", _is_piece, 5))
    proxy.faults.append(Fault("answer", _is_question, 2, status=404))
    with pytest.raises(SessionGone) as told:
        sending.send(film)
    assert told.value.may_be_there


def test_a_server_that_wants_more_has_not_made_the_film(
    server: NodeServer, proxy: Proxy, film: Path
) -> None:
    """Nor had it when an earlier run was killed behind the last piece."""
    sending = Sending(server, proxy)
    proxy.faults.append(Fault("cut", _is_piece, 5, 10))
    proxy.faults.append(Fault("answer", _is_piece, 5, status=404))
    with pytest.raises(SessionGone) as told:
        send_pieces(film, sending.wire, sending.api, piece=PIECE, in_doubt=True)
    assert not told.value.may_be_there


def test_who_asks_for_too_long_is_not_waited_for(
    server: NodeServer, proxy: Proxy, film: Path
) -> None:
    sending = Sending(server, proxy)
    later = {"Retry-After": "3600"}
    proxy.faults.append(Fault("answer", _is_piece, 1, status=429, headers=later))
    with pytest.raises(PlaceFailed, match="HTTP 429, and asks to come again in 3600 s"):
        sending.send(film)
    assert sending.slept == []


def test_a_refusal_is_told_in_the_servers_words(
    server: NodeServer, proxy: Proxy, film: Path
) -> None:
    sending = Sending(server, proxy)
    proxy.faults.append(Fault("answer", _is_piece, 1, status=422))
    with pytest.raises(PlaceFailed, match=r"is answered 422 \(a fault\)") as told:
        sending.send(film)
    assert sending.way.rpartition("/")[2] not in str(told.value)


def test_the_last_piece_is_announced_before_it_is_sent(
    server: NodeServer, proxy: Proxy, film: Path
) -> None:
    sending = Sending(server, proxy)
    asked: list[int] = []
    opened = len(proxy.asked)
    send_pieces(
        film,
        sending.wire,
        sending.api,
        piece=PIECE,
        before_the_last=lambda: asked.append(len(proxy.asked) - opened),
    )
    assert asked == [5]


def test_a_server_that_holds_all_and_is_not_done_gets_the_end_again(
    server: NodeServer, proxy: Proxy, film: Path
) -> None:
    """As one does that was killed when the last byte was written, and before it wrote so down."""
    if server.script == "tus.mjs":
        pytest.skip("who holds all by tus is done")
    sending = Sending(server, proxy)
    held = {"Range": f"bytes=0-{SIZE - 1}"}
    proxy.faults.append(Fault("answer", _is_piece, 5, status=308, headers=held))
    sending.send(film)
    assert proxy.ranges[-1] == f"bytes {SIZE - PIECE}-{SIZE - 1}/{SIZE}"
    assert sending.arrived() == _digest(film)
