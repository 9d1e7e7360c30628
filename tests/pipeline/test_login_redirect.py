"""Whatever else calls the port of a login, only the answer to it counts."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from pipeline.publish.login.redirect import Redirect, coming_back
from pipeline.publish.login.web import LoginRefused
from pipeline.publish.tokens import Secret
from tests.pipeline.oauth_server import call

STATE = "5a7e" * 16


def _query(**given: str) -> Callable[[Redirect], str]:
    return lambda back: call(f"{back.address}?{urlencode(given)}")


def _raw(text: str) -> Callable[[Redirect], str]:
    def send(back: Redirect) -> str:
        with socket.create_connection(back.server_address[:2], timeout=5) as one:
            one.sendall(text.replace("HOST", back.host).encode("latin-1"))
            return one.makefile().read()

    return send


ALIEN: dict[str, Callable[[Redirect], str]] = {
    "no-state": _query(code="planted"),
    "another-state": _query(code="planted", state="5a7f" * 16),
    "shorter-state": _query(code="planted", state=STATE[:-1]),
    "longer-state": _query(code="planted", state=f"{STATE}0"),
    "empty-state": _query(code="planted", state=""),
    "no-ascii": _query(code="planted", state="é" * 64),
    "two-states": lambda back: call(f"{back.address}?state={STATE}&state=x&code=planted"),
    "two-codes": lambda back: call(f"{back.address}?state={STATE}&code=planted&code=other"),
    "another-path": lambda back: call(f"{back.address}callback?state={STATE}&code=planted"),
    "another-host": lambda back: call(f"{back.address}?state={STATE}&code=x", Host="evil.example"),
    "a-no-of-others": _query(error="access_denied", state="other"),
    "many-fields": lambda back: call(f"{back.address}?state={STATE}&code=x{'&a=b' * 50}"),
    "icon": lambda back: call(f"{back.address}favicon.ico"),
    "posted": _raw(f"POST /?state={STATE}&code=planted HTTP/1.1\r\nHost: HOST\r\n\r\n"),
    "no-http": _raw("planted\r\n\r\n"),
}


@pytest.mark.parametrize("attempt", ALIEN.values(), ids=ALIEN)
def test_what_is_no_answer_is_turned_away(
    attempt: Callable[[Redirect], str], capfd: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def browser(back: Redirect) -> None:
        said.append(attempt(back))
        said.append(_query(code="true", state=STATE)(back))

    with coming_back() as back:
        thread = threading.Thread(target=browser, args=(back,))
        thread.start()
        assert back.wait(Secret(STATE), 20) == Secret("true")
        thread.join()
    assert "The login is done" not in said[0]
    assert "The login is done" in said[1]
    assert capfd.readouterr() == ("", "")


def test_the_first_answer_is_the_only_one() -> None:
    with coming_back() as back:
        back.take(Secret("first"))
        back.take(Secret("second"))
        assert back.wait(Secret(STATE), 20) == Secret("first")


def test_who_says_no_is_heard() -> None:
    with coming_back() as back:
        no = _query(error="access_denied", state=STATE)
        thread = threading.Thread(target=no, args=(back,))
        thread.start()
        with pytest.raises(LoginRefused, match="refused in the browser - nothing is kept"):
            back.wait(Secret(STATE), 20)
        thread.join()


def test_nobody_is_waited_for_longer_than_asked() -> None:
    with (
        coming_back() as back,
        socket.create_connection(back.server_address[:2]),
        pytest.raises(LoginRefused, match="within 0 s - log in again"),
    ):
        back.wait(Secret(STATE), 0.2)


def test_it_listens_to_this_machine_only() -> None:
    with coming_back() as back:
        assert back.server_address[0] == "127.0.0.1"
        assert back.server_address[1] >= 1024
