"""Typed reading: every type, and every way a value can be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

import pytest

from gdmath.objectives import bowl, quadratic
from gdmath.optimizers import GD
from gdmath.run import Run
from script.errors import ScriptErrors
from script.nodes import Map, Node, Place, Scalar, compose
from script.typed import Context, RunName, Seconds, Text, call, read

CONTEXT = Context(
    results={"good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve()}, values={"left": 0.5, "n": 3}
)


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Ruler:
    of: Literal["step", "loss"]
    for_: Seconds = Seconds(1.0)  # noqa: RUF009


@dataclass(frozen=True, slots=True)
class Window:
    low: float
    high: float

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise ValueError("a window goes from low to high")


@dataclass(frozen=True, slots=True)
class Panel:
    run: RunName
    place: Place
    window: Window | None = None
    side: Side = Side.LEFT
    label: Text = Text("")
    to: int | tuple[int, ...] = 0
    rulers: tuple[Ruler, ...] = ()


@dataclass(frozen=True, slots=True)
class Clear:
    pass


def value(text: str, hint: Any) -> Any:
    node = compose(f"v: {text}", "l.yaml")
    assert isinstance(node, Map)
    return read(node.items[0][1], hint, CONTEXT)


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        ("true", bool, True),
        ("7", int, 7),
        ("010", int, 10),
        ("−3", int, -3),
        ("'{good.steps}'", int, 10),
        ("'{2 * n}'", int, 6),
        ("1e-3", float, 0.001),
        ("5", float, 5.0),
        (".5", float, 0.5),
        ("1/3", float, 1 / 3),
        ("'{left}'", float, 0.5),
        ("1.5", Seconds, 1.5),
        ("on", str, "on"),
        ("1:30", str, "1:30"),
        ("'1'", str, "1"),
        ("loss '{good.f[0]:.0f}'", Text, "loss '75'"),
        ("good", RunName, "good"),
        ("step", Literal["step", "loss"], "step"),
        ("2", Literal[1, 2], 2),
        ("right", Side, Side.RIGHT),
        ("", int | None, None),
        ("~", str | None, None),
        ("3", int | None, 3),
        ("[1, 2]", tuple[int, int], (1, 2)),
        ("[]", tuple[int, ...], ()),
        ("[1, 2, 3]", tuple[float, ...], (1.0, 2.0, 3.0)),
        ("4", tuple[int, ...], (4,)),
        ("[[1, 2], [3, 4]]", tuple[tuple[int, int], ...], ((1, 2), (3, 4))),
        ("[a, b]", frozenset[str], frozenset("ab")),
        ("{a: 1, b: 2}", Mapping[str, int], {"a": 1, "b": 2}),
        ("", Mapping[str, int], {}),
        ("3", int | tuple[int, ...], 3),
        ("[3]", int | tuple[int, ...], (3,)),
        ("fast", float | Literal["fast"], "fast"),
        ("2", float | Literal["fast"], 2.0),
        ("{of: step, for: 2}", Ruler, Ruler("step", Seconds(2))),
        ("step", Ruler, Ruler("step")),
        ("[step, {of: loss}]", tuple[Ruler, ...], (Ruler("step"), Ruler("loss"))),
        ("{low: 0, high: 1}", float | Window, Window(0, 1)),
        ("", Clear, Clear()),
        ("{}", Clear, Clear()),
    ],
)
def test_values(text: str, hint: Any, expected: object) -> None:
    result = value(text, hint)
    assert result == expected
    assert type(result) is type(expected) or isinstance(result, type(expected) | str | float)


def test_a_dataclass_with_everything() -> None:
    panel = value("{run: good, window: {low: -1, high: 6}, side: right, to: [1, 2]}", Panel)
    assert panel == Panel(
        RunName("good"), Place("l.yaml", 1, 4), Window(-1, 6), Side.RIGHT, to=(1, 2)
    )
    assert isinstance(panel.run, RunName)


def test_a_node_is_passed_on_unread() -> None:
    node = compose("[1, 2]", "l.yaml")
    assert read(node, Node, CONTEXT) is node
    assert read(node, Node | None, CONTEXT) is node


@pytest.mark.parametrize(
    ("text", "hint", "message"),
    [
        ("yes", bool, "expected true or false, found yes"),
        ("1", bool, "expected true or false, found 1"),
        ("3.0", int, "expected a whole number, found 3.0"),
        ("'{left}'", int, "expected a whole number, found 0.5"),
        ("fast", float, "expected a number, found fast"),
        ("nan", float, "expected a number, found nan"),
        ("'0.1'", float, "expected a number, found 0.1 in quotes - remove the quotes"),
        ("0,1", float, "expected a number, found 0,1 - write 0.1"),
        ("1:30", Seconds, "expected a number of seconds, found 1:30 - write 90"),
        ("-1", Seconds, "a time cannot be negative: -1.0"),
        ("1e999", float, "1e999 is beyond the range of a float64"),
        ("1/0", float, "division by zero in '1/0'"),
        ("{good.steps}", int, "expected a whole number, found a mapping - "
                              "quote an expression: \"{...}\""),
        ("'{god.steps}'", int, "there is no run or value god - did you mean good?"),
        ("", float, "expected a number, found nothing"),
        ("[1]", float, "expected a number, found a list"),
        ("{a: 1}", str, "expected a text, found a mapping"),
        ("god", RunName, "there is no run god - did you mean good?"),
        ("n", RunName, "there is no run n - use good"),
        ("'a {god}'", Text, "there is no run or value god - did you mean good?"),
        ("'a {left'", Text, "this { is not closed - write {{ for a brace"),
        ("stpe", Literal["step", "loss"], "there is no stpe here - did you mean step?"),
        ("xyz", Side, "there is no xyz here - use left or right"),
        ("[left]", Side, "expected one word, found a list"),
        ("[1]", tuple[int, int], "expected 2 values, found 1"),
        ("{a: 1}", tuple[int, ...], "expected a list, found a mapping"),
        ("", tuple[int, ...], "expected a list, found nothing"),
        ("[a, a]", frozenset[str], "a is there twice"),
        ("[a]", Mapping[str, int], "expected a mapping, found a list"),
        ("x", int | tuple[int, ...], "expected a whole number, found x"),
        ("{off: step}", Ruler, "unknown key off - did you mean of?"),
        ("{of: step, for_: 1}", Ruler, "unknown key for_ - did you mean for?"),
        ("{for: 1}", Ruler, "missing of"),
        ("", Window, "missing low and high"),
        ("{low: 2, high: 1}", Window, "a window goes from low to high"),
        ("{low: 2, high: 1}", Window | None, "a window goes from low to high"),
        ("{run: good, place: here}", Panel, "unknown key place - did you mean label?"),
        ("x", Clear, "this takes no argument - write {}"),
        ("[1]", Scalar, "expected a text, found a list"),
        ("x", Map, "expected a mapping, found x"),
    ],
)  # fmt: skip
def test_mistakes(text: str, hint: Any, message: str) -> None:
    with pytest.raises(ScriptErrors) as caught:
        value(text, hint)
    assert message in [str(finding).partition(": ")[2] for finding in caught.value.findings]


def test_all_mistakes_of_a_value_are_raised_together() -> None:
    text = "{run: god, window: {low: x, hihg: 1}, side: lefft, rulers: [{of: stp, for: -1}]}"
    with pytest.raises(ScriptErrors) as caught:
        value(text, Panel)
    assert [finding.message for finding in caught.value.findings] == [
        "there is no run god",
        "missing high",
        "expected a number, found x",
        "unknown key hihg",
        "there is no lefft here",
        "there is no stp here",
        "a time cannot be negative: -1.0",
    ]


def test_a_number_in_an_expression_has_its_column() -> None:
    with pytest.raises(ScriptErrors) as caught:
        value("'{2 * god}'", float)
    assert str(caught.value.findings[0].place) == "l.yaml:1:10"


def test_call_reads_the_parameters_of_a_function() -> None:
    made = call(quadratic, compose("{curvatures: [2, 1/3]}", "l.yaml"), CONTEXT)
    assert made == quadratic(curvatures=(2.0, 1 / 3))
    with pytest.raises(ScriptErrors, match="unknown key curvature - did you mean curvatures"):
        call(quadratic, compose("{curvature: [2, 2]}", "l.yaml"), CONTEXT)


def test_an_unreadable_type_is_the_programs_mistake() -> None:
    with pytest.raises(TypeError, match="no rule reads"):
        value("1", bytes)
