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
from pipeline.undisturbed import undisturbed

MEMORY_LIMIT = 2 * 2**30
"""Bytes: a worker whose memory has passed them is replaced before its next task."""

TRIES = 2
"""How often a task is tried whose worker died or met an error nobody foresaw."""


@dataclass(slots=True)
class _Task:
    """A call, named by who asked for it, and how often it was tried."""

    name: Hashable
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    """A process, and the task it is at, or will be once it is ready."""

    started: Started
    task: _Task | None = None
    is_readying: bool = False

    @property
    def pipe(self) -> Connection:
        """The parent's end of its pipe."""
        return self.started.pipe


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
        with undisturbed():
            _end(self._crew)
            self._crew.clear()
            self._open.close()

    def submit(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Ask for ``function(*arguments)``, a function of a module; tasks begin in this order.

        A worker that is free begins at once, whether or not anybody waits for its outcome.
        """
        self._waiting.append(_Task(name, function, arguments))
        self._busy()

    def hurry(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Ask for what is to be begun before all that waits."""
        self._waiting.appendleft(_Task(name, function, arguments))
        self._busy()

    def hire(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Start a worker before there is work, and let it call ``function(*arguments)``.

        Nothing is heard of what that returns. Its first task waits for it.
        """
        worker = self._hired()
        worker.is_readying = True
        self._crew.append(worker)
        _ask(worker, function, arguments)

    def outcomes(self) -> Iterator[tuple[Any, Any]]:
        """Yield the name of each task and its result or its ``Failure``, as they come.

        More may be submitted meanwhile. A task whose worker died, or that raised an error nobody
        foresaw (no ``DownhillError``), is tried once more by a new worker.
        """
        while self._waiting or any(worker.task for worker in self._crew):
            self._busy()
            asked = [worker for worker in self._crew if worker.task or worker.is_readying]
            ready = connection.wait([worker.pipe for worker in asked])
            for worker in [worker for worker in asked if worker.pipe in ready]:
                report = _heard(worker)
                if worker.is_readying:
                    worker.is_readying = False
                    if not report.is_sound:
                        self._replace(worker)
                    continue
                task, worker.task = worker.task, None
                assert task is not None
                if not report.is_sound or report.memory > self._memory:
                    self._crew.remove(worker)
                    _dismiss(worker)
                if not report.is_sound and task.tries < TRIES:
                    self._waiting.appendleft(task)
                    continue
                self._busy()
                yield task.name, report.outcome

    def _replace(self, worker: _Worker) -> None:
        """End a worker that could not get ready; another one does what it was to do."""
        self._crew.remove(worker)
        _end([worker])
        shutil.rmtree(worker.started.folder, ignore_errors=True)
        if worker.task:
            worker.task.tries -= 1
            self._waiting.appendleft(worker.task)

    def _busy(self) -> None:
        """Give waiting tasks to those who are free, and hire as many as there is work for."""
        while self._waiting:
            free = [worker for worker in self._crew if worker.task is None]
            if not free and len(self._crew) == self._size:
                return
            if not free:
                free.append(self._hired())
                self._crew += free
            _give(min(free, key=lambda worker: worker.is_readying), self._waiting.popleft())

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
    _ask(worker, task.function, task.arguments)


def _ask(worker: _Worker, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    with suppress(BrokenPipeError):  # it has died: what is heard of it says so
        worker.pipe.send((function, arguments))


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
