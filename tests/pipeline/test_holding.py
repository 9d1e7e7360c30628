"""Long rests: a longer pause draws nothing, and the film is that of a clean build."""

from __future__ import annotations

from dataclasses import replace

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.build import render, status
from pipeline.deliver import deliver
from pipeline.encode import GOP_S
from pipeline.holding import lengthened, stored
from pipeline.shoot import identity
from pipeline.store import Store
from tests.pipeline.small_lessons import FPS, edited, plan_of

GROUP = GOP_S * FPS


def with_pause(folder, seconds, beat="look"):
    """Return the plan of the small lesson with a pause after its first or its last bowl."""
    old = {"look": "    say: Here is a bowl.\n    pause: ", "step": "for: 0.4}\n    pause: "}[beat]
    return plan_of(folder, edited((f"{old}0.3", f"{old}{seconds}")))


def shot_of(plan, name):
    return next(beat.shot for beat in plan.beats if beat.name == name)


@pytest.mark.render
def test_a_longer_pause_draws_nothing_and_shows_the_same_picture(tmp_path):
    store = Store(tmp_path / "store")
    for seconds, drawn in ((6, 5), (9.5, 0), (5.2, 0)):
        plan = with_pause(tmp_path, seconds)
        statuses = status(plan, store)
        assert sum(not one.is_cached for one in statuses) == drawn
        film = deliver(plan, render(statuses, plan, store), store, tmp_path / "out").film
        clean = Store(tmp_path / f"clean-{seconds}")
        footage = render(status(plan, clean), plan, clean)
        again = deliver(plan, footage, clean, tmp_path / f"clean-out-{seconds}").film
        assert film.read_bytes() == again.read_bytes()
        with av.open(str(film)) as container:
            pictures = [frame.to_ndarray() for frame in container.decode(video=0)]
        assert len(pictures) == plan.frames
        beat = next(beat for beat in plan.beats if beat.name == "bowl/look")
        assert beat.frames > seconds * FPS
        shown = np.array(pictures[beat.start : beat.start + beat.frames]).astype(int)
        rest = shown[-round(seconds * FPS) :]
        assert np.abs(rest - rest[-1]).mean(axis=(1, 2)).max() < 0.5  # each group is encoded anew
        assert np.array_equal(rest[GROUP:], np.broadcast_to(rest[-1], rest[GROUP:].shape))


def test_only_long_rests_that_nothing_follows_are_shortened(tmp_path):
    long, longer = (shot_of(with_pause(tmp_path, n), "bowl/look") for n in (6, 7))
    assert identity(long) == identity(longer)
    assert stored(long).frames == stored(longer).frames == long.fade_in + 2 * GROUP
    short = shot_of(with_pause(tmp_path, 1), "bowl/look")
    assert stored(short) is short
    assert stored(replace(long, fade_out=4)).frames == long.frames
    ending, later = (shot_of(with_pause(tmp_path, n, "step"), "bowl/step") for n in (6, 7))
    assert identity(ending) != identity(later)  # a fade follows the rest


def pictures(keys):
    return [(bytes([i]), is_key) for i, is_key in enumerate(keys)]


@given(st.integers(0, 9), st.integers(0, 3), st.integers(1, 40))
def test_what_is_repeated_is_the_last_whole_group(moving, after, more):
    group = GOP_S * 2
    coded = pictures(
        [True, *[False] * moving, *[True, *[False] * (group - 1)] * 2, *[False] * after]
    )
    coded = coded[: len(coded) - after] + [(b"x", i == 0) for i in range(after)]
    longer = lengthened(coded, len(coded) + more, 2)
    begin = 1 + moving + group
    assert longer[:begin] == coded[:begin]
    assert len(longer) == len(coded) + more
    assert all(one == coded[begin + i % group] for i, one in enumerate(longer[begin:]))
    assert lengthened(coded, len(coded), 2) == coded


@pytest.mark.parametrize("keys", [[True, False, False], [True, *[False] * 2, True, False]])
def test_what_does_not_end_in_a_rest_is_not_lengthened(keys):
    with pytest.raises(ValueError, match="frames"):
        lengthened(pictures(keys), len(keys) + 1, 2)
