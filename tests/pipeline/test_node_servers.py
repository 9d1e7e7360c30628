"""The servers that tests start: they come back with what they had, and speak Google's dialect."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from googleapiclient.http import HttpRequest, MediaFileUpload, build_http

from tests.pipeline.node_servers import NodeServer, missing, node_server

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "none")


def _opened(server: NodeServer) -> str:
    headers = {"X-Upload-Content-Length": "10", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{server.url}/up", b'{"name": "a"}', headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 201
        return "http:" + answer.headers["Location"]


def test_a_server_that_was_killed_comes_back_with_what_it_had(tmp_path: Path) -> None:
    with node_server("uploadx.mjs", tmp_path) as server:
        address = _opened(server)
        port = server.port
        server.kill()
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(server.url, timeout=10)
        server.start_again()
        assert server.port == port
        headers = {"Content-Range": "bytes 0-9/10", "Content-Type": "video/mp4"}
        request = urllib.request.Request(address, b"0123456789", headers, method="PUT")
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert json.load(answer)["metadata"] == {"name": "a"}
    server.kill()  # twice is once


def test_googles_own_client_can_send_a_film(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(np.random.RandomState(1).bytes(600_000))
    body = json.dumps({"snippet": {"title": "A film"}})
    with (
        node_server("uploadx.mjs", tmp_path / "there", "google") as server,
        closing(build_http()) as http,
    ):
        request = HttpRequest(
            http,
            lambda answer, data: json.loads(data),
            f"{server.url}/upload/youtube/v3/videos?uploadType=resumable",
            method="POST",
            body=body,
            headers={"content-type": "application/json"},
            resumable=MediaFileUpload(
                str(film), mimetype="video/mp4", chunksize=262_144, resumable=True
            ),
        )
        pieces, made = 0, None
        while made is None:
            _, made = request.next_chunk()
            pieces += 1
    assert (pieces, made["metadata"]["snippet"]) == (3, {"title": "A film"})
    there = (tmp_path / "there" / made["id"]).read_bytes()
    assert hashlib.sha256(there).digest() == hashlib.sha256(film.read_bytes()).digest()
