"""Festival says the same every time, wherever it runs, and knows when each word sounds."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from pipeline.voices import VoiceFailed, festival
from pipeline.voices.festival import Festival, plain
from tests.pipeline.small_lessons import ROOT

TEXT = "Every step multiplies y by minus one point four, so the point jumps."
_MISSING = Festival().missing()
needed = pytest.mark.skipif(_MISSING is not None, reason=f"festival is {_MISSING}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It's a café.", "It's a cafe."),
        ("It’s “naïve” – so", "It's  naive  - so"),
        ('a "b" (c) \\ d', "a  b   c    d"),
        ("x\tor\ny", "x or y"),
        ("75%", "75 "),
    ],
)
def test_a_text_is_said_in_plain_characters_as_many_of_them(text, said):
    assert plain(text) == said
    assert len(said) == len(text)


@pytest.mark.parametrize("text", ["η equals one", "a ß", "шаг"])
def test_a_letter_it_cannot_say_is_no_silence(text):
    with pytest.raises(VoiceFailed, match="the voice 'festival' cannot say"):
        Festival().speak(text)


def test_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(festival, "_program", lambda: None)
    told = "not installed: apt-get install festival festvox-us-slt-hts"
    assert Festival().missing() == told
    assert Festival().files() == ()
    with pytest.raises(VoiceFailed, match=told):
        Festival().speak(TEXT)


def test_a_library_without_the_voice_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(festival, "_program", lambda: "/bin/true")
    monkeypatch.setattr(festival, "_LIBRARIES", (tmp_path,))
    assert "festvox-us-slt-hts" in str(Festival().missing())


def program(tmp_path, text):
    """Return a program that stands for Festival."""
    path = tmp_path / "festival"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("echo 'SIOD ERROR: no voice' >&2", "failed on 'Go.': SIOD ERROR: no voice"),
        ("exit 7", "failed on 'Go.': code 7"),
        ("echo RIFF > said.wav", "failed on 'Go.': this is no WAV"),
        ("sleep 60", "does not answer: .* timed out after 0.5 seconds"),
    ],
)
def test_an_engine_that_fails_is_told_in_a_line(tmp_path, monkeypatch, does, told):
    monkeypatch.setattr(festival, "_program", lambda: program(tmp_path, does))
    monkeypatch.setattr(festival, "_TIME_LIMIT_S", 0.5)
    with pytest.raises(VoiceFailed, match=told) as caught:
        Festival().speak("Go.")
    assert "\n" not in str(caught.value)


@needed
def test_it_repeats_its_bytes_in_processes_at_once():
    first = Festival().speak(TEXT)
    with ThreadPoolExecutor(3) as pool:
        sounds = list(pool.map(Festival().speak, [TEXT, "Something else.", TEXT]))
    assert sounds[0].pcm.tobytes() == sounds[2].pcm.tobytes() == first.pcm.tobytes()
    assert sounds[0].words == first.words
    assert first.rate == 32_000


@needed
def test_it_does_not_depend_on_home_folder_or_clock(tmp_path):
    """A setup file in the home folder would speak with another voice."""
    (tmp_path / ".festivalrc").write_text("(define (voice_cmu_us_slt_arctic_hts) nil)\n")
    script = (
        "import sys, hashlib\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from pipeline.voices.festival import Festival\n"
        f"said = Festival().speak({TEXT!r})\n"
        "print(hashlib.sha256(said.pcm.tobytes()).hexdigest(), said.words)\n"
    )
    found = set()
    for folder, more in ((tmp_path, {"HOME": str(tmp_path)}), (ROOT, {"TZ": "Asia/Tokyo"})):
        env = {"PATH": os.environ["PATH"], "LC_ALL": "de_DE.UTF-8", **more}
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout)
    assert len(found) == 1


@needed
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In 1998, one.", ["In", "1998", "one"]),
        ("'one' two'", ["one", "two"]),
        ("one ... two - three", ["one", "two", "three"]),
        ("It's the well-known café.", ["It's", "the", "well-known", "café"]),
    ],
)
def test_words_are_found_in_the_text(text, words):
    said = Festival().speak(text)
    assert [text[word.start : word.stop] for word in said.words] == words


@needed
def test_words_sound_where_it_says():
    said = Festival().speak("One, two.")
    one, two = said.words
    assert one.start_s < 0.03
    level = np.abs(said.pcm)
    inside = level[round(two.start_s * said.rate) : round(two.stop_s * said.rate)]
    assert inside.max() > 0.1
    assert len(said.pcm) / said.rate - two.stop_s < 0.15


@needed
def test_a_slower_voice_is_another_voice_and_takes_its_time():
    slow, fast = Festival(speed=0.7), Festival(speed=1.4)
    lengths = [len(voice.speak(TEXT).pcm) for voice in (slow, fast)]
    assert lengths[0] / lengths[1] == pytest.approx(2, rel=0.1)
    assert slow.identity() != fast.identity()


@needed
def test_its_files_are_its_identity(monkeypatch, tmp_path):
    names = {path.name for path in Festival().files()}
    assert {"festival", "cmu_us_slt_arctic_hts.htsvoice", "token.scm"} <= names
    before = Festival().identity()
    festival._installed.cache_clear()
    (tmp_path / "token.scm").write_text("")
    monkeypatch.setattr(Festival, "files", lambda self: (tmp_path / "token.scm",))
    assert Festival().identity()["version"] != before["version"]
    festival._installed.cache_clear()


@needed
def test_a_text_without_a_word_is_told():
    with pytest.raises(VoiceFailed, match=r"finds no word in '\?!'"):
        Festival().speak("?!")
