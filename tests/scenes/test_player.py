from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

import scenes
from scenes.box import STAGE, Box
from scenes.canvas import Pixels, mixed, studio
from scenes.ease import mix
from scenes.look import Look
from scenes.player import Enter, Leave, Player, act, moment_at
from scenes.shot import PanelShot, PanelState, Shot, TimedCue
from tests.scenes.sample import SMALL


@dataclass(frozen=True, slots=True)
class Slide:
    """Moves the square to ``to``."""

    to: float

    def length(self, state: float, stage: Sliding) -> float:
        return 1.0

    def at(self, state: float, alpha: float, stage: Sliding) -> float:
        return mix(state, self.to, alpha)


class Sliding:
    """A square at x = state."""

    actions: Mapping[str, type[Any]] = {"slide": Slide}
    made = 0

    def __init__(self, params: str, box: Box, look: Look, runs: Mapping[str, Any]) -> None:
        Sliding.made += 1
        self.color = params
        self.drawn: list[float] = []

    def initial(self) -> float:
        return 0.0

    def check(self, action: Any, state: float) -> None:
        """Accept every action."""

    def draw(self, state: float) -> dict[str, Any]:
        from manim import RIGHT, Square

        self.drawn.append(state)
        return {"square": Square(1, color=self.color, fill_opacity=1).shift(state * RIGHT)}


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "kind", {"sliding": Sliding}.__getitem__)
    Sliding.made = 0


def panel(name: str, opacity: float = 1.0, color: str = "#FF0000") -> PanelShot:
    return PanelShot(name, "sliding", STAGE, color, PanelState(0.0, opacity))


def shot(*cues: TimedCue, frames: int = 10, panels: tuple[PanelShot, ...] = ()) -> Shot:
    return Shot("scene", "beat", panels or (panel("a"),), cues, {}, SMALL, frames, 0, 0)


def slide(to: float, start: int, frames: int, name: str = "a") -> TimedCue:
    return TimedCue(name, "slide", Slide(to), start, frames)


def positions(beat: Shot) -> list[float]:
    on: dict[str, Any] = {one.name: Sliding(one.params, one.box, SMALL, {}) for one in beat.panels}
    return [moment_at(beat, frame, on)["a"].state for frame in range(-1, beat.frames)]


def test_a_cue_is_complete_in_its_last_frame() -> None:
    assert positions(shot(slide(4.0, 2, 4), frames=8)) == [0, 0, 0, 1, 2, 3, 4, 4, 4]


def test_cues_of_one_frame_cut() -> None:
    assert positions(shot(slide(4.0, 1, 1), frames=3)) == [0, 0, 4, 4]


def test_cues_apply_in_turn() -> None:
    beat = shot(slide(4.0, 0, 2), slide(0.0, 2, 4), frames=7)
    assert positions(beat) == [0, 2, 4, 3, 2, 1, 0, 0]


def test_panels_do_not_touch_each_other() -> None:
    beat = shot(slide(4.0, 0, 2, "b"), frames=3, panels=(panel("a"), panel("b")))
    assert positions(beat) == [0, 0, 0, 0]


@pytest.mark.parametrize(("action", "before", "after"), [(Enter(), 0.0, 1.0), (Leave(), 1.0, 0.0)])
def test_panels_enter_and_leave(action: Enter | Leave, before: float, after: float) -> None:
    moment = {"a": PanelState(3.0, before), "b": PanelState(5.0, 0.7)}
    cue = TimedCue("a", "", action, 0, 10)
    seen = [act(moment, cue, alpha, {})["a"].opacity for alpha in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert seen[0] == before
    assert seen[2] == pytest.approx(0.5)
    assert seen[-1] == after
    assert seen == sorted(seen, reverse=after < before)
    assert act(moment, cue, 0.5, {})["b"] == moment["b"]
    assert action.length() > 0


@pytest.fixture(scope="module")
def small_studio() -> Iterator[None]:
    with studio(SMALL):
        yield


@pytest.mark.render
@pytest.mark.usefixtures("small_studio")
class TestFrames:
    """Pictures of squares that slide."""

    @staticmethod
    def played(beat: Shot, player: Player | None = None) -> list[tuple[Pixels, int]]:
        return list((player or Player(SMALL)).frames(beat))

    def test_what_holds_still_is_drawn_once(self) -> None:
        held = [count for _, count in self.played(shot(slide(4.0, 3, 2), frames=10))]
        assert held == [3, 1, 6]

    def test_frames_are_stills(self) -> None:
        beat = shot(slide(2.0, 0, 3), slide(-2.0, 2, 4, "b"), panels=(panel("a"), panel("b", 0.5)))
        frames = [pixels for pixels, held in self.played(beat) for _ in range(held)]
        assert len(frames) == beat.frames
        for i, pixels in enumerate(frames):
            assert np.array_equal(pixels, Player(SMALL).still(beat, i))

    def test_panels_out_of_sight_are_not_drawn(self) -> None:
        player = Player(SMALL)
        beat = shot(panels=(panel("a", 0.0),), frames=2)
        empty = player.still(replace(beat, panels=()), 0)
        assert np.array_equal(player.still(beat, 0), empty)
        assert player.stages(beat)["a"].drawn == []  # type: ignore[attr-defined]

    def test_scenes_fade_in_and_out(self) -> None:
        beat = replace(shot(frames=20), fade_in=5, fade_out=5)
        frames = [pixels for pixels, held in self.played(beat) for _ in range(held)]
        player = Player(SMALL)
        full, empty = player.still(beat, 0), player.still(replace(beat, panels=()), 0)
        light = [float((f - empty.astype(float)).sum() / (full - empty).sum()) for f in frames]
        assert light == pytest.approx(light[::-1])
        assert light[:6] == sorted(light[:6])
        assert 0 < light[0] < 0.1
        assert all(np.array_equal(frame, full) for frame in frames[5:15])
        assert np.array_equal(frames[2], mixed(empty, full, 0.5))

    def test_equal_panels_share_a_stage(self) -> None:
        player = Player(SMALL)
        for beat in (shot(), shot(slide(1.0, 0, 2)), shot(panels=(panel("b"),))):
            self.played(beat, player)
        assert Sliding.made == 1
        self.played(shot(panels=(panel("a", color="#00FF00"),)), player)
        assert Sliding.made == 2

    def test_few_stages_are_kept(self) -> None:
        player = Player(SMALL)
        colors = [f"#0000{i:02X}" for i in range(40)]
        for color in colors:
            player.stages(shot(panels=(panel("a", color=color),)))
        player.stages(shot(panels=(panel("a", color=colors[-1]),)))
        assert Sliding.made == 40
        player.stages(shot(panels=(panel("a", color=colors[0]),)))
        assert Sliding.made == 41
