"""The command line: arguments, exit codes, and one clear line for every mistake."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from pipeline import cli, commands
from script.errors import DownhillError
from tests.pipeline.small_lessons import edited, run, write

SUBCOMMANDS = ("check", "explain", "build", "storyboard", "list", "store", "doctor")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[commands.Options]:
    """Catch what ``build`` is asked for, and build nothing."""
    caught: list[commands.Options] = []
    monkeypatch.setattr(commands, "build", lambda options: caught.append(options) or 0)
    return caught


def test_defaults_are_a_full_hd_lesson_in_the_build_folder(asked: list[commands.Options]) -> None:
    assert cli.main(["build", "6"]) == 0
    assert asked == [
        commands.Options(
            lesson="6",
            parts=(),
            quality="h",
            resolution=None,
            fps=None,
            output=Path("build"),
            store=Path("build") / "store",
            voice=None,
            verbose=False,
        )
    ]


def test_every_option_arrives(asked: list[commands.Options]) -> None:
    line = "build 6 words bowl/step -q m -r 640,360 --fps 24 -o out --store kept --voice silent"
    assert cli.main([*line.split(), "-v", "-j", "3", "-f", "--verify", "--verify-pixels"]) == 0
    assert asked == [
        commands.Options(
            lesson="6",
            parts=("words", "bowl/step"),
            quality="m",
            resolution="640,360",
            fps=24,
            output=Path("out"),
            store=Path("kept"),
            voice="silent",
            verbose=True,
            jobs=3,
            force=True,
            verify=True,
            verify_pixels=True,
        )
    ]


def test_a_url_is_a_store_that_machines_share(asked: list[commands.Options]) -> None:
    assert cli.main(["build", "6", "--store", "s3://bucket/course"]) == 0
    assert (asked[0].store, asked[0].shared) == (commands.STORE, "s3://bucket/course")


@pytest.mark.parametrize(
    "line", ["", "bild 6", "build", "build 6 -q x", "build 6 --fps x", "build 6 -j 0", "list all"]
)
def test_a_wrong_command_line_shows_the_usage(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(line.split())
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: render.py")


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main([command, "--help"])
    assert caught.value.code == 0
    assert "usage: render.py" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (DownhillError("the disk is full"), 3, "the disk is full\n"),
        (commands.UsageError("no such part"), 2, "no such part\n"),
        (
            KeyboardInterrupt(),
            130,
            "interrupted: what was finished is kept; run it again to go on\n",
        ),
        (OSError(28, "No space left on device", "x.mp4"), 3, "x.mp4: No space left on device\n"),
        (OSError("odd"), 3, "system: odd\n"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(
    error: BaseException,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(options: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr(commands, "build", fail)
    assert cli.main(["build", "6"]) == code
    assert capsys.readouterr().err == told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("kind: statements", "kind: statement"), ":9:3: unknown kind statement - did you mean"),
        (("title: Two sentences", "title: Two: sentences"), ":10:13: a second colon in one line"),
        (("lr: 0.1", "rate: 0.1"), ":7:43: missing lr\nsmall.yaml:7:44: unknown key rate"),
    ],
)
def test_a_wrong_script_is_told_with_its_place(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    path = write(tmp_path, edited(change))
    for command in ("check", "build"):
        done = run(command, path.name, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.startswith(f"small.yaml{told}")
        assert "Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["small.yaml"]


def test_a_lesson_there_is_not_is_one_line(tmp_path: Path) -> None:
    done = run("build", "99", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("there is no lesson 99 in ")
    assert done.stderr.count("\n") == 1
