"""What an edit costs: the exact set of beats that are drawn again, for every kind of edit."""

import shutil
from dataclasses import replace

import pytest

from pipeline import shoot, voices
from pipeline.build import status
from pipeline.plan import Plan
from pipeline.prepare import planned, ready
from pipeline.store import Store
from scenes import look as looks
from tests.pipeline.small_lessons import BEATS, LESSON, build, edited, small_look, write

pytestmark = pytest.mark.render

WORDS, BOWL = set(BEATS[:2]), set(BEATS[2:])
NEW_BEAT = "  - id: new\n    say: So let us look.\n    pause: 0.3\n"
NEW_VIEW = "  - id: new\n    say: From afar.\n    do:\n    - {zoom: {window: [-2, 8, -2, 8]}}\n"
NEW_RUN = "runs:\n  new: {objective: bowl, optimizer: {gd: {lr: 0.2}}, steps: 2}\n"
SHUFFLED = edited(
    ("title: A small lesson\nobjective: Take a step.\n", "# A comment.\n"),
    ("voice: silent\n", "voice: silent\nobjective: Take a step.\n\ntitle: 'A small lesson'\n"),
    ("{reveal: 0, at: go, for: 0.3}", "{for: 0.30, at: go, reveal: {item: 0}}"),
)

EDITS = {
    "the lesson's title": (edited(("title: A small lesson", "title: Another")), set()),
    "a chapter's title": (edited(("title: On a bowl", "title: In a bowl")), set()),
    "the objective": (edited(("Take a step.", "Take two.")), set()),
    "a comment, the order of keys, quotes": (SHUFFLED, set()),
    "a wording that keeps the frames": (edited(("Here is a bowl", "There is a hill")), set()),
    "what is shown but not said": (edited(("a bowl.", "a [3D\u00a0bowl|bowl].")), set()),
    "a description": (edited(("say: And [go]", "describe: A dot.\n    say: And [go]")), set()),
    "a run's name for its claim": (edited((", expect: converges", "")), set()),
    "a longer sentence": (edited(("And then another.", "And then one more.")), {"words/two"}),
    "a longer pause": (
        edited(("a bowl.\n    pause: 0.3", "a bowl.\n    pause: 0.6")),
        {"bowl/look"},
    ),
    "a mark that moves": (edited(("one [go] step", "[go] one step")), {"words/one"}),
    "an action's length": (edited(("go, for: 0.4", "go, for: 0.6")), {"bowl/step"}),
    "an action's argument": (edited(("{to: 1}", "{to: 2}")), {"bowl/step"}),
    "the lr of a run": (edited(("lr: 0.1", "lr: 0.12")), {"bowl/start", "bowl/step"}),
    "params of a panel": (edited(("One step., Two", "One step!, Two")), WORDS),
    "a new beat that changes no state": (
        edited(("  - id: start\n", NEW_BEAT + "  - id: start\n")),
        {"bowl/new"},
    ),
    "a new beat that changes the state": (
        edited(("  - id: start\n", NEW_VIEW + "  - id: start\n")),
        {"bowl/new", "bowl/start", "bowl/step"},
    ),
    "a new beat at the end of a scene": (LESSON + NEW_BEAT, {"bowl/step", "bowl/new"}),
    "a beat's id": (edited(("- id: look", "- id: see")), set()),
    "a run nobody sees": (
        edited(("runs:\n", NEW_RUN)),
        set(),
    ),
}


def plan_in(folder, text, look, name="small.yaml") -> Plan:
    lesson = ready(write(folder, text, name), look)
    return planned(lesson, look, voices.get("silent"), Store(folder / "takes"))


def stale(plan, built):
    return {one.beat.name for one in status(plan, built.store) if not one.is_cached}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_lesson(built, tmp_path, edit):
    text, expected = EDITS[edit]
    assert stale(plan_in(tmp_path, text, small_look()), built) == expected


def test_a_moved_file(built, tmp_path):
    moved = plan_in(tmp_path / "elsewhere", LESSON, small_look(), "07-renamed.yaml")
    assert stale(moved, built) == set()


LOOKS = {
    "the background": (lambda p: replace(p, palette=replace(p.palette, background="#000000"))),
    "a colour": lambda p: replace(p, palette=replace(p.palette, path="#FFFFFF")),
    "the frame rate": lambda p: replace(p, fps=30),
    "the size": lambda p: replace(p, width=320, height=180),
    "the type": lambda p: replace(p, type=replace(p.type, body=45)),
}


@pytest.mark.parametrize("edit", LOOKS)
def test_an_edit_of_the_look(built, tmp_path, edit):
    assert stale(plan_in(tmp_path, LESSON, LOOKS[edit](small_look())), built) == set(BEATS)


def test_another_font_file(built, tmp_path, monkeypatch):
    fonts = shutil.copytree(looks.FONT_FOLDER, tmp_path / "fonts")
    monkeypatch.setattr(looks, "FONT_FOLDER", fonts)
    assert stale(plan_in(tmp_path, LESSON, small_look()), built) == set()
    next(fonts.glob("*.ttf")).write_bytes(b"another")
    assert stale(plan_in(tmp_path, LESSON, small_look()), built) == set(BEATS)


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("scenes.statements", WORDS),
        ("scenes.descent_2d", BOWL),
        ("scenes.player", WORDS | BOWL),
        ("scenes.table", set()),
        ("pipeline.captions", set()),
    ],
)
def test_an_edit_of_code(built, tmp_path, monkeypatch, module, expected):
    real = shoot.code_digest
    monkeypatch.setattr(shoot, "code_digest", lambda m: "new" if m == module else real(m))
    assert stale(plan_in(tmp_path, LESSON, small_look()), built) == expected


def test_explain_says_what_changed_from_what(built, tmp_path):
    plan = plan_in(tmp_path, EDITS["the lr of a run"][0], small_look())
    reasons = {one.beat.name: one.reasons for one in status(plan, built.store) if one.reasons}
    lr = "good.run.optimizer.lr: 0.1 -> 0.12"
    assert reasons == {"bowl/start": (lr,), "bowl/step": (lr,)}
    plan = plan_in(tmp_path, EDITS["a longer sentence"][0], small_look())
    (one,) = (one for one in status(plan, built.store) if one.reasons)
    frames = {beat.name: beat.frames for beat in built.plan.beats}["words/two"]
    assert one.reasons == (f"frames: {frames} -> {one.beat.frames}",)


@pytest.mark.parametrize(
    "edit", ["a longer sentence", "the lr of a run", "a wording that keeps the frames"]
)
def test_an_incremental_build_has_the_bytes_of_a_clean_one(built, tmp_path, edit):
    text, expected = EDITS[edit]
    plan = plan_in(tmp_path, text, small_look())
    store = Store(shutil.copytree(built.root, tmp_path / "store"))
    drawn, here = build(plan, store, tmp_path / "incremental")
    assert drawn == expected
    drawn, clean = build(plan, Store(tmp_path / "fresh"), tmp_path / "clean")
    assert drawn == {beat.name for beat in plan.beats}
    assert _contents(here) == _contents(clean)
    assert _contents(here) != _contents(built.delivery)


def _contents(delivery):
    return {file.name: file.read_bytes() for file in delivery.files}
