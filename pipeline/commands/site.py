"""``site``: the page of a course for a look; ``publish --to site``: the page to be put up."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.course import ALL
from pipeline.commands.options import Options, UsageError
from pipeline.commands.publishing import Publishing, lessons_asked, package_course
from pipeline.publish.package import NotPublished, Refusal
from pipeline.publish.site import Changes, changes, compose, write_site
from pipeline.publish.site.serve import HOST, server
from pipeline.publish.site.site_files import FOLDER
from script.files import COURSE_FILE
from script.load import load_course

SITE = Path("build") / "site"
_TARGET = "site"


@dataclass(frozen=True, slots=True)
class Look:
    """What ``site`` is asked for; ``port`` None serves nothing, 0 takes a free port."""

    lessons: tuple[str, ...]
    folder: Path
    port: int | None
    asked: Options


def site(look: Look) -> int:
    """Write the pages of a course and of its lessons that are built; serve them if asked.

    What is not built, or not as it is now, is left out and told.

    Raises
    ------
    NotPublished
        When nothing is built.
    """
    folder, paths = lessons_asked(look.lessons or (ALL,), look.asked.language or ALL)
    course, refused = package_course(folder, paths, look.asked)
    if not course.packages:
        raise NotPublished(refused)
    _note(refused)
    print(*_told(write_site(compose(course), look.folder)), sep="\n")
    if look.port is None:
        print(look.folder / "index.html")
        return 0
    with server(look.folder, look.port) as serving:
        print(f"http://{HOST}:{serving.server_address[1]}/ - Ctrl-C ends it", flush=True)
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            print(file=sys.stderr)
    return 0


def is_site(to: str) -> bool:
    """Tell whether a target is a folder of pages."""
    kind, colon, place = to.partition(":")
    return kind == _TARGET and bool(colon) == bool(place)


def publish_site(asked: Publishing) -> int:
    """Print what would be done so that a folder holds the pages of a course, or do it.

    Raises
    ------
    UsageError
        When only some lessons of the course are named: the others would be taken away.
    NotPublished
        When one of them is not built as it is now; then nothing is written.
    """
    out = Path(asked.to.partition(":")[2] or SITE)
    folder, paths = lessons_asked(asked.lessons or (ALL,), asked.asked.language)
    course, refused = package_course(folder, paths, asked.asked)
    if refused:
        raise NotPublished(refused)
    listed = load_course(folder / COURSE_FILE)
    there = {one.lesson for one in course.all()}
    if left := [one.id for one in (*listed.listed, *listed.shorts) if one.id not in there]:
        raise UsageError(f"a site is written whole: name {', '.join(left)}, too, or 'all'")
    files = compose(course)
    todo = write_site(files, out) if asked.yes else changes(files, out)
    print(*_told(todo), sep="\n")
    if todo and not asked.yes:
        print(f"nothing was written: --yes writes it to {out}")
    return 0


_DOING = {"new": "create", "mended": "update", "removed": "remove"}
"""What is done to a page, by what becomes of files."""


def _told(done: Changes) -> Iterator[str]:
    """Yield what changes in lines: each page, and the files beside them together."""
    counts = []
    for names, word in ((done.new, "new"), (done.changed, "mended"), (done.gone, "removed")):
        pages = [name for name in names if not name.startswith(f"{FOLDER}/")]
        yield from (f"{name}: {_DOING[word]}" for name in pages)
        if count := len(names) - len(pages):
            counts.append(f"{count} {word}")
    if counts:
        yield f"{FOLDER}: {', '.join(counts)}"
    if not done:
        yield "nothing to do"


def _note(refused: Sequence[Refusal]) -> None:
    for one in refused:
        print(f"note: left out: {one}", file=sys.stderr)
