"""What is read from when recording: every beat once, its file, its words as they are said."""

import json
import re

import pytest

from pipeline import commands
from pipeline.commands import UsageError
from pipeline.recordings import recorded_take
from pipeline.recordings.accepted import ACCEPTED
from pipeline.recordings.found import find
from pipeline.recordings.sheet import html, markdown, sheet, spoken
from script.errors import ScriptErrors
from tests.pipeline.beeps import align_beeps, record
from tests.pipeline.small_lessons import BEATS, edited, resolved, write
from tests.pipeline.test_narrate import line

SAID = {
    "words/one": "Take one step.",
    "words/two": "And then another.",
    "bowl/look": "Here is a bowl.",
    "bowl/start": "We start at five.",
    "bowl/step": "And down.",
}


@pytest.fixture(autouse=True)
def _beeps(monkeypatch):
    monkeypatch.setattr(recorded_take, "align", align_beeps)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (line("Take", ("1.5", "one point five"), "steps."), "Take one point five steps."),
        (line("One,", ",", "two"), "One,, two"),
        (line("One.", "Two.", pauses={1: 1.5}), "One. (pause 1.5 s) Two."),
        (line("One.", pauses={0: 2, 1: 0.5}), "(pause 2 s) One. (pause 0.5 s)"),
    ],
)
def test_words_are_written_as_they_are_said_with_their_pauses(words, text):
    assert spoken(words) == text


def test_a_sheet_has_every_beat_in_order(tmp_path):
    lesson = resolved(tmp_path)
    what = sheet(lesson, find(lesson))
    rows = [row for _, _, rows in what.scenes for row in rows]
    assert [row.file for row in rows] == [f"{beat}.wav" for beat in BEATS]
    assert [row.words for row in rows] == list(SAID.values())
    assert {row.state for row in rows} == {"to record"}
    assert [(title, file) for title, file, _ in what.scenes] == [
        ("Two sentences", "words.wav"),
        ("On a bowl", "bowl.wav"),
    ]


def test_markdown_has_a_line_a_beat(tmp_path):
    lesson = resolved(tmp_path)
    lines = markdown(sheet(lesson, find(lesson))).splitlines()
    assert lines[0] == "# A small lesson"
    assert [one for one in lines if one.startswith("- ")] == [
        f"- `{name}.wav` {text} *(to record)*" for name, text in SAID.items()
    ]
    assert f"Folder: `{tmp_path / 'voice' / 'small'}`" in lines


def test_html_is_escaped_and_needs_nothing_else(tmp_path):
    title = ("title: A small lesson", "title: a < b && c > d")
    lesson = resolved(tmp_path, edited(title))
    page = html(sheet(lesson, find(lesson)))
    assert "<h1>a &lt; b &amp;&amp; c &gt; d</h1>" in page
    assert page.count("<tr>") == page.count("</tr>") == 5
    assert not re.search(r"(src|href)=|https?:|<script", page)


def states(tmp_path, text):
    lesson = resolved(tmp_path, text)
    what = sheet(lesson, find(lesson))
    return {row.file: row.state for _, _, rows in what.scenes for row in rows}


def test_it_says_what_is_recorded_accepted_and_stale(tmp_path, capsys):
    folder = tmp_path / "voice" / "small"
    for name in ("words/one", "words/two"):
        record(folder, name, SAID[name])
    text = edited()
    assert [*states(tmp_path, text).values()] == ["to accept"] * 2 + ["to record"] * 3
    path = write(tmp_path)
    assert commands.accept_recordings(str(path), tmp_path / "store") == 0
    assert capsys.readouterr().out == f"{folder / ACCEPTED}: 2 files, 2 of 5 beats\n"
    assert [*states(tmp_path, text).values()] == ["accepted"] * 2 + ["to record"] * 3
    changed = edited(("Take one [go] step.", "Take a [go] step."))
    found = states(tmp_path, changed)
    assert [*found.values()] == ["stale: record again", "accepted"] + ["to record"] * 3


def test_the_command_writes_both(tmp_path, capsys):
    path = write(tmp_path)
    out = tmp_path / "build"
    assert commands.record_sheet(str(path), out) == 0
    first = {file.name: file.read_bytes() for file in (out / "small").iterdir()}
    assert set(first) == {"small.record-sheet.md", "small.record-sheet.html"}
    assert capsys.readouterr().out.splitlines() == [
        str(out / "small" / f"small.record-sheet.{kind}") for kind in ("md", "html")
    ]
    commands.record_sheet(str(path), out)
    assert {file.name: file.read_bytes() for file in (out / "small").iterdir()} == first


def test_nothing_to_accept_is_told(tmp_path):
    path = write(tmp_path)
    with pytest.raises(UsageError, match=r"there is no recording in .*/voice/small - render.py"):
        commands.accept_recordings(str(path), tmp_path / "store")


def test_one_bad_recording_and_nothing_is_accepted(tmp_path):
    folder = tmp_path / "voice" / "small"
    record(folder, "words/one", SAID["words/one"])
    record(folder, "words/two", "And then.")
    with pytest.raises(ScriptErrors, match=r"two\.wav: .* not say 'And then another.'") as e:
        commands.accept_recordings(str(write(tmp_path)), tmp_path / "store")
    assert len(e.value.findings) == 1
    assert not (folder / ACCEPTED).exists()


def test_accepting_again_forgets_what_is_gone(tmp_path):
    folder = tmp_path / "voice" / "small"
    one, path = record(folder, "words/one", SAID["words/one"]), str(write(tmp_path))
    record(folder, "bowl", " ".join(SAID[name] for name in BEATS[2:]))
    commands.accept_recordings(path, tmp_path / "store")
    known = json.loads((folder / ACCEPTED).read_text())["recordings"]
    assert list(known) == ["bowl.wav", "words/one.wav"]
    assert known["bowl.wav"]["says"] == {n.partition("/")[2]: SAID[n] for n in BEATS[2:]}
    one.unlink()
    commands.accept_recordings(path, tmp_path / "store")
    assert list(json.loads((folder / ACCEPTED).read_text())["recordings"]) == ["bowl.wav"]
