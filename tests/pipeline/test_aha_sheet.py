"""``storyboard all``: the picture that each lesson is about, on one sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from small_lessons import LESSON, write

from pipeline.cli import main
from pipeline.commands import boards
from pipeline.storyboard import CELLS, GAP


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder; its lessons are in it, and none has an aha yet."""
    lessons = tmp_path / "lessons"
    write(lessons, name="c.yaml")
    monkeypatch.setattr(boards, "LESSONS", lessons)
    monkeypatch.chdir(tmp_path)
    return lessons


def _add(lessons: Path, name: str, aha: str, more: str = "") -> None:
    text = LESSON.replace("lesson: small", f"lesson: {name}\naha: {aha}{more}")
    write(lessons, text, f"{name}.yaml")


@pytest.mark.render
def test_a_sheet_for_each_shape(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _add(course, "a", "bowl/start")
    _add(course, "b", "bowl/step")
    _add(course, "d", "words/two", "\naspect: portrait")
    assert main(["storyboard", "all", "-q", "l"]) == 0
    written = capsys.readouterr().out.splitlines()
    assert written == ["build/aha-landscape/aha.png", "build/aha-portrait/aha.png"]
    wide, high = CELLS["landscape"].picture
    with Image.open(written[0]) as sheet:
        first, second, third = (
            sheet.crop((left, GAP, left + wide, GAP + high)).tobytes()
            for left in (GAP + n * (wide + GAP) for n in range(3))
        )
    assert first != second
    assert len({*zip(third[::3], third[1::3], third[2::3], strict=True)}) == 1


def test_what_is_not_asked_of_all(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["storyboard", "all", "bowl/start"]) == 2
    assert "parts and languages are asked for of one lesson" in capsys.readouterr().err
    assert main(["storyboard", "all"]) == 2
    assert f"no lesson in {course} names its aha" in capsys.readouterr().err
