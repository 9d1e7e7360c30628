"""Who speaks which beat: recordings, the scene's voice, the lesson's, the one asked for."""

import pytest

from pipeline.cast import cast
from pipeline.recordings import accepted
from pipeline.recordings.accepted import ACCEPTED, AcceptedFile
from pipeline.recordings.found import Cut
from pipeline.unchanged import digest_of
from pipeline.voices import VoiceFailed
from pipeline.voices.espeak import Espeak
from pipeline.voices.silent import Silent
from script.errors import ScriptErrors
from tests.pipeline.beeps import record
from tests.pipeline.small_lessons import BEATS, edited, resolved

SCENE = ("  title: On a bowl\n", "  title: On a bowl\n  voice: {espeak: {rate: 150}}\n")
LESSON = ("voice: silent\n", "voice: {silent: {word_s: 0.2}}\n")


def speakers(lesson, name=None, **how):
    found = cast(lesson, name, **how).speakers
    assert tuple(found) == BEATS
    return list(found.values())


def test_the_lessons_voice_speaks_with_its_settings(tmp_path):
    assert speakers(resolved(tmp_path, edited(LESSON))) == [Silent(word_s=0.2)] * 5


def test_a_scene_may_have_another_voice(tmp_path):
    found = speakers(resolved(tmp_path, edited(LESSON, SCENE)))
    assert found == [Silent(word_s=0.2)] * 2 + [Espeak(rate=150)] * 3


def test_the_course_gives_the_voice_and_the_lesson_another(tmp_path):
    course = "title: C\nvoice: {silent: {syllable_s: 0.3}}\nlessons: [small]\n"
    (tmp_path / "course.yaml").write_text(course)
    bare = resolved(tmp_path, edited(("voice: silent\n", "")))
    assert speakers(bare)[0] == Silent(syllable_s=0.3)
    assert speakers(resolved(tmp_path))[0] == Silent()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("silent", [Silent(word_s=0.2)] * 2 + [Silent()] * 3),
        ("espeak", [Espeak()] * 2 + [Espeak(rate=150)] * 3),
    ],
)
def test_the_voice_asked_for_wins_and_has_the_settings_the_lesson_gives_it(
    tmp_path, name, expected
):
    record(tmp_path / "voice" / "small", "words/one", "Take one step.")
    assert speakers(resolved(tmp_path, edited(LESSON, SCENE)), name) == expected


def test_a_recording_wins_over_a_voice(tmp_path):
    folder = tmp_path / "voice" / "small"
    path = record(folder, "words/one", "Take one step.")
    first, *others = speakers(resolved(tmp_path))
    assert isinstance(first, Cut)
    assert first.recording.path == path
    assert others == [Silent()] * 4


def test_a_lesson_that_is_all_recorded_tells_each_beat_that_is_not(tmp_path):
    lesson = resolved(tmp_path, edited(("voice: silent", "voice: recorded")))
    folder = tmp_path / "voice" / "small"
    record(folder, "words/one", "Take one step.")
    record(folder, "bowl", "x")
    with pytest.raises(ScriptErrors) as caught:
        cast(lesson)
    yaml = tmp_path / "small.yaml"
    assert str(caught.value) == (
        f"{yaml}:19:5: {folder / 'words' / 'two.wav'} is missing - "
        f"render.py record-sheet {yaml} writes what to say"
    )
    record(folder, "words/two", "And then another.")
    assert all(isinstance(one, Cut) for one in speakers(lesson))


