"""A lesson's SCORM package in a real browser, under a course system that refuses wrong calls."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from small_sites import built_package

from pipeline.publish.scorm import scorm_files, zipped
from pipeline.publish.site.serve import HOST, server
from tests.pipeline.chromium import CHROMIUM
from tests.pipeline.course_system import NESTED, PAGE
from tests.pipeline.devtools import Page, driven

pytestmark = [
    pytest.mark.render,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture
def address(built, tmp_path: Path) -> Iterator[str]:
    """Where the course system is; the package is unpacked in ``content`` beside it."""
    root = tmp_path / "system"
    root.mkdir()
    zipped(scorm_files(built_package(built)), tmp_path / "small.zip")
    with ZipFile(tmp_path / "small.zip") as archive:
        archive.extractall(root / "content")
    (root / "system.html").write_text(PAGE)
    (root / "player.html").write_text(NESTED.format(url="content/small.html"))
    with server(root) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://{HOST}:{serving.server_address[1]}/"
        serving.shutdown()
        thread.join()


@pytest.fixture
def page(address: str, tmp_path: Path) -> Iterator[Page]:
    options = ("--autoplay-policy=no-user-gesture-required", "--disable-popup-blocking")
    with driven(tmp_path / "profile", *options) as made:
        yield made
        assert made.errors == []
        assert [one for one in made.asked if not one.startswith((address, "about:", "data:"))] == []


def _kept(page: Page, name: str) -> Any:
    return page.run(f"kept['cmi.{name}']")


def _begin(page: Page, url: str) -> None:
    page.run(f"state = 'none'; start('{url}')")
    page.wait("inner()?.getElementById('film')?.readyState > 1")
    page.run("Object.assign(inner().getElementById('film'), {muted: true, playbackRate: 0.2}); 0")
    page.wait("state === 'open'")


def _leave(page: Page) -> None:
    page.run("document.querySelector('iframe').src = 'about:blank'; 0")
    page.wait("state === 'finished'")


def _answer(page: Page, value: int) -> None:
    page.run(f"inner().querySelector('[name=answer][value=\"{value}\"]').click()")
    page.run("inner().querySelector('#quiz-form button').click()")


def test_a_course_system_is_told_what_a_viewer_did(page: Page, address: str) -> None:
    page.go(f"{address}system.html")
    _begin(page, "content/small.html")
    assert _kept(page, "core.lesson_status") == "incomplete"
    page.run("inner().querySelector('.chapters li:nth-child(2) a').click()")
    page.wait("inner().getElementById('film').currentTime > 3.6")
    page.run("inner().getElementById('film').pause(); 0")
    page.run("inner().getElementById('film').currentTime = 5.2; 0")
    page.wait("kept['cmi.core.lesson_location'] === '5'")
    _answer(page, 0)
    assert [_kept(page, f"core.score.{one}") for one in ("raw", "min", "max")] == ["0", "0", "100"]
    _answer(page, 1)
    assert _kept(page, "core.score.raw") == "100"
    _answer(page, 0)
    assert _kept(page, "core.score.raw") == "100"
    _leave(page)
    assert _kept(page, "core.exit") == "suspend"
    assert page.run("kept['cmi.core.session_time'].startsWith('0000:00:')")
    assert page.run("commits") >= 4

    _begin(page, "player.html")  # the frame of the system is two windows up
    page.wait("Math.abs(inner().getElementById('film').currentTime - 5) < 0.2")
    assert page.run("inner().getElementById('watched').getAttribute('aria-pressed')") == "false"
    page.run(
        "(film => { film.currentTime = film.duration - 0.1; film.play(); })"
        "(inner().getElementById('film'))"
    )
    page.wait("kept['cmi.core.lesson_status'] === 'completed'")
    assert _kept(page, "core.lesson_location") == "0"
    _leave(page)
    assert _kept(page, "core.exit") == ""

    page.run("kept['cmi.core.lesson_mode'] = 'review'; 0")
    before = page.run("JSON.stringify([kept['cmi.core.score.raw'], kept['cmi.suspend_data']])")
    _begin(page, "content/small.html")
    assert page.run("inner().getElementById('watched').getAttribute('aria-pressed')") == "true"
    _answer(page, 0)
    page.run("inner().getElementById('watched').click()")
    _leave(page)
    assert _kept(page, "core.lesson_status") == "completed"
    after = page.run("JSON.stringify([kept['cmi.core.score.raw'], kept['cmi.suspend_data']])")
    assert (after, page.run("refused")) == (before, [])
    assert page.run("localStorage.length") == 0


def test_a_window_of_its_own_finds_who_opened_it(page: Page, address: str) -> None:
    page.go(f"{address}system.html")
    page.run("globalThis.other = open('content/small.html'); 0")
    page.wait("state === 'open' && other.document.readyState === 'complete'")
    page.run("other.close()")
    page.wait("state === 'finished'")
    assert page.run("refused") == []


def test_without_a_course_system_it_is_a_page(page: Page, address: str) -> None:
    page.go(f"{address}content/small.html")
    page.wait("document.getElementById('film').readyState > 1")
    page.run("document.querySelector('[name=answer][value=\"1\"]').click()")
    page.run("document.querySelector('#quiz-form button').click()")
    assert page.run("document.getElementById('verdict').textContent") == "Right."
    page.run("document.getElementById('watched').click()")
    assert page.run("localStorage.length") == 0
    assert page.run("document.querySelectorAll('header').length") == 0
