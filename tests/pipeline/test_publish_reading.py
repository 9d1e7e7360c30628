"""Only what a build would make now is published, byte for byte; everything else says why not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.publish.course import read_course
from pipeline.publish.package import CoursePackage, Refusal
from pipeline.publish.parts import parts
from pipeline.publish.reading import Shelf
from pipeline.publish.rules import PLATFORM, broken
from pipeline.publish.targets.sheet import sheets
from pipeline.running import recall
from pipeline.store import Store
from tests.pipeline.small_lessons import FPS, SIZE, build, plan_of, small_look
from tests.pipeline.small_packages import COURSE, LONGER, sha256

LESSON = Path("small.yaml")
MADE = Path("build") / "small" / "144p15"
OPTIONS = ("-q", "l", "-r", SIZE, "--fps", str(FPS))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one lesson, built; its takes are in ``store``."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "course.yaml").write_text(COURSE)
    plan = plan_of(folder, LONGER)
    build(plan, Store(folder / "store"), folder / MADE)
    return folder


@pytest.fixture
def course(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same in a folder of its own, which is the current one."""
    folder = tmp_path / "course"
    shutil.copytree(built, folder)
    monkeypatch.chdir(folder)
    return folder


def _read(*paths: Path, words: str = "-q l") -> tuple[CoursePackage, tuple[Refusal, ...]]:
    store = Store(Path("store"))
    recall(store.code)
    shelf = Shelf(((lambda lesson: small_look(), words),), store, Path("build"))
    return read_course(Path(), paths or (LESSON,), shelf)


def test_a_package_says_what_the_lesson_says(course: Path) -> None:
    read, refused = _read()
    assert refused == ()
    one = read.packages["small"]
    assert (one.title, one.objective) == ("A small lesson", "Take a step on x² + 2y².")
    assert (one.phase, one.tags, one.visibility) == ("The first phase", ("a b", "c"), "private")
    assert one.description == (
        "Take a step on x² + 2y².\n\n"
        "0:00 Two sentences\n0:13 On a bowl\n0:27 What to keep\n\n"
        "What to keep:\n• One step at a time.\n• It is 34.\n\n"
        "A course: https://example.org/course/\n\n"
        f"lesson: small rev {one.film.sha256[:8]}"
    )
    assert one.quiz is not None
    assert one.quiz.right == 34
    assert one.origin.at("objective") == "small.yaml:3:12"
    assert one.origin.at("tags") == "course.yaml:7:17"
    assert read.phases[0].lessons == ("small",)
    assert broken(one, PLATFORM) == ()


def test_what_appears_later_is_private_until_then(course: Path) -> None:
    schedule = "visibility: public, schedule: {small: 2027-01-08T09:00:00+01:00}"
    written = COURSE.replace("publish: {", f"publish: {{{schedule}, ")
    Path("course.yaml").write_text(written)
    one = _read()[0].packages["small"]
    assert one.visibility == "private"
    assert one.appears == datetime(2027, 1, 8, 8, tzinfo=UTC)
    assert "Schedule: public on 2027-01-08 08:00 UTC." in sheets(one)["checklist.md"]
    assert parts(one)["metadata"] != parts(replace(one, appears=None))["metadata"]


def test_a_package_has_the_files_that_passed(course: Path) -> None:
    one = _read()[0].packages["small"]
    assert {asset.role for asset in one.assets} >= {
        "film",
        "download",
        "captions",
        "track",
        "thumbnail",
        "transcript",
        "transcript page",
        "chapters",
        "quiz",
    }
    assert all(sha256(asset.path) == asset.sha256 for asset in one.assets)
    assert (one.film.size, one.one("thumbnail").size) == ((256, 144), (1280, 720))


