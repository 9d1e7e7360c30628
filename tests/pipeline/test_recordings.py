"""Which recordings a lesson has, which of them are accepted, stale, new or of nobody."""

import json

import pytest

from pipeline.recordings import accepted
from pipeline.recordings.accepted import ACCEPTED, AcceptedFile
from pipeline.recordings.found import find, recordings_of
from pipeline.unchanged import digest_of
from script.errors import ScriptErrors
from tests.pipeline.beeps import record
from tests.pipeline.small_lessons import edited, resolved

ONE, TWO = "Take one step.", "And then another."


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "voice" / "small"


def accept(folder, path, **says):
    """Note down that a file says something."""
    name = path.relative_to(folder).as_posix()
    known = accepted.read(folder / ACCEPTED)
    accepted.write(folder / ACCEPTED, {**known, name: AcceptedFile(digest_of(path), says)})


def cuts(found):
    return {name: (cut.recording.path.name, cut.text) for name, cut in found.cuts.items()}


def test_a_lesson_without_recordings_has_none(tmp_path, folder):
    lesson = resolved(tmp_path)
    found = find(lesson)
    assert recordings_of(lesson.lesson) == folder
    assert (found.cuts, found.stale, found.new, found.strange) == ({}, (), (), {})
    assert folder / "words" / "one.flac" in found.read
    assert set(found.read.values()) == {None}


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3"])
def test_a_beat_has_its_own_file(tmp_path, folder, kind):
    path = record(folder, "words/one", ONE, kind)
    found = find(resolved(tmp_path))
    assert cuts(found) == {"words/one": (f"one.{kind}", ONE)}
    assert found.new == (path,)
    assert found.read[path] == digest_of(path)


def test_a_scene_may_be_said_in_one_go_and_a_beats_own_file_wins(tmp_path, folder):
    record(folder, "words", f"{ONE} {TWO}")
    record(folder, "words/two", TWO)
    found = find(resolved(tmp_path))
    assert cuts(found) == {"words/one": ("words.wav", ONE), "words/two": ("two.wav", TWO)}
    whole = found.cuts["words/one"].recording
    assert whole.says == (("one", ONE), ("two", TWO))
    assert found.cuts["words/one"].place.line == 9
    assert found.cuts["words/two"].place.line == 19


@pytest.mark.parametrize("names", [("words/one", "words/one"), ("words", "words")])
def test_two_recordings_of_one_thing_are_a_mistake(tmp_path, folder, names):
    for name, kind in zip(names, ("wav", "flac"), strict=True):
        record(folder, name, ONE, kind)
    with pytest.raises(ScriptErrors, match=rf"are both recordings of {names[0]} - keep one") as e:
        find(resolved(tmp_path))
    assert str(e.value).startswith(str(tmp_path / "small.yaml"))


def test_an_accepted_file_says_what_it_said_then(tmp_path, folder):
    path = record(folder, "words/one", ONE)
    accept(folder, path, one=ONE)
    found = find(resolved(tmp_path))
    assert (found.stale, found.new) == ((), ())
    again = find(resolved(tmp_path, edited(("Take one [go] step.", "Take a [go] step."))))
    assert cuts(again) == {"words/one": ("one.wav", ONE)}
    assert again.stale == ("words/one",)


def test_a_wording_that_is_said_alike_is_not_stale(tmp_path, folder):
    path = record(folder, "bowl/start", "We start at five.")
    accept(folder, path, start="We start at five.")
    say = ("We start at {good.x[0][0]:.0f}.", "We start at [five|five].")
    assert find(resolved(tmp_path, edited(say))).stale == ()


def test_a_file_that_was_recorded_again_is_new(tmp_path, folder):
    path = record(folder, "words/one", ONE)
    accept(folder, path, one=ONE)
    record(folder, "words/one", ONE, amplitude=0.2)
    found = find(resolved(tmp_path, edited(("Take one [go] step.", "Take a [go] step."))))
    assert cuts(found) == {"words/one": ("one.wav", "Take a step.")}
    assert (found.stale, found.new) == ((), (path,))


def test_a_beat_that_is_not_in_the_accepted_take_of_its_scene_has_no_recording(tmp_path, folder):
    path = record(folder, "words", ONE)
    accept(folder, path, one=ONE, gone="A beat that was removed.")
    assert cuts(find(resolved(tmp_path))) == {"words/one": ("words.wav", ONE)}


def test_what_was_accepted_can_be_left_aside(tmp_path, folder):
    path = record(folder, "words/one", "Take two steps.")
    accept(folder, path, one="Take two steps.")
    found = find(resolved(tmp_path), accepted={})
    assert cuts(found) == {"words/one": ("one.wav", ONE)}


def test_files_of_no_beat_are_named_with_the_closest(tmp_path, folder):
    for name, kind in (("words/oen", "wav"), ("words/two", "WAV"), ("intro", "mp3")):
        path = record(folder, name, ONE, kind.lower())
        path.rename(path.with_suffix(f".{kind}"))
    (folder / "notes.txt").write_text("take 3 was best")
    found = find(resolved(tmp_path))
    assert {path.relative_to(folder).as_posix(): hint for path, hint in found.strange.items()} == {
        "words/oen.wav": "did you mean words/one.wav?",
        "words/two.WAV": "did you mean words/two.wav?",
        "intro.mp3": "",
    }
    assert found.cuts == {}


def test_what_is_accepted_is_written_in_the_order_of_names(folder):
    folder.mkdir(parents=True)
    says = {"b": "Second.", "a": "Zuerst: größer."}
    accepted.write(
        folder / ACCEPTED,
        {"z.wav": AcceptedFile("2" * 64, {"x": "Y."}), "a.wav": AcceptedFile("1" * 64, says)},
    )
    text = (folder / ACCEPTED).read_text(encoding="utf-8")
    assert list(json.loads(text)["recordings"]) == ["a.wav", "z.wav"]
    assert "größer" in text
    again = accepted.read(folder / ACCEPTED)
    assert list(again["a.wav"].says.items()) == list(says.items())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"{", "1:2: this is no JSON"),
        (b'{\n "recordings": {,}}', "2:17: this is no JSON"),
        (b"\xff\xfe", "1:1: this is not UTF-8"),
        (b"[]", "1:1: this is no list of accepted recordings"),
        (b'{"recordings": {"a.wav": 3}}', "1:1: this is no list"),
        (b'{"recordings": {"a.wav": {"sha256": 1, "says": {}}}}', "1:1: this is no list"),
        (b'{"recordings": {"a.wav": {"sha256": "", "says": {"a": 1}}}}', "1:1: this is no list"),
    ],
)
def test_damage_in_what_is_accepted_is_told_at_its_place(tmp_path, folder, text, told):
    folder.mkdir(parents=True)
    (folder / ACCEPTED).write_bytes(text)
    with pytest.raises(ScriptErrors) as caught:
        find(resolved(tmp_path))
    message = str(caught.value)
    assert message.startswith(f"{folder / ACCEPTED}:{told}")
    assert message.endswith("- mend it, or remove it and accept the recordings again")
