"""Commands that look after a store."""

from __future__ import annotations

from pathlib import Path

from pipeline import store
from pipeline.commands.machine import Unhealthy
from pipeline.commands.options import UsageError
from pipeline.store.upkeep import Amount

Place = tuple[Path, str | None]
"""What ``--store`` stands for: a folder, and the URL of a shared store or None."""

_UNITS = {"kB": 1e3, "MB": 1e6, "GB": 1e9}


def store_check(place: Place) -> int:
    """Verify everything in a store; 1 when something was damaged, which is put in quarantine."""
    root = _folder(place)
    found = store.check(root)
    amount = Amount(found.artifacts, found.bytes)
    for one in found.damaged:
        print(f"damaged {one.key}: {one.flaw}")
    print(f"{root}: {_told(amount)} whole")
    if found.damaged:
        count = len(found.damaged)
        raise Unhealthy(f"{count} damaged, now in {root / 'quarantine'}: build again")
    return 0


def store_gc(place: Place, keep_days: float, *, dry_run: bool) -> int:
    """Drop what no lesson was last built from, at any size, rate and voice."""
    root = _folder(place)
    swept = store.sweep(root, keep_days, dry_run=dry_run)
    for name in swept.gone:
        print(f"gone: {name}")
    would = "would be dropped" if dry_run else "dropped"
    print(f"{root}: {_told(swept.dropped)} {would}, {_told(swept.kept)} kept")
    if swept.leftovers:
        print(f"{root}: {_size(swept.leftovers)} of leftovers {would}")
    return 0


def store_list(place: Place) -> int:
    """Say how much the store holds for which lesson."""
    root = _folder(place)
    held = store.usage(root)
    for name, amount in held.lessons:
        print(f"{name}: {_told(amount)}")
    print(f"{root}: {_told(held.total)}, of which no lesson needs {_told(held.unneeded)}")
    return 0


def _folder(place: Place) -> Path:
    root, url = place
    if url is not None:
        raise UsageError(
            f"--store {url}: a shared store looks after itself - what arrives is verified, "
            "what is old goes by the rules of its server"
        )
    return root


def _told(amount: Amount) -> str:
    plural = "" if amount.artifacts == 1 else "s"
    return f"{amount.artifacts} artifact{plural}, {_size(amount.bytes)}"


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    unit = next((unit for unit in _UNITS if size < 1000 * _UNITS[unit]), "GB")
    return f"{size / _UNITS[unit]:.1f} {unit}"
