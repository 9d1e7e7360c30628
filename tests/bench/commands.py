"""Commands as a user starts them, timed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from time import perf_counter

_NO_CACHE = "PYTHONDONTWRITEBYTECODE"
"""Users do not set it: from the second command on the code is compiled."""


def until_ready(process: subprocess.Popen[str]) -> float:
    """Wait until a command that watches has built; return the seconds."""
    assert process.stderr is not None
    began = perf_counter()
    for line in process.stderr:
        if line.startswith("watching"):
            return perf_counter() - began
    raise RuntimeError("it ended")


def surroundings(extra: dict[str, str] | None = None) -> dict[str, str]:
    return {name: os.environ[name] for name in os.environ if name != _NO_CACHE} | (extra or {})


def timed(line: list[str], folder: Path, extra: dict[str, str] | None = None) -> float:
    began = perf_counter()
    done = subprocess.run(
        line,
        cwd=folder,
        env=surroundings(extra),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{' '.join(line)}:\n{done.stderr[-2000:]}")
    return seconds
