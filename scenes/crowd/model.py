"""Groups of dots, their parts, and how much of them is seen."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.look import Meaning
from script.typed import Text


@dataclass(frozen=True, slots=True)
class Part:
    """Those of a group of which something is so.

    Attributes
    ----------
    id : str
        What ``light`` calls them.
    count : int
        How many they are.
    text : Text
        What appears beside the group's name when they are lit.
    color : str
        What lights up, by its meaning.
    """

    id: str
    count: int
    text: Text = Text("")
    color: Meaning = "path"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of dots, and its name over them.

    Attributes
    ----------
    id : str
        What ``deal`` calls it.
    name : Text
        Stands over its dots.
    count : int
        How many they are, all in all.
    parts : tuple of Part
        Those that can be lit, from the first dot on; each has its own shape.
    """

    id: str
    name: Text
    count: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Params:
    """Groups of dots, one under another; each dot has its place from the start.

    Attributes
    ----------
    groups : tuple of Group
        From the top down.
    title : Text
        Stands over them.
    """

    groups: tuple[Group, ...]
    title: Text = Text("")


@dataclass(frozen=True, slots=True)
class State:
    """How far each group has been dealt and each part lit, from 0 to 1, in their order."""

    dealt: tuple[float, ...]
    lit: tuple[tuple[float, ...], ...]
