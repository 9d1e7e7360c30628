"""Every lesson of the course, spoken by its own voice: length, captions, chapters, exactness."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from gdmath.exact import ulp_gap
from gdmath.objectives import quadratic_form
from gdmath.optimizers import GD, HeavyBall, Nesterov
from gdmath.run import Precision, Run
from pipeline import captions
from pipeline.captions.caption import LINE_CHARS
from pipeline.captions.planned import shown_captions
from pipeline.cast import cast
from pipeline.commands.options import published
from pipeline.gate import caption_problems, chapter_problems
from pipeline.gate.captions import read_srt
from pipeline.pace import paced
from pipeline.plan import Plan, samples_per_frame
from pipeline.prepare import LESSONS, in_all_languages, planned, ready
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE
from pipeline.track import PACKET
from scenes.look import QUALITIES, look
from script.load import find_lessons
from tests.course_claims import CLAIMS

PATHS = [file for lesson in find_lessons(LESSONS) for file in in_all_languages(lesson)]
TEN_STEPS = LESSONS / "06-ten-steps.yaml"
DIEZ_PASOS = LESSONS / "06-ten-steps.es.yaml"
LONGEST = 300
"""Steps that are walked in fractions: ten times as many take some thousand times as long."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


def _has_fractions(run: Run) -> bool:
    """Return whether the run can be walked in fractions: by a fixed recipe on a quadratic."""
    known = isinstance(run.optimizer, GD | HeavyBall | Nesterov)
    return known and quadratic_form(run.objective) is not None


@cache
def _spoken(path: Path, store: Store) -> Plan:
    lesson = ready(path, published)
    return planned(lesson, published(lesson.lesson), cast(lesson), store)


def _is_short(plan: Plan) -> bool:
    """Return whether it answers one question in a standing frame, in less than a minute."""
    return plan.ready.lesson.aspect == "portrait"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
class TestEveryLesson:
    def test_lasts_its_minutes(self, path: Path, store: Store) -> None:
        plan = _spoken(path, store)
        minutes = plan.ready.lesson.minutes
        assert plan.seconds / 60 == pytest.approx(minutes, rel=0.1)
        assert 45 <= plan.seconds <= 60 or not _is_short(plan)

    def test_captions_and_chapters_keep_every_rule(
        self, path: Path, store: Store, tmp_path: Path
    ) -> None:
        plan = _spoken(path, store)
        shown = shown_captions(plan)
        srt, vtt = tmp_path / "a.srt", tmp_path / "a.vtt"
        srt.write_text(captions.to_srt(shown), encoding="utf-8")
        vtt.write_text(captions.to_vtt(shown), encoding="utf-8")
        chapters = tmp_path / "a.txt"
        chapters.write_text(captions.chapters_txt(plan.chapters()), encoding="utf-8")
        assert caption_problems(srt, vtt, plan.seconds, LINE_CHARS[plan.look.aspect]) == ()
        assert chapter_problems(chapters, plan.seconds) == ()

    def test_captions_say_what_the_reference_gives(
        self, path: Path, store: Store, tmp_path: Path
    ) -> None:
        plan, srt = _spoken(path, store), tmp_path / "a.srt"
        srt.write_text(captions.to_srt(shown_captions(plan)), encoding="utf-8")
        said = " ".join(word for one in read_srt(srt) for word in one.text.split())
        assert said.split() == [
            word for beat in plan.beats for word in beat.beat.line.shown.split()
        ]
        assert [claim for claim in CLAIMS.get(path.stem, ()) if claim not in said] == []

    def test_is_spoken_no_faster_than_can_be_followed(self, path: Path, store: Store) -> None:
        plan = _spoken(path, store)
        notes = paced(plan)
        assert len(notes) < len(plan.beats) / 4, notes

    def test_floats_are_the_fractions_to_a_stated_bound(self, path: Path, store: Store) -> None:
        """A step rounds at most three times, and the factor carries what was lost before.

        Runs in fewer digits are there to show what is lost; networks, and walkers that take
        roots, have no fractions, and a short may be about these alone. Of a long run the beginning
        is walked: fractions get longer with every step.
        """
        plan = _spoken(path, store)
        runs = plan.ready.solved.runs
        whole = {name: run for name, run in runs.items() if run.run.dtype is Precision.FLOAT64}
        rational = {name: run for name, run in whole.items() if _has_fractions(run.run)}
        assert rational or _is_short(plan)
        for name, whole_run in rational.items():
            run = whole_run.run
            trajectory = replace(run, steps=min(run.steps, LONGEST)).solve()
            gap = ulp_gap(trajectory)
            scale = abs(trajectory.x).max()
            assert gap.x_absolute <= trajectory.steps * 2.0**-52 * scale, name

    def test_says_what_is_seen(self, path: Path, store: Store) -> None:
        aha = _spoken(path, store).ready.lesson.aha
        assert aha in {beat.name for beat in _spoken(path, store).beats}


