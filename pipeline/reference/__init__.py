"""What a script can write of each scene kind, read from the code, with pictures: ``docs/kinds``."""

from pipeline.reference.entries import Entry, Field, KindEntry, kind_entry
from pipeline.reference.pages import pages, put_between, stale
from pipeline.reference.specimens import STILLS, draw_stills, specimen
from pipeline.reference.swatches import draw_swatches

__all__ = [
    "STILLS",
    "Entry",
    "Field",
    "KindEntry",
    "draw_stills",
    "draw_swatches",
    "kind_entry",
    "pages",
    "put_between",
    "specimen",
    "stale",
]
