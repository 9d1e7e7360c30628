"""The subcommands: each a straight line through the pipeline, returning an exit code."""

from pipeline.commands.asking import LISTS, OF_A_KIND, check, explain, listing
from pipeline.commands.boards import storyboard
from pipeline.commands.course import build
from pipeline.commands.documenting import docs, new
from pipeline.commands.keeping import store_check, store_gc, store_list
from pipeline.commands.machine import Unhealthy, doctor
from pipeline.commands.options import (
    ASPECTS,
    QUALITY_LETTERS,
    THEMES,
    Options,
    UsageError,
    store_places,
)
from pipeline.commands.overview import status
from pipeline.commands.publishing import Publishing, publish
from pipeline.commands.recording import accept_recordings, record_sheet
from pipeline.commands.translating import translate, translations
from pipeline.commands.watching import watch
from pipeline.unchanged import STORE

__all__ = [
    "ASPECTS",
    "LISTS",
    "OF_A_KIND",
    "QUALITY_LETTERS",
    "STORE",
    "THEMES",
    "Options",
    "Publishing",
    "Unhealthy",
    "UsageError",
    "accept_recordings",
    "build",
    "check",
    "docs",
    "doctor",
    "explain",
    "listing",
    "new",
    "publish",
    "record_sheet",
    "status",
    "store_check",
    "store_gc",
    "store_list",
    "store_places",
    "storyboard",
    "translate",
    "translations",
    "watch",
]
