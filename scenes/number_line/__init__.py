"""A line of numbers on which runs jump, with zones, levels and a pointer."""

from scenes.number_line.stage import NumberLine
from scenes.number_line.state import Params, State

__all__ = ["KIND", "NumberLine", "Params", "State"]

KIND = NumberLine
