"""Each rule of the layout proof finds a fault that is planted, and lets what is like it be."""

from collections.abc import Iterator

import numpy as np
import pytest

from scenes import typeset
from scenes.canvas import studio
from scenes.parts import across
from scenes.strokes import marks
from scenes.typeset import em
from tests.pipeline.pictures import INK, LOOK, faults, word

pytestmark = pytest.mark.render

PALETTE = LOOK.palette
EDGE_X, SAFE_X, CAPTIONS_Y = 64 / 9, 0.9 * 64 / 9, -2.8
"""Right edge of the frame and of its safe part, top of the captions, in scene units."""


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


def line(x1, y1, x2, y2, color=INK, width=3.0, opacity=1.0):
    from manim import Line

    made = Line([x1, y1, 0], [x2, y2, 0], stroke_width=width, color=color)
    return made.set_stroke(opacity=opacity)


def block(x, y, width, height, color, opacity=1.0):
    from manim import Rectangle

    made = Rectangle(width=width, height=height, stroke_width=0)
    return made.set_fill(color, opacity).move_to([x, y, 0])


def disc(x, y, color, radius=0.12):
    from manim import Dot

    return Dot([x, y, 0], radius=radius, color=color)


def ending_at(x, y=0.0):
    text = word("Word", 0, y)
    return text.shift([x - text.get_right()[0], 0, 0])


def edged():
    from manim import VGroup

    text = word()
    edge = text.copy()
    for glyph in edge:
        glyph.set_stroke(PALETTE.background, 7, 0.7)
    return VGroup(*edge.submobjects, *text.submobjects)


def words(count):
    return typeset.text(" ".join(["five"] * count), 36, INK, width=12.0)


def shaded():
    return block(0, 0, 0.8, 0.8, "#444444").set_fill(["#222222", "#303030"])


PLANTED = {
    "off-frame": (
        lambda: {"text": ending_at(EDGE_X + 0.05)},
        lambda: {"dot": disc(EDGE_X - 0.02, 0, INK)},
        lambda: {"line": line(0, 3.9, 0, 4.2)},
    ),
    "title-safe": (
        lambda: {"text": ending_at(SAFE_X + 0.1)},
        lambda: {"text": word("Word", 0, 3.5)},
    ),
    "caption-zone": (
        lambda: {"text": word("Word", 0, CAPTIONS_Y - 0.3)},
        lambda: {"line": line(-1, -2, -1, -3.5)},
        lambda: {"picture": block(0, 0, 3, 7, PALETTE.high)},
    ),
    "small-text": (
        lambda: {"text": word(size=35)},
        lambda: {"text": word(size=44).scale(0.7)},
        lambda: {"number": typeset.number("1.25", 30, INK)},
    ),
    "text-overlap": (
        lambda: {"one": word("One"), "other": word("Two", 0.1, 0.1)},
        lambda: {"number": typeset.number("8.8", 44, INK), "formula": word("$x$", 0.1)},
    ),
    "busy-text": (
        lambda: {"line": line(-1, 0.1, 2, 0.1), "text": word()},
        lambda: {"text": word(), "line": line(0.2, -1, 0.3, 1, PALETTE.path)},
        lambda: {"dot": disc(0.1, 0.1, PALETTE.faint), "text": word()},
        lambda: {
            "patch": block(0.5, 0.1, 3, 1, PALETTE.panel),
            "text": word(),
            "l": line(0, 0, 2, 1),
        },
    ),
    "missing-glyph": (
        lambda: {"text": word("One 漢 step")},
        lambda: {"formula": typeset.math('x "😀"', 50, INK)},
        lambda: {"text": word('Step $"ก"$')},
    ),
    "too-many-words": (lambda: {"text": words(51)},),
    "text-contrast": (
        lambda: {"text": word(color="#5A5A5A")},
        lambda: {"text": word(color=PALETTE.warning).set_opacity(0.85)},
        lambda: {"patch": block(0.5, 0.1, 3, 1, "#DDDDDD"), "text": word()},
        lambda: {"half": block(-1.2, 0.1, 3, 1, "#BBBBBB"), "text": word()},
    ),
    "graphic-contrast": (
        lambda: {"line": line(0, 0, 2, 0, "#3A3F48")},
        lambda: {"patch": block(0, 0, 3, 2, "#CCCCCC"), "dot": disc(0, 0, PALETTE.path)},
    ),
    "color-pair": (
        lambda: {"one": disc(0, 0, "#83C167"), "other": disc(1, 0, "#F0AC5F")},
        lambda: {"one": line(0, 0, 2, 0, "#83C167"), "other": line(0, 1, 2, 1, "#FC6255")},
    ),
}
CLEAN = {
    "a word": lambda: {"text": word()},
    "a word at the safe edge": lambda: {"text": ending_at(SAFE_X)},
    "a word at the captions": lambda: {"text": word("Word", 0, CAPTIONS_Y + 0.02)},
    "what fills the frame": lambda: {"ground": block(0, 0, 15, 8.02, PALETTE.low)},
    "the smallest type": lambda: {"text": word(size=36)},
    "subscripts": lambda: {"formula": typeset.math('x_"new" = 5^k', 36, INK)},
    "larger by scaling": lambda: {"text": word(size=22).scale(2)},
    "neighbours": lambda: {"one": word("One"), "other": word("Two", 1.2, 0)},
    "twice the same": lambda: {"here": word(), "there": word()},
    "crossing out of sight": lambda: {"one": word("One"), "two": word("Two").set_opacity(0.4)},
    "an underline": lambda: {"text": word(), "line": line(0, -0.2, 1, -0.2)},
    "a strike": lambda: {"text": word(), "line": across(line(0, 0.1, 1, 0.1))},
    "a faint grid": lambda: {"grid": line(-1, 0.1, 2, 0.1, opacity=0.3), "text": word()},
    "an edge": lambda: {"line": line(-1, 0.1, 2, 0.1), "text": edged()},
    "a patch": lambda: {
        "line": line(-1, 0.1, 2, 0.1),
        "patch": block(0.5, 0.1, 1.4, 0.8, PALETTE.background, 0.85),
        "text": word(),
    },
    "Greek and arrows": lambda: {
        "text": word("η → ∇ “×” é"),
        "math": typeset.place(typeset.math("x", 50, INK), 0, -1),
    },
    "fifty words": lambda: {"text": words(50)},
    "many figures": lambda: {
        f"n{i}{j}": typeset.place(typeset.number("1.25", 36, INK), i - 5.5, j / 2 - 2)
        for i in range(9)
        for j in range(8)
    },
    "the palette": lambda: {
        name: disc(0.5 * i, 0, getattr(PALETTE, name))
        for i, name in enumerate(["x", "y", "step", "gradient", "path", "warning", "ink"])
    },
    "tints": lambda: {"one": disc(0, 0, "#009E73"), "other": disc(1, 0, "#2BAC86")},
    "a dot on its line": lambda: {"line": line(0, 0, 2, 0), "dot": disc(1, 0, INK)},
    "a frame beside a map": lambda: {
        "map": block(0, 0, 3, 3, PALETTE.high),
        "axis": line(-1.5, -1.5, -1.5, 1.5, PALETTE.faint, 2),
    },
    "a line that ends in a dot of many": lambda: {
        "line": line(-3, 0, 0, 0),
        "dots": marks(np.array([[-3.0, 2.0], [0.0, 0.0], [3.0, -2.0]]), 0, 0.1).set_fill(INK, 1),
        "end": line(-0.05, 0, 0.05, 0),
    },
    "texture": lambda: {"grid": line(0, 0, 2, 0, "#22262E", 1)},
    "a surface": lambda: {"piece": shaded()},
}


