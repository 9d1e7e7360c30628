"""What a dataclass or function may be given, from its annotations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, get_type_hints


@dataclass(frozen=True, slots=True)
class Parameter:
    """One of them: its name in Python, its type, and whether it must be given."""

    name: str
    hint: Any
    required: bool


@lru_cache(maxsize=512)
def parameters(function: Callable[..., Any]) -> Mapping[str, Parameter]:
    """Return the parameters of a dataclass or function, by the key a script uses for each.

    The key is the name less a trailing underscore, which only keeps Python's keywords apart:
    ``for_`` is written ``for``. Parameters with a default may be left out.
    """
    hints = get_type_hints(function)
    signature = inspect.signature(function)
    return MappingProxyType(
        {
            name.removesuffix("_"): Parameter(
                name, hints[name], parameter.default is inspect.Parameter.empty
            )
            for name, parameter in signature.parameters.items()
        }
    )
