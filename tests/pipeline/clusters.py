"""Dask clusters of real processes on the loopback, for the tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.pipeline.small_lessons import ROOT

_PATIENCE_S = 60


@dataclass
class Machines:
    """A scheduler, which has no code of ours, and workers that are started when asked for."""

    folder: Path
    address: str
    scheduler: subprocess.Popen[bytes]
    open: ExitStack
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def worker(self, code: Path | None = ROOT) -> subprocess.Popen[bytes]:
        """Start a worker of one process with the code in a folder, or with none."""
        log = self.folder / f"worker-{len(self.workers)}.log"
        place = self.folder / f"place-{len(self.workers)}"
        line = ["worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        line += ["--local-directory", str(place)]
        process = self.open.enter_context(_process(line, self.folder, log, code))
        self.workers.append(process)
        _wait_for(lambda: b"Registered to" in log.read_bytes(), log)
        return process


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    """Give a scheduler on a free port of the loopback; end it and its workers after."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    log = folder / "scheduler.log"
    with ExitStack() as stack:
        line = ["scheduler", "--host", address, "--no-dashboard"]
        process = stack.enter_context(_process(line, folder, log, None))
        _wait_for(lambda: b"Scheduler at:" in log.read_bytes(), log)
        yield Machines(folder, address, process, stack)


@contextmanager
def _process(
    line: list[str], folder: Path, log: Path, code: Path | None
) -> Iterator[subprocess.Popen[bytes]]:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *line],
            cwd=folder,
            env=env | ({} if code is None else {"PYTHONPATH": str(code)}),
            stdout=out,
            stderr=out,
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def _wait_for(what: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not what():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)
