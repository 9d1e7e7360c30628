"""What opens an account at a platform: in a file that nobody else can read, and nowhere else.

A token is in no command line, log, state or message, and not in the course's repository. Its file
(0600) stands in a folder of the user's configuration (0700). Both are opened without following
links, and what is open is looked at, not what has the name: between a look and a read nobody can
exchange them.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from script.errors import DownhillError

LARGEST = 65_536
"""Bytes a token may have: what is larger is none."""
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_OTHERS = 0o077


class TokenRefused(DownhillError):
    """A token, or its place, that others can read or write: it is not used."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that no message, log or traceback shows: only ``text`` has it."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return "(secret)"


def tokens_folder() -> Path:
    """Return the folder of the tokens of this user."""
    return platformdirs.user_config_path("downhill") / "tokens"


def keep_token(service: str, token: Secret, folder: Path | None = None) -> None:
    """Keep the token of a service, in the place of the one before; it is there whole or not at all.

    Raises
    ------
    TokenRefused
        When the folder is somebody else's, open to others, a link, or in a repository.
    """
    name = _file(service)
    data = token.text.encode()
    if not 0 < len(data) <= LARGEST:
        raise TokenRefused(f"the token of {service} has {len(data)} bytes: that is none")
    place = folder or tokens_folder()
    _outside_of_repositories(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
    with _opened(place) as at:
        partial = f".{name}.part"
        with suppress(FileNotFoundError):  # what a killed one left
            os.unlink(partial, dir_fd=at)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            descriptor = os.open(partial, flags, 0o600, dir_fd=at)
        except FileExistsError:
            raise TokenRefused(f"{place / partial}: somebody else is writing it") from None
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchmod(file.fileno(), 0o600)  # whatever the umask
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, name, src_dir_fd=at, dst_dir_fd=at)
            os.fsync(at)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(partial, dir_fd=at)
            raise


def kept_token(service: str, folder: Path | None = None) -> Secret | None:
    """Return the token of a service; None where there is none.

    Raises
    ------
    TokenRefused
        When others could have read or written it.
    """
    name = _file(service)
    place = folder or tokens_folder()
    try:
        with _opened(place) as at:
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with os.fdopen(os.open(name, flags, dir_fd=at), "rb") as file:
                _check_file(place / name, os.fstat(file.fileno()))
                return Secret(file.read(LARGEST).decode())
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise TokenRefused(f"{place / name}: it is no token - {_again(service)}") from None
    except OSError as error:
        what = "it is a link" if (place / name).is_symlink() else error.strerror
        raise TokenRefused(f"{place / name}: {what} - {_again(service)}") from None


def forget_token(service: str, folder: Path | None = None) -> bool:
    """Remove the token of a service; tell whether there was one. Raises as ``kept_token`` does."""
    name = _file(service)
    try:
        with _opened(folder or tokens_folder()) as at:
            os.unlink(name, dir_fd=at)
    except FileNotFoundError:
        return False
    return True


def own_file(path: Path) -> Secret:
    """Return the text of a file of the user's, such as what a service knows a program by.

    Raises
    ------
    TokenRefused
        When it is not there, or not this user's alone, or in a repository.
    """
    _outside_of_repositories(path)
    try:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(path, flags), "rb") as file:
            _check_file(path, os.fstat(file.fileno()), f"chmod 600 {path}")
            return Secret(file.read(LARGEST).decode())
    except UnicodeDecodeError:
        raise TokenRefused(f"{path}: it is no text") from None
    except OSError as error:
        what = "it is a link" if path.is_symlink() else error.strerror
        raise TokenRefused(f"{path}: {what}") from None


@contextmanager
def _opened(place: Path) -> Iterator[int]:
    """Give the folder of the tokens, open, if it is this user's alone."""
    try:
        at = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except NotADirectoryError:
        what = "it is a link" if place.is_symlink() else "it is no folder"
        raise TokenRefused(f"{place}: {what} - remove it") from None
    try:
        found = os.fstat(at)
        if found.st_uid != os.geteuid():
            raise TokenRefused(f"{place}: it is another user's - remove it")
        if found.st_mode & _OTHERS:
            raise TokenRefused(f"{place}: it is open to others - chmod 700 {place}")
        yield at
    finally:
        os.close(at)


def _check_file(path: Path, found: os.stat_result, mend: str = "") -> None:
    """Raise ``TokenRefused`` for an open file that is not this user's alone.

    ``mend`` says what to do where others can open it; for a token it is to be revoked.
    """
    if not stat.S_ISREG(found.st_mode):
        raise TokenRefused(f"{path}: it is no file - remove it")
    if found.st_uid != os.geteuid():
        raise TokenRefused(f"{path}: it is another user's - remove it")
    if found.st_mode & _OTHERS:
        fix = f"revoke it, for others could read it, and log in again after: rm {path}"
        raise TokenRefused(f"{path}: it is open to others - {mend or fix}")
    if found.st_nlink != 1:
        raise TokenRefused(f"{path}: it has another name, too - remove it")
    if found.st_size > LARGEST:
        raise TokenRefused(f"{path}: it has {found.st_size:,} bytes: that is no token - remove it")


def _outside_of_repositories(place: Path) -> None:
    real = place.absolute().resolve()
    for folder in (real, *real.parents):
        if (folder / ".git").exists():
            fix = "move it; tokens go where XDG_CONFIG_HOME says"
            raise TokenRefused(f"{place}: it is in the repository {folder} - {fix}")


def _again(service: str) -> str:
    return f"remove it, and log in to {service} again"


def _file(service: str) -> str:
    if not _NAME.fullmatch(service):
        raise TokenRefused(f"there is no service {service!r}")
    return f"{service}.json"
