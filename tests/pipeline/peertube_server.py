"""A PeerTube server of ours on 127.0.0.1: films are taken by @uploadx/core, as PeerTube does it.

All else is kept in memory, and asked for what PeerTube's own checks ask for. As in PeerTube 7 an
upload is forgotten as soon as its film is there.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.pipeline.node_servers import NodeServer

TOKEN = "token-of-tests"
UPLOAD = "/api/v1/videos/upload-resumable"


class Refused(Exception):
    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status


@dataclass
class Film:
    id: int
    uuid: str
    told: dict[str, Any]
    sha256: str
    source: str
    captions: dict[str, bytes] = field(default_factory=dict)
    chapters: list[dict[str, Any]] = field(default_factory=list)
    thumbnail: bytes = b""


@dataclass
class PeerTube:
    """What it holds, and what it was asked for that changes anything."""

    uploads: NodeServer
    port: int = 0
    replaces: bool = True
    films: dict[str, Film] = field(default_factory=dict)
    playlists: dict[int, dict[str, Any]] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    number: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def next(self) -> int:
        self.number += 1
        return self.number

    def answer(
        self, method: str, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and JSON (bytes: as they are) of an answer."""
        if headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refused(401, "The token is invalid")
        parts = urlsplit(url)
        with self.lock:
            if method != "GET":
                self.changes.append(f"{method} {parts.path}")
            for pattern, does in ROUTES:
                if found := re.fullmatch(pattern, f"{method} {parts.path}"):
                    given = Given(method, url, headers, body, parse_qs(parts.query))
                    return does(self, given, *found.groups())
        raise Refused(404, f"{method} {parts.path}: there is no such endpoint")

    def film(self, name: str) -> Film:
        if name not in self.films:
            raise Refused(404, "Video not found")
        return self.films[name]


@dataclass
class Given:
    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    query: dict[str, list[str]]

    def form(self) -> dict[str, Any]:
        """Return the fields of a form: texts, lists, and files as bytes."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        told: dict[str, Any] = {}
        for part in BytesParser(policy=HTTP).parsebytes(head + self.body).iter_parts():
            name = str(part.get_param("name", header="content-disposition"))
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            if part.get_filename():
                told[name] = data
            elif listed := re.fullmatch(r"(\w+)\[(\d+)\]", name):
                told.setdefault(listed[1], []).append(data.decode())
            else:
                told[name] = data.decode()
        return told

    def page(self, data: list[Any]) -> tuple[int, dict[str, str], Any]:
        start, count = int(self.query["start"][0]), int(self.query["count"][0])
        if not 0 < count <= 100:
            raise Refused(400, "count")
        return 200, {}, {"total": len(data), "data": data[start : start + count]}


Answer = tuple[int, dict[str, str], Any]


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is told of a film, as PeerTube's validators take it."""
    known = {"name", "description", "tags", "language", "category", "licence", "privacy"}
    others = {"channelId", "waitTranscoding", "filename"}
    if strange := told.keys() - known - others:
        raise Refused(400, f"unknown: {strange}")
    told = {key: None if value == "null" else value for key, value in told.items()}
    if "name" in told and not 3 <= len(told["name"]) <= 120:
        raise Refused(400, "name")
    if told.get("description") and not 3 <= len(told["description"]) <= 10_000:
        raise Refused(400, "description")
    tags = told.get("tags") or []
    if len(tags) > 5 or any(not 2 <= len(one) <= 30 for one in tags):
        raise Refused(400, "tags")
    if "privacy" in told and int(told["privacy"]) not in (1, 2, 3, 4):
        raise Refused(400, "privacy")
    if told.get("category") and not 1 <= int(told["category"]) <= 18:
        raise Refused(400, "category")
    return told


def _me(server: PeerTube, given: Given) -> Answer:
    channels = [{"id": 7, "name": "course"}, {"id": 8, "name": "other"}]
    return 200, {}, {"id": 1, "account": {"name": "teacher"}, "videoChannels": channels}


def _mine(server: PeerTube, given: Given) -> Answer:
    films = [
        {"uuid": one.uuid, "name": one.told["name"], "channel": {"id": 7, "name": "course"}}
        for one in reversed(server.films.values())
    ]
    return given.page(films)


def _get(server: PeerTube, given: Given, name: str) -> Answer:
    film = server.film(name)
    return 200, {}, {"id": film.id, "uuid": film.uuid, **film.told}


def _put(server: PeerTube, given: Given, name: str) -> Answer:
    film, told = server.film(name), given.form()
    pictures = {told.pop(key) for key in ("thumbnailfile", "previewfile") if key in told}
    for picture in pictures:
        if not picture.startswith(b"\x89PNG"):
            raise Refused(400, "thumbnailfile")
        film.thumbnail = picture
    film.told |= _checked(told)
    return 204, {}, b""


def _source(server: PeerTube, given: Given, name: str) -> Answer:
    return 200, {}, {"inputFilename": server.film(name).source}


def _captions(server: PeerTube, given: Given, name: str) -> Answer:
    data = [{"language": {"id": one}} for one in server.film(name).captions]
    return 200, {}, {"total": len(data), "data": data}


def _put_captions(server: PeerTube, given: Given, name: str, language: str) -> Answer:
    server.film(name).captions[language] = given.form()["captionfile"]
    return 204, {}, b""


def _put_chapters(server: PeerTube, given: Given, name: str) -> Answer:
    told = json.loads(given.body)["chapters"]
    if len({one["timecode"] for one in told}) != len(told):
        raise Refused(400, "chapters")
    server.film(name).chapters = told
    return 204, {}, b""


