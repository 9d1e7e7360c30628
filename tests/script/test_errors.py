"""The error tree, the collector and the hints."""

import pytest

from script.errors import DownhillError, ExpressionError, Finding, Findings, ScriptErrors
from script.errors import did_you_mean as hint
from script.nodes import Place


def test_findings_are_sorted_by_place_and_said_once() -> None:
    late = Finding(Place("a.yaml", 10, 1), "late")
    early = Finding(Place("a.yaml", 9, 2), "early", "mend it")
    errors = ScriptErrors([late, early, late])
    assert str(errors) == "a.yaml:9:2: early - mend it\na.yaml:10:1: late"
    assert errors.exit_code == 2
    assert isinstance(errors, DownhillError)


def test_the_collector_takes_in_what_its_blocks_raise() -> None:
    findings = Findings()
    findings.check()
    for line in (2, 1):
        with findings:
            raise ScriptErrors([Finding(Place("a.yaml", line, 1), "wrong")])
    with pytest.raises(ScriptErrors, match=r"a.yaml:1:1: wrong\na.yaml:2:1: wrong"):
        findings.check()


def test_other_errors_pass_through_the_collector() -> None:
    with pytest.raises(ZeroDivisionError), Findings():
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("name", "candidates", "expected"),
    [
        ("sgd", ["gd", "adam"], "did you mean gd?"),
        ("Bowl", ["bowl", "ravine"], "did you mean bowl?"),
        ("xyz", ["gd", "adam"], "use adam or gd"),
        ("xyz", ["c", "b", "a"], "use a, b or c"),
        ("xyz", ["gd"], "use gd"),
        ("xyz", [], ""),
        ("xyz", [f"name{i}" for i in range(9)], ""),
    ],
)
def test_hints(name: str, candidates: list[str], expected: str) -> None:
    assert hint(name, candidates) == expected


def test_an_expression_error_has_its_hint_in_its_text() -> None:
    assert str(ExpressionError("no run god", "did you mean good?")) == (
        "no run god - did you mean good?"
    )
