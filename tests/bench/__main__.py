"""Benchmarks as ratios: ``python -m tests.bench gdmath``.

Each module ``bench_<name>`` beside this one has ``CASES``. A case times two pieces of work in
turns, in the same minute on the same machine, and shows how many times longer the first took. A
ratio means the same on a slow machine as on a fast one; one beyond its bound is marked, and the
exit code is then 1.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from tests.bench.case import Case

PREFIX = "bench_"
NAMES = sorted(p.stem.removeprefix(PREFIX) for p in Path(__file__).parent.glob(f"{PREFIX}*.py"))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="*", default=NAMES, help=f"what to time: {', '.join(NAMES)}")
    names = parser.parse_args(arguments).name
    for name in names:
        if name not in NAMES:
            parser.error(f"there is no benchmark {name!r}, only {', '.join(NAMES)}")
    beyond = 0
    for name in names:
        cases: tuple[Case, ...] = import_module(f"tests.bench.{PREFIX}{name}").CASES
        width = max(len(case.what) for case in cases)
        print(f"{name:<{width}}  {'seconds':>9}  {'ratio':>9}  {'bound':>7}  against")
        for case in cases:
            seconds, ratio = case.measure()
            late = ratio > case.bound
            beyond += late
            print(
                f"{case.what:<{width}}  {seconds:>9.4f}  {ratio:>9.3f}  {case.bound:>7g}  "
                f"{case.against}{'  <-- beyond its bound' if late else ''}",
                flush=True,
            )
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
