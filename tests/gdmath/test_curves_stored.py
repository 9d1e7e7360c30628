"""The curves the course talks about: their numbers, and that they can be made again."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdmath.curves import (
    Advice,
    LossCurve,
    Verdict,
    curve_names,
    features,
    guessing_loss,
    load_campaign,
    load_curve,
    make,
    read_curve,
    recipe,
    stored,
    stored_recipes,
    two_run_test,
)
from gdmath.curves.reading import FACTOR
from gdmath.events import plateau
from gdmath.objectives import logistic
from gdmath.optimizers import GD

NAMES = curve_names()

PRINTED = [
    ("moons_lr1", "train", {0: 0.644, 1: 0.322, 5: 0.262, 20: 0.149, 60: 0.0915}),
    ("moons_lr1", "accuracy", {60: 0.9775}),
    ("moons_lr0_001", "train", {0: 0.644, 5: 0.625, 20: 0.578, 40: 0.529, 60: 0.492}),
    ("moons_lr0_01", "train", {60: 0.324}),
    ("moons_lr0_1", "train", {60: 0.248}),
    ("moons_lr10", "train", {0: 0.644, 1: 7.90, 2: 1.43, 3: 0.74, 5: 0.30}),
    ("moons_overfit", "train", {0: 0.557, 600: 0.049}),
    ("moons_overfit", "validation", {0: 0.5745, 92: 0.2601, 600: 0.5811}),
    ("moons_plateau", "train", {0: 0.691, 10: 0.297, 100: 0.295, 200: 0.275, 300: 0.114}),
    ("moons_plateau", "train", {400: 0.093}),
    ("moons_killed_relu", "train", {0: 0.96, 1: 0.38, 2: 0.45}),
    ("moons_killed_relu", "accuracy", {60: 0.55}),
    ("moons_dead_relu", "train", {0: 0.6931}),
]


@pytest.mark.parametrize(("name", "column", "printed"), PRINTED)
def test_the_course_s_numbers(name, column, printed):
    values = getattr(load_curve(name), column)
    for epoch, number in printed.items():
        digits = len(str(number).partition(".")[2])
        half_unit = 0.5 * 10.0**-digits
        assert abs(values[epoch] - number) <= half_unit + 1e-12


READINGS = {
    "moons_lr0_001": Verdict.CRAWLING,
    "moons_lr0_01": Verdict.HEALTHY_LOOKING,
    "moons_lr0_1": Verdict.HEALTHY_LOOKING,
    "moons_lr1": Verdict.HEALTHY_LOOKING,
    "moons_lr3": Verdict.BOUNCING,
    "moons_lr10": Verdict.BOUNCING,
    "moons_lr10_nudged": Verdict.BOUNCING,
    "moons_lr30": Verdict.DIVERGED,
    "moons_lr100": Verdict.DIVERGED,
    "moons_overfit": Verdict.OVERFITTING,
    "moons_plateau": Verdict.HEALTHY_LOOKING,
    "moons_dead_relu": Verdict.FLAT,
    "moons_killed_relu": Verdict.BOUNCING,
}


def test_every_stored_curve_is_read():
    assert {name: read_curve(load_curve(name)) for name in NAMES} == READINGS


@pytest.mark.parametrize(
    ("name", "feature", "printed", "within"),
    [
        ("moons_lr10", "peak", 12.3, 0.05),
        ("moons_lr10", "rising", 0.5, 0.1),
        ("moons_lr30", "peak", 102, 0.5),
        ("moons_lr100", "peak", 330, 20),
        ("moons_lr0_001", "late", 0.65, 0.005),
        ("moons_lr0_001", "rising", 0.0, 0.0),
        ("moons_overfit", "gap", 1.23, 0.005),
        ("moons_dead_relu", "drop", 0.0, 0.001),
    ],
)
def test_the_course_s_features(name, feature, printed, within):
    assert abs(getattr(features(load_curve(name)), feature) - printed) <= within


def test_the_best_epoch_of_the_overfitted_run():
    assert load_curve("moons_overfit").best_epoch == 92
    assert load_curve("moons_lr0_001").best_epoch == 60


def test_the_plateau_is_the_best_straight_line():
    made = stored_recipes()["moons_plateau"].run.objective
    rows = tuple((1.0, *point) for point in made.data.points)
    line = logistic(rows=rows, labels=made.data.labels)
    losses = load_curve("moons_plateau").train
    on_it = np.flatnonzero(np.abs(losses / line.f_min - 1) <= 0.015)
    assert abs(line.f_min - 0.294946) <= 5e-7
    assert np.mean((line.predict(line.minimum) > 0.5) == np.array(line.labels)) == 0.885
    assert (on_it[0], on_it[-1], len(on_it)) == (9, 189, 181)
    assert plateau(losses) == (9, 183)


def test_a_change_in_the_fifteenth_digit_becomes_another_curve():
    apart = np.abs(load_curve("moons_lr10").train - load_curve("moons_lr10_nudged").train)
    assert apart[0] <= 1e-15
    assert apart[3] <= 1e-8
    assert apart.max() > 1


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_curve_can_be_made_again(name):
    assert list(make.difference(name, stored_recipes()[name])) == []


def test_the_index_names_every_file_and_the_script():
    files = {path.stem for path in stored.FOLDER.glob("*.csv")}
    index = json.loads(stored.INDEX.read_text("utf-8"))
    assert files == set(index["files"]) == {*stored_recipes(), "campaign"}
    assert index["recipes_sha256"] == make.script_digest()


def test_a_rate_ten_times_too_low_looks_healthy_but_fails_the_two_run_test():
    rates = (0.1, 0.1 * FACTOR, 0.1 / FACTOR)
    curve, higher, lower = (recipe(GD(lr)).train() for lr in rates)
    assert read_curve(curve) is Verdict.HEALTHY_LOOKING
    assert two_run_test(curve, higher, lower) is Advice.RAISE
    assert curve == load_curve("moons_lr0_1") or np.allclose(
        curve.train, load_curve("moons_lr0_1").train, rtol=0, atol=1e-12
    )


def test_guessing():
    assert round(guessing_loss(), 4) == 0.6931
    assert round(guessing_loss(10), 4) == 2.3026
    assert load_curve("moons_dead_relu").train[0] == pytest.approx(guessing_loss(), rel=1e-15)
    with pytest.raises(ValueError, match="classes must be a whole number of at least 2, not 1"):
        guessing_loss(1)


ANY = st.floats(allow_nan=True, allow_infinity=True)


@given(st.integers(1, 20).flatmap(lambda n: arrays(np.float64, (3, n), elements=ANY)))
def test_text_keeps_every_bit(columns):
    curve = LossCurve(*columns)
    again = stored.curve_from(stored.curve_text(curve))
    assert stored.curve_text(again) == stored.curve_text(curve)
    np.testing.assert_array_equal(again.train, curve.train)


TINY = {
    "moons_tiny": recipe(GD(1.0), epochs=12, hidden=2, samples=20),
    "moons_wild": recipe(GD(300.0), epochs=12, hidden=2, samples=20, chaotic=True),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of its own, with two small curves and a campaign of one line."""
    monkeypatch.setattr(stored, "FOLDER", tmp_path)
    monkeypatch.setattr(stored, "INDEX", tmp_path / "index.json")
    monkeypatch.setattr(make.recipes, "stored_recipes", lambda: TINY)
    monkeypatch.setattr(make.campaign, "campaign", lambda: iter(load_campaign_once[:13]))
    assert make.main(["--campaign"]) == 0
    return tmp_path


