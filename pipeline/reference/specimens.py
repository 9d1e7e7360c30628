"""A specimen of each scene kind: a tiny lesson, and small stills of the picture it ends with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from pipeline import voices
from pipeline.files import whole
from pipeline.prepare import planned, ready
from pipeline.store import Store
from scenes.canvas import studio
from scenes.look import look
from scenes.player import Player
from script.schema import Aspect, Theme

_COLOURS = 256
"""Colours of a still: enough for smooth edges, few enough for a small file."""


@dataclass(frozen=True, slots=True)
class Still:
    """A way a specimen is shown: its theme and aspect, its width in pixels, its file's mark."""

    theme: Theme
    aspect: Aspect
    width: int
    mark: str

    def file(self, kind: str) -> str:
        """Return the name of a kind's file."""
        return f"{kind}{self.mark}.png"


STILLS: Mapping[str, Still] = {
    "dark": Still("dark", "landscape", 640, ""),
    "light": Still("light", "landscape", 480, "-light"),
    "standing": Still("dark", "portrait", 216, "-portrait"),
}
"""The stills of every kind, by what they show."""


def specimen(kind: str, docs: Path) -> Path:
    """Return the file of a kind's specimen: a lesson of few beats, the last one is shown."""
    return docs / "specimens" / f"{kind}.yaml"


def draw_stills(kinds: Iterable[str], docs: Path) -> Iterator[Path]:
    """Draw the stills of kinds into ``docs``; yield each as it is written.

    Raises
    ------
    ScriptErrors
        When a specimen is no lesson.
    """
    folder = docs / "kinds"
    folder.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        for still in STILLS.values():
            out = folder / still.file(kind)
            _write(_picture(specimen(kind, docs), still), still.width, out)
            yield out


def _picture(lesson: Path, still: Still) -> Image.Image:
    """Return the picture a lesson ends with, without its fade."""
    shown = look("m", None, still.theme, still.aspect)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        plan = planned(ready(lesson, shown), shown, voices.get("silent"), store)
        shot = plan.beats[-1].shot
        with studio(shown):
            return Image.fromarray(Player(shown).still(shot, shot.frames - 1)).convert("RGB")


def _write(picture: Image.Image, width: int, out: Path) -> None:
    height = round(width * picture.height / picture.width)
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    few = small.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    with whole(out) as partial:
        few.save(partial, "PNG", optimize=True)
