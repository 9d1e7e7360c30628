"""A token is this user's alone: what others could have read, written or planted is refused."""

from __future__ import annotations

import logging
import os
import stat
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.publish.tokens import (
    LARGEST,
    Secret,
    TokenRefused,
    forget_token,
    keep_token,
    kept_token,
    tokens_folder,
)

TEXT = '{"refresh_token": "1//hush"}'
TOKEN = Secret(TEXT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config" / "tokens"


@contextmanager
def _umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_what_is_kept_comes_back_until_it_is_forgotten(folder: Path) -> None:
    assert kept_token("youtube", folder) is None
    keep_token("youtube", TOKEN, folder)
    assert kept_token("youtube", folder) == TOKEN
    assert kept_token("peertube", folder) is None
    keep_token("youtube", Secret("another"), folder)
    assert kept_token("youtube", folder) == Secret("another")
    assert forget_token("youtube", folder)
    assert not forget_token("youtube", folder)
    assert kept_token("youtube", folder) is None
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o277])
def test_whatever_the_umask_nobody_else_gets_in(folder: Path, mask: int) -> None:
    folder.parent.mkdir()
    with _umask(mask & ~0o200 if os.geteuid() else mask):
        keep_token("youtube", TOKEN, folder)
    assert (_mode(folder) & 0o077, _mode(folder / "youtube.json")) == (0, 0o600)


def test_tokens_stand_in_the_configuration_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    keep_token("youtube", TOKEN)
    assert tokens_folder().is_relative_to(tmp_path)
    assert kept_token("youtube") == TOKEN


def _linked_file(folder: Path) -> None:
    (folder / "youtube.json").rename(folder.parent / "elsewhere")
    (folder / "youtube.json").symlink_to(folder.parent / "elsewhere")


def _linked_folder(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to(folder.parent / "elsewhere")


def _pipe(folder: Path) -> None:
    (folder / "youtube.json").unlink()
    os.mkfifo(folder / "youtube.json", 0o600)


def _folder_in_its_place(folder: Path) -> None:
    (folder / "youtube.json").unlink()
    (folder / "youtube.json").mkdir(mode=0o700)


def _file_for_the_folder(folder: Path) -> None:
    (folder / "youtube.json").unlink()
    folder.rmdir()
    folder.write_text(TEXT)


def _large(folder: Path) -> None:
    (folder / "youtube.json").write_text("x" * (LARGEST + 1))


READ: dict[str, tuple[Callable[[Path], object], str]] = {
    "group-reads": (lambda folder: (folder / "youtube.json").chmod(0o640), "open to others"),
    "all-read": (lambda folder: (folder / "youtube.json").chmod(0o604), "open to others"),
    "all-write": (lambda folder: (folder / "youtube.json").chmod(0o602), "open to others"),
    "folder-of-group": (lambda folder: folder.chmod(0o750), "chmod 700"),
    "folder-of-all": (lambda folder: folder.chmod(0o701), "chmod 700"),
    "folder-to-write": (lambda folder: folder.chmod(0o777), "chmod 700"),
    "link": (_linked_file, "it is a link"),
    "folder-link": (_linked_folder, "it is a link"),
    "second-name": (
        lambda folder: (folder.parent / "other").hardlink_to(folder / "youtube.json"),
        "it has another name",
    ),
    "pipe": (_pipe, "it is no file"),
    "folder": (_folder_in_its_place, "youtube.json"),
    "no-folder": (_file_for_the_folder, "it is no folder"),
    "large": (_large, "that is no token"),
    "no-text": (
        lambda folder: (folder / "youtube.json").write_bytes(b"\xff\xfe"),
        "it is no token",
    ),
}


@pytest.mark.parametrize(("change", "message"), READ.values(), ids=READ)
def test_what_others_could_have_seen_or_planted_is_not_read(
    folder: Path, change: Callable[[Path], object], message: str
) -> None:
    keep_token("youtube", TOKEN, folder)
    change(folder)
    with pytest.raises(TokenRefused, match=message) as refused:
        kept_token("youtube", folder)
    assert refused.value.exit_code == 2
    assert "hush" not in str(refused.value)


def test_there_are_twelve_ways_to_be_refused() -> None:
    assert len({change for change, _ in READ.values()}) >= 12


def test_another_user_s_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_token("youtube", TOKEN, folder)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    with pytest.raises(TokenRefused, match="another user's"):
        kept_token("youtube", folder)


@pytest.mark.parametrize("change", ["folder-of-group", "folder-to-write", "folder-link"])
def test_nothing_is_written_where_others_get_in(folder: Path, change: str) -> None:
    keep_token("youtube", Secret("old"), folder)
    READ[change][0](folder)
    with pytest.raises(TokenRefused):
        keep_token("youtube", TOKEN, folder)
    assert (folder / "youtube.json").read_text() == "old"


@pytest.mark.parametrize("name", ["youtube.json", ".youtube.json.part"])
def test_a_planted_link_is_replaced_and_not_followed(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, mode=0o700)
    victim = folder.parent / "victim"
    victim.write_text("untouched")
    (folder / name).symlink_to(victim)
    keep_token("youtube", TOKEN, folder)
    assert victim.read_text() == "untouched"
    assert not (folder / "youtube.json").is_symlink()
    assert kept_token("youtube", folder) == TOKEN


def test_a_repository_is_no_place_for_a_token(folder: Path) -> None:
    (folder.parent.parent / ".git").mkdir()
    with pytest.raises(TokenRefused, match="it is in the repository"):
        keep_token("youtube", TOKEN, folder)
    assert not folder.exists()


@pytest.mark.parametrize("service", ["", "../youtube", "a/b", "You", "youtube.json", "x" * 33])
def test_a_service_is_no_path(folder: Path, service: str) -> None:
    with pytest.raises(TokenRefused, match="there is no service"):
        keep_token(service, TOKEN, folder)


@pytest.mark.parametrize("text", ["", "x" * (LARGEST + 1)])
def test_what_cannot_be_a_token_is_not_kept(folder: Path, text: str) -> None:
    with pytest.raises(TokenRefused, match="that is none"):
        keep_token("youtube", Secret(text), folder)


def test_a_token_is_in_no_message(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("any").warning("%s %r %s", TOKEN, TOKEN, {"token": TOKEN})
    told = f"{TOKEN} {TOKEN!r} {[TOKEN]}{caplog.text}"
    try:
        raise ValueError(TOKEN)
    except ValueError as error:
        told += "".join(traceback.TracebackException.from_exception(error).format())
    assert "hush" not in told


def test_killed_while_writing_the_old_one_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_token("youtube", Secret("old"), folder)

    def fail(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(KeyboardInterrupt):
            keep_token("youtube", TOKEN, folder)
    assert kept_token("youtube", folder) == Secret("old")
    assert [path.name for path in folder.iterdir()] == ["youtube.json"]
