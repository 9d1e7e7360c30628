"""What the benchmark of builds, which takes half an hour, needs of the lesson and the code."""

import pytest

from pipeline.prepare import ready
from scenes.look import look
from tests.bench.bench_build import HOLD, LESSON, NEW, OLD, Bench, long_lesson, replaced, write
from tests.pipeline.small_lessons import LESSON as SMALL

TEXT = LESSON.read_text(encoding="utf-8")


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), HOLD])
def test_what_it_edits_stands_in_the_lesson(old, new):
    assert replaced(TEXT, old, new) != TEXT


def test_it_plans_as_a_build_does(tmp_path):
    write(tmp_path, SMALL)
    plan = Bench(tmp_path).plan()
    assert [beat.name for beat in plan.beats][:1] == ["words/one"]
    assert (plan.look.width, plan.look.height, plan.look.fps) == (1920, 1080, 30)


def test_its_long_lesson_is_one(tmp_path):
    path = tmp_path / "long.yaml"
    path.write_text(long_lesson(4), encoding="utf-8")
    assert len(ready(path, look("l")).scenes) == 4
