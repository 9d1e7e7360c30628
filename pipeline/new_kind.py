"""A new scene kind from a template: its module, its samples, its tests and its specimen.

What is written works: it passes the tests that every kind must pass, and is there to be changed.
"""

from __future__ import annotations

import keyword
import re
from itertools import groupby
from pathlib import Path
from string import Template

from script.errors import DownhillError

_TEMPLATES = Path(__file__).parent / "templates"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_PLACES = {
    "scene.txt": "scenes/{}.py",
    "samples.txt": "tests/scenes/samples_{}.py",
    "test.txt": "tests/scenes/test_{}.py",
    "specimen.txt": "docs/specimens/{}.yaml",
}


class BadName(DownhillError):
    """A name that no new kind can have."""

    exit_code = 2


def write(name: str, root: Path) -> tuple[Path, ...]:
    """Write the files of a kind under the repository's ``root``; return them.

    Raises
    ------
    BadName
        For a name that is none in snake_case, or that something has already; nothing is written.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        better = "_".join(re.findall(r"[a-z0-9]+", name.lower())).lstrip("0123456789_")
        hint = f"write {better}" if better and better != name else "such as number_line"
        raise BadName(f"{name} names no kind: small letters, digits and _ - {hint}")
    files = {template: root / place.format(name) for template, place in _PLACES.items()}
    for there in (root / "scenes" / name, *files.values()):
        if there.exists():
            raise BadName(f"{there.relative_to(root)} is there already: take another name")
    words = {
        "kind": name,
        "Class": "".join(word.capitalize() for word in name.split("_")),
        "dashed": name.replace("_", "-"),
    }
    for template, file in files.items():
        text = Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_sorted_imports(text), encoding="utf-8", newline="\n")
    return tuple(files.values())


def _sorted_imports(text: str) -> str:
    """Return code with each block of imports in order: where a name stands depends on it."""
    blocks = groupby(text.splitlines(keepends=True), lambda line: line.startswith("from "))
    return "".join(
        line for is_import, lines in blocks for line in (sorted(lines) if is_import else lines)
    )
