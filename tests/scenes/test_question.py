from __future__ import annotations

import pytest

from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.look import Look
from scenes.question import Answer, Ask, Params, Question, State, Think
from scenes.stage import Mistake
from script.typed import Text

LOOK = Look(320, 180, 30, ())
PARAMS = Params(
    question=Text("How many steps until $x < 1$?"),
    answer=Text("8"),
    hint=Text("Each one keeps 0.8."),
    working=(Text("$5 dot 0.8^8 = 0.84$"),),
)


def card() -> Question:
    return Question(PARAMS, REGIONS["full"], LOOK, {})


def test_ask_think_answer() -> None:
    stage = card()
    asked = Ask().at(stage.initial(), 1.0, stage)
    assert asked == State(asked=1.0)
    assert Think().at(asked, 0.5, stage).left == 0.5
    thought = Think().at(asked, 1.0, stage)
    assert thought == State(asked=1.0, ring=1.0, left=0.0)
    assert Answer().at(thought, 1.0, stage) == State(asked=1.0, left=0.0, answered=1.0)


def test_the_ring_starts_unseen_and_empties_evenly() -> None:
    stage = card()
    asked = State(asked=1.0)
    assert Think().at(asked, 0.0, stage) == asked
    left = [Think().at(asked, i / 10, stage).left for i in range(11)]
    assert left == pytest.approx([1 - i / 10 for i in range(11)])


@pytest.mark.parametrize(
    ("action", "state", "message"),
    [
        (Think(), State(), "has not been asked"),
        (Answer(), State(), "has not been asked"),
        (Think(), State(asked=1.0, answered=1.0), "answered already"),
    ],
)
def test_mistakes(action: object, state: State, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        card().check(action, state)


@pytest.mark.render
def test_the_answer_takes_the_rings_place() -> None:
    with studio(LOOK):
        stage = card()
        thinking = stage.draw(State(asked=1.0, ring=1.0, left=0.7))
        answered = stage.draw(State(asked=1.0, left=0.0, answered=1.0))
        assert "ring" not in answered
        answer = answered["answer 0"]
        assert thinking["ring"].get_top()[1] == pytest.approx(answer.get_top()[1], abs=0.1)
        assert answer.get_top()[1] < answered["hint"].get_bottom()[1]
        assert answered["answer 1"].get_top()[1] < answer.get_bottom()[1]
        assert answer.family_members_with_points()[0].get_color().to_hex() == (
            LOOK.palette.right.upper()
        )


@pytest.mark.render
def test_the_arc_shows_the_time_left() -> None:
    with studio(LOOK):
        arcs = [card().draw(State(1.0, 1.0, left))["left"] for left in (1.0, 0.5, 0.25)]
        full, half, quarter = (arc.get_arc_length() for arc in arcs)
    assert half == pytest.approx(full / 2, rel=0.01)
    assert quarter == pytest.approx(full / 4, rel=0.01)
