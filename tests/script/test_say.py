"""Narration: markup, shown and spoken forms, and what no rule can say."""

from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.rational import number
from gdmath.run import Run
from script.errors import ExpressionError, Findings, ScriptErrors
from script.expression import Names
from script.nodes import Map, Place, Scalar, compose
from script.say import Line, fill, marks, parse
from script.say.entry import plain
from script.say.speech import unspeakable

NAMES: Names = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "big": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
    "best": Run(bowl(), GD(number("1/3")), (5.0, 5.0), 5).solve(),
    "tiny": 0.00213,
    "count": 1998,
    "endless": float("inf"),
}


def say(text: str, lexicon: Mapping[str, str] | None = None) -> Line:
    return parse(Scalar(text, Place("l.yaml", 1, 6), source=text), NAMES, plain(lexicon or {}))


@pytest.mark.parametrize(
    ("text", "shown", "spoken"),
    [
        ("{good.f[0]:.0f}", "75", "seventy-five"),
        ("y = {big.x[1][1]:.0f}.", "y = −7.", "y equals minus seven."),
        ("({good.x[1][0]:.0f}, {good.x[1][1]:.0f})", "(4, 3)", "four, three"),
        ("{tiny:.1e}", "2.1×10⁻³", "two point one times ten to the minus three"),
        ("{tiny:.1%}", "0.2%", "zero point two percent"),
        ("{count:d} steps", "1998 steps", "one thousand nine hundred ninety-eight steps"),
        ("{count:,} steps", "1,998 steps", "one thousand nine hundred ninety-eight steps"),
        ("{endless:.0f}", "∞", "infinity"),
        ("{1/3:.2f}", "0.33", "zero point three three"),
        ("{best.lr}", "1/3", "one third"),
        ("{best.lr:.2f}", "0.33", "zero point three three"),
        ("{2.5:.0f} {3.5:.0f} {2.675:.2f}", "2 4 2.67", "two four two point six seven"),
        ("{first(good.x[:,0] < 1)} steps", "8 steps", "eight steps"),
        ("[η|the rate], then", "η, then", "the rate, then"),
        ("([SGD|S G D])", "(SGD)", "S G D"),
        ("[0.1|about {0.1:.1f}]", "0.1", "about zero point one"),
        ("[{good.f[1]:.1f}|thirty-four or so]", "34.0", "thirty-four or so"),
        ("[η = 0.6|it]", "η\u00a0=\u00a00.6", "it"),
        ("[a b|one two three]", "a b", "one two three"),
        ("set [[a]] {{b}}", "set [a] {b}", "set a the set of b"),
        ("two\n  lines\tof  text", "two lines of text", "two lines of text"),
    ],
)
def test_markup(text: str, shown: str, spoken: str) -> None:
    line = say(text)
    assert (line.shown, line.spoken) == (shown, spoken)


def test_marks_and_pauses_stand_before_units() -> None:
    line = say("[start] At five. [pause 1.5] [go][now] Down it goes. [pause 0.5] [pause 1] [end]")
    assert line.marks == {"start": 0, "go": 2, "now": 2, "end": 5}
    assert line.pauses == {2: 1.5, 5: 1.5}
    assert line.shown == "At five. Down it goes."


def test_every_unit_has_its_span_of_the_spoken_text() -> None:
    line = say("Here η = 0.6 – [κ|the ratio] is x².")
    spoken = line.spoken
    assert tuple(spoken[a:b] for a, b in line.spoken_spans) == tuple(u.spoken for u in line.units)
    assert all(a[1] <= b[0] for a, b in zip(line.spoken_spans, line.spoken_spans[1:], strict=False))


def test_sentences_end_where_the_voice_stops() -> None:
    line = say("It is 0.6. Is it, e.g. η? “Yes.” [Fig. 2|figure two] shows")
    ends = [unit.shown for unit in line.units if unit.ends_sentence]
    assert ends == ["0.6.", "η?", "“Yes.”"]


