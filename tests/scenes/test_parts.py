import numpy as np
import pytest

from scenes.parts import faded, part


class Shelf:
    def __init__(self) -> None:
        self.built: list[tuple[str, int]] = []

    @part
    def cup(self, size: int) -> list[int]:
        self.built.append(("cup", size))
        return [size]

    @part
    def plate(self, size: int) -> list[int]:
        self.built.append(("plate", size))
        return [size]


def test_equal_arguments_give_the_same_object() -> None:
    shelf = Shelf()
    assert shelf.cup(3) is shelf.cup(3)
    assert shelf.cup(3) is not shelf.cup(4)
    assert shelf.built == [("cup", 3), ("cup", 4)]


def test_parts_and_stages_do_not_mix() -> None:
    one, other = Shelf(), Shelf()
    assert one.cup(1) is not one.plate(1)
    assert one.cup(1) is not other.cup(1)


def test_the_oldest_parts_are_forgotten() -> None:
    shelf = Shelf()
    shelf.cup(-1)
    for size in range(1000):
        shelf.cup(-2)
        shelf.cup(size)
    assert len(vars(shelf)["_parts"]) < 1000
    shelf.built.clear()
    shelf.cup(-2)
    assert not shelf.built
    shelf.cup(-1)
    assert shelf.built == [("cup", -1)]


@pytest.mark.render
def test_fading_scales_every_opacity_of_a_copy() -> None:
    from manim import Square, VGroup

    square = Square(fill_opacity=0.8, stroke_opacity=0.5)
    square.set_stroke("#000000", 6, 0.4, background=True)
    group = VGroup(square, Square(fill_opacity=1))
    once = faded(group, 0.5)
    first, second = once.submobjects
    assert first.get_fill_opacity() == pytest.approx(0.4)
    assert first.get_stroke_opacity() == pytest.approx(0.25)
    assert first.get_stroke_opacity(background=True) == pytest.approx(0.2)
    assert second.get_fill_opacity() == 0.5
    assert square.get_fill_opacity() == 0.8
    assert np.array_equal(first.points, square.points)
    assert faded(group, 1.0) is group
