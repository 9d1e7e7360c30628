"""``--to vimeo``: films of an account at Vimeo, a showcase for each phase.

Vimeo makes a film before it has a byte of it. So it is there, with its line in the description,
when the sending breaks: the next run finds it, and goes on with the same one. Another film of a
lesson is another version of the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from pipeline.publish.api import Key, Unanswered
from pipeline.publish.description import marked
from pipeline.publish.login import Access, Vimeo
from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.parts import CAPTIONS, FILM
from pipeline.publish.resumable import SessionGone, Tus, send_pieces
from pipeline.publish.rules import Rule
from pipeline.publish.sent import Playlist, Record, Sent, Upload
from pipeline.publish.state import Ledger
from pipeline.publish.targets import vimeo_texts as texts
from pipeline.publish.targets.films import chapters, filename
from pipeline.publish.targets.replacing import ANEW, NO_RECORD, Replacing
from pipeline.publish.targets.target import PlaceFailed
from pipeline.publish.targets.vimeo_server import COMPLETE, VimeoServer
from pipeline.publish.tokens import Secret

NAME = "vimeo"


class Account(Replacing):
    """The account at Vimeo that one is logged in at.

    Parameters
    ----------
    service
        Another address than Vimeo's.
    key
        What opens it; else who is logged in there.
    settings
        As ``Replacing`` takes them.
    """

    rules: tuple[Rule, ...] = texts.RULES

    def __init__(
        self, service: Vimeo | None = None, key: Key | None = None, **settings: Any
    ) -> None:
        there = service or Vimeo()
        super().__init__(NAME, there.root, lambda: key or Access(there), **settings)

    @cached_property
    def _server(self) -> VimeoServer:
        return VimeoServer(self._api())

    def parts(self, package: Package) -> Mapping[str, str]:
        """Return the digests of what Vimeo takes."""
        return texts.vimeo_parts(package)

    def gone(self, package: Package, sent: Sent) -> frozenset[str]:
        """Return the film when it is not there, and captions when they are not."""
        uri = sent.lessons[package.name].remote
        if self._server.film(uri) is None:
            return frozenset({FILM})
        wanted = set(texts.tracks(package))
        return frozenset() if wanted <= self._server.tracks(uri) else frozenset({CAPTIONS})

    def send(self, package: Package, kinds: Sequence[str], ledger: Ledger) -> None:
        """Send the film if it is another one, then what else is, who sees it last.

        Raises
        ------
        PlaceFailed
            When Vimeo is away or refuses.
        Unknown
            When a lesson has two films.
        """
        film = self.parts(package)[FILM]
        record = ledger.record(package.name) or NO_RECORD
        if not record.remote or self._server.film(record.remote) is None:
            self._make(package, ledger)
        if (ledger.record(package.name) or NO_RECORD).parts.get(FILM) != film:
            self._fill(package, ledger)
        self._send_rest(package, kinds, ledger)

    def _tell(self, package: Package, uri: str) -> None:
        self._server.update(uri, texts.told(package))
        self._server.set_tags(uri, texts.tags(package))
        self._server.set_chapters(uri, chapters(package))

    def _caption(self, package: Package, uri: str) -> None:
        for track in package.of("track"):
            self._server.set_track(uri, track.language, track.path)

    def _picture(self, package: Package, uri: str) -> None:
        self._server.set_picture(uri, package.one("thumbnail").path)

    def _show(self, package: Package, uri: str) -> None:
        self._server.update(uri, {"privacy": {"view": texts.VIEWS[package.visibility]}})

    # --- the film ----------------------------------------------------------------------------

    def _make(self, package: Package, ledger: Ledger) -> None:
        """Keep the film of a lesson that is there, or make one without bytes."""
        uri = self._found(package) or self._made(package, ledger)
        record = ledger.record(package.name) or NO_RECORD
        before = (record.remote,) if record.remote not in ("", uri) else ()
        ledger.keep(package.name, Record(uri, {}, record.revisions, (*record.former, *before)))

    def _found(self, package: Package) -> str | None:
        found = []
        for one in self._server.films():
            mark = marked(one.get("description"))
            if mark is not None and mark[0] == package.name:
                found.append(str(one["uri"]))
        if len(found) > 1:
            films = [f"https://vimeo.com/{uri.rpartition('/')[2]}" for uri in found]
            raise self._twice(package, films)
        return found[0] if found else None

    def _made(self, package: Package, ledger: Ledger) -> str:
        """Make a film: asked once, for twice it would make two; a lost answer is looked for."""
        record, digest = ledger.record(package.name) or NO_RECORD, package.film.sha256
        if record.upload is not None:  # asked for by an earlier run, which heard nothing
            return self._in_the_end(package, self._found)
        patience = self._server.api.patience()
        size = package.film.path.stat().st_size
        while True:
            ledger.keep(package.name, replace(record, upload=Upload(digest, is_whole=True)))
            try:
                made = self._server.begin(texts.begun_as(package), size)
                if link := str((made.get("upload") or {}).get("upload_link") or ""):
                    self._sessions.keep(digest, Secret(link))
                return str(made["uri"])
            except Unanswered as lost:
                if not lost.is_undone:
                    return self._in_the_end(package, self._found)
                ledger.keep(package.name, record)
                patience.failed(lost)
            except PlaceFailed:
                ledger.keep(package.name, record)
                raise

    def _fill(self, package: Package, ledger: Ledger) -> None:
        """Send the bytes of a film; twice has the same end as once."""
        record = ledger.record(package.name) or NO_RECORD
        gone = set[str]()
        for _ in range(ANEW):
            link = self._goes_to(package, record.remote, gone)
            if link is None:
                break
            self._sessions.keep(package.film.sha256, Secret(link))
            api, way = self._server.file_api(link)
            try:
                send_pieces(package.film.path, Tus(api, way), api, piece=self._piece)
                break
            except SessionGone:
                self._sessions.forget(package.film.sha256)
                gone.add(link)
        else:
            raise self._forgot(package)
        self._keep_film(package, ledger)

    def _goes_to(self, package: Package, uri: str, gone: Collection[str]) -> str | None:
        """Return where the bytes of a film are sent, but to none of ``gone``; None if all is there.

        A film that was made for this revision, and is not whole, goes on where it was; else it
        gets another version.
        """
        told: Mapping[str, Any] = self._server.film(uri) or {}
        mark, upload = marked(told.get("description")), told.get("upload") or {}
        kept = self._sessions.kept(package.film.sha256)
        if mark is not None and mark[1] == package.revision:
            if upload.get("status") == COMPLETE:
                return None
            link = str(upload.get("upload_link") or (kept.text if kept else ""))
            if link and link not in gone:
                return link
        name = filename(package)
        for version in self._server.versions(uri):
            if version.filename == name and version.is_whole:
                return None
            if version.filename == name and version.link and version.link not in gone:
                return version.link
        size = package.film.path.stat().st_size
        return self._server.begin_version(uri, name, size)

    # --- the showcases -----------------------------------------------------------------------

    def index(self, course: CoursePackage, lessons: Mapping[str, Record]) -> str:
        """Return the showcases, one for each phase, with the lessons that are there."""
        phases = {
            phase.title: [one for one in phase.lessons if one in lessons] for phase in course.phases
        }
        told = {
            "visibility": course.publish.visibility,
            "showcases": {title: held for title, held in phases.items() if held},
        }
        return json.dumps(told, indent=1, ensure_ascii=False)

    def has_index(self, text: str, sent: Sent) -> bool:
        """Tell whether the showcases are there, each with its films in order."""
        for title, lessons in json.loads(text)["showcases"].items():
            known = sent.playlists.get(title)
            films = [sent.lessons[one].remote for one in lessons if one in sent.lessons]
            if known is None or self._server.shown(known.remote) != films:
                return False
        return True

    def send_index(self, text: str, ledger: Ledger) -> None:
        """Make the showcases that are not there, and set the films of each."""
        told = json.loads(text)
        view = texts.VIEWS[told["visibility"]]
        for title, lessons in told["showcases"].items():
            films = [ledger.sent.lessons[one].remote for one in lessons]
            known = ledger.sent.playlists.get(title)
            uri = known.remote if known and self._server.shown(known.remote) is not None else ""
            uri = uri or self._server.showcase(title)
            self._server.update_showcase(uri, {"name": title, "privacy": view, "sort": "arranged"})
            self._server.set_shown(uri, films)
            kept = {**ledger.sent.playlists, title: Playlist(uri, tuple(films))}
            ledger.write(replace(ledger.sent, playlists=kept))
