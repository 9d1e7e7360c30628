"""The transcript: what is said and when, as Markdown and as a page that a parser takes."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from pipeline.captions import (
    BeatText,
    SceneText,
    Transcript,
    chapters_txt,
    to_html,
    to_markdown,
)
from pipeline.captions.formulas import parts
from pipeline.captions.planned import transcript
from pipeline.gate import TRANSCRIPT_RULES, transcript_problems
from script.nodes import Place, Scalar
from script.say import Line, parse
from tests.pipeline.small_lessons import plan_of


def line(text: str) -> Line:
    return parse(Scalar(text, Place("l.yaml", 1, 1)), {}, {})


TEN_STEPS = Transcript(
    "Ten *steps* & <more>",
    "ten.mp4",
    (
        SceneText(
            "by-hand",
            "By hand",
            0.0,
            (
                BeatText("start", 0.5, line("We stand at x_0 < 5. It's 2 * 3.")),
                BeatText("again", 9.96, line("And η = 0.6, x_0 < 5."), "A dot & its <path>."),
            ),
        ),
        SceneText("bend", "The bend", 3670.0, (BeatText("why", 3670.52, line("Why?")),)),
    ),
)

MARKDOWN = r"""# Ten \*steps\* & \<more\>

## [0:00](ten.mp4#t=0) By hand

We stand at x\_0 \< 5 (x sub zero is less than five). It's 2 \* 3 (two times three).

And η = 0.6 (eta equals zero point six), x\_0 \< 5.

*A dot & its \<path\>.*

## [1:01:10](ten.mp4#t=3670) The bend

Why?
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We set η = 0.6 here.", [("η = 0.6", "eta equals zero point six", "")]),
        ("The bowl is x² + 2y². Good.", [("x² + 2y²", "x squared plus two y squared", ".")]),
        ("It falls to 16.72, a fifth of x.", []),
        ("A is a dog-eared map: 45–60 of them, 5%.", []),
        ("At f(x, y) we stop.", [("f(x, y)", "f of x, y", "")]),
        ("Points (5, 5) and 5 of 5.", []),
        ("−η∇L(θ)", [("−η∇L(θ)", "minus eta times the gradient of L of theta", "")]),
        (
            "x ≤ 1, y ≥ 2!",
            [("x ≤ 1", "x is at most one", ","), ("y ≥ 2", "y is at least two", "!")],
        ),
        ("so [η|the rate] it is", [("η", "the rate", "")]),
    ],
)
def test_formulas_are_found_with_their_words(text: str, found: list[tuple[str, str, str]]) -> None:
    said = line(text)
    seen = list(parts(said.units))
    assert [(part.shown, part.words, part.stop) for part in seen if part.words] == found
    assert " ".join(part.shown + part.stop for part in seen) == said.shown


def test_the_markdown_shows_what_is_meant() -> None:
    assert to_markdown(TEN_STEPS) == MARKDOWN


