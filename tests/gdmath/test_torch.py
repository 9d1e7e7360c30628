"""The same runs by torch.optim, with gradients by torch's automatic differentiation."""

from __future__ import annotations

import numpy as np
import pytest

from gdmath.objectives import OBJECTIVES
from gdmath.optimizers import (
    GD,
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    Cosine,
    HeavyBall,
    Nesterov,
    OneCycle,
    RMSProp,
    StepDecay,
)
from gdmath.run import Run

torch = pytest.importorskip("torch", reason="torch is no part of .venv: pip install '.[torch]'")

LOSSES = {
    "bowl": ((5.0, 5.0), lambda p: p[0] ** 2 + 2 * p[1] ** 2),
    "ravine": ((8.0, 1.0), lambda p: p[0] ** 2 / 8 + 2 * p[1] ** 2),
    "rosenbrock": (
        (-1.2, 1.0),
        lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2,
    ),
}

# name: ours, torch's class, its settings, lr on bowl, ravine and Rosenbrock
TWINS = {
    "gd": (GD, "SGD", {}, (0.1, 0.4, 1e-3)),
    "heavy_ball": (
        lambda lr: HeavyBall(lr, 0.9),
        "SGD",
        {"momentum": 0.9},
        (0.1, 0.1, 1e-4),
    ),
    "best_heavy_ball": (
        lambda lr: HeavyBall(lr, 0.36),
        "SGD",
        {"momentum": 0.36},
        (0.64, 0.64, 1e-3),
    ),
    "dampened": (
        lambda lr: HeavyBall(lr, 0.9, dampening=0.5),
        "SGD",
        {"momentum": 0.9, "dampening": 0.5},
        (0.1, 0.1, 1e-4),
    ),
    "nesterov": (
        lambda lr: Nesterov(lr, 0.9),
        "SGD",
        {"momentum": 0.9, "nesterov": True},
        (0.1, 0.1, 1e-4),
    ),
    "adagrad": (AdaGrad, "Adagrad", {}, (0.5, 0.5, 0.1)),
    "rmsprop": (RMSProp, "RMSprop", {}, (0.01, 0.01, 0.01)),
    "adam": (Adam, "Adam", {}, (0.1, 0.1, 0.01)),
    "adamw": (AdamW, "AdamW", {}, (0.1, 0.1, 0.01)),
    "amsgrad": (AMSGrad, "Adam", {"amsgrad": True}, (0.1, 0.1, 0.01)),
}
HORIZONS = {("rmsprop", "rosenbrock"): 450}
"""RMSProp is chaotic in Rosenbrock's valley: how many steps can be compared at all."""


def walk(optimizer, settings, lr, place, steps, schedule=None):
    start, loss = LOSSES[place]
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    rule = getattr(torch.optim, optimizer)([p], lr=lr, **settings)
    scheduler = schedule and schedule(rule)
    points = [p.detach().numpy().copy()]
    for _ in range(steps):
        rule.zero_grad()
        loss(p).backward()
        rule.step()
        if scheduler:
            scheduler.step()
        points.append(p.detach().numpy().copy())
    return np.array(points)


@pytest.mark.parametrize("place", LOSSES)
@pytest.mark.parametrize("twin", TWINS)
def test_a_thousand_steps(twin, place):
    ours, optimizer, settings, rates = TWINS[twin]
    lr = rates[list(LOSSES).index(place)]
    steps = HORIZONS.get((twin, place), 1000)
    theirs = walk(optimizer, settings, lr, place, steps)
    run = Run(OBJECTIVES[place](), ours(lr), LOSSES[place][0], steps).solve()
    assert np.isfinite(theirs).all()
    gap, scale = np.abs(run.x - theirs), max(1.0, float(np.abs(theirs).max()))
    assert gap.max() <= 1e-13 * scale
    assert np.linalg.norm(gap[:101]) <= 1e-12 * np.linalg.norm(theirs[:101])


SCHEDULED = {
    "step": (
        StepDecay(0.1, every=30, factor=0.5),
        lambda rule: torch.optim.lr_scheduler.StepLR(rule, 30, 0.5),
    ),
    "cosine": (
        Cosine(0.1, steps=100, least=0.01),
        lambda rule: torch.optim.lr_scheduler.CosineAnnealingLR(rule, 100, 0.01),
    ),
    "one_cycle": (
        OneCycle(0.1, steps=101),
        lambda rule: torch.optim.lr_scheduler.OneCycleLR(
            rule, max_lr=0.1, total_steps=101, cycle_momentum=False
        ),
    ),
}


@pytest.mark.filterwarnings("ignore:Detected call of")
@pytest.mark.parametrize("name", SCHEDULED)
def test_schedules(name):
    ours, scheduler = SCHEDULED[name]
    theirs = walk("SGD", {"momentum": 0.9}, 0.1, "ravine", 100, scheduler)
    run = Run(OBJECTIVES["ravine"](), HeavyBall(ours, 0.9), (8.0, 1.0), 100).solve()
    assert np.abs(run.x - theirs).max() <= 1e-13 * 8
