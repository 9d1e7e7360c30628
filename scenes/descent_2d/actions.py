"""What can happen on a map, by the names a script uses.

Each action is data: a frozen dataclass with the length it takes by nature and the state at any
part of its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenes.descent_2d.bowl import DrawBowl, EraseBowl
from scenes.descent_2d.compass import AddCompass, RemoveCompass, Turn
from scenes.descent_2d.dial import Rate
from scenes.descent_2d.race import EndRace, RaceSteps
from scenes.descent_2d.reshape import Reshape
from scenes.descent_2d.view import (
    AddMark,
    DrawGuide,
    EraseGuide,
    FollowRun,
    Hide,
    RemoveMark,
    Show,
)
from scenes.descent_2d.votes import Average
from scenes.descent_2d.walk import Back, Clear, Pulse, Start, Step
from scenes.descent_2d.zoom import Zoom

ACTIONS: Mapping[str, type[Any]] = {
    "start": Start,
    "show": Show,
    "hide": Hide,
    "step": Step,
    "back": Back,
    "clear": Clear,
    "guide": DrawGuide,
    "unguide": EraseGuide,
    "bowl": DrawBowl,
    "unbowl": EraseBowl,
    "reshape": Reshape,
    "zoom": Zoom,
    "follow": FollowRun,
    "mark": AddMark,
    "unmark": RemoveMark,
    "pulse": Pulse,
    "compass": AddCompass,
    "turn": Turn,
    "uncompass": RemoveCompass,
    "race": RaceSteps,
    "unrace": EndRace,
    "average": Average,
    "rate": Rate,
}
