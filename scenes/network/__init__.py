"""A small network in training: the boundary it draws between two moons, or its weights."""

from scenes.network.stage import NetworkStage
from scenes.network.state import Params, State

__all__ = ["KIND", "NetworkStage", "Params", "State"]

KIND = NetworkStage
