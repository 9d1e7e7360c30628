"""Tasks on several processes: a worker that dies takes only its own try of a task with it.

What a worker is by itself, ``pipeline.process`` says.
"""

from __future__ import annotations

import shutil
import signal
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.process import Started, start, take
from pipeline.reports import Failure, Report
from pipeline.scratch import scratch

MEMORY_LIMIT = 2 * 2**30
"""Bytes: a worker whose memory has passed them is replaced before its next task."""

TRIES = 2
"""How often a task is tried whose worker died or met an error nobody foresaw."""

_READYING = object()
"""The name of what a worker does before it gets a task."""


@dataclass(slots=True)
class _Task:
    """A call, named by who asked for it, and how often it was tried."""

    name: Hashable
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    """A process, and the task it is at."""

    started: Started
    task: _Task | None = None

    @property
    def pipe(self) -> Connection:
        """The parent's end of its pipe."""
        return self.started.pipe

    @property
    def is_at_work(self) -> bool:
        """True when somebody waits for what it is at."""
        return self.task is not None and self.task.name is not _READYING


class Pool:
    """Up to ``size`` warm worker processes; a context manager that ends them when it is left.

    ``memory`` is the limit of a worker, in bytes.

    Examples
    --------
    ::

        with Pool(2) as pool:
            pool.submit("a", function, 1)
            for name, outcome in pool.outcomes():
                ...
    """

    def __init__(self, size: int, memory: int = MEMORY_LIMIT) -> None:
        self._size = size
        self._memory = memory
        self._waiting: deque[_Task] = deque()
        self._crew: list[_Worker] = []
        self._open = ExitStack()
        self._scratch: Path | None = None
        self._numbers = count()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _end(self._crew)
        self._crew.clear()
        self._open.close()

    def submit(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Ask for ``function(*arguments)``, a function of a module; tasks begin in this order."""
        self._waiting.append(_Task(name, function, arguments))

    def hurry(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Ask for what is to be begun before all that waits."""
        self._waiting.appendleft(_Task(name, function, arguments))

    def hire(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Start a worker before there is work, and let it call ``function(*arguments)``.

        Nothing is heard of what that returns. The first task waits for it.
        """
        worker = self._hired()
        self._crew.append(worker)
        _give(worker, _Task(_READYING, function, arguments))

    def outcomes(self) -> Iterator[tuple[Any, Any]]:
        """Yield the name of each task and its result or its ``Failure``, as they come.

        More may be submitted meanwhile. A task whose worker died, or that raised an error nobody
        foresaw (no ``DownhillError``), is tried once more by a new worker.
        """
        while self._waiting or any(worker.is_at_work for worker in self._crew):
            self._busy()
            at_work = [worker for worker in self._crew if worker.task]
            ready = connection.wait([worker.pipe for worker in at_work])
            for worker in [worker for worker in at_work if worker.pipe in ready]:
                task, worker.task = worker.task, None
                assert task is not None
                report = _heard(worker)
                if not report.is_sound or report.memory > self._memory:
                    self._crew.remove(worker)
                    _dismiss(worker)
                if task.name is _READYING:
                    continue
                if not report.is_sound and task.tries < TRIES:
                    self._waiting.appendleft(task)
                    continue
                self._busy()
                yield task.name, report.outcome

    def _busy(self) -> None:
        """Give waiting tasks to idle workers, and hire as many as there is work for."""
        while self._waiting:
            idle = next((worker for worker in self._crew if worker.task is None), None)
            if idle is None:
                readying = sum(not worker.is_at_work for worker in self._crew)
                if len(self._crew) == self._size or readying >= len(self._waiting):
                    return
                idle = self._hired()
                self._crew.append(idle)
            _give(idle, self._waiting.popleft())

    def _hired(self) -> _Worker:
        resource_tracker.ensure_running()  # slow: nobody would clean up a folder made before
        if self._scratch is None and (early := take()) is not None:
            self._open.enter_context(early.open)
            self._scratch = early.scratch
            return _Worker(early.started)
        if self._scratch is None:
            self._scratch = self._open.enter_context(scratch())
        return _Worker(start(self._scratch, f"worker-{next(self._numbers)}"))


def _give(worker: _Worker, task: _Task) -> None:
    task.tries += 1
    worker.task = task
    with suppress(BrokenPipeError):  # it has died: what is heard of it says so
        worker.pipe.send((task.function, task.arguments))


def _heard(worker: _Worker) -> Report:
    try:
        report: Report = worker.pipe.recv()
        return report
    except (EOFError, ConnectionResetError):
        worker.started.process.join()
        code = worker.started.process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Report(Failure(f"its worker process died ({how})"), is_sound=False, memory=0)


def _dismiss(worker: _Worker) -> None:
    with suppress(BrokenPipeError):
        worker.pipe.send(None)
    worker.started.process.join()
    worker.pipe.close()
    worker.started.process.close()
    shutil.rmtree(worker.started.folder, ignore_errors=True)


def _end(crew: list[_Worker]) -> None:
    """End workers at once: what they were writing has no final name yet."""
    for worker in crew:
        worker.started.process.terminate()
    for worker in crew:
        worker.started.end()
