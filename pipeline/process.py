"""A worker's process: how it is started, what it does inside, and one that is started early.

Workers are spawned, never forked, so each begins equal; each has its own home, working and
temporary folder, so nothing of the user's reaches a picture and no two workers meet. It moves into
them by itself: the environment of the parent never changes, for a program that another thread
starts meanwhile would read what is half changed, and not start ("Bad address"). Ctrl-C reaches the
parent alone, which ends them. A worker ends by itself when its parent is gone, and takes their
common scratch folder along.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from pipeline.endings import end_on_signals
from pipeline.reports import called
from pipeline.scratch import scratch
from pipeline.undisturbed import undisturbed

_PATIENCE_S = 5.0
"""How long a worker that was told to end may clean up."""

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
_SWEPT = 24
"""Tasks after which a worker looks for garbage itself: a shot leaves half a MiB of mobjects that
hold each other, and freeing them takes 0.04 s."""
_HEAP = {"M_MMAP_THRESHOLD": (-3, 2**25), "M_TRIM_THRESHOLD": (-1, 2**30), "M_TOP_PAD": (-2, 2**26)}
"""Parameters of glibc's mallopt(3), by number, and bytes: pictures are large, and follow others of
their size, whose memory need not be fetched from the system and cleared again."""


@dataclass(frozen=True, slots=True)
class Started:
    """A process, its folder, and the parent's end of its pipe."""

    process: SpawnProcess
    folder: Path
    pipe: Connection

    def end(self) -> None:
        """Wait for a process that was told to end, but not for ever."""
        self.process.join(_PATIENCE_S)
        self.process.kill()
        self.process.join()
        self.pipe.close()


@dataclass(frozen=True, slots=True)
class Early:
    """A process that was started early, the scratch folder it works in, and what removes that."""

    open: ExitStack
    scratch: Path
    started: Started


def start(room: Path, name: str, modules: tuple[str, ...] = ()) -> Started:
    """Start a worker in a scratch folder; it imports ``modules``, then does what it is asked."""
    folder = room / name
    folder.mkdir()
    for inner in sorted(set(_FOLDERS.values())):
        (folder / inner).mkdir()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    arguments = theirs, str(folder), str(room), modules
    process = context.Process(target=_serve, args=arguments, daemon=True)
    resource_tracker.ensure_running()  # it would lift the mask if it started now
    with undisturbed():
        process.start()
    theirs.close()
    return Started(process, folder, ours)


_early: list[Early] = []


def foresee(*modules: str) -> None:
    """Start a worker before anybody asks for one, and let it import modules.

    Who asks first takes it over (``take``); if nobody does, it ends with this process. Where there
    is no room for its folder, who asks for a worker will be told.
    """
    resource_tracker.ensure_running()  # slow: nobody would clean up a folder made before
    stack = ExitStack()
    try:
        room = stack.enter_context(scratch())
        _early.append(Early(stack, room, start(room, "early", modules)))
    except OSError:
        stack.close()
    atexit.register(_forget)


def take() -> Early | None:
    """Return the worker that was started early, if it is still there."""
    return _early.pop() if _early else None


def _forget() -> None:
    while (early := take()) is not None:
        with undisturbed():
            early.started.process.terminate()
            early.started.end()
            early.open.close()


def _serve(pipe: Connection, folder: str, scratch: str, modules: tuple[str, ...]) -> None:
    """Work off what comes through the pipe, in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_on_signals(os._exit)  # at once: an exception could meet any line of what is imported
    os.environ.update(_ONE_THREAD, **{name: f"{folder}/{of}" for name, of in _FOLDERS.items()})
    tempfile.tempdir = None  # found anew
    try:
        os.chdir(folder)
    except FileNotFoundError:  # the parent was killed, and somebody has tidied up
        os._exit(1)
    watch = threading.Thread(target=_end_with_parent, args=(scratch,), daemon=True)
    watch.start()
    collect_rarely()
    for module in modules:
        with suppress(Exception):  # who needs it says what is wrong with it
            import_module(module)
    gc.freeze()  # what is imported stays
    try:
        for number in count(1):
            if (task := pipe.recv()) is None:
                break
            pipe.send(called(*task))
            if number % _SWEPT == 0:
                gc.collect()
    except (EOFError, ConnectionError):  # the parent is gone
        watch.join()


def keep_memory() -> None:
    """Let this process and those it starts use memory again that they have, where glibc can."""
    with suppress(AttributeError, OSError):
        set_to = ctypes.CDLL(None).mallopt
        for name, (number, value) in _HEAP.items():
            set_to(number, value)
            os.environ.setdefault(f"{name.replace('M_', 'MALLOC_')}_", str(value))


def collect_rarely() -> None:
    """Look for garbage rarely: modules and pictures are many objects, hardly any in cycles."""
    gc.set_threshold(*_RARELY)


def _end_with_parent(scratch: str) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    while os.path.exists(scratch):  # the other thread may still put something there
        shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)
