"""A build with nothing to do is answered by hashes; whatever changed is noticed."""

import fcntl
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.pipeline.beeps import record
from tests.pipeline.small_lessons import LESSON, ROOT, SIZE, run, write

pytestmark = pytest.mark.render

NOTHING = "small: 0:08, 5 beats, nothing to do\n"
BUILD = ("--resolution", SIZE, "--fps", "15", "-q", "l", "-j", "1")


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A folder where the small lesson was built twice."""
    folder = tmp_path_factory.mktemp("done")
    write(folder, LESSON)
    assert run("build", "small.yaml", *BUILD, cwd=folder).returncode == 0
    return folder


@pytest.fixture
def here(done, tmp_path):
    """The same, to be changed."""
    shutil.copytree(done, tmp_path / "here", symlinks=True)
    here = tmp_path / "here"
    said(here)  # the answer is known by its folder
    return here


def said(folder, *arguments, **how):
    found = run("build", "small.yaml", *BUILD, *arguments, cwd=folder, **how)
    assert found.returncode == 0, found.stderr
    return found.stdout


def used(folder):
    """Return the data of an artifact that the film is made of: the store holds others too."""
    records = [json.loads(file.read_text()) for file in folder.glob("build/store/built/*")]
    (record,) = [one for one in records if str(folder / "small.yaml") in one["texts"]]
    return next(folder.glob(f"build/store/objects/*/{record['keys'][0]}/data"))


def is_answered(folder, *arguments):
    """Tell whether the command is answered without the modules that build."""
    words = ["build", "small.yaml", *BUILD, *arguments]
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pipeline import unchanged\n"
        "sys.exit(0 if unchanged.answer(sys.argv[2:]) and 'av' not in sys.modules else 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(ROOT), *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 9), done.stderr
    assert done.stdout.startswith("small:") == (done.returncode == 0)
    return done.returncode == 0


def test_nothing_changed_is_answered_and_says_what_a_build_says(here):
    first = said(here)
    assert first.startswith(NOTHING)
    assert is_answered(here)
    for file in (here / "build" / "store" / "answers").iterdir():
        file.unlink()
    assert not is_answered(here)
    assert said(here) == first


def test_the_notes_are_said_again(here):
    found = run("build", "small.yaml", *BUILD, cwd=here)
    assert found.stderr == "note: 0:08 is not within 10 % of minutes: 1\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda here: write(here, LESSON + "# a comment\n"),
        lambda here: (here / "other.yaml").write_text("lesson: other\n"),
        lambda here: (here / "course.yaml").write_text("title: A course\nlessons: [small]\n"),
        lambda here: next(here.glob("build/small/*/small.mp4")).write_bytes(b"no film"),
        lambda here: next(here.glob("build/small/*/small.srt")).unlink(),
        lambda here: next(here.glob("build/small/*/small.manifest.json")).unlink(),
        lambda here: shutil.rmtree(here / "build" / "store" / "objects"),
        lambda here: used(here).write_bytes(b"flipped"),
        lambda here: used(here).unlink(),
        lambda here: [file.write_text("{}") for file in here.glob("build/store/built/*")],
        lambda here: (here / "small.yaml").unlink(),
        lambda here: record(here / "voice" / "small", "words/one", "Take one step."),
        lambda here: record(here / "voice" / "small", "bowl", "Here it is.", "mp3"),
    ],
    ids=[
        "the lesson",
        "a lesson beside it",
        "a course beside it",
        "the film",
        "no captions",
        "no manifest",
        "no artifacts",
        "a damaged artifact",
        "half an artifact",
        "its own record",
        "no lesson",
        "a recording of a beat",
        "a recording of a scene",
    ],
)
def test_what_changed_is_noticed(here, change):
    assert is_answered(here)
    change(here)
    assert not is_answered(here)


@pytest.mark.parametrize(
    "words",
    [
        ("--force",),
        ("--verify",),
        ("--verify-pixels",),
        ("--voice", "silent"),
        ("words",),
        ("--store", "memory://shared"),
    ],
)
def test_another_question_is_not_answered(here, words):
    assert not is_answered(here, *words)


def test_a_lesson_is_built_again_where_its_files_are_gone(here):
    shutil.rmtree(here / "build" / "small")
    assert said(here) == NOTHING.replace("nothing to do", "0 rendered") + _film(here)
    assert is_answered(here)


def test_code_and_tools_are_part_of_the_answer(here, tmp_path, monkeypatch):
    other = tmp_path / "other"
    for room in ("gdmath", "script", "scenes", "pipeline"):
        shutil.copytree(ROOT / room, other / room, ignore=shutil.ignore_patterns("__pycache__"))
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "if sys.argv[2]: sys.path.append(sys.argv[2])\n"
        "from pipeline.unchanged import code\n"
        "print(code())"
    )

    def code(packages=""):
        argv = [sys.executable, "-c", program, str(other), str(packages)]
        return subprocess.run(argv, capture_output=True, text=True, check=True).stdout

    found = {code()}
    assert found == {code()}
    (tmp_path / "site-packages" / "manim-9.dist-info").mkdir(parents=True)
    found.add(code(tmp_path / "site-packages"))
    (other / "script" / "lessons" / "06-ten-steps.yaml").unlink()  # lessons are told apart by name
    assert code() in found
    for file in ("gdmath/data/campaign.csv", "scenes/fonts/OFL.txt", "pipeline/plan.py"):
        (other / file).write_bytes((other / file).read_bytes() + b"\n")
        found.add(code())
    monkeypatch.setenv("PIPER_MODEL", "amy.onnx")
    found.add(code())
    assert len(found) == 6


def _film(here):
    return f"{next(here.glob('build/small/*/small.mp4')).relative_to(here)}\n"


def test_what_a_killed_build_left_goes_though_there_is_nothing_to_do(here, tmp_path):
    """Another command's folder, which it holds the lock of, stays."""
    temp = tmp_path / "temp"
    left, held = temp / "downhill-workers-left", temp / "downhill-workers-held"
    (left / "home").mkdir(parents=True)
    held.mkdir()
    lock = os.open(held, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    assert said(here, env=dict(os.environ, TMPDIR=str(temp))) == NOTHING + _film(here)
    os.close(lock)
    assert list(temp.iterdir()) == [held]
