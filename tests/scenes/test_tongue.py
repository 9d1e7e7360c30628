"""What is set in type in another language: numbers, and what kinds write of their own accord."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from typing import Any

import numpy as np
import pytest

import scenes
from scenes import statements, tongue, typeset
from scenes.canvas import studio
from scenes.languages.es import WORDS
from scenes.player import Player
from scenes.stage import leaves
from script.say.languages import tags
from script.translation import has_words
from script.typed import Text
from script.wording import parts_of
from tests.scenes.sample import SMALL, Sample, samples

SPANISH = replace(SMALL, language="es")
SIGNS = {"NaN", "inf"}
"""Signs that every language writes alike."""
OF_SMALL = [name for name, sample in samples().items() if sample.look == SMALL]


@pytest.fixture
def _spanish() -> Iterator[None]:
    with tongue.setting_in("es"):
        yield


@pytest.mark.usefixtures("_spanish")
@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Lesson 6", "Lección 6"),
        ("halves every 1.36 steps", "se reduce a la mitad cada 1.36 pasos"),
        ("arrow = 0.1 × gradient", "flecha = 0.1 × gradiente"),
        ("arrow = 1e-05 × gradient", "flecha = 1e-05 × gradiente"),
        ("guessing: $ln 10 = 2.303$", "al azar: $ln 10 = 2.303$"),
        ("La curva", "La curva"),
        ("Lesson six", "Lesson six"),
        ("en $(3.2, 1.8)$, 5.0, 6", "en $(3.2; 1.8)$, 5.0, 6"),
    ],
)
def test_what_kinds_write_is_found_by_its_words(english: str, spanish: str) -> None:
    assert tongue.worded(english) == spanish


@pytest.mark.usefixtures("_spanish")
@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("1.5", "1,5"),
        ("-0.25", "-0,25"),
        ("(5, 5)", "(5, 5)"),
        ("(3.2, −1.8)", "(3,2; −1,8)"),
        ("1.2.3", "1,2,3"),
        ("75", "75"),
        ("0.1 (5, 5)", "0,1 (5, 5)"),
    ],
)
def test_figures_have_the_marks_of_the_language(printed: str, written: str) -> None:
    assert tongue.figures(printed) == written


def test_english_is_left_alone() -> None:
    for text in ("Lesson 6", "loss", "(3.2, 1.8)", "$(3.2, 1.8)$"):
        assert tongue.worded(text) == tongue.figures(text) == tongue.listed(text) == text
    assert tongue.rules() == ""


def test_every_language_has_a_catalogue() -> None:
    for tag in tags():
        with tongue.setting_in(tag):
            tongue.worded("loss")


def _outlines(sign: str, sort: str, tag: str) -> list[Any]:
    with studio(replace(SMALL, language=tag)):
        setting = {"text": typeset.text, "math": typeset.math, "number": typeset.number}[sort]
        return [glyph.points for glyph in setting(sign, 40.0, "#FFFFFF").submobjects]


@pytest.mark.render
@pytest.mark.parametrize("sort", ["text", "math", "number"])
def test_a_decimal_comma_is_set_as_one_writes_it(sort: str) -> None:
    point, comma = _outlines("0.85", sort, "en"), _outlines("0.85", sort, "es")
    assert len(point) == len(comma) == 4
    assert np.ptp(comma[1][:, 1]) > 1.5 * np.ptp(point[1][:, 1]), "a comma reaches further down"
    ends = [max(glyph[:, 0].max() for glyph in row) for row in (point, comma)]
    starts = [min(glyph[:, 0].min() for glyph in row) for row in (point, comma)]
    wide, other = ends[0] - starts[0], ends[1] - starts[1]
    assert other == pytest.approx(wide, rel=0.06), "no space of a list behind the comma"


@pytest.mark.render
@pytest.mark.parametrize("name", [n for n in OF_SMALL if samples()[n].kind in tongue.PLAIN])
def test_kinds_that_write_only_what_the_script_says_look_the_same(name: str) -> None:
    """And a shot of another kind, or with a decimal, is taken to look different."""
    sample = samples()[name]
    for shot in sample.shots(frames=1):
        spoken = replace(shot, look=SPANISH)
        pictures = []
        for one in (shot, spoken):
            with studio(one.look):
                pictures.append(Player(one.look).still(one, 0).copy())
        same = bool((pictures[0] == pictures[1]).all())
        assert same or tongue.depends_on_language(shot), f"{shot.beat} of {name}"


def test_shots_of_other_kinds_depend_on_the_language() -> None:
    kinds = {
        samples()[name].kind: tongue.depends_on_language(samples()[name].shots(1)[0])
        for name in OF_SMALL
    }
    assert all(kinds[kind] for kind in scenes.kinds() if kind not in tongue.PLAIN)


@pytest.mark.parametrize(("said", "depends"), [("One step.", False), ("A step of 0.1.", True)])
def test_a_kind_of_the_script_depends_on_it_for_its_decimals(said: str, depends: bool) -> None:
    params = statements.Params((statements.Item(Text(said)),))
    sample = Sample("statements", params, "full", {}, (("reveal", statements.Reveal(0)),))
    assert tongue.depends_on_language(sample.shots(1)[0]) == depends


def test_the_words_that_params_begin_with_are_in_the_catalogue() -> None:
    found = {
        str(field.default)
        for kind in scenes.kinds()
        for part in parts_of(scenes.params(kind))
        for field in fields(part)
        if field.default is not MISSING and isinstance(field.default, Text)
    }
    words = {text for text in found if has_words(text)}
    assert "loss" in words
    assert words - WORDS.keys() == set()


@pytest.mark.render
@pytest.mark.parametrize("name", OF_SMALL)
def test_whatever_kinds_write_is_in_the_catalogue(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample, asked = samples()[name], set()
    worded = tongue.worded
    monkeypatch.setattr(tongue, "worded", lambda text: (asked.add(text), worded(text))[1])
    with studio(SPANISH):
        stage = replace(sample, look=SPANISH).stage()
        for _, action, state in sample.states(stage):
            for alpha in (0.5, 1.0):
                stage.draw(action.at(state, alpha, stage))
    own = _own(sample)
    strange = {
        text
        for text in asked
        if has_words(text)
        and text not in SIGNS
        and tongue._NUMBER.sub("{}", text) not in WORDS
        and not any(part in _bare(text) or _bare(text) in part for part in own)
        and text not in WORDS.values()
    }
    assert strange == set()


def _own(sample: Sample) -> set[str]:
    """Return the words of a sample's script, and the names of its results."""
    actions = tuple(action for _, action in sample.actions)
    strings = [leaf for leaf in leaves((sample.params, actions)) if isinstance(leaf, str)]
    return {_bare(text) for text in (*strings, *sample.runs) if len(_bare(text)) > 1}


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
