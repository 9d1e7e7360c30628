"""A PeerTube server of ours on 127.0.0.1: films are taken by @uploadx/core, as PeerTube does it.

All else is kept in memory, and asked for what PeerTube's own checks ask for. As in PeerTube 7 an
upload is forgotten as soon as its film is there.
"""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.pipeline.json_server import Answer, Given, Refused, json_server, routed
from tests.pipeline.node_servers import NodeServer
from tests.pipeline.publishing_places import TOKEN

UPLOAD = "/api/v1/videos/upload-resumable"


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
    hidden: bool = False
    films: dict[str, Film] = field(default_factory=dict)
    playlists: dict[int, dict[str, Any]] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    number: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def clear(self) -> None:
        self.films.clear()
        self.playlists.clear()
        self.changes.clear()
        self.hidden, self.replaces = False, True

    def next(self) -> int:
        self.number += 1
        return self.number

    def answer(self, given: Given) -> Answer:
        if given.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refused(401, "The token is invalid")
        if given.method != "GET":
            self.changes.append(f"{given.method} {given.path}")
        return routed(ROUTES, given, self)

    def film(self, name: str) -> Film:
        if name not in self.films:
            raise Refused(404, "Video not found")
        return self.films[name]


def _page(given: Given, data: list[Any]) -> Answer:
    start, count = int(given.query("start", "0")), int(given.query("count", "15"))
    if not 0 < count <= 100:
        raise Refused(400, "count")
    return 200, {}, {"total": len(data), "data": data[start : start + count]}


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
    shown = [] if server.hidden else reversed(server.films.values())
    films = [
        {"uuid": one.uuid, "name": one.told["name"], "channel": {"id": 7, "name": "course"}}
        for one in shown
    ]
    return _page(given, films)


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
    told = given.json()["chapters"]
    if len({one["timecode"] for one in told}) != len(told):
        raise Refused(400, "chapters")
    server.film(name).chapters = told
    return 204, {}, b""


def _upload(server: PeerTube, given: Given, replaced: str = "") -> Answer:
    """Pass a request on to @uploadx/core; make the film when it says that it has all of it."""
    if replaced and not server.replaces:
        raise Refused(403, "Updating the file of an existing video is not allowed")
    if given.method == "POST":
        told = given.json()
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
    _passed_on(server, Given("DELETE", given.url, {}, b""))
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
    return _page(given, made[::-1])


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
        return _page(
            given,
            [{"id": n, "video": {"uuid": one} if one in server.films else None} for n, one in held],
        )
    wanted = given.json()["videoId"]
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
    told, held = given.json(), server.playlists[int(number)]["films"]
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
    with json_server(server.answer) as server.port:
        yield server
