"""What the pictures of every scene kind and every action must keep: over the kinds' samples."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import scenes
from pipeline.encode import encode_segment
from pipeline.key import digest
from scenes.box import Box
from scenes.canvas import Canvas, Layer, Pixels, studio
from scenes.look import Look
from scenes.player import Player, moment_at
from scenes.shot import Shot
from scenes.stage import Stage
from tests.scenes import glyphs
from tests.scenes.sample import CROSSED, SMALL, Sample, samples

ALPHAS = (0.0, 1 / 3, 0.8, 1.0)
MOTION = 3
"""Frames of an action: a third, two thirds, all of its way."""
SLACK = 0.07
"""Scene units (a pixel and a half at 320 x 180) that a stroke's edge may reach past a panel."""

pytestmark = pytest.mark.render
every_sample = pytest.mark.parametrize("name", samples())


@pytest.fixture(scope="module", autouse=True)
def _marked() -> Iterator[None]:
    with glyphs.marked():
        yield


@pytest.fixture(autouse=True)
def _studio(request: pytest.FixtureRequest) -> Iterator[None]:
    name = request.node.callspec.params.get("name") if hasattr(request.node, "callspec") else None
    with studio(samples()[name].look if name else SMALL):
        yield


def at_rest(sample: Sample) -> list[Shot]:
    """Return a still shot for every state between actions, the first one and the last included."""
    stage = sample.stage()
    states = [state for _, _, state in sample.states(stage)]
    last, action = states[-1], sample.actions[-1][1]
    states.append(action.at(last, 1.0, stage))
    still = replace(sample.shots(MOTION)[0], cues=(), frames=1)
    return [replace(still, panels=(sample.panel(state),)) for state in states]


def played(player: Player, shot: Shot) -> list[Pixels]:
    """Return every frame of a shot."""
    return [pixels for pixels, held in player.frames(shot) for _ in range(held)]


@cache
def together(name: str) -> list[list[Pixels]]:
    """Return the frames of a sample's beats, played in order by one player."""
    player = Player(samples()[name].look)
    return [played(player, shot) for shot in samples()[name].shots(MOTION, hold=1)]


@cache
def resting(name: str) -> list[Pixels]:
    """Return a sample's pictures at rest, drawn in reverse order by a player of their own."""
    player = Player(samples()[name].look)
    return [player.still(shot, 0) for shot in reversed(at_rest(samples()[name]))][::-1]


@cache
def stage_of(name: str) -> Stage:
    """Return a stage of a sample, the same for every test: it must not matter."""
    return samples()[name].stage()


def same(one: Pixels, other: Pixels) -> bool:
    return np.array_equal(one, other)


@every_sample
def test_seam(name: str) -> None:
    """The end of a beat is the picture of the state after it; nothing jumps at its start."""
    sample, rest = samples()[name], resting(name)
    for i, frames in enumerate(together(name)):
        cue = sample.actions[i][0]
        assert same(frames[MOTION - 1], rest[i + 1]), f"{cue} does not end where it leads"
        assert same(frames[-1], frames[MOTION - 1]), f"{cue} moves after its end"
    canvas, stage = Canvas(sample.look), stage_of(name)
    for i, (cue, action, state) in enumerate(sample.states(stage)):
        parts = stage.draw(action.at(state, 0.0, stage)).values()
        assert same(canvas.draw([Layer(tuple(parts))]), rest[i]), f"{cue} jumps at its start"


@every_sample
def test_alone_is_together(
    name: str, draw: np.random.RandomState, campaign_size: Callable[[int, int], int]
) -> None:
    """A beat has the same frames whatever was drawn before it, and in whatever order."""
    sample = samples()[name]
    backwards, shots = Player(sample.look), sample.shots(MOTION, hold=1)
    count = campaign_size(1, len(shots))
    alone = {shots[i].beat for i in draw.permutation(len(shots))[:count]}
    for i in reversed(range(len(shots))):
        for player in (backwards, *([Player(sample.look)] if shots[i].beat in alone else ())):
            frames = played(player, shots[i])
            assert all(map(same, frames, together(name)[i])), f"{shots[i].beat} differs alone"


@every_sample
def test_drawing_changes_nothing(name: str) -> None:
    """Drawing leaves the state alone; what an earlier draw returned still draws the same."""
    sample, stage = samples()[name], stage_of(name)
    points: dict[int, Any] = {}
    for cue, action, state in sample.states(stage):
        for alpha in ALPHAS:
            moving = action.at(state, alpha, stage)
            before = digest(moving)
            for part in stage.draw(moving).values():
                marks = hashlib.sha256(b"".join(map(_bytes, part.get_family()))).digest()
                kept, known = points.setdefault(id(part), (part, marks))
                assert kept is part
                assert known == marks, f"{cue} changes a part that was drawn before"
            assert digest(moving) == before


def _bytes(mobject: Any) -> bytes:
    style = (mobject.get_fill_rgbas(), mobject.get_stroke_rgbas(), mobject.get_stroke_rgbas(True))
    return b"".join(array.tobytes() for array in (mobject.points, *style))