def test_the_reference_is_asked_of_every_lesson() -> None:
    originals = {path.stem for path in find_lessons(LESSONS)}
    assert CLAIMS.keys() == originals


@pytest.mark.parametrize("quality", QUALITIES)
def test_picture_and_sound_are_equally_long_at_every_quality(quality: str, store: Store) -> None:
    chosen = look(quality)
    lesson = ready(TEN_STEPS, chosen)
    plan = planned(lesson, chosen, cast(lesson), store)
    assert plan.samples == plan.frames * samples_per_frame(chosen)
    assert plan.samples * chosen.fps == plan.frames * SAMPLE_RATE
    for beat in plan.beats:
        first = beat.start * samples_per_frame(chosen)
        assert first - PACKET // 2 <= beat.voice_start
        assert beat.voice_start + beat.take.samples <= first + beat.frames * samples_per_frame(
            chosen
        )


def test_lesson_6_says_the_numbers_of_its_bowl(store: Store) -> None:
    """Expected values: exact fractions of x² + 2y² from (5, 5), worked out by hand."""
    plan = _spoken(TEN_STEPS, store)
    said = " ".join(beat.beat.line.shown for beat in plan.beats)
    for number in (
        "the loss is 75",
        "two x: 10",
        "four y: 20",
        "we are at 4, 3",
        "from 75 to 34",
        "We land at 3.2, 1.8",
        "The loss is now 16.72",
        "multiplied by 0.8 every time, and y by 0.6",
        "After five steps x is 1.64, and y is down to 0.39",
        "After ten steps x is still 0.54, and y only 0.03",
        "The loss fell from 75 to 0.29",
        "p is 2.289",
        "For y, 1.36 steps",
        "For x it takes 3.11 steps",
        "0.4 percent of where it began",
        "the curvatures, 1/3",
        "from 5 to −1.67 in y",
        "in 5 steps takes the smooth path 23",
        "It takes 8. After 7 steps x is still 1.049. One more, and it is 0.839",
    ):
        assert number in said


def test_lesson_6_says_its_numbers_in_spanish(store: Store) -> None:
    """Expected values as above, with the comma; what is spoken has no figures at all."""
    plan = _spoken(DIEZ_PASOS, store)
    said = " ".join(beat.beat.line.shown for beat in plan.beats)
    for number in (
        "la pérdida es 75",
        "dos x: 10",
        "cuatro y: 20",
        "estamos en 4, 3",
        "de 75 a 34",
        "Llegamos a 3,2 y 1,8",
        "La pérdida es ahora 16,72",
        "se multiplica cada vez por 0,8, y la y, por 0,6",
        "la x vale 1,64, y la y ya bajó a 0,39",
        "la x todavía vale 0,54, y la y, apenas 0,03",
        "La pérdida bajó de 75 a 0,29",
        "p vale 2,289",
        "En y, 1,36 pasos",
        "En x hacen falta 3,11 pasos",
        "el 0,4 por ciento de la inicial",
        "las curvaturas: 1/3",
        "de 5 a −1,67",
        "en 5 pasos le cuesta 23",
        "Hacen falta 8. Tras 7 pasos, x todavía vale 1,049. Uno más, y vale 0,839",
    ):
        assert number in said
    spoken = " ".join(beat.beat.line.spoken for beat in plan.beats)
    assert "dieciséis coma setenta y dos" in spoken
    assert not any(character.isdigit() for character in spoken)
