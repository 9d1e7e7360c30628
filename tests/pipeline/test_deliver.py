"""What a viewer and an uploader get, and that a bad build never replaces a good one."""

import hashlib
import json
import shutil
from dataclasses import replace

import av
import pytest
from PIL import Image

from pipeline import deliver as delivering
from pipeline.build import render, status
from pipeline.deliver import GateClosed, deliver, deliver_scene
from pipeline.gate import Expected, Problem, film_problems
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE
from pipeline.thumbnail import SIZES
from scenes.look import LIGHT, look
from tests.pipeline.small_lessons import FPS, edited, plan_of

pytestmark = pytest.mark.render

FILES = {
    "small.chapters.txt",
    "small.download.mp4",
    "small.mp4",
    "small.png",
    "small.srt",
    "small.storyboard-1.png",
    "small.storyboard.png",
    "small.trajectory.csv",
    "small.transcript.html",
    "small.transcript.md",
    "small.vtt",
}


@pytest.fixture
def store(built, tmp_path):
    return Store(shutil.copytree(built.root, tmp_path / "store"))


def footage(plan, store):
    return render(status(plan, store), plan, store)


def file(delivery, name):
    return next(file for file in delivery.files if file.name == name)


def test_a_lesson_is_eleven_files(built):
    assert {file.name for file in built.delivery.files} == FILES
    assert built.delivery.film.name == "small.mp4"


def test_the_film_is_as_long_as_the_plan_in_picture_and_sound(built):
    plan = built.plan
    with av.open(str(built.delivery.film)) as film:
        assert sum(1 for _ in film.decode(video=0)) == plan.frames
    with av.open(str(built.delivery.film)) as film:
        samples = sum(frame.samples for frame in film.decode(audio=0))
    assert 0 <= samples - plan.samples < 1024
    expected = Expected(FPS, (256, 144), plan.frames, silent=True)
    assert film_problems(built.delivery.film, expected) == ()


def test_texts_say_what_is_said(built):
    assert "We start at 5." in file(built.delivery, "small.transcript.md").read_text()
    assert "We start at 5." in file(built.delivery, "small.srt").read_text()
    assert "We start at 5." in file(built.delivery, "small.vtt").read_text()
    second = int(built.plan.chapters()[1][0])
    chapters = file(built.delivery, "small.chapters.txt").read_text()
    assert chapters == f"0:00 Two sentences\n0:{second:02} On a bowl\n"


QUIZ = """\
quiz:
  question: Where does it start in x?
  choices: [{text: "{good.x[0][0]:.0f}", value: "{good.x[0][0]}"}, {text: "0", value: 0}]
  right: "{good.x[0][0]}"
  because: The first place of the run is its start.
scenes:
- id: words
"""


def test_a_quiz_is_a_file_more_for_the_course_page(built, store, tmp_path):
    plan = plan_of(tmp_path, edited(("scenes:\n- id: words\n", QUIZ)))
    made = deliver(plan, footage(plan, store), store, tmp_path / "out")
    assert {file.name for file in made.files} == FILES | {"small.quiz.json"}
    quiz = json.loads(file(made, "small.quiz.json").read_text(encoding="utf-8"))
    assert (quiz["choices"], quiz["right"]) == (["5", "0"], 0)


def test_the_thumbnail_is_the_aha(built, store, tmp_path):
    plan = plan_of(tmp_path, edited(("minutes: 1", "minutes: 1\naha: words/one")))
    made = deliver(plan, footage(plan, store), store, tmp_path / "out")
    with Image.open(file(made, "small.png")) as picture:
        assert picture.size == SIZES["landscape"]
    assert _sha256(file(made, "small.png")) != _sha256(file(built.delivery, "small.png"))


def test_a_short_stands_and_has_its_theme(store, tmp_path):
    upright = replace(look("l", FPS, "light", "portrait"), width=144, height=256)
    plan = plan_of(tmp_path, using=upright)
    made = deliver(plan, footage(plan, store), store, tmp_path / "out")
    expected = Expected(FPS, (144, 256), plan.frames, silent=True)
    assert film_problems(made.film, expected) == ()
    with Image.open(file(made, "small.png")) as picture:
        assert picture.size == SIZES["portrait"]
        assert "#{:02X}{:02X}{:02X}".format(*picture.getpixel((3, 3))) == LIGHT.background


def test_the_same_is_not_made_again(built, store, tmp_path):
    here = footage(built.plan, store)
    first = deliver(built.plan, here, store, tmp_path / "out")
    stamps = {file: file.stat().st_mtime_ns for file in first.files}
    again = deliver(built.plan, here, store, tmp_path / "out")
    assert (first.is_new, again.is_new) == (True, False)
    assert {file: file.stat().st_mtime_ns for file in again.files} == stamps


def test_a_file_that_is_gone_comes_back(built, store, tmp_path):
    here = footage(built.plan, store)
    first = deliver(built.plan, here, store, tmp_path / "out")
    first.film.unlink()
    assert deliver(built.plan, here, store, tmp_path / "out").is_new
    assert _sha256(first.film) == _sha256(built.delivery.film)


def test_the_gate_keeps_the_last_good_files(built, store, tmp_path, monkeypatch):
    good = deliver(built.plan, footage(built.plan, store), store, tmp_path / "out")
    hashes = {file: _sha256(file) for file in good.files}
    plan = plan_of(tmp_path, edited(("title: On a bowl", "title: In a bowl")))
    broken = (Problem("true_peak", "0.1 dBTP, not at most -1"),)
    monkeypatch.setattr(delivering, "film_problems", lambda *film: broken)
    with pytest.raises(GateClosed, match=r"^small: true_peak: 0.1 dBTP, not at most -1$") as caught:
        deliver(plan, footage(plan, store), store, tmp_path / "out")
    assert caught.value.exit_code == 3
    assert {file: _sha256(file) for file in good.files} == hashes
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES | {"small.manifest.json"}


def test_captions_that_break_a_rule_close_the_gate(tmp_path, store):
    word = "a" * 50
    plan = plan_of(tmp_path, edited(("Here is a bowl.", f"Here is a [{word}|bowl].")))
    with pytest.raises(GateClosed, match=r"line_length: .* has a line of 51 characters"):
        deliver(plan, footage(plan, store), store, tmp_path / "out")


def test_what_only_one_platform_asks_for_is_a_note(built):
    rules = [note.rule for note in built.delivery.notes]
    assert rules == ["enough_chapters", "long_enough", "long_enough"]


def test_a_scene_has_its_own_film_with_its_sound(built, store, tmp_path):
    beats = built.plan.of_scene("bowl")
    made = deliver_scene(built.plan, "bowl", footage(built.plan, store), store, tmp_path / "scenes")
    assert [file.name for file in made.files] == ["bowl.mp4"]
    frames = sum(beat.frames for beat in beats)
    with av.open(str(made.film)) as film:
        assert film.streams.video[0].frames == frames
        assert film.streams.audio[0].duration == frames * SAMPLE_RATE // FPS


def _sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
