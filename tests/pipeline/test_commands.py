"""The subcommands: what is asked for, what is printed, and what is refused."""

from pathlib import Path

import pytest

from pipeline import commands
from pipeline.build import RenderFailed
from pipeline.commands import Options, Unhealthy, UsageError, building, machine
from pipeline.prepare import LESSONS
from pipeline.reports import Failure
from scenes.look import QUALITIES
from script.errors import ScriptErrors
from script.load import find_lessons, load_lesson
from tests.pipeline.small_lessons import BEATS, LESSON, SIZE, edited, write


def options(path, **given):
    folder = Path(path).parent
    asked = {
        "lesson": str(path),
        "parts": (),
        "quality": "l",
        "resolution": SIZE,
        "fps": 15,
        "output": folder / "build",
        "store": folder / "store",
        "voice": None,
        "verbose": False,
    }
    return Options(**asked | given)


@pytest.mark.parametrize("quality", QUALITIES)
def test_qualities_are_manims(quality):
    chosen = options("x.yaml", quality=quality, resolution=None, fps=None).look()
    assert (chosen.width, chosen.height, chosen.fps) == QUALITIES[quality]


def test_size_and_rate_can_be_asked_for():
    chosen = options("x.yaml", resolution="640x360", fps=50).look()
    assert (chosen.width, chosen.height, chosen.fps) == (640, 360, 50)
    assert options("x.yaml", resolution="640, 360").look().name == "360p15"


@pytest.mark.parametrize(
    ("written", "asked", "name"),
    [
        ("", {}, "360p15"),
        ("theme: light", {}, "360p15-light"),
        ("aspect: portrait", {"resolution": "360,640"}, "360p15-portrait"),
        ("theme: light", {"theme": "dark"}, "360p15"),
        ("", {"aspect": "portrait", "resolution": "360,640"}, "360p15-portrait"),
    ],
)
def test_theme_and_aspect_are_the_lessons_unless_asked_for(tmp_path, written, asked, name):
    path = write(tmp_path, f"{written}\n{LESSON}")
    chosen = options(path, **{"resolution": "640,360"} | asked)
    assert chosen.look(load_lesson(path)).name == name


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"fps": 29}, "--fps 29: frame and sample must meet - use one of 15, 24, 25, 30"),
        ({"fps": 0}, "--fps 0: frame and sample must meet"),
        ({"resolution": "big"}, "--resolution big: write width and height, such as 1280,720"),
        ({"resolution": "640,480"}, "--resolution 640,480: both even, and 16 to 9"),
        ({"resolution": "0,0"}, "--resolution 0,0: both even, and 16 to 9"),
        ({"resolution": "640,360", "aspect": "portrait"}, "--resolution 640,360: both even, and 9"),
        ({"resolution": "-16,-9"}, "--resolution -16,-9: write width and height"),
    ],
)
def test_a_size_or_rate_that_cannot_be_encoded_is_refused(asked, told):
    with pytest.raises(UsageError) as caught:
        options("x.yaml", **asked).look()
    assert str(caught.value).startswith(told)
    assert caught.value.exit_code == 2


