"""How far a build is, for whoever watches it: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Stage = Callable[[str, int], AbstractContextManager[Callable[[str], None]]]
"""Begins a stage of so many parts; what it gives is called with each part that is done."""


@contextmanager
def quiet(doing: str, total: int) -> Iterator[Callable[[str], None]]:
    """Show nothing."""
    yield lambda part: None


@contextmanager
def bar(doing: str, total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar with the parts done and the time left, on standard error."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    shown = Progress(
        TextColumn("{task.description:<7}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("left  {task.fields[part]}"),
        console=Console(stderr=True),
    )
    with shown:
        task = shown.add_task(doing, total=total, part="")

        def done(part: str) -> None:
            shown.update(task, advance=1, part=part)

        yield done
        shown.update(task, part="")


def watched() -> Stage:
    """Return the bar when standard error is a terminal, else ``quiet``."""
    return bar if sys.stderr.isatty() else quiet
