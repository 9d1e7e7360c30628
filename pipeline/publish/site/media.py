"""The films and pictures of a lesson as its pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.publish.package import Asset, Package
from pipeline.publish.site.posters import CARD, POSTER, webp
from pipeline.publish.site.site_files import SiteFiles


@dataclass(frozen=True, slots=True)
class Film:
    """A rendition of a lesson's film, and its path from the pages."""

    asset: Asset
    path: str

    @property
    def size(self) -> str:
        """The shorter side of its picture: ``1080p``."""
        return shorter_side(self.asset)


def films(lesson: Package, files: SiteFiles) -> tuple[Film, ...]:
    """Return the renditions of a lesson's film, the smallest first."""
    found = [Film(one, taken(lesson, one, files)) for one in lesson.of("film")]
    return tuple(sorted(found, key=lambda film: film.asset.size or (0, 0)))


def taken(lesson: Package, asset: Asset, files: SiteFiles) -> str:
    """Take a finished file of a lesson; return its path from the pages."""
    ending = asset.path.name.removeprefix(lesson.stem)
    size = shorter_side(asset) if ending.endswith(".mp4") else ""
    return files.asset(asset, f"{lesson.stem}.{size}" if size else lesson.stem, ending)


def poster(lesson: Package, files: SiteFiles) -> str:
    """Return the path of what stands in for the film until it plays."""
    return _picture(lesson, files, "poster", POSTER)


def card(lesson: Package, files: SiteFiles) -> str:
    """Return the path of the small picture on the page of the course."""
    return _picture(lesson, files, "card", CARD)


def shorter_side(asset: Asset) -> str:
    """Return the size of a film as viewers know it, ``1080p``; empty where it is not known."""
    return f"{min(asset.size)}p" if asset.size else ""


def stands(asset: Asset) -> bool:
    """Tell whether a film or picture is higher than wide."""
    return asset.size is not None and asset.size[0] < asset.size[1]


def _picture(lesson: Package, files: SiteFiles, what: str, longer: int) -> str:
    data = webp(lesson.one("thumbnail").path.read_bytes(), longer)
    return files.made(data, f"{lesson.stem}.{what}", ".webp")
