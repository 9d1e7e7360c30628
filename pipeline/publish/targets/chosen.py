"""Which place ``--to`` means."""

from __future__ import annotations

from pathlib import Path

from pipeline.publish.login import credentials
from pipeline.publish.targets.bucket import Bucket
from pipeline.publish.targets.folder import Folder
from pipeline.publish.targets.target import NoSuchTarget, Target
from pipeline.publish.targets.youtube import YouTube

UPLOAD = Path("build") / "upload"
TARGETS = ("folder", "folder:DIR", "s3://BUCKET/PREFIX", "site", "site:DIR", "youtube")
"""What ``--to`` takes; a site is written whole, and not lesson by lesson as the others are."""


def target_at(text: str, course: Path) -> Target:
    """Return the target that a command line names.

    Parameters
    ----------
    text
        ``folder``, ``folder:DIR``, ``youtube`` or a URL that fsspec opens.
    course
        The folder of ``course.yaml``.

    Raises
    ------
    NoSuchTarget
        For any other text.
    NoSuchStore
        For a URL that no installed package opens.
    """
    if "://" in text:
        return Bucket(text)
    kind, colon, place = text.partition(":")
    if kind == "folder" and bool(colon) == bool(place):
        return Folder(Path(place) if place else UPLOAD, course)
    if text == "youtube":
        return YouTube(credentials)
    raise NoSuchTarget(f"--to {text}: there is no such target - use {' or '.join(TARGETS)}")
