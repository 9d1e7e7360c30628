"""Builds at once, without a network, on one core, in another year: the same bytes."""

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.store import check
from tests.pipeline.small_lessons import SIZE, command, run, write

pytestmark = pytest.mark.render

BUILD = ("build", "small.yaml", "-r", SIZE, "--fps", "15")
OTHER_YEAR = """
import datetime, time
_time, _ns = time.time, time.time_ns
time.time = lambda: _time() + 300_000_000
time.time_ns = lambda: _ns() + 300_000_000 * 10**9
"""


def digests(folder):
    files = (file for file in folder.glob("small.*") if "manifest" not in file.name)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def expected(built):
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in built.delivery.files}


def test_builds_at_once_all_succeed_with_one_digest(built, tmp_path, campaign_size):
    rounds, at_once = campaign_size(1, 25), campaign_size(3, 8)
    for number in range(rounds):
        folder = tmp_path / f"round-{number}"
        write(folder)
        jobs = [("1", "2", "4")[(number + i) % 3] for i in range(at_once)]
        with ThreadPoolExecutor(at_once) as threads:
            begun = [threads.submit(run, *BUILD, "-j", each, cwd=folder) for each in jobs]
            done = [future.result() for future in begun]
        assert {(one.returncode, "Traceback" in one.stderr) for one in done} == {(0, False)}, done
        assert digests(folder / "build" / "small" / "144p15") == expected(built)
        assert check(folder / "build" / "store").damaged == ()
        shutil.rmtree(folder)
    print(f"{rounds} rounds of {at_once} builds")


def test_a_build_without_a_network_has_the_same_bytes(built, tmp_path):
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare on this machine")
    alone = [unshare, "--map-root-user", "--net"]
    tried = subprocess.run([*alone, "true"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"unshare is not permitted here: {tried.stderr.strip()}")
    write(tmp_path)
    offline = "import socket; socket.create_connection(('127.0.0.1', 1))"
    lost = subprocess.run(
        [*alone, sys.executable, "-c", offline], capture_output=True, text=True, check=False
    )
    assert "Network is unreachable" in lost.stderr
    line = [*alone, *command(*BUILD)]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "build" / "small" / "144p15") == expected(built)


def test_one_core_and_another_year_change_nothing(built, tmp_path):
    write(tmp_path)
    (tmp_path / "sitecustomize.py").write_text(OTHER_YEAR)
    config = "[CLI]\nbackground_color = RED\nframe_rate = 7\n"
    (tmp_path / "manim.cfg").write_text(config)
    (tmp_path / ".config" / "manim").mkdir(parents=True)
    (tmp_path / ".config" / "manim" / "manim.cfg").write_text(config)
    core = min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    done = subprocess.run(
        command(*BUILD),
        cwd=tmp_path,
        env=dict(os.environ, PYTHONPATH=str(tmp_path), HOME=str(tmp_path)),
        preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "build" / "small" / "144p15") == expected(built)