def _upload(server: PeerTube, given: Given, replaced: str = "") -> Answer:
    """Pass a request on to @uploadx/core; make the film when it says that it has all of it."""
    if replaced and not server.replaces:
        raise Refused(403, "Updating the file of an existing video is not allowed")
    if given.method == "POST":
        told = json.loads(given.body)
        if not replaced:
            _checked(told)
            if told.get("channelId") != 7:
                raise Refused(403, "channel")
        elif set(told) != {"filename"}:
            raise Refused(400, "unknown")
    status, headers, data = _passed_on(server, given)
    if given.method != "PUT" or status != 200:
        return status, headers, data
    done = json.loads(data)
    whole = (server.uploads.folder / done["id"]).read_bytes()
    digest, told = hashlib.sha256(whole).hexdigest(), done["metadata"]
    if replaced:
        film = server.film(replaced)
        film.sha256, film.source = digest, told["filename"]
    else:
        number = server.next()
        name = str(uuid.UUID(int=number, version=4))
        film = Film(number, name, told, digest, told["filename"])
        server.films[name] = film
    _passed_on(server, Given("DELETE", given.url, {}, b"", {}))
    made = {"id": film.id, "uuid": film.uuid}
    return 200, {}, {"inputFilename": film.source} if replaced else {"video": made}


def _passed_on(server: PeerTube, given: Given) -> tuple[int, dict[str, str], bytes]:
    kept = {"content-range", "content-type", "x-upload-content-length", "x-upload-content-type"}
    headers = {name: value for name, value in given.headers.items() if name in kept}
    request = urllib.request.Request(
        server.uploads.url + given.url, given.body, headers, method=given.method
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, _told(answer.headers), answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, _told(answer.headers), answer.read()
    except OSError:
        return 502, {}, b""


def _told(headers: Any) -> dict[str, str]:
    return {name: headers[name] for name in ("Location", "Range") if headers[name]}


def _playlists(server: PeerTube, given: Given) -> Answer:
    made = [{"id": n, "displayName": one["title"]} for n, one in server.playlists.items()]
    return given.page(made[::-1])


def _make_playlist(server: PeerTube, given: Given) -> Answer:
    told, number = given.form(), server.next()
    if told["privacy"] == "1" and told.get("videoChannelId") != "7":
        raise Refused(400, "videoChannelId")
    server.playlists[number] = {
        "title": told["displayName"],
        "privacy": int(told["privacy"]),
        "films": [],
    }
    return 200, {}, {"videoPlaylist": {"id": number}}


def _playlist(server: PeerTube, given: Given, number: str) -> Answer:
    held = server.playlists.get(int(number))
    if held is None:
        raise Refused(404, "Video playlist not found")
    if given.method == "PUT":
        told = given.form()
        held |= {"title": told["displayName"], "privacy": int(told["privacy"])}
        return 204, {}, b""
    return 200, {}, {"id": int(number), "displayName": held["title"]}


def _elements(server: PeerTube, given: Given, number: str) -> Answer:
    held = server.playlists[int(number)]["films"]
    if given.method == "GET":
        return given.page(
            [{"id": n, "video": {"uuid": one} if one in server.films else None} for n, one in held]
        )
    wanted = json.loads(given.body)["videoId"]
    name = next((one.uuid for one in server.films.values() if one.id == wanted), None)
    if name is None:
        raise Refused(404, "Video not found")
    held.append((server.next(), name))
    return 200, {}, {"videoPlaylistElement": {"id": held[-1][0]}}


def _remove(server: PeerTube, given: Given, number: str, element: str) -> Answer:
    held = server.playlists[int(number)]
    held["films"] = [one for one in held["films"] if one[0] != int(element)]
    return 204, {}, b""


def _reorder(server: PeerTube, given: Given, number: str) -> Answer:
    """Move as PeerTube does: positions from 1, before anything is taken out."""
    told, held = json.loads(given.body), server.playlists[int(number)]["films"]
    start, after = told["startPosition"], told["insertAfterPosition"]
    moved = held.pop(start - 1)
    held.insert(after if after < start else after - 1, moved)
    return 204, {}, b""


_V, _P = r"/api/v1/videos/([0-9a-f-]{36})", r"/api/v1/video-playlists/(\d+)"
ROUTES: list[tuple[str, Callable[..., Answer]]] = [
    (r"GET /api/v1/users/me", _me),
    (r"GET /api/v1/users/me/videos", _mine),
    (rf"(?:POST|PUT|DELETE) {UPLOAD}", _upload),
    (rf"(?:POST|PUT|DELETE) {_V}/source/replace-resumable", _upload),
    (rf"GET {_V}", _get),
    (rf"PUT {_V}", _put),
    (rf"GET {_V}/source", _source),
    (rf"GET {_V}/captions", _captions),
    (rf"PUT {_V}/captions/([a-z]+)", _put_captions),
    (rf"PUT {_V}/chapters", _put_chapters),
    (r"GET /api/v1/accounts/teacher/video-playlists", _playlists),
    (r"POST /api/v1/video-playlists", _make_playlist),
    (rf"(?:GET|PUT) {_P}", _playlist),
    (rf"(?:GET|POST) {_P}/videos", _elements),
    (rf"POST {_P}/videos/reorder", _reorder),
    (rf"DELETE {_P}/videos/(\d+)", _remove),
]


@contextmanager
def peertube_server(uploads: NodeServer) -> Iterator[PeerTube]:
    """Give a server that takes films by another one."""
    server = PeerTube(uploads)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                status, told, said = server.answer(self.command, self.path, headers, body)
            except Refused as refused:
                status, told, said = refused.status, {}, {"detail": str(refused)}
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            for name, value in told.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = _any

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # who asked is gone
                self.close_connection = True

        def log_message(self, format: str, *given: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.port = http.server_port
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
