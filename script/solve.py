"""The numbers of a lesson: its results computed, its claims checked, its values evaluated."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar, cast

from gdmath.curves import LossCurve, curve_of, load_campaign, load_curve, read_curve
from gdmath.run import Trajectory
from script.errors import ExpressionError, Findings
from script.expression import Names, Number, evaluate
from script.nodes import Place
from script.results import Result
from script.schema import CurveSpec, Lesson, RunSpec
from script.typed import Context

Answer = TypeVar("Answer")
Answer_co = TypeVar("Answer_co", covariant=True)
_KEPT = 512
"""Answers that a process keeps: those of a whole course, and of what was there before edits."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What gdmath says about a lesson: its results of every sort, and its values, by name."""

    results: Mapping[str, Result]
    values: Mapping[str, Number]

    @property
    def runs(self) -> Mapping[str, Trajectory]:
        """The results that are runs."""
        return {n: result for n, result in self.results.items() if isinstance(result, Trajectory)}

    @property
    def context(self) -> Context:
        """The same for ``script.typed.read``."""
        return Context(self.results, self.values)

    @property
    def names(self) -> Names:
        """Results and values together: what an expression may name."""
        return self.context.names


def solve(lesson: Lesson) -> Solved:
    """Compute a lesson's results, and its values, each from those above it.

    Raises
    ------
    ScriptErrors
        With every claim gdmath does not bear out and every value that cannot be computed.
    """
    findings = Findings()
    runs = {spec.name: answered(spec.run) for spec in lesson.runs}
    results: dict[str, Result] = dict(runs)
    for spec in lesson.runs:
        _check_claim(spec, runs[spec.name], findings)
    for curve_spec in lesson.curves:
        try:
            results[curve_spec.name] = curve = _curve(curve_spec, runs)
            _check_verdict(curve_spec, curve, findings)
        except ValueError as error:
            findings.add(curve_spec.place, str(error))
    results |= {spec.name: answered(spec.question) for spec in lesson.sweeps}
    results |= {spec.name: answered(spec.run) for spec in lesson.moments}
    values: dict[str, Number] = {**_tallies(lesson, findings)}
    declared = {spec.name for spec in lesson.curves} | {spec.name for spec in lesson.tallies}
    if declared - results.keys() - values.keys():
        findings.check()  # a value that names it would be one more mistake, and none
    names: dict[str, Result | Number] = results | values
    for value in lesson.values:
        try:
            names[value.name] = values[value.name] = evaluate(value.expression, names)
        except ExpressionError as error:
            at = value.place
            place = Place(at.file, at.line, at.col + error.offset)
            findings.add(place, error.message, error.hint)
    findings.check()
    return Solved(results, values)


class Question(Protocol[Answer_co]):
    """What gdmath answers, the same for equal questions; it can be hashed."""

    def solve(self) -> Answer_co:
        """Return the answer."""
        ...


def answered(question: Question[Answer]) -> Answer:
    """Return the answer to a question; one that was asked in this process is known.

    So a lesson that is built again because a sentence changed computes nothing again.
    """
    return cast(Answer, _known(cast(Hashable, question), repr(question)))


@lru_cache(maxsize=_KEPT)
def _known(question: Hashable, shown: str) -> object:
    """Return the answer; ``shown`` tells apart what is equal and not the same, as 0.0 and -0.0."""
    return cast(Question[object], question).solve()


def forget() -> None:
    """Forget what was asked in this process: for who puts something else in gdmath's place."""
    _known.cache_clear()


def _tallies(lesson: Lesson, findings: Findings) -> Mapping[str, int]:
    """Return the lesson's counts among the stored trainings, noting when those were changed."""
    if not lesson.tallies:
        return {}
    try:
        trials = load_campaign()
    except ValueError as error:
        findings.add(lesson.tallies[0].place, str(error))
        return {}
    return {spec.name: spec.tally(trials) for spec in lesson.tallies}


def _curve(spec: CurveSpec, runs: Mapping[str, Trajectory]) -> LossCurve:
    """Return a stored curve, or that of a run.

    Raises
    ------
    ValueError
        When the stored one has been changed, or the run has no validation loss.
    """
    if spec.stored is not None:
        return load_curve(spec.stored)
    assert spec.run is not None
    return curve_of(runs[spec.run], spec.every, spec.validation)


def _check_claim(spec: RunSpec, trajectory: Trajectory, findings: Findings) -> None:
    if spec.expect is not None and not spec.expect.holds(trajectory.outcome):
        findings.add(
            spec.expect_place or spec.place,
            f"the lesson claims that {spec.name} {spec.expect.replace('_', ' ')}, "
            f"but gdmath finds: {trajectory.outcome.sentence}",
        )


def _check_verdict(spec: CurveSpec, curve: LossCurve, findings: Findings) -> None:
    if spec.expect is None:
        return
    verdict = read_curve(curve)
    if verdict is not spec.expect:
        findings.add(
            spec.expect_place or spec.place,
            f"the lesson claims that {spec.name} looks {spec.expect}, "
            f"but gdmath reads {verdict}: {verdict.sentence}",
        )
