"""Files for machines that need whole addresses: a sitemap with its films, and a feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.publish.site.linked import Address

SITEMAP, FEED = "sitemap.xml", "feed.xml"
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_VIDEOS = "http://www.google.com/schemas/sitemap-video/1.1"
_ATOM = "http://www.w3.org/2005/Atom"


def sitemap(home: str, lessons: Iterable[Address]) -> str:
    """Return a sitemap (sitemaps.org 0.9) with Google's description of each film."""
    root = Element("urlset", {"xmlns": _SITEMAPS, "xmlns:video": _VIDEOS})
    _text(SubElement(root, "url"), "loc", home)
    for one in lessons:
        url = SubElement(root, "url")
        _text(url, "loc", one.page)
        video = SubElement(url, "video:video")
        _text(video, "video:thumbnail_loc", one.poster)
        _text(video, "video:title", one.lesson.title)
        _text(video, "video:description", one.lesson.objective)
        _text(video, "video:content_loc", one.film)
        _text(video, "video:duration", str(round(one.lesson.seconds)))
        if since := one.lesson.since:
            _text(video, "video:publication_date", since.isoformat())
    return _document(root)


def feed(title: str, language: str, goal: str, home: str, lessons: Iterable[Address]) -> str:
    """Return a feed (RSS 2.0) of a course's lessons, in its order, each with its film.

    An item is the same one as long as its lesson is, whatever is edited in it.
    """
    root = Element("rss", {"version": "2.0", "xmlns:atom": _ATOM})
    channel = SubElement(root, "channel")
    _text(channel, "title", title)
    _text(channel, "link", home)
    _text(channel, "description", goal or title)
    _text(channel, "language", language)
    rel = {"rel": "self", "type": "application/rss+xml", "href": f"{home}{FEED}"}
    SubElement(channel, "atom:link", rel)
    for one in lessons:
        item = SubElement(channel, "item")
        _text(item, "title", one.lesson.title)
        _text(item, "link", one.page)
        SubElement(item, "guid", isPermaLink="true").text = one.page
        _text(item, "description", one.lesson.objective)
        if since := one.lesson.since:
            moment = datetime(since.year, since.month, since.day, tzinfo=UTC)
            _text(item, "pubDate", format_datetime(moment))
        film = {"url": one.film, "length": str(one.bytes), "type": "video/mp4"}
        SubElement(item, "enclosure", film)
    return _document(root)


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text


def _document(root: Element) -> str:
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"
