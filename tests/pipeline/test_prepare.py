"""From a lesson's name to its plan: found, spoken once, by a voice that works."""

from dataclasses import dataclass, field, replace

import pytest

from pipeline import heard, prepare, voices
from pipeline.cast import cast
from pipeline.narrate import narrate
from pipeline.prepare import lesson_path, planned, take
from pipeline.said import lend
from pipeline.store import Store
from pipeline.take import loads
from pipeline.voices import VoiceFailed
from pipeline.voices.silent import Silent
from script.errors import ScriptErrors
from script.files import NoSuchLesson
from tests.pipeline.beeps import align_beeps, beeped, encoded, record
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


@dataclass(frozen=True)
class Bought(Listened):
    """A voice that gives a file of sound, another one each time, without word times."""

    name: str = "bought"
    language: str = "en"
    times: str = "alignment"
    language: str = "en"

    def identity(self):
        return {"engine": "bought", "version": "1"}

    def speaking(self, language):
        return replace(self, language=language)

    def files(self):
        return ()

    def sound(self, text):
        self.said.append(text)
        return encoded(beeped(text, amplitude=0.1 + 0.05 * len(self.said)))


TWO = ("Here is a bowl.", "Here is a bowl. It is round.")


@pytest.fixture
def _beeps(monkeypatch):
    monkeypatch.setattr(heard, "align", align_beeps)


@pytest.mark.usefixtures("_beeps")
def test_what_was_bought_is_kept_sentence_by_sentence(tmp_path):
    store, voice = Store(tmp_path / "store"), Bought()
    first = planned(resolved(tmp_path), small_look(), voice, store)
    assert len(voice.said) == len(BEATS)
    again = planned(resolved(tmp_path, edited(TWO)), small_look(), voice, store)
    assert voice.said[len(BEATS) :] == ["It is round."]
    takes = [[beat.take for beat in plan.beats] for plan in (first, again)]
    assert [a.samples < b.samples for a, b in zip(*takes, strict=True)] == [False] * 2 + [
        True, False, False
    ]  # fmt: skip
    assert {take.source for take in takes[0]} == {"alignment"}


@pytest.mark.usefixtures("_beeps")
def test_no_change_of_code_buys_again(tmp_path, monkeypatch):
    store, voice = Store(tmp_path / "store"), Bought()
    planned(resolved(tmp_path), small_look(), voice, store)
    monkeypatch.setattr(prepare, "code_digest", lambda name: f"another {name}")
    used = len(store.used)
    planned(resolved(tmp_path), small_look(), voice, store)
    assert len(voice.said) == len(BEATS)
    assert len(store.used) == used + len(BEATS)


@pytest.mark.usefixtures("_beeps")
def test_what_was_bought_is_wanted_while_its_take_is(tmp_path):
    store, voice = Store(tmp_path / "store"), Bought()
    planned(resolved(tmp_path), small_look(), voice, store)
    later = Store(tmp_path / "store")
    planned(resolved(tmp_path), small_look(), voice, later)
    assert later.used == store.used
    said = [key for key in later.used if "said" in later.inputs(key)]
    assert len(said) == len(BEATS)


@pytest.mark.usefixtures("_beeps")
def test_what_was_bought_is_lent_to_another_store(tmp_path):
    store, other, voice = Store(tmp_path / "store"), Store(tmp_path / "other"), Bought()
    first = planned(resolved(tmp_path), small_look(), voice, store)
    lend(store.used, store, other)
    assert len(other.used) == len(BEATS)
    second = planned(resolved(tmp_path), small_look(), voice, other)
    assert len(voice.said) == len(BEATS)
    for one, two in zip(first.beats, second.beats, strict=True):
        assert one.take.steps.tobytes() == two.take.steps.tobytes()


def test_the_lexicon_of_a_lesson_says_how_a_bought_word_sounds(tmp_path, monkeypatch):
    given = []

    def align(text, pcm, rate, language, written):
        given.append((text, dict(written)))
        return align_beeps(text, pcm, rate)

    monkeypatch.setattr(heard, "align", align)
    text = edited(("minutes: 1", "minutes: 1\nlexicon: {bowl: {say: bowl, arpabet: B AO L}}"))
    store, voice = Store(tmp_path / "store"), Bought()
    planned(resolved(tmp_path, text), small_look(), voice, store)
    assert ("Here is a bowl.", {"bowl": "B AO L"}) in given
    assert ("And then another.", {}) in given
    planned(resolved(tmp_path), small_look(), voice, store)
    assert [said for said, _ in given].count("Here is a bowl.") == 2
    assert len(voice.said) == len(BEATS)


def test_what_does_not_say_the_text_is_no_take(tmp_path, monkeypatch):
    monkeypatch.setattr(heard, "align", lambda text, *sound: align_beeps("one", *sound))
    with pytest.raises(VoiceFailed, match=r"'bought': the sound does not say 'one': . tones"):
        planned(resolved(tmp_path), small_look(), Bought(), Store(tmp_path / "store"))


def test_every_bad_recording_is_told_where_its_beat_stands(tmp_path):
    folder = tmp_path / "voice" / "small"
    record(folder, "words/two", "x", amplitude=1e-5, noise=0)
    (folder / "bowl").mkdir()
    (folder / "bowl" / "look.wav").write_bytes(b"nothing")
    (folder / "bowl.wav").write_bytes(b"nothing")
    lesson = resolved(tmp_path)
    with pytest.raises(ScriptErrors) as caught:
        planned(lesson, small_look(), cast(lesson), Store(tmp_path / "store"))
    yaml = tmp_path / "small.yaml"
    hint = "save it as WAV"
    assert str(caught.value).splitlines() == [
        f"{yaml}:19:5: {folder}/words/two.wav: it is silent, -45 is the least"
        " - come nearer, or turn it up",
        f"{yaml}:24:3: {folder}/bowl.wav: this is no WAV, FLAC or MP3 file - {hint}",
        f"{yaml}:29:5: {folder}/bowl/look.wav: this is no WAV, FLAC or MP3 file - {hint}",
    ]
