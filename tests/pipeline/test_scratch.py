"""Folders of processes: gone after, and gone later when everybody was killed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile

import pytest

from pipeline.scratch import scratch
from tests.pipeline.small_lessons import ROOT

PROGRAM = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pipeline.scratch import scratch
with scratch() as folder:
    (folder / "file").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temp(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_goes_with_all_that_is_in_it(temp):
    with scratch() as folder:
        (folder / "inner").mkdir()
        (folder / "inner" / "file").touch()
        assert list(temp.iterdir()) == [folder]
    assert list(temp.iterdir()) == []


def test_what_the_killed_left_is_removed_and_nothing_else(temp):
    env = dict(os.environ, TMPDIR=str(temp))
    subprocess.run([sys.executable, "-c", PROGRAM, str(ROOT)], env=env, check=False)
    (left,) = temp.iterdir()
    assert (left / "file").exists()
    (temp / "somebody-elses").mkdir()
    with scratch() as one:
        assert not left.exists()
        with scratch() as two:
            assert one.is_dir()
            assert two.is_dir()
    assert [folder.name for folder in temp.iterdir()] == ["somebody-elses"]


def test_a_folder_swept_before_it_was_locked_is_made_again(temp, monkeypatch):
    real, made = tempfile.mkdtemp, []

    def swept(prefix):
        made.append(real(prefix=prefix))
        if not made[1:]:
            shutil.rmtree(made[0])
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", swept)
    with scratch() as folder:
        assert str(folder) == made[1]
        assert folder.is_dir()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_an_ending_waits_until_all_is_removed(temp, monkeypatch, sent):
    remove = shutil.rmtree

    def disturbed(folder, **options):
        os.kill(os.getpid(), sent)
        remove(folder, **options)

    def told(number, frame):
        raise Ended

    before = signal.signal(sent, told)
    try:
        monkeypatch.setattr(shutil, "rmtree", disturbed)
        with pytest.raises(Ended), scratch() as folder:
            (folder / "a").mkdir()
        assert not folder.exists()
    finally:
        signal.signal(sent, before)


MAKING = """
import os, signal, sys, tempfile
sys.path.insert(0, sys.argv[1])
from pipeline.endings import end_on_signals
from pipeline.scratch import scratch
end_on_signals()
make = tempfile.mkdtemp

def disturbed(**options):
    folder = make(**options)
    os.kill(os.getpid(), signal.SIGTERM)
    return folder

tempfile.mkdtemp = disturbed
with scratch():
    print("made")
"""


def test_a_folder_goes_when_an_ending_comes_while_it_is_made(temp):
    env = dict(os.environ, TMPDIR=str(temp))
    done = subprocess.run(
        [sys.executable, "-c", MAKING, str(ROOT)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "")
    assert list(temp.iterdir()) == []


class Ended(BaseException):
    """What a signal is answered with."""
