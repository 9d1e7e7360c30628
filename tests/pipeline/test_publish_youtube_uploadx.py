"""A film in pieces to ``@uploadx/core``, behind a server that checks each request's schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline.publish.package import Package
from pipeline.publish.targets.youtube_wire import Wire
from tests.pipeline.node_servers import NodeServer, missing, node_server
from tests.pipeline.small_channels import Studio, credentials, holds
from tests.pipeline.small_packages import course_of, package, sha256
from tests.pipeline.youtube_server import Fault
from tests.pipeline.youtube_uploads import Uploadx

PIECE = 32_768

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "there")


@pytest.fixture(scope="module")
def uploadx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NodeServer]:
    with node_server("uploadx.mjs", tmp_path_factory.mktemp("uploadx"), "google") as server:
        yield server


@pytest.fixture(scope="module")
def wire(wired: tuple[object, Wire]) -> Iterator[Wire]:
    wire = Wire(credentials(), wired[0].root, PIECE)  # type: ignore[attr-defined]
    yield wire
    wire.close()


def _restarts(server: NodeServer) -> Callable[[], None]:
    def restart() -> None:
        server.kill()
        server.start()

    return restart


FAULTS: dict[str, dict[str, list[str]]] = {
    "nothing": {},
    "cut": {"piece": ["ok", "before"]},
    "unheard": {"piece": ["ok", "after"], "ask": ["after"]},
    "half": {"piece": ["ok", "shorter"]},
    "last answer": {"piece": ["ok", "ok", "ok", "after"]},
    "expired": {"piece": ["ok", "expired"]},
    "gone at the end": {"piece": ["ok", "ok", "ok", "lost"]},
    "restarted": {"piece": ["ok", "restart", "after"]},
    "away": {"piece": ["ok", "kill"], "ask": ["ok", "start"]},
}


@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS)
def test_a_film_arrives_once_and_whole(
    studio: Studio,
    wire: Wire,
    uploadx: NodeServer,
    tmp_path: Path,
    faults: dict[str, list[str]],
) -> None:
    does = {"restart": _restarts(uploadx), "kill": uploadx.kill, "start": uploadx.start_again}
    studio.wire = wire
    studio.server.uploads = Uploadx(uploadx.url, uploadx.folder)
    for method, kinds in faults.items():
        studio.server.faults[method] = [
            Fault("do", do=does[kind]) if kind in does else Fault(kind) for kind in kinds
        ]
    course = course_of(_with_a_film_of(tmp_path, 4 * PIECE - 5))
    studio.publish(course)
    assert not any(studio.server.faults.values())
    holds(studio, course)


def _with_a_film_of(folder: Path, size: int) -> Package:
    made = package(folder)
    made.film.path.write_bytes(np.random.RandomState(size).bytes(size))
    again = package(folder, visibility="public")  # its files stay, and are digested anew
    assert again.film.sha256 == sha256(made.film.path)
    return again
