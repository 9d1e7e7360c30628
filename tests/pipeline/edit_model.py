"""A model of a small lesson that is edited: its YAML, and what each beat's picture is made from.

It knows the rules of the language and of two kinds, and nothing of keys, stores or plans: what it
says must be drawn again is a second opinion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from tests.pipeline.small_lessons import FPS

WORDS = (
    *("go", "to", "it", "so", "we", "can", "run", "up"),
    *("hill", "on", "sun", "big", "dog", "sat", "in", "mud"),
)
"""Words of one syllable: the silent voice takes 0.31 s for each."""
WINDOWS = ([-1, 6, -1, 6], [-2, 8, -2, 8], [0, 6, 0, 6])
COLOURS = ("#FFFFFF", "#88CCEE", "#44AA99")
FADE, GROUP = round(0.3 * FPS), 2 * FPS
"""Frames of a fade, and from one IDR picture to the next where a picture rests."""
ITEMS = ("One step.", "Two steps.", "Go on.", "Do stop.")


@dataclass(frozen=True)
class Beat:
    """``mark`` is the word at which the action starts; lengths are tenths of a second."""

    id: str
    words: tuple[str, ...]
    action: tuple[str, int] | None = None
    mark: int | None = None
    length: int = 3
    pause: int = 3


@dataclass(frozen=True)
class Text:
    """The lesson, and versions of what is not in its file."""

    title: str = "A small lesson"
    rate: float = 0.1
    items: tuple[str, ...] = ITEMS[:2]
    cards: tuple[Beat, ...] = (
        Beat("one", WORDS[:4], ("reveal", 0), 2),
        Beat("two", WORDS[4:8], ("reveal", 1)),
    )
    bowl: tuple[Beat, ...] = (
        Beat("look", WORDS[:3]),
        Beat("start", WORDS[3:6], ("start", 0)),
        Beat("step", WORDS[6:9], ("step", 1), 1),
        Beat("wide", WORDS[9:12], ("zoom", 1)),
    )
    colour: str = COLOURS[0]
    code: tuple[tuple[str, int], ...] = (("player", 0), ("statements", 0), ("descent_2d", 0))


def yaml(text: Text) -> str:
    """Return the lesson's file."""
    run = f"{{objective: bowl, optimizer: {{gd: {{lr: {text.rate}}}}}, start: [5, 5], steps: 4}}"
    head = ["lesson: small", f"title: {text.title}", "objective: Take a step.", "minutes: 1"]
    head += ["voice: silent", f"runs: {{good: {run}}}", "scenes:"]
    cards = ["- {id: cards, title: Cards, kind: statements,", f"   with: {{items: {_list(text)}}},"]
    bowl = ["- {id: bowl, title: Bowl, kind: descent_2d,"]
    bowl += [f"   with: {{objective: bowl, window: {WINDOWS[0]}}},"]
    scenes = ((cards, text.cards), (bowl, text.bowl))
    lines = [line for top, beats in scenes for line in (*top, *_beats(beats))]
    return "\n".join(head + lines) + "\n"


def _list(text: Text) -> str:
    return "[" + ", ".join(text.items) + "]"


def _beats(beats: tuple[Beat, ...]) -> Iterator[str]:
    yield "   beats: ["
    for beat in beats:
        said = [f"[m] {w}" if i == beat.mark else w for i, w in enumerate(beat.words)]
        do = ""
        if beat.action is not None:
            name, number = beat.action
            argument = {
                "reveal": str(number),
                "start": "{run: good}",
                "step": f"{{to: {number}}}",
                "zoom": f"{{window: {WINDOWS[number]}}}",
            }[name]
            at = "" if beat.mark is None else "at: m, "
            do = f" do: [{{{name}: {argument}, {at}for: {beat.length / 10}}}],"
        say = " ".join(said)
        yield f"     {{id: {beat.id}, say: '{say}.',{do} pause: {beat.pause / 10}}},"
    yield "   ]}"


def frames(beat: Beat, beats: tuple[Beat, ...]) -> tuple[int, int, int]:
    """Return the frames of a beat, and the first frame and the frames of its action."""
    lead = round(0.5 * FPS) if beat is beats[0] else 0
    start = 0 if beat.mark is None else lead + int(beat.mark * 0.31 * FPS + 1e-9)
    length = max(round(beat.length / 10 * FPS), 1)
    spoken = lead + int(np.ceil(len(beat.words) * 0.31 * FPS - 1e-9))
    total = spoken + round(beat.pause / 10 * FPS)
    return (total, 0, 0) if beat.action is None else (max(total, start + length), start, length)


def _drawn(beat: Beat, beats: tuple[Beat, ...]) -> tuple[int, int, int]:
    """Return ``frames`` of what is drawn: of a long rest at its end two groups of pictures."""
    total, start, length = frames(beat, beats)
    moving = max(1, start + length, FADE if beat is beats[0] else 0)
    return (total if beat is beats[-1] else min(total, moving + 2 * GROUP)), start, length


