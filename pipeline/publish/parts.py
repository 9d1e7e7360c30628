"""The parts of a package that change apart from each other, and their digests."""

from __future__ import annotations

from pipeline.key import digest
from pipeline.publish.package import Asset, Package

FILM, CAPTIONS, THUMBNAIL, METADATA, FILES = "film", "captions", "thumbnail", "metadata", "files"
STATUS, FORMER = "status", "former"
"""Only at platforms: who sees a film, and whether the one before it leads to it."""

_OF_ROLE = {"film": FILM, "captions": CAPTIONS, "track": CAPTIONS, "thumbnail": THUMBNAIL}


def part_of(asset: Asset, package: Package) -> str:
    """Return the part that a file of a package belongs to."""
    if asset.role == "film" and asset is not package.film:
        return FILES
    return _OF_ROLE.get(asset.role, FILES)


def parts(package: Package) -> dict[str, str]:
    """Return the digest of each part of a package.

    ``metadata`` is all that is told of it, ``files`` what else there is to have, as renditions.
    """
    files = {
        part: tuple(
            (one.role, one.sha256) for one in package.assets if part_of(one, package) == part
        )
        for part in (FILM, CAPTIONS, THUMBNAIL, FILES)
    }
    told = {
        "title": package.title,
        "description": package.description,
        "tags": package.tags,
        "category": package.category,
        "licence": package.licence,
        "visibility": package.visibility,
        "language": package.language,
        "phase": package.phase,
        "number": package.number,
        "short": package.is_short,
        "chapters": package.chapters,
        **({"appears": package.appears.isoformat()} if package.appears else {}),
    }
    return {part: digest(held) for part, held in {**files, METADATA: told}.items()}
