"""What a place holds of a course, as the state says it, and that as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Upload:
    """A film whose sending was begun, and is not known to have ended.

    ``film`` is its SHA-256. ``is_whole`` is set before its last piece is sent: from then on it may
    be there although nobody said so. Where it is sent to is a secret, and not here but in
    ``pipeline.publish.sessions``.
    """

    film: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A lesson as it was last sent: what the place calls it, and the digests of its parts.

    ``remote`` is empty as long as a platform has given no name. ``revisions`` are those of the
    films that were there, the last one is there now; ``former`` what the place calls the films
    before. ``ids`` are what it calls things that belong to the lesson, such as ``captions en``.
    """

    remote: str
    parts: Mapping[str, str]
    revisions: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    upload: Upload | None = None

    def arrived(self, remote: str, revision: str) -> Record:
        """Return the record once a film is there: nothing else of it is yet."""
        before = (self.remote,) if self.remote not in ("", remote) else ()
        shown = (revision,) if self.revisions[-1:] != (revision,) else ()
        return Record(remote, {}, (*self.revisions, *shown), (*self.former, *before))


@dataclass(frozen=True, slots=True)
class Playlist:
    """A phase at a platform: what it calls the playlist, and the films in it, in order."""

    remote: str
    films: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spent:
    """What was used up on a day (ISO 8601, where the platform counts it) of what it lets do."""

    day: str = ""
    uploads: int = 0
    units: int = 0


NOTHING_SPENT = Spent()


@dataclass(frozen=True, slots=True)
class Sent:
    """What one target holds of a course: lessons by name, and the digest of the index.

    ``account`` is what a platform calls whoever sent them, ``playlists`` are by the phases' titles.
    """

    lessons: Mapping[str, Record] = field(default_factory=dict)
    index: str = ""
    account: str = ""
    playlists: Mapping[str, Playlist] = field(default_factory=dict)
    spent: Spent = NOTHING_SPENT

    def having(self, name: str, record: Record) -> Sent:
        """Return it with another record of a lesson."""
        return replace(self, lessons={**self.lessons, name: record})


def written_sent(sent: Sent) -> dict[str, Any]:
    """Return what a target holds as JSON, without what only platforms have where it is empty."""
    told: dict[str, Any] = {
        "index": sent.index,
        "lessons": {name: _written_record(one) for name, one in sorted(sent.lessons.items())},
    }
    if sent.account:
        told["account"] = sent.account
    if sent.playlists:
        told["playlists"] = {
            title: {"remote": one.remote, "films": list(one.films)}
            for title, one in sorted(sent.playlists.items())
        }
    if sent.spent != NOTHING_SPENT:
        spent = sent.spent
        told["spent"] = {"day": spent.day, "uploads": spent.uploads, "units": spent.units}
    return told


def _written_record(record: Record) -> dict[str, Any]:
    told: dict[str, Any] = {
        "remote": record.remote,
        "parts": dict(sorted(record.parts.items())),
        "revisions": list(record.revisions),
    }
    if record.former:
        told["former"] = list(record.former)
    if record.ids:
        told["ids"] = dict(sorted(record.ids.items()))
    if record.upload:
        told["upload"] = {"film": record.upload.film, "is_whole": record.upload.is_whole}
    return told


def read_sent(told: Mapping[str, Any]) -> Sent:
    """Return what a target holds from JSON.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        When it is none.
    """
    spent = told.get("spent", {"day": "", "uploads": 0, "units": 0})
    return Sent(
        {str(name): _read_record(one) for name, one in told["lessons"].items()},
        str(told["index"]),
        str(told.get("account", "")),
        {
            str(title): Playlist(str(one["remote"]), tuple(map(str, one["films"])))
            for title, one in told.get("playlists", {}).items()
        },
        Spent(str(spent["day"]), int(spent["uploads"]), int(spent["units"])),
    )


def _read_record(told: Mapping[str, Any]) -> Record:
    upload = told.get("upload")
    return Record(
        str(told["remote"]),
        {str(part): str(digest) for part, digest in told["parts"].items()},
        tuple(map(str, told["revisions"])),
        tuple(map(str, told.get("former", ()))),
        {str(what): str(name) for what, name in told.get("ids", {}).items()},
        None if upload is None else Upload(str(upload["film"]), bool(upload["is_whole"])),
    )
