"""Which place ``--to`` means."""

from __future__ import annotations

from pathlib import Path

from pipeline.publish.targets.folder import Folder
from pipeline.publish.targets.target import NoSuchTarget, Target

UPLOAD = Path("build") / "upload"
TARGETS = ("folder", "folder:DIR")


def target_at(text: str, course: Path) -> Target:
    """Return the target that a command line names.

    Parameters
    ----------
    text
        ``folder`` or ``folder:DIR``.
    course
        The folder of ``course.yaml``.

    Raises
    ------
    NoSuchTarget
        For any other text.
    """
    kind, colon, place = text.partition(":")
    if kind == "folder" and bool(colon) == bool(place):
        return Folder(Path(place) if place else UPLOAD, course)
    raise NoSuchTarget(f"--to {text}: there is no such target - use {' or '.join(TARGETS)}")
