"""The identity of a picture: a digest of everything it is made from, and nothing else.

A picture is made from values, code and tools. A value's *inputs* are a tree of JSON in which
different values look different; its key is the SHA-256 of that tree. So what is hashed is what
can be read and compared later: ``difference`` says why something is rendered again. Code counts
by its syntax tree, tools by their versions.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, lru_cache, partial
from importlib import metadata
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.running import Running, running

Tree: TypeAlias = Any
"""JSON, as ``json.loads`` returns it. Keys with ``$`` in front say what JSON cannot."""

ROOT = Path(__file__).parent.parent
PACKAGES = ("gdmath", "script", "scenes", "pipeline")
"""Packages of this repository; imports of others count by their versions instead."""

_TOOLS = ("av", "manim", "manimpango", "numpy", "pycairo", "typst")
_SHOWN_DIGITS = 12


def digest(value: object) -> str:
    """Return the key of a value: 64 hexadecimal digits.

    Raises
    ------
    TypeError
        When the value, or a part of it, has no canonical form (a path, a function, a list).
    """
    return digest_of_inputs(inputs(value))


def digest_of_inputs(tree: Tree) -> str:
    """Return the key of a value whose inputs are known."""
    text = json.dumps(tree, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def inputs(value: object, where: str = "value") -> Tree:
    """Return what a value is made of, as a tree of JSON.

    Frozen dataclasses are named by module and class and give the fields that take part in their
    equality; mappings and frozensets are sorted; arrays give dtype, shape and the digest of their
    bytes. -0.0 is 0.0 and every NaN is the same NaN. ``where`` names the value in errors.

    Raises
    ------
    TypeError
        When a part has no canonical form.
    """
    match value:
        case Enum():
            return {"$enum": f"{_type_name(value)}.{value.name}"}
        case np.generic():
            return inputs(value.item(), where)
        case None | bool() | int() | str():
            return value if value is None else _plain(value)
        case float():
            return float(value) + 0.0
        case bytes():
            return {"$bytes": hashlib.sha256(value).hexdigest()}
        case np.ndarray():
            return _array(value, where)
        case tuple():
            return [inputs(item, f"{where}[{i}]") for i, item in enumerate(value)]
        case frozenset():
            items = [inputs(item, f"{where}{{}}") for item in value]
            return {"$set": sorted(items, key=digest_of_inputs)}
        case Mapping():
            return {_key(k, where): inputs(v, f"{where}.{k}") for k, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        compared = (field.name for field in fields(value) if field.compare)
        return {"$type": _type_name(value)} | {
            name: inputs(getattr(value, name), f"{where}.{name}") for name in compared
        }
    raise TypeError(f"{where}: {type(value).__name__} has no canonical form")


def difference(old: Tree, new: Tree) -> tuple[str, ...]:
    """Return what changed between two values' inputs, one line each.

    A line is ``path: old -> new``, such as ``results.good.run.optimizer.lr: 0.1 -> 0.2``.
    """
    return tuple(_differences(old, new, ""))


@lru_cache(maxsize=256)
def code_digest(module: str, root: Path = ROOT) -> str:
    """Return the digest of a module and of every module of this repository it imports.

    What does not run is left out (``pipeline.running``). Imports inside functions count; modules
    imported by a computed name do not.

    Raises
    ------
    ModuleNotFoundError
        When the repository has no such module.
    """
    found = _code(module, partial(_read_once, root=root))
    text = "\n".join(f"{name} {found[name]}" for name in sorted(found))
    return hashlib.sha256(text.encode()).hexdigest()


def code(module: str, root: Path = ROOT) -> Mapping[str, str]:
    """Return the digest of what runs of a module and of each that it imports from this repository.

    The files are read each time; raises as ``code_digest`` does.
    """
    return _code(module, cache(partial(_read, root=root)))


def _code(module: str, read: Callable[[str], Running | None]) -> Mapping[str, str]:
    seen: dict[str, str] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        found = read(name)
        if found is None:
            raise ModuleNotFoundError(f"no module {name} in this repository", name=name)
        seen[name] = found.digest
        waiting += [one for one in (*found.imports, name.rpartition(".")[0]) if read(one)]
    return seen


def is_ours(module: str, root: Path = ROOT) -> bool:
    """Tell whether a module is one of this repository's, whose code has a digest."""
    return _file(module, root) is not None


