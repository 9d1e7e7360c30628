"""Whether a lesson stands as it was last built: answered by hashes, without planning it again.

A build is a function of its lesson, the code and the tools. When it is done it writes down the
digests of all of these, the artifacts it used and the files it made. While they all match, byte
for byte, building again would do nothing, and what it would say is known. Everything else (another
option, another file, a damaged artifact, a file that was moved) is answered by a real build.

What stands here imports little: this is what a build with nothing to do costs.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pipeline.files import whole
from pipeline.outputs import standing

ROOT = Path(__file__).parent.parent
STORE = Path("build") / "store"
"""Where the store is, when the command line does not say."""

_CODE = ("gdmath", "script", "scenes", "pipeline")
_STORE_OPTION = "--store"
_VARIABLES = ("PIPER_MODEL",)
"""Variables of the environment that a build depends on."""
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build of one lesson depended on and left.

    ``texts`` are the digests of the files it read by their paths (None: there was no such file),
    ``keys`` the artifacts it used, ``deliveries`` folder, name and origin of what it made.
    ``said`` and ``noted`` are what it prints when there is nothing to do, and its notes.
    """

    texts: Mapping[str, str | None]
    code: str
    keys: tuple[str, ...]
    deliveries: tuple[tuple[str, str, str], ...]
    said: tuple[str, ...]
    noted: tuple[str, ...]

    def stands(self, store: Path) -> bool:
        """Return whether all it depended on and all it left are there, unchanged."""
        return (
            all(digest_of(Path(path)) == known for path, known in self.texts.items())
            and self.code == code()
            and all(standing(Path(f), name, origin) for f, name, origin in self.deliveries)
            and _all_whole(store, self.keys)
        )


def answer(words: Sequence[str]) -> bool:
    """Print what the command line ``words`` would say, if it is a build with nothing to do.

    Return whether it was.
    """
    store = _store(words)
    if words[:1] != ["build"] or store is None:
        return False
    with suppress(*_UNREADABLE):
        read = json.loads(_answers(store, words).read_text(encoding="utf-8"))
        if _listing(Path(folder) for folder in read["folders"]) != read["listing"]:
            return False
        if [os.path.isfile(word) for word in words] != read["files"]:
            return False
        lessons = [recalled(store, request) for request in read["requests"]]
        if lessons and all(one is not None and one.stands(store) for one in lessons):
            tell([one for one in lessons if one is not None])
            return True
    return False


def tell(lessons: Iterable[Built]) -> None:
    """Print what builds with nothing to do say."""
    for one in lessons:
        if one.noted:
            print(*one.noted, sep="\n", file=sys.stderr)
        print(*one.said, sep="\n")


def remember_answer(
    store: Path, words: Sequence[str], requests: Sequence[str], lessons: Iterable[Path]
) -> None:
    """Write down which requests a command line comes to, while its folders hold these lessons."""
    folders = sorted({str(path.parent.absolute()) for path in lessons})
    listing = _listing(map(Path, folders))
    answered = {
        "folders": folders,
        "listing": listing,
        "files": [os.path.isfile(word) for word in words],
        "requests": list(requests),
    }
    _write(_answers(store, words), json.dumps(answered))


def remember(store: Path, request: str, built: Built) -> None:
    """Write down what a request was built from; a disk that is full forgets it."""
    _write(_record(store, request), json.dumps(asdict(built)))


def recalled(store: Path, request: str) -> Built | None:
    """Return what a request was last built from, if that is known."""
    try:
        read = json.loads(_record(store, request).read_text(encoding="utf-8"))
        return Built(
            texts=read["texts"],
            code=read["code"],
            keys=tuple(read["keys"]),
            deliveries=tuple((f, name, origin) for f, name, origin in read["deliveries"]),
            said=tuple(read["said"]),
            noted=tuple(read["noted"]),
        )
    except _UNREADABLE:
        return None


def digest_of(path: Path) -> str | None:
    """Return the SHA-256 of a file, or None where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


@cache
def code() -> str:
    """Return the digest of every file a build can depend on but its lesson, and of the tools.

    Those are all files of this repository's packages, the names, which hold the versions, of all
    packages that are installed, and the variables that name a voice.
    """
    found = hashlib.sha256(f"{sys.version} {sys.platform}".encode())
    found.update(json.dumps([os.environ.get(name) for name in _VARIABLES]).encode())
    for top in map(Path, sys.path):
        if top.name.endswith("-packages") and top.is_dir():
            names = sorted(path.name for path in top.glob("*-info"))
            found.update(json.dumps(names).encode())
    for path in code_files():
        found.update(f"{path.relative_to(ROOT)} {digest_of(path)}\n".encode())
    return found.hexdigest()


def code_files() -> Iterator[Path]:
    """Yield every file of this repository that a build can depend on but its lessons."""
    for package in _CODE:
        for folder, inner, names in os.walk(ROOT / package):
            inner[:] = sorted(name for name in inner if name not in ("__pycache__", "lessons"))
            yield from (Path(folder, name) for name in sorted(names))


def _all_whole(store: Path, keys: Sequence[str]) -> bool:
    from pipeline.store.artifact import flaw
    from pipeline.store.folders import Folders

    folders = Folders(store)
    try:
        return all(flaw(folders.object(key), key) is None for key in keys)
    except (OSError, ValueError):
        return False


def _store(words: Sequence[str]) -> Path | None:
    """Return the folder of the store that a command line names; None for one that is shared."""
    named = STORE
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word == _STORE_OPTION:
            named = Path(after)
        elif word.startswith(f"{_STORE_OPTION}="):
            named = Path(word.partition("=")[2])
    return None if "://" in str(named) or ":/" in str(named) else named


def _listing(folders: Iterable[Path]) -> dict[str, str | None]:
    """Return the digests of the YAML files of folders: what a lesson's number is found in."""
    files = (file for folder in folders for file in folder.glob("*.y*ml"))
    return {str(file): digest_of(file) for file in sorted(files)}


def _answers(store: Path, words: Sequence[str]) -> Path:
    name = hashlib.sha256(json.dumps([os.getcwd(), *words]).encode()).hexdigest()
    return store / "answers" / f"{name}.json"


def _record(store: Path, request: str) -> Path:
    return store / "built" / f"{hashlib.sha256(request.encode()).hexdigest()}.json"


def _write(path: Path, text: str) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole(path) as partial:
            partial.write_text(text, encoding="utf-8")
