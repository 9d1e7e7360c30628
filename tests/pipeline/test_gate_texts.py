import pytest

from pipeline.gate import CAPTION_RULES, CHAPTER_RULES, caption_problems, chapter_problems

GOOD = (
    (1000, 3000, "The slope is ten,\npointing uphill."),
    (3000, 5500, "x < y && a > b"),
    (6000, 8000, "We step the other way."),
)


def write_captions(folder, captions, vtt=None):
    def clock(ms, point):
        return f"00:{ms // 60_000:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"

    srt_text = "\n".join(
        f"{n}\n{clock(a, ',')} --> {clock(b, ',')}\n{text}\n"
        for n, (a, b, text) in enumerate(captions, 1)
    )
    vtt_text = "WEBVTT\n\n" + "\n".join(
        f"{clock(a, '.')} --> {clock(b, '.')}\n"
        + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "\n"
        for a, b, text in (vtt or captions)
    )
    (folder / "c.srt").write_text(srt_text, encoding="utf-8")
    (folder / "c.vtt").write_text(vtt_text, encoding="utf-8")
    return folder / "c.srt", folder / "c.vtt"


def caption_rules(folder, captions, vtt=None, seconds=10.0, chars=42):
    problems = caption_problems(*write_captions(folder, captions, vtt), seconds, chars)
    return {problem.rule for problem in problems}


def test_good_captions_pass(tmp_path):
    assert caption_rules(tmp_path, GOOD) == set()


BROKEN_CAPTIONS = {
    "line_count": ((1000, 4000, "one\ntwo\nthree"),),
    "line_length": ((1000, 4000, "a" * 20 + " " + "b" * 22),),
    "time_shown": ((1000, 8001, "seven seconds and more"),),
    "reading_speed": ((1000, 2000, "twenty-one letters ab"),),
    "in_order": (GOOD[0], GOOD[2], GOOD[1]),
    "no_overlap": ((1000, 3000, "one"), (2999, 5000, "two")),
    "no_flicker": ((1000, 3000, "one"), (3040, 5000, "two")),
    "inside_the_film": ((8000, 10_001, "too late"),),
}


@pytest.mark.parametrize("rule", BROKEN_CAPTIONS)
def test_broken_captions_are_caught(tmp_path, rule):
    found = caption_rules(tmp_path, BROKEN_CAPTIONS[rule])
    assert found - {"no_overlap"} == {rule} - {"no_overlap"}
    assert rule in found


def test_a_standing_frame_has_shorter_lines(tmp_path):
    line = ((1000, 4000, "a" * 13 + " " + "b" * 12),)
    assert caption_rules(tmp_path, line, chars=26) == set()
    assert caption_rules(tmp_path, line, chars=25) == {"line_length"}


def test_captions_too_short_to_read_are_caught(tmp_path):
    assert caption_rules(tmp_path, ((1000, 1999, "short"),)) == {"time_shown"}


def test_every_caption_rule_is_broken_once():
    assert {rule.__name__ for rule in CAPTION_RULES} == BROKEN_CAPTIONS.keys()


def test_srt_and_vtt_must_agree(tmp_path):
    assert caption_rules(tmp_path, GOOD, vtt=GOOD[:2]) == {"same_captions"}
    other = (GOOD[0], (3000, 5500, "x > y && a > b"), GOOD[2])
    assert caption_rules(tmp_path, GOOD, vtt=other) == {"same_captions"}


def test_unreadable_captions_are_one_problem(tmp_path):
    srt_file, vtt_file = write_captions(tmp_path, GOOD)
    vtt_file.write_text("no header\n")
    assert [p.rule for p in caption_problems(srt_file, vtt_file, 10, 42)] == ["readable"]
    srt_file.write_text("1\nnot a time\n\nrubbish")
    assert [p.rule for p in caption_problems(srt_file, vtt_file, 10, 42)] == ["readable"]
    srt_file.unlink()
    assert [p.rule for p in caption_problems(srt_file, vtt_file, 10, 42)] == ["readable"]


BROKEN_CHAPTERS = {
    "begins_at_zero": "0:01 One\n0:20 Two\n0:40 Three\n",
    "enough_chapters": "0:00 One\n0:20 Two\n",
    "long_enough": "0:00 One\n0:20 Two\n0:29 Three\n",
    "short_title": "0:00 One\n0:20 Two\n0:40 " + "t" * 50 + "\n",
    "readable": "0:00 One\nTwo\n",
}


@pytest.mark.parametrize("rule", BROKEN_CHAPTERS)
def test_broken_chapters_are_caught(tmp_path, rule):
    file = tmp_path / "chapters.txt"
    file.write_text(BROKEN_CHAPTERS[rule])
    assert {problem.rule for problem in chapter_problems(file, 3661)} == {rule}


def test_good_chapters_pass(tmp_path):
    file = tmp_path / "chapters.txt"
    file.write_text("0:00 One\n0:20 Two\n59:50 Three\n1:00:10 Four\n")
    assert chapter_problems(file, 3661) == ()
    assert [p.rule for p in chapter_problems(file, 3615)] == ["long_enough"]


def test_every_chapter_rule_is_broken_once():
    assert {rule.__name__ for rule in CHAPTER_RULES} <= BROKEN_CHAPTERS.keys()
