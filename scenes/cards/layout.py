"""Where cards lie: the arrangement in rows and columns that suits them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, log

from scenes.box import Box

GAP, LINK_GAP = (0.35, 0.5), (0.85, 0.62)
"""Scene units between columns and between rows: without and with arrows between the cards."""
_HOLE = 1.6
"""How much worse an arrangement is for each place that stays empty."""
_ASPECT, _FLATTEST = 2.6, 3.4
"""Width over height of a card that looks right, and of the flattest where there is room."""

Sizes = tuple[float, float]
"""Type sizes of a card's title and text."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a card needs at a width: its height, and how much too wide its widest word is."""

    height: float
    excess: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """Cards in their places, in one type."""

    sizes: Sizes
    cards: tuple[Box, ...]


class TooBig(Exception):
    """The cards do not fit.

    ``card`` is the one that takes most, ``needed`` and ``room`` how much it takes and has, in
    scene units, of ``what``.
    """

    def __init__(self, card: int, what: str, needed: float, room: float) -> None:
        super().__init__(card, what, needed, room)
        self.card, self.what, self.needed, self.room = card, what, needed, room


Measure = Callable[[int, Sizes, float], Need]
"""What card i needs in these sizes at this width."""


def arrange(
    count: int,
    links: Sequence[tuple[int, int]],
    columns: int | None,
    box: Box,
    sizes: Sequence[Sizes],
    measure: Measure,
) -> Table:
    """Return the cards in the largest type that fits, in the rows that suit them best.

    Raises
    ------
    TooBig
        When no arrangement holds them in the smallest type.
    """
    failures: list[TooBig] = []
    for size in sizes:
        for across in _candidates(count, columns, box, links):
            try:
                return _table(count, across, bool(links), box, size, measure)
            except TooBig as error:
                failures.append(error)
    raise min(failures, key=_shortfall)


def _shortfall(error: TooBig) -> tuple[bool, float]:
    """Return what makes one failure less bad than another: a word too long is the worst."""
    return error.what == "width", error.needed / max(error.room, 1e-6)


def _candidates(
    count: int, columns: int | None, box: Box, links: Sequence[tuple[int, int]]
) -> list[int]:
    """Return how many cards may stand in a row, what suits the box best first.

    With ``columns`` given: so many, then fewer.
    """
    most = min(columns or count, count)

    def cost(across: int) -> float:
        cells = _cells(count, across, bool(links), box)
        shape = abs(log(max(cells[0].width, 0.01) / max(cells[0].height, 0.01) / _ASPECT))
        chosen = shape + _HOLE * (-count % across) if columns is None else most - across
        return chosen + 100.0 * sum(crossed(cells, link) is not None for link in links)

    return sorted(range(most, 0, -1), key=cost)


def _cells(
    count: int, across: int, linked: bool, box: Box, height: float | None = None
) -> tuple[Box, ...]:
    """Return ``count`` equal places in rows, in the middle of the box; by default they fill it."""
    gap, row_gap = LINK_GAP if linked else GAP
    down = ceil(count / across)
    width = (box.width - gap * (across - 1)) / across
    if height is None:
        height = (box.height - row_gap * (down - 1)) / down
    top = box.top - (box.height - down * height - (down - 1) * row_gap) / 2
    return tuple(
        Box(
            box.left + (i % across) * (width + gap),
            top - (i // across) * (height + row_gap) - height,
            width,
            height,
        )
        for i in range(count)
    )


def _table(
    count: int, across: int, linked: bool, box: Box, sizes: Sizes, measure: Measure
) -> Table:
    """Return the cards ``across`` a row, all as high as the highest needs."""
    cell = _cells(count, across, linked, box)[0]
    needs = [measure(i, sizes, cell.width) for i in range(count)]
    wide = max(range(count), key=lambda i: needs[i].excess)
    if needs[wide].excess > 0:
        raise TooBig(wide, "width", cell.width + needs[wide].excess, cell.width)
    tall = max(range(count), key=lambda i: needs[i].height)
    if needs[tall].height > cell.height:
        raise TooBig(tall, "height", needs[tall].height, cell.height)
    height = min(max(needs[tall].height, cell.width / _FLATTEST), cell.height)
    return Table(sizes, _cells(count, across, linked, box, height))


def crossed(cards: Sequence[Box], link: tuple[int, int]) -> int | None:
    """Return a card that an arrow would pass over, if any."""
    (ax, ay), (bx, by) = (cards[end].center for end in link)
    for i, card in enumerate(cards):
        if i in link:
            continue
        for n in range(1, 20):
            x, y = ax + (bx - ax) * n / 20, ay + (by - ay) * n / 20
            if card.left < x < card.right and card.bottom < y < card.top:
                return i
    return None


def ends(one: Box, other: Box, margin: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where the arrow from one card to another begins and ends: at facing edges."""
    (ax, ay), (bx, by) = one.center, other.center
    if other.left >= one.right or other.right <= one.left:
        side = 1.0 if bx > ax else -1.0
        start = (one.right if side > 0 else one.left) + side * margin
        stop = (other.left if side > 0 else other.right) - side * margin
        return (start, ay), (stop, by)
    side = 1.0 if by > ay else -1.0
    start = (one.top if side > 0 else one.bottom) + side * margin
    stop = (other.bottom if side > 0 else other.top) - side * margin
    return (ax, start), (bx, stop)
