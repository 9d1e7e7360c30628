"""Copies of manim's mobjects, made without asking of each value whether it can change."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np

_CONSTANT = frozenset({bool, int, float, str, type(None)})


def copied(mobject: Any, copies: dict[int, object]) -> object:
    """Return the deep copy of a mobject, as manim makes it."""
    copy = object.__new__(type(mobject))
    copies[id(mobject)] = copy
    own = vars(copy)
    for name, value in vars(mobject).items():
        sort = type(value)
        if sort in _CONSTANT:
            own[name] = value
        elif sort is np.ndarray and id(value) not in copies:
            own[name] = copies[id(value)] = value.copy()
        elif sort is list and id(value) not in copies:
            own[name] = copies[id(value)] = [deepcopy(one, copies) for one in value]
        else:
            own[name] = deepcopy(value, copies)
    copy.original_id = str(id(mobject))
    return copy


def itself(value: object, copies: object) -> object:
    """Return the value: the deep copy of what is never changed."""
    return value
