"""``build --watch``: what is saved is built, mistakes are waited for, nothing is left behind."""

import os
import queue
import signal
import subprocess
import threading

import pytest

from pipeline.commands import watching
from tests.pipeline.small_lessons import LESSON, SIZE, command, edited, run, write
from tests.pipeline.test_interrupt import is_empty, outputs, wait_for

pytestmark = pytest.mark.render

BUILD = ("build", "small.yaml", "-r", SIZE, "--fps", "15")
REWORDED = edited(("Here is a bowl.", "Here is a large bowl."))
PATIENCE_S = 60


class Watched:
    """A command that watches, and the lines it prints."""

    def __init__(self, folder, *words: str) -> None:
        env = dict(os.environ, TMPDIR=str(folder / "temp"))
        (folder / "temp").mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            command(*BUILD, "--watch", *words),
            cwd=folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self._lines.put(line.rstrip("\n"))

    def kill(self) -> None:
        """End it whatever it is at; it may have ended."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)

    def until(self, end: str) -> list[str]:
        """Return the lines up to one that begins so."""
        told: list[str] = []
        while not (told and told[-1].startswith(end)):
            told.append(self._lines.get(timeout=PATIENCE_S))
        return told

    def end(self) -> int:
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def begin(tmp_path):
    """Begin to watch the small lesson."""
    write(tmp_path)
    begun = []

    def one() -> Watched:
        begun.append(Watched(tmp_path))
        return begun[-1]

    yield one
    for watched in begun:
        watched.kill()


@pytest.fixture
def watched(begin):
    return begin()


def test_what_is_saved_is_built_as_from_nothing(watched, tmp_path):
    assert "5 rendered" in "".join(watched.until("watching"))
    write(tmp_path, REWORDED)
    assert "1 rendered" in "".join(watched.until("watching"))
    write(tmp_path, edited(("title: On a bowl", "title: In a bowl")))
    last = watched.until("watching")
    assert "rendered" in "".join(last)
    assert watched.end() == 0
    wait_for(lambda: is_empty(watched.process.pid))
    assert list((tmp_path / "temp").iterdir()) == []
    clean = tmp_path / "clean"
    clean.mkdir()
    write(clean, edited(("title: On a bowl", "title: In a bowl")))
    assert run(*BUILD, cwd=clean).returncode == 0
    assert outputs(tmp_path) == outputs(clean)


def test_a_mistake_is_told_and_waited_for(watched, tmp_path):
    watched.until("watching")
    before = outputs(tmp_path)
    write(tmp_path, edited(("kind: descent_2d", "kind: descend_2d")))
    told = watched.until("watching")
    assert told[0].startswith("small.yaml:")
    assert "did you mean descent_2d?" in told[0]
    assert outputs(tmp_path) == before
    (tmp_path / "small.yaml").unlink()
    assert "there is no lesson small.yaml" in "".join(watched.until("watching"))
    write(tmp_path, REWORDED)
    assert "1 rendered" in "".join(watched.until("watching"))
    assert watched.end() == 0


def test_the_second_time_it_stays_though_nothing_is_to_be_done(begin, tmp_path):
    watched = begin()
    watched.until("watching")
    assert watched.end() == 0
    again = begin()
    assert "nothing to do" in "".join(again.until("watching"))
    write(tmp_path, REWORDED)
    assert "1 rendered" in "".join(again.until("watching"))
    assert again.end() == 0


def test_edited_code_is_no_reason_to_build_but_to_start_again(tmp_path, monkeypatch):
    lesson, kind = write(tmp_path), tmp_path / "kind.py"
    kind.write_text("one = 1\n", encoding="utf-8")
    monkeypatch.setattr(watching, "code_files", lambda: iter([kind]))
    known, code = watching.stamps([lesson]), watching.stamps([kind])
    write(tmp_path, REWORDED)
    assert watching.changed(known, code)
    known = watching.stamps([lesson])
    kind.write_text("two = 2\n", encoding="utf-8")
    assert not watching.changed(known, code)


@pytest.mark.parametrize("words", [("--force",), ("--verify",), ("--verify-pixels",)])
def test_what_builds_more_than_what_changed_is_refused(tmp_path, words):
    write(tmp_path)
    done = run(*BUILD, "--watch", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--watch builds what changed" in done.stderr


def test_one_lesson_is_watched_at_a_time(tmp_path):
    write(tmp_path)
    (tmp_path / "other.yaml").write_text(LESSON.replace("small", "other"), encoding="utf-8")
    done = run("build", "small.yaml", "other.yaml", "--watch", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "--watch: one lesson at a time\n")
