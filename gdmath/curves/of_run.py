"""The loss curve of a run: its loss at every so many steps, also on samples it has not seen."""

from __future__ import annotations

from gdmath.curves.curve import LossCurve
from gdmath.objectives import Network
from gdmath.objectives.two_moons import validation
from gdmath.trajectory import Trajectory


def curve_of(
    trajectory: Trajectory, every: int = 1, validation_seed: int | None = None
) -> LossCurve:
    """Return the losses of a run at steps 0, ``every``, 2 ``every``, ... and at its last step.

    What the curve calls an epoch is then ``every`` steps. With ``validation_seed`` the run's
    network is also judged by the two moons that ``validation`` draws with this seed.

    Raises
    ------
    ValueError
        When ``every`` is below 1, or there is a seed and the run trains no network.
    """
    if every < 1:
        raise ValueError(f"every must be a whole number of at least 1, not {every}")
    picked = [*range(0, trajectory.steps, every), trajectory.steps]
    train = trajectory.f[picked]
    if validation_seed is None:
        return LossCurve(train)
    model = trajectory.run.objective
    if not isinstance(model, Network):
        raise ValueError("only a run that trains a network has a validation loss")
    judged, w = model.on(validation(validation_seed)), trajectory.x[picked]
    return LossCurve(train, judged.value(w), judged.accuracy(w))
