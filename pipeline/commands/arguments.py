"""The command line of the commands that look after a store."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from pipeline.commands.keeping import store_check, store_gc, store_list


def store_actions(
    store: argparse.ArgumentParser, store_of: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Give a parser the actions on a store; ``store_of`` adds the option that says which."""
    sub = store.add_subparsers(metavar="ACTION", required=True)

    def action(name: str, summary: str, run: object) -> argparse.ArgumentParser:
        made = sub.add_parser(name, help=summary, description=summary)
        made.set_defaults(run=run)
        store_of(made)
        return made

    action(
        "check",
        "Verify everything in the store; put what is damaged in quarantine.",
        lambda a: store_check(a.store),
    )
    action(
        "list",
        "Say how much the store holds for which lesson.",
        lambda a: store_list(a.store),
    )
    sweep = action(
        "gc",
        "Drop what no lesson was last built from, at any size, rate and voice.",
        lambda a: store_gc(a.store, a.keep_days, dry_run=a.dry_run),
    )
    sweep.add_argument(
        "--keep-days",
        type=_days,
        default=0.0,
        metavar="N",
        help="keep what was made in the last N days too",
    )
    sweep.add_argument(
        "-n", "--dry-run", action="store_true", help="say what would go, and drop nothing"
    )


def _days(text: str) -> float:
    if not text.replace(".", "", 1).isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number of days")
    return float(text)
