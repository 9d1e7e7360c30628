"""The shape of the code, read from its syntax trees and from one fresh interpreter."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("gdmath", "script", "scenes", "pipeline", "render")
"""Each may import itself and the rooms before it."""
MAX_LINES = 300
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "handler", "handlers", "misc"}
UPDATERS = {
    "add_updater",
    "always",
    "always_redraw",
    "always_rotate",
    "always_shift",
    "f_always",
    "cycle_animation",
    "turn_animation_into_updater",
}
SEEDED = {"Generator", "PCG64", "Philox", "RandomState", "SeedSequence", "default_rng"}
CLOCKS = {"time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today"} | {
    f"datetime.{name}" for name in ("datetime.now", "datetime.utcnow", "date.today")
}

Rule = Callable[[ast.Module, str], Iterator[str]]


def _room(name: str) -> str:
    return name.partition(".")[0]


def _imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""


def _at_import_time(tree: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements that run when the module is imported (not for type checkers)."""
    for node in getattr(tree, "body", []):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _at_import_time(ast.Module(node.orelse, []))
            continue
        yield node
        yield from _at_import_time(node)
        for branch in ("orelse", "finalbody", "handlers"):
            yield from _at_import_time(ast.Module(getattr(node, branch, []), []))


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imports_run_one_way(tree: ast.Module, room: str) -> Iterator[str]:
    for node, name in _imports(tree):
        if _room(name) in ROOMS and ROOMS.index(_room(name)) > ROOMS.index(room):
            yield f"{node.lineno}: {room} imports {name}"


def gdmath_needs_numpy_only(tree: ast.Module, room: str) -> Iterator[str]:
    """And mpmath, imported late, where a trajectory is certified."""
    early = {id(node) for node in _at_import_time(tree)}
    if room == "gdmath":
        for node, name in _imports(tree):
            late = {"mpmath"} if id(node) not in early else set()
            if _room(name) not in {"gdmath", "numpy", *late, *sys.stdlib_module_names}:
                yield f"{node.lineno}: gdmath imports {name}"


def manim_is_imported_late(tree: ast.Module, room: str) -> Iterator[str]:
    early = {id(node) for node in _at_import_time(tree)}
    for_types = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for statement in block.body
        for node in ast.walk(statement)
    }
    for node, name in _imports(tree):
        if _room(name) != "manim" or id(node) in for_types:
            continue
        if id(node) in early:
            yield f"{node.lineno}: manim imported at module level"
        elif room not in {"scenes", "pipeline"}:
            yield f"{node.lineno}: {room} imports manim"


