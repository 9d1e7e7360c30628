"""A lesson's page in a real browser: it plays, seeks, follows, asks and remembers."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from small_packages import course_of
from small_sites import built_package

from pipeline.publish.site import compose, write_site
from pipeline.publish.site.serve import HOST, Handler, server
from tests.pipeline.chromium import CHROMIUM, looking_at

pytestmark = pytest.mark.render

PROBE = """
"use strict";
const told = {errors: [], pages: []};
addEventListener("error", (event) => told.errors.push(event.message ?? "a file is missing"), true);
addEventListener("securitypolicyviolation", (event) => told.errors.push(event.blockedURI));
const tell = () => { new Image().src = "told?" + encodeURIComponent(JSON.stringify(told)); };
const wait = (what, until) => new Promise((done, failed) => {
  const end = performance.now() + 20000;
  const look = () => {
    if (until()) done();
    else if (performance.now() > end) failed(new Error(`not ${what}`));
    else setTimeout(look, 20);
  };
  look();
});
const $ = (path) => document.querySelector(path);
const click = (path) => { $(path).focus(); $(path).click(); };
async function look() {
  const film = $("#film");
  film.muted = true;
  await wait("loaded", () => film.readyState > 1);
  told.hidden = document.querySelectorAll(".controls[hidden]").length;
  told.first = $(".chapters [aria-current]").textContent.trim();
  click(".chapters li:nth-child(2) a");
  await wait("at the second chapter", () => film.currentTime > 3.6 && !film.seeking);
  await wait("told the chapter", () => $(".chapters li:nth-child(2) [aria-current]"));
  await wait("playing", () => !film.paused);
  film.pause();
  click(".transcript section:nth-of-type(1) p:nth-of-type(2) a");
  await wait("back in the first", () => film.currentTime < 3.6 && !film.seeking);
  film.pause();
  await wait("lit", () => $(".transcript section:nth-of-type(1) p:nth-of-type(2).now"));
  told.lit = document.querySelectorAll(".transcript p.now").length;
  const track = film.textTracks[0];
  await wait("a caption", () => track.activeCues?.length);
  told.captions = [track.mode, track.activeCues[0].text];
  const answer = (value) => {
    $(`[name=answer][value="${value}"]`).checked = true;
    $("#quiz-form button").click();
    return [$("#verdict").textContent, $("#quiz-form details").open];
  };
  told.verdicts = [answer(0), answer(1)];
  click("#watched");
  told.watched = $("#watched").getAttribute("aria-pressed");
  film.currentTime = 5.2;
  await wait("noted", () => (localStorage.getItem(localStorage.key(0)) ?? "").includes('"at":5'));
  location.href = "index.html";
}
function index() {
  told.before = JSON.parse(sessionStorage.getItem("told"));
  told.done = $(".done").hidden ? "" : $(".done").textContent;
  told.marks = document.querySelectorAll(".mark:not([hidden])").length;
  told.go = $("#go-on").hidden ? "" : $("#go-on").textContent.trim();
  tell();
}
addEventListener("pagehide", () => sessionStorage.setItem("told", JSON.stringify(told)));
addEventListener("load", () => ($("#film") ? look().catch((error) => {
  told.errors.push(String(error));
  tell();
}) : index()));
"""


@pytest.fixture(scope="module")
def site(built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small lesson, really built, and of another that is not watched."""
    folder = tmp_path_factory.mktemp("site")
    one = built_package(built)
    two = replace(one, name="second", lesson="second", title="The second")
    write_site(compose(course_of(one, two)), folder)
    for page in folder.glob("*.html"):
        text = page.read_text().replace("</head>", '<script src="probe.js"></script></head>')
        page.unlink()
        page.write_text(text)
    (folder / "probe.js").write_text(PROBE)
    return folder


def in_chromium(site: Path, page: str, profile: Path) -> tuple[Mapping[str, Any], list[str]]:
    """Return what the probe tells, and all that the browser asked for and did not get."""
    told: dict[str, Any] = {}
    refused: list[str] = []
    done = threading.Event()

    class Listening(Handler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path != "/told":
                return super().do_GET()
            told.update(json.loads(next(iter(parse_qs(f"told={parts.query}")["told"]))))
            self.send_response(204)
            self.end_headers()
            done.set()
            return None

        def log_error(self, *words: object) -> None:
            refused.append(self.path)

    with server(site, handler=Listening) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        address = f"http://{HOST}:{serving.server_address[1]}/{page}"
        try:
            with looking_at(address, profile, "--autoplay-policy=no-user-gesture-required"):
                assert done.wait(120), "the browser told nothing"
        finally:
            serving.shutdown()
    return told, refused


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_a_lesson_is_watched_in_chromium(site: Path, tmp_path: Path) -> None:
    told, refused = in_chromium(site, "small.html", tmp_path / "profile")
    assert told["errors"] == []
    assert refused == []
    page = told["before"]
    assert page["errors"] == []
    assert page["hidden"] == 0
    assert page["first"].split("\n")[-1] == "Two sentences"
    assert page["lit"] == 1
    assert page["captions"][0] == "showing"
    assert page["captions"][1] in {"Take one step.", "And then another."}
    assert page["verdicts"][0][1] is False
    assert page["verdicts"][1] == ["Right.", True]
    assert page["watched"] == "true"
    assert (told["done"], told["marks"]) == ("1 of 2 watched", 1)
    assert told["go"] == "Go on with 1. The second"
