"""The identity of a shot, and what shooting leaves in the store."""

import pickle
from dataclasses import fields, replace

import pytest
from PIL import Image

from pipeline import shoot
from pipeline.encode import count_frames
from pipeline.shoot import ShotFailed, identity
from pipeline.store import Store
from scenes.shot import BurnedCaption, Shot
from tests.pipeline.small_lessons import CROWDED, edited, plan_of


@pytest.fixture(scope="module")
def shot(tmp_path_factory):
    return plan_of(tmp_path_factory.mktemp("shoot")).beats[0].shot


def test_names_are_no_part_of_the_identity(shot):
    assert identity(replace(shot, scene="other", beat="name")) == identity(shot)


def test_all_else_is(shot):
    panel = shot.panels[0]
    changed = {
        "panels": (replace(panel, before=replace(panel.before, opacity=0.5)),),
        "cues": shot.cues[:0],
        "results": {"other": 1.0},
        "look": replace(shot.look, fps=30),
        "frames": shot.frames + 1,
        "fade_in": shot.fade_in + 1,
        "fade_out": shot.fade_out + 1,
        "captions": (BurnedCaption(0, 9, ()),),
    }
    assert changed.keys() | {"scene", "beat"} == {item.name for item in fields(Shot)}
    keys = {identity(replace(shot, **{name: value})).key for name, value in changed.items()}
    assert len(keys | {identity(shot).key}) == len(changed) + 1


@pytest.mark.parametrize("module", ["scenes.statements", "scenes.player", "pipeline.encode"])
def test_code_is_part_of_the_identity(shot, monkeypatch, module):
    before = identity(shot).key
    real = shoot.code_digest
    monkeypatch.setattr(shoot, "code_digest", lambda m: "new" if m == module else real(m))
    assert identity(shot).key != before


def test_other_kinds_are_not(shot, monkeypatch):
    before = identity(shot).key
    real = shoot.code_digest
    monkeypatch.setattr(shoot, "code_digest", lambda m: "" if "descent" in m else real(m))
    assert identity(shot).key == before


def test_tools_and_settings_are_part_of_the_identity(shot, monkeypatch):
    keys = {identity(shot).key}
    monkeypatch.setattr(shoot, "tool_versions", lambda: {"manim": "1"})
    keys.add(identity(shot).key)
    monkeypatch.setattr(shoot, "SETTINGS", {"crf": "1"})
    keys.add(identity(shot).key)
    monkeypatch.setattr(shoot, "KEY_VERSION", 99)
    assert len(keys | {identity(shot).key}) == 4


def test_a_shot_and_its_identity_travel(shot):
    copy, asked = pickle.loads(pickle.dumps((shot, identity(shot))))
    assert identity(copy) == asked


@pytest.mark.render
def test_shooting_stores_the_segment_and_its_last_picture(shot, tmp_path):
    asked = identity(shot)
    shoot.shoot(shot, asked, tmp_path)
    store = Store(tmp_path)
    assert count_frames(store.get(asked.key)) == shot.frames
    with Image.open(store.get(asked.still_key)) as picture:
        assert (picture.size, picture.mode) == ((256, 144), "RGB")
        assert len(picture.getcolors(100_000)) > 10


@pytest.mark.render
def test_a_picture_that_cannot_be_drawn_says_why(tmp_path):
    crowded = plan_of(tmp_path, edited(CROWDED)).beats[0].shot
    with pytest.raises(ShotFailed, match="the sentences do not fit the panel"):
        shoot.shoot(crowded, identity(crowded), tmp_path / "store")
    assert Store(tmp_path / "store").get(identity(crowded).key) is None


@pytest.mark.render
def test_code_edited_meanwhile_stores_nothing(shot, tmp_path, monkeypatch):
    asked = identity(shot)
    monkeypatch.setattr(shoot, "code_digest", lambda module: "edited")
    with pytest.raises(ShotFailed, match="the code changed while it was being built"):
        shoot.shoot(shot, asked, tmp_path)
    assert Store(tmp_path).get(asked.key) is None
    assert Store(tmp_path).get(asked.still_key) is None
