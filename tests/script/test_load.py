"""Loading: a lesson in full, and a table of broken ones with their exact messages."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gdmath.objectives import bowl, quadratic
from gdmath.optimizers import GD
from gdmath.run import Claim, Run
from script.errors import ScriptErrors
from script.load import load_course, load_lesson
from script.nodes import Scalar
from script.say import Entry, pronunciations
from script.schema import Lesson

CIRCLE = quadratic(curvatures=(2.0, 2.0))
LESSON = """\
lesson: ten-steps
number: 06
title: Take ten steps
objective: Take ten steps on $x^2$.
minutes: 7
aha: by-hand/start
lexicon: {κ: kappa}
runs:
  good: {objective: bowl, optimizer: {gd: {lr: 0.1}}, start: [5, 5], steps: 10, expect: converges}
  round: {objective: {quadratic: {curvatures: [2, 2]}}, optimizer: {gd: 0.1}, steps: 3}
values:
  left: 100 * good.f[10] / good.f[0]
scenes:
- id: by-hand
  title: The first step
  panels:
    map: {kind: descent_2d, at: left, with: {objective: bowl}}
    sums: {kind: arithmetic, at: right, hidden: true}
  beats:
  - id: start
    say: We stand at five. [loss] The loss here is {good.f[0]:.0f}.
    do:
    - {map.start: {run: good}, at: loss, for: 2}
    - {enter: sums, at: loss, after: 0.5}
    pause: 0.8
    describe: A dot.
- id: flat
  title: One panel
  kind: title_card
  with: {title: Hello}
  beats:
  - id: start
    say: Done.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(text: str) -> Lesson:
    path = Path("l.yaml")
    path.write_text(text, encoding="utf-8")
    return load_lesson(path)


def test_a_lesson_in_full(folder: Path) -> None:
    lesson = load(LESSON)
    assert (lesson.id, lesson.number, lesson.minutes) == ("ten-steps", 6, 7.0)
    assert (lesson.voice.name, lesson.aha, lesson.lexicon) == (
        "espeak",
        "by-hand/start",
        {"κ": Entry("kappa")},
    )
    good, circle = lesson.runs
    assert good.run == Run(bowl(), GD(0.1), (5.0, 5.0), 10)
    assert (good.expect, circle.expect) == (Claim.CONVERGES, None)
    assert circle.run == Run(CIRCLE, GD(0.1), CIRCLE.default_start, 3)
    assert [(value.name, value.expression) for value in lesson.values] == [
        ("left", "100 * good.f[10] / good.f[0]")
    ]
    by_hand, flat = lesson.scenes
    assert [(p.name, p.kind, p.region, p.hidden) for p in by_hand.panels] == [
        ("map", "descent_2d", "left", False),
        ("sums", "arithmetic", "right", True),
    ]
    assert [(p.name, p.kind, p.region, p.hidden) for p in flat.panels] == [
        ("main", "title_card", "full", False)
    ]
    beat = by_hand.beats[0]
    assert (beat.id, beat.pause_s, beat.describe) == ("start", 0.8, "A dot.")
    assert beat.say.startswith("We stand")
    assert str(beat.say_place) == "l.yaml:21:10"
    start, enter = beat.cues
    assert (start.panel, start.action, start.mark) == ("map", "start", "loss")
    assert (start.after_s, start.for_s) == (0.0, 2.0)
    assert (enter.panel, enter.action, enter.after_s, enter.for_s) == (None, "enter", 0.5, None)
    assert isinstance(enter.argument, Scalar)


def test_the_course_beside_a_lesson_gives_voice_and_lexicon(folder: Path) -> None:
    Path("course.yaml").write_text(
        "title: Descent\nvoice: silent\nlexicon: {κ: kay, SGD: S G D}\nlessons: [ten-steps]\n",
        encoding="utf-8",
    )
    lesson = load(LESSON)
    assert lesson.voice.name == "silent"
    assert lesson.lexicon == {"κ": Entry("kappa"), "SGD": Entry("S G D")}
    assert lesson.course == load_course(Path("course.yaml"))
    assert lesson.course is not None
    assert lesson.course.lessons == ("ten-steps",)


def test_an_entry_may_say_how_its_word_sounds(folder: Path) -> None:
    written = "{Hessian: {say: Hessian, arpabet: hh eh1 s iy0 ah n}, κ: {say: kappa}}"
    lesson = load(LESSON.replace("{κ: kappa}", written))
    assert lesson.lexicon == {
        "Hessian": Entry("Hessian", "HH EH S IY AH N"),
        "κ": Entry("kappa"),
    }
    assert pronunciations(lesson.lexicon) == {"hessian": "HH EH S IY AH N"}


