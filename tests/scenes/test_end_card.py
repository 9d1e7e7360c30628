from __future__ import annotations

import pytest

from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.end_card import EndCard, Next, Params, Recap, State
from scenes.look import Look
from scenes.stage import Mistake
from script.typed import Text

LOOK = Look(320, 180, 30, ())
RECAP = (Text("Every step multiplies."), Text("The path bends."))


def card(recap: tuple[Text, ...] = RECAP) -> EndCard:
    return EndCard(Params(Text("The bowl spits you out"), recap), REGIONS["full"], LOOK, {})


def test_sentences_then_the_next_lesson() -> None:
    stage = card()
    first = Recap(0).at(stage.initial(), 1.0, stage)
    assert first == State((1.0, 0.0))
    assert Recap(1).at(first, 0.5, stage) == State((1.0, 0.5))
    assert Next().at(first, 1.0, stage) == State((1.0, 0.0), 1.0)


def test_mistakes() -> None:
    stage = card()
    with pytest.raises(Mistake, match="item 2 is not there: they are counted from 0 to 1"):
        stage.check(Recap(2), stage.initial())


@pytest.mark.render
def test_the_right_side_stays_free_for_end_screens() -> None:
    with studio(LOOK):
        box = REGIONS["full"]
        for part in card().draw(State((1.0, 1.0), 1.0)).values():
            assert part.get_right()[0] <= box.left + 0.63 * box.width


@pytest.mark.render
def test_the_next_lesson_stands_at_the_foot() -> None:
    with studio(LOOK):
        drawn = card().draw(State((1.0, 1.0), 1.0))
        tops = [drawn[name].get_top()[1] for name in ("recap 0", "recap 1", "rule", "next")]
        assert tops == sorted(tops, reverse=True)
        assert drawn["next"].get_bottom()[1] == pytest.approx(REGIONS["full"].bottom, abs=0.2)


@pytest.mark.render
def test_what_cannot_fit_is_a_mistake() -> None:
    with studio(LOOK):
        stage = card(RECAP * 8)
        with pytest.raises(Mistake, match="do not fit"):
            stage.draw(State((1.0,) * 16))
