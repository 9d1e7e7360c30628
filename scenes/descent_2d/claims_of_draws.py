"""What a map claims of random draws: the dots of a swarm, estimates, and the samples' gradients."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.claims import Arrow, Chart, Claim, Dot, Unmeasured
from scenes.descent_2d.stage import Descent2D
from scenes.descent_2d.state import State, Walker
from scenes.ease import smooth
from scenes.look import Palette
from scenes.outlines import marker
from scenes.places import Iterate, Toward, Vote

_DOT = 0.06
_MOST, _STEPS = 120, 400
"""So many draws, of so many steps, are followed; of larger swarms nothing is claimed."""
_ARROWS = 12


def swarm(
    stage: Descent2D, state: State, chart: Chart, walker: Walker, palette: Palette
) -> Iterator[Claim]:
    """Yield the dots of a swarm: all of them, for one that is not known may touch another."""
    if state.opacity("trail", walker.run) > 0:
        yield Unmeasured("trails of swarms, faint")
    if state.opacity("spread", walker.run) > 0:
        yield Unmeasured("spreads of swarms, dashed")
    if walker.seeds > _MOST or walker.at > _STEPS:
        yield Unmeasured("large swarms")
        return
    color, outline = stage.color(state, walker), marker(walker.style, _DOT)
    part = f"{walker.run} dots"
    for i in range(walker.seeds):
        place = Iterate(str(walker.run), walker.at, draw=i)
        yield Dot(part, chart, place, color, outline, walker.seen, cased=True)


def estimates(
    stage: Descent2D, state: State, chart: Chart, walker: Walker, palette: Palette
) -> Iterator[Claim]:
    """Yield the arrows of the gradients that the next steps are made with, while runs rest."""
    seen = walker.seen * state.opacity("estimate", walker.run)
    if seen <= 0 or walker.at != int(walker.at) or walker.seeds > _MOST:
        return
    if walker.at >= stage.runs[walker.run].steps:  # no step is left
        return
    run, at, reach = str(walker.run), walker.at, state.scale or 1.0
    for i in range(min(walker.seeds or 1, _ARROWS)):
        tip = Toward(run, at, "estimate", reach, draw=i)
        name, tail = f"{run} estimate {i}", Iterate(run, at, draw=i)
        yield Arrow(name, chart, tail, tip, palette.noise, opacity=seen * walker.arrow)


def votes(
    stage: Descent2D, state: State, chart: Chart, walker: Walker, palette: Palette
) -> Iterator[Claim]:
    """Yield the arrow of each sample's gradient, and that of their mean."""
    seen = walker.seen * state.opacity("samples", walker.run)
    if seen <= 0:
        return
    run, reach = str(walker.run), state.scale or 1.0
    shrunk, chained = smooth(2 * walker.averaged), smooth(2 * walker.averaged - 1)
    samples: int = stage.runs[walker.run].run.objective.samples  # type: ignore[attr-defined]
    for i in range(samples):
        tail, tip = (
            Vote(run, walker.at, i, reach, shrunk, chained, is_tip) for is_tip in (False, True)
        )
        light = min(3 * seen, 1.0)
        yield Arrow(f"{run} sample {i + 1}", chart, tail, tip, palette.noise, opacity=light)
    mean = seen * smooth(3 * walker.averaged - 2)
    if mean > 0 and state.opacity("gradient", walker.run) <= 0:
        here, tip_of_mean = Iterate(run, walker.at), Toward(run, walker.at, "gradient", reach)
        yield Arrow(f"{run} mean", chart, here, tip_of_mean, palette.gradient, opacity=mean)
