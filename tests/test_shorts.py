"""The five shorts: their frame, their captions, and their numbers against arithmetic done here."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, log, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from gdmath.curves.stored import FOLDER
from pipeline.captions.planned import shown_captions
from pipeline.cast import cast
from pipeline.commands.options import published
from pipeline.plan import Plan
from pipeline.prepare import lesson_path, planned, ready
from pipeline.store import Store
from scenes.box import caption_box, stage_of
from scenes.burned import Subtitles
from scenes.canvas import studio
from scenes.headline import Params
from scenes.look import look
from scenes.player import moment_at, stages
from script.files import COURSE_FILE
from script.load import load_course

Array = NDArray[np.float64]
Planned = Callable[[str], Plan]

QUESTIONS = {
    "faq-1": "What is gradient descent in plain English?",
    "faq-2": "Why does a learning rate that's too high cause loss to explode?",
    "faq-3": "What's the difference between SGD, momentum and Adam?",
    "faq-4": "How do I tell from a loss curve that my learning rate is wrong?",
    "faq-5": "Why does the loss sometimes plateau and then drop again?",
}
every_short = pytest.mark.parametrize("name", QUESTIONS)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """Return what plans a short, once, without sound."""
    store, made = Store(tmp_path_factory.mktemp("store")), dict[str, Plan]()

    def of(name: str) -> Plan:
        if name not in made:
            lesson = ready(lesson_path(name), published)
            made[name] = planned(lesson, published(lesson.lesson), cast(lesson, "silent"), store)
        return made[name]

    return of


def said(plan: Plan) -> str:
    return " ".join(" ".join(caption.lines) for caption in shown_captions(plan))


def test_the_course_lists_them_apart_from_its_lessons() -> None:
    course = load_course(lesson_path("faq-1").parent / COURSE_FILE)
    assert [one.id for one in course.shorts] == list(QUESTIONS)
    assert not {*QUESTIONS} & {*course.lessons}


@every_short
def test_stands_lasts_less_than_a_minute_and_asks_the_question(plan: Planned, name: str) -> None:
    film = plan(name)
    assert (film.look.width, film.look.height, film.look.burned) == (1080, 1920, True)
    assert 45 <= film.seconds <= 60
    assert film.ready.lesson.title == QUESTIONS[name]


@every_short
def test_its_first_frame_is_the_question_in_full_light(plan: Planned, name: str) -> None:
    shot = plan(name).beats[0].shot
    moment = moment_at(shot, 0, stages(shot.panels, shot.look, shot.results))
    assert shot.fade_in == 0
    asked = [panel for panel in shot.panels if panel.kind == "headline"]
    assert [one.params for one in asked] == [Params(QUESTIONS[name])]
    assert moment[asked[0].name].opacity == 1


@every_short
def test_something_is_said_within_three_seconds_and_a_lesson_is_named_last(
    plan: Planned, name: str
) -> None:
    film = plan(name)
    first, *_, last = shown_captions(film)
    assert first.start_ms < 1000
    assert "lesson" in " ".join(last.lines)
    assert film.beats[-1].shot.fade_out == 0


@pytest.mark.render
@every_short
def test_burned_captions_lie_in_their_zone_below_every_panel(plan: Planned, name: str) -> None:
    small = look("l", aspect="portrait", burned=True)
    zone, stage = caption_box(small), stage_of(small)
    shown = [caption for beat in plan(name).beats for caption in beat.shot.captions]
    widest = max(shown, key=lambda caption: max(len(line) for line in caption.lines))
    tallest = max(shown, key=lambda caption: len(caption.lines))
    with studio(small):
        subtitles = Subtitles(small)
        for caption in (widest, tallest):
            for part in subtitles.layers(caption, 0)[0].mobjects:
                assert zone.left - 0.01 <= part.get_left()[0]
                assert part.get_right()[0] <= zone.right + 0.01
                assert zone.bottom <= part.get_bottom()[1]
                assert part.get_top()[1] <= zone.top < stage.bottom


def test_short_1_says_the_losses_of_its_walk(plan: Planned) -> None:
    losses = [25 * 0.64**k + 50 * 0.36**k for k in range(11)]
    words = said(plan("faq-1"))
    assert "The loss starts at 75." in words
    assert f"After a single step: {losses[1]:.0f}. Another one: {losses[2]:.1f}." in words
    assert f"And after 10 of them: {losses[10]:.2f}." in words
    assert (f"{losses[2]:.1f}", f"{losses[10]:.2f}") == ("16.7", "0.29")


def test_short_2_says_how_the_loss_explodes(plan: Planned) -> None:
    words = said(plan("faq-2"))
    losses = [25 * 0.04**k + 50 * 1.96**k for k in range(4)]
    assert [f"{loss:.0f}" for loss in losses] == ["75", "99", "192", "376"]
    assert "The loss is 75. One step: 99. Then 192. Then 376." in words
    assert "the slope is 4 times y" in words
    assert "A rate of 0.1 takes away 0.4 of y. At 0.6, it takes 2.4 times y." in words
    assert "1.4 times as far out" in words
    assert "curvature, here 4, must stay below 2. That is a rate of 0.5." in words


def adam(hessian: Array, start: Array, lr: float, steps: int) -> Array:
    """Return the losses of Adam as its paper writes it, over the first."""
    x, m, s, losses = start, np.zeros(2), np.zeros(2), [start @ hessian @ start]
    for t in range(1, steps + 1):
        g = hessian @ x
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        x = x - lr * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        losses.append(x @ hessian @ x)
    return np.array(losses) / losses[0]


def test_short_3_says_how_many_steps_each_needs(plan: Planned) -> None:
    words = said(plan("faq-3"))
    kappa = 100
    plain, root = (ceil(log(100) / log((r + 1) / (r - 1))) for r in (kappa, sqrt(kappa)))
    assert (plain, root) == (231, 23)
    assert f"In a valley {kappa} times as steep across, {root} steps" in words
    assert f"{root} steps can do the work of {plain}." in words
    valley, turn = np.diag([4e-4, 4.0]), np.array([[1.0, -1.0], [1.0, 1.0]]) / sqrt(2)
    start = np.array([8.0, 1.0])
    straight = int(np.flatnonzero(adam(valley, start, 0.2, 200) > 1e-4)[-1]) + 1
    assert f"A far longer valley: {straight} steps." in words
    assert straight == 83
    best = plan("faq-3").ready.solved.results["turned_rates"].fastest
    turned = adam(turn @ valley @ turn.T, turn @ start, best, 4200)
    needed = int(np.flatnonzero(turned > 1e-4)[-1]) + 1
    assert f"its best rate needs {needed}." in words
    assert needed == 3852


def test_momentum_does_not_notice_the_turn() -> None:
    valley, turn = np.diag([4e-4, 4.0]), np.array([[1.0, -1.0], [1.0, 1.0]]) / sqrt(2)
    ends = []
    for hessian, axes in ((valley, np.eye(2)), (turn @ valley @ turn.T, turn)):
        x, velocity = axes @ np.array([8.0, 1.0]), np.zeros(2)
        for _ in range(400):
            velocity = 0.96 * velocity + hessian @ x
            x = x - 0.9 * velocity
        ends.append(x @ hessian @ x)
    assert ends[0] == pytest.approx(ends[1], rel=1e-9)
    assert ends[0] < 0.01 * 1e-2


def test_short_4_counts_the_stored_trainings(plan: Planned) -> None:
    rows = [line.split(",") for line in (FOLDER / "campaign.csv").read_text().splitlines()[1:]]
    by = {truth: [r for r in rows if r[4] == truth] for truth in {r[4] for r in rows}}
    high, low, near = by["too-high"], by["too-low"], by["near-best"]
    loud = {"bouncing", "diverged"}
    assert all(row[5] in loud for row in high)
    words = said(plan("faq-4"))
    assert f"We trained {len(rows)} small networks. {len(high)} had a rate too high" in words
    assert f"and all {len(high)} showed it" in words
    crawling, healthy = (sum(r[5] == v for r in low) for v in ("crawling", "healthy-looking"))
    assert f"Of {len(low)} runs that were too slow, only {crawling} looked it." in words
    assert f"{healthy} looked perfectly healthy." in words
    wobbled = sum(row[5] == "bouncing" for row in near)
    assert f"{wobbled} of the {len(near)} best ones wobbled" in words
    raised = 100 * sum(row[6] == "raise" for row in low) / len(low)
    lowered = 100 * sum(row[6] == "lower" for row in high) / len(high)
    assert f"{raised:.0f} percent of those too low, and {lowered:.0f} percent" in words
    assert (len(rows), crawling, healthy, f"{raised:.0f}") == (208, 38, 76, "88")


def settled(lr: float) -> float:
    """Return the mean loss of descent on one of five noisy dots a step, in the long run.

    The second moments of what is missing, once a step no longer changes them.
    """
    dots = [np.array([1.0, v]) for v in (-2, -1, 0, 1, 2)]
    left_over = (-1, 2, 0, -2, 1)
    moves = [np.eye(2) - 2 * lr * np.outer(a, a) for a in dots]
    kept = np.mean([np.kron(move, move) for move in moves], axis=0)
    kicks = np.mean(
        [4 * lr**2 * r**2 * np.outer(a, a) for a, r in zip(dots, left_over, strict=True)], axis=0
    )
    moments = np.linalg.solve(np.eye(4) - kept, kicks.ravel())
    return 2 + float(np.mean([np.outer(a, a) for a in dots], axis=0).ravel() @ moments)


def test_short_5_says_where_noise_keeps_the_loss_and_where_the_shelf_lies(plan: Planned) -> None:
    words = said(plan("faq-5"))
    assert f"here {settled(0.1):.3f}." in words
    assert f"it sinks to {settled(0.01):.3f}." in words
    assert (f"{settled(0.1):.3f}", f"{settled(0.01):.3f}") == ("2.857", "2.054")
    losses = np.loadtxt(FOLDER / "moons_plateau.csv", delimiter=",", skiprows=1)[:, 1]
    assert f"to {losses[400]:.2f}." in words
    assert "best straight line, 0.295" in words
    flat = np.flatnonzero(np.abs(losses - 0.295) < 0.01 * 0.295)
    assert flat[-1] - flat[0] == len(flat) - 1 == pytest.approx(181, abs=12)
    claimed = int(words.partition("For ")[2].partition(" epochs")[0])
    assert claimed == pytest.approx(len(flat), abs=12)
