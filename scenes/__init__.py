"""What is seen: one module per scene kind; the folder is the registry.

A module (or package) of this folder is a kind when it has a ``KIND``, the class that draws it;
its ``Params`` is what the kind is told in a script.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

from scenes.stage import Stage


@cache
def _registry() -> Mapping[str, ModuleType]:
    modules = (
        (module.name, importlib.import_module(f"{__name__}.{module.name}"))
        for module in pkgutil.iter_modules(__path__)
    )
    return {name: module for name, module in modules if hasattr(module, "KIND")}


def kinds() -> tuple[str, ...]:
    """Return the names of all scene kinds, sorted."""
    return tuple(sorted(_registry()))


def kind(name: str) -> type[Stage]:
    """Return the class of a scene kind; KeyError when no module of that name is one."""
    stage: type[Stage] = _registry()[name].KIND
    return stage


def params(name: str) -> type[Any]:
    """Return the dataclass of a scene kind's params; KeyError as for ``kind``."""
    declared: type[Any] = _registry()[name].Params
    return declared
