"""Voices of a server that speaks OpenAI's ``POST /v1/audio/speech``, whichever the user names.

Servers for one's own machine (Kokoro, Piper and others) speak it too. What is asked for is one WAV
file a sentence. The key is read from ``OPENAI_API_KEY`` and goes to one server only, that of
``OPENAI_BASE_URL`` (else OpenAI's own): a lesson that names another one does not get it.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from pipeline.heard import heard
from pipeline.take import Source, Utterance
from pipeline.voices import VoiceFailed

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager, Retry

KEY, KEY_OF = "OPENAI_API_KEY", "OPENAI_BASE_URL"
_THEIRS = "https://api.openai.com/v1"
_AT_ONCE = 4
_TRIES = 4
_LONGEST_WAIT_S = 60
_CONNECT_S = 10
_LARGEST = 64 * 2**20
"""Bytes an answer may have: ten minutes of sound."""
_TOLD = 200
"""Characters of a server's message that are shown."""


@dataclass(frozen=True, slots=True)
class OpenAI:
    """A model and a voice of a server.

    ``url`` is what stands before ``/audio/speech``, such as ``http://127.0.0.1:8880/v1``;
    ``timeout`` is how many seconds it may take for a sentence. ``language`` is that of the lesson.
    """

    name: ClassVar[str] = "openai"
    times: ClassVar[Source] = "alignment"
    loudness_lufs: ClassVar[None] = None

    url: str = ""
    model: str = ""
    voice: str = ""
    speed: float = 1.0
    instructions: str = ""
    timeout: float = 60.0
    language: str = "en"

    def __post_init__(self) -> None:
        if not 0.25 <= self.speed <= 4:
            raise ValueError("speed must be from 0.25 to 4")
        if not 0 < self.timeout <= 3600:
            raise ValueError("timeout must be above 0 and at most 3600")
        if self.url:
            _origin(self.url)

    def identity(self) -> Mapping[str, str]:
        """Return the server, its model and voice, and the settings."""
        return {
            "engine": "openai",
            "version": f"{self.url.rstrip('/')} {self.model}",
            "voice": self.voice,
            "speed": repr(self.speed),
            "instructions": self.instructions or "none",
        }

    def missing(self) -> str | None:
        """Return what is not said; whether the server answers is seen when it is to speak."""
        wanted = {"url": self.url, "model": self.model, "voice": self.voice}
        if unsaid := [name for name, value in wanted.items() if not value]:
            example = "voice: {openai: {url: http://127.0.0.1:8880/v1, model: tts-1, voice: alloy}}"
            return f"{' and '.join(unsaid)} must be given, as in {example}"
        if importlib.util.find_spec("urllib3") is None:
            return "not installed: pip install urllib3"
        return None

    def speaking(self, language: str) -> OpenAI:
        """Return the voice for a language, which it is taken to speak."""
        return replace(self, language=language)

    def files(self) -> tuple[Path, ...]:
        """Return nothing: it is elsewhere."""
        return ()

    def speak(self, text: str) -> Utterance:
        """Return the sound without silence at its ends, and its words by alignment."""
        return heard(text, self.sound(text), self.name, self.language)

    def sound(self, text: str) -> bytes:
        """Return the WAV file the server makes of a text.

        It is asked again where it is busy, as late as it says (a minute at most).
        """
        if problem := self.missing():
            raise VoiceFailed(f"the voice {self.name!r}: {problem}")
        import urllib3

        key = _key(self.url)
        try:
            answer = _pool().request(
                "POST",
                f"{self.url.rstrip('/')}/audio/speech",
                body=json.dumps(self._request(text)).encode(),
                headers={"Content-Type": "application/json"}
                | ({"Authorization": f"Bearer {key}"} if key else {}),
                retries=_retries(),
                redirect=False,
                timeout=urllib3.Timeout(connect=min(_CONNECT_S, self.timeout), read=self.timeout),
                preload_content=False,
            )
            data = _read(answer)
        except urllib3.exceptions.HTTPError as error:
            reason = getattr(error, "reason", None) or error
            told = _one_line(f"{type(reason).__name__}: {reason}", key)
            raise VoiceFailed(f"the voice {self.name!r}: no answer of {self.url}: {told}") from None
        if answer.status != 200:
            told = _one_line(_message(data), key)
            status = f"{answer.status} {answer.reason or ''}".strip()
            raise VoiceFailed(f"the voice {self.name!r}: {self.url} answers {status}: {told}")
        return data

    def _request(self, text: str) -> dict[str, object]:
        asked = {"model": self.model, "voice": self.voice, "input": text, "response_format": "wav"}
        more: dict[str, object] = {} if self.speed == 1 else {"speed": self.speed}
        if self.instructions:
            more["instructions"] = self.instructions
        return {**asked, **more}


@functools.cache
def _pool() -> PoolManager:
    import urllib3

    return urllib3.PoolManager(maxsize=_AT_ONCE, block=True)


def _retries() -> Retry:
    """Return how often to ask again: where it is busy or broken for now, and nowhere else."""
    import urllib3

    return urllib3.Retry(
        total=_TRIES,
        connect=1,
        read=1,
        other=0,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=("POST",),
        backoff_factor=0.5,
        backoff_max=_LONGEST_WAIT_S,
        retry_after_max=_LONGEST_WAIT_S,
        raise_on_status=False,
    )


def _read(answer: BaseHTTPResponse) -> bytes:
    """Return the body; VoiceFailed when it is too large."""
    data = answer.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        answer.close()
        raise VoiceFailed(f"the voice 'openai': an answer of over {_LARGEST >> 20} MiB")
    answer.release_conn()
    return data


def _origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of a URL; ValueError when it is none of a server."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url} is no URL such as http://127.0.0.1:8880/v1")
    if parts.username or parts.password:
        raise ValueError(f"a key does not belong into url: put it into {KEY}")
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return parts.scheme, parts.hostname, port


def _key(url: str) -> str:
    """Return the key for a server; empty when the key is not meant for it.

    VoiceFailed when it is no key at all, which is not shown.
    """
    key = os.environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise VoiceFailed(f"the voice 'openai': {KEY} holds characters that no key has")
    try:
        is_meant = _origin(os.environ.get(KEY_OF) or _THEIRS) == _origin(url)
    except ValueError:
        return ""
    return key if is_meant else ""


def _message(data: bytes) -> str:
    """Return what a server says is wrong, out of OpenAI's form for it or as it is."""
    text = data[: 2**16].decode(errors="replace")
    try:
        found = json.loads(text)["error"]
        return str(found["message"] if isinstance(found, dict) else found)
    except (ValueError, LookupError, TypeError):
        return text


def _one_line(text: str, key: str) -> str:
    line = " ".join(text.split()) or "nothing"
    line = line.replace(key, "***") if key else line
    return line if len(line) <= _TOLD else f"{line[:_TOLD]}..."


VOICE = OpenAI()
