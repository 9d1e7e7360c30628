"""How a value is written in a script, in words: one phrase for each type ``script.typed`` reads."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Literal, Union, get_args, get_origin

from script.scalars import SCALARS, shown
from script.typed import NODES, REGISTRIES


def wording(hint: Any, named: Mapping[Any, str] = MappingProxyType({})) -> str:
    """Return what is written for a type: "a number", "`linear` or `log`", "a list, each a text".

    ``named`` are types that are called by a name of their own, wherever they stand.
    """
    if hint in named:
        return named[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    inner = [wording(one, named) for one in arguments if _is_type(one, origin)]
    if origin in (Union, types.UnionType):
        return _either(inner)
    if origin is Literal:
        return _either([f"`{shown(value)}`" for value in arguments if value != ""])
    if origin is tuple and arguments[-1] is not Ellipsis:
        return f"a list of {len(arguments)}, each {_either(inner)}"
    if origin in (tuple, frozenset):
        return f"a list, each {_either(inner)}"
    if origin is not None and issubclass(origin, Mapping):
        return f"a mapping of names, each {inner[-1]}"
    if hint in SCALARS:
        return SCALARS[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _either([f"`{shown(member.value)}`" for member in hint])
    if hint in REGISTRIES:
        what = REGISTRIES[hint][0]
        return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
    if is_dataclass(hint) and isinstance(hint, type):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return "anything" if hint is Any or hint in NODES else str(getattr(hint, "__name__", hint))


def _is_type(argument: Any, of: Any) -> bool:
    return of is not Literal and argument not in (type(None), Ellipsis)


def written(value: Any) -> str:
    """Return a default value as a script would write it; empty for one that writes nothing."""
    match value:
        case None | "" | ():
            return ""
        case Enum():
            return shown(value.value)
        case tuple() | frozenset():
            items = sorted(value, key=str) if isinstance(value, frozenset) else value
            texts = [written(item) for item in items]
            return f"[{', '.join(texts)}]" if any(texts) else ""
    if is_dataclass(value) and not isinstance(value, type):
        given = {
            one.name.removesuffix("_"): getattr(value, one.name)
            for one in fields(value)
            if one.default is MISSING or getattr(value, one.name) != one.default
        }
        inner = ", ".join(f"{name}: {written(part)}" for name, part in given.items())
        return f"{{{inner}}}" if len(given) != 1 else written(*given.values())
    return shown(value)


def parts_of(hint: Any) -> Iterator[type[Any]]:
    """Yield the dataclasses a type is made of, that type's own first, each as often as it occurs.

    What is read by name from a registry (objectives, optimizers) is not among them.
    """
    if hint in REGISTRIES:
        return
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for argument in get_args(hint):
        yield from parts_of(argument)


def _either(phrases: list[str]) -> str:
    *first, last = dict.fromkeys(phrases)
    return f"{', '.join(first)} or {last}" if first else last
