"""A shot: all that one beat's picture needs, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenes.box import Box
from scenes.look import Look
from script.results import Result


@dataclass(frozen=True, slots=True)
class PanelState:
    """What a panel shows at one moment.

    ``state`` is its kind's State; ``opacity`` is how much of the panel is seen, from 0 (it has
    not entered, or has left) to 1.
    """

    state: Any
    opacity: float


@dataclass(frozen=True, slots=True)
class PanelShot:
    """A panel as the beat finds it: kind, place, params and what it shows when the beat begins.

    ``since`` is the State that the same panel ended with in the scene before, ``until`` the one
    it begins the next scene with; None where it does not go on. What both pictures share stays
    while the rest of the scenes fades.
    """

    name: str
    kind: str
    box: Box
    params: Any
    before: PanelState
    since: Any = None
    until: Any = None


@dataclass(frozen=True, slots=True)
class TimedCue:
    """An action with its panel, its first frame (counted from the beat's) and its frames."""

    panel: str
    name: str
    action: Any
    start: int
    frames: int


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of a caption and the frame, counted from the beat's first, in which it is begun."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class BurnedCaption:
    """A caption that is part of the picture, from frame ``start`` to before frame ``stop``."""

    start: int
    stop: int
    lines: tuple[tuple[SpokenWord, ...], ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """One beat's picture as a question: the same shot always has the same frames.

    ``results`` holds the runs, curves, sweeps and expectations that params, states and cues name,
    and no other.
    ``fade_in`` and ``fade_out`` are frames of the cross-fade from and to the background.
    ``captions`` are those that are drawn over the panels, in order; none where they are files.
    ``scene`` and ``beat`` only name it in messages; they are not part of its identity.
    """

    scene: str
    beat: str
    panels: tuple[PanelShot, ...]
    cues: tuple[TimedCue, ...]
    results: Mapping[str, Result]
    look: Look
    frames: int
    fade_in: int
    fade_out: int
    captions: tuple[BurnedCaption, ...] = ()
