"""``site`` shows what is built and tells what is not; ``publish --to site`` plans, then writes."""

from __future__ import annotations

import http.client
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from small_lessons import FPS, SIZE, command
from small_packages import COURSE

from pipeline.cli import main

pytestmark = pytest.mark.render

OPTIONS = ("-q", "l", "-r", SIZE, "--fps", str(FPS), "--store", "store")
LESSON = "small.yaml"
OUT = Path("build") / "site"


@pytest.fixture
def course(built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one lesson that is built and one that is not, in the current folder."""
    source = built.root.parent
    shutil.copytree(built.root, tmp_path / "store")
    shutil.copytree(source / "out", tmp_path / "build" / "small" / "144p15")
    text = (source / LESSON).read_text()
    (tmp_path / LESSON).write_text(text)
    (tmp_path / "later.yaml").write_text(text.replace("lesson: small", "lesson: later"))
    listed = COURSE.replace("lessons: [small]", "lessons: [small, later]")
    (tmp_path / "course.yaml").write_text(listed)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], str]:
    captured = capsys.readouterr()
    return captured.out.splitlines(), captured.err


def test_what_is_built_is_shown_and_the_rest_told(course: Path, capsys) -> None:
    assert main(["site", LESSON, "later.yaml", *OPTIONS]) == 0
    lines, notes = said(capsys)
    pages = ["small.html", "sitemap.xml", "feed.xml", "index.html"]
    assert lines[:-2] == [f"{name}: create" for name in pages]
    assert lines[-2].startswith("files: ")
    assert lines[-1] == str(OUT / "index.html")
    assert (
        "note: left out: build/later/144p15: it is not built - render.py build later -q l" in notes
    )
    assert (OUT / "files").is_dir()
    assert main(["site", LESSON, *OPTIONS]) == 0
    assert said(capsys)[0] == ["nothing to do", str(OUT / "index.html")]
    trajectory = next(OUT.glob("files/small.*.trajectory.csv")).read_text()
    assert trajectory.splitlines()[1] == "good,0,75.0,5.0,5.0,10.0,20.0"


def test_nothing_is_shown_where_nothing_is_built(course: Path, capsys) -> None:
    text = (course / LESSON).read_text().replace("lr: 0.1", "lr: 0.2")
    (course / LESSON).write_text(text)
    assert main(["site", LESSON, *OPTIONS]) == 2
    assert "it was built from another version of the lesson" in said(capsys)[1]
    assert not OUT.exists()


def test_a_site_is_planned_and_then_written(course: Path, capsys) -> None:
    (course / "course.yaml").write_text(COURSE)
    asked = ["publish", LESSON, "--to", "site:out", *OPTIONS]
    assert main(asked) == 0
    lines = said(capsys)[0]
    assert lines[-1] == "nothing was written: --yes writes it to out"
    assert not Path("out").exists()
    assert main([*asked, "--yes"]) == 0
    assert said(capsys)[0] == lines[:-1]
    assert main(asked) == 0
    assert said(capsys)[0] == ["nothing to do"]


def test_a_part_of_a_course_is_no_site(course: Path, capsys) -> None:
    assert main(["publish", LESSON, "--to", "site", *OPTIONS, "--yes"]) == 2
    assert said(capsys)[1] == "a site is written whole: name later, too, or 'all'\n"
    assert main(["publish", LESSON, "later.yaml", "--to", "site", *OPTIONS, "--yes"]) == 2
    assert "144p15: it is not built" in said(capsys)[1]
    assert not OUT.exists()


def test_it_is_served_until_it_is_interrupted(course: Path) -> None:
    line = command("site", LESSON, *OPTIONS, "--serve")
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        told = next(line for line in serving.stdout if line.startswith("http://127.0.0.1:"))
        port = int(told.split(" ")[0].rstrip("/").rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/small.html")
        answer = connection.getresponse()
        assert answer.status == 200
        assert b"<video" in answer.read()
        connection.close()
        serving.send_signal(signal.SIGINT)
        assert serving.wait(20) == 0
