"""What is seen: one module per scene kind; the folder is the registry.

A module (or package) of this folder is a kind when it has a ``KIND``, the class that draws it;
its ``Params`` is what the kind is told in a script.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any

from scenes.stage import Stage


def kinds() -> tuple[str, ...]:
    """Return the names of all scene kinds, sorted; for it every module of the folder is loaded."""
    return tuple(sorted(name for name in _modules() if is_kind(name)))


def is_kind(name: str) -> bool:
    """Tell whether a scene kind has that name; no other is loaded for it."""
    return name in _modules() and hasattr(_module(name), "KIND")


def kind(name: str) -> type[Stage]:
    """Return the class of a scene kind; KeyError when no module of that name is one."""
    stage: type[Stage] = _of_kind(name).KIND
    return stage


def params(name: str) -> type[Any]:
    """Return the dataclass of a scene kind's params; KeyError as for ``kind``."""
    declared: type[Any] = _of_kind(name).Params
    return declared


def _of_kind(name: str) -> ModuleType:
    if not is_kind(name):
        raise KeyError(name)
    return _module(name)


@cache
def _modules() -> frozenset[str]:
    return frozenset(module.name for module in pkgutil.iter_modules(__path__))


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")
