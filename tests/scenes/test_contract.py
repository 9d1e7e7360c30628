"""What every action of every scene kind must keep, without drawing: over the kinds' samples."""

from __future__ import annotations

import pickle

import pytest

import scenes
from pipeline.key import digest
from tests.scenes.sample import samples

ALPHAS = (0.0, 1 / 3, 0.8, 1.0)

every_sample = pytest.mark.parametrize("name", samples())


def test_every_kind_and_every_action_has_a_sample() -> None:
    missing = {
        f"{kind}: {action}" for kind in scenes.kinds() for action in scenes.kind(kind).actions
    }
    covered = {
        f"{sample.kind}: {name}" for sample in samples().values() for name, _ in sample.actions
    }
    assert covered == missing


@every_sample
def test_actions_are_pure(name: str) -> None:
    sample = samples()[name]
    one, other = sample.stage(), sample.stage()
    for cue, action, state in sample.states(one):
        assert isinstance(action, scenes.kind(sample.kind).actions[cue])
        before = digest(state)
        one.check(action, state)
        length = action.length(state, one)
        assert length == action.length(state, other)
        assert 0 <= length < 60
        for alpha in ALPHAS:
            after = action.at(state, alpha, one)
            assert type(after) is type(state)
            assert after == action.at(state, alpha, other), f"{cue} at {alpha}"
            assert after == pickle.loads(pickle.dumps(after))
            assert hash(after) == hash(action.at(state, alpha, one))
            assert digest(after) == digest(action.at(state, alpha, other))
        assert digest(state) == before, f"{cue} changed the state it was taken from"


@every_sample
def test_shots_travel_between_processes(name: str) -> None:
    for shot in samples()[name].shots(frames=3):
        copy = pickle.loads(pickle.dumps(shot))
        assert copy == shot
        assert digest(copy) == digest(shot)
