"""``--to youtube``: films, captions, thumbnails and playlists of one account.

A film begins private, and gets its visibility when all else of it is there. YouTube keeps a film as
it was sent: another one supersedes it, in its place in the playlist; the old one is then unlisted,
and each leads to the other. Whatever was done is in the ledger at once, so a publishing that ends
anywhere goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.parts import CAPTIONS, FILM, FORMER, METADATA, STATUS, THUMBNAIL
from pipeline.publish.rules import Rule
from pipeline.publish.sent import Record, Sent
from pipeline.publish.sessions import Sessions
from pipeline.publish.state import Ledger
from pipeline.publish.steps import CREATE, FREE
from pipeline.publish.targets.target import NotUsable
from pipeline.publish.targets.youtube_calls import Calls, Clock
from pipeline.publish.targets.youtube_costs import cost_of
from pipeline.publish.targets.youtube_films import Films
from pipeline.publish.targets.youtube_meter import YouTubeMeter, place_of
from pipeline.publish.targets.youtube_playlists import Playlists, phases_text, stand
from pipeline.publish.targets.youtube_sending import (
    RETIRES,
    is_there,
    record_of,
    retire,
    send_captions,
    send_metadata,
    send_status,
    send_thumbnail,
)
from pipeline.publish.targets.youtube_texts import YOUTUBE, begun, youtube_parts

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

    from pipeline.publish.targets.youtube_wire import Wire


class YouTube:
    """A channel.

    Parameters
    ----------
    login
        Gives what opens the account; called when the first thing is asked of it.
    wire, clock, sessions
        Others than the real ones, for tests.
    """

    name = "youtube"
    rules: tuple[Rule, ...] = YOUTUBE
    replaces = False

    def __init__(
        self,
        login: Callable[[], Credentials],
        *,
        wire: Callable[[Credentials], Wire] | None = None,
        clock: Clock | None = None,
        sessions: Path | None = None,
    ) -> None:
        self._login, self._wire = login, wire
        self._clock = clock or Clock()
        self._sessions = sessions
        self._opened: _Account | None = None
        self._owed, self._begun = FREE, set[str | None]()
        self.meter = YouTubeMeter(self._clock.now)

    def parts(self, package: Package) -> dict[str, str]:
        """Return the digests of what it takes: film, metadata, captions, thumbnail, status."""
        return youtube_parts(package)

    def remote(self, package: Package) -> str:
        """Return nothing: YouTube names a film when it is there."""
        return ""

    def gone(self, package: Package, sent: Sent) -> frozenset[str]:
        """Return the film, when it was removed; what is to be retired, when it was superseded.

        Captions and pictures that were removed by hand are not missed: to look costs 50 units.
        """
        record = sent.lessons[package.name]
        calls = self._account(sent).calls
        with calls.taken("a look at the films"):
            if not is_there(record.remote, calls, None):
                return frozenset({FILM})
        return frozenset({FORMER} if RETIRES in record.ids else ())

    def send(self, package: Package, kinds: Sequence[str], ledger: Ledger) -> None:
        """Do what is missing of a package, part by part."""
        record = record_of(package, ledger)
        account = self._account(ledger.sent)
        self._need(package, kinds, account.calls, ledger)
        if ledger.sent.account != account.name:
            ledger.write(replace(ledger.sent, account=account.name))
        if CREATE in kinds and record.remote:
            _removed(package, ledger)
        with account.calls.taken(package.name):
            self._do(package, account, ledger)

    def _need(self, package: Package, kinds: Sequence[str], calls: Calls, ledger: Ledger) -> None:
        """Raise ``Later`` when today's units are not enough for a step and the playlists after it.

        Films get into their playlists when all are sent: until then their places are owed.
        """
        cost = self.meter.cost(package, kinds, record_of(package, ledger))
        owed = place_of(package, kinds)
        is_new = owed != FREE and package.phase not in {*ledger.sent.playlists, *self._begun}
        owed = owed.plus(cost_of("playlists.insert")) if is_new else owed
        calls.need(ledger, cost.plus(owed).plus(self._owed))
        self._owed = self._owed.plus(owed)
        self._begun |= {package.phase}

    def _do(self, package: Package, account: _Account, ledger: Ledger) -> None:
        wanted, calls = youtube_parts(package), account.calls
        retire(package, calls, ledger)
        if record_of(package, ledger).parts.get(FILM) != wanted[FILM]:
            self._film(package, account, ledger)
        doing: Mapping[str, Callable[[Package, Calls, Ledger], None]] = {
            METADATA: send_metadata,
            CAPTIONS: send_captions,
            THUMBNAIL: send_thumbnail,
            STATUS: send_status,
        }
        for part, do in doing.items():
            if record_of(package, ledger).parts.get(part) != wanted[part]:
                do(package, calls, ledger)
                record = record_of(package, ledger)
                parts = {**record.parts, part: wanted[part]}
                ledger.keep(package.name, replace(record, parts=parts))
        retire(package, calls, ledger)

    def _film(self, package: Package, account: _Account, ledger: Ledger) -> None:
        """Send the film; a film before it of which nothing was heard is found and retired, too."""
        unheard = account.films.settle(package, ledger)
        if unheard is not None:
            _arrived(package.name, *unheard, {}, ledger)
            retire(package, account.calls, ledger)
        before = record_of(package, ledger)
        if before.remote and not is_there(before.remote, account.calls, ledger):
            before = _removed(package, ledger)
        earlier = before.remote or (before.former[-1] if before.former else "")
        film, is_new = account.films.sent(package, earlier, ledger)
        there = begun(package) if is_new else {FILM: youtube_parts(package)[FILM]}
        _arrived(package.name, film, package.revision, there, ledger)

    def index(self, course: CoursePackage, lessons: Mapping[str, Record]) -> str:
        """Return the phases as playlists: their films in order."""
        return phases_text(course, lessons)

    def has_index(self, text: str, sent: Sent) -> bool:
        """Tell whether the playlists are there, with these films in this order when last sent."""
        if not stand(text, sent):
            return False
        calls = self._account(sent).calls
        with calls.taken("a look at the playlists"):
            return Playlists(calls).are_there(sent)

    def send_index(self, text: str, ledger: Ledger) -> None:
        """Make and order the playlists."""
        calls = self._account(ledger.sent).calls
        with calls.taken("a playlist"):
            Playlists(calls).arrange(text, ledger)

    def _account(self, sent: Sent) -> _Account:
        """Return the account, which is the one that the state knows."""
        if self._opened is None:
            try:
                from pipeline.publish.targets.youtube_wire import Wire
            except ImportError as error:
                what = f"--to youtube: {error.name} is not installed"
                raise NotUsable(f"{what} - pip install '.[youtube]'") from error
            wire = (self._wire or Wire)(self._login())
            self._opened = _Account(Calls(wire, self._clock), self._sessions)
        if sent.account not in ("", self._opened.name):
            what = f"youtube: the course is on the channel {sent.account}"
            fix = f"log in to that one, not to {self._opened.name}"
            raise NotUsable(f"{what} - {fix}: render.py login youtube")
        return self._opened


def _removed(package: Package, ledger: Ledger) -> Record:
    """Note that somebody removed the film of a lesson; return what is known of it then."""
    record = record_of(package, ledger)
    kept = tuple(one for one in record.former if one != record.remote)
    left = Record("", {}, record.revisions, kept, upload=record.upload)
    ledger.keep(package.name, left)
    return left


def _arrived(name: str, film: str, revision: str, parts: Mapping[str, str], ledger: Ledger) -> None:
    """Note that a film of a lesson is there, and that the one before it is to be retired."""
    before = ledger.record(name) or Record("", {})
    there = before.arrived(film, revision)
    former = tuple(one for one in there.former if one != film)
    ids = {RETIRES: before.remote} if before.remote not in ("", film) else {}
    ledger.keep(name, replace(there, parts=parts, former=former, ids=ids))


class _Account:
    """A channel: its name and its uploads."""

    def __init__(self, calls: Calls, sessions: Path | None) -> None:
        self.calls = calls
        with calls.taken("a look at the channel"):
            found = calls.call(None, "channels.list", part="id,contentDetails", mine=True)
        if not found.get("items"):
            raise NotUsable("youtube: this login has no channel - make one at YouTube")
        channel = found["items"][0]
        self.name = str(channel["id"])
        uploads = str(channel["contentDetails"]["relatedPlaylists"]["uploads"])
        self.films = Films(calls, Sessions(f"youtube {self.name}", sessions), uploads)
