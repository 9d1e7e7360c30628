"""The curves the course talks about, as they came out once, kept as text with their hashes.

A run whose rate is too high is chaotic: the last bit of a tanh, which is the machine's, makes it
another run. So what a lesson says about a curve is said about the stored one. Each number is
the shortest decimal that reads back as the same float.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np

from gdmath.curves.curve import LossCurve

FOLDER = Path(__file__).parent.parent / "data"
INDEX = FOLDER / "index.json"
COLUMNS = "epoch,train,validation,accuracy"


def hashes() -> Mapping[str, str]:
    """Return the SHA-256 of each stored file, by its name without the ending."""
    files: Mapping[str, str] = json.loads(INDEX.read_text("utf-8"))["files"]
    return files


def curve_names() -> tuple[str, ...]:
    """Return the names of the stored curves."""
    return tuple(name for name in hashes() if name.startswith("moons_"))


def load_curve(name: str) -> LossCurve:
    """Return the stored curve ``name``.

    Raises
    ------
    ValueError
        When there is none of that name, or the file is not the one that was stored.
    """
    if name not in curve_names():
        raise ValueError(f"there is no stored curve {name}, only {', '.join(curve_names())}")
    return curve_from(load_text(name))


def load_text(name: str) -> str:
    """Return the text of a stored file.

    Raises
    ------
    ValueError
        When its hash is not the one in the index.
    """
    path = FOLDER / f"{name}.csv"
    text = path.read_text("utf-8")
    found, wanted = digest(text), hashes()[name]
    if found != wanted:
        raise ValueError(f"{path.name} has been changed: its SHA-256 is {found}, not {wanted}")
    return text


def curve_text(curve: LossCurve) -> str:
    """Return ``curve`` as a table with one line for each epoch."""
    blank = np.full(len(curve.train), np.nan)
    columns = (
        values if values is not None else blank
        for values in (curve.train, curve.validation, curve.accuracy)
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    lines = (f"{epoch},{','.join(map(repr, row))}" for epoch, row in enumerate(rows))
    return table(COLUMNS, lines)


def curve_from(text: str) -> LossCurve:
    """Return the curve that ``curve_text`` wrote."""
    header, *lines = text.splitlines()
    if header != COLUMNS:
        raise ValueError(f"a stored curve begins with {COLUMNS}, not {header}")
    values = np.array([[float(v) for v in line.split(",")[1:]] for line in lines])
    return LossCurve(*values.T)


def table(header: str, lines: Iterable[str]) -> str:
    """Return a header and lines as the text of a file."""
    return "\n".join([header, *lines, ""])


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()
