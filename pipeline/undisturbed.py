"""What must not be left half done, whoever asks the program to end meanwhile."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold endings (Ctrl-C, SIGTERM, SIGHUP) back until the block is left; answer one then.

    A process that is started meanwhile never sees Ctrl-C. Python answers signals in its main thread
    alone: in others there is nothing to hold back.
    """
    held: list[int] = []
    answers = {}
    if threading.current_thread() is threading.main_thread():
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if callable(answer := signal.getsignal(ending)):
                signal.signal(ending, lambda number, frame: held.append(number))
                answers[ending.value] = answer
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for number, answer in answers.items():
            signal.signal(number, answer)
        for number in held[:1]:
            answers[number](number, None)
