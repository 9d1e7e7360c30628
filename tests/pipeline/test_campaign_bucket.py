"""Two hundred faults on the way to a bucket (``--campaign``; else ten): readers see whole lessons.

At every moment all that the index names is there, byte for byte: the version that was there, or
the one that is sent. In the end it is the new one, and nothing is there that no version named.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from botocore.exceptions import HTTPClientError

from pipeline import files
from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.targets.target import PlaceFailed
from tests.pipeline.faulty_proxy import faulty_proxy
from tests.pipeline.object_program import ObjectProgram, object_program
from tests.pipeline.object_server import surroundings
from tests.pipeline.publishing_places import Place, made
from tests.pipeline.small_packages import course_of
from tests.pipeline.upload_faults import OF_OBJECTS, Case

RUNS = 6
"""How often publishing is asked for again at most."""
FILM = 18_500
"""Bytes of a film."""
ADDRESS = "s3://lessons/course"
INDEX = "course/index.json"


@pytest.fixture(scope="module")
def program() -> Iterator[ObjectProgram]:
    with object_program("lessons") as program:
        yield program


def test_faults(
    program: ObjectProgram,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    campaign_size: Callable[[int, int], int],
    draw: np.random.RandomState,
) -> None:
    monkeypatch.setattr(files, "flush", lambda path: None)
    requests = _calm(program, tmp_path / "calm", monkeypatch, draw)
    outcomes: Counter[str] = Counter()
    idle = []
    for number in range(campaign_size(10, 200)):
        kind = list(OF_OBJECTS)[number % len(OF_OBJECTS)]
        print(f"case {number}: {kind}")
        with ExitStack() as stack:
            case = _case(program, monkeypatch, draw, stack, requests)
            root = tmp_path / str(number)
            before = _first(program, root) if case.number(2) == 1 else None
            OF_OBJECTS[kind](case)
            faults = tuple(case.proxy.faults)
            assert faults
            outcomes[_survives(case, program, root, before)] += 1
        if not any(one.done for one in faults):
            idle.append(number)
    print(outcomes, "nothing happened in", idle)
    assert len(idle) <= sum(outcomes.values()) / 10, "draw faults that happen"


def _case(
    program: ObjectProgram,
    monkeypatch: pytest.MonkeyPatch,
    draw: np.random.RandomState,
    stack: ExitStack,
    requests: int,
) -> Case:
    """Return an empty bucket behind a proxy."""
    program.start_again()
    program.clear()
    proxy = stack.enter_context(faulty_proxy(program.url))
    for name, value in surroundings(proxy.url).items():
        monkeypatch.setenv(name, value)
    return Case(draw, proxy, proxy, program, requests)


def _calm(
    program: ObjectProgram,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    draw: np.random.RandomState,
) -> int:
    """Publish an edit without a fault, and return how many requests that takes: not many."""
    with ExitStack() as stack:
        case = _case(program, monkeypatch, draw, stack, 0)
        assert _survives(case, program, root, _first(program, root)) == "at once"
        return case.asked


def _first(program: ObjectProgram, root: Path) -> Package:
    """Publish a version for the fault to happen to the next one."""
    one = made(root / "first", size=FILM // 2)
    Place(root, ADDRESS).publish(course_of(one))
    assert _read(program) == {one.name: _digests(one)}
    return one


def _survives(case: Case, program: ObjectProgram, root: Path, before: Package | None) -> str:
    """Publish until it is done, and return what it took; assert what readers see meanwhile."""
    one = made(root, size=FILM)
    course, place = course_of(one), Place(root, ADDRESS)
    had = {} if before is None else _digests(before)
    took = "at once"
    case.proxy.asked.clear()
    seen: list[dict[str, dict[str, str]]] = []
    case.proxy.watch = lambda method: _look(program, seen) if method == "PUT" else None
    if case.is_killed:
        case.run_until_killed(root, ADDRESS, {})
    for _ in range(RUNS):
        try:
            place.publish(course)
            break
        except PlaceFailed:
            took = "again"
            program.start_again()
            _look(program, seen)
    assert seen
    assert all(shown in ({one.name: had}, {}, {one.name: _digests(one)}) for shown in seen)
    case.asked = len(case.proxy.asked)
    assert _read(program) == {one.name: _digests(one)}
    assert _stray(program, {*had.values(), *_digests(one).values()}) == set()
    case.proxy.faults.clear()
    _second_time_sends_nothing(case, place, course)
    return took


def _second_time_sends_nothing(case: Case, place: Place, course: CoursePackage) -> None:
    case.proxy.asked.clear()
    assert place.plan(course).is_empty
    assert place.publish(course) == []
    assert {asked.partition(" ")[0] for asked in case.proxy.asked} <= {"GET", "HEAD"}


def _look(program: ObjectProgram, seen: list[dict[str, dict[str, str]]]) -> None:
    """Read the course as a reader does, now; a server that is away shows nothing."""
    with suppress(HTTPClientError):
        seen.append(_read(program))


def _read(program: ObjectProgram) -> dict[str, dict[str, str]]:
    """Return what a reader finds from the index on: the digests of each lesson's files."""
    if INDEX not in program.names():
        return {}
    told = json.loads(program.read(INDEX))
    found: dict[str, dict[str, str]] = {}
    for name, remote in told["lessons"].items():
        lesson = json.loads(program.read(f"course/{remote}"))
        found[name] = {}
        for file in lesson["files"]:
            is_it = _digest(program, f"course/{file['object']}") == file["sha256"]
            found[name][Path(file["object"]).name] = file["sha256"] if is_it else "other bytes"
    return found


def _digests(package: Package) -> dict[str, str]:
    return {asset.path.name: asset.sha256 for asset in package.assets}


def _stray(program: ObjectProgram, wanted: set[str]) -> set[str]:
    """Return the files there that are not one of those wanted, by digest."""
    held = {name for name in program.names() if name.startswith("course/files/")}
    return {name for name in held if _digest(program, name) not in wanted}


def _digest(program: ObjectProgram, name: str) -> str:
    return sha256(program.read(name)).hexdigest()
