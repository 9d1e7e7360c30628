"""``check --layout``: faults planted in a lesson are told at their line, and lesson 6 has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import cli, commands
from pipeline.layout import layout_findings
from pipeline.layout.samples import samples
from pipeline.prepare import LESSONS
from scenes import statements
from scenes.look import look
from script.errors import Finding, ScriptErrors
from script.load import find_lessons
from tests.pipeline.small_lessons import CROWDED, LESSON, edited, plan_of, write

pytestmark = pytest.mark.render

SIZES = ("l", "h")
ITEMS = "{items: [One step., Two steps.]}"


def found(folder, text, quality="h", **colors) -> list[Finding]:
    """Return what the layout proof finds in a lesson."""
    using = look(quality)
    plan = plan_of(folder, text, replace(using, palette=replace(using.palette, **colors)))
    try:
        layout_findings(plan).check()
    except ScriptErrors as errors:
        return list(errors.findings)
    return []


def where(text: str, part: str) -> tuple[int, int]:
    """Return line and column, from 1, of a text that is in a lesson once."""
    assert text.count(part) == 1, part
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


LONG = " ".join(["one"] * 26)
PLANTED = {
    "empty-frame": (
        [("Take one [go] step.", "Take your time, and take one [go] step.")],
        "id: one",
    ),
    "frozen-frame": ([("say: And then another.", "say: And then another. [pause 13]")], "id: two"),
    "too-late": (
        [
            ("say: And then another.", "say: And then two steps. And more."),
            ("{reveal: 1, for: 0.3}", "{reveal: 1, after: 3, for: 0.3}"),
        ],
        "reveal: 1",
    ),
    "too-early": (
        [("say: And then another.", "say: And then, [pause 3] another two steps.")],
        "reveal: 1",
    ),
    "missing-glyph": ([("One step.", "One 漢 step.")], "One 漢"),
    "too-many-words": ([(ITEMS, f"{{items: [{LONG}, {LONG}]}}")], f"{LONG},"),
    "cannot-draw": ([CROWDED], "kind: statements"),
}
"""Edits of the small lesson that break a rule, and where that is told."""


@pytest.mark.parametrize("quality", SIZES)
def test_the_small_lesson_is_clean(tmp_path, quality):
    assert found(tmp_path, LESSON, quality) == []


@pytest.mark.parametrize("quality", SIZES)
@pytest.mark.parametrize("rule", PLANTED)
def test_a_fault_of_the_script_is_told_at_its_place(tmp_path, rule, quality):
    changes, part = PLANTED[rule]
    text = edited(*changes)
    told = found(tmp_path, text, quality)
    assert [one.message.partition(":")[0] for one in told] == [rule]
    assert (told[0].place.line, told[0].place.col) == where(text, part)
    assert told[0].hint or rule == "cannot-draw"


def ending_at(right: float | None = None, bottom: float | None = None, scale: float = 1.0):
    """Return a way to draw a card's sentences where they should not be."""
    draw = statements.Statements.draw

    def elsewhere(card, state):
        texts = {name: part for name, part in draw(card, state).items() if "right" in name}
        for name, text in texts.items():
            x = 0.0 if right is None else right - text.get_right()[0]
            y = 0.0 if bottom is None else bottom - text.get_bottom()[1]
            texts[name] = text.copy().shift([x, y - 0.8 * ("1" in name), 0]).scale(scale)
        return texts

    return elsewhere


@pytest.mark.parametrize("quality", SIZES)
@pytest.mark.parametrize(
    ("rule", "draw"),
    [
        ("off-frame", ending_at(right=7.3)),
        ("title-safe", ending_at(right=6.6)),
        ("caption-zone", ending_at(bottom=-3.1)),
        ("small-text", ending_at(scale=0.7)),
    ],
)
def test_a_fault_of_a_kind_is_told_where_its_text_stands(
    tmp_path, monkeypatch, rule, draw, quality
):
    monkeypatch.setattr(statements.Statements, "draw", draw)
    told = found(tmp_path, LESSON, quality)
    assert {one.message.partition(":")[0] for one in told} == {rule}
    assert [(one.place.line, one.place.col) for one in told] == [
        where(LESSON, "One step."),
        where(LESSON, "Two steps."),
    ]