def no_star_imports(tree: ast.Module, room: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            yield f"{node.lineno}: from {node.module} import *"


def no_updaters(tree: ast.Module, room: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            name = _dotted(node).rpartition(".")[2]
            if name in UPDATERS:
                yield f"{node.lineno}: {name}"


def nothing_is_random(tree: ast.Module, room: str) -> Iterator[str]:
    for statement, module in _imports(tree):
        if _room(module) in {"random", "secrets"} or module == "numpy.random":
            yield f"{statement.lineno}: import {module}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            draw = _dotted(node).replace("numpy.", "np.")
            if draw.startswith("np.random.") and draw.split(".")[2] not in SEEDED:
                yield f"{node.lineno}: {draw} draws from global state"
        if isinstance(node, ast.Call) and not node.args and not node.keywords:
            name = _dotted(node.func).rpartition(".")[2]
            if name in {"default_rng", "RandomState"}:
                yield f"{node.lineno}: {name}() without a seed"


def no_wall_clock(tree: ast.Module, room: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _dotted(node) in CLOCKS:
            yield f"{node.lineno}: {_dotted(node)}"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"{node.lineno}: {a.name}" for a in node.names if a.name == "time")


CLOCK = ROOT / "pipeline" / "publish" / "clock.py"
"""Platforms count by the day: the one module that may ask what time it is."""
CODE_RULES: tuple[Rule, ...] = (
    imports_run_one_way,
    gdmath_needs_numpy_only,
    manim_is_imported_late,
    no_star_imports,
    no_updaters,
    nothing_is_random,
    no_wall_clock,
)
TEST_RULES: tuple[Rule, ...] = (no_star_imports, nothing_is_random)


def _modules(*rooms: str) -> list[Path]:
    found = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    return sorted(found + [ROOT / f"{room}.py" for room in rooms if (ROOT / f"{room}.py").exists()])


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _findings(source: str, room: str, *rules: Rule) -> list[str]:
    tree = ast.parse(source)
    return [finding for rule in rules for finding in rule(tree, room)]


@pytest.mark.parametrize("path", _modules(*ROOMS), ids=_relative)
def test_code_keeps_the_rules(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    rules = [rule for rule in CODE_RULES if (path, rule) != (CLOCK, no_wall_clock)]
    assert _findings(path.read_text(encoding="utf-8"), room, *rules) == []


@pytest.mark.parametrize("path", _modules("tests"), ids=_relative)
def test_tests_keep_the_rules(path: Path) -> None:
    assert _findings(path.read_text(encoding="utf-8"), "tests", *TEST_RULES) == []


@pytest.mark.parametrize("path", [*_modules(*ROOMS, "tests"), ROOT / "setup.sh"], ids=_relative)
def test_a_file_is_one_concept(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES
    assert not VAGUE_NAMES & set(path.stem.split("_"))


def test_every_room_is_looked_at() -> None:
    assert [room for room in ROOMS if not _modules(room)] == []


@pytest.mark.parametrize(
    ("rule", "room", "source"),
    [
        (imports_run_one_way, "gdmath", "from script.say import Line"),
        (imports_run_one_way, "script", "def f():\n    import pipeline.plan"),
        (imports_run_one_way, "pipeline", "import render"),
        (gdmath_needs_numpy_only, "gdmath", "import scipy.optimize"),
        (gdmath_needs_numpy_only, "gdmath", "import mpmath"),
        (manim_is_imported_late, "scenes", "from manim import Dot"),
        (manim_is_imported_late, "scenes", "class A:\n    import manim"),
        (manim_is_imported_late, "scenes", "try:\n    pass\nexcept OSError:\n    import manim"),
        (manim_is_imported_late, "script", "def f():\n    import manim"),
        (no_star_imports, "tests", "from manim import *"),
        (no_updaters, "scenes", "dot.add_updater(f)"),
        (no_updaters, "scenes", "always_redraw(f)"),
        (nothing_is_random, "gdmath", "import random"),
        (nothing_is_random, "gdmath", "np.random.normal(0, 1)"),
        (nothing_is_random, "gdmath", "numpy.random.seed(1)"),
        (nothing_is_random, "gdmath", "np.random.RandomState()"),
        (nothing_is_random, "gdmath", "from numpy.random import normal"),
        (no_wall_clock, "pipeline", "stamp = time.time()"),
        (no_wall_clock, "pipeline", "from time import time"),
        (no_wall_clock, "pipeline", "datetime.datetime.now()"),
    ],
)
def test_a_rule_sees_what_it_forbids(rule: Rule, room: str, source: str) -> None:
    assert _findings(source, room, rule)


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("scenes", "def draw():\n    from manim import Dot\n    return Dot()"),
        ("scenes", "if TYPE_CHECKING:\n    from manim import Mobject"),
        ("render", "from pipeline.build import build"),
        ("gdmath", "def certify():\n    import mpmath"),
        ("gdmath", "rng = np.random.RandomState(7)\nx = rng.normal(0, 1)"),
        ("pipeline", "import time\nstart = time.monotonic()"),
    ],
)
def test_rules_let_through_what_is_right(room: str, source: str) -> None:
    assert _findings(source, room, *CODE_RULES) == []


def test_importing_everything_leaves_manim_out() -> None:
    names = [
        _relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in _modules(*ROOMS)
        if path.name != "__main__.py"
    ]
    program = f"""
import importlib, sys
for name in {names!r}:
    importlib.import_module(name)
    if "manim" in sys.modules:
        sys.exit(f"{{name}} imports manim")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr.splitlines()[-1:] == []
    assert done.returncode == 0