class Reader(HTMLParser):
    """Reads a page: its text by the id or class of the element it stands in, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.texts: dict[str, str] = {}
        self.links: list[str] = []
        self.times: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag != "meta":
            self.inside.append(given.get("id") or given.get("class") or tag)
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag == "time":
            self.times.append(given["datetime"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside.pop()

    def handle_data(self, data: str) -> None:
        for name in self.inside:
            self.texts[name] = self.texts.get(name, "") + data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.inside == []
    return reader


def test_the_page_says_the_same() -> None:
    page = read(to_html(TEN_STEPS))
    assert page.texts["title"] == page.texts["h1"] == "Ten *steps* & <more>"
    assert page.texts["by-hand_start"] == (
        "0:00 We stand at x_0 < 5 (x sub zero is less than five). It's 2 * 3 (two times three)."
    )
    assert page.texts["by-hand_again"] == "0:09 And η = 0.6 (eta equals zero point six), x_0 < 5."
    assert page.texts["bend__title"] == "1:01:10The bend"
    assert page.texts["seen"] == "A dot & its <path>."
    assert page.links == [
        "#by-hand",
        "#bend",
        "ten.mp4#t=0",
        "ten.mp4#t=0.5",
        "ten.mp4#t=9.9",
        "ten.mp4#t=3670",
        "ten.mp4#t=3670.5",
    ]
    assert page.times == ["PT0S", "PT0S", "PT9S", "PT3670S", "PT3670S"]


def test_right_to_left_text_braces_and_emoji_stand_as_they_are() -> None:
    said = "{{x | x > 0}} [שלום|hello] [🙂|smile] x < y && a --> b"
    scene = SceneText("one", "One", 0.0, (BeatText("one", 0.0, line(said)),))
    page = to_html(Transcript("T", "t.mp4", (scene,)))
    shown = "".join(read(page).texts["one_one"])
    for text in ("{x | x > 0}", "שלום", "🙂", "x < y", "&& a --> b"):
        assert text in shown


def test_the_page_of_a_lesson_keeps_every_rule(tmp_path) -> None:
    plan = plan_of(tmp_path)
    made = transcript(plan, "small.mp4")
    assert [scene.start_s for scene in made.scenes] == [start for start, _ in plan.chapters()]
    starts = [beat.start_s for scene in made.scenes for beat in scene.beats]
    assert starts == [beat.unit_times()[0][0] for beat in plan.beats]
    (tmp_path / "page.html").write_text(to_html(made), encoding="utf-8")
    assert transcript_problems(tmp_path / "page.html", "small.mp4", plan.seconds) == ()


GOOD = to_html(TEN_STEPS)
BROKEN = {
    "html5": ("<!doctype html>", ""),
    "nested": ("</section>", "", 1),
    "headings": ("h2", "h3"),
    "self_contained": ("<main>", "<main><img src='x.png'>"),
    "links_lead_somewhere": ('href="#bend"', 'href="#bent"'),
    "moments_of_the_film": ("#t=9.9", "#t=4000"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_broken_pages_are_caught(rule, tmp_path) -> None:
    page = tmp_path / "page.html"
    page.write_text(GOOD, encoding="utf-8")
    assert transcript_problems(page, "ten.mp4", 3700.0) == ()
    page.write_text(GOOD.replace(*BROKEN[rule]), encoding="utf-8")
    assert {problem.rule for problem in transcript_problems(page, "ten.mp4", 3700.0)} == {rule}


def test_every_rule_of_a_page_is_broken_once() -> None:
    assert {rule.__name__ for rule in TRANSCRIPT_RULES} == BROKEN.keys()


def test_two_parts_of_one_name_and_another_film_are_caught(tmp_path) -> None:
    page = tmp_path / "page.html"
    page.write_text(GOOD.replace('id="bend"', 'id="by-hand"'), encoding="utf-8")
    told = {problem.message for problem in transcript_problems(page, "ten.mp4", 3700.0)}
    assert told == {"2 elements are called by-hand", "a link to #bend leads nowhere"}
    page.write_text(GOOD, encoding="utf-8")
    assert len(transcript_problems(page, "other.mp4", 3700.0)) == 5


def test_chapters_for_youtube() -> None:
    chapters = [(0.0, "Two questions"), (65.9, "Too big a step"), (3661.2, "x < 1")]
    assert chapters_txt(chapters) == "0:00 Two questions\n1:05 Too big a step\n1:01:01 x < 1\n"


def test_no_two_elements_share_a_name_whatever_scenes_and_beats_are_called(tmp_path):
    why = line("Why?")
    scenes = tuple(
        SceneText(scene, scene, float(i), tuple(BeatText(beat, float(i), why) for beat in beats))
        for i, (scene, *beats) in enumerate(
            [("a", "title", "b", "b-c"), ("a-b", "c", "title"), ("title", "a")]
        )
    )
    page = tmp_path / "a.html"
    page.write_text(to_html(Transcript("A", "a.mp4", scenes)), encoding="utf-8")
    assert transcript_problems(page, "a.mp4", 9.0) == ()
