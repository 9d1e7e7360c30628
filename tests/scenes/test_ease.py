import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.ease import mix, out, share, smooth

fractions = st.floats(0, 1)


@pytest.mark.parametrize("ease", [smooth, out])
def test_ends_are_exact(ease: object) -> None:
    assert callable(ease)
    assert [ease(alpha) for alpha in (-1.0, 0.0, 1.0, 2.0)] == [0.0, 0.0, 1.0, 1.0]


@given(fractions, fractions)
def test_easing_never_goes_back(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert smooth(low) <= smooth(high) + 1e-12
    assert out(low) <= out(high) + 1e-12


@given(fractions)
def test_smooth_is_symmetric(alpha: float) -> None:
    assert smooth(alpha) + smooth(1 - alpha) == pytest.approx(1)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_mix_ends_exactly(start: float, stop: float) -> None:
    assert mix(start, stop, 0.0) == start
    assert mix(start, stop, 1.0) == stop


def test_mix_half_way() -> None:
    assert mix(2.0, 4.0, 0.5) == 3.0


@given(st.integers(1, 20), st.floats(0, 0.95))
def test_shares_begin_and_end_together(count: int, overlap: float) -> None:
    assert [share(0.0, i, count, overlap) for i in range(count)] == [0.0] * count
    ends = [share(1.0, i, count, overlap) for i in range(count)]
    assert ends == pytest.approx([1.0] * count)


def test_shares_without_overlap_go_one_after_another() -> None:
    assert [share(0.5, i, 4) for i in range(4)] == [1.0, 1.0, 0.0, 0.0]


def test_shares_overlap() -> None:
    first, second = (share(0.5, i, 2, overlap=0.5) for i in range(2))
    assert first == pytest.approx(0.75)
    assert second == pytest.approx(0.25)
