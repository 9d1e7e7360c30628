"""One frame of a map in the making, and what its drawing needs to know about the walkers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from gdmath.run import Trajectory
from scenes.axes import Plane
from scenes.box import Box
from scenes.descent_2d.geometry import Rect
from scenes.descent_2d.state import OF_A_SWARM, Layer, State, Walker
from scenes.descent_2d.strokes import mixed
from scenes.descent_2d.thin import FEW, TOLERANCE, thinned
from scenes.ease import smooth
from scenes.look import Palette
from scenes.parts import faded

if TYPE_CHECKING:
    from manim import Mobject, VGroup

BEHIND = "ellipse at"
"""How the names of parts begin that lie among the contours, labels and all."""
_NEARBY = 1e6
"""Scene units within which a path matters to the texts on a map."""


@dataclass(slots=True)
class Sheet:
    """One frame: what to show, the plane to show it on, its parts so far, where texts stand.

    ``sight`` is the plane in sight: that of the sheet but for texts in a zoom (``at_rest``).
    ``covered`` is where boards hide the map. A point on its way to one that is not finite waits
    where it is; one that has become NaN stands where it last was a number.
    """

    state: State
    plane: Plane
    runs: Mapping[str, Trajectory]
    palette: Palette
    sight: Plane
    parts: dict[str, Mobject] = field(default_factory=dict)
    taken: list[Rect] = field(default_factory=list)
    covered: list[Rect] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The map's rectangle of the frame."""
        return self.plane.box

    @property
    def casing(self) -> str:
        """The colour of the edge round what lies on the map."""
        return self.palette.background

    def at(self, points: Array) -> Array:
        """Return data points (..., 2) as scene points (..., 2)."""
        with np.errstate(over="ignore", invalid="ignore"):
            placed: Array = self.plane.to_scene(points)[..., :2]
        return placed

    def at_rest(self) -> Sheet:
        """Return the sheet for texts: on the plane they have, or will have, when nothing zooms.

        It adds to the same parts.
        """
        state = self.state
        window = state.before if state.change < 0.5 else state.window
        return replace(self, plane=Plane(self.box, window), sight=self.plane)

    def drift(self, point: Array) -> Array:
        """Return how far (2,) a point of this sheet is moved by a zoom, in scene units."""
        if self.sight == self.plane:
            return np.zeros(2)
        there: Array = self.sight.to_scene(self.plane.to_data(point))[:2]
        return there - point

    def add(self, name: str, mobject: Mobject | None) -> None:
        """Add a part, if there is one."""
        if mobject is not None:
            self.parts[name] = mobject

    def write(self, name: str, text: VGroup, place: Rect, opacity: float) -> None:
        """Add a text at its place, which is then taken."""
        self.taken.append(place)
        if opacity > 0:
            center = place.left + place.width / 2, place.bottom + place.height / 2, 0.0
            self.parts[name] = faded(text.copy().move_to(np.array(center)), opacity)

    def busy(self, passing: str) -> Array:
        """Return points (n, 2) close along everything drawn so far, and all over the boards.

        Parts whose names end in ``passing`` come and go: no reason for a text to do so.
        """
        points = [
            member.points[:, :2]
            for name, mobject in self.parts.items()
            if not name.endswith(passing) and not name.startswith(BEHIND)
            for member in mobject.family_members_with_points()
        ]
        points += [place.filled() for place in self.covered]
        return np.concatenate(points) if points else np.zeros((0, 2))

    def seen(self, walker: Walker, layer: Layer) -> float:
        """Return how much of a layer is seen at a walker."""
        if walker.seeds and layer not in OF_A_SWARM:
            return 0.0
        return walker.seen * self.state.opacity(layer, walker.run)

    def color(self, walker: Walker) -> str:
        """Return a walker's colour; one that was turned beyond the wall warns."""
        if walker.dial is not None and self.is_beyond(walker):
            return self.palette.warning
        if not walker.color:
            return self.palette.runs[walker.style % len(self.palette.runs)]
        return self.palette.of(walker.color)

    def tint(self, walker: Walker) -> str:
        """Return a walker's colour for text, lighter."""
        return mixed(self.color(walker), self.palette.ink, 0.35)

    def is_beyond(self, walker: Walker) -> bool:
        """Tell whether a walker's learning rate is at or beyond its wall."""
        trajectory = self.runs[walker.run]
        return trajectory.lr >= trajectory.wall

    @property
    def calm(self) -> float:
        """How much of the texts is seen: they leave while the window changes."""
        change = self.state.change
        return 1.0 if change >= 1 else max(1 - smooth(3 * change), smooth(3 * change - 2))

    def minimum(self, walker: Walker) -> Array | None:
        """Return the minimum (2,) in scene units, if it is known."""
        minimum = self.runs[walker.run].run.objective.minimum
        return None if minimum is None else self.at(minimum)

    def position(self, walker: Walker) -> Array:
        """Return where a walker stands, in data (2,): at an iterate, or on its way to the next."""
        x = self.runs[walker.run].x
        k = int(walker.at)
        here: Array = x[k]
        while k > 0 and np.isnan(here).any():
            k, here = k - 1, x[k - 1]
        if walker.at != int(walker.at) and np.isfinite(x[int(walker.at) + 1]).all():
            here = here + (walker.at - k) * (x[k + 1] - here)
        return here

    def ahead(self, walker: Walker) -> Array:
        """Return the way (2,) to the next iterate in scene units; zero at the end of the run."""
        x = self.runs[walker.run].x
        k = int(walker.at) + 1
        if k >= len(x) or not np.isfinite(x[k]).all():
            return np.zeros(2)
        return self.at(x[k]) - self.at(self.position(walker))

    def is_still(self, walker: Walker) -> bool:
        """Tell whether the step a walker takes next, or is taking, is too short to be seen."""
        x, k = self.runs[walker.run].x, int(walker.at)
        if k + 1 >= len(x) or not np.isfinite(x[k + 1]).all():
            return False
        way = self.at(x[k + 1]) - self.at(x[k])
        return bool(np.hypot(*way) < TOLERANCE)

    def home(self, walker: Walker) -> Array:
        """Return the way (2,) to the minimum in scene units; zero when it is not known."""
        minimum = self.minimum(walker)
        return np.zeros(2) if minimum is None else minimum - self.at(self.position(walker))

    def gradient(self, walker: Walker) -> Array:
        """Return the gradient's arrow (2,) in scene units, at the scale of the state."""
        position = self.position(walker)
        slope = self.runs[walker.run].run.objective.grad(position)
        scale = self.state.scale or 1.0
        with np.errstate(over="ignore", invalid="ignore"):
            arrow: Array = self.at(position + scale * slope) - self.at(position)
        return arrow

    def reach(self, walker: Walker) -> Array:
        """Return points (n, 2), in scene units, along all of a run's way and its first gradient."""
        trajectory = self.runs[walker.run]
        first = trajectory.x[walker.since]
        tip = first + (self.state.scale or 1.0) * trajectory.grad[walker.since]
        way = self.at(np.vstack((tip, trajectory.x[walker.since :])))
        way = way[np.abs(way).max(axis=-1) < _NEARBY]
        way = way if len(way) <= FEW else np.vstack((way[:1], thinned(way[1:], 0.05)))
        legs = way[:-1, None] + np.linspace(0, 1, 12)[:, None] * np.diff(way, axis=0)[:, None]
        along: Array = legs.reshape(-1, 2)
        return along

    def leaving(self, walker: Walker, k: int) -> list[Array]:
        """Return the ways (2,) in which lines may leave iterate ``k``, in scene units."""
        trajectory = self.runs[walker.run]
        here = self.at(trajectory.x[k])
        next_to = [j for j in (k - 1, k + 1) if 0 <= j <= trajectory.steps]
        ways = [self.at(trajectory.x[j]) - here for j in next_to]
        if self.state.scale is not None and self.seen(walker, "gradient") > 0:
            tip = trajectory.x[k] + self.state.scale * trajectory.grad[k]
            ways.append(self.at(tip) - here)
        minimum = self.minimum(walker)
        if minimum is not None and (
            self.seen(walker, "direction") > 0
            or self.seen(walker, "angle") > 0
            or self.state.opacity("minimum") > 0
        ):
            ways.append(minimum - here)
        if self.seen(walker, "components") > 0 and k < trajectory.steps:
            across, up = self.at(trajectory.x[k + 1]) - here
            ways += [np.array([across, 0.0]), np.array([0.0, up])]
        if self.seen(walker, "drops") > 0:
            ways += [np.array([0.0, -2.0]), np.array([-2.0, 0.0])]
        return [way for way in ways if np.isfinite(way).all()]
