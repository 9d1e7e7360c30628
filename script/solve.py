"""The numbers of a lesson: its runs solved, its claims checked, its values computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gdmath.run import Trajectory
from script.errors import ExpressionError, Findings
from script.expression import Names, Number, evaluate
from script.nodes import Place
from script.schema import Lesson, RunSpec
from script.typed import Context


@dataclass(frozen=True, slots=True)
class Solved:
    """What gdmath says about a lesson."""

    runs: Mapping[str, Trajectory]
    values: Mapping[str, Number]

    @property
    def context(self) -> Context:
        """The same for ``script.typed.read``."""
        return Context(self.runs, self.values)

    @property
    def names(self) -> Names:
        """Runs and values together: what an expression may name."""
        return self.context.names


def solve(lesson: Lesson) -> Solved:
    """Solve a lesson's runs and compute its values, each from those above it.

    Raises
    ------
    ScriptErrors
        With every claim gdmath does not bear out and every value that cannot be computed.
    """
    findings = Findings()
    runs = {spec.name: spec.run.solve() for spec in lesson.runs}
    for spec in lesson.runs:
        _check_claim(spec, runs[spec.name], findings)
    names: dict[str, Trajectory | Number] = dict(runs)
    values: dict[str, Number] = {}
    for value in lesson.values:
        try:
            names[value.name] = values[value.name] = evaluate(value.expression, names)
        except ExpressionError as error:
            at = value.place
            place = Place(at.file, at.line, at.col + error.offset)
            findings.add(place, error.message, error.hint)
    findings.check()
    return Solved(runs, values)


def _check_claim(spec: RunSpec, trajectory: Trajectory, findings: Findings) -> None:
    if spec.expect is not None and not spec.expect.holds(trajectory.outcome):
        findings.add(
            spec.expect_place or spec.place,
            f"the lesson claims that {spec.name} {spec.expect.replace('_', ' ')}, "
            f"but gdmath finds: {trajectory.outcome.sentence}",
        )
