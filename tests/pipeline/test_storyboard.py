"""The sheet: a panel a beat, in rows of four, on pages."""

import pytest
from PIL import Image

from pipeline.store import Store
from pipeline.storyboard import COLUMNS, GAP, PICTURE, WORDS, Panel, panels, sheets
from tests.pipeline.small_lessons import FPS, plan_of


@pytest.fixture
def still(tmp_path):
    path = tmp_path / "still.png"
    Image.new("RGB", (256, 144), (0, 158, 115)).save(path)
    return path


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.png"
    Image.new("RGB", PICTURE, (0, 158, 115)).save(path)
    return path


def board(small, count):
    return [Panel(small, f"scene/beat-{i}", i, 1.5, "Some words. " * 20) for i in range(count)]


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (4, 1), (5, 2)])
def test_the_sheet_has_rows_of_four(tmp_path, small, count, rows):
    whole, page = sheets(board(small, count), tmp_path / "board.png")
    for path in (whole, page):
        with Image.open(path) as sheet:
            width = COLUMNS * (PICTURE[0] + GAP) + GAP
            assert sheet.size == (width, rows * (PICTURE[1] + WORDS + GAP) + GAP)


def test_pages_follow_the_whole_sheet_and_old_ones_go(tmp_path, small):
    out = tmp_path / "board.png"
    many = sheets(board(small, 17), out)
    assert [path.name for path in many] == ["board.png", "board-1.png", "board-2.png"]
    assert [path.name for path in sheets(board(small, 3), out)] == ["board.png", "board-1.png"]
    assert sorted(p.name for p in tmp_path.glob("board*")) == ["board-1.png", "board.png"]


def test_a_panel_shows_picture_and_words(tmp_path, small):
    made = sheets(board(small, 1), tmp_path / "board.png")[0]
    with Image.open(made) as sheet:
        assert sheet.getpixel((GAP + PICTURE[0] // 2, GAP + PICTURE[1] // 2)) == (0, 158, 115)
        below = sheet.crop((GAP, GAP + PICTURE[1], GAP + PICTURE[0], GAP + PICTURE[1] + WORDS))
        colours = below.getcolors(maxcolors=10_000)
        assert len(colours) > 2
        beyond = (
            GAP + PICTURE[0] + 2,
            GAP + PICTURE[1],
            2 * GAP + PICTURE[0],
            GAP + PICTURE[1] + WORDS,
        )
        assert len(sheet.crop(beyond).getcolors()) == 1


def test_a_panel_has_name_time_and_words_of_its_beat(tmp_path, still):
    beat = plan_of(tmp_path).beats[3]
    (made,) = panels([beat], {beat.name: still}, Store(tmp_path / "store"))
    assert (made.name, made.words) == ("bowl/start", "We start at 5.")
    assert (made.start_s, made.seconds) == (beat.start / FPS, beat.frames / FPS)
    with Image.open(made.picture) as picture:
        assert picture.size == PICTURE
        assert picture.getpixel((9, 9)) == (0, 158, 115)


def test_a_picture_is_made_small_once(tmp_path, still):
    beat, store = plan_of(tmp_path).beats[3], Store(tmp_path / "store")
    first, second = (panels([beat], {beat.name: still}, store)[0].picture for _ in range(2))
    assert first == second
    Image.new("RGB", (256, 144), (230, 159, 0)).save(still)
    assert panels([beat], {beat.name: still}, store)[0].picture != first
