"""A loss along one parameter: walkers on its curve, or each iterate against the one before."""

from scenes.descent_1d.stage import Descent1D
from scenes.descent_1d.state import Params, State

__all__ = ["KIND", "Descent1D", "Params", "State"]

KIND = Descent1D
