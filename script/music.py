"""The ``music:`` of a course or a lesson: which file, how loud, and that it is there."""

from __future__ import annotations

from pathlib import Path

from script.errors import Findings, did_you_mean
from script.forms import MusicForm
from script.schema import MusicSpec

NONE = "none"
"""What a lesson writes that wants no music although its course has some."""
SUFFIXES = (".wav", ".flac", ".mp3")
"""How files are called that may be meant."""


def music_of(form: MusicForm | None, script: Path, findings: Findings) -> MusicSpec | None:
    """Return the music that a file of a course names, or None; a file that is not there is noted.

    ``script`` is the YAML file: the music's path is relative to its folder.
    """
    if form is None or form.file.text == NONE:
        return None
    file = script.parent / form.file.text
    if not file.is_file():
        beside = file.parent.iterdir() if file.parent.is_dir() else ()
        sounds = [one.name for one in beside if one.suffix.lower() in SUFFIXES]
        hint = did_you_mean(file.name, sounds)
        findings.add(form.file.place, f"there is no file {form.file.text}", hint)
        return None
    return MusicSpec(file, form.level, form.below, form.fade, form.place)
