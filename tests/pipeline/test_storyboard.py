"""The sheet: a panel a beat, in rows, on pages."""

import pytest
from PIL import Image

from pipeline import storyboard
from pipeline.store import Store
from pipeline.storyboard import CELLS, GAP, Panel, panels, sheets
from scenes.look import look
from tests.pipeline.small_lessons import FPS, plan_of

LYING = look("l")
STANDING = look("l", aspect="portrait")
PICTURE, WORDS = CELLS["landscape"].picture, CELLS["landscape"].words


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
    return [Panel(i, small, f"scene/beat-{i}", i, 1.5, "Some words. " * 20) for i in range(count)]


@pytest.mark.parametrize(
    ("look", "count", "rows"),
    [(LYING, 1, 1), (LYING, 4, 1), (LYING, 5, 2), (STANDING, 6, 1), (STANDING, 7, 2)],
)
def test_the_sheet_has_rows_of_as_many_as_fit(tmp_path, small, look, count, rows):
    whole, page = sheets(board(small, count), count, look, tmp_path / "board.png")
    cell = CELLS[look.aspect]
    for path in (whole, page):
        with Image.open(path) as sheet:
            width = cell.columns * (cell.picture[0] + GAP) + GAP
            assert sheet.size == (width, rows * (cell.picture[1] + cell.words + GAP) + GAP)


def test_the_sheet_has_the_theme_of_its_look(tmp_path, small):
    light = look("l", theme="light")
    made = sheets(board(small, 1), 1, light, tmp_path / "board.png")[0]
    with Image.open(made) as sheet:
        assert "#{:02X}{:02X}{:02X}".format(*sheet.getpixel((0, 0))) == light.palette.panel


def test_pages_follow_the_whole_sheet_and_old_ones_go(tmp_path, small):
    out = tmp_path / "board.png"
    many = sheets(board(small, 17), 17, LYING, out)
    assert [path.name for path in many] == ["board.png", "board-1.png", "board-2.png"]
    assert [path.name for path in sheets(board(small, 3), 3, LYING, out)] == [
        "board.png",
        "board-1.png",
    ]
    assert sorted(p.name for p in tmp_path.glob("board*")) == ["board-1.png", "board.png"]


def test_a_panel_shows_picture_and_words(tmp_path, small):
    made = sheets(board(small, 1), 1, LYING, tmp_path / "board.png")[0]
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
    (made,) = panels([beat], [(beat.name, still)], Store(tmp_path / "store"))
    assert (made.name, made.words) == ("bowl/start", "We start at 5.")
    assert (made.start_s, made.seconds) == (beat.start / FPS, beat.frames / FPS)
    with Image.open(made.picture) as picture:
        assert picture.size == PICTURE
        assert picture.getpixel((9, 9)) == (0, 158, 115)


def made_small(beat, still, store):
    (panel,) = panels([beat], [(beat.name, still)], store)
    return panel.picture


def test_panels_stand_in_order_however_their_pictures_come(tmp_path, still):
    beats, store = plan_of(tmp_path).beats, Store(tmp_path / "store")
    pictures = [(beat.name, still) for beat in beats]
    drawn = [
        sheets(panels(beats, order, store), len(beats), LYING, tmp_path / "board.png")[
            0
        ].read_bytes()
        for order in (pictures, pictures[::-1])
    ]
    assert drawn[0] == drawn[1]


def test_a_picture_is_made_small_once(tmp_path, still):
    beat, store = plan_of(tmp_path).beats[3], Store(tmp_path / "store")
    first, second = (made_small(beat, still, store) for _ in range(2))
    assert first == second
    Image.new("RGB", (256, 144), (230, 159, 0)).save(still)
    assert made_small(beat, still, store) != first


def test_a_picture_is_made_small_again_when_that_is_done_otherwise(tmp_path, still, monkeypatch):
    beat, store = plan_of(tmp_path).beats[3], Store(tmp_path / "store")
    first = made_small(beat, still, store)
    monkeypatch.setattr(storyboard, "code_digest", lambda module: f"another {module}")
    assert made_small(beat, still, store) != first