def test_another_process_draws_the_same(
    tmp_path: Path, draw: np.random.RandomState, campaign_size: Callable[[int, int], int]
) -> None:
    """Nothing depends on the hash seed, on what was drawn before, or on the order."""
    known = [name for name, sample in samples().items() if sample.look not in CROSSED]
    drawn = draw.permutation(len(known))[: campaign_size(40, len(known))]
    usual = [known[i] for i in drawn]
    names, out = sorted(usual, reverse=True), tmp_path / "out.json"
    environment = {"PYTHONHASHSEED": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run(
        [sys.executable, "-c", _CHILD, json.dumps(names), out],
        stdout=subprocess.DEVNULL,
        check=True,
        env=os.environ | environment,
    )
    assert json.loads(out.read_text()) == {name: fingerprint(name) for name in names}


_CHILD = """
import json, pathlib, sys
from tests.scenes import test_contract_pictures as contract
prints = {name: contract.fingerprint(name) for name in json.loads(sys.argv[1])}
pathlib.Path(sys.argv[2]).write_text(json.dumps(prints))
"""


def fingerprint(name: str) -> str:
    """Return a digest of the last action's middle and end, drawn by a new player."""
    sample = samples()[name]
    with studio(sample.look):
        frames = played(Player(sample.look), sample.shots(MOTION)[-1])
    return hashlib.sha256(b"".join(frame.tobytes() for frame in frames)).hexdigest()


@pytest.mark.parametrize("fps", [15, 24, 30, 60])
@pytest.mark.parametrize("kind", scenes.kinds())
def test_planned_frames_are_the_frames_in_the_file(kind: str, fps: int, tmp_path: Path) -> None:
    sample = next(sample for sample in samples().values() if sample.kind == kind)
    shot = replace(sample, look=replace(SMALL, fps=fps)).shots(MOTION, hold=fps)[0]
    path = tmp_path / "segment.mp4"
    frames = list(Player(shot.look).frames(shot))
    assert sum(held for _, held in frames) == shot.frames
    assert encode_segment(frames, path, fps, (SMALL.width, SMALL.height)) == shot.frames
    with av.open(str(path)) as file:
        assert sum(1 for _ in file.decode(video=0)) == shot.frames


@every_sample
def test_stays_in_its_panel(name: str) -> None:
    """Nothing is drawn outside the panel's box, at rest or on the way: no pixel changes there."""
    sample = samples()[name]
    box = sample.panel(None).box
    outside = _outside(box, sample.look)
    background = Player(sample.look).still(replace(at_rest(sample)[0], panels=()), 0)
    shots = sample.shots(MOTION, hold=1)
    for shot, frames in zip(shots, together(name), strict=True):
        for i, frame in enumerate(frames):
            if not same(frame[outside], background[outside]):
                pytest.fail(f"{shot.beat}, frame {i}: {_culprits(sample, shot, i, background)}")


def _outside(box: Box, look: Look) -> Any:
    """Return the mask (height, width) of the pixels that no part of a box covers."""
    scale = look.width / look.frame_width
    across = (np.arange(look.width) + 0.5) / scale - look.frame_width / 2
    up = look.frame_height / 2 - (np.arange(look.height) + 0.5) / scale
    wide = (across > box.left - SLACK) & (across < box.right + SLACK)
    high = (up > box.bottom - SLACK) & (up < box.top + SLACK)
    return ~(high[:, None] & wide[None, :])


def _culprits(sample: Sample, shot: Shot, frame: int, background: Pixels) -> str:
    """Return the parts that reach out of the panel in a frame, and where they stand."""
    on = Player(sample.look).stages(shot)
    panel = moment_at(shot, frame, on)["panel"]
    outside = _outside(sample.panel(None).box, sample.look)
    found = [
        f"{part} [{mobject.get_left()[0]:.2f} {mobject.get_right()[0]:.2f} "
        f"{mobject.get_bottom()[1]:.2f} {mobject.get_top()[1]:.2f}]"
        for part, mobject in on["panel"].draw(panel.state).items()
        if not same(Canvas(sample.look).draw([Layer((mobject,))])[outside], background[outside])
    ]
    return f"{', '.join(found)} out of {sample.panel(None).box}"


@every_sample
def test_text_at_rest_reads(name: str) -> None:
    """No text is smaller than the smallest of the look, and none stands on another."""
    sample, stage = samples()[name], stage_of(name)
    pictures = [stage.draw(shot.panels[0].before.state) for shot in at_rest(sample)]
    for texts in map(glyphs.texts, pictures):
        for part, text in texts:
            assert text.size >= SMALL.type.small - 0.01, f"{part}: {text.size:.1f} points"
        assert not glyphs.overlaps(texts)
    assert any(map(glyphs.texts, pictures)), "a kind without a word"


@every_sample
def test_pictures_are_stock_manims(name: str) -> None:
    """The snapshots of a canvas are a short cut: manim's camera draws the same in one go."""
    from manim.camera.camera import Camera

    sample, stage = samples()[name], stage_of(name)
    for shot, pixels in zip(at_rest(sample), resting(name), strict=True):
        camera = Camera(background_color=sample.look.palette.background)
        parts = stage.draw(shot.panels[0].before.state).values()
        camera.capture_mobjects(parts)
        assert same(camera.pixel_array, pixels)
        for mobject in (member for part in parts for member in part.get_family()):
            assert len(mobject.points) % 4 == 0, "half a curve: Cairo would draw an old path"


@pytest.mark.parametrize("kind", ["arithmetic", "descent_2d"])
def test_pictures_are_a_stock_scenes(kind: str) -> None:
    """manim's own scene and renderer, given the same mobjects, show the same pixels."""
    from manim import Scene

    name = next(name for name, sample in samples().items() if sample.kind == kind)
    for shot, pixels in zip(at_rest(samples()[name]), resting(name), strict=True):
        scene = Scene()
        scene.add(*stage_of(name).draw(shot.panels[0].before.state).values())
        scene.renderer.update_frame(scene)
        assert same(scene.renderer.get_frame(), pixels)
