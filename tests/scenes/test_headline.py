from __future__ import annotations

import pytest

from scenes.box import regions
from scenes.canvas import studio
from scenes.headline import KIND, Params, Pulse
from scenes.look import look
from scenes.stage import Mistake
from script.typed import Text

SHORT = look("l", aspect="portrait", burned=True)


def heading(says: str, region: str = "head") -> KIND:
    return KIND(Params(Text(says)), regions(SHORT)[region], SHORT, {})


def test_a_pulse_ends_where_it_began() -> None:
    stage = heading("Why?")
    assert Pulse().at(stage.initial(), 0.5, stage) != stage.initial()
    assert Pulse().at(stage.initial(), 1.0, stage) == stage.initial()


@pytest.mark.render
def test_the_longest_question_stays_inside_its_place() -> None:
    stage = heading("How do I tell from a loss curve that my learning rate is wrong?")
    with studio(SHORT):
        drawn = stage.draw(stage.initial()).values()
        tops = [float(one.get_top()[1]) for one in drawn]
        feet = [float(one.get_bottom()[1]) for one in drawn]
        rights = [float(one.get_right()[0]) for one in drawn]
    assert max(tops) <= stage.box.top
    assert min(feet) >= stage.box.bottom
    assert max(rights) <= stage.box.right


@pytest.mark.render
def test_few_words_are_larger_than_many() -> None:
    with studio(SHORT):
        few, many = (heading(says)._words() for says in ("Why?", "Why " * 10))
        assert few[0].height > 1.3 * many[0].height


@pytest.mark.render
def test_too_many_words_are_a_mistake() -> None:
    stage = heading("How do I tell? " * 20)
    with studio(SHORT), pytest.raises(Mistake, match="does not fit"):
        stage.draw(stage.initial())
