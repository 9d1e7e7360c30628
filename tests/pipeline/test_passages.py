"""Where two scenes meet: a map that goes on stays, while what walks on it fades."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from pipeline.plan import PlannedBeat
from scenes.canvas import Pixels, studio
from scenes.player import Player
from tests.pipeline.small_lessons import LESSON, edited, plan_of

MAP = "kind: descent_2d\n  with: {objective: bowl, window: [-1, 6, -1, 6]}"
AGAIN = """
- id: again
  title: The same bowl
  kind: descent_2d
  with: {objective: bowl, window: [-1, 6, -1, 6]}
  beats:
  - id: still
    say: Here it is again.
    pause: 0.3
  - id: end
    say: And out.
    pause: 0.3
"""


def beats(folder: Path, text: str) -> Mapping[str, PlannedBeat]:
    return {beat.name: beat for beat in plan_of(folder, text).beats}


def frames(beat: PlannedBeat) -> list[Pixels]:
    return [
        pixels for pixels, held in Player(beat.shot.look).frames(beat.shot) for _ in range(held)
    ]


@pytest.fixture(scope="module")
def going_on(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, PlannedBeat]:
    return beats(tmp_path_factory.mktemp("on"), LESSON + AGAIN)


def test_an_equal_panel_goes_on_and_knows_what_it_meets(
    going_on: Mapping[str, PlannedBeat],
) -> None:
    (last,), (first,) = (going_on[name].shot.panels for name in ("bowl/step", "again/still"))
    assert first.since.walkers[0].run == "good"
    assert first.since.walkers[0].at == 1
    assert last.until == first.before.state
    assert set(going_on["again/still"].shot.results) == {"good"}
    ends = [going_on[name].shot.panels[0] for name in ("words/two", "bowl/look", "again/end")]
    assert all(panel.since is None and panel.until is None for panel in ends)


@pytest.mark.parametrize(
    "other", ["window: [-2, 6, -1, 6]", "window: [-1, 6, -1, 6], labels: false"]
)
def test_another_panel_does_not_go_on(tmp_path: Path, other: str) -> None:
    text = LESSON + AGAIN.replace("window: [-1, 6, -1, 6]", other)
    found = beats(tmp_path, text)
    assert found["again/still"].shot.panels[0].since is None
    assert found["bowl/step"].shot.panels[0].until is None


def test_a_panel_that_has_left_does_not_go_on(tmp_path: Path) -> None:
    text = edited(
        (
            MAP,
            "panels:\n    map: {kind: descent_2d, with: {objective: bowl, window: [-1, 6, -1, 6]}}",
        ),
        ("- {step: {to: 1}, at: go, for: 0.4}", "- {leave: map, at: go, for: 0.4}"),
    )
    assert beats(tmp_path, text + AGAIN)["again/still"].shot.panels[0].since is None


@pytest.mark.render
def test_the_ground_of_a_map_stays_while_its_walker_fades(
    going_on: Mapping[str, PlannedBeat],
) -> None:
    with studio(going_on["bowl/step"].shot.look):
        out, back = frames(going_on["bowl/step"]), frames(going_on["again/still"])
        last = going_on["bowl/step"].shot
        full, bare = Player(last.look).still(last, last.frames - 1), back[-1]
        walked = np.abs(full.astype(int) - bare).max(axis=2) > 0
        assert 0 < walked.mean() < 0.3
        for frame in (*out[-2:], *back[:3]):
            assert np.array_equal(frame[~walked], bare[~walked])
        assert not np.array_equal(out[-1], full)
        away = [np.abs(frame.astype(int) - bare).sum() for frame in out[-2:]]
        assert away == sorted(away, reverse=True)
        other = frames(going_on["bowl/look"])
        assert other[0].mean() < other[8].mean()
