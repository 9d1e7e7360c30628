"""A voice behind a server: what is asked, how it is asked again, and what is said when it fails."""

import json
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import urllib3

from pipeline.decode import decode
from pipeline.voices import VoiceFailed, openai
from pipeline.voices.espeak import Espeak
from pipeline.voices.openai import OpenAI
from tests.pipeline.speech_server import Answer, serving

TEXT = "Here is a bowl."
KEY = "sk-test-4711-secret"


def busy(status=503, **headers):
    return Answer(status, b'{"error": {"message": "busy"}}', tuple(headers.items()))


@pytest.fixture(autouse=True)
def _fast(monkeypatch):
    """Wait a fiftieth of the time; and no key but the test's own."""
    waiting(monkeypatch, lambda seconds: time.sleep(seconds / 50))
    for name in (openai.KEY, openai.KEY_OF):
        monkeypatch.delenv(name, raising=False)


def waiting(monkeypatch, sleep):
    """Let urllib3 alone wait in another way."""
    clock = SimpleNamespace(sleep=sleep, time=time.monotonic)
    monkeypatch.setattr(urllib3.util.retry, "time", clock)


def voice(server, **settings):
    return OpenAI(**{"url": server.url, "model": "tts-1", "voice": "alloy", **settings})


def test_what_is_asked_is_openais_form():
    with serving() as server:
        data = voice(server).sound(TEXT)
        voice(server, url=f"{server.url}/", speed=1.5, instructions="Calmly.").sound(TEXT)
    said = Espeak(rate=130).speak(TEXT)
    assert decode(data).seconds == pytest.approx(len(said.pcm) / said.rate, abs=0.01)
    plain = {"model": "tts-1", "voice": "alloy", "input": TEXT, "response_format": "wav"}
    assert server.asked == [plain, {**plain, "speed": 1.5, "instructions": "Calmly."}]
    assert server.paths == ["/v1/audio/speech"] * 2
    assert all(head["Content-Type"] == "application/json" for head in server.headers)


def test_what_it_said_is_heard_word_by_word():
    with serving() as server:
        said = voice(server).speak(TEXT)
    assert [TEXT[word.start : word.stop].strip(".") for word in said.words] == TEXT[:-1].split()
    times = [time for word in said.words for time in (word.start_s, word.stop_s)]
    assert times == sorted(times)
    assert times[-1] <= len(said.pcm) / said.rate + 1e-6
    assert said.source in ("alignment", "matching", "proportion")
    assert np.abs(said.pcm).max() > 0.05


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ((busy(429),), 2),
        ((busy(429, **{"Retry-After": "1"}), busy(500), busy(502), busy(504)), 5),
    ],
    ids=["busy", "busy for long"],
)
def test_it_is_asked_again_while_it_is_busy(answers, asked):
    with serving(*answers) as server:
        assert decode(voice(server).sound(TEXT)).seconds > 0.5
        assert len(server.asked) == asked


def test_an_answer_that_breaks_off_is_told():
    with serving(Answer(200, b"RIFF" + bytes(99), cut=50)) as server:
        with pytest.raises(VoiceFailed, match="IncompleteRead"):
            voice(server).sound(TEXT)
        assert decode(voice(server).sound(TEXT)).seconds > 0.5


def test_it_waits_as_long_as_the_server_says_and_a_minute_at_most(monkeypatch):
    slept = []
    waiting(monkeypatch, slept.append)
    with serving(busy(429, **{"Retry-After": "7"}), busy(503, **{"Retry-After": "9999"})) as server:
        voice(server).sound(TEXT)
    assert slept == [7, 60]


@pytest.mark.parametrize(
    ("answers", "told", "asked"),
    [
        ([busy()] * 9, "answers 503 Service Unavailable: busy", 5),
        ([Answer(401, b'{"error": {"message": "a\\n  b"}}')], "answers 401 Unauthorized: a b", 1),
        ([Answer(404, b"<html>\nnot\nhere")], "answers 404 Not Found: <html> not here", 1),
        ([Answer(400, b'{"error": "bad voice"}')], "answers 400 Bad Request: bad voice", 1),
        ([Answer(400)], "answers 400 Bad Request: nothing", 1),
        ([Answer(400, b"x" * 999)], f"answers 400 Bad Request: {'x' * 200}...", 1),
        ([Answer(307, b"", (("Location", "http://127.0.0.1:1/"),))], "answers 307", 1),
    ],
    ids=["busy for ever", "refused", "html", "text", "nothing", "long", "elsewhere"],
)  # fmt: skip
def test_what_a_server_says_is_wrong_is_told_in_a_line(answers, told, asked):
    with serving(*answers) as server, pytest.raises(VoiceFailed) as caught:
        voice(server).sound(TEXT)
    assert str(caught.value).startswith(f"the voice 'openai': {server.url} {told}")
    assert "\n" not in str(caught.value)
    assert len(server.asked) == asked


