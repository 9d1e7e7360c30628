"""Tasks on processes: results, mistakes, deaths, memory, and that nothing is left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.reports import Failure, peak_memory
from pipeline.workers import Pool
from script.errors import DownhillError
from tests.pipeline.small_lessons import ROOT


def act(order, folder="."):
    """Do what the order says: what a worker is sent in these tests."""
    began = Path(folder) / f"began-{order}"
    is_first = not began.exists()
    began.touch()
    match order.partition("-")[0]:
        case "bug":
            raise KeyError("x")
        case "refuse":
            raise DownhillError("the disk is full")
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(7)
        case "flaky" if is_first:
            raise MemoryError
        case "fragile" if is_first:
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            Path(tempfile.mkdtemp(dir=tempfile.gettempdir())).joinpath("file").touch()
            time.sleep(60)
    return order.upper()


def outcomes(orders, folder, size=2):
    with Pool(size) as pool:
        for order in orders:
            pool.submit(order, act, order, folder)
        return dict(pool.outcomes())


def test_every_task_has_its_outcome_and_a_death_takes_only_its_own(tmp_path):
    orders = ["a", "die", "bug", "b", "refuse", "leave", "c"]
    found = outcomes(orders, tmp_path)
    assert sorted(found) == sorted(orders)
    assert {found[order] for order in "abc"} == {"A", "B", "C"}
    assert found["die"] == Failure("its worker process died (SIGKILL)")
    assert found["leave"] == Failure("its worker process died (exit code 7)")
    assert found["refuse"] == Failure("the disk is full")
    assert found["bug"].reason == "KeyError: 'x'"
    assert "test_workers.py" in found["bug"].trace
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("order", ["flaky", "fragile"])
def test_what_nobody_foresaw_is_tried_once_more(tmp_path, order):
    assert outcomes([order], tmp_path) == {order: order.upper()}


def counted(folder, name):
    """Fail after leaving a mark, by the worker's process number."""
    Path(folder, f"{name}-{os.getpid()}-{time.monotonic_ns()}").touch()
    raise (DownhillError if name == "refused" else ValueError)("no")


def test_only_what_nobody_foresaw_is_tried_again_and_by_another_worker(tmp_path):
    with Pool(1) as pool:
        for name in ("refused", "bug"):
            pool.submit(name, counted, tmp_path, name)
        assert all(isinstance(outcome, Failure) for _, outcome in pool.outcomes())
    tries = [file.name.split("-")[:2] for file in tmp_path.iterdir()]
    assert [name for name, _ in tries].count("refused") == 1
    assert len({pid for name, pid in tries if name == "bug"}) == 2


def test_tasks_begin_in_order_and_more_may_come(tmp_path):
    with Pool(1) as pool:
        for name in "ab":
            pool.submit(name, act, name, tmp_path)
        seen = []
        for name, outcome in pool.outcomes():
            seen.append(outcome)
            if name == "a":
                pool.submit("late", act, "late", tmp_path)
    assert seen == ["A", "B", "LATE"]


def surroundings():
    """Return what a worker sees of the machine, as a picture could."""
    places = ("HOME", "XDG_CONFIG_HOME", "TMPDIR", "OPENBLAS_NUM_THREADS")
    return os.getpid(), os.getcwd(), tempfile.gettempdir(), *(os.environ[p] for p in places)


def test_each_worker_has_its_own_home_and_folders(monkeypatch):
    monkeypatch.setenv("HOME", "/nowhere/user")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nowhere/user/.config")
    with Pool(2) as pool:
        for name in range(2):
            pool.submit(name, surroundings)
        one, two = dict(pool.outcomes()).values()
        for pid, cwd, temp, home, config, tmpdir, threads in (one, two):
            assert pid != os.getpid()
            assert (home, tmpdir, threads) == (config, temp, "1")
            assert Path(home).parent == Path(temp).parent == Path(cwd)
            assert Path(cwd).parent.name.startswith("downhill-")
            assert all(map(os.path.isdir, (cwd, temp, home)))
        assert one[0] == two[0] or one[1] != two[1]
    assert os.environ["HOME"] == "/nowhere/user"
    assert not Path(one[1]).parent.exists()


def grown(size):
    """Hold so many bytes for a moment; return the process and the most it has held."""
    held = b"x" * size
    return os.getpid(), len(held), peak_memory()


def test_a_worker_that_grew_too_large_is_replaced():
    small, large = 1, 900 * 2**20
    with Pool(1, memory=700 * 2**20) as pool:
        for name, size in enumerate([small, small, large, small]):
            pool.submit(name, grown, size)
        found = dict(pool.outcomes())
    assert found[0][0] == found[1][0] == found[2][0] != found[3][0]
    assert found[1][2] < 700 * 2**20 < found[2][2]
    assert found[3][2] < 700 * 2**20


def test_nothing_to_do_starts_no_process(monkeypatch):
    monkeypatch.setattr(Pool, "_hired", None)
    with Pool(2) as pool:
        assert list(pool.outcomes()) == []


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_leaving_early_ends_the_workers(tmp_path):
    with Pool(2) as pool:
        for order in ("a", "sleep"):
            pool.submit(order, act, order, tmp_path)
        next(pool.outcomes())
        wait_for(lambda: (tmp_path / "began-sleep").exists())
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_workers_end_with_their_parent(tmp_path, sent):
    program = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pipeline.endings import end_on_signals
from pipeline.workers import Pool
from tests.pipeline.test_workers import act
if __name__ == "__main__":
    end_on_signals()
    with Pool(1) as pool:
        pool.submit("sleep", act, "sleep", {str(tmp_path)!r})
        list(pool.outcomes())
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
    wait_for(lambda: any(temp.glob("downhill-*/worker-0/temp/*/file")))
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


def test_a_worker_gets_ready_before_there_is_work(tmp_path):
    with Pool(2) as pool:
        pool.hire(write_pid, tmp_path / "ready")
        pool.submit("task", os.getpid)
        ((name, pid),) = pool.outcomes()
        assert (name, pid) == ("task", int((tmp_path / "ready").read_text()))
        pool.hire(fail)
        pool.submit("one", os.getpid)
        pool.submit("two", os.getpid)
        assert {name for name, _ in pool.outcomes()} == {"one", "two"}


def test_what_is_in_a_hurry_is_begun_before_what_waits():
    with Pool(1) as pool:
        for name in ("one", "two", "three"):
            pool.submit(name, os.getpid)
        begun = []
        for name, _ in pool.outcomes():
            begun.append(name)
            if name == "one":  # by now the second is begun
                pool.hurry("now", os.getpid)
        assert begun == ["one", "two", "now", "three"]


def test_a_pool_with_nothing_but_readying_is_done(tmp_path):
    with Pool(1) as pool:
        pool.hire(time.sleep, 60)
        assert list(pool.outcomes()) == []


def test_a_task_is_begun_before_anybody_waits_for_it(tmp_path):
    with Pool(1) as pool:
        pool.hire(os.getpid)
        pool.submit("task", write_pid, tmp_path / "begun")
        deadline = time.monotonic() + 60
        while not (tmp_path / "begun").exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert [name for name, _ in pool.outcomes()] == ["task"]


def test_what_a_worker_was_to_do_that_did_not_get_ready_is_done_by_another(tmp_path):
    with Pool(1) as pool:
        pool.hire(fail)
        pool.submit("task", write_pid, tmp_path / "begun")
        assert list(pool.outcomes()) == [("task", None)]
    assert (tmp_path / "begun").exists()


def write_pid(path):
    path.write_text(str(os.getpid()))


def fail():
    raise ValueError
