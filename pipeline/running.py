"""What runs of a source file: the part of it that can change a picture.

Docstrings, comments, formatting and imports for type checkers are left out. Parsing all of this
repository takes half a second, so what was found is remembered by the digest of the source, in a
file that ``recall`` reads and ``keep`` writes; one that is damaged, or was written by another
Python, is as good as none.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.files import whole


@dataclass(frozen=True, slots=True)
class Running:
    """The digest of what runs, and the names that may be modules it imports."""

    digest: str
    imports: tuple[str, ...]


_known: dict[str, Running] = {}
_used: dict[str, Running] = {}
_PARSING = Lock()
"""CPython 3.11 counts the depth of trees for all threads together: two at once confuse it."""
_MAKER = f"{sys.version} {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}"


def running(source: bytes) -> Running:
    """Return what runs of a module's source; SyntaxError when it is not Python."""
    name = hashlib.sha256(source).hexdigest()
    if name not in _used:
        _used[name] = _known.get(name) or _parsed(source)
    return _used[name]


@cache
def recall(file: Path) -> None:
    """Remember what ``keep`` wrote into a file, if it is whole and this Python's."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        read = json.loads(file.read_text(encoding="utf-8"))
        if read["maker"] == _MAKER and read["sha256"] == _digest(read["known"]):
            for name, (digest, imports) in read["known"].items():
                _known[name] = Running(digest, tuple(imports))


def keep(file: Path) -> None:
    """Write what this process had to know into a file, if any is new; a full disk is no loss."""
    if _used.keys() <= _known.keys():
        return
    known = {name: [found.digest, found.imports] for name, found in sorted(_used.items())}
    text = json.dumps({"maker": _MAKER, "known": known, "sha256": _digest(known)})
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole(file) as partial:
            partial.write_text(text, encoding="utf-8")
        _known.update(_used)


def _digest(known: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()


def _parsed(source: bytes) -> Running:
    with _PARSING:
        tree = _Runs().visit(ast.parse(source))
    imports = tuple(dict.fromkeys(_imports(tree)))
    return Running(hashlib.sha256(ast.dump(tree).encode()).hexdigest(), imports)


class _Runs(ast.NodeTransformer):
    """Leaves only what runs."""

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return [self.visit(statement) for statement in node.orelse]
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """Drop strings that stand alone: docstrings, also of attributes."""
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return None
        return self.generic_visit(node)


def _imports(tree: ast.AST) -> Iterator[str]:
    """Yield the modules that a syntax tree imports, and what it imports from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
