"""Tasks on several processes: a worker that dies takes only its own task with it.

Workers are spawned, never forked, so each begins equal. Ctrl-C reaches the parent alone, which ends
them. A worker ends by itself when its parent is gone, and takes their common scratch folder along.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from script.errors import DownhillError

_PATIENCE_S = 5.0
"""How long a worker that was told to end may clean up."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task has no result; ``trace`` is the traceback, empty where it would say no more."""

    reason: str
    trace: str = ""


@dataclass(slots=True)
class _Worker:
    """A process, the parent's end of its pipe, and the index of the task it is at."""

    process: SpawnProcess
    pipe: Connection
    task: int


def work(
    function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], count: int
) -> Generator[tuple[int, Any], None, None]:
    """Call ``function(*task)`` for every task on ``count`` processes.

    Parameters
    ----------
    function
        A function of a module.
    tasks
        Picklable arguments, in the order they should begin.
    count
        Processes at once, at least 1.

    Yields
    ------
    tuple
        The index of a task and its result or its ``Failure``, as they come.
    """
    waiting = deque(range(len(tasks)))
    crew: list[_Worker] = []
    with tempfile.TemporaryDirectory(prefix="downhill-", ignore_cleanup_errors=True) as scratch:
        try:
            while waiting or crew:
                while waiting and len(crew) < count:
                    worker = _hired(function, scratch)
                    crew.append(worker)
                    _give(worker, waiting.popleft(), tasks)
                for worker in _ready(crew):
                    done, outcome = worker.task, _outcome(worker)
                    if waiting and worker.process.is_alive():
                        _give(worker, waiting.popleft(), tasks)
                    else:
                        crew.remove(worker)
                        _dismiss(worker)
                    yield done, outcome
        finally:
            _end(crew)


def _hired(function: Callable[..., Any], scratch: str) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(function, theirs, scratch), daemon=True)
    with _no_interrupt():
        process.start()
    theirs.close()
    return _Worker(process, ours, -1)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back: a process that is started meanwhile never sees it."""
    resource_tracker.ensure_running()  # it would lift the mask when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _give(worker: _Worker, task: int, tasks: Sequence[tuple[Any, ...]]) -> None:
    worker.task = task
    with suppress(BrokenPipeError):  # it has died: its outcome says so
        worker.pipe.send(tasks[task])


def _ready(crew: Sequence[_Worker]) -> list[_Worker]:
    heard = connection.wait([worker.pipe for worker in crew])
    return [worker for worker in crew if worker.pipe in heard]


def _outcome(worker: _Worker) -> Any:
    try:
        return worker.pipe.recv()
    except (EOFError, ConnectionResetError):
        worker.process.join()
        code = worker.process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Failure(f"its worker process died ({how})")


def _dismiss(worker: _Worker) -> None:
    with suppress(BrokenPipeError):
        worker.pipe.send(None)
    worker.process.join()
    worker.pipe.close()
    worker.process.close()


def _end(crew: Sequence[_Worker]) -> None:
    """End workers at once: what they were writing has no final name yet."""
    for worker in crew:
        worker.process.terminate()
    for worker in crew:
        worker.process.join(_PATIENCE_S)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()


def _serve(function: Callable[..., Any], pipe: Connection, scratch: str) -> None:
    """Work off what comes through the pipe, in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    threading.Thread(target=_end_with_parent, args=(scratch,), daemon=True).start()
    tempfile.tempdir = scratch
    while (task := pipe.recv()) is not None:
        pipe.send(_called(function, task))


def _called(function: Callable[..., Any], task: tuple[Any, ...]) -> Any:
    try:
        return function(*task)
    except DownhillError as error:
        return Failure(str(error))
    except Exception as error:
        return Failure(f"{type(error).__name__}: {error}", traceback.format_exc())


def _end_with_parent(scratch: str) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)
