"""What the contract tests of scene kinds run over."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scenes.box import REGIONS
from scenes.look import Look, font_digests
from scenes.player import stages
from scenes.shot import PanelShot, PanelState, Shot, TimedCue
from scenes.stage import Stage
from script.results import Result

SMALL = Look(320, 180, 30, font_digests())
"""A look that is quick to draw; the pictures keep their shape at every size."""


@dataclass(frozen=True)
class Sample:
    """A kind with params, in a region, and its actions in an order that makes sense.

    ``actions`` are (name, action) pairs; together a kind's samples take every action it knows.
    """

    kind: str
    params: Any
    region: str
    runs: Mapping[str, Result]
    actions: tuple[tuple[str, Any], ...]

    def panel(self, state: Any) -> PanelShot:
        """Return the sample's panel as a beat finds it."""
        box = REGIONS[self.region]
        return PanelShot("panel", self.kind, box, self.params, PanelState(state, 1.0))

    def stage(self, look: Look = SMALL) -> Stage:
        """Return a stage that has drawn nothing yet."""
        return stages([self.panel(None)], look, self.runs)["panel"]

    def states(self, stage: Stage) -> Iterator[tuple[str, Any, Any]]:
        """Yield every action in turn: its name, the action, the state it is taken from."""
        state = stage.initial()
        for name, action in self.actions:
            yield name, action, state
            state = action.at(state, 1.0, stage)

    def shots(self, frames: int, hold: int = 0, look: Look = SMALL) -> tuple[Shot, ...]:
        """Return a beat for each action: ``frames`` of motion, then ``hold`` at rest."""
        return tuple(
            Shot(
                scene=self.kind,
                beat=f"{i} {name}",
                panels=(self.panel(state),),
                cues=(TimedCue("panel", name, action, 0, frames),),
                results=self.runs,
                look=look,
                frames=frames + hold,
                fade_in=0,
                fade_out=0,
            )
            for i, (name, action, state) in enumerate(self.states(self.stage(look)))
        )


@cache
def samples() -> Mapping[str, Sample]:
    """Return the samples of every ``samples_*.py`` beside this file, by name."""
    files = sorted(Path(__file__).parent.glob("samples_*.py"))
    modules = [importlib.import_module(f"tests.scenes.{file.stem}") for file in files]
    return {
        f"{sample.kind}-{i}-{sample.region}": sample
        for module in modules
        for i, sample in enumerate(module.SAMPLES)
    }
