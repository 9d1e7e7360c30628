"""The parts of a film that is there: what is told of it, captions, thumbnail, status."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from pipeline.publish.package import Asset, NotPublished, Package, Refusal
from pipeline.publish.sent import Record
from pipeline.publish.state import Ledger
from pipeline.publish.targets.target import PlaceFailed
from pipeline.publish.targets.youtube_answers import Media, Refused
from pipeline.publish.targets.youtube_calls import Calls
from pipeline.publish.targets.youtube_texts import retired, snippet, status

RETIRES = "before"
"""Of a record's ids: the film that was superseded and does not lead to this one yet."""


def record_of(package: Package, ledger: Ledger) -> Record:
    """Return what is known of a lesson, nothing at first."""
    return ledger.record(package.name) or Record("", {})


def is_there(video: str, calls: Calls, ledger: Ledger | None) -> bool:
    """Tell whether a film is still there."""
    return bool(calls.call(ledger, "videos.list", part="id", id=video).get("items"))


def send_metadata(package: Package, calls: Calls, ledger: Ledger) -> None:
    """Send what is told of a film, and nothing else of it."""
    record = record_of(package, ledger)
    earlier = record.former[-1] if record.former else ""
    body = {"id": record.remote, "snippet": snippet(package, earlier)}
    calls.call(ledger, "videos.update", part="snippet", body=body)


def send_status(package: Package, calls: Calls, ledger: Ledger) -> None:
    """Say who sees a film."""
    body = {"id": record_of(package, ledger).remote, "status": status(package, calls.clock.now())}
    calls.call(ledger, "videos.update", part="status", body=body)


def send_thumbnail(package: Package, calls: Calls, ledger: Ledger) -> None:
    """Set the picture of a film."""
    picture = Media(_bytes(package.one("thumbnail")), "image/png")
    video = record_of(package, ledger).remote
    calls.call(ledger, "thumbnails.set", picture, videoId=video)


def send_captions(package: Package, calls: Calls, ledger: Ledger) -> None:
    """Send the captions of each language: in the place of those there, if there are any."""
    for track in package.of("captions"):
        record, key = record_of(package, ledger), f"captions {track.language}"
        media = Media(_bytes(track), "application/octet-stream")
        there = record.ids.get(key, "")
        if not there or not _replaced(there, media, calls, ledger):
            there = _added(record.remote, track.language, media, calls, ledger)
        ledger.keep(package.name, replace(record, ids={**record.ids, key: there}))


def retire(package: Package, calls: Calls, ledger: Ledger) -> None:
    """Let the film before, if any is waiting for that, lead to the one after it, unlisted."""
    record = record_of(package, ledger)
    if RETIRES not in record.ids:
        return
    found = calls.call(ledger, "videos.list", part="snippet,status", id=record.ids[RETIRES])
    for video in found.get("items", ()):
        body = retired(video, record.remote)
        calls.call(ledger, "videos.update", part="snippet,status", body=body)
    ids = {what: one for what, one in record.ids.items() if what != RETIRES}
    ledger.keep(package.name, replace(record, ids=ids))


def _added(video: str, language: str, media: Media, calls: Calls, ledger: Ledger) -> str:
    """Add captions; where an answer was lost they are there already, and are replaced."""
    told = {"videoId": video, "language": language, "name": "", "isDraft": False}
    try:
        made = calls.call(ledger, "captions.insert", media, part="snippet", body={"snippet": told})
    except Refused as refused:
        if refused.status != 409:
            raise
        there = _named(video, language, calls, ledger)
        _replaced(there, media, calls, ledger)
        return there
    return str(made["id"])


def _replaced(there: str, media: Media, calls: Calls, ledger: Ledger) -> bool:
    """Send captions in the place of others; tell whether those are there."""
    body = {"id": there, "snippet": {"isDraft": False}}
    made = calls.call_if_there(ledger, "captions.update", media, part="snippet", body=body)
    return made is not None


def _named(video: str, language: str, calls: Calls, ledger: Ledger) -> str:
    """Return what the captions of a language are called that a film has."""
    found = calls.call(ledger, "captions.list", part="snippet", videoId=video)
    for one in found.get("items", ()):
        if (one["snippet"]["language"], one["snippet"].get("name", "")) == (language, ""):
            return str(one["id"])
    raise PlaceFailed(f"youtube: {video} has captions in {language}, and does not list them")


def _bytes(asset: Asset) -> bytes:
    """Return a file; ``NotPublished`` when it is not the one that passed the gate."""
    data = asset.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != asset.sha256:
        what = "it is not the file that passed the gate"
        raise NotPublished((Refusal(str(asset.path), what, "build it again"),))
    return data
