"""What platforms take, asked of finished files and texts before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.gate.chapters import FEWEST, SHORTEST_S
from pipeline.gate.chapters import TITLE_CHARS as CHAPTER_CHARS
from pipeline.publish.package import Package, Refusal
from script.course import TITLE_CHARS
from script.course_forms import TAGS_CHARS, tags_chars

TITLE_GOOD = 70
"""Characters of a title that are shown everywhere."""
DESCRIPTION_BYTES = 5_000
THUMBNAIL = {False: (1280, 720), True: (720, 1280)}
"""Width and height of the thumbnail of a lesson, and of a short."""
THUMBNAIL_BYTES = 2_000_000
SHORT_SIZE = (1080, 1920)
SHORT_SECONDS = 180

Rule = Callable[[Package], Iterator[Refusal]]


def title(package: Package) -> Iterator[Refusal]:
    """1 to 100 characters, without angle brackets."""
    text, place = package.title, package.origin.at("title")
    if not text.strip():
        yield Refusal(place, "the title is empty", "say what the lesson is about")
    if len(text) > TITLE_CHARS:
        what = f"the title has {len(text)} characters, over {TITLE_CHARS}"
        yield Refusal(place, what, f"leave out {len(text) - TITLE_CHARS}")
    yield from _no_brackets(text, "the title", place)


def objective(package: Package) -> Iterator[Refusal]:
    """Without angle brackets: it begins the description."""
    yield from _no_brackets(package.objective, "the objective", package.origin.at("objective"))


def recap(package: Package) -> Iterator[Refusal]:
    """Without angle brackets: it stands in the description."""
    for at, text in enumerate(package.recap, 1):
        place = package.origin.at(f"recap {at}")
        yield from _no_brackets(text, f"sentence {at} to keep", place)


def description(package: Package) -> Iterator[Refusal]:
    """At most 5,000 bytes of UTF-8."""
    size = len(package.description.encode())
    if size > DESCRIPTION_BYTES:
        what = f"the description has {size:,} bytes, over {DESCRIPTION_BYTES:,}"
        fix = "shorten the objective, the chapters' titles or the sentences to keep"
        yield Refusal(package.origin.at("objective"), what, fix)


def tags(package: Package) -> Iterator[Refusal]:
    """At most 500 characters with commas, and quotes around tags of several words."""
    place = package.origin.at("tags")
    length = tags_chars(package.tags)
    if length > TAGS_CHARS:
        what = f"all tags together have {length} characters, over {TAGS_CHARS}"
        yield Refusal(place, what, f"leave out {length - TAGS_CHARS}")
    for tag in package.tags:
        if set(tag) & set("<>,"):
            yield Refusal(place, f"no platform takes the tag “{tag}”", "write words alone")


def chapters(package: Package) -> Iterator[Refusal]:
    """From 0:00 on, three at least, ten seconds each, titles of 49 characters: or none counts.

    A short has no chapters.
    """
    if package.is_short:
        return
    seconds = [int(start) for start, _ in package.chapters]
    first = package.origin.at("chapter 1")
    if len(seconds) < FEWEST:
        what = f"{len(seconds)} chapters, and {FEWEST} are the fewest that are shown"
        yield Refusal(first, what, "divide the lesson into more scenes")
    if seconds and seconds[0]:
        yield Refusal(first, "the first chapter does not begin at 0:00", "begin with a scene")
    ends = pairwise([*seconds, package.seconds])
    for at, ((_, text), (start, stop)) in enumerate(zip(package.chapters, ends, strict=True), 1):
        place = package.origin.at(f"chapter {at}")
        if stop - start < SHORTEST_S:
            what = f"the chapter “{text}” lasts {stop - start:.0f} s, not {SHORTEST_S}: "
            yield Refusal(place, f"{what}no chapter would be shown", "join it with another scene")
        if len(text) > CHAPTER_CHARS:
            what = f"the chapter's title has {len(text)} characters, over {CHAPTER_CHARS}"
            yield Refusal(place, what, f"leave out {len(text) - CHAPTER_CHARS}")
        yield from _no_brackets(text, "a chapter's title", place)


def thumbnail(package: Package) -> Iterator[Refusal]:
    """1280x720 (a short: 720x1280), under 2 MB."""
    picture = next(package.of("thumbnail"), None)
    if picture is None:
        place = str(package.film.path.parent)
        yield Refusal(place, "there is no thumbnail", f"render.py build {package.stem}")
        return
    if picture.size != THUMBNAIL[package.is_short]:
        sizes = (
            "x".join(map(str, picture.size or ())),
            "x".join(map(str, THUMBNAIL[package.is_short])),
        )
        what = f"the thumbnail is {sizes[0]}, not {sizes[1]}"
        yield Refusal(str(picture.path), what, f"render.py build {package.stem}")
    size = picture.path.stat().st_size
    if size >= THUMBNAIL_BYTES:
        what = f"the thumbnail has {size:,} bytes, not under {THUMBNAIL_BYTES:,}"
        yield Refusal(str(picture.path), what, "name an aha: beat with a plainer picture")


def short(package: Package) -> Iterator[Refusal]:
    """1080x1920 and 180 s at most, for a short; a film that lies, for a lesson."""
    film = package.film
    width, height = film.size or (0, 0)
    if not package.is_short:
        if height > width:
            what = f"{package.name} stands, and is no short of the course"
            fix = "list it in shorts: of course.yaml, or leave out aspect: portrait"
            yield Refusal(str(package.origin.file), what, fix)
        return
    if (width, height) != SHORT_SIZE:
        what = f"a short is {SHORT_SIZE[0]}x{SHORT_SIZE[1]}, and this film {width}x{height}"
        yield Refusal(str(film.path), what, "write aspect: portrait, and build it at -q h")
    if package.seconds > SHORT_SECONDS:
        what = f"a short lasts {SHORT_SECONDS} s at most, and this one {package.seconds:.0f} s"
        yield Refusal(str(package.origin.file), what, "shorten it, or list it as a lesson")


def captioned(package: Package) -> Iterator[Refusal]:
    """With captions that are not empty."""
    track = next(package.of("captions"), None)
    if track is None or not track.path.stat().st_size:
        place = str(package.film.path.parent)
        yield Refusal(place, "there are no captions", f"render.py build {package.stem}")


def _no_brackets(text: str, what: str, place: str) -> Iterator[Refusal]:
    for sign in dict.fromkeys(char for char in text if char in "<>"):
        words = "less than" if sign == "<" else "more than"
        yield Refusal(place, f"no platform takes {sign} in {what}", f"write “{words}”")


EVERYWHERE: tuple[Rule, ...] = (title, captioned)
"""What any place asks for where lessons are shown."""
PLATFORM: tuple[Rule, ...] = (
    title,
    objective,
    recap,
    description,
    tags,
    chapters,
    thumbnail,
    short,
    captioned,
)
"""What video platforms ask for, as YouTube does."""


def broken(package: Package, rules: tuple[Rule, ...]) -> tuple[Refusal, ...]:
    """Return what a package breaks of some rules, in their order."""
    return tuple(refusal for rule in rules for refusal in rule(package))


def advice(package: Package) -> tuple[str, ...]:
    """Return what could be better about a package, in lines."""
    length = len(package.title)
    if length <= TITLE_GOOD:
        return ()
    place = package.origin.at("title")
    return (f"{place}: the title has {length} characters, after {TITLE_GOOD} it is cut in lists",)
