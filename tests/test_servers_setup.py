"""The servers of ``tests/servers``: exact versions, no registry named, set up by setup.sh."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.fresh_clone import ROOT, fresh_clone, set_up, tool

SERVERS = ROOT / "tests" / "servers"
LOCK = json.loads((SERVERS / "package-lock.json").read_text(encoding="utf-8"))
READY = "setup: Everything is in place: nothing to do\n"
SKIPPED = "tests against the servers of tests/servers are skipped\n"


def test_versions_are_exact_and_those_of_the_lock() -> None:
    wanted = json.loads((SERVERS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert wanted == LOCK["packages"][""]["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    locked = {name: LOCK["packages"][f"node_modules/{name}"]["version"] for name in wanted}
    assert locked == wanted


def test_the_lock_names_no_registry_and_a_digest_of_each_package() -> None:
    packages = [one for name, one in LOCK["packages"].items() if name]
    assert len(packages) > 15
    assert [one for one in packages if "resolved" in one] == []
    assert all(one["integrity"].startswith("sha512-") for one in packages)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder that has its Python part, and the servers' lock."""
    for name in ("requirements.lock", ".venv/installed.lock", "tests/servers/package-lock.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}\n", encoding="utf-8")
    tool(tmp_path, ".venv/bin/python", "exit 0")
    return fresh_clone(tmp_path, "cp", "mkdir")


def test_npm_is_asked_once(clone: Path) -> None:
    tool(clone, "bin/node", "exit 0")
    tool(clone, "bin/npm", 'mkdir node_modules && echo "$PWD: npm $*"')
    code, said = set_up(clone)
    assert (code, said.count("/tests/servers: npm ci --ignore-scripts")) == (0, 1)
    assert said.endswith(READY)
    assert set_up(clone) == (0, READY)
    (clone / "tests" / "servers" / "package-lock.json").write_text("[]", encoding="utf-8")
    tool(clone, "bin/npm", "echo again")
    assert "again\n" in set_up(clone)[1]


@pytest.mark.parametrize("npm", [True, False])
def test_without_node_setup_says_so_and_goes_on(clone: Path, npm: bool) -> None:
    """Also with one that is too old."""
    if npm:
        tool(clone, "bin/npm", "exit 9")
        tool(clone, "bin/node", "exit 1")
    said = f"setup: No npm with Node 20.19 or later: {SKIPPED}{READY}"
    assert set_up(clone) == (0, said)


def test_a_failing_npm_does_not_keep_the_rest_from_working(clone: Path) -> None:
    tool(clone, "bin/node", "exit 0")
    tool(clone, "bin/npm", "exit 1")
    code, said = set_up(clone)
    assert (code, said.endswith(f"setup: npm ci failed: {SKIPPED}{READY}")) == (0, True)
    assert not (clone / "tests" / "servers" / "node_modules").exists()
