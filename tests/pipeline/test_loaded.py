"""A process does not draw with code that is no longer in its files."""

import subprocess
import sys

import pytest

from tests.pipeline.small_lessons import ROOT

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from pipeline.loaded import edited
file = Path(sys.argv[1]) / "scenes" / sys.argv[2]
before = edited("scenes.statements")
file.write_text(file.read_text().replace(sys.argv[3], sys.argv[4]))
print(sorted(before), sorted(edited("scenes.statements")), sorted(edited("scenes.question")))
"""


@pytest.fixture
def edit(tmp_path):
    """Edit a file of ``scenes`` in a process that began before; return what it says is edited."""
    for room in ("gdmath", "script", "scenes", "pipeline"):
        (tmp_path / room).mkdir()
        for file in (ROOT / room).rglob("*.py"):
            copy = tmp_path / room / file.relative_to(ROOT / room)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())

    def say(file, old, new):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path), file, old, new],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        )
        return done.stdout.strip()

    return say


def test_an_edited_kind_is_noticed_by_its_own_shots(edit):
    told = edit("statements.py", "from __future__ import annotations", "X = 1")
    assert told == "[] ['scenes.statements'] []"


def test_an_edited_import_is_noticed_by_all_that_import_it(edit):
    told = edit("typeset.py", "from __future__ import annotations", "X = 1")
    assert told == "[] ['scenes.typeset'] ['scenes.typeset']"


def test_what_does_not_run_may_be_edited(edit):
    assert edit("typeset.py", "from __future__", "# A comment.\n\nfrom __future__") == "[] [] []"