load_campaign_once = load_campaign()


def test_what_was_made_passes_its_check(folder, capsys):
    assert {path.name for path in folder.iterdir()} == {
        "campaign.csv",
        "index.json",
        "moons_tiny.csv",
        "moons_wild.csv",
    }
    assert make.main(["--check", "--campaign"]) == 0
    assert capsys.readouterr().out == "all as stored\n"
    assert load_campaign() == load_campaign_once[:13]
    before = (folder / "index.json").read_text("utf-8")
    assert make.main([]) == 0
    assert (folder / "index.json").read_text("utf-8") == before


def test_a_changed_file_is_noticed(folder):
    path = folder / "moons_tiny.csv"
    path.write_text(path.read_text("utf-8").replace("1,", "1,0", 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"moons_tiny.csv has been changed: its SHA-256 is"):
        load_curve("moons_tiny")


def test_a_check_says_what_differs(folder, monkeypatch, capsys):
    other = {
        "moons_tiny": recipe(GD(1.0001), epochs=12, hidden=2, samples=20),
        "moons_wild": recipe(GD(0.01), epochs=12, hidden=2, samples=20, chaotic=True),
    }
    monkeypatch.setattr(make.recipes, "stored_recipes", lambda: other)
    monkeypatch.setattr(make.campaign, "campaign", lambda: iter(load_campaign_once[-13:] * 3))
    monkeypatch.setattr(make, "script_digest", lambda: "another")
    assert make.main(["--check", "--campaign"]) == 1
    said = capsys.readouterr().out
    assert "recipes.py is not the one the curves were made with" in said
    assert "moons_tiny: is" in said
    assert "from the stored curve, not within 1e-09" in said
    assert "moons_wild: reads as" in said
    assert "campaign, too-low and" in said
