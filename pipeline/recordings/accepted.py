"""Which recordings their speaker has accepted, and the text that each of them says.

``voice/<lesson>/accepted.json`` holds, for each file, its SHA-256 and what was to be said when it
was accepted. A lesson that reads differently now has a stale recording; a file that is another one
now is not accepted any more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pipeline.files import whole
from script.errors import Finding, ScriptErrors
from script.nodes import Place

ACCEPTED = "accepted.json"
_HINT = "mend it, or remove it and accept the recordings again"


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """A file by its SHA-256, and the spoken text of each beat it holds, in order."""

    sha256: str
    says: Mapping[str, str]


Accepted: TypeAlias = Mapping[str, AcceptedFile]
"""By the path of each file from the lesson's folder of recordings, with slashes."""


def read(path: Path) -> Accepted:
    """Return what a file says is accepted; nothing where there is no such file.

    Raises
    ------
    ScriptErrors
        When it is not what ``write`` writes.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except UnicodeDecodeError:
        raise _wrong(path, 1, 1, "this is not UTF-8") from None
    try:
        return {name: _file(entry) for name, entry in json.loads(text)["recordings"].items()}
    except json.JSONDecodeError as error:
        raise _wrong(path, error.lineno, error.colno, f"this is no JSON: {error.msg}") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise _wrong(path, 1, 1, "this is no list of accepted recordings") from None


def write(path: Path, accepted: Accepted) -> None:
    """Write what is accepted, whole or not at all; OSError when that cannot be written."""
    entries = {
        name: {"sha256": accepted[name].sha256, "says": dict(accepted[name].says)}
        for name in sorted(accepted)
    }
    text = json.dumps({"recordings": entries}, indent=1, ensure_ascii=False)
    with whole(path) as partial:
        partial.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _file(entry: Mapping[str, object]) -> AcceptedFile:
    sha256, says = entry["sha256"], entry["says"]
    if not (isinstance(sha256, str) and isinstance(says, dict)):
        raise TypeError("a digest, and texts by beat")
    if not all(isinstance(text, str) for text in says.values()):
        raise TypeError("a text is a text")
    return AcceptedFile(sha256, says)


def _wrong(path: Path, line: int, col: int, message: str) -> ScriptErrors:
    return ScriptErrors([Finding(Place(str(path), line, col), message, _HINT)])
