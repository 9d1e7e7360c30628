"""Live values: what a program has computed after so many steps of a run."""

from __future__ import annotations

import numpy as np

from gdmath.array import Array
from gdmath.run import Trajectory
from scenes.code.model import Quantity, Watch
from scenes.stage import Mistake

_LONGEST = 9
"""Characters of a number, before it is shown in powers of ten."""
_MOST = 3
"""Numbers of a vector that are shown."""
_ALL = 2000
"""Steps up to which the widest entry is looked for."""
OF_STEP = frozenset({"step", "step_len", "lr"})


def entry(watch: Watch, trajectory: Trajectory, k: int) -> str:
    """Return the value of iterate (or step) ``k``: nothing for one that there is not."""
    values = _values(trajectory, watch.of)
    if not 0 <= k < len(values):
        return ""
    if watch.of == "k":
        return f"{watch.name} = {k}"
    numbers = [shown(float(value), watch.format) for value in np.atleast_1d(values[k])]
    inside = ", ".join(numbers)
    return f"{watch.name} = ({inside})" if len(numbers) > 1 else f"{watch.name} = {inside}"


def shown(value: float, spec: str) -> str:
    """Return a number in a format, in powers of ten where it would be long; never minus zero."""
    try:
        text = format(value, spec)
        text = text if len(text) <= _LONGEST else format(value, ".2e")
    except ValueError:
        raise Mistake(f"{spec} is no format of a number, such as .2f") from None
    is_zero = not any(c in text for c in "123456789n")
    return text.removeprefix("-") if is_zero else text


def widest(watch: Watch, trajectory: Trajectory) -> int:
    """Return the characters of the longest entry, or more for a very long run."""
    values = _values(trajectory, watch.of)
    if values.ndim > 1 and values.shape[1] > _MOST:
        raise Mistake(
            f"{watch.name} has {values.shape[1]} numbers: watch f, or one coordinate, instead"
        )
    if len(values) > _ALL:
        count = values.shape[1] if values.ndim > 1 else 1
        return len(watch.name) + 3 + count * (_LONGEST + 2)
    return max((len(entry(watch, trajectory, k)) for k in range(len(values))), default=0)


def _values(trajectory: Trajectory, of: Quantity) -> Array:
    """Return a quantity of every iterate or step, (n,) or (n, d)."""
    if of == "k":
        return np.arange(trajectory.steps + 1, dtype=np.float64)
    if of == "point":
        return trajectory.x
    if of in ("x", "y"):
        axis = "xy".index(of)
        if axis >= trajectory.x.shape[1]:
            raise Mistake("this run has one number: there is no y to watch")
        return trajectory.x[:, axis]
    values: Array = getattr(trajectory, "lrs" if of == "lr" else of)
    return values
