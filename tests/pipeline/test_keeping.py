"""``store check``, ``store gc``, ``store list``: what they print, return and leave."""

import re
import shutil

import pytest

from pipeline import cli, commands
from pipeline.store import Store
from tests.pipeline.small_lessons import LESSON, build, edited, plan_of, write


@pytest.fixture
def store(tmp_path):
    """A store with three artifacts, of which a lesson needs the first two."""
    store = Store(tmp_path / "store")
    keys = [letter * 64 for letter in "abc"]
    for key in keys:
        store.put(key, {}, lambda path: path.write_bytes(b"x" * 5000))
    (tmp_path / "small.yaml").touch()
    other = Store(store.root)
    for key in keys[:2]:
        other.get(key)
    other.need("small 256x144 at 15, silent", tmp_path / "small.yaml", add=False)
    other.close()
    store.close()
    return store


def run(capsys, *arguments):
    code = cli.main(list(map(str, arguments)))
    told = capsys.readouterr()
    return code, told.out.splitlines(), told.err


def test_a_whole_store_is_counted(store, capsys):
    code, lines, errors = run(capsys, "store", "check", "--store", store.root)
    assert (code, errors) == (0, "")
    assert lines == [f"{store.root}: 3 artifacts, 15.6 kB whole"]


def test_damage_is_named_set_aside_and_a_failure(store, capsys):
    (store.root / "objects" / "bb" / ("b" * 64) / "data").write_bytes(b"x")
    store.close()
    code, lines, errors = run(capsys, "store", "check", "--store", store.root)
    assert code == 1
    assert lines == [
        f"damaged {'b' * 64}: data has 1 bytes, not 5000",
        f"{store.root}: 2 artifacts, 10.4 kB whole",
    ]
    assert errors == f"1 damaged, now in {store.root}/quarantine: build again\n"
    assert run(capsys, "store", "check", "--store", store.root)[0] == 0


def test_a_list_tells_what_each_lesson_takes(store, capsys):
    code, lines, _ = run(capsys, "store", "list", "--store", store.root)
    assert code == 0
    assert lines == [
        "small 256x144 at 15, silent: 2 artifacts, 10.4 kB",
        f"{store.root}: 3 artifacts, 15.6 kB, of which no lesson needs 1 artifact, 5.2 kB",
    ]


def test_gc_says_how_much_it_drops(store, capsys):
    place = "--store", store.root
    for more, would in ((("--dry-run",), "would be dropped"), ((), "dropped")):
        assert run(capsys, "store", "gc", *place, "--keep-days", "1", *more) == (
            0,
            [f"{store.root}: 0 artifacts, 0 bytes {would}, 3 artifacts, 15.6 kB kept"],
            "",
        )
        assert run(capsys, "store", "gc", *place, *more) == (
            0,
            [f"{store.root}: 1 artifact, 5.2 kB {would}, 2 artifacts, 10.4 kB kept"],
            "",
        )
    assert store.check().artifacts == 2


def test_gc_names_lessons_that_are_gone(store, tmp_path, capsys):
    (tmp_path / "small.yaml").unlink()
    (store.root / "quarantine").mkdir()
    (store.root / "quarantine" / "x").write_bytes(b"x" * 2_000_000)
    _, lines, _ = run(capsys, "store", "gc", "--store", store.root)
    assert lines == [
        "gone: small 256x144 at 15, silent",
        f"{store.root}: 3 artifacts, 15.6 kB dropped, 0 artifacts, 0 bytes kept",
        f"{store.root}: 2.0 MB of leftovers dropped",
    ]


def test_gc_gives_way_to_a_build(store, capsys):
    store.get("a" * 64)
    code, lines, errors = run(capsys, "store", "gc", "--store", store.root)
    assert (code, lines) == (3, [])
    assert errors == f"{store.root}: a build is using it - try again when that is done\n"


@pytest.mark.parametrize("action", ["check", "gc", "list"])
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("nowhere", "nowhere: no store is there\n"),
        ("s3://bucket/course", "--store s3://bucket/course: a shared store looks after itself"),
    ],
)
def test_only_a_folder_with_a_store_is_looked_after(action, place, told, capsys):
    code, lines, errors = run(capsys, "store", action, "--store", place)
    assert (code, lines) == (2, [])
    assert errors.startswith(told)


@pytest.mark.parametrize("line", ["store", "store sweep", "store gc --keep-days -1"])
def test_a_wrong_command_line_shows_the_usage(line, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(line.split())
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: render.py store")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kept", ("kept", None)),
        ("s3://bucket/course", ("build/store", "s3://bucket/course")),
        ("file:///shared", ("build/store", "file:///shared")),
    ],
)
def test_a_url_has_a_folder_before_it(text, expected):
    folder, url = commands.store_places(text)
    assert (str(folder), url) == expected


@pytest.mark.render
def test_what_gc_leaves_is_all_a_lesson_needs(built, tmp_path, capsys):
    root = shutil.copytree(built.root, tmp_path / "store")
    line = ("-q", "l", "-r", "256,144", "--output", tmp_path / "out", "--store", root)
    path = write(tmp_path, edited(("And then another.", "And then one more.")))
    assert run(capsys, "build", path, *line)[0] == 0
    write(tmp_path, LESSON)
    assert run(capsys, "build", path, *line)[0] == 0
    _, lines, _ = run(capsys, "store", "gc", "--store", root)
    dropped = int(re.search(r": (\d+) artifact", lines[0])[1])
    assert dropped >= 3  # the sentence, its segment, its last picture
    drawn, delivery = build(plan_of(tmp_path), Store(root), tmp_path / "again")
    assert drawn == set()
    assert [f.read_bytes() for f in delivery.files] == [
        f.read_bytes() for f in built.delivery.files
    ]
    assert run(capsys, "build", path, *line)[1][0].endswith("nothing to do")
    assert run(capsys, "store", "gc", "--store", root)[1][0].startswith(f"{root}: 0 artifacts")
