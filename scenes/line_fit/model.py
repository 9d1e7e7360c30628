"""The dots and the line as the objective knows them: weights, predictions, errors, losses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np

from gdmath.array import Array
from gdmath.objectives import FiveDots, LeastSquares, Objective, Reduction, least_squares
from gdmath.run import Trajectory
from scenes.ease import mix
from scenes.line_fit.state import Line, Params
from scenes.stage import Mistake

_AGREE = 0.01
"""Losses that differ by less, as a share, are taken for the same: runs in few digits round."""
_COMPARED = 4
"""Iterates at which they are compared."""


class Dots:
    """The dots of an objective, and the lines of runs through them.

    Every loss, error and gradient is the objective's own; where the feature is stretched, that
    of the same dots at stretched inputs.

    Raises
    ------
    Mistake
        When the objective is not the loss of a line on dots.
    """

    def __init__(self, params: Params, runs: Mapping[str, Trajectory]) -> None:
        fit = _line_fit(params.objective)
        self.inputs: Array = np.array([float(row[1]) for row in fit.rows])
        self.targets: Array = np.array([float(target) for target in fit.targets])
        self.is_sum = fit.reduction is Reduction.SUM
        self._missing = params.weights == "missing"
        self._runs = runs
        self._at_first = fit
        self._stretched = lru_cache(maxsize=256)(self._stretch)

    @property
    def count(self) -> int:
        """How many dots there are."""
        return len(self.inputs)

    def objective(self, stretch: float) -> LeastSquares:
        """Return the loss of a line on the dots with stretched inputs."""
        return self._at_first if stretch == 1 else self._stretched(stretch)

    def _stretch(self, stretch: float) -> LeastSquares:
        return least_squares(
            inputs=tuple((stretch * self.inputs).tolist()),
            targets=tuple(self.targets.tolist()),
            reduction=self._at_first.reduction,
        )

    def best(self, stretch: float) -> Array:
        """Return the best line's weights, (2,).

        Raises
        ------
        Mistake
            When the dots do not settle them.
        """
        best = self.objective(stretch).minimum
        if best is None:
            raise Mistake("these dots have no single best line: nothing can be missing from it")
        return best

    def weights(self, line: Line, stretch: float) -> Array:
        """Return intercept and slope of a line, (2,); they may be infinite or NaN."""
        hand = np.array(line.hand)
        if line.by_hand >= 1 or line.run is None:
            return hand
        x, k = self._runs[line.run].x, int(line.at)
        with np.errstate(all="ignore"):
            own: Array = x[k] if line.at == k else x[k] + (line.at - k) * (x[k + 1] - x[k])
            if self._missing:
                own = self.best(stretch) - own
            if line.by_hand > 0:
                own = np.array([mix(a, b, line.by_hand) for a, b in zip(own, hand, strict=True)])
        return own

    def rank(self, line: Line, stretch: float, at: float) -> float:
        """Return how high a line's label belongs: the line's height after its first step.

        It does not change while the line moves; ``at`` is where the height is taken.
        """
        assert line.run is not None
        first = min(line.since + 1, self._runs[line.run].steps)
        w = self.weights(replace(line, at=float(first), by_hand=0.0), stretch)
        with np.errstate(all="ignore"):
            return float(np.nan_to_num(w[0] + w[1] * at))

    def picks(self, line: Line) -> tuple[int, ...]:
        """Return the dots whose gradient makes the line's next step; none at a run's end."""
        if line.run is None:
            return ()
        trajectory, k = self._runs[line.run], int(line.at)
        optimizer = trajectory.run.optimizer
        if k >= trajectory.steps or not hasattr(optimizer, "picks"):
            return ()
        return tuple(optimizer.picks(k, self.count).tolist())

    def check_run(self, run: str, stretch: float) -> None:
        """Raise ``Mistake`` for a run that walks on another loss than these dots'.

        Losses are compared, not names: those of a bowl and of the dots it stands for agree.
        """
        trajectory = self._runs[run]
        dim = trajectory.run.objective.dim
        if dim != 2:
            raise Mistake(f"a line has two weights, {run} has {dim}")
        if self._apart(trajectory, stretch, self._missing) is None:
            return
        own, dots = self._apart(trajectory, stretch, self._missing) or (0.0, 0.0)
        other = "line" if self._missing else "missing"
        fits = self._apart(trajectory, stretch, not self._missing) is None
        hint = f"; its parameters fit with weights: {other}" if fits else ""
        raise Mistake(
            f"{run} walks on another loss than these dots': where it has {own:g}, the line has "
            f"{dots:g}{hint}"
        )

    def _apart(
        self, trajectory: Trajectory, stretch: float, missing: bool
    ) -> tuple[float, float] | None:
        """Return the first two losses of a run and its line that differ; None if none do."""
        fit = self.objective(stretch)
        if missing and (fit.minimum is None or fit.f_min is None):
            return math.nan, math.nan
        floor = trajectory.run.objective.f_min
        for k in range(min(_COMPARED, trajectory.steps + 1)):
            w, own = trajectory.x[k], float(trajectory.f[k])
            if missing:
                assert fit.minimum is not None
                w, own = fit.minimum - w, own - (floor or 0.0) + (fit.f_min or 0.0)
            dots = float(fit.value(w))
            if math.isfinite(own) and not math.isclose(own, dots, rel_tol=_AGREE, abs_tol=1e-9):
                return own, dots
        return None


def _line_fit(objective: Objective) -> LeastSquares:
    fit = objective.as_least_squares() if isinstance(objective, FiveDots) else objective
    if not isinstance(fit, LeastSquares):
        raise Mistake("a line needs dots: the objective must be five_dots or least_squares")
    if fit.dim != 2 or any(row[0] != 1 for row in fit.rows):
        raise Mistake("a line has an intercept and a slope: give least_squares its inputs")
    return fit
