"""``--to peertube://HOST/CHANNEL``: films in a channel of a PeerTube server, version 6 or later.

A film is sent in pieces, and nobody but the channel's owner sees it before captions, chapters and
thumbnail are there. Another film of a lesson is put in the place of the one before. Films are known
by the last line of their descriptions: it is looked for before anything is sent anew, so a lost
answer makes no second film.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlsplit

from pipeline.publish.api import GO_ON, Api, Key, Limits, Unanswered
from pipeline.publish.description import marked
from pipeline.publish.login import SCHEME, Access, peertube_at
from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.parts import CAPTIONS, FILM, METADATA, STATUS, THUMBNAIL
from pipeline.publish.resumable import PIECE, Finished, Pieces, SessionGone, send_pieces
from pipeline.publish.rules import Rule
from pipeline.publish.sent import Record, Sent, Upload
from pipeline.publish.sessions import Sessions
from pipeline.publish.state import Ledger
from pipeline.publish.steps import CREATE, REPLACE, UPDATES
from pipeline.publish.targets import peertube_texts as texts
from pipeline.publish.targets.peertube_playlists import Playlists, playlists_index
from pipeline.publish.targets.peertube_server import UPLOAD, PeerTubeServer
from pipeline.publish.targets.target import NoSuchTarget, PlaceFailed, Unknown
from pipeline.publish.tokens import Secret

LOOKS = 5
"""How often a channel is looked through for a film that should be there."""
ANEW = 3
"""How often the sending of a film is begun before it is given up."""
FORM = f"{SCHEME}HOST/CHANNEL"


class Channel:
    """A channel of a PeerTube server; in the state its name is its address."""

    rules: tuple[Rule, ...] = texts.RULES
    replaces = True
    meter = None

    def __init__(
        self,
        text: str,
        key: Key | None = None,
        sessions: Sessions | None = None,
        *,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        piece: int = PIECE,
    ) -> None:
        self._channel = urlsplit(text).path.strip("/")
        if not self._channel or "/" in self._channel:
            raise NoSuchTarget(f"--to {text}: it names no channel - write {FORM}")
        self._service = peertube_at(text)
        self.name = f"{self._service.shown}/{self._channel}"
        self._key = key
        self._sessions = sessions or Sessions(self.name)
        self._limits, self._sleep, self._piece = limits, sleep, piece
        self._marks: dict[str, tuple[str, str] | None] = {}

    @cached_property
    def _server(self) -> PeerTubeServer:
        key = self._key or Access(self._service)
        return PeerTubeServer(Api(self._service.root, key, limits=self._limits, sleep=self._sleep))

    @cached_property
    def _number(self) -> int:
        return self._server.channel(self._channel)

    def parts(self, package: Package) -> Mapping[str, str]:
        """Return the digests of what a server takes."""
        return texts.peertube_parts(package)

    def remote(self, package: Package) -> str:
        """Return nothing: a film gets its name when it is there."""
        return ""

    def gone(self, package: Package, record: Record) -> frozenset[str]:
        """Return the film when it is not there, and captions when they are not."""
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
        wanted = self.parts(package)
        doing: dict[str, Callable[[Package, str], None]] = {
            METADATA: self._tell,
            CAPTIONS: self._caption,
            THUMBNAIL: self._picture,
            STATUS: self._show,
        }
        for part, do in doing.items():
            record = ledger.record(package.name) or _NO_RECORD
            if UPDATES[part] in kinds or record.parts.get(part) != wanted[part]:
                do(package, record.remote)
                there = {**record.parts, part: wanted[part]}
                ledger.keep(package.name, replace(record, parts=there))

    def _tell(self, package: Package, uuid: str) -> None:
        self._server.update(uuid, texts.told(package))
        self._server.set_chapters(uuid, texts.chapters(package))  # else it takes others

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
        record = (ledger.record(package.name) or _NO_RECORD).arrived(uuid, revision)
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
            films = " and ".join(f"{self._service.root}/w/{uuid}" for uuid, _ in found)
            raise Unknown(f"{self.name}: {package.name} is there twice: {films} - delete one")
        return found[0] if found else None

    def _sent(self, package: Package, ledger: Ledger) -> tuple[str, str]:
        digest = package.film.sha256
        whole = Upload(digest, is_whole=True)
        before = (ledger.record(package.name) or _NO_RECORD).upload
        way = self._sessions.kept(digest)
        if before is not None and before.is_whole and (before.film != digest or way is None):
            return self._found_in_the_end(package)
        for _ in range(ANEW):
            if way is None or not way.text.startswith(f"{UPLOAD}?"):
                told = texts.begun_as(package, self._number)
                size = package.film.path.stat().st_size
                way = Secret(self._server.begin(UPLOAD, told, size))
                self._sessions.keep(digest, way)
                self._keep_upload(package, ledger, Upload(digest))
            try:
                came = send_pieces(
                    package.film.path,
                    Pieces(self._server.api, way.text),
                    self._server.api,
                    piece=self._piece,
                    before_the_last=lambda: self._keep_upload(package, ledger, whole),
                )
            except SessionGone:
                self._sessions.forget(digest)
                way = None
                upload = (ledger.record(package.name) or _NO_RECORD).upload
                if upload is not None and upload.is_whole:
                    return self._found_in_the_end(package)
                continue
            uuid = _uuid(came)
            return (uuid, package.revision) if uuid else self._found_in_the_end(package)
        what = f"{self.name}: it forgot the film of {package.name} {ANEW} times"
        raise PlaceFailed(f"{what} - {GO_ON}")

    def _keep_upload(self, package: Package, ledger: Ledger, upload: Upload) -> None:
        record = ledger.record(package.name) or _NO_RECORD
        ledger.keep(package.name, replace(record, upload=upload))

    def _found_in_the_end(self, package: Package) -> tuple[str, str]:
        """Return a film that was sent whole, with no answer; the server may be slow."""
        for look in range(LOOKS):
            if look:
                self._sleep(2.0**look)
            if found := self._found(package):
                return found
        what = f"{self.name}: whether the film of {package.name} is there cannot be told: it was"
        what += " sent whole, no answer came, and no film of the channel has its line"
        fix = "look there; if it is there, write its line at the end of the description: "
        fix += f"{package.description.splitlines()[-1]}; if not, delete its upload in the state"
        raise Unknown(f"{what} - {fix}")

    def _replace(self, package: Package, ledger: Ledger) -> None:
        """Put the film in the place of the one before; twice has the same end as once."""
        record = ledger.record(package.name) or _NO_RECORD
        digest, place = package.film.sha256, f"/api/v1/videos/{record.remote}/source"
        way, name = self._sessions.kept(digest), texts.filename(package)
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
            what = f"{self.name}: it forgot the film of {package.name} {ANEW} times"
            raise PlaceFailed(f"{what} - {GO_ON}")
        there = {**record.parts, FILM: self.parts(package)[FILM]}
        shown = record.revisions
        if shown[-1:] != (package.revision,):
            shown = (*shown, package.revision)
        ledger.keep(package.name, replace(record, parts=there, revisions=shown, upload=None))
        self._sessions.forget(digest)


_NO_RECORD = Record("", {})
_CAPTIONS_GONE = frozenset({CAPTIONS})


def _uuid(came: Finished) -> str:
    """Return the name that a server gave a film; empty where its answer was cut off."""
    try:
        return str(came.answer.json()["video"]["uuid"])
    except (Unanswered, KeyError, TypeError):
        return ""
