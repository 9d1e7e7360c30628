"""Ctrl-C, kills, a full disk, a missing tool: one clear line, nothing broken, nothing left."""

import hashlib
import os
import re
import resource
import signal
import subprocess
import time

import pytest

from tests.pipeline.small_lessons import BEATS, SIZE, command, edited, run, write

pytestmark = pytest.mark.render

BUILD = ("build", "small.yaml", "-r", SIZE, "--fps", "15", "-j", "2")
LONGER = edited(("{step: {to: 1}, at: go, for: 0.4}", "{step: {to: 1}, at: go, for: 20}"))
"""The last beat takes long enough to be interrupted."""


def outputs(folder):
    """Return the digest of every file a build leaves but the store's."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.glob("build/small/**/*"))
        if file.is_file()
    }


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_empty(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean")
    write(folder, LONGER)
    assert run(*BUILD, cwd=folder).returncode == 0
    return outputs(folder)


@pytest.mark.parametrize(
    ("sent", "to_group", "code"),
    [(signal.SIGINT, True, 130), (signal.SIGTERM, False, 143), (signal.SIGKILL, False, -9)],
    ids=["Ctrl-C", "kill", "kill -9"],
)
def test_a_build_that_is_ended_goes_on_later(tmp_path, clean, sent, to_group, code):
    write(tmp_path, LONGER)
    temp = tmp_path / "temp"
    temp.mkdir()
    build = subprocess.Popen(
        command(*BUILD),
        cwd=tmp_path,
        env=dict(os.environ, TMPDIR=str(temp)),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    partial = tmp_path / "build" / "store" / "partial"
    wait_for(lambda: partial.is_dir() and any(partial.glob("*/data")))
    (os.killpg if to_group else os.kill)(build.pid, sent)
    _, told = build.communicate(timeout=30)
    assert build.returncode == code
    if code == 130:
        assert told == "interrupted: what was finished is kept; run it again to go on\n"
    assert "Traceback" not in told
    wait_for(lambda: is_empty(build.pid))
    wait_for(lambda: not list(temp.iterdir()))
    begun = [
        name for name in outputs(tmp_path) if code != -signal.SIGKILL or ".partial-" not in name
    ]
    assert begun == []
    again = run(*BUILD, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert outputs(tmp_path) == clean
    assert not list(partial.iterdir())


def limited(size):
    """Return a function that lets files of a process and its children grow to ``size`` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_is_one_line_for_each_beat(tmp_path):
    write(tmp_path)
    assert run("explain", *BUILD[1:6], cwd=tmp_path).returncode == 0
    full = subprocess.run(
        command(*BUILD),
        cwd=tmp_path,
        preexec_fn=limited(2_500),
        capture_output=True,
        text=True,
        check=False,
    )
    assert full.returncode == 3
    lines = full.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"small/{beat}" for beat in BEATS]
    for line in lines:
        assert re.search(r"build/store\S*: File too large$", line), line
    assert outputs(tmp_path) == {}
    assert run(*BUILD, cwd=tmp_path).returncode == 0


def test_a_missing_tool_is_one_line(tmp_path):
    write(tmp_path)
    env = dict(os.environ, IMAGEIO_FFMPEG_EXE=str(tmp_path / "nowhere"))
    done = run(*BUILD, cwd=tmp_path, env=env)
    assert done.returncode == 3
    assert re.fullmatch(r"ffmpeg does not start: .*nowhere.*\n", done.stderr)
    assert outputs(tmp_path) == {}


def test_a_file_in_the_way_is_one_line(tmp_path):
    write(tmp_path)
    (tmp_path / "build").write_text("not a folder")
    done = run(*BUILD, cwd=tmp_path)
    assert done.returncode == 3
    assert re.fullmatch(r"build\S*: (Not a directory|File exists)\n", done.stderr)