def test_recorded_may_be_asked_for(tmp_path):
    with pytest.raises(ScriptErrors) as caught:
        cast(resolved(tmp_path), "recorded")
    assert len(caught.value.findings) == 5


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("voice: silnt", "5:8: unknown voice silnt - did you mean silent?"),
        ("voice: {silnt: {}}", "5:9: unknown voice silnt - did you mean silent?"),
        ("voice: [silent]", "5:8: name one voice - write espeak, or {espeak: {rate: 150}}"),
        ("voice: {silent: {}, espeak: {}}", "5:8: name one voice"),
        ("voice: {silent: {words: 1}}", "5:18: unknown key words - did you mean word_s?"),
        ("voice: {silent: {word_s: soon}}", "5:26: expected a number, found soon"),
        ("voice: {silent: {word_s: 9}}", "5:17: word_s and syllable_s are seconds"),
        ("voice: {espeak: {rate: 1500}}", "5:17: rate must be from 80 to 450"),
        ("voice: {espeak: {variant: en us}}", "5:17: en us is no voice of eSpeak NG"),
        ("voice: {piper: {length: 9}}", "5:16: length must be from 0.25 to 4"),
        ("voice: {piper: {speaker: -1}}", "5:16: speaker cannot be negative"),
        ("voice: {festival: {speed: 3}}", "5:19: speed must be from 0.5 to 2"),
        ("voice: {openai: {speed: 9}}", "5:17: speed must be from 0.25 to 4"),
        ("voice: {openai: {timeout: 0}}", "5:17: timeout must be above 0"),
        ("voice: {openai: {url: 'ftp://x/v1'}}", "5:17: ftp://x/v1 is no URL such as"),
        ("voice: {openai: {url: 'http://me:pass@x/v1'}}", "5:17: a key does not belong into url"),
        ("voice: {recorded: {wav: 1}}", "5:20: unknown key wav"),
    ],
)
def test_mistakes_in_a_voice_are_told_at_their_place(tmp_path, change, told):
    with pytest.raises(ScriptErrors) as caught:
        resolved(tmp_path, edited(("voice: silent", change)))
    assert str(caught.value).startswith(f"{tmp_path / 'small.yaml'}:{told}")


def test_mistakes_in_the_voices_of_scene_and_course_are_told_at_their_places(tmp_path):
    (tmp_path / "course.yaml").write_text("title: C\nvoice: {espeak: {pitch: -1}}\n")
    scene = SCENE[0], "  title: On a bowl\n  voice: {espeak: {rite: 150}}\n"
    with pytest.raises(ScriptErrors) as caught:
        resolved(tmp_path, edited(("voice: silent\n", ""), scene))
    assert str(caught.value).splitlines() == [
        f"{tmp_path / 'course.yaml'}:2:17: pitch must be from 0 to 100",
        f"{tmp_path / 'small.yaml'}:25:20: unknown key rite - did you mean rate?",
    ]


@pytest.fixture
def broken(tmp_path, monkeypatch):
    monkeypatch.setattr(Espeak, "missing", lambda self: "its library is not installed")
    return resolved(tmp_path, edited(SCENE))


def test_a_voice_that_cannot_work_here_says_why_and_who_asks(tmp_path, broken):
    with pytest.raises(VoiceFailed) as caught:
        cast(broken)
    place = f"{tmp_path / 'small.yaml'}:26:11"
    assert str(caught.value) == f"{place}: voice espeak: its library is not installed"
    with pytest.raises(VoiceFailed, match=r"^voice espeak: its library is not installed$"):
        cast(broken, "espeak")
    with pytest.raises(VoiceFailed, match="no voice is named 'silnt' - did you mean silent"):
        cast(broken, "silnt")


def test_a_voice_that_has_nothing_to_say_may_be_missing(tmp_path, broken):
    assert speakers(broken, "silent") == [Silent()] * 5
    assert speakers(broken, must_work=False)[2:] == [Espeak(rate=150)] * 3
    for beat in ("look", "start", "step"):
        record(tmp_path / "voice" / "small", f"bowl/{beat}", "x")
    assert speakers(broken)[:2] == [Silent()] * 2


def test_notes_say_what_is_stale_new_and_of_nobody(tmp_path):
    folder = tmp_path / "voice" / "small"
    old = record(folder, "words/one", "Take two steps.")
    files = {"words/one.wav": AcceptedFile(digest_of(old), {"one": "Take two steps."})}
    accepted.write(folder / ACCEPTED, files)
    record(folder, "words/two", "And then another.")
    strange = record(folder, "words/tow", "And then another.")
    assert cast(resolved(tmp_path)).notes == (
        f"words/one reads otherwise than when {old} was accepted: record it again",
        "1 recording is not accepted: listen, then render.py accept-recordings "
        f"{tmp_path / 'small.yaml'}",
        f"{strange} is of no beat of small.yaml - did you mean words/two.wav?",
    )


def test_what_it_depends_on_is_read(tmp_path):
    path = record(tmp_path / "voice" / "small", "words/one", "Take one step.")
    read = cast(resolved(tmp_path)).read
    assert read[path] == digest_of(path)
    assert read[path.with_name("two.mp3")] is None
    assert read[tmp_path / "voice" / "small" / ACCEPTED] is None
    assert cast(resolved(tmp_path), "silent").read == {}
