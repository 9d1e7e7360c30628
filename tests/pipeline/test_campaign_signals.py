"""Builds that are ended at random moments: nothing corrupt, stale or left over, and they go on."""

import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.store import check
from tests.pipeline.small_lessons import SIZE, command, edited, run, write
from tests.pipeline.test_interrupt import is_empty, outputs, wait_for

pytestmark = pytest.mark.render

BUILD = ("build", "small.yaml", "-r", SIZE, "--fps", "15", "-j", "2")
EDITED = edited(
    ("lr: 0.1", "lr: 0.12"),
    ("And then another.", "And then one more."),
    ("at: go, for: 0.4", "at: go, for: 2"),
)
"""An edit of four of the five beats, the last of them long enough to be met."""
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
IN_A_ROW = 3
"""Builds that are ended before one is let go on."""


@dataclass(frozen=True)
class Lesson:
    """A lesson built and then edited: its folder, its files before and after, and the time."""

    folder: Path
    before: dict[str, str]
    after: dict[str, str]
    seconds: float


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    folder, clean = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    write(folder)
    assert run(*BUILD, cwd=folder).returncode == 0
    write(clean, EDITED)
    began = time.monotonic()
    assert run(*BUILD, cwd=clean).returncode == 0
    seconds = time.monotonic() - began
    write(folder, EDITED)
    return Lesson(folder, outputs(folder), outputs(clean), seconds)


def surroundings(folder):
    return dict(os.environ, TMPDIR=str(folder / "temp"))


def ended(folder, sent, to_group, delay_s):
    """Begin a build, end it after a time, and return its exit code and what it said."""
    temp = folder / "temp"
    temp.mkdir(exist_ok=True)
    left = set(temp.iterdir())  # by one that was killed with all its workers
    build = subprocess.Popen(
        command(*BUILD),
        cwd=folder,
        env=surroundings(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(delay_s)
    if build.poll() is None:
        (os.killpg if to_group else os.kill)(build.pid, sent)
    try:
        _, told = build.communicate(timeout=60)
        wait_for(lambda: is_empty(build.pid))  # no orphan
    finally:
        if not is_empty(build.pid):
            os.killpg(build.pid, signal.SIGKILL)
    if sent != signal.SIGKILL:  # else a worker cleans up, or, where it had none yet, the next build
        wait_for(lambda: set(temp.iterdir()) <= left)
    return build.returncode, told


def one_line(code, told):
    """Tell whether a build ended as it should: one line at most, or notes, and no traceback."""
    if code == 130:
        return told.endswith("interrupted: what was finished is kept; run it again to go on\n")
    if code == -signal.SIGINT and "/pipeline/" not in told:
        return True  # Python itself was still starting
    if code == 1 and told.startswith("Fatal Python error: init_import_site"):
        return True  # and so it says a little earlier
    if code == -signal.SIGKILL and told.endswith("EOFError: Ran out of input\n"):
        return True  # the worker that was just being started says so: nobody else is there to
    killed = -signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT, 129, 143
    return code in (0, *killed) and not re.search("Traceback|Exception|Error", told)


def test_builds_ended_at_any_moment_go_on_to_the_same_bytes(lesson, tmp_path, campaign_size, draw):
    counts = dict.fromkeys(SIGNALS, 0)
    seconds, case = lesson.seconds, 0
    while sum(counts.values()) < campaign_size(4, 300):
        case += 1
        folder = Path(shutil.copytree(lesson.folder, tmp_path / "case"))
        for _ in range(IN_A_ROW):
            sent, to_group = SIGNALS[draw.randint(len(SIGNALS))], bool(draw.randint(2))
            delay_s = draw.uniform(0, seconds)
            where = f"case {case}: {sent.name} to {'all' if to_group else 'one'}, {delay_s:.3f} s"
            code, told = ended(folder, sent, to_group, delay_s)
            assert one_line(code, told), (where, code, told)
            store = folder / "build" / "store"
            assert check(store).damaged == (), where
            for name, digest in outputs(folder).items():
                known = lesson.before.get(name), lesson.after.get(name)
                assert digest in known or ".partial-" in name or ".part." in name, (where, name)
            if code == 0:  # done before the signal: begin earlier, on a busy machine or not
                seconds *= 0.9
                break
            counts[sent] += 1
            seconds *= 1.02
        again = run(*BUILD, cwd=folder, env=surroundings(folder))
        assert again.returncode == 0, (where, again.stderr)
        assert outputs(folder) == lesson.after, where
        assert not list((store / "partial").iterdir()), where
        assert not list((folder / "temp").iterdir()), where
        shutil.rmtree(folder)
    told = ", ".join(f"{number} {sent.name}" for sent, number in counts.items())
    print(f"{told}; {case} times gone on")
