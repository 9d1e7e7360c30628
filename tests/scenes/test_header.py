from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from scenes import typeset
from scenes.box import Box
from scenes.canvas import studio
from scenes.header import figure, header, room, shown
from scenes.layers import Layers
from scenes.look import Look

LOOK = Look(320, 180, 30, ())


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


@pytest.mark.parametrize(
    ("value", "decimals", "most", "text"),
    [
        (34.0, 2, 7, "34.00"),
        (-0.001, 2, 7, "0.00"),
        (0.0, 0, 7, "0"),
        (41834.1, 2, 7, "41834.1"),
        (1234567.0, 2, 7, "1234567"),
        (12345678.0, 2, 7, "1.23e+7"),
        (1e30, 2, 7, "1.0e+30"),
        (-1e30, 2, 6, "-1e+30"),
        (-12.345, 2, 5, "-12.3"),
        (1e-300, 2, 7, "0.00"),
        (math.inf, 2, 7, "∞"),
        (-math.inf, 2, 7, "-∞"),
        (math.nan, 2, 7, "NaN"),
    ],
)
def test_numbers_keep_to_their_room(value: float, decimals: int, most: int, text: str) -> None:
    assert shown(value, decimals, most) == text


@pytest.mark.parametrize(
    "text", ["loss 000.00", "accuracy 88.8 %", "positive", "widest 16.0", "on unseen points", "www"]
)
def test_room_is_enough(text: str) -> None:
    size = LOOK.type.small
    wide = float(typeset.text(text, size, "#FFFFFF").width)
    assert wide <= room(text, size) <= 1.35 * wide


@pytest.mark.parametrize("said", ["∞", "-∞", "NaN", "-1e+30", "12.5"])
def test_every_number_can_be_set(said: str) -> None:
    assert figure(said, LOOK.type.small, "#FFFFFF").advance > 0


def test_readouts_that_do_not_fit_begin_a_row() -> None:
    head = header([2.0, 3.0, 1.0, 4.0], Box(0, 0, 6.5, 5))
    assert [x for x, _ in head.places] == pytest.approx([0, 2.3, 5.6 - 5.6, 1.3])
    rows = sorted({y for _, y in head.places}, reverse=True)
    assert len(rows) == 2
    assert head.height == pytest.approx(2 * (rows[0] - rows[1]))
    assert header([], Box(0, 0, 1, 1)).height == 0


def test_layers_come_and_go() -> None:
    layers = Layers.shown(("b", "a", "b"))
    assert layers == Layers((("a", 1.0), ("b", 1.0)))
    half = layers.toward(("c",), 1.0, 0.5)
    assert half.of("c") == pytest.approx(0.5)
    assert half.toward(("c", "a"), 0.0, 1.0) == Layers((("b", 1.0),))
    assert layers.toward(("a",), 1.0, 0.3) == layers
