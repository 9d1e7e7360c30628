"""Faults of layout: an edit of a lesson as a writer makes it, and where it is to be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from scenes import box
from scenes.look import Look
from tests.pipeline.planted import Patch
from tests.pipeline.small_lessons import LESSON, ROOT

Relook = Callable[[Look], Look]


@dataclass(frozen=True)
class Planted:
    """A fault.

    ``lesson`` is ``small``, a kind (its specimen) or a shipped lesson with one of its scenes, as in
    ``06 ten``; ``edits`` are texts and what stands in place of each. ``at`` is a text that is in
    the edited lesson once: the finding begins where its ``¦`` is, else with the text. What no
    lesson can do wrong is planted into the ``patch``ed code or the ``look``.
    """

    rule: str
    lesson: str
    at: str
    edits: tuple[tuple[str, str], ...] = ()
    look: Relook | None = None
    patch: Patch | None = None

    def text(self) -> str:
        """Return the lesson with the fault in it."""
        text = unplanted(self.lesson)
        for old, new in self.edits:
            assert text.count(old) == 1, f"{old!r}: {text.count(old)} times in {self.lesson}"
            text = text.replace(old, new)
        return text

    def place(self) -> tuple[int, int]:
        """Return line and column, from 1, of where it is to be told."""
        text, part = self.text(), self.at.replace("¦", "")
        assert text.count(part) == 1, f"{part!r}: {text.count(part)} times"
        before = text[: text.index(part) + max(self.at.find("¦"), 0)]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


def unplanted(name: str) -> str:
    """Return a lesson without a fault, as ``Planted.lesson`` names it."""
    if name == "small":
        return LESSON
    lesson, _, scene = name.partition(" ")
    if not scene:
        return (ROOT / "docs" / "specimens" / f"{lesson}.yaml").read_text(encoding="utf-8")
    lessons = (ROOT / "script" / "lessons").glob(f"{lesson}-*.yaml")
    (path,) = (one for one in lessons if "." not in one.stem)
    head, *scenes = path.read_text(encoding="utf-8").split("\n- id: ")
    (found,) = (one for one in scenes if one.startswith(f"{scene}\n"))
    lines = [line for line in head.splitlines() if not line.startswith("aha:")]
    return "\n".join(lines) + f"\n- id: {found.rstrip()}\n"


def palette(**colors: Any) -> Relook:
    """Return a fault of a theme: other colours."""
    return lambda look: replace(look, palette=replace(look.palette, **colors))


def types(**sizes: float) -> Relook:
    """Return a fault of the type scale: other sizes, in points."""
    return lambda look: replace(look, type=replace(look.type, **sizes))


def region(name: str, **changed: float) -> Patch:
    """Return a fault of a region of the frame: another edge or size, in scene units."""
    moved: Mapping[str, box.Box] = {**box.REGIONS, name: replace(box.REGIONS[name], **changed)}

    def plant(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(box, "REGIONS", moved)

    return plant
