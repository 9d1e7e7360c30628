"""How stages keep their parts: each built once for equal arguments, and faded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from manim import Mobject

F = TypeVar("F", bound=Callable[..., Any])

_KEPT = 400
"""Parts kept a stage: more than any frame shows, few enough to stay small."""


def part(method: F) -> F:
    """Make a method of a stage return the same object for equal (hashable) arguments.

    The player draws what is the same object from frame to frame only once, so whatever holds
    still should come from a part. What a part returns must not be changed afterwards.
    """

    @wraps(method)
    def kept(self: Any, *args: Hashable) -> Any:
        memo: OrderedDict[Hashable, Any] = self.__dict__.setdefault("_parts", OrderedDict())
        key = (method.__name__, args)
        if key in memo:
            memo.move_to_end(key)
        else:
            memo[key] = method(self, *args)
            if len(memo) > _KEPT:
                memo.popitem(last=False)
        return memo[key]

    return kept  # type: ignore[return-value]


def faded(mobject: Mobject, opacity: float) -> Mobject:
    """Return vector graphics with all their opacities scaled: a copy, or itself at 1."""
    if opacity >= 1:
        return mobject
    copy = mobject.copy()
    for member in copy.family_members_with_points():
        for rgbas in (member.fill_rgbas, member.stroke_rgbas, member.background_stroke_rgbas):
            rgbas[:, 3] *= opacity
    return copy


def across(mobject: Mobject) -> Mobject:
    """Return a mobject that crosses a text on purpose, as a strike does; the layout proof lets it.

    It is marked, not copied; copies are marked too.
    """
    mobject.crosses_text = True
    return mobject
