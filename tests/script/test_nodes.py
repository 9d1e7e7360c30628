"""Composing nodes: the traps of YAML, places, and text that is not YAML."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from script.errors import ScriptErrors
from script.nodes import DEEPEST, Map, Node, Place, Scalar, Sequence, compose


def texts(node: Node) -> object:
    """Return nodes as plain lists, dicts and strings."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [texts(item) for item in node.items]
    return {key.text: texts(value) for key, value in node.items}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lr: 1e-3", {"lr": "1e-3"}),
        ("length: 1:30", {"length": "1:30"}),
        ("on: off", {"on": "off"}),
        ("number: 010", {"number": "010"}),
        ("1: yes", {"1": "yes"}),
        ("big: 1_000", {"big": "1_000"}),
        ("day: 2026-01-02", {"day": "2026-01-02"}),
        ("empty:", {"empty": ""}),
        ("quoted: '010'", {"quoted": "010"}),
        ("list: [no, 0x10, ~]", {"list": ["no", "0x10", "~"]}),
        ("\ufeffa: 1\r\nb: [2,\r\n 3]\r\n", {"a": "1", "b": ["2", "3"]}),
        ("a: 1\rb: 2\r", {"a": "1", "b": "2"}),
        ("---\na: 1\n...\n", {"a": "1"}),
        ("α: η\n", {"α": "η"}),
    ],
)
def test_scalars_are_not_guessed(written: str, expected: object) -> None:
    assert texts(compose(written, "l.yaml")) == expected


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "l.yaml:1:1: the file is empty"),
        ("# nothing\n", "l.yaml:1:1: the file is empty"),
        ("a: 1\nb: 2\na: 3", "l.yaml:3:1: a is already there in line 1"),
        ("a: *x", "l.yaml:1:4: *x is an alias - write the value out again"),
        ("a: &x 1", "l.yaml:1:4: &x is an anchor - write the value out again"),
        ("a:\n  <<: {b: 1}", "l.yaml:2:3: << is a merge key - write the keys out again"),
        ("a: !!int 1", "l.yaml:1:4: !!int is a tag - remove it: the key says the type"),
        ("a: !run x", "l.yaml:1:4: !run is a tag - remove it: the key says the type"),
        ("a: 1\n---\nb: 2", "l.yaml:2:1: a file holds one document - remove the ---"),
        ("? [a]\n: b", "l.yaml:1:3: a key is one word, not a list or a map"),
        ("\"\": b", "l.yaml:1:1: a key is missing before the colon"),
        ("a:\n\t- b", "l.yaml:2:1: a tab cannot indent YAML - use spaces"),
        ("a: b: c", "l.yaml:1:5: a second colon in one line - put the text in quotes, or after >"),
        ("a: @x", "l.yaml:1:4: this character cannot start a value - "
                  "put the text in quotes, or after >"),
        ("a: [1, 2", "l.yaml:1:4: a [ list is not closed, or text follows it - "
                     "put the text in quotes, or after >"),
        ("a: 'x", "l.yaml:1:4: a quotation mark is not closed"),
        ("a: \x07", "l.yaml:1:4: U+0007 cannot stand in a YAML file - remove it"),
        ("a: \ud800", "l.yaml:1:4: U+D800 cannot stand in a YAML file - remove it"),
        ("- a\nb: 1", "l.yaml:2:1: this line does not continue the list above it - indent it"),
        ("say: [go] Down", "l.yaml:1:11: this line does not fit the keys above it - "
                           "mend the indent; text that starts with [ or { needs quotes"),
        ("[" * (DEEPEST + 2) + "]" * (DEEPEST + 2),
         f"l.yaml:1:{DEEPEST + 2}: nested more than {DEEPEST} deep"),
    ],
)  # fmt: skip
def test_traps_are_one_line_each(written: str, message: str) -> None:
    with pytest.raises(ScriptErrors) as caught:
        compose(written, "l.yaml")
    assert str(caught.value) == message


def test_all_traps_of_a_file_are_reported_in_order() -> None:
    with pytest.raises(ScriptErrors) as caught:
        compose("a: &x 1\nb: *x\na: 2\n", "l.yaml")
    assert [finding.place.line for finding in caught.value.findings] == [1, 2, 3]


def test_places_count_lines_and_columns_from_one() -> None:
    node = compose("a: 1\nb:\n- {c: η, d: x}\n", "l.yaml")
    assert isinstance(node, Map)
    (_, first), (key, beats) = node.items
    assert (first.place, key.place) == (Place("l.yaml", 1, 4), Place("l.yaml", 2, 1))
    assert isinstance(beats, Sequence)
    assert isinstance(beats.items[0], Map)
    assert beats.items[0].items[1][1].place == Place("l.yaml", 3, 13)


@pytest.mark.parametrize(
    ("written", "line", "col"),
    [
        ("say: one two ! three", 1, 14),
        ("say: 'one two ! three'", 1, 15),
        ('say: "one two ! three"', 1, 15),
        ("say: >\n  one\n  two ! three\n", 3, 7),
        ("say: >-\n  one two\n\n  ! three\n", 4, 3),
        ("say: |\n  one two\n  three !\n", 3, 9),
        ("say: one\n  two ! three\n", 2, 7),
        ('say: "one \\u0041\n  two ! x"', 2, 7),
    ],
)
def test_a_character_of_a_scalar_has_its_place(written: str, line: int, col: int) -> None:
    node = compose(written, "l.yaml")
    assert isinstance(node, Map)
    say = node.get("say")
    assert isinstance(say, Scalar)
    assert say.at(say.text.index("!")) == Place("l.yaml", line, col)


@pytest.mark.parametrize(
    ("written", "empty"), [("a:", True), ("a: ~", True), ("a: null", True), ("a: ''", False)]
)
def test_nothing_is_told_from_an_empty_text(written: str, empty: bool) -> None:
    node = compose(written, "l.yaml")
    assert isinstance(node, Map)
    value = node.get("a")
    assert isinstance(value, Scalar)
    assert value.empty is empty


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:- \n\t[]{}'\"#&*!|>%@`,?~<\\\u00e9\x00\ud800\r\u2028")))
def test_any_text_gives_nodes_or_findings(text: str) -> None:
    with suppress(ScriptErrors):
        node = compose(text, "l.yaml")
        assert isinstance(node, Scalar | Sequence | Map)
