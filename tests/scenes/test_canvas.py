from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from scenes.canvas import Canvas, Layer, Pixels, mixed, studio
from tests.scenes.sample import SMALL

BACKGROUND = (12, 14, 19, 255)


@pytest.mark.parametrize(("opacity", "mean"), [(0.0, 10), (0.5, 105), (1.0, 200)])
def test_mixing(opacity: float, mean: int) -> None:
    below, above = (np.full((2, 3, 4), value, dtype=np.uint8) for value in (10, 200))
    assert (mixed(below, above, opacity) == mean).all()


def test_mixing_keeps_what_is_equal() -> None:
    every = np.arange(256, dtype=np.uint8).reshape(8, 8, 4)
    for opacity in np.linspace(0, 1, 57):
        assert np.array_equal(mixed(every, every, float(opacity)), every)


@pytest.fixture(scope="module")
def small_studio() -> Iterator[None]:
    with studio(SMALL):
        yield


@pytest.mark.render
@pytest.mark.usefixtures("small_studio")
class TestDrawing:
    """Squares of four colours on a small canvas."""

    @staticmethod
    def square(color: str, x: float = 0.0) -> object:
        from manim import RIGHT, Square

        return Square(3, color=color, fill_opacity=0.9).shift(x * RIGHT)

    def test_nothing_is_background(self) -> None:
        pixels = Canvas(SMALL).draw([])
        assert pixels.shape == (180, 320, 4)
        assert (pixels == BACKGROUND).all()

    def test_a_picture_does_not_depend_on_those_before(self) -> None:
        a, b, c, d = map(self.square, ("#FF0000", "#00FF00", "#0000FF", "#FFFF00"), (-1, 0, 1, 2))
        pictures = [
            [Layer((a, b, c))],
            [Layer((a, b, d))],
            [Layer((a, b)), Layer((c, d))],
            [Layer((a,)), Layer((b, c), 0.3)],
            [Layer((a,)), Layer((b, c), 0.6)],
            [Layer((a,)), Layer((b, c), 0.6), Layer((d,), 0.5)],
            [Layer((a,), 0.4), Layer((b, c), 0.6), Layer((d,))],
            [Layer((d, a))],
            [],
            [Layer((a, b, c))],
        ]
        fresh = [Canvas(SMALL).draw(layers) for layers in pictures]
        one = Canvas(SMALL)
        for i in (*range(len(pictures)), *reversed(range(len(pictures))), 4, 4, 5, 5, 6):
            assert np.array_equal(one.draw(pictures[i]), fresh[i]), i

    def test_a_picture_is_the_callers_own(self) -> None:
        canvas, layers = Canvas(SMALL), [Layer((self.square("#FF0000"),))]
        first = canvas.draw(layers)
        kept = first.copy()
        first[:] = 0
        assert np.array_equal(canvas.draw(layers), kept)

    def test_a_layer_fades_as_one(self) -> None:
        """What is hidden in a layer does not shine through while the layer fades."""
        hidden, cover = self.square("#FF0000"), self.square("#00FF00")
        cover.set_fill(opacity=1)  # type: ignore[attr-defined]

        def middle(pixels: Pixels) -> tuple[int, ...]:
            return tuple(map(int, pixels[90, 160]))

        canvas = Canvas(SMALL)
        assert middle(canvas.draw([Layer((hidden, cover), 0.5)])) == (6, 135, 10, 255)
        assert middle(canvas.draw([Layer((cover,), 0.5)])) == (6, 135, 10, 255)

    def test_light(self) -> None:
        canvas, layers = Canvas(SMALL), [Layer((self.square("#FF0000"),))]
        full = canvas.draw(layers)
        empty = canvas.draw([])
        assert np.array_equal(canvas.draw(layers, light=0.0), empty)
        assert np.array_equal(canvas.draw(layers, light=0.25), mixed(empty, full, 0.25))

    def test_layers_out_of_sight_are_not_drawn(self) -> None:
        layers = [Layer((self.square("#FF0000"),), 0.0)]
        assert (Canvas(SMALL).draw(layers) == BACKGROUND).all()


@pytest.mark.render
def test_studio_leaves_manim_as_it_was() -> None:
    from manim import config

    before = dict(config)
    with studio(replace(SMALL, width=64, height=36)):
        assert config.pixel_width == 64
        media = config.get_dir("media_dir")
        assert media.is_dir()
    assert not media.exists()
    assert dict(config) == before


@pytest.mark.render
@pytest.mark.usefixtures("small_studio")
def test_copies_are_independent() -> None:
    from manim import ManimColor, Square

    square = Square(color="#FF0000")
    copy = square.copy().set_color("#00FF00").shift([1, 0, 0])
    assert copy.get_color() == ManimColor("#00FF00")
    assert square.get_color() == ManimColor("#FF0000")
    assert np.array_equal(square.get_center(), [0, 0, 0])
