"""The site in a real browser: a lesson plays, seeks, follows, asks and remembers.

And it is for everybody: axe finds nothing, keys are enough, and so are pages without a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from small_packages import course_of
from small_sites import NUMBER, built_package

from pipeline.publish.site import compose, write_site
from tests.pipeline.chromium import looked_at, served, until

AXE = Path(__file__).parents[1] / "servers" / "node_modules" / "axe-core" / "axe.min.js"
UNDER = "courses/first"
"""The site stands in a folder of the server's."""
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True}
AUDIT = """
axe.run(document, {preload: false, resultTypes: ["violations", "incomplete"]}).then((found) =>
  found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`))
"""

pytestmark = pytest.mark.render


@pytest.fixture(scope="module")
def address(built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of two lessons and a short is served."""
    root = tmp_path_factory.mktemp("served")
    one = built_package(built)
    two = replace(one, name="second", lesson="second", number=2, title="The second", quiz=NUMBER)
    short = replace(
        one, name="brief", lesson="brief", number=None, is_short=True, title="Why?", chapters=()
    )
    course = course_of(one, two, short, order=("small", "second"))
    write_site(compose(course), root / UNDER)
    with served(root) as address:
        yield f"{address}{UNDER}/"


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
    expect(page.locator("#go-on:not([hidden])")).to_have_text("Go on with 2. The second")


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: setup.sh does it")
@pytest.mark.parametrize(
    ("page", "colours"),
    [
        ({**DESKTOP, "color_scheme": "light"}, "light"),
        ({**PHONE, "color_scheme": "dark"}, "dark"),
    ],
    ids=["desktop-light", "phone-dark"],
    indirect=["page"],
)
def test_axe_finds_nothing(page: Page, address: str, colours: str) -> None:
    found = {}
    for name in ("index", "small", "second", "brief"):
        page.goto(f"{address}{name}.html")
        assert page.evaluate(f"matchMedia('(prefers-color-scheme: {colours})').matches")
        if name == "small":
            page.locator("[name=answer][value='1']").check()
            page.locator("#quiz-form button").click()
            expect(page.locator("#quiz-form details")).to_have_attribute("open", "")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found[name] = page.evaluate(AUDIT)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    page.locator("html").evaluate("html => html.removeAttribute('lang')")
    assert "html-has-lang" in "".join(page.evaluate(AUDIT))


def _tab_to(page: Page, path: str) -> None:
    """Press Tab until an element of a CSS path has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("path => document.activeElement?.matches(path)", path):
            return
    raise AssertionError(f"Tab never comes to {path}")


def test_keys_are_enough(page: Page, address: str) -> None:
    page.goto(f"{address}index.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    _tab_to(page, ".cards a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/small.html")
    until(page, "document.getElementById('film').readyState > 1")
    film = page.locator("#film")  # it must not end while keys are pressed
    film.evaluate("film => Object.assign(film, {muted: true, playbackRate: 0.2}).src")
    _tab_to(page, ".chapters li:nth-child(2) a")
    page.keyboard.press("Enter")
    until(page, "document.getElementById('film').currentTime > 3.6")
    expect(page.locator(".chapters li:nth-child(2) a")).to_be_focused()
    _tab_to(page, "#watched")
    page.keyboard.press("Space")
    expect(page.locator("#watched")).to_have_attribute("aria-pressed", "true")
    _tab_to(page, "[name=answer]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_text("Right.")
    _tab_to(page, "summary")
    _tab_to(page, ".transcript a")
    page.keyboard.press("Enter")
    until(page, "document.getElementById('film').currentTime < 3.6")
    _tab_to(page, ".downloads a")
    _tab_to(page, ".neighbours a")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile(r"^The second"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".mark:not([hidden])")).to_have_count(1)


@pytest.mark.parametrize(
    "page",
    [{**DESKTOP, "color_scheme": "dark", "java_script_enabled": False}],
    ids=["dark"],
    indirect=True,
)
def test_without_a_script_all_is_there(page: Page, address: str) -> None:
    page.goto(f"{address}index.html")
    _tab_to(page, ".cards a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/small.html")
    until(page, "document.getElementById('film').readyState > 0")
    shown = "all => all.filter((one) => one.checkVisibility()).length"
    assert page.locator(".controls").evaluate_all(shown) == 0
    assert page.locator(".transcript p, .downloads a, .chapters a").evaluate_all(shown) > 8
    details = page.locator("details").first
    expect(details).not_to_have_attribute("open", "")
    _tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(details).to_have_attribute("open", "")
    page.locator(".chapters li:nth-child(2) a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\.mp4#t="))
    until(page, "document.querySelector('video').currentTime >= 3.6")


WRONG = """
console.error("said");
console.assert(false, "asserted");
setTimeout(() => { throw Error("thrown"); });
Promise.reject(Error("rejected"));
const load = (source) => new Promise((done) => {
  Object.assign(new Image(), {onload: done, onerror: done, src: source});
});
Promise.all([load("none.png"), load("http://127.0.0.2/elsewhere.png")]).then(() => "loaded");
"""


def _gone_wrong(browser: Browser, address: str) -> None:
    with looked_at(browser, address) as page:
        page.goto(f"{address}index.html")
        assert page.evaluate(WRONG) == "loaded"


def test_what_goes_wrong_is_seen(browser: Browser, address: str) -> None:
    with pytest.raises(AssertionError) as found:
        _gone_wrong(browser, address)
    elsewhere = "from elsewhere: http://127.0.0.2/elsewhere.png"
    for wrong in ("said", "asserted", "thrown", "rejected", "none.png", "Policy", elsewhere):
        assert wrong in str(found.value)
