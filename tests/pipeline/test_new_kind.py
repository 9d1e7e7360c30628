"""A new kind from the template works at once, and takes nobody's place."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.new_kind import BadName, write

ROOT = Path(__file__).parents[2]
ROOMS = ("gdmath", "script", "scenes", "pipeline")
TESTS = ("conftest.py", "scenes/conftest.py", "scenes/sample.py", "scenes/glyphs.py")
CONTRACT = ("scenes/test_contract.py", "scenes/test_contract_pictures.py")

IN_A_LESSON = """
from pathlib import Path
from pipeline.prepare import ready
from pipeline.reference import kind_entry
from scenes.look import look
assert ready(Path("docs/specimens/step_count.yaml"), look("l")).scenes
assert all(field.says for field in kind_entry("step_count").params.fields)
"""


@pytest.fixture
def repository(tmp_path):
    """A copy of the code, with no sample of another kind."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    for test in (*TESTS, *CONTRACT):
        there = tmp_path / "tests" / test
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / test, there)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.render
def test_a_new_kind_passes_at_once(repository):
    made = write("step_count", repository)
    assert [path.relative_to(repository).as_posix() for path in made] == [
        "scenes/step_count.py",
        "tests/scenes/samples_step_count.py",
        "tests/scenes/test_step_count.py",
        "docs/specimens/step_count.yaml",
    ]
    run(repository, "-m", "pytest", "tests", "-k", "step_count", "-p", "no:cacheprovider")
    run(repository, "-c", IN_A_LESSON)
    run(repository, "-m", "ruff", "check", *made[:3])
    run(repository, "-m", "ruff", "format", "--check", *made[:3])


def run(folder, *arguments):
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("StepCount", "names no kind: small letters, digits and _ - write stepcount"),
        ("step-count", "- write step_count"),
        ("2d", "- write d"),
        ("class", "- such as number_line"),
        ("../x", "- write x"),
        ("", "- such as number_line"),
        ("table", "scenes/table is there already: take another name"),
        ("question", "scenes/question.py is there already"),
        ("look", "scenes/look.py is there already"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(tmp_path, name, told):
    for there in ("table", "question.py", "look.py"):
        (tmp_path / "scenes" / there).mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadName) as caught:
        write(name, tmp_path)
    assert told in str(caught.value)
    assert caught.value.exit_code == 2
    assert sorted(tmp_path.rglob("*")) == before
