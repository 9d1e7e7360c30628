"""Finding lessons by path, id, number and file name."""

from pathlib import Path

import pytest

from script.files import NoSuchLesson
from script.load import find_lesson, find_lessons


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "06-ten-steps.yaml": "lesson: ten-steps\nnumber: 06\n",
        "07-spit.yaml": "lesson: spit-out\nnumber: 7\n",
        "broken.yaml": "lesson: [",
        "course.yaml": "title: x\n",
        "notes.txt": "",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_lessons_are_the_yaml_files_but_the_course(folder: Path) -> None:
    assert [path.name for path in find_lessons(folder)] == [
        "06-ten-steps.yaml",
        "07-spit.yaml",
        "broken.yaml",
    ]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("6", "06-ten-steps.yaml"),
        ("06", "06-ten-steps.yaml"),
        ("ten-steps", "06-ten-steps.yaml"),
        ("06-ten-steps", "06-ten-steps.yaml"),
        ("06-ten-steps.yaml", "06-ten-steps.yaml"),
        ("spit-out", "07-spit.yaml"),
        ("broken", "broken.yaml"),
    ],
)
def test_a_lesson_by_name(folder: Path, name: str, file: str) -> None:
    assert find_lesson(folder, name) == folder / file


def test_a_lesson_by_path(folder: Path) -> None:
    path = folder / "07-spit.yaml"
    assert find_lesson(Path("elsewhere"), str(path)) == path


def test_an_unknown_lesson(folder: Path) -> None:
    with pytest.raises(NoSuchLesson) as caught:
        find_lesson(folder, "ten-stps")
    assert str(caught.value) == (
        f"there is no lesson ten-stps in {folder} - did you mean ten-steps?"
    )
    assert caught.value.exit_code == 2


def test_a_name_of_two_lessons(folder: Path) -> None:
    (folder / "08.yaml").write_text("number: 7\n", encoding="utf-8")
    with pytest.raises(NoSuchLesson, match=r"07-spit.yaml and 08.yaml are both called 7"):
        find_lesson(folder, "7")