def test_a_server_that_is_not_there_is_told_at_once():
    with serving() as server:
        pass
    begun = time.monotonic()
    with pytest.raises(VoiceFailed, match=rf"no answer of {server.url}: .*refused") as caught:
        voice(server).sound(TEXT)
    assert time.monotonic() - begun < 5
    assert "\n" not in str(caught.value)


def test_a_server_that_hangs_is_given_up():
    with serving(*[Answer(200, b"", silence_s=3)] * 2) as server:
        begun = time.monotonic()
        with pytest.raises(VoiceFailed, match=r"no answer of .*Read timed out"):
            voice(server, timeout=0.3).sound(TEXT)
        assert time.monotonic() - begun < 2


def test_an_answer_that_is_no_sound_is_told():
    with serving(Answer(200, b"{}")) as server, pytest.raises(VoiceFailed) as caught:
        voice(server).speak(TEXT)
    told = "the voice 'openai' did not say 'Here is a bowl.': this is no WAV, FLAC or MP3 file"
    assert str(caught.value) == told


def test_an_answer_may_not_be_endless(monkeypatch):
    monkeypatch.setattr(openai, "_LARGEST", 2**20)
    with serving(Answer(200, bytes(2**20 + 1))) as server:
        with pytest.raises(VoiceFailed, match="an answer of over 1 MiB"):
            voice(server).sound(TEXT)
        assert decode(voice(server).sound(TEXT)).seconds > 0.5


@pytest.mark.parametrize(
    ("base", "is_sent"),
    [("same", True), ("same, by name of its folder", True), (None, False), ("http://x/v1", False),
     ("no url", False)],
)  # fmt: skip
def test_the_key_goes_to_its_own_server_only(monkeypatch, base, is_sent):
    monkeypatch.setenv(openai.KEY, f" {KEY}\n")
    with serving() as server:
        if base is not None:
            same = {"same": server.url, "same, by name of its folder": f"{server.url}/other/"}
            monkeypatch.setenv(openai.KEY_OF, same.get(base, base))
        voice(server).sound(TEXT)
    expected = f"Bearer {KEY}" if is_sent else None
    assert server.headers[0].get("Authorization") == expected


def test_openais_own_key_is_for_openais_own_server(monkeypatch):
    monkeypatch.setenv(openai.KEY, KEY)
    assert openai._key("https://api.openai.com/v1") == KEY
    assert openai._key("http://api.openai.com/v1") == ""
    assert openai._key("https://api.openai.com.evil.example/v1") == ""


def test_the_key_is_never_shown(monkeypatch, capfd):
    monkeypatch.setenv(openai.KEY, KEY)
    body = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}."}}).encode()
    with serving(Answer(401, body)) as server:
        monkeypatch.setenv(openai.KEY_OF, server.url)
        with pytest.raises(VoiceFailed, match=r"Incorrect API key provided: \*\*\*\.$") as caught:
            voice(server).sound(TEXT)
    shown = f"{caught.value!r} {voice(server)!r} {voice(server).identity()} {capfd.readouterr()}"
    assert KEY not in shown


@pytest.mark.parametrize("key", ["sk-a\nX-Evil: 1", "sk-ключ"])
def test_what_is_no_key_is_refused_and_not_shown(monkeypatch, key):
    monkeypatch.setenv(openai.KEY, key)
    with serving() as server, pytest.raises(VoiceFailed, match="holds characters that no key") as e:
        voice(server).sound(TEXT)
    assert key not in str(e.value)
    assert server.asked == []


def test_what_is_not_said_is_missing():
    full = OpenAI("http://127.0.0.1:1/v1", "m", "v")
    assert full.missing() is None
    assert str(OpenAI().missing()).startswith("url and model and voice must be given, as in voice:")
    assert str(replace(full, voice="").missing()).startswith("voice must be given")
    with pytest.raises(VoiceFailed, match="url must be given"):
        replace(full, url="").sound(TEXT)


def test_every_setting_that_shapes_the_sound_is_its_identity():
    one = OpenAI("http://127.0.0.1:1/v1", "m", "v")
    changes = {"url": "http://127.0.0.1:2/v1", "model": "n", "voice": "w", "speed": 1.1}
    others = [replace(one, **{name: value}) for name, value in changes.items()]
    others.append(replace(one, instructions="Softly."))
    assert all(other.identity() != one.identity() for other in others)
    assert replace(one, timeout=3.0).identity() == one.identity()
