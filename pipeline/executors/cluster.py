"""Beats on a Dask cluster: workers of any number of machines draw, the build keeps.

Everything else (sound, captions, the finished file) happens on the build's own machine. A Dask
cluster runs whatever it is sent: it belongs on a network one trusts.
"""

from __future__ import annotations

import logging
import pickle
import queue
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dask
from distributed import Client, Future, LocalCluster

from pipeline.executors.away import Refusal, Sent, order
from pipeline.reports import Failure, Report, called
from pipeline.scratch import scratch
from pipeline.shoot import Identity
from pipeline.store import Store
from pipeline.workers import TRIES
from scenes.shot import Shot
from script.errors import DownhillError

PATIENCE_S = 15.0
"""How long a build waits for a scheduler to answer, or for a first worker."""

_LOOK_S = 0.5
_LEAVE_S = 2.0


class ClusterFailed(DownhillError):
    """The cluster is gone, has no workers, or its workers have other code than the build."""


@contextmanager
def joined(address: str) -> Iterator[Cluster]:
    """Give the cluster of the scheduler at ``tcp://host:port``; raises ``ClusterFailed``."""
    _hush()
    try:
        client = Client(address, timeout=PATIENCE_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterFailed(f"{address}: no scheduler answers") from error
    with _left(client):
        yield Cluster(client, address)


@contextmanager
def started(jobs: int) -> Iterator[Cluster]:
    """Give a cluster of ``jobs`` worker processes on this machine, and end it after."""
    _hush()
    with (
        scratch() as folder,
        dask.config.set({"temporary-directory": str(folder)}),
        LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        _left(Client(cluster, timeout=PATIENCE_S, set_as_default=False)) as client,
    ):
        yield Cluster(client, "local-cluster")


@dataclass(slots=True)
class _Asked:
    """A shot that is asked for: its order, the store it goes to, and how often it was tried."""

    name: Hashable
    order: bytes
    store: Store
    tries: int = 0


class Cluster:
    """An executor; ``address`` names it in messages."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address
        self._asked: dict[Future[Any], _Asked] = {}
        self._done: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        self._calls: deque[tuple[Hashable, Callable[..., Any], tuple[Any, ...]]] = deque()
        self._alone_since: float | None = None

    def shoot(
        self,
        name: Hashable,
        task: Callable[[Shot, Identity, Path], None],
        shot: Shot,
        asked: Identity,
        store: Store,
    ) -> None:
        """Ask for a shot's artifacts in a store."""
        self._submit(_Asked(name, order(task, shot, asked), store))

    def call(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Ask for ``function(*arguments)``; it is called here, while the cluster draws."""
        self._calls.append((name, function, arguments))

    def outcomes(self) -> Iterator[tuple[Any, Any]]:
        """Yield the name of each thing asked for and its result or its ``Failure``.

        Raises
        ------
        ClusterFailed
            When the cluster can be of no more use.
        """
        while self._asked or self._calls:
            if self._calls:
                name, function, arguments = self._calls.popleft()
                yield name, called(function, arguments).outcome
                continue
            try:
                future = self._done.get(timeout=_LOOK_S)
            except queue.Empty:
                self._check_workers()
                continue
            asked = self._asked.pop(future)
            heard = self._heard(future)
            if not heard.is_sound and asked.tries < TRIES:
                self._submit(asked)
            else:
                yield asked.name, self._kept(heard.outcome, asked.store)

    def _submit(self, asked: _Asked) -> None:
        asked.tries += 1
        future = self._client.submit(pickle.loads, asked.order, pure=False)
        self._asked[future] = asked
        future.add_done_callback(self._done.put)

    def _heard(self, future: Future[Any]) -> Report:
        """Return what a worker reports of a shot."""
        if future.status == "cancelled":
            raise ClusterFailed(f"{self._address}: the scheduler is gone{_KEPT}")
        error = future.exception()
        if error is None:
            report: Report = future.result()
            return report
        if isinstance(error, ImportError | AttributeError):
            raise ClusterFailed(f"{self._address}: a worker has other code: {error}") from error
        reason = f"{type(error).__name__}: {error}"
        if type(error).__name__ == "KilledWorker":
            reason = "its worker died, and so did those that took over"
        return Report(Failure(reason), is_sound=True, memory=0)

    def _kept(self, outcome: object, store: Store) -> Failure | None:
        """Put what a worker sent into the store; return why nothing came, if so."""
        match outcome:
            case Failure():
                return outcome
            case Refusal():
                told = "; ".join(outcome.differences)
                raise ClusterFailed(f"{self._address}: a worker has other code or tools: {told}")
            case tuple():
                for sent in outcome:
                    if not sent.is_whole:
                        return Failure("it arrived damaged")
                    store.put(sent.key, sent.inputs, _writer(sent))
                return None
        raise TypeError(f"not a worker's answer: {outcome!r}")

    def _check_workers(self) -> None:
        """Raise when there has been no worker for longer than a new one takes."""
        if self._client.status != "running":
            return  # what was asked for is cancelled now, and says so
        if self._client.scheduler_info(n_workers=-1)["workers"]:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > PATIENCE_S:
            raise ClusterFailed(f"{self._address}: it has no workers{_KEPT}")


_KEPT = ": what was finished is kept; run it again to go on"


def _writer(sent: Sent) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(sent.data)


@contextmanager
def _left(client: Client) -> Iterator[Client]:
    """Leave a cluster in the end: what was asked for and not begun is forgotten."""
    try:
        yield client
    finally:
        with suppress(Exception):  # a cluster that is gone cannot be left
            client.close(timeout=_LEAVE_S)


def _hush() -> None:
    """Keep Dask from telling what a build says in one line of its own."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
