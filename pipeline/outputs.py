"""The files of one delivery: they take their names together, and are known to be whole.

They are made in a hidden folder beside their names. Once all are there, each takes its name, and a
manifest of their hashes comes last: files that match it need not be made again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from pipeline.files import flush, whole

_PARTIAL = ".partial-"


def standing(folder: Path, name: str, made_from: str) -> tuple[Path, ...] | None:
    """Return the files of a delivery when all are there as they were made from ``made_from``."""
    manifest = _manifest(folder, name)
    if manifest is None or manifest[0] != made_from:
        return None
    files = {folder / file: sha256 for file, sha256 in manifest[1].items()}
    return tuple(files) if all(_sha256(file) == files[file] for file in files) else None


def made_from(folder: Path, name: str) -> str:
    """Return what the files of a delivery were made from; empty where that is not known."""
    manifest = _manifest(folder, name)
    return "" if manifest is None else manifest[0]


def listed(folder: Path, name: str) -> dict[Path, str]:
    """Return the files of a delivery and their SHA-256 when they passed; empty where there is none.

    Whether the files are there, and are those, is not looked at.
    """
    manifest = _manifest(folder, name)
    return {folder / file: sha for file, sha in manifest[1].items()} if manifest else {}


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """Give an empty folder on the disk of ``folder``, for one build at a time; remove it after.

    What a killed build left is removed too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for left in folder.glob(f"{_PARTIAL}*"):
            shutil.rmtree(left, ignore_errors=True)
        work = Path(mkdtemp(prefix=_PARTIAL, dir=folder))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    finally:
        os.close(descriptor)


def put_in_place(work: Path, folder: Path, name: str, made_from: str) -> tuple[Path, ...]:
    """Move the files of a workshop into ``folder``; return them in order of their names.

    Files of the delivery of that name before, which are no longer made, are removed.
    """
    before = _manifest(folder, name)
    files = sorted(work.iterdir())
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        hashes = dict(zip((file.name for file in files), threads.map(_sha256, files), strict=True))
    for file in hashes:
        os.chmod(work / file, 0o644)
        flush(work / file)
        os.replace(work / file, folder / file)
    flush(folder)
    for file in () if before is None else before[1]:
        if file not in hashes:
            (folder / file).unlink(missing_ok=True)
    text = json.dumps({"made_from": made_from, "sha256": hashes}, indent=1, sort_keys=True)
    with whole(_manifest_path(folder, name)) as partial:
        partial.write_text(text + "\n", encoding="utf-8")
    return tuple(folder / file for file in hashes)


def _manifest_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.manifest.json"


def _manifest(folder: Path, name: str) -> tuple[str, Mapping[str, str]] | None:
    """Return what the files were made from and their hashes; None where that cannot be read."""
    try:
        read = json.loads(_manifest_path(folder, name).read_text(encoding="utf-8"))
        hashes = {str(file): str(sha256) for file, sha256 in read["sha256"].items()}
        named = all(Path(file).name == file for file in hashes)
        return (str(read["made_from"]), hashes) if named else None
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
