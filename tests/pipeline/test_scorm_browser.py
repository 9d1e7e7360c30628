"""A lesson's SCORM package in a real browser, under a course system that refuses wrong calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Frame, Page, expect
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


def _begin(page: Page, url: str) -> Frame:
    """Let the system start a lesson; return the innermost frame, in which it is."""
    page.evaluate(f"state = 'none'; start('{url}')")
    until(page, "inner()?.getElementById('film')?.readyState > 1")
    until(page, "state === 'open'")
    lesson = page.frames[-1]
    lesson.locator("#film").evaluate("film => { film.muted = true; film.playbackRate = 0.2; }")
    return lesson


def _leave(page: Page) -> None:
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    until(page, "state === 'finished'")


def _answer(lesson: Frame | Page, value: int) -> None:
    lesson.locator(f"[name=answer][value='{value}']").check()
    lesson.locator("#quiz-form button").click()


def test_a_course_system_is_told_what_a_viewer_did(page: Page, address: str) -> None:
    page.goto(f"{address}system.html")
    lesson = _begin(page, "content/small.html")
    assert _kept(page, "core.lesson_status") == "incomplete"
    lesson.locator(".chapters li:nth-child(2) a").click()
    until(lesson, "document.getElementById('film').currentTime > 3.6")
    lesson.locator("#film").evaluate("film => { film.pause(); film.currentTime = 5.2; }")
    until(page, "kept['cmi.core.lesson_location'] === '5'")
    _answer(lesson, 0)
    assert [_kept(page, f"core.score.{one}") for one in ("raw", "min", "max")] == ["0", "0", "100"]
    _answer(lesson, 1)
    assert _kept(page, "core.score.raw") == "100"
    _answer(lesson, 0)
    assert _kept(page, "core.score.raw") == "100"
    _leave(page)
    assert _kept(page, "core.exit") == "suspend"
    assert _kept(page, "core.session_time").startswith("0000:00:")
    assert page.evaluate("commits") >= 4

    lesson = _begin(page, "player.html")  # the frame of the system is two windows up
    until(lesson, "Math.abs(document.getElementById('film').currentTime - 5) < 0.2")
    expect(lesson.locator("#watched")).to_have_attribute("aria-pressed", "false")
    lesson.locator("#film").evaluate(
        "film => { film.currentTime = film.duration - 0.1; film.play(); }"
    )
    until(page, "kept['cmi.core.lesson_status'] === 'completed'")
    assert _kept(page, "core.lesson_location") == "0"
    _leave(page)
    assert _kept(page, "core.exit") == ""

    page.evaluate("kept['cmi.core.lesson_mode'] = 'review'")
    before = _kept(page, "core.score.raw"), _kept(page, "suspend_data")
    lesson = _begin(page, "content/small.html")
    expect(lesson.locator("#watched")).to_have_attribute("aria-pressed", "true")
    _answer(lesson, 0)
    lesson.locator("#watched").click()
    _leave(page)
    assert _kept(page, "core.lesson_status") == "completed"
    assert (_kept(page, "core.score.raw"), _kept(page, "suspend_data")) == before
    assert page.evaluate("refused") == []
    assert page.evaluate("localStorage.length") == 0


def test_a_window_of_its_own_finds_who_opened_it(page: Page, address: str) -> None:
    page.goto(f"{address}system.html")
    with page.expect_popup() as opened:
        page.evaluate("open('content/small.html').name")
    until(page, "state === 'open'")
    opened.value.wait_for_load_state()
    opened.value.close(run_before_unload=True)
    until(page, "state === 'finished'")
    assert page.evaluate("refused") == []


def test_without_a_course_system_it_is_a_page(page: Page, address: str) -> None:
    page.goto(f"{address}content/small.html")
    until(page, "document.getElementById('film').readyState > 1")
    _answer(page, 1)
    expect(page.locator("#verdict")).to_have_text("Right.")
    page.locator("#watched").click()
    expect(page.locator("#watched")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("localStorage.length") == 0
    expect(page.locator("header")).to_have_count(0)
