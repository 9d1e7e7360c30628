"""The pages of a course: whole, linked, and readable by people, machines and screen readers."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from PIL import Image
from small_packages import CHAPTERS
from small_sites import (
    ADDRESS,
    CHOICE,
    NUMBER,
    addresses,
    course,
    lesson,
    linked,
    pages,
    read,
    text,
)

from pipeline.gate.transcript import headings, html5
from pipeline.publish.site import compose
from pipeline.publish.site.elements import element, page
from pipeline.publish.site.frame import stylesheet
from pipeline.publish.site.question import right_answer
from pipeline.publish.site.wording import ENGLISH, SPANISH, name_of, wording
from scenes.palette import DARK, LIGHT

PAGES = ["small.html", "other.html", "faq.html", "small.es.html", "index.html"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def files(folder: Path):
    return compose(course(folder))


def test_a_page_for_each_lesson_and_the_course_last(files) -> None:
    assert pages(files) == PAGES
    assert list(files)[-1] == "index.html"


def test_text_and_elements_stand_in_their_order() -> None:
    em = element("em", {}, "&")
    told = page(element("p", {"class": "a"}, "1", "2", em, "3", None, "4"))
    assert told == '<!doctype html>\n<p class="a">12<em>&amp;</em>34</p>\n'


def test_pictures_are_as_large_as_they_are_shown(files) -> None:
    widths = {
        name.split(".")[-3]: Image.open(BytesIO(one.data)).width
        for name, one in files.items()
        if name.endswith(".webp")
    }
    assert widths == {"poster": 1280, "card": 416}


def test_the_same_packages_give_the_same_bytes_wherever_they_lie(files, tmp_path: Path) -> None:
    again = compose(course(tmp_path))
    assert {name: one.sha256 for name, one in again.items()} == {
        name: one.sha256 for name, one in files.items()
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_html_that_leads_somewhere(files, name: str) -> None:
    page = read(files, name)
    assert [*html5(page), *headings(page)] == []
    assert (page.open, page.nesting) == ([], [])
    ids = Counter(page.values("id"))
    assert [one for one, count in ids.items() if count > 1] == []
    assert set(page.values("aria-labelledby")) <= set(ids)
    assert {h[1:] for h in page.values("href") if h.startswith("#")} <= set(ids)
    for tag, scheme, path in addresses(page):
        if not scheme:
            assert path in files, f"<{tag}> {path}"
        else:  # what is whole leads elsewhere or says where this is; nothing is loaded from there
            assert tag in {"a", "link"}
    loaded = [given for tag, given in page.elements if tag == "link" and given.get("rel")]
    fetched = {"stylesheet", "icon"}
    assert all(":" not in (one["href"] or "") for one in loaded if one["rel"] in fetched)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_may_load_only_what_stands_beside_it(files, name: str) -> None:
    policy = next(
        given["content"] for _, given in read(files, name).elements if "http-equiv" in given
    )
    sources = [part.split()[1:] for part in policy.split(";")]
    assert {source for one in sources for source in one} == {"'self'", "'none'"}
    assert policy.startswith("default-src 'none'")
    assert "style=" not in text(files, name)
    assert " on" not in "".join(
        f" {key}" for _, given in read(files, name).elements for key in given
    )


def test_the_film_its_captions_and_its_poster_are_in_the_page(files) -> None:
    page = read(files, "small.html")
    named = {tag: given for tag, given in page.elements}
    assert named["video"]["controls"] == ""
    assert named["video"]["poster"].endswith(".webp")
    assert files[named["source"]["src"]].path.name == "small.mp4"
    assert (named["track"]["srclang"], named["track"]["label"]) == ("en", "English")
    assert read(files, "small.es.html").elements[0][1]["lang"] == "es"
    assert 'label="Español"' in text(files, "small.es.html")


def test_several_films_the_small_one_for_phones(folder: Path) -> None:
    one = lesson(folder, "small")
    small = folder / "small" / "m" / "small.mp4"
    small.parent.mkdir(exist_ok=True)
    small.write_text("smaller")
    film = replace(one.film, path=small, sha256="ab" * 32, size=(1280, 720))
    files = compose(course(folder, assets=(*one.assets, film)))
    sources = [given for tag, given in read(files, "small.html").elements if tag == "source"]
    assert ["720p" in one["src"] for one in sources] == [True, False]
    assert ["media" in one for one in sources] == [True, False]
    assert ">Film, 1080p</a>" in text(files, "small.html")
    assert ">Film, 720p</a>" in text(files, "small.html")
    options = [
        given["value"] for tag, given in read(files, "small.html").elements if tag == "option"
    ]
    assert options == [one["src"] for one in sources]


def test_every_moment_is_a_link_to_the_film_for_who_has_no_script(files) -> None:
    page = read(files, "small.html")
    jumps = [given for tag, given in page.elements if tag == "a" and "data-at" in given]
    film = next(given["src"] for tag, given in page.elements if tag == "source")
    assert all(one["href"] == f"{film}#t={one['data-at']}" for one in jumps)
    assert [one["data-at"] for one in jumps[:3]] == ["0", "12.6", "30.1"]  # chapters
    assert [one["data-at"] for one in jumps[3:]] == ["0", "0.5", "12.5", "13", "25.5"]
    assert "x &lt; 5" in text(files, "small.html")


def test_what_only_a_script_can_do_is_hidden_without(files) -> None:
    page = read(files, "small.html")
    controls = [given for _, given in page.elements if given.get("class") == "controls"]
    assert len(controls) == 2
    assert all("hidden" in one for one in controls)
    assert "<details>" in text(files, "small.html")


@pytest.mark.parametrize(
    ("quiz", "decimal", "answer"),
    [
        (CHOICE, ".", "At 1 & more"),
        (NUMBER, ".", "0.58"),
        (NUMBER, ",", "0,58"),
        (replace(NUMBER, right=1234.5, within=10), ".", "1234"),
        (replace(NUMBER, right=-3.0, within=0.5), ".", "-3.0"),
    ],
)
def test_the_answer_is_as_exact_as_it_is_asked_for(quiz, decimal: str, answer: str) -> None:
    assert right_answer(quiz, decimal) == answer


def test_the_downloads_are_the_finished_files_under_their_own_names(files) -> None:
    page = read(files, "small.html")
    there = {given["download"]: given["href"] for _, given in page.elements if "download" in given}
    assert set(there) == {
        "small.mp4",
        "small.download.mp4",
        "small.srt",
        "small.vtt",
        "small.transcript.md",
        "small.trajectory.csv",
    }
    assert all(files[path].path.name == name for name, path in there.items())


def test_lessons_lead_to_their_neighbours_and_their_other_languages(files) -> None:
    def leads(name: str) -> dict[str, str]:
        given = [given for tag, given in read(files, name).elements if tag == "a"]
        return {
            one.get("rel") or one["hreflang"]: one["href"]
            for one in given
            if one.get("rel") in {"prev", "next"} or "hreflang" in one
        }

    assert leads("small.html") == {"next": "other.html", "es": "small.es.html"}
    assert leads("other.html") == {"prev": "small.html"}
    assert leads("small.es.html") == {"en": "small.html"}
    assert leads("faq.html") == {}


def test_the_page_of_the_course_has_its_lessons_by_phase_and_its_shorts(files) -> None:
    cards = [
        given["data-lesson"]
        for _, given in read(files, "index.html").elements
        if "data-lesson" in given
    ]
    assert cards == ["small", "other", "faq"]
    index = text(files, "index.html")
    assert index.index(">The first phase<") < index.index('href="small') < index.index(">Shorts<")


def test_search_engines_find_the_film_and_its_chapters(files) -> None:
    about = linked(files, "small.html")
    assert about["contentUrl"].startswith(f"{ADDRESS}files/small.1080p.")
    assert (about["duration"], about["inLanguage"]) == ("PT0M42S", "en")
    clips = [(one["name"], one["startOffset"], one["endOffset"]) for one in about["hasPart"]]
    assert clips == [("One", 0, 12), ("Two", 12, 30), ("Three", 30, 42)]
    assert about["hasPart"][1]["url"] == f"{ADDRESS}small.html?t=12"
    assert len(clips) == len(CHAPTERS)
    assert "hasPart" not in linked(files, "faq.html")
    assert [one["url"] for one in linked(files, "index.html")["hasPart"]] == [
        f"{ADDRESS}{name}.html" for name in ("small", "other", "faq")
    ]


def test_sitemap_and_feed_name_every_film_once(files) -> None:
    video = "{http://www.google.com/schemas/sitemap-video/1.1}"
    sitemap = fromstring(files["sitemap.xml"].data)
    places = [one.text for one in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert places == [ADDRESS, *(f"{ADDRESS}{name}" for name in PAGES[:-1])]
    films = [one.text.removeprefix(ADDRESS) for one in sitemap.iter(f"{video}content_loc")]
    feed = fromstring(files["feed.xml"].data)
    enclosed = [one.get("url").removeprefix(ADDRESS) for one in feed.iter("enclosure")]
    assert all(files[path].path.suffix == ".mp4" for path in (*films, *enclosed))
    assert (len(films), len(enclosed)) == (4, 3)
    first = next(feed.iter("enclosure"))
    assert first.get("length") == str(len("film of small"))


def test_since_when_a_lesson_is_there_is_told_to_machines(folder: Path) -> None:
    files = compose(course(folder, since=date(2026, 3, 1)))
    assert linked(files, "small.html")["uploadDate"] == "2026-03-01"
    [told] = fromstring(files["feed.xml"].data).iter("pubDate")
    assert told.text == "Sun, 01 Mar 2026 00:00:00 +0000"
    video = "{http://www.google.com/schemas/sitemap-video/1.1}publication_date"
    [said] = fromstring(files["sitemap.xml"].data).iter(video)
    assert said.text == "2026-03-01"
    assert "uploadDate" not in linked(files, "other.html")


def test_without_an_address_nothing_claims_one(folder: Path) -> None:
    files = compose(course(folder, site=""))
    assert not {"sitemap.xml", "feed.xml"} & set(files)
    assert linked(files, "small.html")["contentUrl"].startswith("files/")
    assert 'rel="canonical"' not in text(files, "small.html")


@pytest.mark.parametrize("said", ["</script><i>x</i>", '"><i>', "a & b < c", "]]><!--<i>"])
def test_no_text_becomes_markup(folder: Path, said: str) -> None:
    quiz = replace(CHOICE, question=said, choices=(said, "b"), because=said)
    files = compose(
        course(folder, title=said, objective=said, phase=said, quiz=quiz, chapters=((0.0, said),))
    )
    for name in ("small.html", "index.html"):
        page = read(files, name)
        assert "i" not in [tag for tag, _ in page.elements]
        assert (page.open, page.nesting) == ([], [])
    assert linked(files, "small.html")["name"] == said
    fromstring(files["feed.xml"].data)


def test_the_style_has_the_colours_of_the_films() -> None:
    css = stylesheet()
    light, dark = css.split("prefers-color-scheme: dark", 1)
    assert f"--ink: {LIGHT.ink};" in light
    assert f"--ink: {DARK.ink};" in dark
    used = {part.split(")")[0] for part in css.split("var(--")[1:]}
    assert used <= {line.split(":")[0].strip().removeprefix("--") for line in light.splitlines()}


def test_a_page_without_its_film_is_small(files) -> None:
    named = {path for _, scheme, path in addresses(read(files, "index.html")) if not scheme}
    own = sum(len(files[path].data) for path in named if path.startswith("files/"))
    assert own + len(files["index.html"].data) < 150_000


def test_each_language_has_every_word() -> None:
    for words in (ENGLISH, SPANISH):
        assert "{title}" in words.go_on
        assert {"{done}", "{all}"} <= set(words.done.split())
    assert wording("es-MX") is SPANISH
    assert (wording("xx"), name_of("xx")) == (ENGLISH, "xx")
    assert json.dumps(ENGLISH.name)
