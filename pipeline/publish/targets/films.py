"""What is the same of a film at any platform that puts another film in the place of the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.publish.api import GO_ON
from pipeline.publish.package import Package, Refusal
from pipeline.publish.parts import FILM
from pipeline.publish.sent import Record
from pipeline.publish.state import Ledger
from pipeline.publish.steps import UPDATES
from pipeline.publish.targets.target import PlaceFailed, Unknown

LOOKS = 5
"""How often the films of a platform are looked through for one that should be there."""
ANEW = 3
"""How often the sending of a film is begun before it is given up."""
NO_RECORD = Record("", {})
Found = TypeVar("Found")


def filename(package: Package) -> str:
    """Return the name that a film is sent under: by it one sees which one is there."""
    return f"{package.stem}-{package.revision}{package.film.path.suffix}"


def chapters(package: Package) -> list[tuple[int, str]]:
    """Return starts in whole seconds and titles."""
    return [(int(start), title) for start, title in package.chapters]


def captioned(package: Package) -> Iterator[Refusal]:
    """With captions as WebVTT."""
    if next(package.of("track"), None) is None:
        place = str(package.film.path.parent)
        yield Refusal(place, "there are no captions", f"render.py build {package.stem}")


def send_changed(
    package: Package,
    kinds: Sequence[str],
    ledger: Ledger,
    wanted: Mapping[str, str],
    doing: Mapping[str, Callable[[Package, str], None]],
) -> None:
    """Send the parts that are others than those in the record, or that a plan names.

    ``wanted`` are the digests of all parts; ``doing`` says how each is sent, to the film that the
    platform calls by the second argument. Each is in the ledger as soon as it is there.
    """
    for part, do in doing.items():
        record = ledger.record(package.name) or NO_RECORD
        if UPDATES[part] in kinds or record.parts.get(part) != wanted[part]:
            do(package, record.remote)
            there = {**record.parts, part: wanted[part]}
            ledger.keep(package.name, replace(record, parts=there))


def keep_film(package: Package, ledger: Ledger, digest: str) -> None:
    """Keep that the film of a package is there; ``digest`` is that of its part."""
    record = ledger.record(package.name) or NO_RECORD
    shown = record.revisions
    if shown[-1:] != (package.revision,):
        shown = (*shown, package.revision)
    there = {**record.parts, FILM: digest}
    ledger.keep(package.name, replace(record, parts=there, revisions=shown, upload=None))


def found_in_the_end(
    find: Callable[[], Found | None],
    sleep: Callable[[float], None],
    name: str,
    package: Package,
) -> Found:
    """Return a film of which no answer came; a platform may list it some time after.

    Raises
    ------
    Unknown
        When it is not found: it may be there all the same.
    """
    for look in range(LOOKS):
        if look:
            sleep(2.0**look)
        if (found := find()) is not None:
            return found
    what = f"{name}: whether the film of {package.name} is there cannot be told: no answer came,"
    what += " and no film there has its line"
    fix = "look there; if it is there, write its line at the end of its description: "
    fix += f"{package.description.splitlines()[-1]}; if not, take its upload out of the state"
    raise Unknown(f"{what} - {fix}")


def twice(name: str, package: Package, films: Sequence[str]) -> Unknown:
    """Return what says that a lesson has several films; ``films`` are their addresses."""
    return Unknown(f"{name}: {package.name} is there twice: {' and '.join(films)} - delete one")


def forgotten(name: str, package: Package) -> PlaceFailed:
    """Return what says that a platform does not keep what it is sent."""
    return PlaceFailed(f"{name}: it forgot the film of {package.name} {ANEW} times - {GO_ON}")
