"""The server of a local look: ranges for players, this machine only, no folder's list."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from pathlib import Path

import pytest

from pipeline.publish.site.serve import HOST, server

FILM = bytes(range(256)) * 40


@pytest.fixture
def port(tmp_path: Path):
    folder = tmp_path / "site"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "a.mp4").write_bytes(FILM)
    (folder / "index.html").write_text("home")
    (tmp_path / "secret").write_text("secret")
    with server(folder) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made.server_address[1]
        made.shutdown()
        thread.join()


def ask(port: int, path: str, method: str = "GET", **headers: str):
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data, answer.headers


def test_who_turns_away_while_it_is_answered_is_no_news(
    port: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = set(threading.enumerate())
    with (tmp_path / "site" / "files" / "large.mp4").open("wb") as file:
        file.truncate(50_000_000)
    for range in ("bytes=0-", "bytes=9-"):
        with socket.create_connection((HOST, port)) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            asked = (
                f"GET /files/large.mp4 HTTP/1.1\r\nHost: {HOST}:{port}\r\nRange: {range}\r\n\r\n"
            )
            one.sendall(asked.encode())
            assert one.recv(12) == b"HTTP/1.1 206"
    for one in set(threading.enumerate()) - before:
        one.join(30)
        assert not one.is_alive()
    assert ask(port, "/index.html")[0] == 200
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-", 0, 10240),
        ("bytes=0-0", 0, 1),
        ("bytes=100-299", 100, 300),
        ("bytes=10000-99999", 10000, 10240),
        ("bytes=-5", 10235, 10240),
        ("bytes=-99999", 0, 10240),
    ],
)
def test_a_player_gets_the_part_it_asks_for(port: int, asked: str, start: int, stop: int) -> None:
    status, data, headers = ask(port, "/files/a.mp4", Range=asked)
    assert (status, data) == (206, FILM[start:stop])
    assert headers["Content-Range"] == f"bytes {start}-{stop - 1}/10240"
    assert headers["Content-Type"] == "video/mp4"


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=0-1"])
def test_what_is_no_range_gets_all_of_it(port: int, asked: str) -> None:
    status, data, headers = ask(port, "/files/a.mp4", Range=asked)
    assert (status, data) == (200, FILM)
    assert headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=9-3", "bytes=-0"])
def test_a_range_that_is_not_there_is_refused(port: int, asked: str) -> None:
    status, data, headers = ask(port, "/files/a.mp4", Range=asked)
    assert (status, data, headers["Content-Range"]) == (416, b"", "bytes */10240")


def test_a_head_has_no_body(port: int) -> None:
    status, data, headers = ask(port, "/files/a.mp4", "HEAD", Range="bytes=0-9")
    assert (status, data, headers["Content-Length"]) == (206, b"", "10")


def test_the_folder_is_its_home_and_shows_no_list(port: int) -> None:
    assert ask(port, "/")[:2] == (200, b"home")
    assert ask(port, "/files/")[0] == 404


@pytest.mark.parametrize(
    "path", ["/../secret", "/%2e%2e/secret", "/files/../../secret", "//secret"]
)
def test_nothing_outside_of_the_folder_is_given(port: int, path: str) -> None:
    assert ask(port, path)[0] == 404


@pytest.mark.parametrize("host", ["example.org", "example.org:80", "127.0.0.1.example.org"])
def test_another_name_of_this_machine_is_refused(port: int, host: str) -> None:
    assert ask(port, "/", Host=host)[0] == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:8000"])
def test_its_own_names_are_served(port: int, host: str) -> None:
    assert ask(port, "/", Host=host)[0] == 200
