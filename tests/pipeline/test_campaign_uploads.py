"""Two hundred faults on the way to a platform (``--campaign``; else twelve): one film, whole.

Or exit code 4, and nothing more is sent until somebody has looked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from pipeline import files
from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.state import STATE_FILE
from pipeline.publish.targets.target import PlaceFailed, Unknown
from tests.pipeline.faulty_proxy import faulty_proxy
from tests.pipeline.node_servers import missing, node_server
from tests.pipeline.peertube_server import PeerTube, peertube_server
from tests.pipeline.publishing_places import Place, made
from tests.pipeline.small_packages import course_of
from tests.pipeline.upload_faults import KINDS, Case
from tests.pipeline.vimeo_server import VimeoOfTests, vimeo_server

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "none")
RUNS = 6
"""How often publishing is asked for again at most."""
FILM = 18_500
"""Bytes of a film: five pieces."""
Platform = PeerTube | VimeoOfTests


@pytest.fixture(scope="module")
def platforms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PeerTube, VimeoOfTests]]:
    with ExitStack() as stack:
        node = stack.enter_context(node_server("uploadx.mjs", tmp_path_factory.mktemp("pieces")))
        tus = stack.enter_context(node_server("tus.mjs", tmp_path_factory.mktemp("tus")))
        yield stack.enter_context(peertube_server(node)), stack.enter_context(vimeo_server(tus))


def test_faults(
    platforms: tuple[PeerTube, VimeoOfTests],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    campaign_size: Callable[[int, int], int],
    draw: np.random.RandomState,
) -> None:
    monkeypatch.setattr(files, "flush", lambda path: None)
    requests = [_calm(one, tmp_path / f"calm-{at}", draw) for at, one in enumerate(platforms)]
    outcomes: Counter[str] = Counter()
    idle = []
    for number in range(campaign_size(12, 200)):
        kind = list(KINDS)[number % len(KINDS)]
        at = (number + number // len(KINDS)) % 2
        print(f"case {number}: {kind}, {type(platforms[at]).__name__}")
        with ExitStack() as stack:
            case = _case(platforms[at], draw, stack, requests[at])
            KINDS[kind](case)
            assert case.proxy.faults or case.files.faults
            faults = {id(one): one for one in (*case.proxy.faults, *case.files.faults)}
            outcome = _survives(case, platforms[at], tmp_path / str(number))
        happened = [one for one in faults.values() if one.done]
        if not happened:
            idle.append(number)
        doubted = case.hides or any(one.request.startswith("POST /me/videos") for one in happened)
        assert outcome == "sent" or doubted or kind == "several at once"
        assert outcome == "looked at" or not case.hides
        outcomes[outcome] += 1
    print(outcomes, "nothing happened in", idle)
    assert len(idle) <= sum(outcomes.values()) / 10, "draw faults that happen"


def _case(platform: Platform, draw: np.random.RandomState, stack: ExitStack, requests: int) -> Case:
    """Return an empty platform behind proxies."""
    platform.clear()
    proxy = stack.enter_context(faulty_proxy(platform.url))
    through = proxy
    if isinstance(platform, VimeoOfTests):
        through = stack.enter_context(faulty_proxy(platform.uploads.url))
        platform.files = through.url
    return Case(draw, proxy, through, platform.uploads, requests)


def _calm(platform: Platform, root: Path, draw: np.random.RandomState) -> int:
    """Publish without a fault; return how many requests that takes, but for pieces."""
    with ExitStack() as stack:
        case = _case(platform, draw, stack, 0)
        assert _survives(case, platform, root) == "sent"
        return case.asked


def _place(case: Case, platform: Platform, root: Path) -> Place:
    place = Place(root, _address(case, platform))
    place.meanwhile = case.uploads.start_again
    return place


def _address(case: Case, platform: Platform) -> str:
    host = f"127.0.0.1:{case.proxy.port}"
    return f"peertube://{host}/course" if isinstance(platform, PeerTube) else f"http://{host}"


def _survives(case: Case, platform: Platform, root: Path) -> str:
    """Publish until it is done and return what it took; assert that one film is there, whole."""
    course = course_of(made(root, size=FILM))
    place = _place(case, platform, root)
    platform.hidden = case.hides
    took = "sent"
    if case.is_killed:
        case.run_until_killed(root, _address(case, platform), {})
    for _ in range(RUNS):
        try:
            place.publish(course)
            break
        except PlaceFailed:
            continue
        except Unknown:
            assert len(platform.films) <= 1
            _nothing_is_sent_until_somebody_looked(platform, place, course)
            _somebody_looks(platform, place)
            took = "looked at"
    case.asked = len(case.proxy.asked)
    _is_there(platform, course.packages["small"])
    case.proxy.faults.clear()
    case.files.faults.clear()
    asked = len(platform.changes)
    assert place.plan(course).is_empty
    assert place.publish(course) == []
    assert len(platform.changes) == asked
    return took


def _is_there(platform: Platform, one: Package) -> None:
    ((name, film),) = platform.films.items()
    track, picture = one.one("track").path.read_bytes(), one.one("thumbnail").path.read_bytes()
    if isinstance(platform, PeerTube):
        assert film.sha256 == one.film.sha256
        assert film.captions == {"en": track}
        assert film.thumbnail == picture
        held = film.chapters
        (playlist,) = platform.playlists.values()
        assert [listed for _, listed in playlist["films"]] == [name]
    else:
        assert platform.sha256(film) == one.film.sha256
        assert [t["bytes"].encode("latin-1") for t in film.tracks.values()] == [track]
        (shown,) = (one for one in film.pictures.values() if one.get("active"))
        assert shown["bytes"].encode("latin-1") == picture
        held = sorted(film.chapters.values(), key=lambda chapter: chapter["timecode"])
        (album,) = platform.albums.values()
        assert album["films"] == [f"/videos/{name}"]
    assert [chapter["title"] for chapter in held] == ["One", "Two", "Three"]


def _nothing_is_sent_until_somebody_looked(
    platform: Platform, place: Place, course: CoursePackage
) -> None:
    before = list(platform.changes)
    with pytest.raises(Unknown, match="cannot be told"):
        place.publish(course)
    assert platform.changes == before


def _somebody_looks(platform: Platform, place: Place) -> None:
    """Do as the message says: a film that is there is listed by now; else take out its upload."""
    platform.hidden = False
    if not platform.films:
        path = place.course / STATE_FILE
        told = json.loads(path.read_text())
        del told["targets"][place.target.name]["lessons"]["small"]["upload"]
        path.write_text(json.dumps(told))
