"""The command line: its commands, their options, and what the exit codes mean."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline import commands
from pipeline.commands import Options
from pipeline.commands.arguments import login_options, publish_options, site_options, store_actions
from pipeline.executors import LOCAL
from script.errors import DownhillError

INTERRUPTED = 130
FAILED = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code.

    0, 2 (script), 3 (render), 130 (Ctrl-C); of ``publish`` also 4 (it is unknown whether a film was
    sent: somebody has to look) and 5 (the place takes no more today).
    """
    words = sys.argv[1:] if argv is None else argv
    arguments = _parser().parse_args(words, argparse.Namespace(words=tuple(words)))
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

    def store_of(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--store",
            type=commands.store_places,
            default=(commands.STORE, None),
            metavar="DIR|URL",
            help="where rendered beats are kept (default: build/store); a URL, such as "
            "s3://bucket/course, is a store that machines share, with build/store before it",
        )

    def output_of(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "-o",
            "--output",
            type=Path,
            default=Path("build"),
            metavar="DIR",
            help="where lessons are written (default: build)",
        )

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
        made.add_argument("--theme", choices=commands.THEMES, help="not the lesson's colours")
        made.add_argument("--aspect", choices=commands.ASPECTS, help="not the lesson's shape")
        made.add_argument(
            "--burn", action="store_true", help="captions in the picture, the spoken word in colour"
        )
        made.add_argument("--fps", type=int, help="another frame rate that divides 48,000")
        output_of(made)
        store_of(made)
        made.add_argument(
            "--language",
            metavar="TAG",
            help="a translation of the lesson, such as es; build also takes 'all'",
        )
        made.add_argument("--voice", help="another voice than the lesson's")
        made.add_argument("-v", "--verbose", action="store_true", help="say what is done")

    check = command(
        "check",
        "Say what is wrong in lessons, before anything is rendered.",
        lambda a: commands.check(a.lessons, layout=a.layout, voice=a.voice),
    )
    check.add_argument("lessons", nargs="+", help="lessons by file, id or number; or 'all'")
    check.add_argument(
        "--layout",
        action="store_true",
        help="also look at the pictures: what does not fit, read, stand out or come in time",
    )
    check.add_argument("--voice", help="another voice than the lesson's, for --layout")

    explain = command(
        "explain",
        "Say for each beat whether it is cached, or what changed.",
        lambda a: commands.explain(_options(a)),
    )
    lesson(explain)

    build = command(
        "build",
        "Render what changed and write the lesson; 'all', or several lessons' numbers or files, "
        "are rendered together.",
        lambda a: (commands.watch if a.watch else commands.build)(_options(a)),
    )
    lesson(build)
    build.add_argument(
        "-j", "--jobs", type=_processes, help="worker processes (default: one a core)"
    )
    build.add_argument(
        "--executor",
        default=LOCAL,
        help="where beats are drawn: local (default), tcp://host:port of a Dask scheduler, or "
        "local-cluster, which starts one",
    )
    build.add_argument(
        "-f",
        "--force",
        action="store_true",
        help="render again what is asked for, even if it is stored",
    )
    build.add_argument(
        "--verify",
        action="store_true",
        help="then render all of it again from nothing, and compare every frame and sample",
    )
    build.add_argument(
        "--verify-pixels",
        action="store_true",
        help="then look for dots, arrows and ticks in the finished film, and compare where they "
        "are with arithmetic done anew from the lesson's file",
    )

    build.add_argument(
        "-w",
        "--watch",
        action="store_true",
        help="stay, and build again whenever the lesson is saved; Ctrl-C ends it",
    )

    board = command(
        "storyboard",
        "Draw a picture a beat on a sheet, without any video; of 'all', what each lesson is about.",
        lambda a: commands.storyboard(_options(a)),
    )
    lesson(board)

    state = command(
        "status",
        "Say of each lesson how long it is, what is wrong with it, and what a build would do.",
        lambda a: commands.status(a.output, a.store[0], as_json=a.json),
    )
    state.add_argument("--json", action="store_true", help="print all that is known, as JSON")
    output_of(state)
    store_of(state)

    translate = command(
        "translate",
        "Write the file of a lesson's translation, or bring it up to the lesson.",
        lambda a: commands.translate(a.lesson, a.language),
    )
    translate.add_argument("lesson", help="a lesson's file, id or number")
    translate.add_argument("language", metavar="TAG", help="the language, such as es")

    translations = command(
        "translations",
        "Say which translations a lesson has, and what is missing or outrun in them.",
        lambda a: commands.translations(a.lesson),
    )
    translations.add_argument("lesson", help="a lesson's file, id or number")

    listing = command(
        "list",
        "List lessons, scene kinds, voices, objectives or optimizers; actions or params of a kind.",
        lambda a: commands.listing(a.what, a.kind),
    )
    lists = (*commands.LISTS, *commands.OF_A_KIND)
    listing.add_argument("what", nargs="?", choices=lists, default="lessons")
    listing.add_argument("kind", nargs="?", metavar="KIND", help="whose actions or params")

    sheet = command(
        "record-sheet",
        "Write what is to be said in a lesson, to be recorded: a beat a line, with its file name.",
        lambda a: commands.record_sheet(a.lesson, a.output),
    )
    sheet.add_argument("lesson", help="a lesson's file, id or number")
    output_of(sheet)

    accept = command(
        "accept-recordings",
        "Check the recordings of a lesson and note that they say what it says now.",
        lambda a: commands.accept_recordings(a.lesson, a.store[0]),
    )
    accept.add_argument("lesson", help="a lesson's file, id or number")
    store_of(accept)

    store_actions(command("store", "Look after the store of rendered beats.", None), store_of)

    summary = "Say what would be sent so that a place holds the lessons as they are, or send it."
    publish_options(command("publish", summary, None), output_of, store_of)

    summary = "Open an account to publishing, say whether it is open, or close it again."
    login_options(command("login", summary, None))

    summary = "Write the page of the course and its lessons as far as they are built, and show it."
    site_options(command("site", summary, None), output_of, store_of)

    docs = command(
        "docs",
        "Write docs/kinds and the tables of docs/visual-language.md from the code.",
        lambda a: commands.docs(a.kinds, pictures=not a.text),
    )
    docs.add_argument("kinds", nargs="*", metavar="KIND", help="draw pictures of these only")
    docs.add_argument("--text", action="store_true", help="draw no picture")

    new = command(
        "new",
        "Write the files of a new scene kind from a template.",
        lambda a: commands.new(a.what, a.name),
    )
    new.add_argument("what", choices=("kind",))
    new.add_argument("name", metavar="NAME", help="in small letters, such as number_line")

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
        theme=arguments.theme,
        aspect=arguments.aspect,
        language=arguments.language,
        burn=arguments.burn,
        output=arguments.output,
        store=arguments.store[0],
        shared=arguments.store[1],
        voice=arguments.voice,
        verbose=arguments.verbose,
        jobs=getattr(arguments, "jobs", None),
        force=getattr(arguments, "force", False),
        verify=getattr(arguments, "verify", False),
        verify_pixels=getattr(arguments, "verify_pixels", False),
        executor=getattr(arguments, "executor", LOCAL),
        words=arguments.words,
    )
