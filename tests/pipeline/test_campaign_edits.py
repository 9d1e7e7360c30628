"""Random edits: exactly what a model says is drawn again, and the bytes are a clean build's."""

import shutil
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from pipeline import build as engine
from pipeline import shoot, voices
from pipeline.build import render, status
from pipeline.deliver import deliver
from pipeline.prepare import planned, ready
from pipeline.reports import called
from pipeline.store import Store
from tests.pipeline.edit_model import Text, edited, frames, pictures, yaml
from tests.pipeline.small_lessons import small_look, write

pytestmark = pytest.mark.render

MOST_EDITS = 3


class Here:
    """An executor that draws in this process, where manim is warm."""

    def __init__(self):
        self._asked = []

    def shoot(self, name, task, shot, asked, store):
        self._asked.append((name, task, (shot, asked, store.root)))

    def outcomes(self):
        for name, task, arguments in self._asked:
            yield name, called(task, arguments).outcome


@contextmanager
def here(executor, jobs):
    yield Here()


def plan_of(text, folder, monkeypatch):
    """Return the plan of a text, with its code and colours in force."""
    code = dict(text.code)
    monkeypatch.setattr(
        shoot, "code_digest", lambda module: f"{module} {code.get(module.rpartition('.')[2])}"
    )
    look = small_look()
    look = replace(look, palette=replace(look.palette, path=text.colour))
    lesson = ready(write(folder, yaml(text)), look)
    plan = planned(lesson, look, voices.get("silent"), Store(folder / "takes"))
    expected = [frames(beat, beats)[0] for beats in (text.cards, text.bowl) for beat in beats]
    assert [beat.frames for beat in plan.beats] == expected
    return plan


def drawn(plan, store):
    statuses = status(plan, store)
    render(statuses, plan, store)
    return {one.beat.name for one in statuses if not one.is_cached}


def made(plan, store, out):
    footage = render(status(plan, store), plan, store)
    return {file.name: file.read_bytes() for file in deliver(plan, footage, store, out).files}


def test_any_edits_draw_what_they_must_and_end_in_the_bytes_of_a_clean_build(
    tmp_path, monkeypatch, campaign_size, draw
):
    monkeypatch.setattr(engine, "opened", here)
    first = plan_of(Text(), tmp_path / "base", monkeypatch)
    assert drawn(first, Store(tmp_path / "base" / "store")) == pictures(Text()).keys()
    scripts = campaign_size(5, 500)
    count = redrawn = 0
    for script in range(scripts):
        folder = tmp_path / "case"
        store = Store(shutil.copytree(tmp_path / "base" / "store", folder / "store"))
        text, seen = Text(), set(pictures(Text()).values())
        for _ in range(draw.randint(1, MOST_EDITS + 1)):
            text = edited(text, draw)
            now = pictures(text)
            plan = plan_of(text, folder, monkeypatch)
            expected = {name for name, picture in now.items() if picture not in seen}
            assert drawn(plan, store) == expected, (script, text)
            seen |= set(now.values())
            count, redrawn = count + 1, redrawn + len(expected)
        incremental = made(plan, store, folder / "incremental")
        clean = made(plan, Store(folder / "fresh"), folder / "clean")
        assert incremental == clean, (script, text)
        shutil.rmtree(folder)
    print(f"{scripts} scripts, {count} edits, {redrawn} beats drawn")


def test_the_model_tells_edits_apart():
    """The oracle itself: what each of some edits must redraw, told by hand."""
    before = pictures(Text())
    cases = {
        "cards/two": replace(Text(), cards=(Text().cards[0], replace(Text().cards[1], pause=9))),
        "bowl/start bowl/step bowl/wide": replace(Text(), rate=0.2),
        "cards/one cards/two": replace(Text(), items=("One step.", "Three steps.")),
        "": replace(Text(), title="Another"),
        "bowl/wide": replace(Text(), bowl=(*Text().bowl[:3], replace(Text().bowl[3], mark=2))),
        # the step is gone: the last beat begins elsewhere
        "bowl/wide ": replace(Text(), bowl=(*Text().bowl[:2], Text().bowl[3])),
    }
    for told, text in cases.items():
        after = pictures(text)
        changed = {name for name in after if after[name] not in before.values()}
        assert changed == set(told.split()), told


def test_edits_are_of_every_sort():
    draw = np.random.RandomState(0)
    texts = [Text()]
    for _ in range(300):
        texts.append(edited(texts[-1] if len(texts) % 5 else Text(), draw))
    for field in ("title", "rate", "items", "cards", "bowl", "colour", "code"):
        assert len({getattr(text, field) for text in texts}) > 3 - (field == "colour")
