"""The pages about kinds are what the code gives, and every kind has a specimen and its pictures."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image

import scenes
from gdmath.objectives import Objective
from pipeline import commands, reference
from pipeline.commands import UsageError
from pipeline.prepare import ready
from pipeline.reference.entries import entry
from scenes.look import Meaning, look
from script.typed import RunName, Text
from script.wording import wording, written

DOCS = Path(__file__).parent.parent / "docs"
HEAVIEST = 60_000
"""Bytes of a still."""
PAGES = reference.pages(DOCS)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_what_the_code_gives(page: Path) -> None:
    """Where this fails: render.py docs."""
    assert (DOCS / page).read_text(encoding="utf-8") == PAGES[page]


@pytest.mark.parametrize("kind", scenes.kinds())
def test_a_kind_has_its_stills(kind: str) -> None:
    for still in reference.STILLS.values():
        file = DOCS / "kinds" / still.file(kind)
        with Image.open(file) as picture:
            lies = picture.width > picture.height
            assert (picture.width, lies) == (still.width, still.aspect == "landscape")
        assert file.stat().st_size <= HEAVIEST


def test_no_page_or_still_is_left_of_a_kind_that_is_gone() -> None:
    assert reference.stale(DOCS) == ()


@pytest.mark.parametrize("aspect", ["landscape", "portrait"])
@pytest.mark.parametrize("kind", scenes.kinds())
def test_a_specimen_shows_its_kind(kind: str, aspect: str) -> None:
    lesson = ready(reference.specimen(kind, DOCS), look("l", aspect=aspect))
    assert kind in {panel.kind for panel in lesson.scenes[-1].panels}
    assert lesson.scenes[-1].beats[-1].cues


@pytest.mark.parametrize("kind", scenes.kinds())
def test_every_key_a_writer_may_write_is_described(kind: str) -> None:
    found = reference.kind_entry(kind)
    silent = [
        f"{one.name}.{key.key}"
        for one in (found.params, *found.actions, *found.parts)
        for key in one.fields
        if not key.says
    ]
    assert silent == []
    assert all(one.summary.endswith(".") for one in (found, found.params, *found.actions))


def test_every_meaning_has_its_second_sign() -> None:
    page = (DOCS / "visual-language.md").read_text(encoding="utf-8")
    table = page[page.index("| meaning |") : page.index("Several runs")]
    assert set(re.findall(r"`(\w+)`", table)) == set(get_args(Meaning))


@dataclass(frozen=True)
class Part:
    """A part."""

    says: str


@dataclass(frozen=True)
class Whole:
    """Does one thing. And says
    more of it in ``code``.

    Attributes
    ----------
    run : RunName
        Which run,
        in words.
    for_, rest : float
        How long.
    """

    run: RunName
    for_: float = 1.5
    rest: float = 0.5
    parts: tuple[Part, ...] = (Part("a"), Part("b"))
    title: Text = Text("")
    names: dict[str, int] | None = field(default=None)


def test_an_entry_is_read_from_a_dataclass() -> None:
    whole = entry(Whole, "whole")
    assert whole.says == "Does one thing. And says\nmore of it in `code`."
    assert whole.summary == "Does one thing."
    assert [(one.key, one.form, one.default, one.says) for one in whole.fields] == [
        ("run", "the name of a run", None, "Which run, in words."),
        ("for", "a number", "1.5", "How long."),
        ("rest", "a number", "0.5", "How long."),
        ("parts", "a list, each [Part](#part)", "[a, b]", ""),
        ("title", "a text", "", ""),
        ("names", "a mapping of names, each a whole number", "", ""),
    ]


@pytest.mark.parametrize(
    ("hint", "phrase"),
    [
        (bool, "true or false"),
        (float | None, "a number"),
        (tuple[int, ...], "a list, each a whole number"),
        (tuple[float, float], "a list of 2, each a number"),
        (Objective, "an objective"),
        (Part | str, "[Part](#part) or a text"),
    ],
)
def test_types_in_words(hint: object, phrase: str) -> None:
    assert wording(hint) == phrase


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (0.5, "0.5"),
        ((1, 2), "[1, 2]"),
        (Part("x"), "x"),
        (("", ""), ""),
    ],
)
def test_values_as_a_script_writes_them(value: object, text: str) -> None:
    assert written(value) == text


def test_a_part_takes_its_place_in_a_page() -> None:
    page = "one\n<!-- begin x -->\nold\n<!-- end x -->\ntwo\n"
    assert reference.put_between(page, "x", "new\n") == page.replace("old", "new")
    with pytest.raises(ValueError, match="no place for y"):
        reference.put_between(page, "y", "new\n")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return shutil.copytree(DOCS, tmp_path / "docs")


def test_docs_writes_what_is_missing_and_removes_what_is_stale(docs: Path) -> None:
    (docs / "kinds.md").unlink()
    (docs / "kinds" / "gone.md").write_text("A kind that is gone.", encoding="utf-8")
    assert commands.docs((), pictures=False, folder=docs) == 0
    assert (docs / "kinds.md").read_text(encoding="utf-8") == PAGES[Path("kinds.md")]
    assert not (docs / "kinds" / "gone.md").exists()


def test_docs_asks_for_a_specimen(docs: Path) -> None:
    (docs / "specimens" / "table.yaml").unlink()
    with pytest.raises(UsageError, match=r"table has no specimen: write the lesson .*table\.yaml"):
        commands.docs((), pictures=False, folder=docs)


@pytest.mark.parametrize(
    ("what", "kind", "told"),
    [
        ("actions", None, "list actions names a kind, as in: list actions descent_2d"),
        ("kinds", "table", "list kinds takes no kind"),
        ("params", "tabel", "there is no kind tabel - did you mean table?"),
    ],
)
def test_list_says_what_it_wants(what: str, kind: str | None, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        commands.listing(what, kind)
    assert str(caught.value) == told


def test_list_tells_actions_and_params(capsys: pytest.CaptureFixture[str]) -> None:
    commands.listing("actions", "end_card")
    commands.listing("params", "end_card")
    told = capsys.readouterr().out
    assert "recap: Shows a sentence to keep (counted from 0).\n    item: a whole number\n" in told
    assert "    course: a text, optional\n" in told
