"""``build --watch``: a lesson is built again whenever it is saved, by workers that stay warm."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from pipeline import ffmpeg
from pipeline.commands import building
from pipeline.commands.course import several
from pipeline.commands.options import Options, UsageError
from pipeline.prepare import in_language, lesson_path
from pipeline.unchanged import code_files
from script.errors import DownhillError
from script.files import COURSE_FILE, original_of

_EVERY_S = 0.1
"""How often files are looked at."""

Stamps = Mapping[Path, tuple[int, int, int] | None]
"""What tells that a file was written: time, size and place on the disk; None: no such file."""


def watch(options: Options) -> int:
    """Build a lesson, and build it again whenever a file it is made from is saved, until Ctrl-C.

    Mistakes are told, and waited for to be mended. When the code is edited, the command starts
    itself again.

    Raises
    ------
    UsageError
        For several lessons, and for what builds more than what changed.
    NoSuchLesson
        When there is no such lesson.
    """
    if several(options):
        raise UsageError("--watch: one lesson at a time")
    if options.force or options.verify or options.verify_pixels:
        raise UsageError("--watch builds what changed: leave --force and --verify out")
    options = replace(options, words=())  # nobody may be told that there is nothing to do
    ffmpeg.version()
    path = in_language(lesson_path(options.lesson), options.language)
    files = {path, original_of(path), path.parent / COURSE_FILE}
    code = stamps(code_files())
    with ExitStack() as at_work:
        crew = at_work.enter_context(building.expecting(options))
        while True:
            known = stamps(files)  # before it is read: what is saved meanwhile is built again
            try:
                files |= building.built(options, crew).files().keys()
                known = {file: known.get(file, stamp) for file, stamp in stamps(files).items()}
            except DownhillError as error:
                print(error, file=sys.stderr)
                at_work.close()  # what they may still be at belongs to no build any more
                crew = at_work.enter_context(building.expecting(options))
            try:
                sys.stdout.flush()
                print("watching; Ctrl-C ends it", file=sys.stderr, flush=True)
                if not changed(known, code):
                    break
            except KeyboardInterrupt:
                return 0
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def changed(known: Stamps, code: Stamps) -> bool:
    """Wait until files are saved, and nothing more is written to them; return False for code."""
    while (now := stamps(known)) == known:
        if stamps(code_files()) != code:
            return False
        time.sleep(_EVERY_S)
    while True:
        time.sleep(_EVERY_S)
        if (later := stamps(known)) == now:
            return True
        now = later


def stamps(files: Iterable[Path]) -> Stamps:
    """Return what tells whether files were written."""
    return {file: _stamp(file) for file in files}


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
