"""What a process says of a call that was left to it."""

from __future__ import annotations

import resource
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from script.errors import DownhillError


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task has no result; ``trace`` is the traceback, empty where it would say no more."""

    reason: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a worker answers: a task's result or its ``Failure``, and its memory in bytes.

    One that met an error nobody foresaw is no longer sound: it gets no other task.
    """

    outcome: Any
    is_sound: bool
    memory: int


def called(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Report:
    """Call a function and report, whatever it raises."""
    try:
        outcome, is_sound = function(*arguments), True
    except DownhillError as error:
        outcome, is_sound = Failure(str(error)), True
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        outcome, is_sound = Failure(reason, traceback.format_exc()), False
    return Report(outcome, is_sound, peak_memory())


def peak_memory() -> int:
    """Return the most memory this process has held, in bytes.

    Where the kernel tells it, what its parent held when this process began is not counted.
    """
    with suppress(OSError), open("/proc/self/status", encoding="ascii", errors="replace") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
