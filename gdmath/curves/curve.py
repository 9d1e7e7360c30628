"""A loss curve, and the numbers that its shape comes down to."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any, ClassVar

import numpy as np

from gdmath.array import Array, frozen, same
from gdmath.events import plateau
from gdmath.known import Unknown

SHORTEST = 10
"""Epochs a curve must have to be read."""

RISE = 0.05
"""A loss that grows by more than this share in one epoch counts as rising."""

LAST = 5
"""Epochs over whose median the end of a curve is taken, and whose median smooths it."""


@dataclass(frozen=True, slots=True, eq=False)
class LossCurve:
    """The losses of a training run before it and after each of its n epochs, read-only.

    Attributes
    ----------
    train : Array
        The mean loss on the samples it is trained on, (n+1,). Infinities and NaN are values.
    validation, accuracy : Array | None
        The mean loss and the share of right answers on samples it has not seen, (n+1,).

    Raises
    ------
    ValueError
        When the lengths differ or there is no loss.

    ``PUBLIC`` names what a script may read; those of the ``Features`` need ten epochs.
    """

    PUBLIC: ClassVar[frozenset[str]] = frozenset(
        {
            "accuracy",
            "best_epoch",
            "drop",
            "end",
            "epochs",
            "gap",
            "late",
            "memorised",
            "oscillation",
            "peak",
            "peak_epoch",
            "plateau_end",
            "plateau_start",
            "rising",
            "train",
            "validation",
        }
    )

    train: Array
    validation: Array | None = None
    accuracy: Array | None = None

    def __post_init__(self) -> None:
        for name in ("train", "validation", "accuracy"):
            values = getattr(self, name)
            if values is None:
                continue
            values = frozen(values)
            if values.ndim != 1 or not len(values):
                raise ValueError(f"{name} must have the shape (n+1,), not {values.shape}")
            if len(values) != len(self.train):
                raise ValueError(
                    f"{name} must have {len(self.train)} numbers, as many as train, "
                    f"not {len(values)}"
                )
            object.__setattr__(self, name, values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LossCurve):
            return NotImplemented
        pairs = zip(self._arrays(), other._arrays(), strict=True)
        return all(
            a is b if a is None or b is None else same(a, b)  # NaN equals itself
            for a, b in pairs
        )

    def __hash__(self) -> int:
        return hash(self.train.tobytes())

    def __reduce__(self) -> tuple[Any, ...]:
        return LossCurve, self._arrays()

    @property
    def epochs(self) -> int:
        """How many epochs it was trained for, n."""
        return len(self.train) - 1

    @property
    def end(self) -> float:
        """The median training loss of the last five epochs; infinite when one is not finite."""
        last = self.train[-LAST:]
        return float(np.median(last)) if np.isfinite(last).all() else np.inf

    @property
    def best_epoch(self) -> int:
        """The epoch of least validation loss, or of least training loss without validation."""
        losses = self.train if self.validation is None else self.validation
        return int(np.where(np.isnan(losses), np.inf, losses).argmin())

    @property
    def peak_epoch(self) -> int:
        """The epoch of the largest training loss that is a number."""
        return int(np.where(np.isfinite(self.train), self.train, -np.inf).argmax())

    @property
    def plateau_start(self) -> int:
        """The epoch at which a plateau begins, see ``gdmath.events.plateau``."""
        return self._plateau()[0]

    @property
    def plateau_end(self) -> int:
        """The last epoch of the plateau."""
        return self._plateau()[1]

    @property
    def peak(self) -> float:
        """``Features.peak``."""
        return self._features().peak

    @property
    def drop(self) -> float:
        """``Features.drop``."""
        return self._features().drop

    @property
    def rising(self) -> float:
        """``Features.rising``."""
        return self._features().rising

    @property
    def oscillation(self) -> float:
        """``Features.oscillation``."""
        return self._features().oscillation

    @property
    def late(self) -> float:
        """``Features.late``."""
        return self._features().late

    @property
    def gap(self) -> float:
        """``Features.gap``."""
        return self._features().gap

    @property
    def memorised(self) -> float:
        """``Features.memorised``."""
        return self._features().memorised

    def _features(self) -> Features:
        try:
            return features(self)
        except ValueError as error:
            raise Unknown(str(error)) from None

    def _plateau(self) -> tuple[int, int]:
        found = plateau(self.train)
        if found is None:
            raise Unknown("this curve has no plateau")
        return found

    def _arrays(self) -> tuple[Array | None, ...]:
        return self.train, self.validation, self.accuracy


@dataclass(frozen=True, slots=True)
class Features:
    """What the rules look at; all are shares, without unit. L are training losses, V validation.

    Attributes
    ----------
    peak : float
        Largest L over the first.
    end : float
        ``LossCurve.end`` over the first L.
    drop : float
        The share of the first L that is gone after the last epoch; negative when it rose.
    rising : float
        The share of epochs in which L grew by over 5 %.
    oscillation : float
        The standard deviation of the change of L over the mean L, in the second half.
    late : float
        The drop of the smoothed L in the last fifth of the epochs over a fifth of its whole drop:
        1 for a straight line, near 0 for a curve that has settled; 0 when there is no drop.
    gap : float
        By what share the last V is above the least; 0 without validation.
    memorised : float
        The share of L that went after the epoch of least V; 0 without validation.

    When a loss is not finite, peak and end are infinite, drop is minus infinity and the rest 0.
    """

    peak: float
    end: float
    drop: float
    rising: float = 0.0
    oscillation: float = 0.0
    late: float = 0.0
    gap: float = 0.0
    memorised: float = 0.0


def features(curve: LossCurve) -> Features:
    """Return what the shape of ``curve`` comes down to.

    Raises
    ------
    ValueError
        When the curve has fewer than ten epochs, or its first loss is not a positive number.
    """
    losses, n = curve.train, curve.epochs
    if n < SHORTEST:
        raise ValueError(f"a curve must have at least {SHORTEST} epochs to be read, not {n}")
    if not (np.isfinite(losses[0]) and losses[0] > 0):
        raise ValueError(f"the first loss must be a positive number, not {losses[0]}")
    if not np.isfinite(losses).all():
        return Features(peak=np.inf, end=np.inf, drop=-np.inf)
    first, second_half = float(losses[0]), losses[n // 2 :]
    gap, memorised = _overfit(curve)
    return Features(
        peak=float(losses.max()) / first,
        end=curve.end / first,
        drop=1 - float(losses[-1]) / first,
        rising=float(np.mean(losses[1:] > (1 + RISE) * losses[:-1])),
        oscillation=float(np.std(np.diff(second_half)) / np.mean(second_half)),
        late=_late(losses),
        gap=gap,
        memorised=memorised,
    )


def guessing_loss(classes: int = 2) -> float:
    """Return ``ln C``, the log-loss of guessing the same chance for each of C classes.

    A curve that is flat there has learned nothing: 0.6931 for two classes, 2.3026 for ten.

    Raises
    ------
    ValueError
        For fewer than two classes.
    """
    if classes < 2:
        raise ValueError(f"classes must be a whole number of at least 2, not {classes}")
    return log(classes)


def _late(losses: Array) -> float:
    smooth = _smoothed(losses)
    fifth = len(losses[1:]) // 5
    whole = float(smooth[0] - smooth[-1])
    return 5 * float(smooth[-1 - fifth] - smooth[-1]) / whole if whole > 0 else 0.0


def _smoothed(losses: Array) -> Array:
    """Return the median over five epochs around each; over fewer at the ends."""
    half = LAST // 2
    starts = [np.median(losses[: k + half + 1]) for k in range(half)]
    stops = [np.median(losses[len(losses) - half - k :]) for k in range(half, 0, -1)]
    inner = np.median(np.lib.stride_tricks.sliding_window_view(losses, LAST), axis=-1)
    return np.concatenate([starts, inner, stops])


def _overfit(curve: LossCurve) -> tuple[float, float]:
    """Return ``gap`` and ``memorised``."""
    if curve.validation is None or not np.isfinite(curve.validation).all():
        return 0.0, 0.0
    best = curve.best_epoch
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.array(
            [curve.validation[-1] / curve.validation[best], curve.train[-1] / curve.train[best]]
        )
    gap, left = np.where(np.isnan(shares), 1.0, shares)
    return float(gap) - 1, 1 - float(left)
