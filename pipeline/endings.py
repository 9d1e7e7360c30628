"""How a process answers those who ask it to end: Ctrl-C, SIGTERM and SIGHUP.

It raises what ends it in good order wherever it is at work. Python tells what is raised in a
``__del__`` and forgets it: an ending that comes then is sent once more a little later.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

_LATER_S = 0.01


def end_on_signals(leave: Callable[[int], object] = sys.exit) -> None:
    """Let SIGTERM call ``leave`` with its exit code, and SIGHUP unless it was told not to."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) != signal.SIG_IGN:  # nohup
            signal.signal(ending, _heard(lambda number: leave(128 + number)))


def interrupt_on_ctrl_c() -> None:
    """Let Ctrl-C raise KeyboardInterrupt."""
    signal.signal(signal.SIGINT, _heard(_interrupt))


def _interrupt(number: int) -> None:
    raise KeyboardInterrupt


def _heard(leave: Callable[[int], object]) -> Callable[[int, FrameType | None], None]:
    def answer(number: int, at: FrameType | None) -> None:
        frame: FrameType | None = sys._getframe()
        while frame is not None and frame.f_code.co_name != "__del__":
            frame = frame.f_back
        if frame is None:
            leave(number)
        else:
            again = threading.Timer(_LATER_S, os.kill, (os.getpid(), number))
            again.daemon = True
            again.start()

    return answer
