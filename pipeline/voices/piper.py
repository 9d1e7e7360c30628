"""The Piper voice: a neural engine that runs here, with a model file that the user names.

Piper is licensed under the GPL and runs as a program of its own: ``python -m piper`` where the
package ``piper-tts`` is installed, else ``piper`` on the PATH. The model is an ``.onnx`` file with
its ``.onnx.json`` beside it. Piper draws random numbers: what it said once is kept.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from pipeline.heard import heard
from pipeline.take import Source, Utterance
from pipeline.voices import VoiceFailed
from script.nodes import Place

MODEL = "PIPER_MODEL"
"""The variable of the environment that names a model where the settings name none."""
_PACKAGE = "piper-tts"
_TIME_LIMIT_S = 300
_NOWHERE = Place("", 0, 0)


@dataclass(frozen=True, slots=True)
class Piper:
    """Piper with a model; ``length`` 1.1 takes ten per cent more time.

    ``model`` is the path of the ``.onnx`` file, from the folder of the file that names it.
    ``speaker`` is a number, for models with several; ``noise`` and ``noise_width`` are the engine's
    (None: the model's own). ``language`` is that of the lesson.
    """

    name: ClassVar[str] = "piper"
    times: ClassVar[Source] = "alignment"
    loudness_lufs: ClassVar[None] = None

    model: str = ""
    speaker: int | None = None
    length: float | None = None
    noise: float | None = None
    noise_width: float | None = None
    place: Place = field(default=_NOWHERE, compare=False)
    language: str = "en"

    def __post_init__(self) -> None:
        if self.length is not None and not 0.25 <= self.length <= 4:
            raise ValueError("length must be from 0.25 to 4")
        for name in ("speaker", "noise", "noise_width"):
            value = getattr(self, name)
            if value is not None and not 0 <= value < float("inf"):
                raise ValueError(f"{name} cannot be negative")

    def identity(self) -> Mapping[str, str]:
        """Return the engine, the digests of its model, and the settings."""
        settings = {name: repr(value) for name, value in self._numbers().items()}
        return {"engine": "piper", "version": _version(), "model": self._digest(), **settings}

    def missing(self) -> str | None:
        """Return what is not there: the program, or the model."""
        if _command() is None:
            return "not installed: pip install piper-tts, or put piper on the PATH"
        model = self._model()
        if model is None:
            return f"no model is named: voice: {{piper: {{model: FILE.onnx}}}}, or {MODEL}=FILE"
        for path in (model, _config(model)):
            if not path.is_file():
                return f"there is no file {path}"
        return None

    def speaking(self, language: str) -> Piper:
        """Return the voice for a language, which it is taken to speak."""
        return replace(self, language=language)

    def files(self) -> tuple[Path, ...]:
        """Return the model and its configuration, and the program where it is no package."""
        model, command = self._model(), _command()
        found = () if model is None else (model, _config(model))
        return found if command is None or command[1:] else (*found, Path(command[0]))

    def speak(self, text: str) -> Utterance:
        """Return the sound without silence at its ends, and its words by alignment."""
        return heard(text, self.sound(text), self.name, self.language)

    def sound(self, text: str) -> bytes:
        """Return the WAV file the engine makes of a text."""
        problem, command, model = self.missing(), _command(), self._model()
        if problem is not None or command is None or model is None:
            raise VoiceFailed(f"the voice {self.name!r}: {problem}")
        with tempfile.TemporaryDirectory() as folder:
            said = Path(folder, "said.wav")
            asked = ["--model", str(model.absolute()), "--output_file", str(said)]
            for name, value in self._numbers().items():
                asked += [f"--{name}", str(value)]
            try:
                done = subprocess.run(
                    [*command, *asked],
                    cwd=folder,
                    input=f"{text}\n".encode(),
                    capture_output=True,
                    timeout=_TIME_LIMIT_S,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise VoiceFailed(f"the voice {self.name!r} does not answer: {error}") from error
            if done.returncode != 0 or not said.is_file():
                lines = done.stderr.decode(errors="replace").strip().splitlines()
                told = lines[-1] if lines else "no message"
                code = f"code {done.returncode}"
                raise VoiceFailed(f"the voice {self.name!r} failed ({code}) on {text!r}: {told}")
            return said.read_bytes()

    def _numbers(self) -> dict[str, int | float]:
        """Return the settings that are given, by the options that old and new versions know."""
        named = {
            "speaker": self.speaker,
            "length_scale": self.length,
            "noise_scale": self.noise,
            "noise_w": self.noise_width,
        }
        return {name: value for name, value in named.items() if value is not None}

    def _model(self) -> Path | None:
        if self.model:
            return Path(self.place.file).parent / self.model
        return Path(os.environ[MODEL]) if os.environ.get(MODEL) else None

    def _digest(self) -> str:
        model = self._model()
        if model is None or self.missing() is not None:
            raise VoiceFailed(f"the voice {self.name!r}: {self.missing()}")
        return " ".join(_sha256(path, path.stat().st_mtime_ns) for path in (model, _config(model)))


def _config(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")


@functools.lru_cache(maxsize=8)
def _sha256(path: Path, changed_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _command() -> tuple[str, ...] | None:
    """Return the words of a command line that start Piper, or None."""
    if importlib.util.find_spec("piper") is not None:
        return sys.executable, "-m", "piper"
    program = shutil.which("piper")
    return None if program is None else (program,)


def _version() -> str:
    """Return the version of the package; of a bare program, the digest of its file."""
    command = _command()
    if command is None or command[1:]:
        try:
            return importlib.metadata.version(_PACKAGE)
        except importlib.metadata.PackageNotFoundError:
            return "unknown"
    path = Path(command[0])
    return _sha256(path, path.stat().st_mtime_ns)


VOICE = Piper()
