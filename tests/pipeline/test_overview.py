"""What ``status`` says of every lesson, without rendering any."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from small_lessons import BEATS, LESSON, build, edited, plan_of, small_look, write

from pipeline import overview as overviews
from pipeline.cli import main
from pipeline.commands import overview as command
from pipeline.overview import Overview, overview
from pipeline.pace import overall_pace, words_a_minute
from pipeline.store import Store
from scenes.look import Look
from script.schema import Lesson


def _look(lesson: Lesson) -> Look:
    return small_look()


@pytest.fixture
def of(tmp_path: Path) -> Overview:
    """What is known of the small lesson in an empty store."""
    return _of(tmp_path)


def _of(folder: Path, text: str = LESSON) -> Overview:
    path = write(folder, text)
    return overview(path, _look, Store(folder / "store"), folder / "build")


def _built(folder: Path, text: str = LESSON) -> Path:
    plan = plan_of(folder, text)
    _, made = build(plan, Store(folder / "store"), folder / "build" / "small" / plan.look.name)
    return made.film


def test_a_lesson_that_was_never_built(of: Overview, tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    assert of.facts.title == "A small lesson"
    assert (of.facts.minutes, of.facts.beats) == (1.0, len(BEATS))
    assert of.facts.seconds == pytest.approx(plan.seconds)
    assert of.facts.pace == pytest.approx(overall_pace(plan))
    assert (of.state, of.missing, of.is_written) == ("5 to draw", 5, False)
    assert of.facts.findings == ()
    assert len(of.facts.notes) == 5  # each of the beats lasts less than four seconds


def test_the_pace_of_a_lesson_lies_between_those_of_its_beats(tmp_path: Path) -> None:
    long = "We start at {good.x[0][0]:.0f}, and from there we walk down, a little every time."
    plan = plan_of(tmp_path, edited(("We start at {good.x[0][0]:.0f}.", long)))
    beats = [pace for beat in plan.beats if (pace := words_a_minute(beat))]
    assert len(beats) == 1
    alone = replace(plan, beats=tuple(beat for beat in plan.beats if words_a_minute(beat)))
    assert overall_pace(alone) == pytest.approx(beats[0])


@pytest.mark.render
def test_a_lesson_goes_stale_and_is_fresh_again(tmp_path: Path) -> None:
    film = _built(tmp_path)
    assert (_of(tmp_path).state, _of(tmp_path).missing) == ("fresh", 0)
    film.unlink()
    assert _of(tmp_path).state == "not written"
    assert _of(tmp_path, edited(("steps: 4", "steps: 5"))).state == "2 to draw"
    assert _of(tmp_path, edited(("Here is a bowl", "This is a bowl"))).state == "not written"
    _built(tmp_path)
    assert _of(tmp_path).state == "fresh"


def test_what_did_not_change_is_not_planned_again(
    tmp_path: Path, of: Overview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overviews, "load_lesson", lambda path: pytest.fail("read again"))
    assert _of(tmp_path) == of
    with pytest.raises(pytest.fail.Exception):
        _of(tmp_path, edited(("Here is a bowl", "This is a bowl")))


@pytest.mark.parametrize("beside", ["course.yaml", "small.es.yaml"])
def test_what_stands_beside_the_lesson_is_looked_at(
    tmp_path: Path, of: Overview, monkeypatch: pytest.MonkeyPatch, beside: str
) -> None:
    monkeypatch.setattr(overviews, "load_lesson", lambda path: pytest.fail("read again"))
    (tmp_path / beside).write_text("title: x\n")
    with pytest.raises(pytest.fail.Exception):
        _of(tmp_path)


def test_mistakes_are_counted(tmp_path: Path) -> None:
    wrong = _of(tmp_path, edited(("kind: statements", "kind: statement"), ("to: 1", "too: 1")))
    assert wrong.state == "has mistakes"
    assert [one.partition(": ")[2] for one in wrong.facts.findings] == [
        "unknown kind statement - did you mean statements?",
        "missing to",
        "unknown key too - did you mean to?",
    ]
    unreadable = _of(tmp_path, "title: A lesson\n")
    assert unreadable.state == "has mistakes"
    assert (unreadable.facts.lesson, len(unreadable.facts.findings)) == ("small", 1)


def test_a_voice_that_is_not_there_leaves_the_length_unknown(tmp_path: Path) -> None:
    away = _of(tmp_path, edited(("voice: silent", "voice: {piper: {model: gone.onnx}}")))
    assert (away.state, away.facts.seconds, away.facts.beats) == ("not known", None, 5)
    assert len(away.facts.notes) == 1


def test_mistakes_of_translations_are_counted_apart(tmp_path: Path) -> None:
    (tmp_path / "small.es.yaml").write_text(
        "translates: small\nlanguage: es\ntexts: []\nbeats: {}\n"
    )
    known = _of(tmp_path)
    assert known.facts.findings == ()
    assert known.facts.languages["es"] >= 5 + 3  # five beats, the title and two scenes


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of two lessons in the wrong order of their files, and one that it does not list."""
    lessons = tmp_path / "lessons"
    for name in ("a", "b", "c"):
        write(lessons, LESSON.replace("lesson: small", f"lesson: {name}"), f"{name}.yaml")
    (lessons / "course.yaml").write_text(
        "title: C\nphases:\n- {title: First, goal: g, lessons: [b]}\n"
        "- {title: Second, goal: g, lessons: [{lesson: a, needs: [b]}]}\nshorts: [c]\n"
    )
    monkeypatch.setattr(command, "LESSONS", lessons)
    monkeypatch.chdir(tmp_path)
    return lessons


def test_the_table_follows_the_course(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 0
    lines = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert lines == ["lesson", "First", "b", "Second", "a", "Shorts", "c"]


def test_all_that_is_known_as_json(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["lesson"], row["phase"]) for row in rows] == [
        ("b", "First"),
        ("a", "Second"),
        ("c", "Shorts"),
    ]
    assert {row["to_draw"] for row in rows} == {5}
    assert all(len(row["notes"]) == 5 and row["seconds"] > 5 for row in rows)


def test_a_course_that_is_wrong_is_told_after_the_table(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (course / "course.yaml").read_text()
    (course / "course.yaml").write_text(text.replace("[c]", "[d]"))
    assert main(["status"]) == 2
    told = capsys.readouterr()
    assert f"{course}/course.yaml:5:10: there is no lesson d" in told.err
    assert f"{course}/c.yaml:1:9: c is in no phase of course.yaml" in told.err
    assert told.out.splitlines()[-2] == "Outside of its phases"
