"""``--to s3://bucket/prefix``, or any URL that fsspec opens: lessons for a page or an app to show.

Each file stands under a name that holds its digest, and never changes: it may be kept by caches for
ever, and who reads while something is sent reads one version or the other, whole. What is there of
a lesson is told by ``lessons/NAME-DIGEST.json``, and which of these count by ``index.json``, which
is written last and is not kept by caches.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.key import digest
from pipeline.publish.package import Asset, CoursePackage, Package
from pipeline.publish.parts import FILM, part_of, parts
from pipeline.publish.rules import EVERYWHERE, Rule
from pipeline.publish.sent import Record, Sent
from pipeline.publish.state import Ledger
from pipeline.publish.targets.target import PlaceFailed
from pipeline.store.objects import LONG, Objects

INDEX = "index.json"
FOREVER = "public, max-age=31536000, immutable"
NEVER = "no-cache"
TYPES: Mapping[str, str] = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
}
"""What a file is, by its ending: IANA's media types, and the usual one of SubRip."""
_DIGITS = 16


class Bucket:
    """A place of objects; its name in the state is its URL, without a password."""

    rules: tuple[Rule, ...] = EVERYWHERE
    replaces = True
    meter = None

    def __init__(self, url: str) -> None:
        self._objects = Objects(url.rstrip("/"), option="--to", patience=LONG)
        self.name = self._objects.shown

    def parts(self, package: Package) -> dict[str, str]:
        """Return the digest of every part: all of it is sent."""
        return parts(package)

    def remote(self, package: Package) -> str:
        """Return the name of the object that tells of a lesson."""
        told = _told(package)
        return f"lessons/{package.name}-{digest(told)[:_DIGITS]}.json"

    def gone(self, package: Package, sent: Sent) -> frozenset[str]:
        """Return the parts whose files are not there; the film, where nothing tells of it."""
        remote = sent.lessons[package.name].remote
        if remote not in self._sizes([remote]):
            return frozenset({FILM})
        by_name = {_name(asset): asset for asset in package.assets}
        there = self._whole(by_name)
        left = (asset for name, asset in by_name.items() if name not in there)
        return frozenset(part_of(asset, package) for asset in left)

    def send(self, package: Package, kinds: Sequence[str], ledger: Ledger) -> None:
        """Send the files that are not there, then what tells of them; what was there stays."""
        by_name = {_name(asset): asset for asset in package.assets}
        there = self._whole(by_name)
        for name, asset in by_name.items():
            if name not in there:
                self._put(asset.path, name, _headers(asset))
        self._put_text(_written(_told(package)), self.remote(package), FOREVER)
        ledger.keep_all(package, self.remote(package), self.parts(package))

    def index(self, course: CoursePackage, lessons: Mapping[str, Record]) -> str:
        """Return the phases with their lessons, in order, and what tells of each lesson."""
        phases = [
            {
                "title": phase.title,
                "goal": phase.goal,
                "lessons": [lesson for lesson in phase.lessons if lesson in lessons],
            }
            for phase in course.phases
        ]
        told = {
            "title": course.title,
            "language": course.language,
            "phases": phases,
            "lessons": {name: one.remote for name, one in sorted(lessons.items())},
        }
        return _written(told)

    def has_index(self, text: str, sent: Sent) -> bool:
        """Tell whether it is there."""
        with TemporaryDirectory() as folder, self._trying("read"):
            there = Path(folder) / INDEX
            try:
                self._objects.get(INDEX, there)
            except FileNotFoundError:
                return False
            return there.read_bytes() == text.encode()

    def send_index(self, text: str, ledger: Ledger) -> None:
        """Put it in the place of the one before: one object, so at once."""
        self._put_text(text, INDEX, NEVER)

    def _whole(self, by_name: Mapping[str, Asset]) -> set[str]:
        """Return the names under which all bytes of a file are there."""
        sizes = self._sizes(by_name)
        return {
            name for name, asset in by_name.items() if sizes.get(name) == asset.path.stat().st_size
        }

    def _sizes(self, names: Iterable[str]) -> dict[str, int]:
        """Return how many bytes are there, for those of the names that are there."""
        names = list(names)
        with self._trying("read"), ThreadPoolExecutor(self._objects.at_once) as threads:
            found = zip(names, threads.map(self._objects.size, names), strict=True)
            return {name: size for name, size in found if size is not None}

    def _put(self, file: Path, name: str, headers: Mapping[str, str]) -> None:
        with self._trying("written"):
            self._objects.put(file, name, headers)

    def _put_text(self, text: str, name: str, cache: str) -> None:
        with TemporaryDirectory() as folder:
            file = Path(folder) / INDEX
            file.write_text(text, encoding="utf-8", newline="\n")
            self._put(file, name, {"ContentType": TYPES[".json"], "CacheControl": cache})

    @contextmanager
    def _trying(self, doing: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # whatever a cloud's library raises
            reason = (str(error).splitlines() or [""])[0] or type(error).__name__
            what = f"{self.name}: it cannot be {doing} ({reason})"
            raise PlaceFailed(f"{what} - what was sent stays; publish again to go on") from error


def _name(asset: Asset) -> str:
    """Return the name of an object: another one for other bytes."""
    return f"files/{asset.sha256[:_DIGITS]}/{asset.path.name}"


def _headers(asset: Asset) -> dict[str, str]:
    told = {"ContentType": TYPES[asset.path.suffix], "CacheControl": FOREVER}
    if asset.role == "download":
        told["ContentDisposition"] = f'attachment; filename="{asset.path.name}"'
    return told


def _told(package: Package) -> dict[str, Any]:
    """Return all that is told of a lesson, and where its files are."""
    files = tuple(
        {
            "role": asset.role,
            "language": asset.language,
            "size": asset.size,
            "sha256": asset.sha256,
            "type": TYPES[asset.path.suffix],
            "object": _name(asset),
        }
        for asset in package.assets
    )
    return {
        "lesson": package.lesson,
        "name": package.name,
        "number": package.number,
        "title": package.title,
        "objective": package.objective,
        "description": package.description,
        "tags": package.tags,
        "language": package.language,
        "phase": package.phase,
        "short": package.is_short,
        "licence": package.licence,
        "seconds": package.seconds,
        "chapters": package.chapters,
        "recap": package.recap,
        "quiz": None if package.quiz is None else asdict(package.quiz),
        "files": files,
    }


def _written(told: Mapping[str, Any]) -> str:
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"
