"""``--to scorm``: a zip for each lesson that course systems take (SCORM 1.2)."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from pipeline.key import digest
from pipeline.publish.package import Package
from pipeline.publish.parts import FILES, FILM, parts
from pipeline.publish.rules import EVERYWHERE, Rule
from pipeline.publish.scorm import MANIFEST, scorm_files, zipped
from pipeline.publish.sent import Record, Sent
from pipeline.publish.state import Ledger
from pipeline.publish.targets.folder import Folder


class Scorm(Folder):
    """A folder of zips, and the order of the course's lessons beside them.

    Whatever changes in a lesson or in the page around it, its zip is written anew, whole.
    """

    kind = "scorm"
    rules: tuple[Rule, ...] = EVERYWHERE
    replaces = True

    def parts(self, package: Package) -> dict[str, str]:
        """Return the digest of every part; all that stands in the zip is among the files."""
        held = tuple((name, one.sha256) for name, one in scorm_files(package).items())
        return {**parts(package), FILES: digest(held)}

    def remote(self, package: Package) -> str:
        """Return the name of a lesson's zip."""
        return f"{package.stem}.zip"

    def gone(self, package: Package, sent: Sent) -> frozenset[str]:
        """Return the film where there is no such zip; a zip is there whole or not at all."""
        try:
            with ZipFile(self._root / sent.lessons[package.name].remote) as archive:
                is_there = MANIFEST in archive.namelist()
        except (OSError, BadZipFile):
            is_there = False
        return frozenset() if is_there else frozenset({FILM})

    def send(self, package: Package, kinds: object, ledger: Ledger) -> None:
        """Write the zip, and remove the one before where it was called otherwise."""
        self._root.mkdir(parents=True, exist_ok=True)
        zipped(scorm_files(package), self._root / self.remote(package))
        before = ledger.record(package.name) or Record("", {})
        if before.remote not in ("", self.remote(package)):
            (self._root / Path(before.remote).name).unlink(missing_ok=True)
        ledger.keep_all(package, self.remote(package), self.parts(package))
