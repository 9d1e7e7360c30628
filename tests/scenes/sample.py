"""What the contract tests of scene kinds run over."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from scenes.box import regions
from scenes.look import LIGHT, Look, font_digests
from scenes.player import stages
from scenes.shot import PanelShot, PanelState, Shot, TimedCue
from scenes.stage import Stage
from script.results import Result

SMALL = Look(320, 180, 30, font_digests())
"""A look that is quick to draw; the pictures keep their shape at every size."""
OTHER = replace(SMALL, width=180, height=320, palette=LIGHT)
"""The other theme in the other aspect."""
CROSSED = (replace(SMALL, palette=LIGHT), replace(OTHER, palette=SMALL.palette))
"""What is left of themes and aspects: drawn by ``pytest --campaign`` only."""


@dataclass(frozen=True)
class Sample:
    """A kind with params, in a region, and its actions in an order that makes sense.

    ``upright`` is the region in a standing frame, where it needs another one there. ``actions``
    are (name, action) pairs; together a kind's samples take every action it knows.
    """

    kind: str
    params: Any
    region: str
    runs: Mapping[str, Result]
    actions: tuple[tuple[str, Any], ...]
    look: Look = SMALL
    upright: str = ""

    def panel(self, state: Any) -> PanelShot:
        """Return the sample's panel as a beat finds it."""
        standing = self.look.aspect == "portrait" and self.upright
        box = regions(self.look)[self.upright if standing else self.region]
        return PanelShot("panel", self.kind, box, self.params, PanelState(state, 1.0))

    def stage(self) -> Stage:
        """Return a stage that has drawn nothing yet."""
        return stages([self.panel(None)], self.look, self.runs)["panel"]

    def states(self, stage: Stage) -> Iterator[tuple[str, Any, Any]]:
        """Yield every action in turn: its name, the action, the state it is taken from."""
        state = stage.initial()
        for name, action in self.actions:
            yield name, action, state
            state = action.at(state, 1.0, stage)

    def shots(self, frames: int, hold: int = 0) -> tuple[Shot, ...]:
        """Return a beat for each action: ``frames`` of motion, then ``hold`` at rest."""
        return tuple(
            Shot(
                scene=self.kind,
                beat=f"{i} {name}",
                panels=(self.panel(state),),
                cues=(TimedCue("panel", name, action, 0, frames),),
                results=self.runs,
                look=self.look,
                frames=frames + hold,
                fade_in=0,
                fade_out=0,
            )
            for i, (name, action, state) in enumerate(self.states(self.stage()))
        )


@cache
def samples() -> Mapping[str, Sample]:
    """Return the samples of every ``samples_*.py`` beside this file, in every look, by name."""
    files = sorted(Path(__file__).parent.glob("samples_*.py"))
    modules = [importlib.import_module(f"tests.scenes.{file.stem}") for file in files]
    return {
        named(sample, i, look): replace(sample, look=look)
        for look in (SMALL, OTHER, *CROSSED)
        for module in modules
        for i, sample in enumerate(module.SAMPLES)
    }


def named(sample: Sample, index: int, look: Look) -> str:
    """Return the name of a sample in a look; those of ``SMALL`` have no mark of it."""
    mark = look.name.partition("-")[2]
    return "-".join(filter(None, (sample.kind, str(index), sample.region, mark)))
