"""A whole site from a course's packages: what each of its files is, before any is written."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.site.addresses import FEED, SITEMAP, feed, sitemap
from pipeline.publish.site.frame import HOME, Frame
from pipeline.publish.site.index_page import index_page
from pipeline.publish.site.lesson_page import Neighbours, address, file_name, lesson_page
from pipeline.publish.site.site_files import SiteFiles, Source


def compose(course: CoursePackage) -> Mapping[str, Source]:
    """Return the files of a course's site by their paths; the page of the course comes last.

    Whoever puts them in place in this order never shows a page without what it names. The same
    packages give the same bytes.
    """
    files = SiteFiles()
    frame = Frame(course.title, course.language, course.publish.site, files)
    pages = {file_name(one): lesson_page(one, _around(one, course), frame) for one in course.all()}
    home = index_page(course, frame)
    if frame.url:
        pages |= _addresses(course, frame)
    pages[HOME] = home
    written = {name: Source.made(text.encode()) for name, text in pages.items()}
    return {**files.all(), **written}


def _around(lesson: Package, course: CoursePackage) -> Neighbours:
    """Return the lessons before and after one in its language, and its other languages."""
    same = [one for one in course.all() if one.lesson == lesson.lesson and one is not lesson]
    order = [one for phase in course.phases for one in phase.lessons]
    if lesson.lesson not in order:
        return Neighbours(others=tuple(same))
    spoken = {one.lesson: one for one in course.all() if one.language == lesson.language}
    place = order.index(lesson.lesson)
    before = next((spoken[one] for one in reversed(order[:place]) if one in spoken), None)
    after = next((spoken[one] for one in order[place + 1 :] if one in spoken), None)
    return Neighbours(before, after, tuple(same))


def _addresses(course: CoursePackage, frame: Frame) -> dict[str, str]:
    """Return the sitemap and the feed; the feed has the lessons in the course's language."""
    home = frame.absolute(HOME)
    goal = " ".join(phase.goal for phase in course.phases if phase.goal)
    every = [address(one, frame) for one in course.all()]
    own = [address(one, frame) for one in course.packages.values()]
    return {
        SITEMAP: sitemap(home, every),
        FEED: feed(course.title, course.language, goal, home, own),
    }
