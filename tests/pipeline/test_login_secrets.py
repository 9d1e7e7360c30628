"""A whole life of logins, at a real command line: no secret is anywhere but in its file."""

from __future__ import annotations

import getpass
import io
import logging
import os
import shutil
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline import cli
from pipeline.commands import logging_in
from pipeline.publish.login import Vimeo, peertube, web, youtube
from pipeline.publish.tokens import Secret, kept_token
from tests.pipeline.oauth_server import MARK, PASSWORD, SECOND, Accounts, accounts

ROOT = Path(__file__).parents[2]
LOUD = (
    "import logging, sys; logging.basicConfig(level=0); from pipeline.cli import main; "
    "sys.exit(main(sys.argv[1:]))"
)
"""The command line with every library telling all it would ever tell."""


class _Life:
    """Runs commands with a configuration of their own, and collects what can be seen of them."""

    def __init__(self, server: Accounts, folder: Path) -> None:
        self.server = server
        self.config = folder / "config"
        self.course = folder / "course"
        self.seen: dict[str, list[str]] = {"out": [], "log": [], "argv": [], "terminal": []}
        shutil.copytree(ROOT / "script" / "lessons", self.course / "lessons")
        (self.course / ".git").mkdir()

    def run(self, *words: str, typed: str | None = None) -> int:
        """Run a command; ``typed`` are the lines of who sits at its terminal."""
        env = {
            **os.environ,
            "XDG_CONFIG_HOME": str(self.config),
            "OAUTHLIB_INSECURE_TRANSPORT": "1",
            "PYTHONPATH": str(ROOT),
        }
        terminal, end = os.openpty() if typed is not None else (-1, subprocess.DEVNULL)
        line = [sys.executable, "-c", LOUD, *words]
        with subprocess.Popen(
            line,
            cwd=self.course,
            env=env,
            stdin=end,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as done:
            assert done.stdout is not None
            if typed is not None:
                self._type(done, typed, terminal, end)
            else:
                for told in done.stdout:
                    self.seen["out"].append(told)
                    if told.startswith("http"):
                        self._look(done.pid)
                        self.server.agree(told.strip())
            out, err = done.communicate(timeout=60)
            self.seen["out"].append(out)
            self.seen["log"].append(err)
        return done.returncode

    def call(self, *words: str) -> int:
        """Run a command in this process."""
        out, err, log = io.StringIO(), io.StringIO(), io.StringIO()
        handler = logging.StreamHandler(log)
        root = logging.getLogger()
        before = root.level
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setenv("XDG_CONFIG_HOME", str(self.config))
            root.addHandler(handler)
            root.setLevel(0)
            try:
                code = cli.main(words)
            finally:
                root.removeHandler(handler)
                root.setLevel(before)
        self.seen["out"].append(out.getvalue())
        self.seen["log"] += [err.getvalue(), log.getvalue()]
        return code

    def _type(self, done: subprocess.Popen[str], typed: str, terminal: int, end: int) -> None:
        assert done.stderr is not None
        lines = typed.splitlines()
        for prompt, line in zip(("your name", "password", "second factor"), lines, strict=False):
            told = ""
            while prompt not in told or not told.rstrip().endswith(":"):
                told += done.stderr.read(1) or pytest.fail(f"no {prompt}: {told}")
            self.seen["log"].append(told)
            time.sleep(0.1)  # the prompt is shown before the terminal is hidden
            os.write(terminal, f"{line}\n".encode())
            self._look(done.pid)
        done.wait(60)
        os.close(end)
        os.set_blocking(terminal, False)
        self.seen["terminal"].append(_read(terminal))
        os.close(terminal)

    def _look(self, pid: int) -> None:
        """See what everybody on the machine sees of the command and of what it started."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                session = int((folder / "stat").read_text().rpartition(")")[2].split()[3])
                line = (folder / "cmdline").read_text()
            except (OSError, ValueError):
                continue
            if session == pid:
                self.seen["argv"].append(line)


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 65_536).decode()
    except (BlockingIOError, OSError):
        return ""


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Life]:
    with accounts() as server:
        one = _Life(server, tmp_path_factory.mktemp("life"))
        client = server.client(one.config.parent / "client.json")
        tube = f"peertube://{server.host}"
        server.two_factors = True
        assert one.run("login", "youtube", "--client", str(client)) == 0
        assert one.run("login", tube, typed=f"teacher\n{PASSWORD}\n{SECOND}") == 0
        tokens = [path.read_text() for path in (one.config / "downhill" / "tokens").iterdir()]
        assert [MARK in text for text in tokens] == [True, True]
        assert one.call("login", "youtube", "--status") == 0
        assert one.call("login", tube, "--status") == 0
        server.fails = 503
        assert one.call("login", "youtube", "--status") == 3
        assert one.call("login", "youtube", "--revoke") == 3
        server.fails = None
        server.refresh.clear()
        assert one.call("login", "youtube", "--status") == 2
        assert one.call("login", "youtube", "--revoke") == 0
        assert one.call("login", tube, "--revoke") == 0
        yield one


@pytest.mark.parametrize("place", ["out", "log", "argv", "terminal"])
def test_no_secret_is_seen(life: _Life, place: str) -> None:
    told = "".join(life.seen[place])
    assert MARK not in told
    assert "pass-" not in told
    assert told or place == "terminal"


def test_the_state_of_a_login_is_in_no_command_line(life: _Life) -> None:
    [url] = [line for line in life.seen["out"] if line.startswith("http")]
    [state] = parse_qs(urlsplit(url).query)["state"]
    assert len(state) == 64
    assert state not in "".join(life.seen["argv"] + life.seen["log"])
    assert len([line for line in life.seen["argv"] if "youtube" in line]) == 1


def test_nothing_is_written_beside_the_course(life: _Life) -> None:
    written = {path.relative_to(life.course) for path in life.course.rglob("*") if path.is_file()}
    lessons = ROOT / "script" / "lessons"
    there = {
        Path("lessons", path.relative_to(lessons)) for path in lessons.rglob("*") if path.is_file()
    }
    assert written == there


def test_after_all_is_revoked_nothing_is_kept(life: _Life) -> None:
    assert list((life.config / "downhill" / "tokens").iterdir()) == []
    assert "youtube: revoked, and forgotten here" in "".join(life.seen["out"])
    assert not life.server.refresh


def test_no_traceback_has_one(life: _Life, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(web, "_json", fail)
    told = ""
    for use in (
        lambda: peertube.PeerTube(life.server.host).log_in("teacher", lambda _: Secret(PASSWORD)),
        lambda: Vimeo(life.server.root).log_in(Secret(f"token-{MARK}")),
        lambda: youtube.YouTube().renewed(_grant(life.server)),
    ):
        with pytest.raises(ZeroDivisionError) as raised:
            use()
        told += "".join(traceback.format_exception(raised.value))
    assert told.count("ZeroDivisionError") >= 3
    assert MARK not in told


def _grant(server: Accounts) -> youtube.Grant:
    hidden = Secret(f"any-{MARK}")
    return youtube.Grant(hidden, hidden, "id", hidden, f"{server.root}/token")


def test_the_command_of_vimeo(
    life: _Life,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    token = Secret(life.server.tokens()["access_token"])
    monkeypatch.setattr(logging_in, "service_at", lambda text: Vimeo(life.server.root))
    monkeypatch.setattr(getpass, "getpass", lambda prompt: token.text)
    assert cli.main(["login", "vimeo"]) == 0
    assert cli.main(["login", "vimeo", "--status"]) == 0
    assert "may upload" in capsys.readouterr().out
    assert cli.main(["login", "vimeo", "--forget"]) == 0
    assert token.text in life.server.access
    assert kept_token("vimeo") is None
    assert cli.main(["login", "vimeo", "--forget"]) == 0
    assert "vimeo: nobody is logged in" in capsys.readouterr().out


WRONG: Mapping[str, str] = {
    "login youtub": "there is no service youtub - did you mean youtube?",
    "login vimeo --client x": "vimeo: --client is for youtube",
    "login youtube --status": "nobody is logged in - render.py login youtube",
    "login vimeo": "a secret is typed at a terminal that does not show it, and here is none",
    "login peertube://a:b@c": "this names no server",
}


@pytest.mark.parametrize(("line", "message"), WRONG.items(), ids=WRONG)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: str,
    message: str,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(getpass, "getpass", getpass.fallback_getpass)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{MARK}\n"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert cli.main(line.split()) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
