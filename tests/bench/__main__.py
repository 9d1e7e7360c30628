"""Benchmarks as ratios: ``python -m tests.bench gdmath``.

Each module ``bench_<name>`` beside this one has ``CASES``, or ``rows()``. A case times two pieces
of work in turns, in the same minute on the same machine, and shows how many times longer the first
took. A ratio means the same on a slow machine as on a fast one; one beyond its bound is marked,
and the exit code is then 1. Without a name all are run but ``build``, which takes half an hour,
and ``speech``, which measures something else.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.bench.case import Row

PREFIX = "bench_"
NAMES = sorted(p.stem.removeprefix(PREFIX) for p in Path(__file__).parent.glob(f"{PREFIX}*.py"))
QUICK = [name for name in NAMES if name not in ("build", "speech")]
WIDTH = 40


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="*", default=QUICK, help=f"what to time: {', '.join(NAMES)}")
    names = parser.parse_args(arguments).name
    for name in names:
        if name not in NAMES:
            parser.error(f"there is no benchmark {name!r}, only {', '.join(NAMES)}")
    beyond = 0
    for name in names:
        print(f"{name:<{WIDTH}}  {'value':>9}  {'ratio':>9}  {'bound':>7}  against")
        for row in rows(import_module(f"tests.bench.{PREFIX}{name}")):
            ratio = row.value / row.baseline
            late = ratio > row.bound
            beyond += late
            print(
                f"{row.what:<{WIDTH}}  {row.value:>9.4f}  {ratio:>9.4f}  {row.bound:>7.4g}  "
                f"{row.against}: {row.baseline:.4g}{'  <-- beyond its bound' if late else ''}",
                flush=True,
            )
    return 1 if beyond else 0


def rows(module: ModuleType) -> Iterable[Row]:
    if hasattr(module, "rows"):
        measured: Iterable[Row] = module.rows()
        return measured
    return (case.measure() for case in module.CASES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