def pictures(text: Text) -> dict[str, object] | None:
    """Return, by ``scene/beat``, all that a beat's picture is made from; None: it is no lesson."""
    made: dict[str, object] = {}
    code = dict(text.code)
    for scene, beats in (("cards", text.cards), ("bowl", text.bowl)):
        kind = "statements" if scene == "cards" else "descent_2d"
        params = text.items if scene == "cards" else ()
        shown: frozenset[int] = frozenset()
        at, window = -1, 0
        for beat in beats:
            before = shown, at, window
            match beat.action:
                case ("reveal", item) if item < len(text.items):
                    shown |= {item}
                case ("start", _) if at < 0:
                    at = 0
                case ("step", to) if 0 <= at < to:
                    at = to
                case ("zoom", other) if other != window:
                    window = other
                case None:
                    pass
                case _:
                    return None
            ends = beat is beats[0], beat is beats[-1]
            rate = text.rate if at >= 0 else None
            tools = text.colour, code["player"], code[kind]
            timed = beat.action, *_drawn(beat, beats)
            made[f"{scene}/{beat.id}"] = (kind, params, before, timed, ends, rate, tools)
        if not beats:
            return None
    return made


def edited(text: Text, draw: np.random.RandomState) -> Text:
    """Return the lesson after one random edit that leaves it a lesson."""
    while True:
        edit = EDITS[draw.randint(len(EDITS))]
        new = edit(text, draw)
        if new != text and pictures(new) is not None:
            return new


def _some(draw: np.random.RandomState) -> tuple[str, ...]:
    return tuple(draw.choice(WORDS, draw.randint(1, 6)))


def _scene(text: Text, draw: np.random.RandomState) -> tuple[str, list[Beat]]:
    name = ("cards", "bowl")[draw.randint(2)]
    return name, list(getattr(text, name))


def _action(scene: str, draw: np.random.RandomState) -> tuple[str, int] | None:
    names = ("reveal",) if scene == "cards" else ("step", "zoom", "start")
    pick = draw.randint(len(names) + 1)
    if pick == len(names):
        return None
    return names[pick], 0 if names[pick] == "start" else int(draw.randint(3))


def _insert(text: Text, draw: np.random.RandomState) -> Text:
    scene, beats = _scene(text, draw)
    new = Beat(f"new-{draw.randint(10**6)}", _some(draw), _action(scene, draw))
    beats.insert(draw.randint(len(beats) + 1), new)
    return replace(text, **{scene: tuple(beats)}) if len(beats) < 6 else text


def _delete(text: Text, draw: np.random.RandomState) -> Text:
    scene, beats = _scene(text, draw)
    del beats[draw.randint(len(beats))]
    return replace(text, **{scene: tuple(beats)})


def _move(text: Text, draw: np.random.RandomState) -> Text:
    scene, beats = _scene(text, draw)
    beats.insert(draw.randint(len(beats)), beats.pop(draw.randint(len(beats))))
    return replace(text, **{scene: tuple(beats)})


def _beat(text: Text, draw: np.random.RandomState, **new: object) -> Text:
    scene, beats = _scene(text, draw)
    which = draw.randint(len(beats))
    change = {name: f(scene, beats[which]) if callable(f) else f for name, f in new.items()}
    beats[which] = replace(beats[which], **change)  # type: ignore[arg-type]
    return replace(text, **{scene: tuple(beats)})


def _reword(text: Text, draw: np.random.RandomState) -> Text:
    return _beat(text, draw, words=_some(draw), mark=None)


def _cue(text: Text, draw: np.random.RandomState) -> Text:
    edits: tuple[dict[str, object], ...] = (
        {"length": int(draw.randint(1, 8))},
        {"pause": int(draw.choice([*range(1, 8), 60, 75, 90]))},
        {"mark": lambda scene, beat: int(draw.randint(len(beat.words))) if beat.action else None},
        {"action": lambda scene, beat: _action(scene, draw), "mark": None},
    )
    return _beat(text, draw, **edits[draw.randint(len(edits))])


def _name(text: Text, draw: np.random.RandomState) -> Text:
    if draw.randint(2):
        return replace(text, title=f"Lesson {draw.randint(100)}")
    return _beat(text, draw, id=f"named-{draw.randint(10**6)}")


def _around(text: Text, draw: np.random.RandomState) -> Text:
    """Edit a run, a panel's params, the palette or the code of a kind."""
    match draw.randint(4):
        case 0:
            return replace(text, rate=float(draw.randint(1, 20)) / 100)
        case 1:
            return replace(text, items=ITEMS[: draw.randint(1, 5)])
        case 2:
            return replace(text, colour=COLOURS[draw.randint(len(COLOURS))])
    which = draw.randint(len(text.code))
    code = [(name, number + (i == which)) for i, (name, number) in enumerate(text.code)]
    return replace(text, code=tuple(code))


EDITS: tuple[Callable[[Text, np.random.RandomState], Text], ...] = (
    *(_insert, _delete, _move, _reword, _reword, _cue, _cue, _name, _around, _around),
)
