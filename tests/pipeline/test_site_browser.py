"""A lesson's page in a real browser: it plays, seeks, follows, asks and remembers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from small_packages import course_of
from small_sites import built_package

from pipeline.publish.site import compose, write_site
from tests.pipeline.chromium import served, until

pytestmark = pytest.mark.render


@pytest.fixture(scope="module")
def address(built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of the small lesson is, really built, and of another that is not watched."""
    folder = tmp_path_factory.mktemp("site")
    one = built_package(built)
    two = replace(one, name="second", lesson="second", title="The second")
    write_site(compose(course_of(one, two)), folder)
    with served(folder) as address:
        yield address


def _until(page: Page, what: str) -> None:
    until(page, f"(film => {what})(document.getElementById('film'))")


def test_a_lesson_is_watched_in_chromium(page: Page, address: str) -> None:
    page.goto(f"{address}small.html")
    film = page.locator("#film")
    _until(page, "film.readyState > 1")
    film.evaluate("film => Object.assign(film, {muted: true, playbackRate: 0.2}).src")
    expect(page.locator(".controls[hidden]")).to_have_count(0)
    expect(page.locator(".chapters [aria-current]")).to_have_text("0:00 Two sentences")

    page.locator(".chapters li:nth-child(2) a").click()
    _until(page, "film.currentTime > 3.6 && !film.seeking")
    expect(page.locator(".chapters li:nth-child(2) [aria-current]")).to_have_count(1)
    _until(page, "!film.paused")
    film.evaluate("film => film.pause()")
    second = page.locator(".transcript section:nth-of-type(1) p:nth-of-type(2)")
    second.locator("a").click()
    _until(page, "film.currentTime < 3.6 && !film.seeking")
    film.evaluate("film => film.pause()")
    expect(second).to_have_class("now")
    expect(page.locator(".transcript p.now")).to_have_count(1)
    _until(page, "film.textTracks[0].activeCues?.length")
    assert film.evaluate("film => film.textTracks[0].mode") == "showing"
    caption = film.evaluate("film => film.textTracks[0].activeCues[0].text")
    assert caption in {"Take one step.", "And then another."}

    verdict, answer = page.locator("#verdict"), page.locator("#quiz-form details")
    page.locator("[name=answer][value='0']").check()
    page.locator("#quiz-form button").click()
    expect(verdict).not_to_be_empty()
    expect(answer).not_to_have_attribute("open", "")
    page.locator("[name=answer][value='1']").check()
    page.locator("#quiz-form button").click()
    expect(verdict).to_have_text("Right.")
    expect(answer).to_have_attribute("open", "")

    page.locator("#watched").click()
    expect(page.locator("#watched")).to_have_attribute("aria-pressed", "true")
    film.evaluate("film => { film.currentTime = 5.2; }")
    until(page, "localStorage.getItem(localStorage.key(0))?.includes('\"at\":5')")
    page.goto(f"{address}index.html")
    expect(page.locator(".done:not([hidden])")).to_have_text("1 of 2 watched")
    expect(page.locator(".mark:not([hidden])")).to_have_count(1)
    expect(page.locator("#go-on:not([hidden])")).to_have_text("Go on with 1. The second")
