"""Commands about scene kinds themselves: the reference of all, and a new one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import scenes
from pipeline import new_kind
from pipeline.commands.options import UsageError
from pipeline.files import whole
from pipeline.key import ROOT
from script.errors import did_you_mean

DOCS = ROOT / "docs"


def docs(kinds: Sequence[str], *, pictures: bool = True, folder: Path = DOCS) -> int:
    """Write the pages about kinds from the code, and the pictures of some kinds (none: of all).

    Raises
    ------
    UsageError
        For a kind there is not, or one without a specimen.
    """
    from pipeline import reference  # here: a build waits for what it imports

    for name in kinds:
        if not scenes.is_kind(name):
            raise UsageError(f"there is no kind {name} - {did_you_mean(name, scenes.kinds())}")
    for name in scenes.kinds():
        file = reference.specimen(name, folder)
        if not file.is_file():
            raise UsageError(f"{name} has no specimen: write the lesson {file}")
    if pictures:
        reference.draw_swatches(folder)
        for still in reference.draw_stills(kinds or scenes.kinds(), folder):
            print(still)
    made = reference.pages(folder)
    for page, text in made.items():
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        with whole(folder / page) as partial:
            partial.write_text(text, encoding="utf-8", newline="\n")
    for stale in reference.stale(folder):
        stale.unlink()
        print(f"removed {stale}")
    print(f"{len(made)} pages in {folder}")
    return 0


def new(what: str, name: str) -> int:
    """Write the files of a new scene kind."""
    assert what == "kind"
    for path in new_kind.write(name, ROOT):
        print(path.relative_to(ROOT))
    print(f"next: pytest tests/scenes -k {name}, then render.py docs {name}")
    return 0
