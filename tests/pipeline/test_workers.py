"""Tasks on processes: results, mistakes, deaths, and that nothing is left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.workers import Failure, work
from script.errors import DownhillError
from tests.pipeline.small_lessons import ROOT


def act(order, folder="."):
    """Do what the order says: what a worker is sent in these tests."""
    (Path(folder) / f"began-{order}").touch()
    match order:
        case "bug":
            raise KeyError("x")
        case "refuse":
            raise DownhillError("the disk is full")
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(7)
        case "sleep":
            Path(tempfile.mkdtemp(dir=tempfile.gettempdir())).joinpath("file").touch()
            time.sleep(60)
    return order.upper(), tempfile.gettempdir()


def outcomes(orders, folder, count=2):
    with closing(work(act, [(order, folder) for order in orders], count)) as done:
        return {orders[index]: outcome for index, outcome in done}


def test_every_task_has_its_outcome_and_a_death_takes_only_its_own(tmp_path):
    orders = ["a", "die", "bug", "b", "refuse", "leave", "c"]
    found = outcomes(orders, tmp_path)
    assert list(sorted(found)) == sorted(orders)
    assert {found[order][0] for order in "abc"} == {"A", "B", "C"}
    assert found["die"] == Failure("its worker process died (SIGKILL)")
    assert found["leave"] == Failure("its worker process died (exit code 7)")
    assert found["refuse"] == Failure("the disk is full")
    assert found["bug"].reason == "KeyError: 'x'"
    assert "test_workers.py" in found["bug"].trace
    assert multiprocessing.active_children() == []


def test_scratch_files_of_workers_go_with_them(tmp_path):
    (_, scratch) = outcomes(["a"], tmp_path)["a"]
    assert Path(scratch).name.startswith("downhill-")
    assert not Path(scratch).exists()


def test_nothing_to_do_starts_no_process():
    assert list(work(act, [], 2)) == []


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_closing_early_ends_the_workers(tmp_path):
    with closing(work(act, [("a", tmp_path), ("sleep", tmp_path)], 2)) as done:
        next(done)
        wait_for(lambda: (tmp_path / "began-sleep").exists())
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_their_parent(tmp_path, sent):
    program = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pipeline.workers import work
from tests.pipeline.test_workers import act
if __name__ == "__main__":
    list(work(act, [("sleep", {str(tmp_path)!r})], 1))
"""
    script = tmp_path / "parent.py"
    script.write_text(program)
    temp = tmp_path / "temp"
    temp.mkdir()
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        env=dict(os.environ, TMPDIR=str(temp)),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for(lambda: any(temp.glob("downhill-*/*/file")))
    os.kill(parent.pid, sent)
    parent.wait(30)
    wait_for(lambda: not list(temp.iterdir()))
    wait_for(lambda: not _alive(parent.pid))


def _alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
