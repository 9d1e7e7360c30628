"""The page of a lesson: its film with chapters beside it, its question, its words, its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pipeline.captions.transcript import clock
from pipeline.publish.package import Asset, Package
from pipeline.publish.site import linked
from pipeline.publish.site.elements import element
from pipeline.publish.site.frame import Frame, Head
from pipeline.publish.site.media import Film, films, poster, shorter_side, stands, taken
from pipeline.publish.site.question import question
from pipeline.publish.site.site_files import SiteFiles
from pipeline.publish.site.told import moments, told
from pipeline.publish.site.wording import Wording, name_of, wording

_PHONE = "(max-width: 48em)"
"""Screens that get the smallest film there is."""
_FILES = (
    ("captions", "srt"),
    ("track", "vtt"),
    ("transcript", "text"),
    ("trajectory", "table"),
)
"""What can be downloaded beside films, with what it is called."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The lessons before and after one, and the same lesson in other languages."""

    before: Package | None = None
    after: Package | None = None
    others: tuple[Package, ...] = ()


def file_name(lesson: Package) -> str:
    """Return what the page of a lesson is called."""
    return f"{lesson.name}.html"


def lesson_page(lesson: Package, around: Neighbours, frame: Frame) -> str:
    """Return the page of a lesson; what it names joins the files of the frame."""
    words = wording(lesson.language)
    renditions = films(lesson, frame.files)
    main_film = renditions[-1].path
    head = Head(
        name=file_name(lesson),
        language=lesson.language,
        title=lesson.title,
        description=lesson.objective,
        linked=linked.video(address(lesson, frame), frame.course),
        picture=poster(lesson, frame.files),
        others=_tags((lesson, *around.others)),
    )
    stage = element(
        "div",
        {"class": "stage upright" if stands(lesson.film) else "stage"},
        element("div", {}, _video(lesson, renditions, frame.files), _controls(renditions, words)),
        _chapters(lesson, main_film, words),
    )
    main = [
        element("p", {"class": "where"}, " · ".join(_where(lesson, words))),
        element("h1", {}, lesson.title),
        element("p", {"class": "objective"}, lesson.objective),
        stage,
        question(lesson.quiz, words) if lesson.quiz else None,
        _transcript(lesson, main_film, words),
        _downloads(lesson, renditions, frame.files, words),
        _others(around.others, words),
        _neighbours(around, words),
        _licence(lesson),
    ]
    return frame.page(head, words, main)


def _tags(same: Sequence[Package]) -> list[tuple[str, str]]:
    """Return the languages of a lesson with their pages, where there is more than one."""
    return [(one.language, file_name(one)) for one in same] if len(same) > 1 else []


def address(lesson: Package, frame: Frame) -> linked.Address:
    """Return where a lesson is once the site is at its address."""
    film = films(lesson, frame.files)[-1]
    return linked.Address(
        lesson,
        page=frame.absolute(file_name(lesson)),
        film=frame.absolute(film.path),
        poster=frame.absolute(poster(lesson, frame.files)),
        bytes=film.asset.path.stat().st_size,
    )


def _where(lesson: Package, words: Wording) -> Iterator[str]:
    if lesson.phase:
        yield lesson.phase
    if lesson.is_short:
        yield words.short
    elif lesson.number is not None:
        yield words.lesson.format(number=lesson.number)
    yield words.minutes.format(minutes=max(1, round(lesson.seconds / 60)))


def _video(lesson: Package, renditions: Sequence[Film], files: SiteFiles) -> Element:
    given = {"id": "film", "controls": "", "playsinline": "", "preload": "metadata"}
    given |= {"poster": poster(lesson, files), "aria-label": lesson.title}
    given |= {"data-lesson": lesson.lesson}
    largest = renditions[-1]
    if size := largest.asset.size:
        given |= {"width": str(size[0]), "height": str(size[1])}
    sources = []
    for film in renditions:
        media = {"media": _PHONE} if film is not largest else {}
        sources.append(element("source", {"src": film.path, "type": "video/mp4", **media}))
    tracks: list[Element] = []
    for asset in lesson.of("track"):
        first = {"default": ""} if not tracks else {}
        given_track = {"kind": "captions", "src": taken(lesson, asset, files)}
        given_track |= {"srclang": asset.language, "label": name_of(asset.language), **first}
        tracks.append(element("track", given_track))
    instead = element("a", {"href": largest.path}, lesson.title)
    return element("video", given, *sources, *tracks, instead)


