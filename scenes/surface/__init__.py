"""A loss of two parameters as a surface in space, with runs walking on it."""

from scenes.surface.stage import Surface
from scenes.surface.state import Params, State

__all__ = ["KIND", "Params", "State", "Surface"]

KIND = Surface
