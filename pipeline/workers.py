"""Tasks on several processes: a worker that dies takes only its own try of a task with it.

Workers are spawned, never forked, so each begins equal; each has its own home, working and
temporary folder, so nothing of the user's reaches a picture and no two workers meet. Ctrl-C reaches
the parent alone, which ends them. A worker ends by itself when its parent is gone, and takes their
common scratch folder along.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from pipeline.reports import Failure, Report, called
from pipeline.scratch import scratch

MEMORY_LIMIT = 2 * 2**30
"""Bytes: a worker whose memory has passed them is replaced before its next task."""

TRIES = 2
"""How often a task is tried whose worker died or met an error nobody foresaw."""

_PATIENCE_S = 5.0
"""How long a worker that was told to end may clean up."""

_READYING = object()
"""The name of what a worker does before it gets a task."""

_FOLDERS = {
    "HOME": "home",
    "XDG_CACHE_HOME": "home",
    "XDG_CONFIG_HOME": "home",
    "XDG_DATA_HOME": "home",
    "TMPDIR": "temp",
}
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""There is a worker for every core; and a sum does not depend on how many share it."""

_RARELY = 50_000, 20, 50
"""When garbage is looked for: a picture makes many objects, and hardly any that hold each other."""


@dataclass(slots=True)
class _Task:
    """A call, named by who asked for it, and how often it was tried."""

    name: Hashable
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    """A process, its folder, the parent's end of its pipe, and the task it is at."""

    process: SpawnProcess
    folder: Path
    pipe: Connection
    task: _Task | None = None

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
        if self._scratch is None:
            self._scratch = self._open.enter_context(scratch())
        folder = self._scratch / f"worker-{next(self._numbers)}"
        folder.mkdir()
        surroundings = {name: str(folder / of) for name, of in _FOLDERS.items()}
        for path in surroundings.values():
            Path(path).mkdir(exist_ok=True)
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, str(folder), str(self._scratch)), daemon=True
        )
        with _no_interrupt(), _environment(surroundings | _ONE_THREAD):
            process.start()
        theirs.close()
        return _Worker(process, folder, ours)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back: a process that is started meanwhile never sees it."""
    resource_tracker.ensure_running()  # it would lift the mask if it started now
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _environment(changed: Mapping[str, str]) -> Iterator[None]:
    """Change environment variables for a process that is started meanwhile."""
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


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
        worker.process.join()
        code = worker.process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Report(Failure(f"its worker process died ({how})"), is_sound=False, memory=0)


def _dismiss(worker: _Worker) -> None:
    with suppress(BrokenPipeError):
        worker.pipe.send(None)
    worker.process.join()
    worker.pipe.close()
    worker.process.close()
    shutil.rmtree(worker.folder, ignore_errors=True)


def _end(crew: list[_Worker]) -> None:
    """End workers at once: what they were writing has no final name yet."""
    for worker in crew:
        worker.process.terminate()
    for worker in crew:
        worker.process.join(_PATIENCE_S)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()


def _serve(pipe: Connection, folder: str, scratch: str) -> None:
    """Work off what comes through the pipe, in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _on_endings(os._exit)  # at once: an exception could meet any line of what is imported
    watch = threading.Thread(target=_end_with_parent, args=(scratch,), daemon=True)
    watch.start()
    os.chdir(folder)
    gc.set_threshold(*_RARELY)
    try:
        while (task := pipe.recv()) is not None:
            pipe.send(called(*task))
    except (EOFError, ConnectionError):  # the parent is gone
        watch.join()


def end_on_signals() -> None:
    """Let this process end in good order on SIGTERM, and on SIGHUP unless it was told not to."""
    _on_endings(sys.exit)


def _on_endings(leave: Callable[[int], NoReturn]) -> None:
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) != signal.SIG_IGN:  # nohup
            signal.signal(ending, lambda number, frame: leave(128 + number))


def _end_with_parent(scratch: str) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    while os.path.exists(scratch):  # the other thread may still put something there
        shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)
