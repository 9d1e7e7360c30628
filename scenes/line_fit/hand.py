"""What a hand does to a line through dots: it turns the dials and stretches the feature."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.ease import mix, smooth
from scenes.line_fit.state import Line, State

if TYPE_CHECKING:
    from scenes.line_fit.stage import LineFit


@dataclass(frozen=True, slots=True)
class Set:
    """Turns the dials by hand: the line glides to another intercept and slope.

    The first time, the line appears there. A run's line that is alone is taken over by the hand.

    Attributes
    ----------
    intercept, slope : float
        Where to; what is left out stays.
    """

    intercept: float | None = None
    slope: float | None = None

    def length(self, state: State, stage: LineFit) -> float:
        """Return 1.2 seconds; 0.8 for a line that appears."""
        return 1.2 if self.held(state) else 0.8

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Glide, intercept and slope together."""
        line, part = self.held(state), smooth(alpha)
        if line is None:
            new = Line(None, hand=self.target(None, state, stage), by_hand=1.0)
            new = replace(new, style=state.free_style, seen=mix(0.0, 1.0, part))
            return replace(state, lines=(*state.lines, new))
        target = self.target(line, state, stage)
        if line.run is None:
            first, second = (mix(a, b, part) for a, b in zip(line.hand, target, strict=True))
            moved = replace(line, hand=(first, second))
        elif alpha >= 1:
            moved = Line(None, hand=target, by_hand=1.0, style=line.style)
        else:
            moved = replace(line, hand=target, by_hand=part)
        return replace(state, lines=tuple(moved if one is line else one for one in state.lines))

    def held(self, state: State) -> Line | None:
        """Return the line that the hand holds or takes over; None when it brings its own."""
        own = [line for line in state.lines if line.run is None]
        return own[0] if own else state.front if len(state.lines) == 1 else None

    def target(self, line: Line | None, state: State, stage: LineFit) -> tuple[float, float]:
        """Return where the weights go, given the line they leave."""
        now = (0.0, 0.0) if line is None else stage.dots.weights(line, state.stretch).tolist()
        return (
            now[0] if self.intercept is None else self.intercept,
            now[1] if self.slope is None else self.slope,
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Measures the feature in another unit: every dot moves to ``to`` times its first input.

    Attributes
    ----------
    to : float
        How many times the inputs are as large as at first; 1 brings them back.
    carry : bool
        Whether a line set by hand stays on its dots: its slope shrinks as they spread. Else the
        weights stay, so a line that fitted no longer does.
    """

    to: float
    carry: bool = False

    def length(self, state: State, stage: LineFit) -> float:
        """Return two seconds."""
        return 2.0

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Spread the dots along the axis."""
        stretch = mix(state.stretch, self.to, smooth(alpha))
        spread = replace(state, stretch=stretch)
        if not self.carry:
            return spread
        narrower = state.stretch / stretch
        lines = (
            replace(line, hand=(line.hand[0], line.hand[1] * narrower)) for line in state.lines
        )
        return replace(spread, lines=tuple(lines))
