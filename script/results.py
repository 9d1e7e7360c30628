"""The named results of a lesson, of every sort, and the types of the references to them.

A lesson gives names to what gdmath computes for it: runs, loss curves, sweeps, expectations. They
share one namespace with the lesson's values. A field of ``RunName`` takes the name of a run, a
field of ``RunName | CurveName`` that of either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from gdmath.curves import LossCurve
from gdmath.moments import ExpectedRun
from gdmath.run import Trajectory
from gdmath.steps_needed import StepsNeeded

Result: TypeAlias = Trajectory | LossCurve | StepsNeeded | ExpectedRun
"""What a name of a lesson may stand for, beside numbers; a script may read its ``PUBLIC``."""


class ResultName(str):
    """The name of a result; ``pipeline`` gives a panel the results that its values name."""

    __slots__ = ()


class RunName(ResultName):
    """The name of a run of the lesson."""

    __slots__ = ()


class CurveName(ResultName):
    """The name of a loss curve of the lesson."""

    __slots__ = ()


class SweepName(ResultName):
    """The name of a sweep of the lesson."""

    __slots__ = ()


class MomentsName(ResultName):
    """The name of an expectation (``moments:``) of the lesson."""

    __slots__ = ()


SORTS: Mapping[type[ResultName], tuple[str, type[Result]]] = {
    RunName: ("run", Trajectory),
    CurveName: ("curve", LossCurve),
    SweepName: ("sweep", StepsNeeded),
    MomentsName: ("expectation", ExpectedRun),
}
"""Each type of reference, with what a writer calls its result and what that is."""


def sort_of(value: object) -> str:
    """Return what a writer calls a result: ``run``, ``curve``, ...; empty for anything else."""
    return next((word for word, sort in SORTS.values() if isinstance(value, sort)), "")


def a_or_an(sort: str) -> str:
    """Return what a writer calls a result, with its article."""
    return f"{'an' if sort[0] in 'aeiou' else 'a'} {sort}"


def named(sorts: Collection[type[ResultName]]) -> str:
    """Return the sorts as a writer would say them: ``run, curve or moments``."""
    *first, last = (SORTS[sort][0] for sort in sorts)
    return f"{', '.join(first)} or {last}" if first else last
