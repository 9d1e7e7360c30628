#!/usr/bin/env python3
"""Downhill's command line: lessons from YAML scripts to narrated, captioned MP4 files."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline import commands
from pipeline.commands import Options
from script.errors import DownhillError

INTERRUPTED = 130
FAILED = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0, 2 (script), 3 (render), 130 (Ctrl-C)."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        return code
    except DownhillError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted: what was finished is kept; run it again to go on", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # as in: render.py list | head -1
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"{error.filename or 'system'}: {error.strerror or error}", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="render.py", description="YAML lesson scripts to narrated, captioned MP4 lessons."
    )
    sub = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, summary: str, run: object) -> argparse.ArgumentParser:
        made = sub.add_parser(name, help=summary, description=summary)
        made.set_defaults(run=run)
        return made

    def lesson(made: argparse.ArgumentParser, *, parts: bool = True) -> None:
        made.add_argument("lesson", help="a lesson's file, id or number")
        if parts:
            made.add_argument(
                "parts", nargs="*", metavar="SCENE[/BEAT]", help="only these scenes or beats"
            )
        made.add_argument(
            "-q",
            "--quality",
            choices=commands.QUALITY_LETTERS,
            default="h",
            help="l 480p15, m 720p30, h 1080p30 (default), p 1440p60, k 2160p60",
        )
        made.add_argument(
            "-r", "--resolution", metavar="W,H", help="another size in pixels, such as 1280,720"
        )
        made.add_argument("--fps", type=int, help="another frame rate that divides 48,000")
        made.add_argument(
            "-o",
            "--output",
            type=Path,
            default=Path("build"),
            metavar="DIR",
            help="where lessons are written (default: build)",
        )
        made.add_argument(
            "--store",
            type=Path,
            default=commands.STORE,
            metavar="DIR",
            help="where rendered beats are kept (default: build/store)",
        )
        made.add_argument("--voice", help="another voice than the lesson's")
        made.add_argument("-v", "--verbose", action="store_true", help="say what is done")

    check = command(
        "check",
        "Say what is wrong in lessons, before anything is rendered.",
        lambda a: commands.check(a.lessons),
    )
    check.add_argument("lessons", nargs="+", help="lessons by file, id or number; or 'all'")

    explain = command(
        "explain",
        "Say for each beat whether it is cached, or what changed.",
        lambda a: commands.explain(_options(a)),
    )
    lesson(explain)

    build = command(
        "build", "Render what changed and write the lesson.", lambda a: commands.build(_options(a))
    )
    lesson(build)
    build.add_argument(
        "-j", "--jobs", type=_processes, help="worker processes (default: one a core)"
    )
    build.add_argument(
        "-f",
        "--force",
        action="store_true",
        help="render again what is asked for, even if it is stored",
    )

    board = command(
        "storyboard",
        "Draw one picture a beat on a sheet, without any video.",
        lambda a: commands.storyboard(_options(a)),
    )
    lesson(board)

    listing = command(
        "list",
        "List lessons, scene kinds, voices, objectives or optimizers.",
        lambda a: commands.listing(a.what),
    )
    listing.add_argument("what", nargs="?", choices=commands.LISTS, default="lessons")

    command("doctor", "Say whether everything a build needs is here.", lambda a: commands.doctor())
    return parser


def _processes(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes")
    return int(text)


def _options(arguments: argparse.Namespace) -> Options:
    return Options(
        lesson=arguments.lesson,
        parts=tuple(arguments.parts),
        quality=arguments.quality,
        resolution=arguments.resolution,
        fps=arguments.fps,
        output=arguments.output,
        store=arguments.store,
        voice=arguments.voice,
        verbose=arguments.verbose,
        jobs=getattr(arguments, "jobs", None),
        force=getattr(arguments, "force", False),
    )


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    sys.exit(main())
