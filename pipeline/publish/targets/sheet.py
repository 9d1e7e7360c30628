"""What a human needs who uploads a lesson: texts to paste, and what to do, in order."""

from __future__ import annotations

from pipeline.publish.package import Package

_CATEGORIES = {"education": "Education", "science": "Science & Technology"}
_LICENCES = {"standard": "Standard licence", "cc-by": "Creative Commons – Attribution"}


def sheets(package: Package) -> dict[str, str]:
    """Return the texts of a lesson by the names of their files; each ends with a line feed."""
    return {
        "title.txt": f"{package.title}\n",
        "description.txt": f"{package.description}\n",
        "tags.txt": f"{', '.join(package.tags)}\n",
        "checklist.md": _checklist(package),
    }


def _checklist(package: Package) -> str:
    """Return what is to be done on the upload page, one thing a line."""
    film, captions = package.film, package.one("captions")
    steps = [
        f"Upload `{film.path.name}`. Until all below is done it stays **private**.",
        "Title: paste `title.txt`.",
        "Description: paste `description.txt`, with its last line: the film is known by it.",
        f"Thumbnail: `{package.one('thumbnail').path.name}`.",
        *([f"Playlist: {package.phase}."] if package.phase else []),
        "Audience: not made for kids.",
        *(["Tags: paste `tags.txt`."] if package.tags else []),
        f"Language of the film: {package.language}.",
        f"Licence: {_LICENCES[package.licence]}.",
        f"Category: {_CATEGORIES[package.category]}.",
        f"Subtitles, with timing, language {package.language}: `{captions.path.name}`.",
        "Do not notify subscribers before the film has been looked at.",
        *(
            []
            if package.is_short
            else ["End screen: it has room in the last 8 s, which are quiet.", "Chapters show."]
        ),
        "If an older film of this lesson is there: make it unlisted, and link the new one in it.",
        *([] if package.visibility == "private" else [f"Visibility: {package.visibility}."]),
        *(
            [f"Schedule: public on {package.appears:%Y-%m-%d %H:%M} UTC."]
            if package.appears
            else []
        ),
    ]
    return f"# {package.title}\n\n" + "".join(f"- [ ] {step}\n" for step in steps)
