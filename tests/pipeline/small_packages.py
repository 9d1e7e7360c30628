"""Packages whose files are a few bytes, and a small course that is really built."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline.publish.description import description, mark
from pipeline.publish.package import ROLES, Asset, CoursePackage, Origin, Package, PhasePackage
from script.nodes import Place
from script.order import PublishSpec
from tests.pipeline.small_lessons import LESSON

CHAPTERS = ((0.0, "One"), (12.5, "Two"), (30.0, "Three"))
SIZES = {"film": (1920, 1080), "download": (1920, 1080), "thumbnail": (1280, 720)}

COURSE = """\
title: A course
voice: silent
phases:
- title: The first phase
  goal: Begin.
  lessons: [small]
publish: {tags: [a b, c], site: https://example.org/course}
"""

QUIZ = """\
quiz:
  question: What is f after a step?
  right: "{good.f[1]}"
  within: 0.5
  because: It is {good.f[1]:.0f}.
scenes:
"""

END = """\
- id: end
  title: What to keep
  kind: end_card
  with: {recap: [One step at a time., "It is {good.f[1]:.0f}."], next: More}
  beats:
  - id: keep
    say: That is all.
    do: [{recap: 0}, {recap: 1}]
    pause: 10
"""

LONGER = (
    (LESSON + END)
    .replace("scenes:\n", QUIZ)
    .replace("objective: Take a step.", "objective: Take a step on $x^2 + 2 y^2$.")
    .replace(
        "say: And then another.\n    do:\n    - {reveal: 1, for: 0.3}\n    pause: 0.4",
        "say: And then another.\n    do:\n    - {reveal: 1, for: 0.3}\n    pause: 10",
    )
    .replace(
        "- {step: {to: 1}, at: go, for: 0.4}\n    pause: 0.3",
        "- {step: {to: 1}, at: go, for: 0.4}\n    pause: 10",
    )
)
"""The small lesson with a quiz, sentences to keep, and chapters as long as platforms ask for."""


def package(folder: Path, name: str = "small", **changes: Any) -> Package:
    """Return a package that keeps all rules, its files in ``folder``; then with ``changes``."""
    made = folder / name
    made.mkdir(parents=True, exist_ok=True)
    assets = []
    for ending, role in ROLES.items():
        path = made / f"{name}{ending}"
        if not path.exists():
            if role == "thumbnail":
                Image.new("RGB", SIZES[role]).save(path, "PNG")
            else:
                path.write_text(f"{role} of {name}")
        assets.append(Asset(role, path, sha256(path), "en", SIZES.get(role)))
    film = next(one for one in assets if one.role == "film")
    keys = ("title", "objective", *(f"chapter {n}" for n in (1, 2, 3)), "recap 1", "tags")
    places = {key: Place("small.yaml", line, 3) for line, key in enumerate(keys, 1)}
    whole = Package(
        name=name,
        lesson=name.partition(".")[0],
        number=None,
        title="A small lesson",
        objective="Take a step.",
        description="",
        tags=("a b", "c"),
        language="en",
        phase="The first phase",
        seconds=42.0,
        chapters=CHAPTERS,
        assets=tuple(assets),
        quiz=None,
        recap=("It falls.",),
        origin=Origin(Path("small.yaml"), places),
    )
    return told(replace(whole, **changes), film.sha256[:8])


def told(whole: Package, revision: str) -> Package:
    """Return a package whose description says what the package does."""
    line = mark(whole.name, revision)
    text = description(whole.objective, whole.chapters, whole.recap, "To keep", "", line)
    return whole if whole.description else replace(whole, description=text)


def course_of(*packages: Package, order: tuple[str, ...] = ()) -> CoursePackage:
    """Return a course of one phase with these packages, in their order or another one."""
    lessons = order or tuple(one.name for one in packages)
    phase = PhasePackage("The first phase", "Begin.", lessons)
    held = {one.name: one for one in packages}
    return CoursePackage("A course", "en", (phase,), held, {}, PublishSpec())


def edited_file(whole: Package, role: str, text: str) -> Package:
    """Return a package whose file of a role has another text, as the gate passed it."""
    path = whole.one(role).path
    path.write_text(text)
    assets = tuple(
        replace(one, sha256=sha256(path)) if one.role == role else one for one in whole.assets
    )
    return replace(whole, assets=assets)


def edited_film(whole: Package, text: str) -> Package:
    """Return a package with another film, which its description names."""
    changed = edited_file(whole, "film", text)
    line = mark(whole.name, whole.revision)
    told = changed.description.replace(line, mark(whole.name, changed.revision))
    return replace(changed, description=told)


def sha256(path: Path) -> str:
    """Return the digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
