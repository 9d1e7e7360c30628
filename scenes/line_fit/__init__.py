"""Dots and a line through them: the model that a point of the map stands for."""

from scenes.line_fit.stage import LineFit
from scenes.line_fit.state import Params, State

__all__ = ["KIND", "LineFit", "Params", "State"]

KIND = LineFit
