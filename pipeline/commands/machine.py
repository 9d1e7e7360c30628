"""The command that looks at the machine a build runs on."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Iterator

from pipeline import ffmpeg, voices
from scenes.look import FONT_FOLDER
from script.errors import DownhillError

EXTRA = ("festival", "openai", "piper")
"""Voices that setup.sh does not install: a machine is well without them."""


class Unhealthy(DownhillError):
    """Something a build needs is missing or broken."""

    exit_code = 1


def doctor() -> int:
    """Say whether the machine has all a build needs; 1 when something is missing."""
    problems = []
    for name, found in _examined():
        print(f"{'ok     ' if found[0] else 'MISSING'} {name}: {found[1]}")
        if not found[0]:
            problems.append(name)
    if problems:
        raise Unhealthy(f"missing: {', '.join(problems)} - run ./setup.sh")
    return 0


def _examined() -> Iterator[tuple[str, tuple[bool, str]]]:
    version = platform.python_version()
    yield "python", ((3, 11) <= sys.version_info[:2] < (3, 14), version)
    for package in ("manim", "typst", "numpy", "av", "PyYAML"):
        try:
            yield package, (True, importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            yield package, (False, "not installed")
    try:
        yield "ffmpeg", (True, ffmpeg.version())
    except DownhillError as error:
        yield "ffmpeg", (False, str(error))
    rivals = ffmpeg.rivals()
    alone = "alone", f"{', '.join(rivals)} take its import name: uninstall them"
    yield "ffmpeg-python", (not rivals, alone[bool(rivals)])
    fonts = sorted(file.name for file in FONT_FOLDER.glob("*.ttf"))
    yield "fonts", (bool(fonts), ", ".join(fonts))
    for name in voices.names():
        missing = voices.get(name).missing()
        if missing is not None and name in EXTRA:
            yield f"voice {name}", (True, f"not here, and only needed where it is named: {missing}")
            continue
        yield f"voice {name}", (missing is None, missing or "works here")
    free = shutil.disk_usage(".").free / 2**30
    yield "disk", (free > 2, f"{free:.0f} GiB free")
