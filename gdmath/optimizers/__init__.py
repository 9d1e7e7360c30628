"""The walkers: each turns a gradient into the next point, with its memory in plain sight.

They follow PyTorch's conventions. A new optimizer is one module here and one line in
``OPTIMIZERS``; a new schedule is one class in ``schedules`` and one line in ``SCHEDULES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gdmath.optimizers.adam import Adam, AdamW, AMSGrad
from gdmath.optimizers.adaptive import AdaGrad, RMSProp
from gdmath.optimizers.descent import GD
from gdmath.optimizers.epochs import Epochs
from gdmath.optimizers.momentum import HeavyBall, Nesterov
from gdmath.optimizers.noise import MiniBatch, Noisy, noisy_gd, sgd
from gdmath.optimizers.optimizer import Estimates, Memory, Optimizer, check, estimate
from gdmath.optimizers.schedules import (
    SCHEDULES,
    Cosine,
    OneCycle,
    Rate,
    Schedule,
    StepDecay,
    WarmUp,
    constant,
)

__all__ = [
    "GD",
    "OPTIMIZERS",
    "SCHEDULES",
    "AMSGrad",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Cosine",
    "Epochs",
    "Estimates",
    "HeavyBall",
    "Memory",
    "MiniBatch",
    "Nesterov",
    "Noisy",
    "OneCycle",
    "Optimizer",
    "RMSProp",
    "Rate",
    "Schedule",
    "StepDecay",
    "WarmUp",
    "check",
    "constant",
    "estimate",
    "noisy_gd",
    "sgd",
]

OPTIMIZERS: Mapping[str, Callable[..., Optimizer]] = MappingProxyType(
    {
        "gd": GD,
        "sgd": sgd,
        "noisy_gd": noisy_gd,
        "heavy_ball": HeavyBall,
        "nesterov": Nesterov,
        "adagrad": AdaGrad,
        "rmsprop": RMSProp,
        "adam": Adam,
        "adamw": AdamW,
        "amsgrad": AMSGrad,
        "mini_batch": MiniBatch,
        "epochs": Epochs,
        "noisy": Noisy,
    }
)
