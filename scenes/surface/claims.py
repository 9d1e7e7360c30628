"""What a surface claims: seen from straight above, what its map claims; in space, nothing yet."""

from __future__ import annotations

from collections.abc import Iterable

from scenes.claims import Claim
from scenes.descent_2d.claims import claims as of_the_map
from scenes.look import Look
from scenes.surface.stage import Surface
from scenes.surface.state import State


def claims(stage: Surface, state: State, look: Look) -> Iterable[Claim]:
    """Return the claims of a surface."""
    return of_the_map(stage.map, state.map, look) if state.camera.is_map else ()
