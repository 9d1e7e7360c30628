"""A Vimeo of ours on 127.0.0.1: bytes of films are taken by @tus/server, as Vimeo's own does it.

All else is kept in memory. A film is there before its bytes are, as at Vimeo.
"""

from __future__ import annotations

import hashlib
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError

from tests.pipeline.json_server import Answer, Given, Refused, json_server, routed
from tests.pipeline.node_servers import NodeServer
from tests.pipeline.publishing_places import TOKEN

KNOWN = {"name", "description", "license", "privacy", "upload"}


@dataclass
class Upload:
    """A file of a film: its name at the server that takes it, and how large it is to be."""

    id: str
    size: int
    filename: str = ""


@dataclass
class Film:
    told: dict[str, Any]
    uploads: list[Upload]
    tags: list[str] = field(default_factory=list)
    chapters: dict[int, dict[str, Any]] = field(default_factory=dict)
    tracks: dict[int, dict[str, Any]] = field(default_factory=dict)
    pictures: dict[int, dict[str, Any]] = field(default_factory=dict)


@dataclass
class VimeoOfTests:
    """What it holds; ``files`` is where its clients send bytes to."""

    uploads: NodeServer
    port: int = 0
    files: str = ""
    hidden: bool = False
    gives_links: bool = True
    films: dict[str, Film] = field(default_factory=dict)
    albums: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    number: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next(self) -> int:
        self.number += 1
        return self.number

    def clear(self) -> None:
        self.films.clear()
        self.albums.clear()
        self.changes.clear()
        self.hidden, self.gives_links, self.files = False, True, ""

    def answer(self, given: Given) -> Answer:
        if given.path.startswith("/put/"):  # who has the address may write
            if "authorization" in given.headers:
                raise Refused(400, "a token for an address that needs none")
            return _put(self, given)
        if given.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refused(401, "no token")
        if "version=3.4" not in given.headers.get("accept", ""):
            raise Refused(400, "no version")
        if given.method != "GET":
            self.changes.append(f"{given.method} {given.path}")
        return routed(ROUTES, given, self)

    def film(self, number: str) -> Film:
        if number not in self.films:
            raise Refused(404, "no such video")
        return self.films[number]

    def sha256(self, film: Film) -> str:
        """Return the digest of the version that shows."""
        shown = next(one for one in reversed(film.uploads) if self.is_whole(one))
        return hashlib.sha256((self.uploads.folder / shown.id).read_bytes()).hexdigest()

    def is_whole(self, upload: Upload) -> bool:
        path = self.uploads.folder / upload.id
        return path.exists() and path.stat().st_size == upload.size

    def open(self, size: int) -> str:
        """Open an upload at the server of the bytes and return its name."""
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(size)}
        request = urllib.request.Request(f"{self.uploads.url}/files", b"", headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return str(answer.headers["Location"]).rpartition("/")[2]
        except (HTTPError, URLError, OSError):
            raise Refused(502, "the server of the bytes is away") from None

    def upload(self, upload: Upload) -> dict[str, Any]:
        told: dict[str, Any] = {"status": "complete" if self.is_whole(upload) else "in_progress"}
        if self.gives_links:
            told["upload_link"] = f"{self.files or self.uploads.url}/files/{upload.id}"
        return told


def _page(given: Given, data: list[Any]) -> Answer:
    page, count = int(given.query("page", "1")), int(given.query("per_page", "25"))
    if not 0 < count <= 100:
        raise Refused(400, "per_page")
    shown = data[(page - 1) * count : page * count]
    return 200, {}, {"total": len(data), "page": page, "data": shown}


def _shown(server: VimeoOfTests, number: str) -> dict[str, Any]:
    film = server.films[number]
    return {"uri": f"/videos/{number}", **film.told, "upload": server.upload(film.uploads[0])}


def _films(server: VimeoOfTests, given: Given) -> Answer:
    return _page(given, [] if server.hidden else [_shown(server, one) for one in server.films])


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    if strange := told.keys() - KNOWN:
        raise Refused(400, f"unknown: {strange}")
    if len(told.get("name", "")) > 128:
        raise Refused(400, "name")
    views = ("anybody", "nobody", "unlisted")
    if "privacy" in told and told["privacy"].get("view") not in views:
        raise Refused(400, "privacy")
    return told


def _begin(server: VimeoOfTests, given: Given) -> Answer:
    told = _checked(given.json())
    upload = told.pop("upload")
    if upload["approach"] != "tus":
        raise Refused(400, "approach")
    size, number = int(upload["size"]), str(1000 + server.next())
    server.films[number] = Film(told, [Upload(server.open(size), size)])
    made = _shown(server, number)
    made["upload"]["upload_link"] = (
        f"{server.files or server.uploads.url}/files/{server.films[number].uploads[0].id}"
    )
    return 200, {}, made


def _film(server: VimeoOfTests, given: Given, number: str) -> Answer:
    film = server.film(number)
    if given.method == "PATCH":
        film.told |= _checked(given.json())
    return 200, {}, _shown(server, number)


def _versions(server: VimeoOfTests, given: Given, number: str) -> Answer:
    film = server.film(number)
    if given.method == "POST":
        told = given.json()
        size = int(told["upload"]["size"])
        made = Upload(server.open(size), size, told["file_name"])
        film.uploads.append(made)
        given_link = f"{server.files or server.uploads.url}/files/{made.id}"
        return 201, {}, {"upload": {**server.upload(made), "upload_link": given_link}}
    shown = next((one for one in reversed(film.uploads) if server.is_whole(one)), None)
    return _page(
        given,
        [
            {"filename": one.filename, "active": one is shown, "upload": server.upload(one)}
            for one in film.uploads
        ],
    )


def _tags(server: VimeoOfTests, given: Given, number: str, tag: str = "") -> Answer:
    film = server.film(number)
    if given.method == "DELETE":
        film.tags = [one for one in film.tags if one.replace(" ", "") != tag]
        return 204, {}, b""
    if given.method == "PUT":
        new = [one["name"] for one in given.json()]
        film.tags += [one for one in new if one not in film.tags]
        if len(film.tags) > 20:
            raise Refused(400, "tags")
    return _page(given, [{"name": one, "tag": one.replace(" ", "")} for one in film.tags])


def _listed(kind: str, keys: set[str]) -> Callable[..., Answer]:
    """Return what answers for things of a film: listed, made, changed and deleted."""

    def answer(server: VimeoOfTests, given: Given, number: str, one: str = "") -> Answer:
        held: dict[int, dict[str, Any]] = getattr(server.film(number), kind)
        if one and int(one) not in held:
            raise Refused(404, f"no such {kind}")
        if given.method == "DELETE":
            del held[int(one)]
            return 204, {}, b""
        if given.method == "GET":
            return _page(given, list(held.values()))
        told = given.json()
        if told.keys() - keys:
            raise Refused(400, f"unknown: {told}")
        if given.method == "PATCH":
            if told.get("active") and not held[int(one)].get("bytes"):
                raise Refused(400, "nothing was sent")
            if kind == "pictures":
                for other in held.values():
                    other["active"] = False
            held[int(one)] |= told
            return 200, {}, held[int(one)]
        id = server.next()
        way = {"tracks": "texttracks"}.get(kind, kind)
        link = f"{server.url}/put/{number}/{kind}/{id}"
        held[id] = {"uri": f"/videos/{number}/{way}/{id}", "link": link, **told}
        return 201, {}, held[id]

    return answer


def _put(server: VimeoOfTests, given: Given) -> Answer:
    _, _, number, kind, id = given.path.split("/")
    getattr(server.film(number), kind)[int(id)]["bytes"] = given.body.decode("latin-1")
    return 200, {}, b""


def _albums(server: VimeoOfTests, given: Given) -> Answer:
    if given.method == "GET":
        return _page(given, list(server.albums.values()))
    id = str(server.next())
    server.albums[id] = {"uri": f"/me/albums/{id}", "name": given.json()["name"], "films": []}
    return 201, {}, server.albums[id]


def _album(server: VimeoOfTests, given: Given, number: str) -> Answer:
    if number not in server.albums:
        raise Refused(404, "no such album")
    if given.method == "PATCH":
        server.albums[number] |= given.json()
    return 200, {}, server.albums[number]


def _shown_in(server: VimeoOfTests, given: Given, number: str) -> Answer:
    album = server.albums[number]
    if given.method == "PUT":
        album["films"] = given.json()["videos"].split(",")
        return 201, {}, b""
    return _page(given, [{"uri": one} for one in album["films"]])


_V = r"/videos/(\d+)"
ROUTES: list[tuple[str, Callable[..., Answer]]] = [
    (r"GET /me/videos", _films),
    (r"POST /me/videos", _begin),
    (rf"(?:GET|PATCH) {_V}", _film),
    (rf"(?:GET|POST) {_V}/versions", _versions),
    (rf"(?:GET|PUT) {_V}/tags", _tags),
    (rf"DELETE {_V}/tags/(\w+)", _tags),
    (rf"(?:GET|POST) {_V}/chapters", _listed("chapters", {"timecode", "title"})),
    (rf"DELETE {_V}/chapters/(\d+)", _listed("chapters", set())),
    (rf"(?:GET|POST) {_V}/texttracks", _listed("tracks", {"type", "language", "name"})),
    (rf"(?:PATCH|DELETE) {_V}/texttracks/(\d+)", _listed("tracks", {"active"})),
    (rf"POST {_V}/pictures", _listed("pictures", set())),
    (rf"PATCH {_V}/pictures/(\d+)", _listed("pictures", {"active"})),
    (r"(?:GET|POST) /me/albums", _albums),
    (r"(?:GET|PATCH) /me/albums/(\d+)", _album),
    (r"(?:GET|PUT) /me/albums/(\d+)/videos", _shown_in),
]


@contextmanager
def vimeo_server(uploads: NodeServer) -> Iterator[VimeoOfTests]:
    """Give a server whose films' bytes another one takes."""
    server = VimeoOfTests(uploads)
    with json_server(server.answer) as server.port:
        yield server
