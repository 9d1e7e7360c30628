from itertools import combinations

import pytest

from scenes.box import REGIONS, STAGE, Box, regions, stage_of
from scenes.look import LONG_SIDE, SHORT_SIDE, Look, look

LOOKS = [look("l"), look("l", aspect="portrait")]
every_aspect = pytest.mark.parametrize("look", LOOKS, ids=["landscape", "portrait"])

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


def test_the_stage_of_a_lying_frame_is_title_safe_and_above_the_captions() -> None:
    assert STAGE.left == pytest.approx(-0.45 * LONG_SIDE)
    assert STAGE.right == pytest.approx(0.45 * LONG_SIDE)
    assert STAGE.top == pytest.approx(0.45 * SHORT_SIDE)
    assert STAGE.bottom == pytest.approx(-0.35 * SHORT_SIDE)


def test_the_stage_of_a_standing_frame_is_clear_of_a_players_signs() -> None:
    """At 1080 by 1920: 130 px for buttons, 400 px for words and captions, 150 px for a bar."""
    stage, pixel = stage_of(LOOKS[1]), SHORT_SIDE / 1080
    assert SHORT_SIDE / 2 - stage.right == pytest.approx(130 * pixel, abs=pixel)
    assert stage.left + SHORT_SIDE / 2 == pytest.approx(65 * pixel, abs=pixel)
    assert stage.bottom + LONG_SIDE / 2 == pytest.approx(403 * pixel, abs=pixel)
    assert LONG_SIDE / 2 - stage.top == pytest.approx(154 * pixel, abs=pixel)


@every_aspect
@pytest.mark.parametrize("region", REGIONS)
def test_regions_stay_on_the_stage(region: str, look: Look) -> None:
    box, stage = regions(look)[region], stage_of(look)
    assert box.left >= stage.left - 1e-9
    assert box.right <= stage.right + 1e-9
    assert box.bottom >= stage.bottom - 1e-9
    assert box.top <= stage.top + 1e-9


@every_aspect
@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_neighbours_stay_apart_and_share_a_frame(group: tuple[str, ...], look: Look) -> None:
    boxes, stage = [regions(look)[region] for region in group], stage_of(look)
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    assert sum(box.width * box.height for box in boxes) > 0.9 * stage.width * stage.height


@pytest.mark.parametrize(
    ("above", "below"),
    [("left", "right"), ("left-wide", "right-narrow"), ("right-top", "right-bottom")],
)
def test_columns_of_a_lying_frame_are_rows_of_a_standing_one(above: str, below: str) -> None:
    standing = regions(LOOKS[1])
    assert standing[above].bottom > standing[below].top
    assert standing[above].width == standing[below].width == stage_of(LOOKS[1]).width
