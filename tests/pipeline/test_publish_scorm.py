"""A SCORM package: its manifest by ADL's rules, its bytes the same each time, planned and sent."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZIP_STORED, ZipFile

import pytest
from small_packages import course_of, edited_file, sha256
from small_sites import addresses, lesson, read, text

from pipeline import files
from pipeline.publish.package import CoursePackage, NotPublished, Package
from pipeline.publish.planning import done, planned
from pipeline.publish.scorm import MANIFEST, scorm_files, zipped
from pipeline.publish.state import State, alone
from pipeline.publish.targets import target_at
from pipeline.publish.targets.scorm import Scorm

IMS = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
ID = re.compile(r"[A-Za-z_][\w.-]*")


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "flush", lambda path: None)


@pytest.fixture
def made(tmp_path: Path) -> Package:
    return lesson(tmp_path / "made", "small", number=1)


def _manifest(package: Package) -> Element:
    return fromstring(text(scorm_files(package), MANIFEST))


def _inner(of: Element) -> list[str]:
    return [one.tag.removeprefix(IMS) for one in of]


def test_the_manifest_is_one_of_scorm_1_2(made: Package) -> None:
    root = _manifest(made)
    assert root.tag == f"{IMS}manifest"
    assert _inner(root) == ["metadata", "organizations", "resources"]
    about, every, resources = root
    assert [(one.tag, one.text) for one in about] == [
        (f"{IMS}schema", "ADL SCORM"),
        (f"{IMS}schemaversion", "1.2"),
    ]
    [organization] = every
    assert every.get("default") == organization.get("identifier")
    assert _inner(organization) == ["title", "item"]
    item = organization[1]
    assert [one.text for one in (organization[0], item[0])] == [made.title, made.title]
    [resource] = resources
    assert item.get("identifierref") == resource.get("identifier")
    assert (resource.get("type"), resource.get(f"{ADL}scormtype")) == ("webcontent", "sco")
    assert set(_inner(resource)) == {"file"}
    ids = [one.get("identifier", "") for one in (root, organization, item, resource)]
    assert len(set(ids)) == 4
    assert all(ID.fullmatch(one) for one in ids)


@pytest.mark.parametrize("name", ["small.es", "1-small"])
def test_every_lesson_has_an_identifier(tmp_path: Path, name: str) -> None:
    one = _manifest(lesson(tmp_path / "made", name)).get("identifier", "")
    assert ID.fullmatch(one)
    assert name in one


def test_it_names_all_that_is_inside_and_nothing_else(made: Package) -> None:
    held = scorm_files(made)
    resource = _manifest(made).find(f"{IMS}resources/{IMS}resource")
    assert resource is not None
    named = [one.get("href") for one in resource]
    assert [MANIFEST, *named] == list(held)
    assert resource.get("href") == named[0] == "small.html"
    page = read(held, "small.html")
    led = {path for tag, scheme, path in addresses(page) if not scheme}
    assert led <= set(held)
    assert {path for tag, scheme, path in addresses(page) if scheme} == set()
    inside = {name.rpartition(".")[2] for name in held}
    assert inside == {"xml", "html", "js", "css", "svg", "webp", "mp4", "vtt", "srt", "md", "csv"}
    assert len([name for name in held if name.endswith(".mp4")]) == 1


def test_its_script_runs_before_the_site_s(made: Package) -> None:
    page = text(scorm_files(made), "small.html")
    scripts = re.findall(r'<script src="files/(\w+)\.', page)
    assert scripts == ["scorm", "site"]
    assert "index.html" not in page


def test_the_same_lesson_gives_the_same_bytes(made: Package, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        zipped(scorm_files(made), tmp_path / name)
    assert sha256(tmp_path / "a.zip") == sha256(tmp_path / "b.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
        held = scorm_files(made)
        assert [one.filename for one in infos] == list(held)
        assert {one.date_time for one in infos} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.compress_type for one in infos} == {ZIP_STORED}
        assert {one.external_attr >> 16 for one in infos} == {0o100644}
        for name, source in held.items():
            data = source.data if source.path is None else source.path.read_bytes()
            assert archive.read(name) == data


def test_what_changed_since_it_was_looked_at_is_not_packed(made: Package, tmp_path: Path) -> None:
    held = scorm_files(made)
    made.film.path.write_text("another film")
    with pytest.raises(NotPublished, match="it is not the file that passed the gate"):
        zipped(held, tmp_path / "small.zip")
    assert not list(tmp_path.glob("*.zip"))


class _Place:
    def __init__(self, root: Path) -> None:
        self.course, self.out = root / "course", root / "out"
        self.course.mkdir(parents=True)
        self.target = Scorm(self.out, self.course)

    def plan(self, course: CoursePackage) -> list[str]:
        state = State(self.course).of(self.target.name)
        return list(planned(course, self.target, state).lines())

    def publish(self, course: CoursePackage) -> list[str]:
        told: list[str] = []
        with alone(self.course) as state:
            doing = planned(course, self.target, state.of(self.target.name))
            done(doing, course, self.target, state, told=told.append)
        return told


@pytest.fixture
def place(tmp_path: Path) -> _Place:
    return _Place(tmp_path / "place")


def test_it_is_planned_sent_and_then_there(place: _Place, made: Package) -> None:
    course = course_of(made)
    assert place.plan(course) == ["small: create", "the course: update index"]
    assert place.publish(course) == ["small: create", "the course: update index"]
    assert sorted(path.name for path in place.out.iterdir()) == ["course.md", "small.zip"]
    assert "1. small.zip" in (place.out / "course.md").read_text()
    assert place.plan(course) == ["small: nothing", "nothing to do"]
    (place.out / "small.zip").write_bytes(b"PK cut")
    assert place.plan(course) == ["small: create"]
    place.publish(course)
    assert place.plan(course) == ["small: nothing", "nothing to do"]


def test_an_edit_is_packed(place: _Place, made: Package) -> None:
    place.publish(course_of(made))
    first = sha256(place.out / "small.zip")
    titled = replace(made, title="Another title")
    assert place.plan(course_of(titled))[0] == "small: update metadata, update files"
    place.publish(course_of(titled))
    assert sha256(place.out / "small.zip") != first
    filmed = edited_file(made, "film", "another film")
    assert place.plan(course_of(filmed))[0].startswith("small: replace film")
    place.publish(course_of(filmed))
    assert place.plan(course_of(filmed)) == ["small: nothing", "nothing to do"]


def test_the_page_itself_is_part_of_it(
    place: _Place, made: Package, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place.publish(course_of(made))
    other = tmp_path / "other.js"
    other.write_text("0;")
    monkeypatch.setattr("pipeline.publish.scorm.compose._SCRIPT", other)
    assert place.plan(course_of(made))[0] == "small: update files"


def test_another_place_is_another_target(tmp_path: Path) -> None:
    assert target_at("scorm", tmp_path).name.startswith("scorm:")
    assert target_at(f"scorm:{tmp_path / 'zips'}", tmp_path).name == "scorm:zips"
