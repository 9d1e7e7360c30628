"""Make the stored curves, or check that they can still be made.

``python -m gdmath.curves.make`` writes them all (ten seconds), ``--campaign`` the 208 trials as
well (half a minute). With ``--check`` nothing is written: everything is computed again and compared
with what is stored.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from gdmath.curves import campaign, recipes, stored
from gdmath.curves.curve import LossCurve
from gdmath.curves.reading import LOOKS_TOO_HIGH, read_curve

TOLERANCE = 1e-9
"""How far two makings of a curve may be apart, as losses."""

SAME_EPOCHS, EARLY_TOLERANCE = 2, 1e-6
"""For how many epochs a chaotic curve must still be the stored one, and how closely."""

STRAYS = 8
"""How far a cell of the campaign's tables may be from the stored one: its high rates are chaotic.

Weights changed by 1e-15 of themselves move a cell by up to 6.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return 1 when a check fails."""
    parser = argparse.ArgumentParser(prog="python -m gdmath.curves.make", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with what is stored")
    parser.add_argument("--campaign", action="store_true", help="the 208 trials too")
    options = parser.parse_args(arguments)
    if options.check:
        wrong = [*differences(), *(campaign_differences() if options.campaign else ())]
        print("\n".join(wrong) or "all as stored")
        return int(bool(wrong))
    write(options.campaign)
    return 0


def script_digest() -> str:
    """Return the SHA-256 of the module that says how the curves are made."""
    return stored.digest(Path(recipes.__file__).read_text("utf-8"))


def write(with_campaign: bool) -> None:
    """Write the curves, the trials if asked, and the index."""
    made = recipes.stored_recipes().items()
    texts = {name: stored.curve_text(training.train()) for name, training in made}
    if with_campaign:
        texts[campaign.FILE] = campaign.trials_text(campaign.campaign())
    for name, text in texts.items():
        (stored.FOLDER / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    kept = {} if with_campaign else {campaign.FILE: stored.hashes()[campaign.FILE]}
    files = kept | {name: stored.digest(text) for name, text in texts.items()}
    index = {
        "made_by": "python -m gdmath.curves.make --campaign",
        "numpy": np.__version__,
        "recipes_sha256": script_digest(),
        "files": dict(sorted(files.items())),
    }
    stored.INDEX.write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8", newline="\n")


def differences() -> Iterator[str]:
    """Yield a sentence for each stored curve that comes out otherwise, or whose hash is wrong."""
    index = json.loads(stored.INDEX.read_text("utf-8"))
    if index["recipes_sha256"] != script_digest():
        yield "recipes.py is not the one the curves were made with: make them anew"
    for name, made in recipes.stored_recipes().items():
        yield from (f"{name}: {what}" for what in difference(name, made))


def difference(name: str, made: recipes.Recipe) -> Iterator[str]:
    """Yield what is wrong with one stored curve.

    A chaotic one must begin like the stored one and look like a rate that is too high.
    """
    kept, now = stored.load_curve(name), made.train()
    end, tolerance = len(kept.train), TOLERANCE
    if made.chaotic:
        end, tolerance = SAME_EPOCHS + 1, EARLY_TOLERANCE
        if read_curve(now) not in LOOKS_TOO_HIGH:
            yield f"reads as {read_curve(now)}, so its rate does not look too high"
    apart = distance(kept, now, end)
    if not apart <= tolerance:
        yield f"is {apart:.1e} from the stored curve, not within {tolerance:.0e}"


def distance(one: LossCurve, other: LossCurve, end: int) -> float:
    """Return how far two curves are apart at most in their first ``end`` losses."""
    if len(one.train) != len(other.train):
        return np.inf
    pairs = ((one.train, other.train), (one.validation, other.validation))
    return max(
        float(np.abs(a[:end] - b[:end]).max()) for a, b in pairs if a is not None and b is not None
    )


def campaign_differences() -> Iterator[str]:
    """Yield a sentence for each cell of the campaign's tables that is far from the stored one."""
    kept, now = campaign.load_campaign(), tuple(campaign.campaign())
    for count in (campaign.verdicts, campaign.advices):
        before, after = count(kept), count(now)
        for cell in sorted({*before, *after}):
            old, new = before.get(cell, 0), after.get(cell, 0)
            if abs(old - new) > STRAYS:
                yield f"campaign, {' and '.join(cell)}: {new}, not {old}"


if __name__ == "__main__":
    raise SystemExit(main())
