"""From a lesson's name to its plan: found, spoken once, by a voice that works."""

from dataclasses import dataclass, field

import pytest

from pipeline import voices
from pipeline.narrate import narrate
from pipeline.prepare import lesson_path, planned, take, the_voice
from pipeline.store import Store
from pipeline.take import loads
from pipeline.voices import VoiceFailed
from pipeline.voices.silent import Silent
from script.files import NoSuchLesson
from tests.pipeline.small_lessons import BEATS, ROOT, edited, resolved, small_look, write


@dataclass(frozen=True)
class Listened:
    """The silent voice, with what it was asked to say."""

    said: list[str] = field(default_factory=list)
    loudness_lufs: None = None
    name: str = "silent"

    def identity(self):
        return Silent().identity()

    def missing(self):
        return None

    def speak(self, text):
        self.said.append(text)
        return Silent().speak(text)


@pytest.mark.parametrize("name", ["6", "06", "ten-steps", "06-ten-steps"])
def test_a_lesson_has_many_names(name):
    assert lesson_path(name) == ROOT / "script" / "lessons" / "06-ten-steps.yaml"


def test_a_lesson_may_be_a_path(tmp_path):
    path = write(tmp_path)
    assert lesson_path(str(path)) == path


def test_a_name_no_lesson_has_is_told():
    with pytest.raises(
        NoSuchLesson, match=r"there is no lesson ten-step .* did you mean ten-steps"
    ):
        lesson_path("ten-step")


def test_every_beat_is_spoken_once(tmp_path):
    store, voice = Store(tmp_path / "store"), Listened()
    first = planned(resolved(tmp_path), small_look(), voice, store)
    assert [beat.name for beat in first.beats] == list(BEATS)
    assert sorted(voice.said) == sorted(beat.beat.line.spoken for beat in first.beats)
    planned(resolved(tmp_path), small_look(), voice, store)
    assert len(voice.said) == len(BEATS)
    planned(resolved(tmp_path, edited(("a bowl.", "our bowl."))), small_look(), voice, store)
    assert voice.said[len(BEATS) :] == ["Here is our bowl."]


def test_a_stored_take_is_the_take_that_was_spoken(tmp_path):
    (_, beat), *_ = resolved(tmp_path).beats()
    store = Store(tmp_path / "store")
    voice = voices.get("silent")
    spoken, stored = narrate(beat.line, voice), loads(take(beat.line, voice, store).read_bytes())
    assert (spoken.units, spoken.marks, spoken.source) == (
        stored.units,
        stored.marks,
        stored.source,
    )
    assert spoken.pcm.tobytes() == stored.pcm.tobytes()


@dataclass(frozen=True)
class Hoarse(Listened):
    """A voice that fails at its second line."""

    def speak(self, text):
        if self.said:
            raise VoiceFailed("voice silent: it lost its voice")
        return super().speak(text)


def test_a_line_that_cannot_be_spoken_ends_the_planning(tmp_path):
    with pytest.raises(VoiceFailed, match="it lost its voice"):
        planned(resolved(tmp_path), small_look(), Hoarse(), Store(tmp_path / "store"))


def test_the_voice_asked_for_wins_over_the_lessons(tmp_path):
    lesson = resolved(tmp_path, edited(("voice: silent", "voice: espeak")))
    assert the_voice(lesson, "silent").name == "silent"


def test_a_voice_that_cannot_work_here_says_why(tmp_path, monkeypatch):
    lesson = resolved(tmp_path)
    with pytest.raises(VoiceFailed, match="no voice is named 'silnt' - did you mean silent"):
        the_voice(lesson, "silnt")
    monkeypatch.setattr(Silent, "missing", lambda self: "its library is not installed")
    with pytest.raises(VoiceFailed, match="voice silent: its library is not installed"):
        the_voice(lesson, None)