def test_the_course_gives_the_theme_unless_the_lesson_does(folder: Path) -> None:
    course = "title: Descent\ntheme: light\n"
    assert (load(LESSON).theme, load(LESSON).aspect) == ("dark", "landscape")
    Path("course.yaml").write_text(course, encoding="utf-8")
    assert load(LESSON).theme == "light"
    assert load(f"theme: dark\n{LESSON}").theme == "dark"
    assert load(f"aspect: portrait\n{LESSON}").aspect == "portrait"


BROKEN = [
    ("number: 06", "theme: lite", ["2:8: there is no lite here - did you mean light?"]),
    ("number: 06", "aspect: tall", ["2:9: there is no tall here - use landscape or portrait"]),
    ("lesson: ten-steps", "lesson: Ten Steps",
     ["1:9: Ten Steps is no id of small letters and - - write ten-steps"]),
    ("lesson: ten-steps\n", "", ["1:1: missing lesson"]),
    ("title: Take ten steps\n", "titel: Take ten steps\n",
     ["1:1: missing title", "3:1: unknown key titel - did you mean title?"]),
    ("number: 06", "number: six", ["2:9: expected a whole number, found six"]),
    ("minutes: 7", "minutes: 7:30",
     ["5:10: expected a number, found 7:30 - write 450"]),
    ("minutes: 7", "minutes: '7'",
     ["5:10: expected a number, found 7 in quotes - remove the quotes"]),
    ("minutes: 7", "minutes: 0", ["1:1: minutes must be more than 0"]),
    ("by-hand/start\n", "by-hand/strat\n",
     ["6:6: there is no beat by-hand/strat - did you mean by-hand/start?"]),
    ("{κ: kappa}", "{κ: κάππα}", ["7:14: no voice can say κ - write words"]),
    ("{κ: kappa}", "{the κ: kappa}", ["7:11: a lexicon entry is one word or symbol"]),
    ("{κ: kappa}", "{κ: }", ["7:14: write how κ is said"]),
    ("{κ: kappa}", "{κ: {say: }}", ["7:20: write how κ is said"]),
    ("{κ: kappa}", "{κ: [kappa]}", ["7:14: write how κ is said"]),
    ("{κ: kappa}", "{κ: {sya: kappa}}",
     ["7:14: missing say", "7:15: unknown key sya - did you mean say?"]),
    ("{κ: kappa}", "{κ: {say: κάππα, arpabet: K}}", ["7:20: no voice can say κ - write words"]),
    ("{κ: kappa}", "{κ: {say: kappa, arpabet: K AE P EA}}",
     ["7:36: EA is no phone of ARPAbet - write phones such as HH EH S IY AH N"]),
    ("{κ: kappa}", "{κ: {say: the ratio, arpabet: DH AH}}",
     ["7:40: arpabet is how a single word sounds"]),
    ("objective: bowl,", "objective: bowls,",
     ["9:21: there is no objective bowls - did you mean bowl?"]),
    ("{gd: {lr: 0.1}}", "{gdd: {lr: 0.1}}",
     ["9:39: there is no optimizer gdd - did you mean gd?"]),
    ("{gd: {lr: 0.1}}", "{gd: {lt: 0.1}}",
     ["9:43: missing lr", "9:44: unknown key lt - use lr"]),
    ("{gd: {lr: 0.1}}", "{gd: {lr: -0.1}}",
     ["9:43: the learning rate must be a positive number, not -0.1"]),
    ("{gd: {lr: 0.1}}", "[gd]", ["9:38: name one optimizer"]),
    ("start: [5, 5]", "start: [5, 5, 5]",
     ["9:9: the start has 3 numbers, but the objective takes 2"]),
    ("steps: 10", "steps: ten", ["9:77: expected a whole number, found ten"]),
    ("steps: 10, ", "", ["9:9: missing steps"]),
    ("expect: converges", "expect: convergs",
     ["9:89: there is no convergs here - did you mean converges?"]),
    ("  good:", "  good-run:",
     ["9:3: good-run cannot name a run: letters, digits and _ - write good_run"]),
    ("curvatures: [2, 2]", "curvature: [2, 2]",
     ["10:35: unknown key curvature - did you mean curvatures?"]),
    ("  left: 100", "  good: 100", ["12:3: good is already a run"]),
    ("left: 100 * good.f[10] / good.f[0]", "left: [1]",
     ["12:9: a value is one expression - put it in quotes"]),
    ("- id: flat", "- id: by-hand", ["27:7: the scene in line 14 is called by-hand too"]),
    ("- id: flat", "- id: Flat", ["27:7: Flat is no id of small letters and - - write flat"]),
    ("  kind: title_card\n", "",
     ["27:3: a scene has either kind or panels"]),
    ("  with: {title: Hello}\n", "  panels: {}\n",
     ["27:3: a scene has either kind or panels", "30:11: the scene has no panels"]),
    ("  - id: start\n    say: Done.\n", "  - id: start\n    says: Done.\n",
     ["32:5: missing say", "33:5: unknown key says - did you mean say?"]),
    ("  beats:\n  - id: start\n    say: Done.\n", "  beats: []\n",
     ["31:10: the scene has no beats"]),
    ("kind: descent_2d, at: left", "kid: descent_2d, at: left",
     ["17:10: missing kind", "17:11: unknown key kid - did you mean kind?"]),
    ("hidden: true", "hidden: yes", ["18:49: expected true or false, found yes"]),
    ("[loss] The", "[los] The",
     ["23:36: there is no [loss] in say - did you mean los?",
      "24:25: there is no [loss] in say - did you mean los?"]),
    ("five. [loss]", "five. [loss] [loss]", ["21:35: [loss] marks two places"]),
    ("five. [loss]", "five. [loss] [loss", ["21:35: this [ is not closed - "
                                             "write [[ for a bracket"]),
    ("map.start: {run: good}", "mpa.start: {run: good}",
     ["23:8: there is no panel mpa - did you mean map?"]),
    ("{enter: sums,", "{enter: sum,", ["24:15: there is no panel sum - did you mean sums?"]),
    ("{enter: sums, at: loss, after: 0.5}", "{at: loss}",
     ["24:7: this cue has no action - name one, such as step: {to: 3}"]),
    ("{enter: sums, at: loss, after: 0.5}", "{enter: sums, leave: map}",
     ["24:21: enter and leave are two actions - write a cue for each"]),
    ("at: loss, after: 0.5", "at: loss, aftr: 0.5",
     ["24:31: unknown key aftr - did you mean after?"]),
    ("after: 0.5", "after: soon", ["24:38: expected a number of seconds, found soon"]),
    ("for: 2}", "for: -2}", ["23:47: a time cannot be negative: -2.0"]),
    ("- {enter: sums, at: loss, after: 0.5}", "- enter",
     ["24:7: a cue is a mapping - write {action: argument, at: mark}"]),
    ("pause: 0.8", "pause: 0,8",
     ["25:12: expected a number of seconds, found 0,8 - write 0.8"]),
    ("number: 06", "number: 06\nnumber: 7", ["3:1: number is already there in line 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "lines"), BROKEN)
def test_broken_lessons(folder: Path, old: str, new: str, lines: list[str]) -> None:
    assert old in LESSON
    with pytest.raises(ScriptErrors) as caught:
        load(LESSON.replace(old, new, 1))
    assert str(caught.value).splitlines() == [f"l.yaml:{line}" for line in lines]


def test_no_mistake_hides_another(folder: Path) -> None:
    text = LESSON.replace("title: Take ten steps\n", "").replace("steps: 10", "steps: x")
    text = text.replace("say: Done.", "say: Done [now.").replace(
        "at: loss, after", "at: lss, after"
    )
    with pytest.raises(ScriptErrors) as caught:
        load(text)
    assert [finding.message for finding in caught.value.findings] == [
        "missing title",
        "expected a whole number, found x",
        "there is no [lss] in say",
        "this [ is not closed",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"title: \xff", "l.yaml:1:8: this is not UTF-8 - save it as UTF-8"),
        (b"- a list", "l.yaml:1:1: missing title and objective and minutes and scenes"),
        (b"just text", "l.yaml:1:1: missing title and objective and minutes and scenes"),
    ],
)
def test_files_that_are_no_lessons(folder: Path, data: bytes, message: str) -> None:
    Path("l.yaml").write_bytes(data)
    with pytest.raises(ScriptErrors) as caught:
        load_lesson(Path("l.yaml"))
    assert str(caught.value).splitlines()[0].startswith(message.partition(" missing")[0])


def test_a_missing_file_is_one_line(folder: Path) -> None:
    with pytest.raises(ScriptErrors) as caught:
        load_lesson(Path("none.yaml"))
    assert str(caught.value) == "none.yaml:1:1: cannot be read: No such file or directory"


def test_a_broken_course(folder: Path) -> None:
    Path("course.yaml").write_text("titel: x\nlexicon: {a b: c}\n", encoding="utf-8")
    with pytest.raises(ScriptErrors) as caught:
        load(LESSON)
    assert str(caught.value).splitlines() == [
        "course.yaml:1:1: missing title",
        "course.yaml:1:1: unknown key titel - did you mean title?",
        "course.yaml:2:11: a lexicon entry is one word or symbol",
    ]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    line=st.integers(0, LESSON.count("\n") - 1),
    start=st.integers(0, 60),
    new=st.text(alphabet="ab:- \t[]{}'\"#&*!|>%0.,~η", max_size=6),
)
def test_a_damaged_lesson_loads_or_has_findings(
    folder: Path, line: int, start: int, new: str
) -> None:
    lines = LESSON.split("\n")
    lines[line] = lines[line][:start] + new + lines[line][start + len(new) :]
    try:
        lesson = load("\n".join(lines))
    except ScriptErrors as errors:
        messages = str(errors)
    else:
        messages = ""
        assert lesson.scenes
    assert all(text.startswith("l.yaml:") for text in messages.splitlines())
