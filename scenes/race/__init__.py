"""A grid of small maps on which runs race, landscape by landscape, optimizer by optimizer."""

from scenes.race.stage import Race
from scenes.race.state import Params, State

__all__ = ["KIND", "Params", "Race", "State"]

KIND = Race
