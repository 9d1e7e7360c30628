"""A content-addressed store: what was made once from the same inputs is not made again.

An artifact is a folder named by its key, with the file (``data``) and what is known of it
(``about.json``: key, SHA-256, size, readable inputs). It is written under ``partial/``, flushed to
the disk and renamed, so a key is either whole or absent whenever a process or the power dies.
Every read checks the content; what is damaged is moved to ``quarantine/`` and counts as absent.

A store may stand before a shared one on another machine: what it lacks is looked for there, and
what is made here is sent there.
"""

from pipeline.store.artifact import StoreError
from pipeline.store.objects import NoSuchStore
from pipeline.store.remote import Remote, remote_at
from pipeline.store.store import Store
from pipeline.store.upkeep import Damage, Inspection, NotAStore, Sweep, Usage, check, sweep, usage

__all__ = [
    "Damage",
    "Inspection",
    "NoSuchStore",
    "NotAStore",
    "Remote",
    "Store",
    "StoreError",
    "Sweep",
    "Usage",
    "check",
    "remote_at",
    "sweep",
    "usage",
]
