"""``--to peertube://HOST/CHANNEL``: films in a channel of a PeerTube server, version 6 or later.

A film is sent in pieces, and nobody but the channel's owner sees it before captions, chapters and
thumbnail are there. Another film of a lesson is put in the place of the one before. Films are known
by the last line of their descriptions: it is looked for before anything is sent anew, so a lost
answer makes no second film.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from pipeline.publish.api import Key, Unanswered
from pipeline.publish.description import marked
from pipeline.publish.login import SCHEME, Access, peertube_at
from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.parts import CAPTIONS, FILM
from pipeline.publish.resumable import Finished, Pieces, SessionGone, send_pieces
from pipeline.publish.rules import Rule
from pipeline.publish.sent import Record, Sent, Upload
from pipeline.publish.state import Ledger
from pipeline.publish.steps import CREATE, REPLACE
from pipeline.publish.targets import peertube_texts as texts
from pipeline.publish.targets.films import chapters, filename
from pipeline.publish.targets.peertube_playlists import Playlists, playlists_index
from pipeline.publish.targets.peertube_server import UPLOAD, PeerTubeServer
from pipeline.publish.targets.replacing import ANEW, NO_RECORD, Replacing
from pipeline.publish.targets.target import NoSuchTarget
from pipeline.publish.tokens import Secret

FORM = f"{SCHEME}HOST/CHANNEL"


class Channel(Replacing):
    """A channel of a PeerTube server; in the state its name is its address.

    Parameters
    ----------
    text
        ``peertube://HOST/CHANNEL``.
    key
        What opens it; else who is logged in there.
    settings
        As ``Replacing`` takes them.
    """

    rules: tuple[Rule, ...] = texts.RULES

    def __init__(self, text: str, key: Key | None = None, **settings: Any) -> None:
        self._channel = urlsplit(text).path.strip("/")
        if not self._channel or "/" in self._channel:
            raise NoSuchTarget(f"--to {text}: it names no channel - write {FORM}")
        service = peertube_at(text)
        name = f"{service.shown}/{self._channel}"
        super().__init__(name, service.root, lambda: key or Access(service), **settings)
        self._marks: dict[str, tuple[str, str] | None] = {}

    @cached_property
    def _server(self) -> PeerTubeServer:
        return PeerTubeServer(self._api())

    @cached_property
    def _number(self) -> int:
        return self._server.channel(self._channel)

    def parts(self, package: Package) -> Mapping[str, str]:
        """Return the digests of what a server takes."""
        return texts.peertube_parts(package)

    def gone(self, package: Package, sent: Sent) -> frozenset[str]:
        """Return the film when it is not there, and captions when they are not."""
        record = sent.lessons[package.name]
        if self._server.film(record.remote) is None:
            return frozenset({FILM})
        wanted = set(texts.tracks(package))
        return frozenset() if wanted <= self._server.captions(record.remote) else _CAPTIONS_GONE

    def send(self, package: Package, kinds: Sequence[str], ledger: Ledger) -> None:
        """Send the film if it is another one, then what else is, who sees it last.

        Raises
        ------
        PlaceFailed
            When the server is away or refuses.
        Unknown
            When it cannot be told whether the film is there.
        """
        if CREATE in kinds:
            self._arrive(package, ledger)
        elif REPLACE in kinds:
            self._replace(package, ledger)
        self._send_rest(package, kinds, ledger)

    def _tell(self, package: Package, uuid: str) -> None:
        self._server.update(uuid, texts.told(package))
        self._server.set_chapters(uuid, chapters(package))  # else it takes others

    def _caption(self, package: Package, uuid: str) -> None:
        for track in package.of("track"):
            self._server.set_captions(uuid, texts.language(track.language), track.path)

    def _picture(self, package: Package, uuid: str) -> None:
        self._server.set_thumbnail(uuid, package.one("thumbnail").path)

    def _show(self, package: Package, uuid: str) -> None:
        self._server.update(uuid, {"privacy": str(texts.PRIVACIES[package.visibility])})

    def index(self, course: CoursePackage, lessons: Mapping[str, Record]) -> str:
        """Return the playlists, one for each phase."""
        return playlists_index(course, lessons)

    def has_index(self, text: str, sent: Sent) -> bool:
        """Tell whether the playlists are there."""
        return Playlists(self._server, text).are_there(sent)

    def send_index(self, text: str, ledger: Ledger) -> None:
        """Make the playlists, film by film."""
        Playlists(self._server, text).make(self._number, ledger)

    # --- the film ----------------------------------------------------------------------------

    def _arrive(self, package: Package, ledger: Ledger) -> None:
        """Send a film that is not there; one of the lesson that is there is found, and replaced."""
        uuid, revision = self._found(package) or self._sent(package, ledger)
        record = (ledger.record(package.name) or NO_RECORD).arrived(uuid, revision)
        is_it = revision == package.revision
        there = {FILM: self.parts(package)[FILM]} if is_it else {}
        ledger.keep(package.name, replace(record, parts=there))
        self._sessions.forget(package.film.sha256)
        if not is_it:
            self._replace(package, ledger)

    def _found(self, package: Package) -> tuple[str, str] | None:
        """Return name and revision of the film of a lesson in the channel."""
        found = []
        for uuid in self._server.films(self._channel):
            if uuid not in self._marks:
                self._marks[uuid] = marked((self._server.film(uuid) or {}).get("description"))
            mark = self._marks[uuid]
            if mark is not None and mark[0] == package.name:
                found.append((uuid, mark[1]))
        if len(found) > 1:
            films = [f"{self._root}/w/{uuid}" for uuid, _ in found]
            raise self._twice(package, films)
        return found[0] if found else None

    def _sent(self, package: Package, ledger: Ledger) -> tuple[str, str]:
        digest = package.film.sha256
        whole = Upload(digest, is_whole=True)
        before = (ledger.record(package.name) or NO_RECORD).upload
        way = self._sessions.kept(digest)
        was_whole = before is not None and before.is_whole
        if before is not None and was_whole and (before.film != digest or way is None):
            return self._in_the_end(package, self._found)
        for _ in range(ANEW):
            if way is None or not way.text.startswith(f"{UPLOAD}?"):
                told = texts.begun_as(package, self._number)
                size = package.film.path.stat().st_size
                way = Secret(self._server.begin(UPLOAD, told, size))
                self._sessions.keep(digest, way)
                self._keep_upload(package, ledger, Upload(digest))
                was_whole = False
            try:
                came = send_pieces(
                    package.film.path,
                    Pieces(self._server.api, way.text),
                    self._server.api,
                    piece=self._piece,
                    before_the_last=lambda: self._keep_upload(package, ledger, whole),
                    in_doubt=was_whole,
                )
            except SessionGone as gone:
                self._sessions.forget(digest)
                way = None
                if gone.may_be_there:
                    return self._in_the_end(package, self._found)
                continue
            uuid = _uuid(came)
            return (uuid, package.revision) if uuid else self._in_the_end(package, self._found)
        raise self._forgot(package)

    def _keep_upload(self, package: Package, ledger: Ledger, upload: Upload) -> None:
        record = ledger.record(package.name) or NO_RECORD
        ledger.keep(package.name, replace(record, upload=upload))

    def _replace(self, package: Package, ledger: Ledger) -> None:
        """Put the film in the place of the one before; twice has the same end as once."""
        record = ledger.record(package.name) or NO_RECORD
        digest, place = package.film.sha256, f"/api/v1/videos/{record.remote}/source"
        way, name = self._sessions.kept(digest), filename(package)
        for _ in range(ANEW):
            if self._server.source(record.remote) == name:
                break
            if way is None or not way.text.startswith(f"{place}/replace-resumable?"):
                size = package.film.path.stat().st_size
                way = Secret(
                    self._server.begin(f"{place}/replace-resumable", {"filename": name}, size)
                )
                self._sessions.keep(digest, way)
            wire = Pieces(self._server.api, way.text)
            try:
                send_pieces(package.film.path, wire, self._server.api, piece=self._piece)
                break
            except SessionGone:
                self._sessions.forget(digest)
                way = None
        else:
            raise self._forgot(package)
        self._keep_film(package, ledger)


_CAPTIONS_GONE = frozenset({CAPTIONS})


def _uuid(came: Finished) -> str:
    """Return the name that a server gave a film; empty where its answer was cut off."""
    try:
        return str(came.answer.json()["video"]["uuid"])
    except (Unanswered, KeyError, TypeError):
        return ""
