"""A small lesson for the tests of the engine, and ways to build it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from pipeline import voices
from pipeline.build import render, status
from pipeline.deliver import Delivery, deliver
from pipeline.plan import Plan
from pipeline.prepare import planned, ready
from pipeline.resolve import ReadyLesson
from pipeline.store import Store
from scenes.look import Look, look

ROOT = Path(__file__).parents[2]
SIZE = "256,144"
FPS = 15

LESSON = """\
lesson: small
title: A small lesson
objective: Take a step.
minutes: 1
voice: silent
runs:
  good: {objective: bowl, optimizer: {gd: {lr: 0.1}}, start: [5, 5], steps: 4, expect: converges}
scenes:
- id: words
  title: Two sentences
  kind: statements
  with: {items: [One step., Two steps.]}
  beats:
  - id: one
    say: Take one [go] step.
    do:
    - {reveal: 0, at: go, for: 0.3}
    pause: 0.4
  - id: two
    say: And then another.
    do:
    - {reveal: 1, for: 0.3}
    pause: 0.4
- id: bowl
  title: On a bowl
  kind: descent_2d
  with: {objective: bowl, window: [-1, 6, -1, 6]}
  beats:
  - id: look
    say: Here is a bowl.
    pause: 0.3
  - id: start
    say: We start at {good.x[0][0]:.0f}.
    do:
    - {start: {run: good}, for: 0.3}
    pause: 0.3
  - id: step
    say: And [go] down.
    do:
    - {step: {to: 1}, at: go, for: 0.4}
    pause: 0.3
"""
"""Two scenes, five beats, seven seconds; the run is seen in the last two beats only."""

CROWDED = (
    "kind: statements\n  with: {items: [One step., Two steps.]}",
    "panels:\n    card:\n      kind: statements\n      at: right-narrow-bottom\n"
    f"      with: {{items: [One step., {'And on. ' * 30}]}}",
)
"""An edit of the first scene that no check finds: its sentences have no room."""

BEATS = ("words/one", "words/two", "bowl/look", "bowl/start", "bowl/step")


def small_look() -> Look:
    """Return the smallest look the tests draw with."""
    return replace(look("l"), width=256, height=144, fps=FPS)


def write(folder: Path, text: str = LESSON, name: str = "small.yaml") -> Path:
    """Write a lesson file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def edited(*changes: tuple[str, str]) -> str:
    """Return the lesson with texts replaced; each must be in it exactly once."""
    text = LESSON
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def resolved(folder: Path, text: str = LESSON) -> ReadyLesson:
    """Return the lesson resolved."""
    return ready(write(folder, text), small_look())


def plan_of(folder: Path, text: str = LESSON, using: Look | None = None) -> Plan:
    """Return the plan of a lesson, spoken by the silent voice, its takes stored in ``folder``."""
    using = using or small_look()
    lesson = ready(write(folder, text), using)
    return planned(lesson, using, voices.get("silent"), Store(folder / "store"))


def build(plan: Plan, store: Store, out: Path) -> tuple[set[str], Delivery]:
    """Build a lesson; return the beats that were drawn and the files."""
    statuses = status(plan, store)
    footage = render(statuses, plan, store, jobs=2)
    drawn = {one.beat.name for one in statuses if not one.is_cached}
    return drawn, deliver(plan, footage, store, out)


def command(*arguments: str | Path) -> list[str]:
    """Return the command line of ``render.py``."""
    return [sys.executable, str(ROOT / "render.py"), *map(str, arguments)]


def run(
    *arguments: str | Path, cwd: Path, env: dict[str, str] | None = None, umask: int = -1
) -> subprocess.CompletedProcess[str]:
    """Run ``render.py`` as a user does."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=env,
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
