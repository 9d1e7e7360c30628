"""What can happen on a surface, by the names a script uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenes.surface.sight import Hide, MoveCamera, Rise, Show, Tilt
from scenes.surface.walk import AddMark, Back, Clear, Pulse, RemoveMark, Start, Step

ACTIONS: Mapping[str, type[Any]] = {
    "start": Start,
    "step": Step,
    "back": Back,
    "clear": Clear,
    "show": Show,
    "hide": Hide,
    "camera": MoveCamera,
    "tilt": Tilt,
    "rise": Rise,
    "mark": AddMark,
    "unmark": RemoveMark,
    "pulse": Pulse,
}
