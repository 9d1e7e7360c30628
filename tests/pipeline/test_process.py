"""A worker's process: one that is started early, and endings that come while one is started."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from multiprocessing import util
from pathlib import Path

import numpy as np
import psutil
import pytest

from pipeline import process
from pipeline.workers import Pool
from tests.pipeline.small_lessons import ROOT

DISTURBED = f"""
import os, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from multiprocessing import util
from pipeline import endings, process

def disturbed(*arguments):
    pid = launch(*arguments)
    if "spawn_main" in str(arguments):
        os.kill(os.getpid(), int(sys.argv[1]))  # the worker waits for what it is to do
    return pid

if __name__ == "__main__":
    launch, util.spawnv_passfds = util.spawnv_passfds, disturbed
    endings.end_on_signals()
    try:
        process.foresee("time")
    finally:
        print("ended in good order")
"""


@pytest.mark.parametrize(("sent", "code"), [("HUP", 129), ("TERM", 143), ("INT", -2)])
def test_an_ending_waits_until_a_worker_knows_what_it_is_to_do(tmp_path, sent, code):
    script, temp = tmp_path / "parent.py", tmp_path / "temp"
    script.write_text(DISTURBED)
    temp.mkdir()
    number = str(getattr(signal, f"SIG{sent}").value)
    done = subprocess.run(
        [sys.executable, str(script), number],
        env=dict(os.environ, TMPDIR=str(temp)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, "ended in good order\n")
    assert [line for line in done.stderr.splitlines() if "EOFError" in line] == []
    assert list(temp.iterdir()) == []


def test_a_worker_that_was_started_early_is_taken_over_once(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    process.foresee("colorsys", "a_module_there_is_not")
    ((early,),) = [tmp_path.glob("downhill-*/early")]
    with Pool(2) as pool:
        for name in ("one", "two"):
            pool.submit(name, modules_and_folder)
        found = dict(pool.outcomes())
    assert sorted(Path(folder).name for _, folder in found.values()) == ["early", "worker-0"]
    assert {Path(folder).name: has for has, folder in found.values()}["early"]
    assert not early.exists()
    assert process.take() is None
    assert multiprocessing.active_children() == []


def test_a_worker_that_nobody_took_ends_with_its_parent(tmp_path):
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom pipeline import process\n"
    program += "if __name__ == '__main__':\n    process.foresee('time')\n    print('done')\n"
    script = tmp_path / "parent.py"
    script.write_text(program)
    temp = tmp_path / "temp"
    temp.mkdir()
    surroundings = dict(os.environ, TMPDIR=str(temp))
    line = [sys.executable, str(script)]
    done = subprocess.run(line, env=surroundings, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
    assert list(temp.iterdir()) == []


def test_a_worker_whose_folder_is_gone_ends_without_a_word(tmp_path, capfd):
    started = process.start(tmp_path, "one")
    shutil.rmtree(tmp_path / "one")  # it needs longer to start
    started.process.join()
    assert started.process.exitcode == 1
    assert capfd.readouterr().err == ""
    started.end()


def test_the_environment_of_the_parent_never_changes(tmp_path, monkeypatch):
    """What a thread starts while it changes reads it half changed: "Bad address"."""
    seen = []
    launch = util.spawnv_passfds

    def spawned(*arguments):
        seen.append(dict(os.environ))
        return launch(*arguments)

    monkeypatch.setattr(util, "spawnv_passfds", spawned)
    before = dict(os.environ)
    started = process.start(tmp_path, "one")
    started.process.terminate()
    started.end()
    assert seen
    assert all(environment == before for environment in seen)


def test_sums_of_a_worker_are_made_by_one_thread():
    with Pool(1) as pool:
        pool.submit("threads", threads_that_are_not_pythons)
        assert dict(pool.outcomes()) == {"threads": 0}


def threads_that_are_not_pythons():
    """Return how many threads others have started: numpy would, one for each further core."""
    square = np.ones((400, 400))
    assert (square @ square)[0, 0] == 400
    return psutil.Process().num_threads() - threading.active_count()


def test_no_room_for_an_early_worker_is_no_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    process.foresee("time")
    assert process.take() is None


def modules_and_folder():
    time.sleep(0.5)  # long enough for the other worker to get the other task
    return "colorsys" in sys.modules, os.getcwd()


AMID_IMPORTS = """
import dataclasses, os, signal, sys

def disturbed(field, owner, name):
    if "pipeline.cli" in sys.modules and not told:
        told.append(os.kill(os.getpid(), signal.SIGTERM))
    named(field, owner, name)

told, named = [], dataclasses.Field.__set_name__
dataclasses.Field.__set_name__ = disturbed
"""


def test_an_ending_waits_until_all_is_imported(tmp_path):
    """What a signal raises in the midst of a class would come out as an error of another sort."""
    (tmp_path / "sitecustomize.py").write_text(AMID_IMPORTS)
    temp = tmp_path / "temp"
    temp.mkdir()
    done = subprocess.run(
        [sys.executable, str(ROOT / "render.py"), "build", "6"],
        cwd=tmp_path,
        env=dict(os.environ, PYTHONPATH=str(tmp_path), TMPDIR=str(temp)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "")
    assert list(temp.iterdir()) == []