@cache
def tool_versions() -> Mapping[str, str]:
    """Return the versions of what draws and encodes, and Python's without its last part."""
    versions = {tool: metadata.version(tool) for tool in _TOOLS}
    return versions | {"python": ".".join(platform.python_version_tuple()[:2])}


def _plain(value: bool | int | str) -> bool | int | str:
    """Return the value as its plain type, a subclass's extras dropped."""
    if isinstance(value, bool):
        return value
    return int(value) if isinstance(value, int) else str.__str__(value)


def _type_name(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"


def _key(key: object, where: str) -> str:
    if isinstance(key, str) and not isinstance(key, Enum):
        return f"${key}" if key.startswith("$") else str.__str__(key)
    return "$" + json.dumps(inputs(key, f"a key of {where}"), sort_keys=True)


def _array(array: NDArray[np.generic], where: str) -> Tree:
    if array.dtype.kind not in "biufc":
        raise TypeError(f"{where}: an array of {array.dtype} has no canonical form")
    plain = np.array(array, dtype=array.dtype.newbyteorder("<"), order="C")
    if plain.dtype.kind in "fc":
        plain = plain + plain.dtype.type(0)
        plain[np.isnan(plain)] = np.nan
    return {
        "$array": f"{plain.dtype.name} {array.shape}",
        "sha256": hashlib.sha256(plain.tobytes()).hexdigest(),
    }


def _differences(old: Tree, new: Tree, path: str) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict) and _comparable(old, new):
        for key in sorted(old.keys() | new.keys()):
            inner = f"{path}.{key}" if path else key
            if key not in old:
                yield f"{inner}: added {_shown(new[key])}"
            elif key not in new:
                yield f"{inner}: removed {_shown(old[key])}"
            else:
                yield from _differences(old[key], new[key], inner)
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            inner = f"{path}[{index}]"
            if index >= len(old):
                yield f"{inner}: added {_shown(new[index])}"
            elif index >= len(new):
                yield f"{inner}: removed {_shown(old[index])}"
            else:
                yield from _differences(old[index], new[index], inner)
    elif type(old) is not type(new) or digest_of_inputs(old) != digest_of_inputs(new):
        yield f"{path or 'value'}: {_shown(old)} -> {_shown(new)}"


def _comparable(old: dict[str, Tree], new: dict[str, Tree]) -> bool:
    """Tell whether two objects are compared part by part: of one type, and not opaque."""
    opaque = {"$array", "$bytes", "$enum", "$set"}
    return old.get("$type") == new.get("$type") and not opaque & (old.keys() | new.keys())


def _shown(tree: Any) -> str:
    match tree:
        case {"$array": str(kind), "sha256": str(sha)}:
            return f"{kind} {sha[:_SHOWN_DIGITS]}"
        case {"$enum": str(name)}:
            return name.rpartition(".")[2]
        case {"$bytes": str(sha)}:
            return f"bytes {sha[:_SHOWN_DIGITS]}"
        case {"$set": list(items)}:
            return "{" + ", ".join(map(_shown, items)) + "}"
        case {"$type": str(name), **parts_of}:
            parts = ", ".join(f"{key}={_shown(part)}" for key, part in parts_of.items())
            return f"{name.rpartition('.')[2]}({parts})"
        case list(items):
            return "(" + ", ".join(map(_shown, items)) + ")"
    return json.dumps(tree, ensure_ascii=False)


def _read(name: str, root: Path) -> Running | None:
    """Return what runs of a module of this repository, or None."""
    file = _file(name, root)
    return None if file is None else running(file.read_bytes())


_read_once = cache(_read)


def _file(name: str, root: Path) -> Path | None:
    """Return the file of a module of this repository, or None."""
    if name.partition(".")[0] not in PACKAGES:
        return None
    base = os.path.join(root, *name.split("."))
    candidates = (f"{base}.py", os.path.join(base, "__init__.py"))
    return next((Path(file) for file in candidates if os.path.isfile(file)), None)
