"""The documents say what is true: their lessons load, their tables name what there is."""

import re
from pathlib import Path

import pytest

from pipeline.resolve import resolve
from scenes.box import REGIONS
from scenes.look import look
from script.load import load_lesson

ROOT = Path(__file__).parent.parent
BLOCKS = [
    (page.name, block)
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for block in re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
]

AROUND = """\
lesson: around
title: A lesson around some runs
objective: See the runs.
minutes: 1
scenes:
- id: one
  title: One
  kind: statements
  with: {items: [One.]}
  beats: [{id: one, say: One., do: [{reveal: 0}]}]
"""


def test_readme_and_guide_hold_a_lesson_each() -> None:
    assert {page for page, _ in BLOCKS} >= {"README.md", "writing-a-lesson.md"}


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_lesson_in_a_document_resolves(page: str, block: str, tmp_path: Path) -> None:
    file = tmp_path / "lesson.yaml"
    for music in set(re.findall(r"music/\w+\.flac", block)):
        (tmp_path / music).parent.mkdir()
        (tmp_path / music).write_bytes(b"known by its digest alone")
    file.write_text(block if block.startswith("lesson:") else AROUND + block, encoding="utf-8")
    ready = resolve(load_lesson(file), look("l"))
    assert ready.lesson.scenes


def test_guide_names_only_regions_there_are() -> None:
    guide = (ROOT / "docs" / "writing-a-lesson.md").read_text(encoding="utf-8")
    paragraph = guide[guide.index("`at:` takes one") : guide.index("the lowest part of the frame")]
    named = set(re.findall(r"`([a-z-]+)`", paragraph)) - {"at"}
    assert named <= set(REGIONS)