def _edited(old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        text = (folder / LESSON).read_text()
        assert text.count(old) == 1
        (folder / LESSON).write_text(text.replace(old, new))

    return edit


def _damaged(ending: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / MADE / f"small{ending}"
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)

    return damage


STALE = f"{MADE}: it was built from another version of the lesson - render.py build small -q l"
REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "not-built": (
        lambda folder: shutil.rmtree(folder / MADE),
        f"{MADE}: it is not built - render.py build small -q l",
    ),
    "no-manifest": (
        lambda folder: (folder / MADE / "small.manifest.json").unlink(),
        f"{MADE}: it is not built - render.py build small -q l",
    ),
    "title": (_edited("A small lesson", "A smaller lesson"), STALE),
    "words": (_edited("And then another", "And then one more"), STALE),
    "rate": (_edited("lr: 0.1", "lr: 0.2"), STALE),
    "chapter": (_edited("title: On a bowl", "title: In a bowl"), STALE),
    "film": (
        _damaged(".mp4"),
        f"{MADE}/small.mp4: it is not the file that passed the gate - render.py build small -q l",
    ),
    "captions": (
        _damaged(".vtt"),
        f"{MADE}/small.vtt: it is not the file that passed the gate - render.py build small -q l",
    ),
    "no-picture": (
        lambda folder: (folder / MADE / "small.png").unlink(),
        f"{MADE}/small.png: it is not there - render.py build small -q l",
    ),
    "mistake": (
        _edited("kind: statements", "kind: statement"),
        "small.yaml:14:3: unknown kind statement - did you mean statements?",
    ),
    "formula": (
        _edited("$x^2 + 2 y^2$", "$x_w$"),
        "small.yaml:3:12: plain text cannot show $_w$ - say it in words, or with x² and η",
    ),
    "unlisted": (
        lambda folder: (folder / "course.yaml").write_text("title: A course\nlessons: []\n"),
        "small.yaml: small is not in course.yaml - list it in course.yaml",
    ),
}


@pytest.mark.parametrize(("change", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_says_why_and_what_to_do(
    course: Path, change: Callable[[Path], None], message: str
) -> None:
    change(course)
    read, refused = _read()
    assert (read.all(), [str(one) for one in refused]) == ((), [message])


def test_what_no_file_depends_on_makes_nothing_stale(course: Path) -> None:
    (course / LESSON).write_text(f"# a comment\n{LONGER}")
    assert _read()[1] == ()


def test_a_rendition_comes_along_where_it_is_built(course: Path) -> None:
    def smaller(lesson: object) -> object:
        return replace(small_look(), width=128, height=72)

    store = Store(Path("store"))
    looks = ((lambda lesson: small_look(), ""), (smaller, "-q s"))
    shelf = Shelf(looks, store, Path("build"))  # type: ignore[arg-type]
    assert len(list(read_course(Path(), [LESSON], shelf)[0].packages["small"].of("film"))) == 1
    shutil.copytree(course / MADE, course / "build" / "small" / "72p15")
    (refused,) = read_course(Path(), [LESSON], shelf)[1]
    assert refused.fix == "render.py build small -q s"


def test_the_command_tells_then_sends_then_has_nothing_to_do(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["publish", "small.yaml", "--to", "folder:out", *OPTIONS, "--store", "store"]
    assert main(words) == 0
    assert capsys.readouterr().out.splitlines() == [
        "small: create",
        "the course: update index",
        "nothing was sent: --yes sends it to folder:out",
    ]
    assert not (course / "out").exists()
    assert main([*words, "--yes"]) == 0
    assert capsys.readouterr().out.splitlines() == ["small: create", "the course: update index"]
    assert sha256(course / "out" / "small" / "small.mp4") == sha256(course / MADE / "small.mp4")
    assert main([*words, "--yes"]) == 0
    assert capsys.readouterr().out.splitlines() == ["nothing to do"]


def test_the_command_sends_nothing_of_what_is_refused(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _damaged(".mp4")(course)
    words = ["publish", "small.yaml", "--to", "folder:out", *OPTIONS, "--store", "store"]
    for more in ([], ["--yes"]):
        assert main([*words, *more]) == 2
        assert "passed the gate - render.py build small -q l" in capsys.readouterr().err
    assert not (course / "out").exists()


def test_a_lesson_without_a_course_is_not_published(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "course.yaml").unlink()
    assert main(["publish", "small.yaml", "--to", "folder:out"]) == 2
    assert "there is no course.yaml" in capsys.readouterr().err
