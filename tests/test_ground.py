"""What a fresh clone stands on: the lock, the set-up, the fonts, and what README promises."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import packages_distributions, version
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typst
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.fresh_clone import fresh_clone, set_up, tool

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
FONTS = ROOT / "scenes" / "fonts"
PYTHONS = ("3.11", "3.12", "3.13")


def _direct_dependencies() -> list[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"]
    return [
        *project["dependencies"],
        *(line for one in extras["dev"] for line in _lines(one, extras)),
    ]


def _lines(line: str, extras: Mapping[str, list[str]]) -> list[str]:
    """Return what a line of an extra asks for: where it names other extras, what these do."""
    asked = Requirement(line)
    if asked.name != "downhill":
        return [line]
    return [other for name in sorted(asked.extras) for other in extras[name]]


def _locked(python: str | None = None) -> dict[str, str]:
    """Return the versions that the lock gives this machine under ``python``."""
    environment = {str(key): str(value) for key, value in default_environment().items()}
    if python is not None:
        environment |= {"python_version": python, "python_full_version": f"{python}.9"}
    lines = re.findall(r"^[a-z].*==.*$", LOCK, flags=re.MULTILINE)
    entries = [Requirement(line.removesuffix("\\")) for line in lines]
    return {
        canonicalize_name(entry.name): next(iter(entry.specifier)).version
        for entry in entries
        if entry.marker is None or entry.marker.evaluate(environment)
    }


def _distributions_imported(*rooms: str) -> list[set[str]]:
    """Return for each module that files of ``rooms`` import, at any depth, who distributes it.

    Several do where they share a name, as ``google``.
    """
    modules: set[str] = set()
    for path in (file for room in rooms for file in [*ROOT.glob(f"{room}/**/*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
    ours = {path.stem for path in [*ROOT.glob("*"), *ROOT.glob("tests/**/*.py")]} | {"tests"}
    known = packages_distributions()
    foreign = modules - ours - sys.stdlib_module_names
    return [set(map(canonicalize_name, known.get(module, [module]))) for module in sorted(foreign)]


def _commands(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.startswith("./setup.sh && ")]


# --- the lock --------------------------------------------------------------------------------


def test_the_lock_names_no_host() -> None:
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links|--trusted-host", LOCK) == []


def test_every_locked_package_has_hashes() -> None:
    entries = re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) > 50
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_satisfies_pyproject(python: str) -> None:
    needs = [Requirement(line) for line in _direct_dependencies()]
    assert len(needs) > 10
    locked = _locked(python)
    unmet = [
        str(need)
        for need in needs
        if locked.get(canonicalize_name(need.name), "missing") not in need.specifier
    ]
    assert unmet == []


def test_every_import_is_declared() -> None:
    declared = {canonicalize_name(Requirement(line).name) for line in _direct_dependencies()}
    imported = _distributions_imported("gdmath", "script", "scenes", "pipeline")
    assert {"numpy"} in imported
    declared.add("typst")  # the extra of manim
    assert [names for names in imported if not names & declared] == []


def test_tests_import_what_the_lock_installs() -> None:
    locked = _locked().keys()
    assert [names for names in _distributions_imported("tests") if not names & locked] == []


def test_the_environment_is_the_lock() -> None:
    locked = _locked()
    assert {name: version(name) for name in locked} == locked


# --- README and CI ---------------------------------------------------------------------------


def test_readme_sets_up_with_two_commands() -> None:
    render, test = _commands((ROOT / "README.md").read_text(encoding="utf-8"))
    assert "render.py build 6" in render
    assert "pytest" in test


def test_ci_runs_the_test_command_of_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert _commands(script.read_text(encoding="utf-8")) == [
        _commands((ROOT / "README.md").read_text(encoding="utf-8"))[1]
    ]
    assert os.access(script, os.X_OK)


def test_readme_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(links) >= 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_no_text_names_a_private_path() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    private = re.compile(rb"(?<![\w.:/-])/(?:home|Users|root|work|tmp/scratch)/\w")
    files = [ROOT / name for name in listed.split("\0") if name]
    assert ROOT / "README.md" in files
    named = [file.name for file in files if file.is_file() and private.search(file.read_bytes())]
    assert named == []


# --- setup.sh --------------------------------------------------------------------------------


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with setup.sh and a lock."""
    (tmp_path / "requirements.lock").write_text("manim==0.22.0\n", encoding="utf-8")
    return fresh_clone(tmp_path, "grep", "tr", "sort")


def test_setup_leaves_a_complete_environment_alone(clone: Path) -> None:
    tool(clone, ".venv/bin/python", "exit 0")
    shutil.copy(clone / "requirements.lock", clone / ".venv" / "installed.lock")
    assert set_up(clone) == (0, "setup: Everything is in place: nothing to do\n")


def test_setup_says_what_an_unknown_system_lacks(clone: Path) -> None:
    code, said = set_up(clone)
    assert code == 1
    assert "Missing: python venv headers compiler pkg-config cairo pango." in said


def test_setup_without_root_or_sudo_names_the_packages(clone: Path) -> None:
    tool(clone, "bin/apt-get", "exit 9")
    tool(clone, "bin/apt-cache", '[ "$2" = python3.12 ]')
    tool(clone, "bin/id", "echo 1000")
    code, said = set_up(clone)
    assert code == 1
    assert (
        "apt-get install -y python3.12 python3.12-venv python3.12-dev gcc libc6-dev pkg-config "
        "libcairo2-dev libpango1.0-dev" in said
    )


def test_setup_refuses_a_python_out_of_range(clone: Path) -> None:
    tool(clone, "bin/old", "exit 1")
    assert set_up(clone, PYTHON="old") == (
        1,
        "setup: PYTHON=old is not a Python from 3.11 to 3.13.\n",
    )


# --- fonts -----------------------------------------------------------------------------------


def _set_in_inter(text: str, figures: str) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    page = "#set page(width: auto, height: auto, margin: 0pt)\n"
    source = f'{page}#set text(font: "Inter", number-width: "{figures}")\n{text}'
    svg = typst.compile(source.encode(), format="svg", font_paths=fonts)
    assert isinstance(svg, bytes)
    return svg


def _width(svg: bytes) -> str:
    return ElementTree.fromstring(svg).attrib["width"]


def test_the_fonts_are_in_the_repository() -> None:
    ours = typst.Fonts(False, include_embedded_fonts=False, font_paths=[FONTS]).fonts()
    assert {(font.family, font.style, font.weight) for font in ours} == {
        ("Inter", "normal", 400),
        ("Inter", "normal", 600),
        ("Inter", "italic", 400),
    }
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_figures_can_have_one_width() -> None:
    assert _width(_set_in_inter("0.111", "tabular")) == _width(_set_in_inter("8.888", "tabular"))
    assert _width(_set_in_inter("0.111", "proportional")) != _width(
        _set_in_inter("8.888", "proportional")
    )