@pytest.mark.parametrize(
    ("rule", "plant"), [(rule, plant) for rule, plants in PLANTED.items() for plant in plants]
)
def test_a_planted_fault_is_found(rule, plant):
    found = faults(plant())
    assert [fault.rule for fault in found] == [rule]
    assert found[0].panel == "panel"
    assert found[0].badness > 0


@pytest.mark.parametrize("name", CLEAN)
def test_what_is_right_is_let_be(name):
    assert faults(CLEAN[name]()) == []


@pytest.mark.parametrize(
    ("plant", "told"),
    [
        (
            lambda: {"dot": disc(EDGE_X, 0, INK, 0.5)},
            "dot leaves the frame by 0.50 units at the right",
        ),
        (
            lambda: {"text": word("A *bold* word", size=18)},
            "“A *bold* word” is 18 pixels high at 1080p, not 36",
        ),
        (
            lambda: {"text": words(60)},
            "60 words are in sight at once, not at most 50",
        ),
        (
            lambda: {"text": word("ก")},
            "no font has ก (U+0E01) of “ก”",
        ),
        (
            lambda: {"line": line(0, 0, 2, 0, "#000000")},
            "line has a contrast of 1.1 to 1 with what is behind it, not 3",
        ),
    ],
)
def test_a_fault_is_told_with_its_measure(plant, told):
    assert [fault.says for fault in faults(plant())] == [told]


def test_the_measure_is_taken_on_the_glyphs():
    """A capital of Inter is 0.727 em; at 1080p a scene unit is 135 pixels."""
    text = word("H", size=20)
    pixels = round(float(text.height) * 135)
    assert pixels == round(0.727 * em(20) * 135)
    assert f"is {pixels} pixels high" in faults({"text": text})[0].says


@pytest.mark.parametrize("rule", ["small-text", "text-contrast", "graphic-contrast", "color-pair"])
def test_what_is_on_its_way_is_not_looked_at_so_closely(rule):
    assert faults(PLANTED[rule][0](), settled=False) == []


@pytest.mark.parametrize("rule", [rule for rule in PLANTED if rule != "missing-glyph"])
def test_what_is_hardly_seen_is_no_fault(rule):
    assert faults(PLANTED[rule][0](), light=0.05) == []


def test_what_is_no_vector_graphics_is_taken_by_its_box():
    from manim import Mobject

    cloud = Mobject()
    cloud.points = np.array([[5.0, 0.0, 0.0], [8.0, 1.0, 0.0]])
    assert [fault.rule for fault in faults({"cloud": cloud})] == []
