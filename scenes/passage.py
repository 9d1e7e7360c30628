"""From one scene into the next: what a panel's pictures have in common stays, the rest fades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from scenes.canvas import Layer
from scenes.ease import smooth
from scenes.shot import PanelState, Shot
from scenes.stage import Stage


def light(shot: Shot, frame: int) -> float:
    """Return how far the picture is faded in (1: fully) in a frame."""
    rise = (frame + 1) / (shot.fade_in + 1)
    fall = (shot.frames - frame) / (shot.fade_out + 1)
    return smooth(min(rise, fall, 1.0))


def neighbours(shot: Shot, frame: int) -> Mapping[str, Any]:
    """Return, for each panel that goes on, its State in the scene that fades into this frame's."""
    if frame < shot.fade_in:
        found = {panel.name: panel.since for panel in shot.panels}
    elif frame >= shot.frames - shot.fade_out:
        found = {panel.name: panel.until for panel in shot.panels}
    else:
        found = {}
    return {name: state for name, state in found.items() if state is not None}


def passing(
    moment: Mapping[str, PanelState],
    on: Mapping[str, Stage],
    other: Mapping[str, Any],
    seen: float,
) -> list[Layer]:
    """Return the picture of every panel in sight, ``seen`` of it but for what stays.

    ``other`` holds the panels' States in the other scene: what is the very same part in both
    pictures is seen in full.
    """
    layers: list[Layer] = []
    for name, panel in moment.items():
        if panel.opacity <= 0:
            continue
        shared = on[name].draw(other[name]).values() if name in other else ()
        ids = {id(part) for part in shared}
        parts = [(id(part) in ids, part) for part in on[name].draw(panel.state).values()]
        for stays, group in groupby(parts, itemgetter(0)):
            opacity = panel.opacity * (1.0 if stays else seen)
            layers.append(Layer(tuple(part for _, part in group), opacity))
    return layers


def dimmed(layers: Iterable[Layer], seen: float) -> list[Layer]:
    """Return layers of which so much is seen."""
    return [Layer(layer.mobjects, layer.opacity * seen) for layer in layers]
