"""A lesson's SCORM package in a real browser, under a course system that refuses wrong calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page
from small_sites import built_package

from pipeline.publish.scorm import scorm_files, zipped
from tests.pipeline.chromium import served, until
from tests.pipeline.course_system import NESTED, PAGE

pytestmark = pytest.mark.render


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
    with served(root) as address:
        yield address


def _kept(page: Page, name: str) -> Any:
    return page.evaluate(f"kept['cmi.{name}']")


def _begin(page: Page, url: str) -> None:
    page.evaluate(f"state = 'none'; start('{url}')")
    until(page, "inner()?.getElementById('film')?.readyState > 1")
    page.evaluate("Object.assign(inner().getElementById('film'), {muted: true, playbackRate: 0.2})")
    until(page, "state === 'open'")


def _leave(page: Page) -> None:
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    until(page, "state === 'finished'")


def _answer(page: Page, value: int) -> None:
    page.evaluate(f"inner().querySelector('[name=answer][value=\"{value}\"]').click()")
    page.evaluate("inner().querySelector('#quiz-form button').click()")


def _pressed(page: Page) -> Any:
    return page.evaluate("inner().getElementById('watched').getAttribute('aria-pressed')")


def test_a_course_system_is_told_what_a_viewer_did(page: Page, address: str) -> None:
    page.goto(f"{address}system.html")
    _begin(page, "content/small.html")
    assert _kept(page, "core.lesson_status") == "incomplete"
    page.evaluate("inner().querySelector('.chapters li:nth-child(2) a').click()")
    until(page, "inner().getElementById('film').currentTime > 3.6")
    page.evaluate("inner().getElementById('film').pause()")
    page.evaluate("inner().getElementById('film').currentTime = 5.2")
    until(page, "kept['cmi.core.lesson_location'] === '5'")
    _answer(page, 0)
    assert [_kept(page, f"core.score.{one}") for one in ("raw", "min", "max")] == ["0", "0", "100"]
    _answer(page, 1)
    assert _kept(page, "core.score.raw") == "100"
    _answer(page, 0)
    assert _kept(page, "core.score.raw") == "100"
    _leave(page)
    assert _kept(page, "core.exit") == "suspend"
    assert page.evaluate("kept['cmi.core.session_time'].startsWith('0000:00:')")
    assert page.evaluate("commits") >= 4

    _begin(page, "player.html")  # the frame of the system is two windows up
    until(page, "Math.abs(inner().getElementById('film').currentTime - 5) < 0.2")
    assert _pressed(page) == "false"
    page.evaluate(
        "(film => { film.currentTime = film.duration - 0.1; film.play(); })"
        "(inner().getElementById('film'))"
    )
    until(page, "kept['cmi.core.lesson_status'] === 'completed'")
    assert _kept(page, "core.lesson_location") == "0"
    _leave(page)
    assert _kept(page, "core.exit") == ""

    page.evaluate("kept['cmi.core.lesson_mode'] = 'review'")
    before = page.evaluate("JSON.stringify([kept['cmi.core.score.raw'], kept['cmi.suspend_data']])")
    _begin(page, "content/small.html")
    assert _pressed(page) == "true"
    _answer(page, 0)
    page.evaluate("inner().getElementById('watched').click()")
    _leave(page)
    assert _kept(page, "core.lesson_status") == "completed"
    after = page.evaluate("JSON.stringify([kept['cmi.core.score.raw'], kept['cmi.suspend_data']])")
    assert (after, page.evaluate("refused")) == (before, [])
    assert page.evaluate("localStorage.length") == 0


def test_a_window_of_its_own_finds_who_opened_it(page: Page, address: str) -> None:
    page.goto(f"{address}system.html")
    page.evaluate("globalThis.other = open('content/small.html')")
    until(page, "state === 'open' && other.document.readyState === 'complete'")
    page.evaluate("other.close()")
    until(page, "state === 'finished'")
    assert page.evaluate("refused") == []


def test_without_a_course_system_it_is_a_page(page: Page, address: str) -> None:
    page.goto(f"{address}content/small.html")
    until(page, "document.getElementById('film').readyState > 1")
    page.evaluate("document.querySelector('[name=answer][value=\"1\"]').click()")
    page.evaluate("document.querySelector('#quiz-form button').click()")
    assert page.evaluate("document.getElementById('verdict').textContent") == "Right."
    page.evaluate("document.getElementById('watched').click()")
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("document.querySelectorAll('header').length") == 0
