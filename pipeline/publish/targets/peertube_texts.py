"""What a PeerTube server is told of a film, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.key import digest
from pipeline.publish.package import Package, Refusal
from pipeline.publish.parts import CAPTIONS, FILM, METADATA, STATUS, THUMBNAIL, parts
from pipeline.publish.rules import Rule
from pipeline.publish.targets.films import FILM_RULES, chapters, filename

TITLE_CHARS = 3
TAGS = 5
TAG_CHARS = (2, 30)
CHAPTER_CHARS = 100
PRIVACIES: Mapping[str, int] = {"public": 1, "unlisted": 2, "private": 3}
_CATEGORIES = {"education": "13", "science": "15"}
_LICENCES = {"standard": "", "cc-by": "1"}


def told(package: Package) -> dict[str, str | list[str]]:
    """Return what is told of a film; of its tags the first ones that the server takes."""
    fewest, most = TAG_CHARS
    return {
        "name": package.title,
        "description": package.description,
        "tags": [one for one in package.tags if fewest <= len(one) <= most][:TAGS],
        "language": language(package.language),
        "category": _CATEGORIES[package.category],
        "licence": _LICENCES[package.licence],
    }


def begun_as(package: Package, channel: int) -> dict[str, object]:
    """Return what is told before a film is sent: nobody but oneself is to see it then."""
    given = {key: value for key, value in told(package).items() if value}
    return {
        **given,
        "channelId": channel,
        "privacy": PRIVACIES["private"],
        "waitTranscoding": True,
        "filename": filename(package),
    }


def tracks(package: Package) -> dict[str, str]:
    """Return the digests of the captions by language."""
    return {language(one.language): one.sha256 for one in package.of("track")}


def language(tag: str) -> str:
    """Return a tag of BCP 47 as PeerTube has it: without a region."""
    return tag.partition("-")[0]


def peertube_parts(package: Package) -> dict[str, str]:
    """Return the digests of what a server takes of a package."""
    files = parts(package)
    return {
        FILM: files[FILM],
        METADATA: digest(_frozen(package)),
        CAPTIONS: digest(tuple(sorted(tracks(package).items()))),
        THUMBNAIL: files[THUMBNAIL],
        STATUS: digest(package.visibility),
    }


def _frozen(package: Package) -> tuple[object, ...]:
    given = told(package)
    texts = tuple((key, one if isinstance(one, str) else tuple(one)) for key, one in given.items())
    return texts, tuple(chapters(package))


def title(package: Package) -> Iterator[Refusal]:
    """3 characters at least; the most is what all platforms take."""
    if len(package.title.strip()) < TITLE_CHARS:
        what = f"PeerTube takes titles of {TITLE_CHARS} characters or more"
        yield Refusal(package.origin.at("title"), what, "say what the lesson is about")


def chapter_titles(package: Package) -> Iterator[Refusal]:
    """1 to 100 characters, each chapter with a second of its own."""
    seen = set[int]()
    for at, (start, text) in enumerate(chapters(package), 1):
        place = package.origin.at(f"chapter {at}")
        if not 0 < len(text) <= CHAPTER_CHARS:
            what = f"PeerTube takes titles of chapters of 1 to {CHAPTER_CHARS} characters"
            yield Refusal(place, what, "shorten the title of the scene")
        if start in seen:
            what = f"two chapters begin in the same second, {start} s"
            yield Refusal(place, what, "join it with another scene")
        seen.add(start)


RULES: tuple[Rule, ...] = (*FILM_RULES, title, chapter_titles)
