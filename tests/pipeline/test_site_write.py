"""A site in its folder: whole at any moment, written once, and nothing else touched."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from small_packages import edited_file
from small_sites import addresses, course, pages, read

from pipeline import files as files_on_disk
from pipeline.publish.site import changes, compose, write, write_site
from pipeline.publish.site.write import MANIFEST, SiteChanged


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_on_disk, "flush", lambda path: None)


@pytest.fixture
def made(tmp_path: Path):
    return course(tmp_path / "made")


def bytes_of(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def with_title(made, title: str):
    held = dict(made.packages)
    held["small"] = replace(held["small"], title=title)
    return replace(made, packages=held)


def test_a_second_time_there_is_nothing_to_do(made, tmp_path: Path) -> None:
    out, files = tmp_path / "out", compose(made)
    assert set(changes(files, out).new) == set(files)
    assert not out.exists()
    assert write_site(files, out).new == tuple(files)
    before = bytes_of(out)
    assert set(before) == {*files, MANIFEST}
    assert not write_site(compose(made), out)
    assert bytes_of(out) == before


def test_a_title_changes_pages_and_no_file(made, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_site(compose(made), out)
    done = write_site(compose(with_title(made, "Another title")), out)
    assert (done.new, done.gone) == ((), ())
    assert set(done.changed) == {
        "small.html",
        "other.html",
        "index.html",
        "sitemap.xml",
        "feed.xml",
    }


def test_another_film_comes_under_another_name_and_the_old_one_goes(made, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_site(compose(made), out)
    held = {**made.packages, "small": edited_file(made.packages["small"], "film", "again")}
    done = write_site(compose(replace(made, packages=held)), out)
    assert [name.split(".")[1] for name in (*done.new, *done.gone)] == ["1080p", "1080p"]
    assert not (out / done.gone[0]).exists()
    assert (out / done.new[0]).read_text() == "again"


def test_files_of_others_stay_and_what_was_damaged_is_mended(made, tmp_path: Path) -> None:
    out, files = tmp_path / "out", compose(made)
    write_site(files, out)
    before = bytes_of(out)
    (out / "CNAME").write_text("example.org")
    page = out / "small.html"
    page.write_text("cut")
    film = next(out.glob("files/small.1080p.*.mp4"))
    film.unlink()
    done = write_site(files, out)
    assert (done.new, done.changed) == ((film.relative_to(out).as_posix(),), ("small.html",))
    assert bytes_of(out) == before | {"CNAME": b"example.org"}


@pytest.mark.parametrize("after", range(0, 40, 3))
def test_killed_at_any_moment_no_page_names_what_is_not_there(
    made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    class Killed(BaseException):
        pass

    out = tmp_path / "out"
    write_site(compose(made), out)
    held = {**made.packages, "small": edited_file(made.packages["small"], "film", "again")}
    files = compose(with_title(replace(made, packages=held), "Another title"))
    done = []
    replaced, removed = os.replace, Path.unlink

    def count(act):
        def acted(*given, **named):
            if len(done) >= after:
                raise Killed
            done.append(given)
            return act(*given, **named)

        return acted

    monkeypatch.setattr(os, "replace", count(replaced))
    monkeypatch.setattr(write.Path, "unlink", count(removed))
    with suppress(Killed):
        write_site(files, out)
    monkeypatch.undo()
    monkeypatch.setattr(files_on_disk, "flush", lambda path: None)
    for name in pages(files):
        for _, scheme, path in addresses(read({name: source(out / name)}, name)):
            assert scheme or (out / path).is_file(), f"{name} names {path}"
    (out / "files" / ".small.1080p.77.part.mp4").write_text("what kill -9 leaves")
    held["small"] = edited_file(made.packages["small"], "film", "once more")
    files = compose(replace(made, packages=held))
    write_site(files, out)
    assert set(bytes_of(out)) == {*files, MANIFEST}


def source(path: Path):
    return write.Source("", data=path.read_bytes())


def test_a_file_that_changed_meanwhile_is_refused(made, tmp_path: Path) -> None:
    out, files = tmp_path / "out", compose(made)
    made.packages["small"].film.path.write_text("other bytes")
    with pytest.raises(SiteChanged, match=r"small\.mp4: it has changed - build the lesson again"):
        write_site(files, out)
    assert not (out / "index.html").exists()
    assert [path for path in out.rglob("*.part*")] == []


@pytest.mark.parametrize("name", ["../kept", "/tmp/kept", "a/../../kept"])
def test_a_list_of_files_cannot_reach_out_of_the_folder(made, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "kept").write_text("kept")
    (out / MANIFEST).write_text(json.dumps({"files": {name: "0" * 64}}))
    assert write_site(compose(made), out).gone == ()
    assert (tmp_path / "kept").read_text() == "kept"


@pytest.mark.parametrize("text", ["", "[]", '{"files": 3}', "{"])
def test_a_list_that_cannot_be_read_is_none(made, tmp_path: Path, text: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / MANIFEST).write_text(text)
    assert write_site(compose(made), out).gone == ()
