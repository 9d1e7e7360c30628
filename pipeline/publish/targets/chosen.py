"""Which place ``--to`` means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.publish.targets.bucket import Bucket
from pipeline.publish.targets.folder import Folder
from pipeline.publish.targets.scorm import Scorm
from pipeline.publish.targets.target import NoSuchTarget, Target

BUILD = Path("build")
FOLDERS: Mapping[str, tuple[type[Folder], Path]] = {
    "folder": (Folder, BUILD / "upload"),
    "scorm": (Scorm, BUILD / "scorm"),
}
"""The targets on this machine, and where they are if nothing else is said."""
PEERTUBE = "peertube://HOST/CHANNEL"
TARGETS = (
    "folder",
    "folder:DIR",
    "scorm",
    "scorm:DIR",
    "s3://BUCKET/PREFIX",
    "site",
    "site:DIR",
    "youtube",
    PEERTUBE,
    "vimeo",
)
"""What ``--to`` takes; a site is written whole, and not lesson by lesson as the others are."""


def target_at(text: str, course: Path) -> Target:
    """Return the target that a command line names.

    Parameters
    ----------
    text
        A kind of folder, with or without ``:DIR``, ``youtube``, ``peertube://HOST/CHANNEL``,
        ``vimeo``, or a URL that fsspec opens.
    course
        The folder of ``course.yaml``.

    Raises
    ------
    NoSuchTarget
        For any other text.
    NoSuchStore
        For a URL that no installed package opens.
    """
    if text == "youtube":
        from pipeline.publish.login import credentials
        from pipeline.publish.targets.youtube import YouTube

        return YouTube(credentials)
    if text == "vimeo":
        from pipeline.publish.targets.vimeo import Account

        return Account()
    if text.startswith("peertube:"):
        from pipeline.publish.targets.peertube import Channel

        return Channel(text)
    if "://" in text:
        return Bucket(text)
    kind, colon, place = text.partition(":")
    if kind in FOLDERS and bool(colon) == bool(place):
        made, usual = FOLDERS[kind]
        return made(Path(place) if place else usual, course)
    raise NoSuchTarget(f"--to {text}: there is no such target - use {' or '.join(TARGETS)}")
