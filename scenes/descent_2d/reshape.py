"""A bowl that becomes another one: its rings are squeezed, or grow, before the eyes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gdmath.objectives import Objective, Quadratic, quadratic, quadratic_form
from scenes.descent_2d.state import State
from scenes.ease import mix, smooth
from scenes.stage import Mistake

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D


@dataclass(frozen=True, slots=True)
class Reshape:
    """Turns the mapped bowl into another one: each curvature grows, or shrinks, at an even rate.

    Every picture on the way is the map of a bowl. From then on runs on the new one can start.

    Attributes
    ----------
    objective : Objective
        A bowl round the origin whose parameters do not mix, as the mapped one must be.
    """

    objective: Objective

    def length(self, state: State, stage: Descent2D) -> float:
        """Return two seconds."""
        return 2.0

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Mix the curvatures by their ratio."""
        if alpha >= 1:
            return replace(state, form=self.objective)
        old, new = (plain_bowl(one) for one in (stage.mapped(state), self.objective))
        part = smooth(alpha)
        curvatures = tuple(
            a * (b / a) ** part
            for a, b in zip(old.curvatures.tolist(), new.curvatures.tolist(), strict=True)
        )
        return replace(state, form=quadratic(curvatures, c=mix(old.c, new.c, part)))


def check_reshape(action: Reshape, state: State, mapped: Objective) -> None:
    """Raise ``Mistake`` when there is no way of bowls, or a run in the way."""
    for objective in (mapped, action.objective):
        plain_bowl(objective)
    if state.walkers:
        raise Mistake(f"{state.walkers[0].run} walks on the bowl as it is: clear it first")


def plain_bowl(objective: Objective) -> Quadratic:
    """Return an objective as a bowl round the origin along the axes; ``Mistake`` for another."""
    found = quadratic_form(objective)
    if (
        found is None
        or found.dim != 2
        or not found.is_diagonal
        or any(found.b)
        or min(found.curvatures) <= 0
    ):
        raise Mistake(
            "only a bowl round the origin becomes another one: quadratic with two curvatures "
            "above 0"
        )
    return found
