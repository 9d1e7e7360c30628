from __future__ import annotations

import pytest

from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.column import rows
from scenes.look import Look
from scenes.title_card import Objective, Params, Reveal, State, TitleCard
from script.typed import Text

LOOK = Look(320, 180, 30, ())
PARAMS = Params(
    title=Text("Take ten steps and watch the path bend toward zero"),
    objective=Text("Take ten steps by hand."),
    number=6,
)


def card(params: Params = PARAMS) -> TitleCard:
    return TitleCard(params, REGIONS["full"], LOOK, {})


def test_title_then_objective() -> None:
    stage = card()
    assert stage.initial() == State(0.0, 0.0)
    revealed = Reveal().at(stage.initial(), 1.0, stage)
    assert revealed == State(1.0, 0.0)
    assert Objective().at(revealed, 0.25, stage) == State(1.0, 0.25)
    assert Objective().at(revealed, 1.0, stage) == State(1.0, 1.0)


@pytest.mark.render
def test_the_title_stands_in_two_even_lines_at_full_size() -> None:
    with studio(LOOK):
        title = card().draw(State(1.0, 1.0))["title"]
        first, second = rows(title)
        widths = [row[-1].get_right()[0] - row[0].get_left()[0] for row in (first, second)]
    assert min(widths) > 0.8 * max(widths)


@pytest.mark.render
def test_parts_appear_when_they_are_told_to() -> None:
    with studio(LOOK):
        stage = card()
        assert stage.draw(State()) == {}
        assert set(stage.draw(State(1.0))) == {"stairs", "kicker", "title"}
        unnumbered = card(Params(title=Text("Why"), objective=Text("Because.")))
        assert set(unnumbered.draw(State(1.0, 1.0))) == {"stairs", "title", "objective"}


@pytest.mark.render
def test_the_stairs_only_go_down_and_stay_below_the_text() -> None:
    with studio(LOOK):
        drawn = card().draw(State(1.0, 1.0))
        assert drawn["stairs"].get_top()[1] < drawn["objective"].get_bottom()[1]
        dots = [m.get_center() for m in drawn["stairs"] if type(m).__name__ == "Dot"]
    heights = [float(dot[1]) for dot in sorted(dots, key=lambda dot: float(dot[0]))]
    assert heights == sorted(heights, reverse=True)
