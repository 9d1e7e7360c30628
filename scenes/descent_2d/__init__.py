"""A map of the loss seen from above, with runs walking on it: arrows, steps and paths."""

from scenes.descent_2d.stage import Descent2D
from scenes.descent_2d.state import Params, State

__all__ = ["KIND", "Descent2D", "Params", "State"]

KIND = Descent2D
