"""Commands for one's own voice: what to read from, and accepting what was recorded."""

from __future__ import annotations

from pathlib import Path

from pipeline.cast import Cast
from pipeline.commands.options import UsageError, published
from pipeline.files import whole
from pipeline.prepare import lesson_path, ready, spoken
from pipeline.progress import watched
from pipeline.recordings import accepted
from pipeline.recordings.accepted import ACCEPTED, AcceptedFile
from pipeline.recordings.found import find, recordings_of
from pipeline.recordings.sheet import html, markdown, sheet
from pipeline.store import Store


def record_sheet(name: str, output: Path) -> int:
    """Write what is to be said in a lesson, a beat a line, as Markdown and as a page to print."""
    lesson = ready(lesson_path(name), published)
    found = find(lesson)
    what = sheet(lesson, found)
    stem = lesson.lesson.path.stem
    folder = output / stem
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, text in (("md", markdown(what)), ("html", html(what))):
        path = folder / f"{stem}.record-sheet.{suffix}"
        with whole(path) as partial:
            partial.write_text(text, encoding="utf-8", newline="\n")
        print(path)
    return 0


def accept_recordings(name: str, store: Path) -> int:
    """Check every recording of a lesson against its words as they are now, and note them down.

    Raises
    ------
    UsageError
        When there is none.
    ScriptErrors
        With all that is wrong in any; nothing is noted then.
    """
    lesson = ready(lesson_path(name), published)
    found = find(lesson, accepted={})
    folder = recordings_of(lesson.lesson)
    if not found.cuts:
        raise UsageError(f"there is no recording in {folder} - render.py record-sheet {name}")
    own = Store(store)
    try:
        spoken(lesson, Cast(found.cuts, {}, ()), own, watched())
    finally:
        own.close()
    files = {cut.recording.path: cut.recording for cut in found.cuts.values()}
    known = {
        path.relative_to(folder).as_posix(): AcceptedFile(one.sha256, dict(one.says))
        for path, one in files.items()
    }
    accepted.write(folder / ACCEPTED, known)
    beats = sum(1 for _ in lesson.beats())
    print(f"{folder / ACCEPTED}: {len(files)} files, {len(found.cuts)} of {beats} beats")
    return 0
