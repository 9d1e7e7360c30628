"""Several lessons as one: the same files as alone, one pool, and none fails another."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import commands, course, voices
from pipeline.build import RenderFailed, status
from pipeline.cast import Cast
from pipeline.commands.course import several
from pipeline.commands.options import UsageError
from pipeline.course import Entry
from pipeline.executors import opened
from pipeline.prepare import on_clock, spoken
from pipeline.reports import Failure
from pipeline.store import Store, sweep
from pipeline.workers import Pool
from script.errors import ScriptErrors
from tests.pipeline.small_lessons import BEATS, CROWDED, LESSON, ROOT, edited, resolved, small_look
from tests.pipeline.small_lessons import write as write_lesson
from tests.pipeline.test_commands import options

OTHER = LESSON.replace("lesson: small", "lesson: other").replace("bowl.\n", "very round bowl.\n")
CROWDED_LESSON = edited(CROWDED).replace("lesson: small", "lesson: crowded")


def entry_of(folder, text, store):
    lesson = resolved(folder, text)
    takes = spoken(lesson, voices.get("silent"), store)
    plan = on_clock(lesson, small_look(), takes)
    nobody = Cast({}, {}, ())
    return course.entry(plan, nobody, takes, status(plan, store), store, folder / "out")


def built_together(entries, store):
    told = []
    with opened("local", 2) as crew:
        finished = list(course.build(entries, store, crew, told.append))
    return finished, told


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@pytest.mark.render
def test_lessons_together_are_the_lessons_alone(built, tmp_path):
    store = Store(tmp_path / "store")
    folders = [tmp_path / name for name in ("one", "two", "three")]
    texts = (LESSON, CROWDED_LESSON, OTHER)
    entries = [entry_of(*pair, store) for pair in zip(folders, texts, strict=True)]
    assert [len(one.wanted) for one in entries] == [5, 5, 5]
    finished, told = built_together(entries, store)
    made = {one.entry.ready.lesson.id: one for one in finished}
    films = contents(tmp_path / "one" / "out")
    for file in built.delivery.files:
        assert films[file.name] == file.read_bytes(), file.name
    assert set(made["small"].delivery.files) >= {tmp_path / "one" / "out" / "small.mp4"}
    assert made["small"].used >= {one.key for one in made["small"].entry.beats.values()}
    assert made["other"].delivery.is_new
    told_why = "the sentences do not fit the panel: shorten them or take a larger one"
    assert made["crowded"].failures == {
        f"crowded/words/{beat}": Failure(told_why) for beat in ("one", "two")
    }
    assert not (tmp_path / "two" / "out").exists()
    assert told.count("small") == 2
    assert sorted(told)[2:] == sorted(f"small/{beat}" for beat in BEATS * 3)


@pytest.mark.render
def test_what_stands_starts_no_process_and_what_is_lost_is_made_again(built, tmp_path, monkeypatch):
    store = Store(shutil.copytree(built.root, tmp_path / "store"))
    (one,) = built_together([entry_of(tmp_path, LESSON, store)], store)[0]
    assert one.delivery.is_new
    before = contents(tmp_path / "out")
    there = entry_of(tmp_path, LESSON, store)
    assert there.standing.files == one.delivery.files
    with monkeypatch.context() as patch:
        patch.setattr(Pool, "_hired", None)
        (again,), told = built_together([there], store)
    assert (again.delivery.is_new, told) == (False, [])
    (tmp_path / "out" / "small.mp4").unlink()
    (again,), told = built_together([entry_of(tmp_path, LESSON, store)], store)
    assert (again.delivery.is_new, told) == (True, ["small"])
    assert contents(tmp_path / "out") == before


@pytest.mark.render
def test_building_several_tells_each_and_fails_for_any(tmp_path, capsys, monkeypatch):
    one = write_lesson(tmp_path, name="one.yaml")
    two = write_lesson(tmp_path, CROWDED_LESSON, name="two.yaml")
    stages = []

    @contextmanager
    def stage(doing, total):
        stages.append((doing, total))
        yield lambda part: None

    monkeypatch.setattr(commands.course, "watched", lambda: stage)
    asked = options(one, parts=(str(two),))
    with pytest.raises(RenderFailed, match=r"crowded/words/one: .*\ncrowded/words/two: ") as caught:
        commands.build(asked)
    assert caught.value.exit_code == 3
    film = tmp_path / "build" / "one" / "144p15" / "one.mp4"
    told = capsys.readouterr()
    assert told.out.splitlines() == ["one: 0:08, 5 beats, 5 rendered", str(film)]
    assert "note: one: 0:08 is not within 10 % of minutes: 1" in told.err.splitlines()
    assert stages == [("lessons", 2), ("course", 12)]
    del caught
    assert sweep(tmp_path / "store").dropped.artifacts == 0
    write_lesson(tmp_path, OTHER, name="two.yaml")
    assert commands.build(asked) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "one: 0:08, 5 beats, nothing to do"
    assert told[2] == "two: 0:09, 5 beats, 1 rendered"


def test_a_mistake_in_any_lesson_is_told_before_anything_is_spoken(tmp_path):
    paths = [
        write_lesson(
            tmp_path, edited(("at: go, for: 0.3", "at: og, for: 0.3")), name=f"{name}.yaml"
        )
        for name in "ab"
    ]
    with pytest.raises(ScriptErrors) as caught:
        commands.build(options(paths[0], parts=(str(paths[1]),)))
    assert [finding.place.file for finding in caught.value.findings] == list(map(str, paths))
    assert not (tmp_path / "build").exists()
    assert list((tmp_path / "store").rglob("data")) == []


SIX = ROOT / "script" / "lessons" / "06-ten-steps.yaml"


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("6", []),
        ("6 rule", []),
        ("6 rule first/look", []),
        ("6 6", [SIX]),
        ("6 06 a.yaml", [SIX, Path("a.yaml")]),
        ("a.yaml b.yaml", [Path("a.yaml"), Path("b.yaml")]),
        ("a.yaml words", []),
    ],
)
def test_several_lessons_are_numbers_and_files(tmp_path, monkeypatch, line, paths):
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        write_lesson(tmp_path, name=name)
    lesson, *parts = line.split()
    assert list(several(options(lesson, parts=tuple(parts)))) == paths


def test_all_is_the_course(tmp_path, monkeypatch):
    assert SIX in several(options("all"))
    with pytest.raises(UsageError, match="rule: parts are asked for of one lesson"):
        several(options("all", parts=("rule",)))
    monkeypatch.chdir(tmp_path)
    write_lesson(tmp_path, name="all")
    assert several(options("all")) == ()


def test_lessons_that_share_their_files_are_refused(tmp_path):
    one, two = (write_lesson(tmp_path / name) for name in "ab")
    with pytest.raises(UsageError, match=r"a/small.yaml and .*b/small.yaml would be written to"):
        several(options(one, parts=(str(two),)))


def test_an_entry_holds_no_sound(built, tmp_path):
    store = Store(shutil.copytree(built.root, tmp_path / "store"))
    made = entry_of(tmp_path, LESSON, store)
    assert isinstance(made, Entry)
    import pickle

    sound = sum(path.stat().st_size for path in made.takes.values())
    assert len(pickle.dumps(made)) < sound / 10
