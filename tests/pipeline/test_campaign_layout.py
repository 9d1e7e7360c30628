"""``check --layout`` tells planted faults at their line, of every rule, at 480p and at 1080p."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.layout import layout_findings
from scenes.look import look
from script.errors import ScriptErrors
from tests.pipeline import layout_faults_places, layout_faults_texts, layout_faults_times
from tests.pipeline.layout_faults import Planted, unplanted
from tests.pipeline.small_lessons import plan_of

pytestmark = pytest.mark.render

FAULTS = layout_faults_places.FAULTS | layout_faults_texts.FAULTS | layout_faults_times.FAULTS
SIZES = ("l", "h")
RULES = {
    "off-frame",
    "title-safe",
    "caption-zone",
    "small-text",
    "text-overlap",
    "busy-text",
    "missing-glyph",
    "too-many-words",
    "text-contrast",
    "graphic-contrast",
    "color-pair",
    "empty-frame",
    "frozen-frame",
    "too-early",
    "too-late",
    "cannot-draw",
}
SHARE = 0.98


def told(folder, text, using) -> set[tuple[str, int, int]]:
    """Return what is found in a lesson: rule, line and column."""
    try:
        layout_findings(plan_of(folder, text, using)).check()
    except ScriptErrors as errors:
        return {
            (one.message.partition(":")[0], one.place.line, one.place.col)
            for one in errors.findings
        }
    return set()


def is_told(planted: Planted, folder, quality: str) -> bool:
    """Tell whether the rule speaks at the fault's place; print what is told instead."""
    using = look(quality)
    using = using if planted.look is None else planted.look(using)
    with pytest.MonkeyPatch.context() as patch:
        if planted.patch is not None:
            planted.patch(patch)
        found = told(folder, planted.text(), using)
    wanted = (planted.rule, *planted.place())
    if wanted not in found:
        print(f"{wanted}: {sorted(found)}")
    return wanted in found


def test_planted_faults_are_told_at_their_line(draw, campaign_size, tmp_path):
    names = sorted(FAULTS)
    cases = [(names[i], quality) for i in draw.permutation(len(names)) for quality in SIZES]
    cases = cases[: campaign_size(12, len(cases))]
    missed = [
        f"{name}, {quality}"
        for name, quality in cases
        if not is_told(FAULTS[name], tmp_path, quality)
    ]
    print(f"{len(cases) - len(missed)} of {len(cases)} told")
    assert len(missed) <= (1 - SHARE) * len(cases), missed


@pytest.mark.parametrize(
    "name",
    [
        "a map down in the captions",
        "a remark of a program",
        "a zone is named before anybody speaks of it",
    ],
)
def test_a_fault_is_told_where_it_began(tmp_path, name):
    """At the panel rather than at its first cue, at the cue with the text rather than the last."""
    assert is_told(FAULTS[name], tmp_path, "l")


def test_every_rule_has_faults():
    counts = Counter(planted.rule for planted in FAULTS.values())
    assert counts.keys() == RULES
    assert min(counts.values()) >= 2
    assert counts.total() >= 60


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_can_be_planted(name):
    """Lessons are edited: what a fault changes, and where it is to be told, must still be there."""
    assert FAULTS[name].place() >= (1, 1)


@pytest.mark.parametrize("quality", SIZES)
def test_what_faults_are_planted_into_is_clean(draw, campaign_size, tmp_path, quality):
    lessons = sorted({planted.lesson for planted in FAULTS.values()})
    for i in draw.permutation(len(lessons))[: campaign_size(3, len(lessons))]:
        assert told(tmp_path, unplanted(lessons[i]), look(quality)) == set(), lessons[i]
