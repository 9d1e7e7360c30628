"""The site for everybody: axe finds nothing, keys are enough, and so are pages without a script."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from small_packages import course_of
from small_sites import NUMBER, built_package

from pipeline.publish.site import compose, write_site
from pipeline.publish.site.serve import HOST, server
from tests.pipeline.chromium import CHROMIUM
from tests.pipeline.devtools import Page, driven

AXE = Path(__file__).parents[1] / "servers" / "node_modules" / "axe-core" / "axe.min.js"
UNDER = "courses/first"
"""The site stands in a folder of the server's."""
DESKTOP, PHONE = (1280, 800), (360, 740)
AUDIT = """
axe.run(document, {preload: false, resultTypes: ["violations", "incomplete"]}).then((found) =>
  found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`))
"""

pytestmark = [
    pytest.mark.render,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


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
    with server(root) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://{HOST}:{serving.server_address[1]}/{UNDER}/"
        serving.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    profile = tmp_path_factory.mktemp("profile")
    with driven(profile, "--autoplay-policy=no-user-gesture-required") as made:
        yield made


@pytest.fixture
def page(browser: Page, address: str) -> Iterator[Page]:
    """A page after which nothing was wrong, and nothing was asked for from elsewhere."""
    browser.errors.clear()
    browser.asked.clear()
    yield browser
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    assert browser.errors == []
    assert [one for one in browser.asked if not one.startswith((address, "data:"))] == []


def _seen(page: Page, size: tuple[int, int], colours: str) -> None:
    page.send(
        "Emulation.setDeviceMetricsOverride",
        width=size[0],
        height=size[1],
        deviceScaleFactor=1,
        mobile=size is PHONE,
    )
    scheme = [{"name": "prefers-color-scheme", "value": colours}]
    page.send("Emulation.setEmulatedMedia", features=scheme)


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: setup.sh does it")
@pytest.mark.parametrize(
    ("size", "colours"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop-light", "phone-dark"]
)
def test_axe_finds_nothing(page: Page, address: str, size: tuple[int, int], colours: str) -> None:
    _seen(page, size, colours)
    found = {}
    for name in ("index", "small", "second", "brief"):
        page.go(f"{address}{name}.html")
        assert page.run(f"matchMedia('(prefers-color-scheme: {colours})').matches")
        if name == "small":
            _answer(page, 1)
        page.run(AXE.read_text(encoding="utf-8") + "; 0")
        found[name] = page.run(AUDIT)
        assert page.run("document.documentElement.scrollWidth <= innerWidth"), name
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    page.run("document.documentElement.removeAttribute('lang'); 0")
    assert "html-has-lang" in "".join(page.run(AUDIT))


def _answer(page: Page, value: int) -> None:
    page.run(f"document.querySelector('[name=answer][value=\"{value}\"]').click()")
    page.run("document.querySelector('#quiz-form button').click()")
    assert page.run("document.querySelector('#quiz-form details').open")


def test_keys_are_enough(page: Page, address: str) -> None:
    _seen(page, DESKTOP, "light")
    page.go(f"{address}index.html")
    page.press("Tab")
    assert page.run("document.activeElement.className") == "skip"
    page.tab_to(".cards a")
    page.press("Enter")
    page.wait("document.getElementById('film')?.readyState > 1")
    slow = "{muted: true, playbackRate: 0.2}"  # it must not end while keys are pressed
    page.run(f"Object.assign(document.getElementById('film'), {slow}); 0")
    page.tab_to(".chapters li:nth-child(2) a")
    page.press("Enter")
    page.wait("document.getElementById('film').currentTime > 3.6")
    assert page.run("document.activeElement.matches('.chapters a')")
    page.tab_to("#watched")
    page.press("Space")
    page.wait("document.getElementById('watched').getAttribute('aria-pressed') === 'true'")
    page.tab_to("[name=answer]")
    page.press("ArrowDown")
    page.press("Enter")
    page.wait("document.getElementById('verdict').textContent === 'Right.'")
    page.tab_to("summary")
    page.tab_to(".transcript a")
    page.press("Enter")
    page.wait("document.getElementById('film').currentTime < 3.6")
    page.tab_to(".downloads a")
    page.tab_to(".neighbours a")
    page.press("Enter")
    page.wait("document.title.startsWith('The second')")
    page.press("Tab")
    page.press("Tab")
    page.press("Enter")
    page.wait("document.querySelector('.mark:not([hidden])')")


def test_without_a_script_all_is_there(page: Page, address: str) -> None:
    _seen(page, DESKTOP, "dark")
    page.send("Emulation.setScriptExecutionDisabled", value=True)
    page.go(f"{address}index.html")
    page.tab_to(".cards a")
    page.press("Enter")
    page.wait("document.getElementById('film')?.readyState > 0")
    shown = "(path) => [...document.querySelectorAll(path)].filter((one) => one.checkVisibility())"
    assert page.run(f"({shown})('.controls').length") == 0
    assert page.run(f"({shown})('.transcript p, .downloads a, .chapters a').length") > 8
    assert not page.run("document.querySelector('details').open")
    page.tab_to("summary")
    page.press("Enter")
    page.wait("document.querySelector('details').open")
    page.run("document.querySelector('.chapters li:nth-child(2) a').focus()")
    page.press("Enter")
    page.wait("location.pathname.endsWith('.mp4') && location.hash.startsWith('#t=')")
    page.wait("document.querySelector('video')?.currentTime >= 3.6")
