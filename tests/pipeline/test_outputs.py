"""Files that take their names together, and what is known of them later."""

import pytest

from pipeline.outputs import put_in_place, standing, workshop


def deliver(folder, made_from="1", **files):
    with workshop(folder) as work:
        for name, text in files.items():
            (work / f"{name}.txt").write_text(text)
        return put_in_place(work, folder, "film", made_from)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_files_stand_as_they_were_made(tmp_path):
    made = deliver(tmp_path, one="1", two="2")
    assert [file.name for file in made] == ["one.txt", "two.txt"]
    assert standing(tmp_path, "film", "1") == made
    assert names(tmp_path) == ["film.manifest.json", "one.txt", "two.txt"]


def test_what_was_made_from_other_things_does_not_stand(tmp_path):
    deliver(tmp_path, one="1")
    assert standing(tmp_path, "film", "2") is None
    assert standing(tmp_path, "other", "1") is None


@pytest.mark.parametrize("damage", ["changed", None])
def test_a_file_that_is_damaged_or_gone_does_not_stand(tmp_path, damage):
    (made,) = deliver(tmp_path, one="1")
    made.unlink() if damage is None else made.write_text(damage)
    assert standing(tmp_path, "film", "1") is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"made_from": "1", "sha256": {"../x": ""}}'])
def test_a_manifest_that_says_nothing_is_no_manifest(tmp_path, text):
    deliver(tmp_path, one="1")
    (tmp_path / "film.manifest.json").write_text(text)
    assert standing(tmp_path, "film", "1") is None
    deliver(tmp_path, one="1")
    assert standing(tmp_path, "film", "1")


def test_files_no_longer_made_go_and_strangers_stay(tmp_path):
    deliver(tmp_path, one="1", two="2")
    (tmp_path / "mine.txt").write_text("mine")
    deliver(tmp_path, "2", one="1")
    assert names(tmp_path) == ["film.manifest.json", "mine.txt", "one.txt"]


def test_a_failure_leaves_the_last_good_files(tmp_path):
    made = deliver(tmp_path, one="1")

    def fail():
        with workshop(tmp_path) as work:
            (work / "one.txt").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert standing(tmp_path, "film", "1") == made
    assert names(tmp_path) == ["film.manifest.json", "one.txt"]


def test_what_a_killed_build_left_is_removed(tmp_path):
    (tmp_path / ".partial-killed").mkdir()
    deliver(tmp_path, one="1")
    assert names(tmp_path) == ["film.manifest.json", "one.txt"]