@pytest.mark.parametrize(
    ("rule", "colors"),
    [
        ("text-contrast", {"ink": "#50545C"}),
        ("graphic-contrast", {"faint": "#262B33"}),
        ("color-pair", {"runs": ("#83C167",) * 5, "minimum": "#F0AC5F"}),
    ],
)
def test_a_palette_that_does_not_stand_out_is_told(tmp_path, rule, colors):
    shown = edited(
        ("{start: {run: good}, for: 0.3}", "{start: {run: good}, for: 0.3}\n    - {show: minimum}")
    )
    told = found(tmp_path, shown, **colors)
    assert rule in {one.message.partition(":")[0] for one in told}


def test_faults_of_one_place_are_told_together(tmp_path):
    text = edited(("One step.", "One 漢 ก step."))
    told = found(tmp_path, text)
    assert [one.message for one in told] == [
        "missing-glyph: no font has 漢 (U+6F22), ก (U+0E01) of “One 漢 ก step.”, "
        "in words/one at 0:01.4"
    ]


def test_captions_in_the_picture_need_glyphs_too(tmp_path):
    text = edited(("Here is a bowl.", "Here is [漢字|a bowl]."))
    assert found(tmp_path, text) == []
    plan = plan_of(tmp_path, text, look("h", burned=True))
    with pytest.raises(ScriptErrors) as caught:
        layout_findings(plan).check()
    told = [str(one) for one in caught.value.findings]
    assert [line.partition(":30:10: missing-glyph: ")[2] for line in told] == [
        "no font has 字 (U+5B57) of the caption, in bowl/look - write it in words",
        "no font has 漢 (U+6F22) of the caption, in bowl/look - write it in words",
    ]


def test_a_moment_is_looked_at_wherever_something_may_change(tmp_path):
    beat = plan_of(tmp_path, LESSON, look("h")).beats[-1]
    cue = beat.shot.cues[0]
    looked_at = {sample.frame: sample.settled for sample in samples(beat)}
    end = cue.start + cue.frames - 1
    assert {0, cue.start - 1, cue.start, end, beat.frames - 1} <= looked_at.keys()
    assert [frame for frame, settled in looked_at.items() if not settled] == [cue.start]


def test_the_command_ends_with_what_is_found(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path, edited(("One step.", "One 漢 step.")))
    assert commands.check([str(path)]) == 0
    assert cli.main(["check", "--layout", str(path)]) == 2
    told = capsys.readouterr()
    assert f"\n{path}:12:18: missing-glyph: no font has 漢 (U+6F22)" in told.err
    assert told.err.endswith("write it in words\n")
    assert told.out.count("no finding") == 1
    path = write(tmp_path)
    assert cli.main(["check", "--layout", str(path), "--voice", "silent"]) == 0
    assert "no finding" in capsys.readouterr().out


LOOKED_AT = 5
"""Lessons of the course that are checked without ``--campaign``; ``check all --layout`` has all."""


@pytest.mark.parametrize("turn", range(len(find_lessons(LESSONS))))
def test_the_lessons_of_the_course_are_clean(tmp_path, monkeypatch, draw, campaign_size, turn):
    lessons = find_lessons(LESSONS)
    if turn >= campaign_size(LOOKED_AT, len(lessons)):
        pytest.skip("drawn with --campaign")
    lesson = lessons[draw.permutation(len(lessons))[turn]]
    monkeypatch.chdir(tmp_path)
    assert commands.check([str(lesson)], layout=True, voice="silent") == 0, lesson
