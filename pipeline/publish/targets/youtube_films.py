"""A film gets to YouTube exactly once: begun anew, gone on with, or found there.

Google takes a film in pieces, at an address that is given for it, and says how far it has come when
it is asked: nothing here is counted by whoever sends. Before anything is begun, and whenever an
address is not known any more, the account's uploads are looked through for the film's line. Where
that line is missing although the last piece was sent, nobody can tell: ``Unknown``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.publish.api import GO_ON, Unanswered
from pipeline.publish.description import mark, marked
from pipeline.publish.package import NotPublished, Package, Refusal
from pipeline.publish.sent import Record, Upload
from pipeline.publish.sessions import Sessions
from pipeline.publish.state import Ledger
from pipeline.publish.targets.target import PlaceFailed, Unknown
from pipeline.publish.targets.youtube_answers import Refused
from pipeline.publish.targets.youtube_calls import Calls, batched, passing
from pipeline.publish.targets.youtube_texts import hidden, snippet
from pipeline.publish.tokens import Secret
from pipeline.unchanged import digest_of

WAITS_S = (1, 4, 16, 64)
"""Before each look through the uploads for a film that should be there."""
MOST_ADDRESSES = 3
_NOT_THERE = (404, 410)
_BROKEN = {"failed", "rejected", "deleted"}


class Films:
    """The films of an account, sent or found; looked through once for all lessons."""

    def __init__(self, calls: Calls, sessions: Sessions, uploads: str) -> None:
        self._calls, self._sessions, self._uploads = calls, sessions, uploads
        self._by_mark: dict[tuple[str, str], list[str]] | None = None

    def sent(self, package: Package, earlier: str, ledger: Ledger) -> tuple[str, bool]:
        """Return what YouTube calls the film of a package, and whether it was sent just now.

        ``earlier`` is the film that it supersedes, or nothing.

        Raises
        ------
        Unknown
            When it may be there or not, or is there twice.
        NotPublished
            When the file changed while it was sent.
        """
        film = package.film
        record = ledger.record(package.name) or Record("", {})
        if record.upload is None:
            ledger.keep(package.name, replace(record, upload=Upload(film.sha256)))
        found = self._found(package, ledger)
        for _ in range(MOST_ADDRESSES):
            address = self._sessions.kept(film.sha256)
            if found is None and address is None and _upload(package, ledger).is_whole:
                found = self._missed(package, ledger)
            if found is not None:
                self._sessions.forget(film.sha256)
                return found, False
            given = _given(package, earlier)
            at = None if address else 0
            address = address or self._begun(package, given, ledger)
            video = self._pieces(package, given, address.text, at, ledger)
            self._sessions.forget(film.sha256)
            if video is not None:
                return video, True
            found = self._found(package, ledger, anew=True)
        what = f"youtube: it gave up {MOST_ADDRESSES} uploads of {package.name} in a row"
        raise PlaceFailed(f"{what} - {GO_ON}")

    def settle(self, package: Package, ledger: Ledger) -> tuple[str, str] | None:
        """Forget the upload of another film of the lesson; return that film if it is there.

        Its last answer was lost, or nobody was there any more to hear it: what YouTube calls it,
        and its revision.
        """
        record = ledger.record(package.name)
        upload = record.upload if record is not None else None
        if record is None or upload is None or upload.film == package.film.sha256:
            return None
        revision = upload.film[: len(package.revision)]
        found = self._shown(package.name, revision, ledger, anew=True) if upload.is_whole else None
        self._sessions.forget(upload.film)
        if found is None:
            ledger.keep(package.name, replace(record, upload=None))
        return None if found is None else (found, revision)

    def _begun(self, package: Package, given: Mapping[str, Any], ledger: Ledger) -> Secret:
        """Begin an upload; where it goes is kept before the first byte is sent."""
        wire, path = self._calls.wire, package.film.path
        begin = self._calls.patiently(ledger, "videos.insert", lambda: wire.begin(path, given))
        address = Secret(begin)
        self._sessions.keep(package.film.sha256, address)
        return address

    def _pieces(
        self,
        package: Package,
        given: Mapping[str, Any],
        address: str,
        at: int | None,
        ledger: Ledger,
    ) -> str | None:
        """Send what is missing of a film; return the video, or None when the address is no more.

        ``at`` is the byte to go on with; None asks for it.
        """
        wire, path, most = self._calls.wire, package.film.path, -1
        patience = self._calls.patience()
        while True:
            asked = at is None
            try:
                if at is None:
                    came = wire.ask(address, path)
                else:
                    if wire.is_last(path, at):
                        self._ends(package, ledger)
                    came = wire.send(address, path, at, given)
                if not isinstance(came, int):
                    return str(came["id"])
                _whole(package, ledger, is_whole=False)  # it said itself that something is missing
                if came <= most and not asked:
                    raise Unanswered(f"it has {came:,} bytes, and takes no more")
                at = came
            except Unanswered as lost:
                patience.failed(lost)
                at = None
            except Refused as refused:
                if refused.status in _NOT_THERE:
                    return None
                patience.failed(passing(refused))
                at = None
            else:
                if came > most:
                    most = came
                    patience.moved()

    def _ends(self, package: Package, ledger: Ledger) -> None:
        """Note that the last piece is about to be sent, of the very file that passed the gate."""
        film = package.film
        if digest_of(film.path) != film.sha256:
            what = "it changed while it was sent, and was not sent to its end"
            raise NotPublished((Refusal(str(film.path), what, "build it again"),))
        _whole(package, ledger, is_whole=True)

    def _missed(self, package: Package, ledger: Ledger) -> str:
        """Return a film that must be there, when it appears; ``Unknown`` when it does not."""
        for wait in WAITS_S:
            self._calls.clock.sleep(wait)
            found = self._found(package, ledger, anew=True)
            if found is not None:
                return found
        line = mark(package.name, package.revision)
        what = f"youtube: all of {package.film.path.name} was sent, and no answer came"
        raise Unknown(
            f"{what}; look in YouTube Studio for a film whose description ends with “{line}”. "
            "If it is there, publish again to go on with it. If it is not there after a day, "
            f"remove “upload” of {package.name} from publish-state.json, and publish again"
        )

    def _found(self, package: Package, ledger: Ledger, *, anew: bool = False) -> str | None:
        """Return the film of a package if it is among the uploads."""
        return self._shown(package.name, package.revision, ledger, anew=anew)

    def _shown(self, name: str, revision: str, ledger: Ledger, *, anew: bool) -> str | None:
        """Return a film of a lesson if it is among the uploads; ``anew`` looks once more."""
        if self._by_mark is None or anew:
            self._by_mark = self._marks(ledger)
        found = self._by_mark.get((name, revision), [])
        if len(found) > 1:
            raise Unknown(
                f"youtube: {' and '.join(found)} are both {name} - remove all but one of them in "
                "YouTube Studio, and publish again"
            )
        return found[0] if found else None

    def _marks(self, ledger: Ledger) -> dict[tuple[str, str], list[str]]:
        """Return the account's films by the last lines of their descriptions."""
        entries = self._calls.pages(
            ledger, "playlistItems.list", part="snippet", playlistId=self._uploads
        )
        try:
            ids = [str(one["snippet"]["resourceId"]["videoId"]) for one in entries]
        except Refused as refused:
            if refused.status != 404:
                raise
            ids = []  # a channel without any film has no such list
        found = dict[tuple[str, str], list[str]]()
        for some in batched(ids):
            answer = self._calls.call(
                ledger, "videos.list", part="snippet,status", id=",".join(some)
            )
            for video in answer.get("items", ()):
                line = marked(video["snippet"].get("description"))
                if line is not None and video["status"].get("uploadStatus") not in _BROKEN:
                    found.setdefault(line, []).append(str(video["id"]))
        return found


def _given(package: Package, earlier: str) -> dict[str, Any]:
    body = {"snippet": snippet(package, earlier), "status": hidden(package)}
    return {"part": "snippet,status", "notifySubscribers": False, "body": body}


def _upload(package: Package, ledger: Ledger) -> Upload:
    record = ledger.record(package.name)
    return (record.upload if record else None) or Upload(package.film.sha256)


def _whole(package: Package, ledger: Ledger, *, is_whole: bool) -> None:
    """Note whether the last piece of a film may have arrived."""
    record, upload = ledger.record(package.name), _upload(package, ledger)
    if record is not None and upload.is_whole != is_whole:
        ledger.keep(package.name, replace(record, upload=replace(upload, is_whole=is_whole)))