def _chapters(lesson: Package, film: str, words: Wording) -> Element | None:
    if not lesson.chapters:
        return None
    items = []
    for start, title in lesson.chapters:
        time = element("time", {"datetime": linked.duration(int(start))}, clock(start))
        # A tenth later, so that no rounding shows the last picture of the chapter before.
        at = f"{start + 0.1:.1f}" if start else "0"
        link = element("a", _jump(film, at), time, element("span", {}, title))
        items.append(element("li", {}, link))
    heading = element("h2", {"id": "chapters"}, words.chapters)
    given = {"class": "chapters", "aria-labelledby": "chapters"}
    return element("nav", given, heading, element("ol", {}, *items))


def _jump(film: str, at: str) -> dict[str, str]:
    """Return the attributes of a link to a moment: the film itself where no script runs."""
    return {"href": f"{film}#t={at}", "data-at": at}


def _controls(renditions: Sequence[Film], words: Wording) -> Element:
    """Return what only a script can do; it is hidden until one runs."""
    choice = None
    if len(renditions) > 1:
        options = [element("option", {"value": one.path}, one.size) for one in renditions]
        select = element("select", {"id": "quality"}, *options)
        choice = element("label", {}, f"{words.quality} ", select)
    watched = element("button", {"type": "button", "id": "watched"}, words.watched)
    return element("p", {"class": "controls", "hidden": ""}, choice, watched)


def _transcript(lesson: Package, film: str, words: Wording) -> Element | None:
    page = next(lesson.of("transcript page"), None)
    if page is None:
        return None
    scenes = []
    for scene in told(page.path):
        title = scene.heading
        title.tag = "h3"
        for part in (title, *scene.paragraphs):
            for link, at in moments(part):
                link.attrib |= _jump(film, at)
                link.set("aria-label", words.play_from.format(time="".join(link.itertext())))
        named = {"id": f"said-{scene.id}", "aria-labelledby": title.get("id", "")}
        scenes.append(element("section", named, title, *scene.paragraphs))
    heading = element("h2", {"id": "transcript"}, words.transcript)
    given = {"class": "transcript", "aria-labelledby": "transcript"}
    return element("section", given, heading, *scenes)


def _downloads(
    lesson: Package, renditions: Sequence[Film], files: SiteFiles, words: Wording
) -> Element:
    items = [
        _download(film.path, film.asset, words.film.format(size=film.size), words)
        for film in reversed(renditions)
    ]
    for asset in lesson.of("download"):
        size = shorter_side(asset) or renditions[-1].size
        text = words.film_with_all.format(size=size)
        items.append(_download(taken(lesson, asset, files), asset, text, words))
    for role, name in _FILES:
        for asset in lesson.of(role):
            path = taken(lesson, asset, files)
            items.append(_download(path, asset, getattr(words, name), words))
    heading = element("h2", {"id": "downloads"}, words.downloads)
    given = {"class": "downloads", "aria-labelledby": "downloads"}
    return element("section", given, heading, element("ul", {}, *items))


def _download(path: str, asset: Asset, text: str, words: Wording) -> Element:
    link = element("a", {"href": path, "download": asset.path.name}, text)
    return element("li", {}, link, f" ({_size(asset.path.stat().st_size, words)})")


def _size(length: int, words: Wording) -> str:
    """Return the size of a file as readers are told it: two digits or more."""
    unit, rest = ("MB", length / 1e6) if length >= 1e6 else ("kB", length / 1e3)
    return f"{rest:.{0 if rest >= 10 else 1}f} {unit}".replace(".", words.decimal)


def _others(others: Sequence[Package], words: Wording) -> Element | None:
    if not others:
        return None
    links = []
    for one in others:
        given = {"href": file_name(one), "hreflang": one.language, "lang": one.language}
        links.append(element("li", {}, element("a", given, name_of(one.language))))
    given = {"class": "languages", "aria-label": words.other_languages}
    return element("nav", given, element("ul", {}, *links))


def _neighbours(around: Neighbours, words: Wording) -> Element | None:
    links = []
    for one, rel, text in (
        (around.before, "prev", words.before),
        (around.after, "next", words.after),
    ):
        if one is not None:
            link = element("a", {"href": file_name(one), "rel": rel}, one.title)
            links.append(element("p", {"class": rel}, element("span", {}, text), link))
    if not links:
        return None
    label = f"{words.before}, {words.after}"
    return element("nav", {"class": "neighbours", "aria-label": label}, *links)


def _licence(lesson: Package) -> Element | None:
    found = linked.LICENCES.get(lesson.licence)
    if found is None:
        return None
    link = element("a", {"rel": "license", "href": found[1]}, found[0])
    return element("p", {"class": "licence"}, link)
