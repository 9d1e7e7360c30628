from itertools import combinations

import pytest

from scenes.box import REGIONS, STAGE, Box
from scenes.look import CAPTION_TOP, FRAME_HEIGHT, FRAME_WIDTH

HALVES = [("left", "right"), ("top", "bottom"), ("left-wide", "right-narrow")]
GROUPS = [*HALVES, ("left-narrow", "right-wide"), ("left-third", "middle-third", "right-third")]
GROUPS += [("left", "right-top", "right-bottom"), ("left-top", "left-bottom", "right")]
GROUPS += [("left-wide", "right-narrow-top", "right-narrow-bottom")]


def overlap(one: Box, other: Box) -> bool:
    wide = min(one.right, other.right) > max(one.left, other.left)
    high = min(one.top, other.top) > max(one.bottom, other.bottom)
    return wide and high


def test_edges() -> None:
    box = Box(1.0, 2.0, 3.0, 4.0)
    assert (box.right, box.top, box.center) == (4.0, 6.0, (2.5, 4.0))


def test_inset() -> None:
    assert Box(0.0, 0.0, 10.0, 5.0).inset(left=1, bottom=2, right=3, top=0.5) == Box(1, 2, 6, 2.5)


def test_part() -> None:
    assert Box(2.0, 4.0, 10.0, 8.0).part(0.5, 0.25, 0.5, 0.5) == Box(7.0, 6.0, 5.0, 4.0)


def test_the_stage_is_title_safe_and_above_the_captions() -> None:
    assert STAGE.left == pytest.approx(-0.45 * FRAME_WIDTH)
    assert STAGE.right == pytest.approx(0.45 * FRAME_WIDTH)
    assert STAGE.top == pytest.approx(0.45 * FRAME_HEIGHT)
    assert STAGE.bottom == CAPTION_TOP


@pytest.mark.parametrize("region", REGIONS)
def test_regions_stay_on_the_stage(region: str) -> None:
    box = REGIONS[region]
    assert box.left >= STAGE.left - 1e-9
    assert box.right <= STAGE.right + 1e-9
    assert box.bottom >= STAGE.bottom - 1e-9
    assert box.top <= STAGE.top + 1e-9


@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_neighbours_stay_apart_and_share_a_frame(group: tuple[str, ...]) -> None:
    boxes = [REGIONS[region] for region in group]
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    assert sum(box.width * box.height for box in boxes) > 0.9 * STAGE.width * STAGE.height