def test_the_lesson_lexicon_comes_first() -> None:
    lexicon = {"∇": "nabla", "κ": "the ratio", "SGD": "S G D", "η*": "the best rate"}
    assert say("∇f, κ², SGD: η*.", lexicon).spoken == (
        "nabla f, the ratio squared, S G D: the best rate."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a ∮ b", "l.yaml:1:8: no rule can say ∮ (U+222E) in ∮ - "
                  "write [∮|how it is said] or add ∮ to lexicon:"),
        ("costs $5", "l.yaml:1:12: no rule can say $ (U+0024) in $5 - "
                     "write [$5|how it is said] or add $ to lexicon:"),
        ("and/or", "l.yaml:1:9: no rule can say / (U+002F) in and/or - "
                   "write [and/or|how it is said] or add / to lexicon:"),
        ("漢字", "l.yaml:1:6: no rule can say 漢 (U+6F22) in 漢字 - "
                "write [漢字|how it is said] or add 漢 to lexicon:"),
        ("[x|∮]", "l.yaml:1:9: no rule can say ∮ (U+222E) in x - "
                  "write [x|how it is said] or add ∮ to lexicon:"),
        ("a ( b", "l.yaml:1:8: ( alone says nothing - close it up to a word"),
        ("", "l.yaml:1:6: say has no words"),
        ("[go]", "l.yaml:1:6: say has no words"),
        ("up[go]hill", "l.yaml:1:8: [go] stands inside a word - put spaces around it"),
        ("a [b", "l.yaml:1:8: this [ is not closed - write [[ for a bracket"),
        ("a b]", "l.yaml:1:9: this ] closes nothing - write ]]"),
        ("a {b", "l.yaml:1:8: this { is not closed - write {{ for a brace"),
        ("a b}", "l.yaml:1:9: this } closes nothing - write }}"),
        ("a [x|]", "l.yaml:1:8: one side of this override is empty - write [shown|spoken]"),
        ("a [x|y|z]", "l.yaml:1:12: this override has two bars - write [shown|spoken]"),
        ("a [two words]", "l.yaml:1:8: [two words] is no mark, pause or override - "
                          "write [name], [pause 1.5], [shown|spoken], or [[ for a bracket"),
        ("a [pause 99]", "l.yaml:1:8: a pause lasts at most 30 seconds"),
        ("a {god.f[0]}", "l.yaml:1:9: there is no run or value god - did you mean good?"),
        ("a {good.f[99]}", "l.yaml:1:9: [99] is past the end: this has steps 0 to 10"),
        ("a {1/3}", "l.yaml:1:8: 0.3333333333333333 is too long to read - round it: {...:.2f}"),
        ("a {tiny:.2q}", "l.yaml:1:8: .2q is not a number format - write one such as .2f"),
        ("a {tiny:d}", "l.yaml:1:8: 0.00213 does not fit the format d - "
                       "write .0f for a whole number"),
        ("a {count:99999999999d}", "l.yaml:1:8: 99999999999d is not a number format - "
                                   "write one such as .2f"),
    ],
)  # fmt: skip
def test_mistakes(text: str, message: str) -> None:
    with pytest.raises(ScriptErrors) as caught:
        say(text)
    assert str(caught.value) == message


def test_all_mistakes_of_a_text_are_reported() -> None:
    with pytest.raises(ScriptErrors) as caught:
        say("{god} ∮ {good.f[99]} ∯")
    assert len(caught.value.findings) == 4


def test_a_mistake_in_a_folded_text_has_its_line() -> None:
    node = compose("say: >\n  One.\n  Two {god}.\n  Three ∮.\n", "l.yaml")
    assert isinstance(node, Map)
    words = node.get("say")
    assert isinstance(words, Scalar)
    with pytest.raises(ScriptErrors) as caught:
        parse(words, {}, {})
    assert [str(finding.place) for finding in caught.value.findings] == ["l.yaml:3:8", "l.yaml:4:9"]


def test_a_mark_used_twice_is_a_mistake() -> None:
    findings = Findings()
    found = marks(Scalar("a [go] b [go] c", Place("l.yaml", 1, 1)), findings)
    assert set(found) == {"go"}
    with pytest.raises(ScriptErrors, match=r"\[go\] marks two places"):
        findings.check()


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("loss {good.f[0]:.0f}", "loss 75"),
        ("y = {big.x[1][1]:.0f}", "y = −7"),
        ("$y = {big.x[1][1]:.0f}$, {big.x[1][1]:.0f}", "$y = -7$, −7"),
        ("${tiny:.1e}$ and {tiny:.1e}", "$2.1 times 10^(-3)$ and 2.1×10⁻³"),
        ("cost \\$5, {big.x[1][1]:.0f}", "cost \\$5, −7"),
        ("{{x | x > 0}}", "{x | x > 0}"),
        ("{-0.001:z.1f}", "0.0"),
        ("plain [brackets] stay", "plain [brackets] stay"),
    ],
)
def test_text_on_screen(template: str, filled: str) -> None:
    assert fill(template, NAMES) == filled


ALPHABET = st.sampled_from("aZ 09.,-−–—/*^_|[]{}()'’\"…$%°²₀ηλ∇√∂‖<≈∮漢\n\u00a0:;!?eE+=x")


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=30))
def test_any_text_is_speakable_or_a_finding(text: str) -> None:
    with suppress(ScriptErrors):
        line = say(text)
        assert unspeakable(line.spoken) == ""
        assert all(unit.spoken and unit.shown for unit in line.units)
        assert tuple(line.spoken[a:b] for a, b in line.spoken_spans) == tuple(
            unit.spoken for unit in line.units
        )


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=30))
def test_any_template_fills_or_is_a_mistake(text: str) -> None:
    with suppress(ExpressionError):
        assert isinstance(fill(text, NAMES), str)


@given(st.lists(st.sampled_from(["word", "x", "go", "down."]), min_size=1))
def test_plain_words_are_shown_and_spoken_as_they_are(words: list[str]) -> None:
    line = say(" ".join(words))
    assert line.shown == line.spoken == " ".join(words)
