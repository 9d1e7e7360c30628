"""The command lines of commands with options of their own: ``store``, ``publish`` and others."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from pipeline.commands.keeping import store_check, store_gc, store_list
from pipeline.commands.logging_in import SERVICES, Login, login
from pipeline.commands.options import QUALITY_LETTERS, Options
from pipeline.commands.publishing import Publishing, publish
from pipeline.commands.site import SITE, Look, is_site, publish_site, site
from pipeline.publish.targets.chosen import TARGETS


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


def publish_options(
    made: argparse.ArgumentParser, *shared: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Give a parser what ``publish`` is asked for; ``shared`` add options of other commands too."""
    made.set_defaults(run=lambda a: (publish_site if is_site(a.to) else publish)(_publishing(a)))
    _what_was_built(made)
    made.add_argument("--to", required=True, metavar="TARGET", help=", ".join(TARGETS))
    made.add_argument("--yes", action="store_true", help="send it; without, it is only told")
    made.add_argument(
        "--supersede",
        action="store_true",
        help="where a film cannot be replaced, publish the new one beside the old one",
    )
    for add in shared:
        add(made)


def login_options(made: argparse.ArgumentParser) -> None:
    """Give a parser what ``login`` is asked for."""
    made.set_defaults(run=lambda a: login(Login(a.service, a.client, a.status, a.revoke, a.forget)))
    made.add_argument("service", metavar="SERVICE", help=", ".join(SERVICES))
    made.add_argument(
        "--client",
        type=Path,
        metavar="FILE",
        help="for youtube: the OAuth client of a desktop app, as Google's console gives it; "
        "needed for the first login",
    )
    instead = made.add_mutually_exclusive_group()
    instead.add_argument(
        "--status", action="store_true", help="ask the server whether the login is still good"
    )
    instead.add_argument(
        "--revoke", action="store_true", help="have the server end the login, then forget it"
    )
    instead.add_argument(
        "--forget", action="store_true", help="forget the login here, and do not ask the server"
    )


def site_options(
    made: argparse.ArgumentParser, *shared: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Give a parser what ``site`` is asked for; ``shared`` add options of other commands too."""
    made.set_defaults(
        run=lambda a: site(Look(tuple(a.lessons), a.to, a.port if a.serve else None, _built(a)))
    )
    _what_was_built(made)
    made.add_argument(
        "--to", type=Path, default=SITE, metavar="DIR", help=f"where it is written ({SITE})"
    )
    made.add_argument(
        "--serve", action="store_true", help="show it to this machine until Ctrl-C ends it"
    )
    made.add_argument(
        "--port", type=_port, default=0, help="where it is served (default: any free one)"
    )
    for add in shared:
        add(made)


def _what_was_built(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "lessons", nargs="*", metavar="LESSON", help="by file, id or number; or 'all' (default)"
    )
    made.add_argument(
        "-q",
        "--quality",
        choices=QUALITY_LETTERS,
        default="h",
        help="the quality that was built (default: h); one built with -q m comes along",
    )
    made.add_argument("-r", "--resolution", metavar="W,H", help="another size that was built")
    made.add_argument("--fps", type=int, help="another frame rate that was built")
    made.add_argument(
        "--language", metavar="TAG", help="translations of the lessons, such as es; or 'all'"
    )


def _publishing(a: argparse.Namespace) -> Publishing:
    return Publishing(tuple(a.lessons), a.to, yes=a.yes, supersede=a.supersede, asked=_built(a))


def _built(a: argparse.Namespace) -> Options:
    store: tuple[Path, str | None] = a.store
    return Options(
        lesson="",
        parts=(),
        quality=a.quality,
        resolution=a.resolution,
        fps=a.fps,
        output=a.output,
        store=store[0],
        voice=None,
        verbose=False,
        language=a.language,
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text} is not a port")
    return int(text)


def _days(text: str) -> float:
    if not text.replace(".", "", 1).isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number of days")
    return float(text)
