"""``sound:`` beside an action or alone, and ``music:`` of a course or a lesson."""

from pathlib import Path

import pytest

from script.cues import read_cue
from script.errors import Findings, ScriptErrors
from script.load import load_lesson
from script.nodes import compose

COURSE = "title: A course\n"
LESSON = """\
lesson: small
title: A lesson
objective: Say it.
minutes: 1
scenes:
- {id: one, title: One, kind: statements, beats: [{id: a, say: Say it.}]}
"""


def cue(text):
    findings = Findings()
    found = read_cue(compose(text, "a.yaml"), {"map"}, {"go"}, findings)
    return found, findings


@pytest.mark.parametrize(
    ("text", "action", "sound"),
    [
        ("{sound: question}", None, ("question", None, 0.0)),
        ("{sound: answer, at: go, after: 0.5}", None, ("answer", "go", 0.5)),
        ("{step: 1, at: go, for: 2, sound: answer}", "step", ("answer", "go", 0.0)),
        ("{step: 1, after: 2}", "step", None),
    ],
)
def test_a_cue_is_an_action_or_a_sound_or_both(text, action, sound):
    (acts, sounds), findings = cue(text)
    findings.check()
    assert (acts and acts.action) == action
    assert (sounds and (sounds.earcon, sounds.mark, sounds.after_s)) == sound


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{sound: quetsion}", "1:9: there is no quetsion here - did you mean question?"),
        ("{sound: question, at: gone}", "1:23: there is no [gone] in say - did you mean go?"),
        ("{sound: answer, for: 2}", "1:1: a sound has a length of its own - leave out for"),
        ("{at: go}", "1:1: this cue has no action - name one, such as step: {to: 3}"),
        ("{step: 1, sond: answer}", "1:11: unknown key sond - did you mean sound?"),
        (
            "{step: 1, show: 2, sound: answer}",
            "1:11: step and show are two actions - write a cue for each",
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(text, line):
    found, findings = cue(text)
    assert found == (None, None)
    with pytest.raises(ScriptErrors) as caught:
        findings.check()
    assert [str(one) for one in caught.value.findings] == [f"a.yaml:{line}"]


def lesson_of(folder: Path, own: str = "", course: str = ""):
    (folder / "music").mkdir()
    (folder / "music" / "theme.flac").touch()
    (folder / "course.yaml").write_text(COURSE + course)
    (folder / "small.yaml").write_text(LESSON + own)
    return load_lesson(folder / "small.yaml")


@pytest.mark.parametrize(
    ("own", "course", "expected"),
    [
        ("", "", None),
        ("music: music/theme.flac", "", (-30.0, 22.0, 2.0)),
        ("", "music: {file: music/theme.flac, fade: 1/2}", (-30.0, 22.0, 0.5)),
        (
            "music: {file: music/theme.flac, level: -35, below: 20}",
            "music: {file: music/theme.flac, fade: 0}",
            (-35.0, 20.0, 2.0),
        ),
        ("music: none", "music: music/theme.flac", None),
    ],
    ids=["no music", "the file alone", "the course's", "the lesson's own", "not in this lesson"],
)
def test_music_is_the_lessons_or_else_the_courses(tmp_path, own, course, expected):
    music = lesson_of(tmp_path, own, course).music
    assert (music and (music.level_lufs, music.below_db, music.fade_s)) == expected
    assert music is None or music.file == tmp_path / "music" / "theme.flac"


@pytest.mark.parametrize(
    ("own", "line"),
    [
        (
            "music: {file: music/thme.flac}",
            "small.yaml:7:15: there is no file music/thme.flac - did you mean theme.flac?",
        ),
        ("music: songs/theme.flac", "small.yaml:7:8: there is no file songs/theme.flac"),
        ("music: music", "small.yaml:7:8: there is no file music"),
        ("music: {level: -30}", "small.yaml:7:8: missing file"),
        (
            "music: {file: music/theme.flac, level: -20}",
            "small.yaml:7:8: level is in LUFS, from -50 to -28: speech is at -14",
        ),
        (
            "music: {file: music/theme.flac, below: 10}",
            "small.yaml:7:8: below is in dB under the speech, from 20 to 40",
        ),
        (
            "music: {file: music/theme.flac, fade: 60}",
            "small.yaml:7:8: fade lasts at most 20 seconds",
        ),
        (
            "music: {file: music/theme.flac, volume: 3}",
            "small.yaml:7:33: unknown key volume - use below, fade, file or level",
        ),
    ],
)
def test_a_mistake_in_music_is_told_at_its_place(tmp_path, own, line):
    with pytest.raises(ScriptErrors) as caught:
        lesson_of(tmp_path, own)
    assert [str(one) for one in caught.value.findings] == [f"{tmp_path}/{line}"]


def test_a_mistake_in_the_courses_music_is_told_there(tmp_path):
    with pytest.raises(ScriptErrors) as caught:
        lesson_of(tmp_path, course="music: gone.flac")
    told = [str(one) for one in caught.value.findings]
    assert told == [f"{tmp_path}/course.yaml:2:8: there is no file gone.flac"]
