"""Every step of a lesson's runs as one table, to be computed and plotted again by whoever learns.

A line a step: the run, the step, the loss, the coordinates, the gradient. Numbers are written so
that reading them gives the very same float64 back; a run of fewer coordinates leaves cells empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from gdmath.run import Trajectory


def to_csv(runs: Mapping[str, Trajectory]) -> str:
    """Return the runs by name as CSV (RFC 4180, but for lines that end in a line feed).

    Coordinates are called as scripts call them, ``x[0]``; ``inf`` and ``nan`` are written so.
    """
    dims = max(run.x.shape[-1] for run in runs.values())
    heads = [f"{name}[{i}]" for name in ("x", "grad") for i in range(dims)]
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["run", "k", "f", *heads])
    for name, run in runs.items():
        for k, row in enumerate(_rows(run, dims)):
            table.writerow([name, k, *row])
    return out.getvalue()


def _rows(run: Trajectory, dims: int) -> Iterator[list[str]]:
    blank = [""] * (dims - run.x.shape[-1])
    for f, x, grad in zip(run.f.tolist(), run.x.tolist(), run.grad.tolist(), strict=True):
        yield [repr(f), *map(repr, x), *blank, *map(repr, grad), *blank]
