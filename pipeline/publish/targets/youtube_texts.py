"""What YouTube is told of a film, as its API takes it, and what it asks for beyond the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pipeline.key import digest
from pipeline.publish.package import Package, Refusal
from pipeline.publish.parts import CAPTIONS, FILM, METADATA, STATUS, THUMBNAIL, parts
from pipeline.publish.rules import DESCRIPTION_BYTES, PLATFORM, Rule

LINK = "https://youtu.be/"
EARLIER, NEWER = "An earlier version: ", "A newer version: "
LINKS_BYTES = 120
"""Are kept in a description for the lines that lead to the film before and the one after."""
CAPTIONS_BYTES = 104_857_600
FILM_SECONDS = 12 * 3600
PLAYLIST_CHARS = 150
_CATEGORIES = {"education": "27", "science": "28"}
_LICENCES = {"standard": "youtube", "cc-by": "creativeCommon"}


def snippet(package: Package, earlier: str) -> dict[str, Any]:
    """Return what is told of a film; ``earlier`` is the film before, empty where there is none."""
    return {
        "title": package.title,
        "description": linked(package.description, earlier),
        "tags": list(package.tags),
        "categoryId": _CATEGORIES[package.category],
        "defaultLanguage": package.language,
        "defaultAudioLanguage": package.language,
    }


def linked(description: str, earlier: str) -> str:
    """Return a description that leads to the film before, with its mark still last."""
    if not earlier:
        return description
    above, _, mark = description.rpartition("\n\n")
    return "\n\n".join([*([above] if above else []), f"{EARLIER}{LINK}{earlier}", mark])


def leading_on(description: str, newer: str) -> str:
    """Return the description of a film that leads to the one after it."""
    first, _, rest = description.partition("\n\n")
    kept = rest if first.startswith(f"{NEWER}{LINK}") else description
    return f"{NEWER}{LINK}{newer}\n\n{kept}"


def hidden(package: Package) -> dict[str, Any]:
    """Return the status in which a film begins: nobody sees it before all of it is there."""
    return {
        "privacyStatus": "private",
        "selfDeclaredMadeForKids": False,
        "embeddable": True,
        "license": _LICENCES[package.licence],
    }


def status(package: Package, moment: datetime) -> dict[str, Any]:
    """Return who sees a film at a moment, when that changes, and what may be done with it."""
    if package.appears is None:
        return {**hidden(package), "privacyStatus": package.visibility}
    if package.appears <= moment:
        return {**hidden(package), "privacyStatus": "public"}
    return {**hidden(package), "publishAt": f"{package.appears:%Y-%m-%dT%H:%M:%SZ}"}


def youtube_parts(package: Package) -> dict[str, str]:
    """Return the digests of what YouTube takes of a package: of its captions, one format."""
    files = parts(package)
    tracks = tuple((one.language, one.sha256) for one in package.of("captions"))
    return {
        FILM: files[FILM],
        METADATA: digest(tuple(sorted(_frozen(snippet(package, "")).items()))),
        CAPTIONS: digest(tracks),
        THUMBNAIL: files[THUMBNAIL],
        STATUS: digest(_wanted(package)),
    }


def _wanted(package: Package) -> tuple[str, str, str]:
    """Return what a status is made from; not from the moment: what appeared is not told again."""
    appears = package.appears.isoformat() if package.appears else ""
    return package.visibility, package.licence, appears


def begun(package: Package) -> dict[str, str]:
    """Return the digests of what is there of a film that was just sent."""
    wanted = youtube_parts(package)
    there = [FILM, METADATA, *([STATUS] if _begins_private(package) else [])]
    return {part: wanted[part] for part in there}


def _begins_private(package: Package) -> bool:
    return package.visibility == "private" and package.appears is None


def _frozen(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(one) if isinstance(one, list) else one for key, one in told.items()}


def retired(video: Mapping[str, Any], newer: str) -> dict[str, Any]:
    """Return a film that was superseded: it leads to the one after it, and is in no list.

    What nobody saw stays private, and will not appear by itself.
    """
    told, seen = video["snippet"], video["status"]
    kept = ("title", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage")
    may = ("embeddable", "license", "publicStatsViewable")
    public = seen.get("privacyStatus") == "public"
    return {
        "id": video["id"],
        "snippet": {
            **{key: told[key] for key in kept if key in told},
            "description": leading_on(str(told.get("description", "")), newer),
        },
        "status": {
            **{key: seen[key] for key in may if key in seen},
            "privacyStatus": "unlisted" if public else seen.get("privacyStatus", "private"),
            "selfDeclaredMadeForKids": False,
        },
    }


def links(package: Package) -> Iterator[Refusal]:
    """At most 4,880 bytes of description: what is left leads to other versions of the film."""
    size = len(package.description.encode())
    if DESCRIPTION_BYTES - LINKS_BYTES < size <= DESCRIPTION_BYTES:
        most = DESCRIPTION_BYTES - LINKS_BYTES
        what = f"the description has {size:,} bytes, over the {most:,} that leave room for links"
        fix = "shorten the objective, the chapters' titles or the sentences to keep"
        yield Refusal(package.origin.at("objective"), what, fix)


def lengths(package: Package) -> Iterator[Refusal]:
    """12 hours of film, 100 MiB of captions, 150 characters of a phase's title, without < >."""
    if package.seconds > FILM_SECONDS:
        what = f"the film lasts {package.seconds / 3600:.1f} h, over {FILM_SECONDS // 3600}"
        yield Refusal(str(package.origin.file), what, "divide the lesson")
    for track in package.of("captions"):
        if (size := track.path.stat().st_size) > CAPTIONS_BYTES:
            what = f"the captions have {size:,} bytes, over {CAPTIONS_BYTES:,}"
            yield Refusal(str(track.path), what, "divide the lesson")
    phase, place = package.phase or "", package.origin.at("phase")
    if len(phase) > PLAYLIST_CHARS:
        what = f"the phase's title has {len(phase)} characters, over {PLAYLIST_CHARS}"
        yield Refusal(place, what, f"leave out {len(phase) - PLAYLIST_CHARS} in course.yaml")
    if set(phase) & set("<>"):
        yield Refusal(place, "no playlist takes < or > in its title", "name the phase in words")


YOUTUBE: tuple[Rule, ...] = (*PLATFORM, links, lengths)
"""What YouTube asks for."""
