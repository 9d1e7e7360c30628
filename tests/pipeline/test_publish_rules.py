"""What platforms do not take is refused at its place, with a fix, before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.prepare import LESSONS
from pipeline.publish.package import Package
from pipeline.publish.plain import NotPlain, plain
from pipeline.publish.rules import EVERYWHERE, PLATFORM, advice, broken
from script.files import find_lessons, nodes_of
from script.nodes import Map, Node, Scalar, Sequence
from tests.pipeline.small_packages import CHAPTERS, package

SHORT: dict[str, Any] = {"is_short": True, "chapters": CHAPTERS[:1]}


def _chapters(*starts: float) -> dict[str, Any]:
    return {"chapters": tuple((start, f"At {start:.0f}") for start in starts)}


def _titled(title: str, at: int = 1) -> dict[str, Any]:
    told = [*CHAPTERS]
    told[at] = (told[at][0], title)
    return {"chapters": tuple(told)}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "title-empty": ({"title": ""}, "small.yaml:1:3: the title is empty"),
    "title-blank": ({"title": "  "}, "small.yaml:1:3: the title is empty"),
    "title-long": ({"title": "x" * 101}, "small.yaml:1:3: the title has 101 characters, over 100"),
    "title-longer": ({"title": "é" * 250}, "small.yaml:1:3: the title has 250 characters"),
    "title-both": ({"title": "a <b> c"}, "small.yaml:1:3: no platform takes > in the title"),
    "title-less": ({"title": "a < b"}, "small.yaml:1:3: no platform takes < in the title"),
    "title-more": ({"title": "a -> b"}, "small.yaml:1:3: no platform takes > in the title"),
    "objective-less": (
        {"objective": "See that x < y."},
        "small.yaml:2:3: no platform takes < in the objective",
    ),
    "objective-more": (
        {"objective": "See that x > y."},
        "small.yaml:2:3: no platform takes > in the objective",
    ),
    "recap-less": (
        {"recap": ("f < 1",)},
        "small.yaml:6:3: no platform takes < in sentence 1 to keep",
    ),
    "recap-later": (
        {"recap": ("It falls.", "f > 1")},
        "small.yaml: no platform takes > in sentence 2 to keep",
    ),
    "description": (
        {"objective": "x" * 5_000},
        "small.yaml:2:3: the description has 5,082 bytes, over 5,000",
    ),
    "description-bytes": (
        {"objective": "η" * 2_480},
        "small.yaml:2:3: the description has 5,042 bytes, over 5,000",
    ),
    "description-recap": (
        {"recap": ("x" * 6_000,)},
        "small.yaml:2:3: the description has 6,085 bytes, over 5,000",
    ),
    "tags": (
        {"tags": tuple(f"tag {n:05}" for n in range(42))},
        "small.yaml:7:3: all tags together have 503 characters, over 500",
    ),
    "tag-long": (
        {"tags": ("x" * 501,)},
        "small.yaml:7:3: all tags together have 501 characters, over 500",
    ),
    "tag-comma": ({"tags": ("a, b",)}, "small.yaml:7:3: no platform takes the tag “a, b”"),
    "tag-less": ({"tags": ("a<b",)}, "small.yaml:7:3: no platform takes the tag “a<b”"),
    "tag-more": ({"tags": ("a>b",)}, "small.yaml:7:3: no platform takes the tag “a>b”"),
    "chapters-none": (_chapters(), "small.yaml:3:3: 0 chapters, and 3 are the fewest"),
    "chapters-one": (_chapters(0), "small.yaml:3:3: 1 chapters, and 3 are the fewest"),
    "chapters-two": (_chapters(0, 20), "small.yaml:3:3: 2 chapters, and 3 are the fewest"),
    "chapters-late": (_chapters(1, 14, 30), "small.yaml:3:3: the first chapter does not begin"),
    "chapter-first": (
        _chapters(0, 9.9, 30),
        "small.yaml:3:3: the chapter “At 0” lasts 9 s, not 10",
    ),
    "chapter-rounded": (  # platforms read whole seconds: from 0:10 to 0:20 would do
        _chapters(0, 10.0, 19.9),
        "small.yaml:4:3: the chapter “At 10” lasts 9 s, not 10",
    ),
    "chapter-last": (_chapters(0, 12, 36), "small.yaml:5:3: the chapter “At 36” lasts 6 s, not 10"),
    "chapter-back": (_chapters(0, 20, 12), "small.yaml:4:3: the chapter “At 20” lasts -8 s"),
    "chapter-title": (
        _titled("x" * 50),
        "small.yaml:4:3: the chapter's title has 50 characters, over 49",
    ),
    "chapter-title-first": (
        _titled("x" * 60, at=0),
        "small.yaml:3:3: the chapter's title has 60 characters, over 49",
    ),
    "chapter-less-first": (
        _titled("a < b", at=0),
        "small.yaml:3:3: no platform takes < in a chapter's title",
    ),
    "chapter-less": (
        _titled("η < 1"),
        "small.yaml:4:3: no platform takes < in a chapter's title",
    ),
    "chapter-more": (
        _titled("η > 1", at=2),
        "small.yaml:5:3: no platform takes > in a chapter's title",
    ),
    "short-lies": (SHORT, "a short is 1080x1920, and this film 1920x1080"),
    "short-long": (
        {**SHORT, "seconds": 181.0},
        "small.yaml: a short lasts 180 s at most, and this one 181 s",
    ),
}


@pytest.mark.parametrize(("changes", "message"), WRONG.values(), ids=WRONG)
def test_what_breaks_a_rule_is_refused(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    found = broken(package(tmp_path, **changes), PLATFORM)
    told = [str(one) for one in found]
    assert any(message in one for one in told), told
    assert all(one.fix for one in found)


def _stands(whole: Package) -> Package:
    assets = tuple(
        replace(one, size=(720, 1280)) if one.role == "film" else one for one in whole.assets
    )
    return replace(whole, assets=assets)


def _thumbnail(size: tuple[int, int]) -> Callable[[Package], Package]:
    def made(whole: Package) -> Package:
        assets = tuple(
            replace(one, size=size) if one.role == "thumbnail" else one for one in whole.assets
        )
        return replace(whole, assets=assets)

    return made


def _without(role: str) -> Callable[[Package], Package]:
    def made(whole: Package) -> Package:
        return replace(whole, assets=tuple(one for one in whole.assets if one.role != role))

    return made


def _heavy(whole: Package) -> Package:
    with whole.one("thumbnail").path.open("ab") as file:
        file.truncate(2_000_000)
    return whole


def _mute(whole: Package) -> Package:
    whole.one("captions").path.write_text("")
    return whole


FILES: dict[str, tuple[Callable[[Package], Package], str]] = {
    "thumbnail-none": (_without("thumbnail"), "there is no thumbnail"),
    "thumbnail-small": (_thumbnail((640, 360)), "the thumbnail is 640x360, not 1280x720"),
    "thumbnail-large": (_thumbnail((1920, 1080)), "the thumbnail is 1920x1080, not 1280x720"),
    "thumbnail-stands": (_thumbnail((720, 1280)), "the thumbnail is 720x1280, not 1280x720"),
    "thumbnail-heavy": (_heavy, "the thumbnail has 2,000,000 bytes, not under 2,000,000"),
    "captions-none": (_without("captions"), "there are no captions"),
    "captions-empty": (_mute, "there are no captions"),
    "lesson-stands": (_stands, "small stands, and is no short of the course"),
    "short-size": (lambda whole: replace(_stands(whole), **SHORT), "and this film 720x1280"),
    "short-thumbnail": (
        lambda whole: replace(_stands(whole), **SHORT),
        "the thumbnail is 1280x720, not 720x1280",
    ),
}


@pytest.mark.parametrize(("change", "message"), FILES.values(), ids=FILES)
def test_files_that_break_a_rule_are_refused(
    tmp_path: Path, change: Callable[[Package], Package], message: str
) -> None:
    found = broken(change(package(tmp_path)), PLATFORM)
    assert any(message in one.what for one in found), found
    assert all(one.place and one.fix for one in found)


def test_there_are_forty_ways_to_be_refused() -> None:
    assert len({message for _, message in (*WRONG.values(), *FILES.values())}) >= 40


def test_what_keeps_all_rules_is_taken(tmp_path: Path) -> None:
    at_the_limits = package(
        tmp_path,
        title="x" * 100,
        tags=tuple(f"tag {n:05}" for n in range(41)),
        chapters=((0.0, "x" * 49), (10.0, "η ≤ 1"), (32.0, "–")),
    )
    assert broken(at_the_limits, PLATFORM) == ()
    assert broken(at_the_limits, EVERYWHERE) == ()


def test_a_short_needs_no_chapters(tmp_path: Path) -> None:
    made = package(tmp_path, is_short=True, chapters=CHAPTERS[:1], seconds=180.0)
    sizes = {"film": (1080, 1920), "thumbnail": (720, 1280)}
    assets = tuple(replace(one, size=sizes.get(one.role, one.size)) for one in made.assets)
    assert broken(replace(made, assets=assets), PLATFORM) == ()


def test_a_long_title_is_advised_against(tmp_path: Path) -> None:
    assert advice(package(tmp_path, title="x" * 70)) == ()
    assert "71 characters" in advice(package(tmp_path, title="x" * 71))[0]


def _recaps(node: Node, is_one: bool = False) -> Iterator[Scalar]:
    if isinstance(node, Map):
        for name, value in node.items:
            yield from _recaps(value, name.text == "recap")
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _recaps(item, is_one)
    elif is_one:
        yield node


def _told(path: Path) -> Iterator[Scalar]:
    """Yield what of a lesson is told in plain text: titles, objective, sentences to keep."""
    lesson = nodes_of(path)
    assert isinstance(lesson, Map)
    scenes = lesson.get("scenes")
    assert isinstance(scenes, Sequence)
    for node, key in (
        (lesson, "title"),
        (lesson, "objective"),
        *((s, "title") for s in scenes.items),
    ):
        text = node.get(key) if isinstance(node, Map) else None
        assert isinstance(text, Scalar)
        yield text
    yield from _recaps(scenes)


@pytest.mark.parametrize("path", find_lessons(LESSONS), ids=lambda path: path.stem)
def test_what_the_lessons_say_can_be_told_in_plain_text(path: Path) -> None:
    texts = [(str(one.place), plain(one.text)) for one in _told(path)]
    assert len(texts) >= 3
    assert [told for told in texts if set(told[1]) & set("<>")] == []


def test_the_synthetic_thumbnail_is_one(tmp_path: Path) -> None:
    with Image.open(package(tmp_path).one("thumbnail").path) as picture:
        assert picture.size == (1280, 720)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("on $x^2 + 2 y^2$, and say", "on x² + 2y², and say"),
        ("Write $theta arrow.l theta - eta nabla L(theta)$.", "Write θ ← θ − η ∇L(θ)."),
        ("$10^(-3)$", "10⁻³"),
        ("$lambda <= 2$ and $Omega != 0$", "λ ≤ 2 and Ω ≠ 0"),
        ("$2 slash lambda_max$", "2/λₘₐₓ"),
        ("$eta slash (1 - beta)$", "η/(1 − β)"),
        ("$kappa^n x_0 x_(k+1)$", "κⁿ x₀ xₖ₊₁"),
        ("no formula", "no formula"),
    ],
)
def test_formulas_become_plain_text(written: str, shown: str) -> None:
    assert plain(written) == shown


@pytest.mark.parametrize(
    "written", ["$x_w$", '$x_"new"$', "$mat(1, 2)$", "a $ sign", "$x^q$", "$a_(b_c)$"]
)
def test_what_plain_text_cannot_show_is_no_guess(written: str) -> None:
    with pytest.raises(NotPlain):
        plain(written)
