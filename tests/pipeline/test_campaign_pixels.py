"""Films of lessons drawn at random are true to a part of a pixel, and planted faults are told."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from pipeline import cli
from pipeline.pixels import question
from pipeline.pixels.proof import prove
from pipeline.pixels.recursion import RECURSIONS
from scenes import player
from script.solve import forget
from tests.pipeline import pixel_faults_answers, pixel_faults_claims, pixel_faults_pictures
from tests.pipeline.pixel_films import at, drawn, filmed, plan_of
from tests.pipeline.planted import (
    CLOUDY,
    DIRECTED,
    IN_SPACE,
    ON_LINES,
    PLOTTED,
    POINTING,
    TRAINED,
    walk,
)

pytestmark = pytest.mark.render

FAULTS = pixel_faults_answers.FAULTS | pixel_faults_pictures.FAULTS | pixel_faults_claims.FAULTS
KINDS = {
    "descent_1d",
    "descent_2d",
    "line_fit",
    "loss_curve",
    "network",
    "number_line",
    "race",
    "surface",
    "sweep",
    "trajectory_plot",
}
LARGE = (CLOUDY, DIRECTED, IN_SPACE, ON_LINES, PLOTTED, POINTING, TRAINED)
"""Lessons whose faults take more pixels to be seen than the smallest films have."""
DOT_PX, TIP_PX, TURN_DEG = 0.25, 1.0, 0.1


def test_marks_are_where_they_belong(draw, campaign_size, tmp_path):
    """Every dot within 0.25 px at 1080p, every arrow within 1 px and 0.1 degrees."""
    seen, skipped = [], Counter()
    for _ in range(campaign_size(1, 24)):
        theme = draw.choice(["dark", "light"])
        plan = plan_of(tmp_path, drawn(draw), at("h", theme=theme))
        report = prove(plan, filmed(plan, tmp_path / "film.mp4"))
        assert report.findings() == []
        seen += report.seen
        skipped += report.skipped
    marks = [one.mark for one in seen]
    told(seen, skipped)
    assert max(mark.gap for mark in marks if mark.what != "arrow") <= DOT_PX
    assert max((mark.gap for mark in marks if mark.what == "arrow"), default=0) <= TIP_PX
    assert max((mark.turn for mark in marks if mark.turn is not None), default=0) <= TURN_DEG
    assert len(marks) >= campaign_size(30, 2000)
    if campaign_size(0, 1):
        assert {one.kind for one in seen} == KINDS
        assert {mark.what for mark in marks} == {"arrow", "dot", "line", "tick"}


def told(seen, skipped):
    """Print how far off marks are, by kind and shape."""
    for kind, what in sorted({(one.kind, one.mark.what) for one in seen}):
        gaps = [one.mark.gap for one in seen if (one.kind, one.mark.what) == (kind, what)]
        middle, most, worst = np.percentile(gaps, [50, 99, 100])
        print(f"{kind} {what}: {len(gaps)}, px off {middle:.3f}, 99 % {most:.3f}, all {worst:.3f}")
    turns = [one.mark.turn for one in seen if one.mark.turn is not None]
    if turns:
        print(f"{len(turns)} directions, degrees off {np.median(turns):.3f}, all {max(turns):.3f}")
    print(f"skipped: {dict(skipped)}")


def test_planted_faults_are_told(draw, campaign_size, tmp_path):
    """All of them; each film is drawn, encoded and decoded with the fault in it."""
    names = sorted(FAULTS)
    chosen = [names[i] for i in draw.permutation(len(names))[: campaign_size(3, len(names))]]
    missed = []
    for name in chosen:
        text, plant = FAULTS[name]
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            forget()
            plan = plan_of(tmp_path, text, at(quality(name, text)))
            if not prove(plan, filmed(plan, tmp_path / "film.mp4")).findings():
                missed.append(name)
        forget()
    assert missed == []


def quality(name: str, text: str) -> str:
    """Return how large a film must be to show a fault: ticks, arrows, small dots need pixels."""
    return "h" if "map's numbers" in name else "m" if text in LARGE else "l"


@pytest.mark.parametrize("size", ["l", "m"])
def test_films_without_a_fault_are_true_at_every_size(tmp_path, size, campaign_size):
    texts = list(dict.fromkeys(text for text, _ in FAULTS.values()))
    for text in [walk(of="x"), POINTING, *texts][: campaign_size(2, len(texts) + 2)]:
        plan = plan_of(tmp_path, text, at(size))
        report = prove(plan, filmed(plan, tmp_path / "film.mp4"))
        assert report.findings() == []
        assert report.seen


def test_a_film_of_other_frames_is_told(tmp_path, monkeypatch):
    original = player.moment_at
    monkeypatch.setattr(player, "moment_at", lambda shot, i, on: original(shot, i + 1, on))
    plan = plan_of(tmp_path, walk(), at("l"))
    findings = prove(plan, filmed(plan, tmp_path / "film.mp4")).findings()
    assert any(line.startswith("map/walk: frame ") and "off by" in line for line in findings)


def test_the_command_tells_what_is_not_true(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "small.yaml"
    text = POINTING.replace("Here they go.", "Here it goes, and we look at where its arrows point.")
    path.write_text(text, encoding="utf-8")
    line = ["build", str(path), "-q", "l", "-j", "1", "--verify-pixels"]
    assert cli.main(line) == 0
    assert " marks measured in " in capsys.readouterr().out
    walk_on = RECURSIONS["gd"]
    other = {**RECURSIONS, "gd": lambda formula, x, lr: walk_on(formula, x, 1.1 * float(lr))}
    monkeypatch.setattr(question, "RECURSIONS", other)
    assert cli.main(line) == 3
    told = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("note")]
    assert told
    assert all(line.startswith("map/walk: frame ") for line in told)
    assert any(": measured at (" in line and "expected at (" in line for line in told)
