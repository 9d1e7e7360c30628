"""What can happen to a line through dots, by the names a script uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenes.line_fit.hand import Set, Stretch
from scenes.line_fit.sight import Hide, Highlight, Show, Unhighlight
from scenes.line_fit.walk import Back, Clear, Start, Step

ACTIONS: Mapping[str, type[Any]] = {
    "set": Set,
    "start": Start,
    "step": Step,
    "back": Back,
    "clear": Clear,
    "show": Show,
    "hide": Hide,
    "highlight": Highlight,
    "unhighlight": Unhighlight,
    "stretch": Stretch,
}
"""The actions by their name in a script."""
