"""The memory of a command and of what it starts, at its peak."""

from __future__ import annotations

import re
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psutil

from tests.bench.commands import surroundings

_EVERY_S = 0.05
_KIB = 2**20
"""KiB in a GiB."""


def peaks(line: list[str], folder: Path) -> tuple[float, float]:
    """Return the peak memory, in GiB, of a command, and of the largest process that it starts.

    Linux keeps the peak of each (``VmHWM``); ``ru_maxrss`` would count what its parent had.
    """
    highest: dict[int, float] = {}
    with subprocess.Popen(
        line, cwd=folder, env=surroundings(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            with suppress(psutil.NoSuchProcess):
                for one in psutil.Process(process.pid).children(recursive=True):
                    highest[one.pid] = max(highest.get(one.pid, 0.0), _peak(one.pid))
            highest[process.pid] = max(highest.get(process.pid, 0.0), _peak(process.pid))
            time.sleep(_EVERY_S)
    if process.returncode:
        raise RuntimeError(f"{' '.join(line)}: exit code {process.returncode}")
    return highest.pop(process.pid), max(highest.values())


def _peak(process: int) -> float:
    with suppress(OSError):
        told = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
        if found := re.search(r"VmHWM:\s+(\d+) kB", told):
            return int(found[1]) / _KIB
    return 0.0
