"""What each file of a lesson's SCORM package is, before any is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.publish.package import Package
from pipeline.publish.scorm.manifest import manifest
from pipeline.publish.site.frame import Frame
from pipeline.publish.site.lesson_page import Neighbours, file_name, lesson_page
from pipeline.publish.site.site_files import SiteFiles, Source

MANIFEST = "imsmanifest.xml"
"""Says what the package is; course systems look for it at its top."""
_SCRIPT = Path(__file__).with_name("scorm.js")


def scorm_files(lesson: Package) -> Mapping[str, Source]:
    """Return the files of a lesson's package by their paths, the manifest first.

    The page is that of the course's site, alone: it leads to no other page, and the file with all
    languages inside is left out, since it has the film a second time. The same lesson gives the
    same bytes.
    """
    files = SiteFiles()
    script = files.made(_SCRIPT.read_bytes(), "scorm", ".js")
    frame = Frame(lesson.title, lesson.language, "", files, scripts=(script,), is_course=False)
    assets = tuple(one for one in lesson.assets if one.role != "download")
    page = lesson_page(replace(lesson, assets=assets), Neighbours(), frame)
    launch = file_name(lesson)
    held = {launch: Source.made(page.encode()), **files.all()}
    return {MANIFEST: Source.made(manifest(lesson, launch, tuple(held)).encode()), **held}
