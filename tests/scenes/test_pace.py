from itertools import pairwise

import pytest

from scenes.pace import UNHURRIED, steps_s


@pytest.mark.parametrize(("count", "seconds"), [(0, 0), (1, 0.9), (4, 3.6), (16, 7.2), (1000, 12)])
def test_pace(count: int, seconds: float) -> None:
    assert steps_s(count) == pytest.approx(seconds)


def test_more_steps_take_longer_but_each_takes_less() -> None:
    times = [steps_s(count) for count in range(UNHURRIED, 40)]
    assert all(less <= more for less, more in pairwise(times))
    assert all(
        after / (count + 1) < before / count
        for count, (before, after) in enumerate(pairwise(times), UNHURRIED)
    )
