"""``--to folder``: a folder for each lesson, to be uploaded by hand."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.files import whole
from pipeline.publish.package import Asset, CoursePackage, NotPublished, Package, Refusal
from pipeline.publish.parts import METADATA, part_of, parts
from pipeline.publish.rules import PLATFORM, Rule
from pipeline.publish.sent import Record, Sent
from pipeline.publish.state import Ledger
from pipeline.publish.targets.sheet import sheets
from pipeline.unchanged import digest_of

INDEX = "course.md"


class Folder:
    """A folder on this machine; its name in the state is its way from the course's folder.

    A film that changed supersedes the one before: platforms keep a film as it was uploaded.
    """

    kind = "folder"
    rules: tuple[Rule, ...] = PLATFORM
    replaces = False
    meter = None

    def __init__(self, root: Path, course: Path) -> None:
        self._root = root
        way = os.path.relpath(root.absolute(), course.absolute())
        self.name = f"{self.kind}:{Path(way).as_posix()}"

    def parts(self, package: Package) -> dict[str, str]:
        """Return the digest of every part: all of it is there to be uploaded."""
        return parts(package)

    def remote(self, package: Package) -> str:
        """Return the name of a lesson's folder."""
        return package.stem

    def gone(self, package: Package, sent: Sent) -> frozenset[str]:
        """Return the parts whose files are not there, or are others."""
        folder = self._root / sent.lessons[package.name].remote
        missing = {
            part_of(asset, package)
            for asset in package.assets
            if not (folder / _name(asset, package)).is_file()
        }
        texts = sheets(package)
        if any(not (folder / name).is_file() for name in texts):
            missing.add(METADATA)
        return frozenset(missing)

    def send(self, package: Package, kinds: Sequence[str], ledger: Ledger) -> None:
        """Copy the files that are others than those there, write the texts, remove the rest."""
        folder = self._root / self.remote(package)
        folder.mkdir(parents=True, exist_ok=True)
        wanted = {_name(asset, package): asset for asset in package.assets}
        for name, asset in wanted.items():
            if digest_of(folder / name) != asset.sha256:
                _copy(asset, folder / name)
        texts = sheets(package)
        for name, text in texts.items():
            _write(folder / name, text)
        for path in folder.iterdir():
            if path.name not in wanted and path.name not in texts and path.is_file():
                path.unlink()
        before = ledger.record(package.name) or Record("", {})
        if before.remote not in ("", self.remote(package)):
            shutil.rmtree(self._root / before.remote, ignore_errors=True)
        ledger.keep_all(package, self.remote(package), self.parts(package))

    def index(self, course: CoursePackage, lessons: Mapping[str, Record]) -> str:
        """Return the phases as playlists: the folders of their lessons, in order."""
        lines = [f"# {course.title}", ""]
        left = {name: record.remote for name, record in lessons.items()}
        for phase in course.phases:
            lines += [f"## {phase.title}", "", *([phase.goal, ""] if phase.goal else [])]
            there = [left.pop(lesson) for lesson in phase.lessons if lesson in left]
            lines += [*(f"{at}. {folder}" for at, folder in enumerate(there, 1)), ""]
        if left:
            lines += ["## In no playlist", "", *(f"- {one}" for one in sorted(left.values())), ""]
        return "\n".join(lines)

    def has_index(self, text: str, sent: Sent) -> bool:
        """Tell whether it is there."""
        return digest_of(self._root / INDEX) == hashlib.sha256(text.encode()).hexdigest()

    def send_index(self, text: str, ledger: Ledger) -> None:
        """Write it in the place of the one before."""
        self._root.mkdir(parents=True, exist_ok=True)
        _write(self._root / INDEX, text)


def _name(asset: Asset, package: Package) -> str:
    """Return the name of a file in the folder: renditions of the film have their height in it."""
    if asset.role == "film" and asset is not package.film and asset.size:
        return f"{asset.path.stem}.{min(asset.size)}p{asset.path.suffix}"
    return asset.path.name


def _copy(asset: Asset, to: Path) -> None:
    """Copy a file; ``NotPublished`` when what arrives is not what passed the gate."""
    with whole(to) as partial:
        shutil.copyfile(asset.path, partial)
        if digest_of(partial) != asset.sha256:
            what = "it is not the file that passed the gate"
            raise NotPublished((Refusal(str(asset.path), what, "build it again"),))


def _write(path: Path, text: str) -> None:
    with whole(path) as partial:
        partial.write_text(text, encoding="utf-8", newline="\n")
