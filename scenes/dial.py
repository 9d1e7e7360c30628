"""The learning rate as a dial: what a run does at any rate it is turned to, exactly.

A run that was turned is not walked again, nor bent between two runs: its iterates at the new rate
come from the closed form of ``gdmath.closed_form``, which knows descent and momentum on a bowl.
So a map and a plot that are turned by one cue show the same run at every moment of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from gdmath.closed_form import closed_form, dialled
from gdmath.run import Trajectory, Unknown
from scenes.ease import mix, smooth
from scenes.places import Turned
from scenes.stage import Mistake

TURN_S = 2.5
"""Seconds of a turn."""


@dataclass(frozen=True, slots=True)
class Dial:
    """The learning rate and the momentum that a run was turned to (None: its own)."""

    lr: float
    momentum: float | None = None

    @property
    def settings(self) -> Turned:
        """What was turned, by its names in a script."""
        momentum = () if self.momentum is None else (("momentum", self.momentum),)
        return (("lr", self.lr), *momentum)


def turned(trajectory: Trajectory, dial: Dial | None) -> Trajectory:
    """Return what a run does at the rate it was turned to.

    Raises
    ------
    Unknown
        When the run has no closed form.
    ValueError
        When its optimizer cannot take the number.
    """
    if dial is None:
        return trajectory
    return closed_form(dialled(trajectory.run, dial.lr, dial.momentum))


def turning(
    trajectory: Trajectory,
    before: Dial | None,
    lr: float | None,
    momentum: float | None,
    alpha: float = 1.0,
) -> Dial:
    """Return where a dial stands ``alpha`` of its way from where it was, evenly in the rate.

    What is None is left where it was.
    """
    before = before or Dial(trajectory.lr)
    share = smooth(alpha)
    rate = before.lr if lr is None else mix(before.lr, lr, share)
    push = before.momentum
    if momentum is not None:
        own: float = trajectory.run.optimizer.momentum  # type: ignore[attr-defined]
        push = mix(own if push is None else push, momentum, share)
    return Dial(rate, push)


def must_turn(
    name: str, trajectory: Trajectory, before: Dial | None, lr: float | None, momentum: float | None
) -> Dial:
    """Return where a dial stands when it has been turned.

    Raises
    ------
    Mistake
        When there is nothing to turn to, or the run cannot be turned there.
    """
    if lr is None and momentum is None:
        raise Mistake("say what to turn to: to, momentum, or both")
    try:
        before = before or Dial(trajectory.lr)
        there = Dial(
            before.lr if lr is None else lr, before.momentum if momentum is None else momentum
        )
        turned(trajectory, there)
    except (Unknown, ValueError) as reason:
        raise Mistake(f"the rate of {name} cannot be turned: {reason}") from None
    return there
