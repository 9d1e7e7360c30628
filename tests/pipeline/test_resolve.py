"""What ``check`` finds: one mistake at a time, and what the writer is told."""

import pytest

from script.errors import ScriptErrors
from tests.pipeline.small_lessons import edited, resolved

ORDER = "put the actions of a panel in the order they happen"
HALF = (
    "kind: statements\n  with: {items: [One step., Two steps.]}",
    "panels:\n    card: {kind: statements, at: lefft, with: {items: [One.]}}",
)
BROKEN = [
    (
        ("kind: statements", "kind: statement"),
        "9:3: unknown kind statement - did you mean statements?",
    ),
    (HALF, "12:11: unknown region lefft - did you mean left?"),
    (
        ("[One step., Two steps.]", "[]"),
        "9:3: items is empty: a card needs at least one sentence",
    ),
    (("voice: silent", "voice: silnt"), "5:8: unknown voice silnt - did you mean silent?"),
    (("reveal: 0", "revel: 0"), "17:8: unknown action revel - did you mean reveal?"),
    (
        ("reveal: 0", "main.step: 0"),
        "17:8: unknown action step - did you mean state?",
    ),
    (("reveal: 0", "reveal: 7"), "17:8: item 7 is not there: they are counted from 0 to 1"),
    (("reveal: 0", "reveal: x"), "17:16: expected a whole number, found x"),
    (("at: go, for: 0.3", "at: gone, for: 0.3"), "17:23: there is no [gone] in say"),
    (("run: good", "run: god"), "35:21: there is no run god - did you mean good?"),
    (("good.x[0][0]", "god.x[0][0]"), "33:23: there is no run or value god"),
    (("good.x[0][0]", "good.y[0][0]"), "33:23: a run has no quantity y"),
    (("a bowl.", "a ∮ bowl."), "30:20: no rule can say ∮ (U+222E) in ∮"),
    (("step: {to: 1}", "step: {to: 9}"), "40:8: good has 4 steps, to: 9 is past its end"),
    (("step: {to: 1}", "enter: man"), "40:15: there is no panel man - did you mean main?"),
    (
        ("expect: converges", "expect: diverges"),
        "7:88: the lesson claims that good diverges, but gdmath finds: It converges",
    ),
    (
        ("- {reveal: 1, for: 0.3}", "- {reveal: 1, after: 1}\n    - {reveal: 0, after: 0.5}"),
        f"23:8: reveal starts before the action above it on panel main - {ORDER}",
    ),
    (
        ("- {reveal: 0, at: go, for: 0.3}", "- {reveal: 0, at: go}\n    - {reveal: 1}"),
        f"18:8: reveal starts before the action above it on panel main - {ORDER}",
    ),
]


def findings(folder, text):
    with pytest.raises(ScriptErrors) as caught:
        resolved(folder, text)
    file = str(folder / "small.yaml")
    return [str(finding).removeprefix(f"{file}:") for finding in caught.value.findings]


@pytest.mark.parametrize(("change", "line"), BROKEN, ids=[line for _, line in BROKEN])
def test_a_mistake_is_one_line_with_its_place(tmp_path, change, line):
    assert [found[: len(line)] for found in findings(tmp_path, edited(change))] == [line]


def test_mistakes_are_told_together(tmp_path):
    changes = [change for change, line in BROKEN if line[:2] in ("5:", "17", "30")]
    text = edited(changes[0], changes[1], BROKEN[12][0])
    assert [found.partition(":")[0] for found in findings(tmp_path, text)] == ["5", "17", "30"]


def test_two_cues_at_different_marks_may_overlap(tmp_path):
    text = edited(
        ("say: Take one [go] step.", "say: Take [a] one [go] step."),
        ("{reveal: 0, at: go, for: 0.3}", "{reveal: 0, at: a, for: 9}\n    - {reveal: 1, at: go}"),
    )
    assert len(resolved(tmp_path, text).scenes[0].beats[0].cues) == 2


def test_a_cue_goes_to_every_panel_that_knows_it(tmp_path):
    pair = (
        "kind: descent_2d\n  with: {objective: bowl, window: [-1, 6, -1, 6]}",
        "panels:\n"
        "    map: {kind: descent_2d, at: left, with: {objective: bowl, window: [-1, 6, -1, 6]}}\n"
        "    twin: {kind: descent_2d, at: right, with: {objective: bowl, window: [-1, 6, -1, 6]}}",
    )
    everywhere = resolved(tmp_path, edited(pair)).scenes[1]
    assert [cue.panel for beat in everywhere.beats for cue in beat.cues] == ["map", "twin"] * 2
    one = edited(pair, ("{start: {", "{map.start: {"), ("{step: {", "{map.step: {"))
    assert [c.panel for b in resolved(tmp_path, one).scenes[1].beats for c in b.cues] == ["map"] * 2


def test_a_beat_begins_where_the_last_one_ended(tmp_path):
    _, start, step = resolved(tmp_path).scenes[1].beats
    assert step.before["main"].state != start.before["main"].state


def test_panels_enter_and_leave(tmp_path):
    text = edited(
        (
            "kind: statements\n  with: {items: [One step., Two steps.]}",
            "panels:\n    card: {kind: statements, hidden: true, with: {items: [One, Two]}}",
        ),
        ("{reveal: 0, at: go, for: 0.3}", "{enter: card, for: 2}"),
        ("{reveal: 1, for: 0.3}", "{leave: [card]}"),
    )
    one, two = resolved(tmp_path, text).scenes[0].beats
    assert (one.before["card"].opacity, two.before["card"].opacity) == (0, 1)
    assert (one.cues[0].length_s, two.cues[0].length_s) == (2, 0.5)


def test_numbers_in_words_come_from_the_runs(tmp_path):
    lines = {beat.spec.id: beat.line for _, beat in resolved(tmp_path).beats()}
    assert lines["start"].shown == "We start at 5."