def test_check_counts_what_is_right(tmp_path, capsys):
    path = write(tmp_path)
    assert commands.check([str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: 2 scenes, 5 beats, no finding\n"


def test_check_tells_the_mistakes_of_all_lessons(tmp_path, capsys):
    good = write(tmp_path, name="good.yaml")
    bad = write(tmp_path, edited(("voice: silent", "voice: silnt")), name="bad.yaml")
    worse = write(tmp_path, edited(("at: go, for: 0.3", "at: og, for: 0.3")), name="worse.yaml")
    with pytest.raises(ScriptErrors) as caught:
        commands.check([str(bad), str(good), str(worse)])
    assert [finding.place.file for finding in caught.value.findings] == [str(bad), str(worse)]
    assert str(good) in capsys.readouterr().out


def test_the_lessons_of_the_course_have_no_mistake(capsys, draw, campaign_size):
    lessons = list(map(str, find_lessons(LESSONS)))
    drawn = [lessons[i] for i in draw.permutation(len(lessons))[: campaign_size(3, len(lessons))]]
    assert commands.check(drawn) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in drawn)


def test_explain_tells_each_beat_asked_for(tmp_path, capsys):
    path = write(tmp_path)
    assert commands.explain(options(path)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines[::2]] == list(BEATS)
    assert set(lines[1::2]) == {"    never rendered"}
    assert commands.explain(options(path, parts=("words/two", "bowl"))) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines[::2]] == list(BEATS[1:])


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("wrods", "no scene or beat wrods - did you mean words?"),
        ("bowl/stop", "no scene or beat bowl/stop - did you mean bowl/step?"),
    ],
)
def test_a_part_there_is_not_is_refused_before_anything_is_spoken(tmp_path, part, told):
    with pytest.raises(UsageError) as caught:
        commands.build(options(write(tmp_path), parts=(part,)))
    assert str(caught.value) == told
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("lessons", "06-ten-steps"),
        ("kinds", "statements: reveal, state, strike"),
        ("voices", "silent: works here"),
        ("objectives", "bowl"),
        ("optimizers", "gd"),
    ],
)
def test_what_a_script_can_name_is_listed(capsys, what, line):
    assert commands.listing(what) == 0
    assert line in capsys.readouterr().out.splitlines()


def test_the_doctor_names_what_is_missing(monkeypatch, capsys):
    examined = [("python", (True, "3.11")), ("fonts", (False, ""))]
    monkeypatch.setattr(machine, "_examined", lambda: iter(examined))
    with pytest.raises(Unhealthy, match=r"^missing: fonts - run ./setup.sh$") as caught:
        commands.doctor()
    assert caught.value.exit_code == 1
    assert capsys.readouterr().out == "ok      python: 3.11\nMISSING fonts: \n"


def test_the_doctor_finds_what_the_tests_run_with(capsys):
    assert commands.doctor() == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert {"manim", "ffmpeg", "fonts"} <= {line.split()[1].rstrip(":") for line in lines}


def test_tracebacks_are_for_those_who_ask(tmp_path, monkeypatch, capsys):
    failed = RenderFailed({"small/words/one": Failure("KeyError: 'x'", "Traceback ...")})

    def render(*arguments):
        raise failed

    monkeypatch.setattr(building, "render", render)
    path = write(tmp_path)
    for verbose, told in ((False, ""), (True, "Traceback ...\n")):
        with pytest.raises(RenderFailed, match=r"^small/words/one: KeyError: 'x'$"):
            commands.build(options(path, verbose=verbose))
        assert capsys.readouterr().err == told
    assert not [file for file in (tmp_path / "build").rglob("*") if file.is_file()]


@pytest.mark.render
def test_building_prints_what_was_done_and_the_path_last(tmp_path, capsys):
    path = write(tmp_path)
    folder = tmp_path / "build" / "small" / "144p15"
    assert commands.build(options(path)) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == ["small: 0:08, 5 beats, 5 rendered", f"{folder}/small.mp4"]
    assert "note: 0:08 is not within 10 % of minutes: 1" in told.err.splitlines()
    assert "note: enough_chapters: 2 chapters, not at least 3" in told.err.splitlines()
    assert commands.build(options(path)) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == ["small: 0:08, 5 beats, nothing to do", f"{folder}/small.mp4"]
    assert told.err == "note: 0:08 is not within 10 % of minutes: 1\n"
    assert commands.build(options(path, parts=("words/one",), force=True, verbose=True)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "small: 0:08, 5 beats, 1 rendered"
    assert lines[-1] == f"{folder}/scenes/words.mp4"
    assert f"{folder}/small.vtt" in lines
    assert commands.storyboard(options(path, parts=("bowl",))) == 0
    board = capsys.readouterr().out.splitlines()
    assert board == [f"{folder}/small.storyboard-1.png", f"{folder}/small.storyboard.png"]
