import numpy as np
import pytest

from scenes.strokes import MARKERS, marks, outline


def area(shape: np.ndarray) -> float:
    """Return the area of a closed polygon (n, 2) by the shoelace formula."""
    x, y = shape.T
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2


def test_markers_weigh_about_the_same() -> None:
    areas = [area(shape) for shape in MARKERS]
    assert max(areas) < 1.5 * min(areas)
    assert all(np.allclose(shape[0], shape[-1]) for shape in MARKERS)


@pytest.mark.render
class TestOutlines:
    """Polylines as mobjects."""

    def test_an_outline_has_its_corners(self) -> None:
        corners = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 2.0)])
        shape = outline([corners, corners + 5])
        assert len(shape.get_subpaths()) == 2
        assert np.allclose(shape.get_subpaths()[0][[0, 4, 7], :2], corners)
        assert np.allclose(shape.get_center(), [3, 3.5, 0])

    def test_edges_are_straight(self) -> None:
        shape = outline([np.array([(0.0, 0.0), (3.0, 1.0)])])
        assert np.allclose(shape.points, [(0, 0, 0), (1, 1 / 3, 0), (2, 2 / 3, 0), (3, 1, 0)])

    def test_nothing_is_nothing(self) -> None:
        assert len(outline([]).points) == 0
        assert len(outline([np.array([(1.0, 1.0)])]).points) == 0

    def test_marks_stand_at_their_points(self) -> None:
        at = np.array([(-1.0, 0.0), (2.0, 1.0)])
        first, second = marks(at, 5, 0.1).get_subpaths()
        assert np.allclose(first[:, :2].mean(axis=0), at[0], atol=0.05)
        assert np.allclose(second - first, [3, 1, 0])
