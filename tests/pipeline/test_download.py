"""The film for downloading: captions and chapters survive in it, whatever is in their text."""

from __future__ import annotations

from dataclasses import replace

import av
import pytest

from pipeline import assemble as assembling
from pipeline.assemble import assemble
from pipeline.captions import Caption
from pipeline.download import Download, samples
from pipeline.gate import DOWNLOAD_RULES, Expected, download_problems, film_problems
from pipeline.gate.download import read_copy
from tests.pipeline.small_films import FPS, RATE, SIZE, aac, film, segments, voice

pytestmark = pytest.mark.render

TEXTS = (
    "x < y && a --> b",
    "{x | x > 0}",
    "η = 0.6",
    "two\nlines",
    "👍🏽 👩‍👧 🇲🇽",
    "שלום, x < 3",
    "مرحبا بالعالم",
    r"a \N b {\b1} &amp; <i>",
)
CAPTIONS = tuple(
    Caption(100 + 420 * i, 500 + 420 * i, tuple(text.split("\n"))) for i, text in enumerate(TEXTS)
)
CHAPTERS = ((0.0, "One & only"), (1.5, "x < y --> z"), (2.5, "{η}"))
LENGTHS = (45, 30, 45)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("download")
    wanted = Download(folder / "film.download.mp4", CAPTIONS, CHAPTERS)
    sound = aac(folder / "sound.m4a", voice(sum(LENGTHS) * RATE // FPS))
    assemble(segments(folder, LENGTHS), sound, FPS, folder / "film.mp4", wanted)
    return folder / "film.mp4", wanted


def problems(film_there, wanted):
    return download_problems(read_copy(film_there).digests, wanted)


def test_it_keeps_every_rule(made):
    assert problems(*made) == ()


def test_captions_are_read_back_as_they_were_written(made):
    with av.open(str(made[1].path)) as container:
        stream = container.streams.subtitles[0]
        assert (stream.codec_context.name, stream.metadata["language"]) == ("mov_text", "eng")
        packets = [packet for packet in container.demux(stream) if packet.size > 2]
    assert [bytes(packet)[2:].decode() for packet in packets] == list(TEXTS)
    assert [int.from_bytes(bytes(packet)[:2]) for packet in packets] == [
        len(text.encode()) for text in TEXTS
    ]
    times = [(int(packet.pts), int(packet.duration)) for packet in packets]
    assert times == [(caption.start_ms, caption.shown_ms) for caption in CAPTIONS]


def test_players_that_decode_see_the_text(made):
    with av.open(str(made[1].path)) as container:
        stream = container.streams.subtitles[0]
        decoded = [stream.decode2(packet) for packet in container.demux(stream) if packet.size > 2]
    seen = [one.rects[0].dialogue.decode() for one in decoded if one is not None]
    assert seen[0] == TEXTS[0]
    assert seen[2:7] == list(TEXTS[2:7])


def test_chapters_are_read_back(made):
    with av.open(str(made[1].path)) as container:
        found = [
            (one["start"] * one["time_base"], one["metadata"]["title"])
            for one in container.chapters()
        ]
    assert found == list(CHAPTERS)


def test_picture_and_sound_are_those_of_the_film(made):
    film_there, wanted = made
    assert read_copy(film_there).digests == read_copy(wanted.path).digests
    with av.open(str(wanted.path)) as container:
        assert sum(1 for _ in container.decode(video=0)) == sum(LENGTHS)


def test_the_film_itself_has_two_tracks(made):
    assert [codec for codec, _ in read_copy(made[0]).tracks] == ["h264", "aac"]


def test_the_same_is_written_in_the_same_bytes(made, tmp_path):
    again = replace(made[1], path=tmp_path / "again.mp4")
    sound = aac(tmp_path / "sound.m4a", voice(sum(LENGTHS) * RATE // FPS))
    assemble(segments(tmp_path, LENGTHS), sound, FPS, tmp_path / "film.mp4", again)
    assert again.path.read_bytes() == made[1].path.read_bytes()
    assert (tmp_path / "film.mp4").read_bytes() == made[0].read_bytes()


def test_the_gate_of_the_film_looks_at_both(made, tmp_path):
    expected = Expected(FPS, SIZE, sum(LENGTHS))
    assert film_problems(made[0], expected, dict, made[1]) == ()
    other = replace(made[1], language="spa")
    assert [one.rule for one in film_problems(made[0], expected, dict, other)] == ["its_tracks"]


def test_a_film_without_words_has_chapters_only(tmp_path):
    wanted = Download(tmp_path / "film.download.mp4", (), CHAPTERS)
    sound = aac(tmp_path / "sound.m4a", voice(sum(LENGTHS) * RATE // FPS))
    assemble(segments(tmp_path, LENGTHS), sound, FPS, tmp_path / "film.mp4", wanted)
    assert problems(tmp_path / "film.mp4", wanted) == ()


def test_samples_leave_no_gap():
    assert list(samples((Caption(500, 900, ("a",)), Caption(900, 1200, ("b", "c"))), 2000)) == [
        (0, 500, ""),
        (500, 900, "a"),
        (900, 1200, "b\nc"),
        (1200, 2000, ""),
    ]
    assert list(samples((Caption(0, 2000, ("a",)),), 2000)) == [(0, 2000, "a")]


def _index_last(wanted, folder):
    """Return a film whose index comes last, as one that is not begun in one piece has it."""
    late = replace(wanted, path=folder / "late.mp4")
    sound = aac(folder / "sound.m4a", voice(sum(LENGTHS) * RATE // FPS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(assembling.MUX, "movflags", "+negative_cts_offsets")
        assemble(segments(folder, LENGTHS), sound, FPS, folder / "film.mp4", late)
    return late


def _with_edit_list(path, folder):
    data = bytearray(path.read_bytes())
    at = data.index(b"udta")
    size = int.from_bytes(data[at - 4 : at])
    box = (12).to_bytes(4) + b"elst" + bytes(4)
    padding = (size - 8 - len(box)).to_bytes(4) + b"free" + bytes(size - 16 - len(box))
    data[at : at + 4] = b"edts"
    data[at + 4 : at - 4 + size] = box + padding
    changed = folder / "edited.mp4"
    changed.write_bytes(data)
    return changed


def broken(made, folder):
    """Return, for each rule, a film and what was wanted of it that break that rule."""
    film_there, wanted = made
    (folder / "other").mkdir()
    other, _ = film(folder / "other", (45, 31, 44))
    shifted = (replace(CAPTIONS[0], start_ms=101), *CAPTIONS[1:])
    return {
        "index_first": (film_there, _index_last(wanted, folder)),
        "no_edit_list": (film_there, replace(wanted, path=_with_edit_list(wanted.path, folder))),
        "its_tracks": (film_there, replace(wanted, language="spa")),
        "same_packets": (other, wanted),
        "same_captions": (film_there, replace(wanted, captions=shifted)),
        "same_chapters": (film_there, replace(wanted, chapters=CHAPTERS[:2])),
    }


def test_broken_downloads_are_caught(made, tmp_path):
    cases = broken(made, tmp_path)
    for rule, case in cases.items():
        assert rule in {problem.rule for problem in problems(*case)}, rule
    assert {rule.__name__ for rule in DOWNLOAD_RULES} - cases.keys() == {"starts_at_zero"}


def test_a_track_that_starts_late_is_caught(made, monkeypatch):
    copy = read_copy(made[1].path)
    late = replace(copy, starts=(copy.starts[0] + 1, *copy.starts[1:]))
    monkeypatch.setattr("pipeline.gate.download.read_copy", lambda path: late)
    found = [
        problem
        for problem in download_problems(copy.digests, made[1])
        if problem.rule == "starts_at_zero"
    ]
    assert [problem.message for problem in found] == ["h264 starts at 1.000 s, not 0"]


def test_what_is_no_film_is_told(made, tmp_path):
    (tmp_path / "not.mp4").write_bytes(b"no film")
    wanted = replace(made[1], path=tmp_path / "not.mp4")
    assert [problem.rule for problem in problems(made[0], wanted)] == ["readable"]
