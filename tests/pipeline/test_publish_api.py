"""What is asked of a platform: where it goes, how often, and what is told when it fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.publish.api import Api, Limits, Unanswered
from pipeline.publish.targets.target import PlaceFailed
from pipeline.publish.tokens import Secret
from tests.pipeline.faulty_proxy import Fault, Proxy, faulty_proxy
from tests.pipeline.speech_server import Answer, Server, serving


class OldKey:
    """A token that is too old, and one that is not."""

    def __init__(self) -> None:
        self._tokens = ["old-secret", "new-secret"]

    def token(self) -> Secret:
        return Secret(self._tokens[0])

    def renew(self) -> Secret:
        del self._tokens[:-1]
        return self.token()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        server.url = server.url.removesuffix("/v1")
        yield server


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with faulty_proxy(server.url) as proxy:
        yield proxy


def _any(*asked: object) -> bool:
    return True


def _api(root: str, slept: list[float], key: OldKey | None = None) -> Api:
    return Api(root, key, limits=Limits(tries=3), sleep=slept.append, silence_s=5)


ROOTS = ["http://example.org", "ftp://127.0.0.1", "http://127.0.0.1.example.org", "https://a:b@c"]


@pytest.mark.parametrize("root", ROOTS)
def test_a_film_goes_over_tls_alone(root: str) -> None:
    with pytest.raises(PlaceFailed, match="is sent to https://"):
        Api(root)


def test_an_old_token_is_renewed_once(server: Server) -> None:
    server.answers += [Answer(401), Answer(200, b"{}"), Answer(200, b"{}")]
    api = _api(server.url, [], OldKey())
    api.ask("POST", "/a", told={"one": 1})
    api.ask("POST", "/b", told={})
    sent = [headers["Authorization"] for headers in server.headers]
    assert sent == ["Bearer old-secret", "Bearer new-secret", "Bearer new-secret"]
    assert server.asked == [{"one": 1}, {"one": 1}, {}]


def test_a_refusal_shows_no_token(server: Server) -> None:
    said = b'{"detail": "I do not like\\nBearer new-secret at all"}'
    server.answers += [Answer(401), Answer(403, said)]
    with pytest.raises(PlaceFailed) as told:
        _api(server.url, [], OldKey()).ask("POST", "/a?upload_id=hidden", told={})
    said_of_it = "POST /a is answered 403 (I do not like Bearer (secret) at all) - what was sent"
    assert said_of_it in str(told.value)


def test_a_redirection_is_not_followed(server: Server) -> None:
    server.answers.append(Answer(302, b"", (("Location", "http://127.0.0.2/"),)))
    with pytest.raises(PlaceFailed, match="is answered 302"):
        _api(server.url, []).ask("POST", "/a", told={})
    assert server.paths == ["/a"]


WAITS = {
    "3": 3.0,
    "Fri, 27 Nov 2026 12:00:09 GMT": 9.0,
    "Fri, 27 Nov 2026 11:00:00 GMT": 0.0,
    "soon": 1.0,
    "-3": 1.0,
    "": 1.0,
}


@pytest.mark.parametrize(("told", "waited"), WAITS.items(), ids=WAITS)
def test_what_a_server_asks_for_is_waited(
    proxy: Proxy, server: Server, told: str, waited: float
) -> None:
    """A date counts from the one of the same answer: clocks of two machines differ."""
    server.answers.append(Answer(200, b"{}"))
    headers = {"Retry-After": told, "Date": "Fri, 27 Nov 2026 12:00:00 GMT"}
    proxy.faults.append(Fault("answer", _any, status=503, headers=headers))
    slept: list[float] = []
    _api(proxy.url, slept).ask("POST", "/a", told={})
    assert slept == [waited]


def test_it_gives_up(proxy: Proxy) -> None:
    proxy.faults += [Fault("cut", _any) for _ in range(3)]
    slept: list[float] = []
    with pytest.raises(PlaceFailed, match=r"no answer \(\w+\), 3 times in a row - what was sent"):
        _api(proxy.url, slept).ask("POST", "/a", told={})
    assert slept == [1.0, 2.0]


def test_once_is_once(proxy: Proxy) -> None:
    proxy.faults.append(Fault("cut", _any))
    with pytest.raises(Unanswered, match="no answer"):
        _api(proxy.url, []).once("POST", "/a", told={})
    assert proxy.asked == ["POST /a"]
