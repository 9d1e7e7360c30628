"""Piper is run by its command line; a program that has the same one stands for it here."""

import json
import os
import shlex
import sys

import pytest

from pipeline.decode import decode
from pipeline.voices import VoiceFailed, piper
from pipeline.voices.piper import Piper
from script.nodes import Place
from tests.pipeline.small_lessons import ROOT

TEXT = "Here's a bowl: “η” is zero point six."

PROGRAM = """\
import argparse, json, sys
sys.path.insert(0, {root!r})
parser = argparse.ArgumentParser()
parser.add_argument("-m", "--model", required=True)
parser.add_argument("-f", "--output-file", "--output_file")
parser.add_argument("-s", "--speaker", type=int)
parser.add_argument("--length-scale", "--length_scale", type=float)
parser.add_argument("--noise-scale", "--noise_scale", type=float)
parser.add_argument("--noise-w-scale", "--noise_w_scale", "--noise-w", "--noise_w", type=float)
asked = parser.parse_args()
text = sys.stdin.buffer.read().decode().strip()
with open({log!r}, "a") as log:
    log.write(json.dumps(dict(vars(asked), text=text)) + "\\n")
if "crash" in text:
    sys.exit("Traceback ...\\nRuntimeError: out of memory")
if "mute" in text:
    sys.exit(0)
from pipeline.voices.espeak import Espeak
from tests.pipeline.beeps import encoded
said = Espeak().speak(text)
open(asked.output_file, "wb").write(encoded(said.pcm, rate=said.rate))
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a model, and Piper on the PATH."""
    monkeypatch.delenv(piper.MODEL, raising=False)
    monkeypatch.setattr(piper.importlib.util, "find_spec", lambda name: None)
    program = tmp_path / "bin" / "piper"
    program.parent.mkdir()
    script = PROGRAM.format(root=str(ROOT), log=str(tmp_path / "log"))
    (tmp_path / "piper.py").write_text(script, encoding="utf-8")
    run = shlex.join([sys.executable, str(tmp_path / "piper.py")])
    program.write_text(f'#!/bin/sh\nexec {run} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "amy.onnx").write_bytes(b"weights")
    (tmp_path / "amy.onnx.json").write_text("{}")
    return tmp_path


def asked(here):
    return [json.loads(line) for line in (here / "log").read_text().splitlines()]


def amy(here, **settings):
    return Piper(model="amy.onnx", place=Place(str(here / "small.yaml"), 5, 16), **settings)


def test_the_model_lies_beside_the_file_that_names_it(here):
    voice = amy(here)
    assert voice.missing() is None
    data = voice.sound(TEXT)
    assert decode(data).seconds > 1
    only = {"speaker": None, "length_scale": None, "noise_scale": None, "noise_w_scale": None}
    (found,) = asked(here)
    assert found["model"] == str(here / "amy.onnx")
    assert found["text"] == TEXT
    assert only.items() <= found.items()


def test_settings_are_the_engines(here):
    amy(here, speaker=3, length=1.1, noise=0.0, noise_width=0.5).sound(TEXT)
    given = {"speaker": 3, "length_scale": 1.1, "noise_scale": 0.0, "noise_w_scale": 0.5}
    assert given.items() <= asked(here)[0].items()


def test_the_environment_names_a_model_where_the_settings_do_not(here, monkeypatch):
    assert "no model is named: voice: {piper: {model: FILE.onnx}}, or PIPER_MODEL=FILE" in str(
        Piper().missing()
    )
    monkeypatch.setenv(piper.MODEL, str(here / "amy.onnx"))
    assert Piper().missing() is None
    assert Piper().identity() == amy(here).identity()


def test_what_it_says_is_heard_word_by_word(here):
    text = "Here is a bowl."
    said = amy(here).speak(text)
    assert [text[word.start : word.stop].strip(".") for word in said.words] == text[:-1].split()


@pytest.mark.parametrize(
    ("file", "told"),
    [("amy.onnx", "there is no file"), ("amy.onnx.json", r"there is no file .*\.json")],
)
def test_a_model_that_is_not_there_is_told(here, file, told):
    (here / file).unlink()
    voice = amy(here)
    with pytest.raises(VoiceFailed, match=told):
        voice.sound(TEXT)
    with pytest.raises(VoiceFailed, match=told):
        voice.identity()


def test_it_says_how_to_get_it(here, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    told = "not installed: pip install piper-tts, or put piper on the PATH"
    assert amy(here).missing() == told
    with pytest.raises(VoiceFailed, match="the voice 'piper': not installed"):
        amy(here).sound(TEXT)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("crash", r"failed \(code 1\) on 'crash': RuntimeError: out of memory"),
        ("mute", r"failed \(code 0\) on 'mute': no message"),
    ],
)
def test_an_engine_that_fails_is_told_in_a_line(here, text, told):
    with pytest.raises(VoiceFailed, match=told) as caught:
        amy(here).sound(text)
    assert "\n" not in str(caught.value)


def test_an_engine_that_hangs_is_given_up(here, monkeypatch):
    (here / "piper.py").write_text("import time; time.sleep(60)")
    monkeypatch.setattr(piper, "_TIME_LIMIT_S", 0.5)
    with pytest.raises(VoiceFailed, match=r"does not answer: .* timed out"):
        amy(here).sound(TEXT)


def test_model_settings_and_program_are_its_identity(here):
    before = amy(here)
    found = [before.identity(), amy(here, speaker=1).identity(), amy(here, length=1.2).identity()]
    for file in (here / "amy.onnx", here / "amy.onnx.json", here / "bin" / "piper"):
        file.write_bytes(file.read_bytes() + b"\n")
        found.append(amy(here).identity())
    assert len({json.dumps(dict(one), sort_keys=True) for one in found}) == len(found)
    assert set(before.files()) == {
        here / "amy.onnx", here / "amy.onnx.json", here / "bin" / "piper"
    }  # fmt: skip


def test_the_package_is_run_as_a_program(here, monkeypatch):
    monkeypatch.setattr(piper.importlib.util, "find_spec", lambda name: name == "piper" or None)
    assert piper._command() == (sys.executable, "-m", "piper")
    assert amy(here).files() == (here / "amy.onnx", here / "amy.onnx.json")
    assert amy(here).missing() is None
    assert amy(here).identity()["version"] == "unknown"
