"""Which place ``--to`` means."""

from __future__ import annotations

from pathlib import Path

from pipeline.publish.targets.bucket import Bucket
from pipeline.publish.targets.folder import Folder
from pipeline.publish.targets.target import NoSuchTarget, Target

UPLOAD = Path("build") / "upload"
PEERTUBE = "peertube://HOST/CHANNEL"
TARGETS = ("folder", "folder:DIR", "s3://BUCKET/PREFIX", "site", "site:DIR", PEERTUBE, "vimeo")
"""What ``--to`` takes; a site is written whole, and not lesson by lesson as the others are."""


def target_at(text: str, course: Path) -> Target:
    """Return the target that a command line names.

    Parameters
    ----------
    text
        ``folder``, ``folder:DIR``, ``peertube://HOST/CHANNEL``, ``vimeo``, or a URL that
        fsspec opens.
    course
        The folder of ``course.yaml``.

    Raises
    ------
    NoSuchTarget
        For any other text.
    NoSuchStore
        For a URL that no installed package opens.
    """
    if text == "vimeo":
        from pipeline.publish.targets.vimeo import Account

        return Account()
    if text.startswith("peertube:"):
        from pipeline.publish.targets.peertube import Channel

        return Channel(text)
    if "://" in text:
        return Bucket(text)
    kind, colon, place = text.partition(":")
    if kind == "folder" and bool(colon) == bool(place):
        return Folder(Path(place) if place else UPLOAD, course)
    raise NoSuchTarget(f"--to {text}: there is no such target - use {' or '.join(TARGETS)}")
