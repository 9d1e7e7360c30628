"""What a lesson gives names to: runs, curves, sweeps, moments, tallies, values; from nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from gdmath.curves import Tally, curve_names
from gdmath.moments import SampledRun
from gdmath.run import Run
from gdmath.steps_needed import KappaSweep, RateSweep
from script.errors import Findings, did_you_mean
from script.forms import (
    CurveForm,
    KappaSweepForm,
    MomentsForm,
    RangeForm,
    RateSweepForm,
    RunForm,
    TallyForm,
)
from script.nodes import Map, Node, Scalar
from script.results import a_or_an
from script.schema import CurveSpec, MomentsSpec, RunSpec, SweepSpec, TallySpec, ValueSpec
from script.typed import Context, read

T = TypeVar("T")

IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Named:
    """Everything of a lesson that has a name an expression may use."""

    runs: tuple[RunSpec, ...]
    curves: tuple[CurveSpec, ...]
    sweeps: tuple[SweepSpec, ...]
    moments: tuple[MomentsSpec, ...]
    tallies: tuple[TallySpec, ...]
    values: tuple[ValueSpec, ...]


def read_named(lesson: Node, findings: Findings) -> Named:
    """Return what a lesson names, noting what is wrong with any of it."""
    reader = _Reader(findings)
    runs = reader.each(lesson, "runs", "run", reader.run)
    known = {spec.name: spec.run for spec in runs}
    asked = {name.text for name, _ in pairs(child(lesson, "runs"))}
    return Named(
        runs,
        reader.each(lesson, "curves", "curve", lambda n, node: reader.curve(n, node, asked)),
        reader.each(lesson, "sweeps", "sweep", lambda n, node: reader.sweep(n, node, known, asked)),
        reader.each(lesson, "moments", "expectation", reader.moments),
        reader.each(lesson, "tallies", "tally", reader.tally),
        reader.each(lesson, "values", "value", reader.value),
    )


class _Reader:
    """Reads named things; what has a mistake is noted and left out."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self._taken: dict[str, str] = {}

    def each(
        self, lesson: Node, key: str, what: str, reads: Callable[[str, Node], T | None]
    ) -> tuple[T, ...]:
        """Return the entries of one of a lesson's mappings."""
        specs = []
        for name, node in pairs(child(lesson, key)):
            identifier(name, what, self.findings)
            if name.text in self._taken:
                message = f"{name.text} is already {a_or_an(self._taken[name.text])}"
                self.findings.add(name.place, message)
            else:
                self._taken[name.text] = what
            specs.append(reads(name.text, node))
        return tuple(spec for spec in specs if spec is not None)

    def run(self, name: str, node: Node) -> RunSpec | None:
        form = attempt(node, RunForm, self.findings)
        if form is None:
            return None
        try:
            start = form.objective.default_start if form.start is None else form.start
            run = Run(form.objective, form.optimizer, start, form.steps, form.dtype)
        except ValueError as error:
            self.findings.add(form.place, str(error))
            return None
        claim = form.expect
        if claim is None:
            return RunSpec(name, run, None, form.place)
        return RunSpec(name, run, claim.claim, form.place, claim.place)

    def curve(self, name: str, node: Node, runs: Collection[str]) -> CurveSpec | None:
        form = attempt(node, CurveForm, self.findings)
        if form is None:
            return None
        if form.stored is not None:
            is_known = self._known(form.stored, curve_names(), "stored curve")
        else:
            assert form.run is not None
            is_known = self._known(form.run, runs, "run")
        if not is_known:
            return None
        expect = form.expect
        return CurveSpec(
            name,
            stored=form.stored.text if form.stored else None,
            run=form.run.text if form.run else None,
            every=form.every,
            validation=form.validation,
            expect=expect.verdict if expect else None,
            place=form.place,
            expect_place=expect.place if expect else None,
        )

    def sweep(
        self, name: str, node: Node, known: dict[str, Run], runs: Collection[str]
    ) -> SweepSpec | None:
        """Read a sweep over the learning rates of a run, or over condition numbers."""
        question: RateSweep | KappaSweep | None
        if child(node, "kappa") is not None:
            kappa_form = attempt(node, KappaSweepForm, self.findings)
            if kappa_form is None:
                return None
            kappas = numbers(kappa_form.kappa)
            question = self._made(
                node, lambda: KappaSweep(kappas, kappa_form.optimizer, kappa_form.by)
            )
        else:
            form = attempt(node, RateSweepForm, self.findings)
            if form is None or not self._known(form.run, runs, "run"):
                return None
            run = known.get(form.run.text)
            if run is None:  # it has a mistake of its own
                return None
            lrs = numbers(form.lr)
            question = self._made(
                node, lambda: RateSweep(run, lrs, form.until, form.of, form.watched)
            )
        return None if question is None else SweepSpec(name, question, node.place)

    def moments(self, name: str, node: Node) -> MomentsSpec | None:
        form = attempt(node, MomentsForm, self.findings)
        if form is None:
            return None
        start = form.objective.default_start if form.start is None else form.start
        run = self._made(
            node,
            lambda: SampledRun(form.objective, form.lr, start, form.steps, form.batch),  # type: ignore[arg-type]
        )
        return None if run is None else MomentsSpec(name, run, node.place)

    def tally(self, name: str, node: Node) -> TallySpec | None:
        form = attempt(node, TallyForm, self.findings)
        if form is None:
            return None
        return TallySpec(name, Tally(form.truth, form.verdict, form.advice), node.place)

    def value(self, name: str, node: Node) -> ValueSpec | None:
        if isinstance(node, Scalar):
            return ValueSpec(name, node.text, node.place)
        self.findings.add(node.place, "a value is one expression", "put it in quotes")
        return None

    def _known(self, name: Scalar, names: Collection[str], what: str) -> bool:
        if name.text in names:
            return True
        hint = did_you_mean(name.text, names)
        self.findings.add(name.place, f"there is no {what} {name.text}", hint)
        return False

    def _made(self, node: Node, make: Callable[[], T]) -> T | None:
        """Return what ``make`` makes; a value that makes no sense is a mistake of the node."""
        try:
            return make()
        except ValueError as error:
            self.findings.add(node.place, str(error))
            return None


def numbers(given: tuple[float, ...] | RangeForm) -> tuple[float, ...]:
    """Return the numbers of a list, or of a range whose numbers are the same factor apart."""
    if not isinstance(given, RangeForm):
        return given
    factor = given.to / given.from_
    inner = (given.from_ * factor ** (i / (given.count - 1)) for i in range(1, given.count - 1))
    return (given.from_, *inner, given.to, *given.also)


def attempt(node: Node, hint: type[T], findings: Findings) -> T | None:
    """Return a node read as one of the forms, or None after noting its mistakes."""
    with findings:
        form: T = read(node, hint, Context())
        return form
    return None


def identifier(name: Scalar, what: str, findings: Findings) -> None:
    """Note a name that no expression could use."""
    if not IDENTIFIER.fullmatch(name.text):
        better = re.sub(r"[^A-Za-z0-9]+", "_", name.text).strip("_")
        hint = f"write {better}" if IDENTIFIER.fullmatch(better) else ""
        message = f"{name.text} cannot name a {what}: letters, digits and _"
        findings.add(name.place, message, hint)


def child(node: Node | None, key: str) -> Node | None:
    """Return the value of a key, or None where there is no such mapping or key."""
    return node.get(key) if isinstance(node, Map) else None


def pairs(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    """Return the keys and values of a mapping; nothing for anything else."""
    return node.items if isinstance(node, Map) else ()
