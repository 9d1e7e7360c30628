"""Beats on this machine: worker processes that write into the store themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.shoot import Identity, get_ready
from pipeline.store import Store
from pipeline.workers import Pool
from scenes.look import Look
from scenes.shot import Shot


@contextmanager
def local(jobs: int) -> Iterator[Local]:
    """Give ``jobs`` worker processes; they are started when there is work for them."""
    with Pool(jobs) as pool:
        yield Local(pool)


class Local:
    """A pool of workers that draws shots and does all else."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.call = pool.hurry
        self.outcomes = pool.outcomes

    def expect(self, look: Look) -> None:
        """Start a worker and let it get ready to draw."""
        self._pool.hire(get_ready, look)

    def shoot(
        self,
        name: Hashable,
        task: Callable[[Shot, Identity, Path], None],
        shot: Shot,
        asked: Identity,
        store: Store,
    ) -> None:
        """Ask for a shot's artifacts in a store."""
        self._pool.submit(name, task, shot, asked, store.root.absolute())
