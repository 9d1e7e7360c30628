"""Where beats are drawn: on this machine's cores, or on a cluster. One file per way.

However it is done, a picture ends up in the build's store under the same key with the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from pipeline.executors.local import local
from pipeline.shoot import Identity
from pipeline.store import Store
from scenes.shot import Shot
from script.errors import DownhillError

LOCAL, LOCAL_CLUSTER, REMOTE = "local", "local-cluster", "tcp://"

ShotTask: TypeAlias = Callable[[Shot, Identity, Path], None]
"""What is made of a shot, and put into the store at a folder: ``shoot`` or ``shoot_still``."""


class NoSuchExecutor(DownhillError):
    """An executor there is not, or whose package is not installed."""

    exit_code = 2


class Executor(Protocol):
    """Does what it is asked for, as soon as it can; the first asked for is begun first."""

    def shoot(
        self, name: Hashable, task: ShotTask, shot: Shot, asked: Identity, store: Store
    ) -> None:
        """Ask for a shot's artifacts in a store."""

    def call(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Ask for ``function(*arguments)`` on this machine, before all that waits.

        The function is a module's.
        """

    def outcomes(self) -> Iterator[tuple[Any, Any]]:
        """Yield the name of each thing asked for and its result or its ``Failure``, as they come.

        More may be asked for meanwhile.

        Raises
        ------
        DownhillError
            When the executor itself is gone; what was yielded before is kept.
        """


def opened(executor: str = LOCAL, jobs: int | None = None) -> AbstractContextManager[Executor]:
    """Return an executor by name; leaving it ends all it has begun.

    Parameters
    ----------
    executor
        ``local``: processes; ``local-cluster``: a Dask cluster on this machine, for as long as
        the build; ``tcp://host:port``: the Dask cluster of that scheduler.
    jobs
        Processes on this machine; None: one a core.

    Raises
    ------
    NoSuchExecutor
        When there is none of that name, or it needs a package that is not installed.
    DownhillError
        When the cluster cannot be reached.
    """
    jobs = jobs or os.cpu_count() or 1
    if executor == LOCAL:
        return local(jobs)
    if executor != LOCAL_CLUSTER and not executor.startswith(REMOTE):
        known = f"{LOCAL}, {LOCAL_CLUSTER} or {REMOTE}host:port"
        raise NoSuchExecutor(f"--executor {executor}: use {known}")
    try:
        from pipeline.executors import cluster
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"dask", "distributed"}:
            raise
        told = f"--executor {executor} needs a package: pip install 'distributed>=2025.1'"
        raise NoSuchExecutor(told) from error
    return cluster.started(jobs) if executor == LOCAL_CLUSTER else cluster.joined(executor)
