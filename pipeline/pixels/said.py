"""What marks are and stand for, in words."""

from __future__ import annotations

from scenes import places
from scenes.claims import Arrow, Dot, Stroke, Tick


def name(claim: Dot | Arrow | Stroke | Tick) -> str:
    """Return what a claim is and stands for."""
    match claim:
        case Dot(part=part, place=place):
            return f"{part} ({said(place)})"
        case Arrow(part=part, tip=tip):
            return f"{part} arrow ({said(tip)})"
        case Stroke(part=part, places=ends):
            return f"{part} line ({said(ends[0])} to {said(ends[-1])})"
        case Tick(axis=axis, value=value):
            return f"tick {value:g} {axis}"


def said(place: places.Place) -> str:
    """Return what a place is."""
    match place:
        case places.Given(across=across, up=up):
            return f"{across:g}, {up:g}"
        case places.Iterate(run=run, at=at, draw=draw):
            of = f"{run}, draw {draw}" if draw else run
            return f"iterate {at:g} of {of}" if at == int(at) else f"{of} at {at:.2f}"
        case places.Toward(run=run, at=at, along=along):
            return f"{along} of {run} at {at:.2f}"
        case places.Headed(run=run, at=at, way=way):
            return f"{way if isinstance(way, str) else f'{way:g} degrees'} of {run} at {at:g}"
        case places.Vote(run=run, at=at, index=index):
            return f"sample {index} of {run} at {at:g}"
        case places.OnSlice(run=run, at=at):
            return f"{run or 'probe'} at {at:g} on the curve" if at is not None else "minimum"
        case places.AlongSlice(of=of, along=along):
            return f"{along} at {said(of)}"
        case places.Stair(run=run, at=at):
            return f"{run} at {at:g} on the diagonal"
        case places.Ruled(run=run, value=value):
            return f"{value:g} after a step of {run}"
        case places.Fitted(run=run, at=at, input=value):
            return f"{run} at {at:g} predicts at {value:g}"
        case places.Minimum():
            return "minimum"
        case places.Sample(index=index):
            return f"dot {index}"
        case places.Boundary(run=run, at=at, across=across):
            return f"boundary of {run} at {at:g} over {across:g}"
        case places.Loss(of=of, at=at, is_judged=is_judged):
            return f"{'validation' if is_judged else 'loss'} of {of} at {at:g}"
        case places.Needed(sweep=sweep, value=value):
            return f"{sweep} at {value:g}"
        case places.Wall(run=run):
            return f"wall of {run}"
