import enum
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import key
from pipeline.key import code_digest, difference, digest, inputs, tool_versions


class Hue(enum.Enum):
    RED = 1
    BLUE = 2


class Word(enum.StrEnum):
    RED = "RED"


@dataclass(frozen=True, slots=True)
class Optimizer:
    lr: float
    name: str = "gd"


@dataclass(frozen=True, slots=True)
class Other:
    lr: float
    name: str = "gd"


@dataclass(frozen=True, slots=True)
class Run:
    optimizer: Optimizer
    start: tuple[float, ...] = (5.0, 5.0)
    label: str = field(default="", compare=False)


DISTINCT = [
    None, True, False, 0, 1, 0.0, 1.0, 1e-300, float("inf"), float("nan"), "", "1", "1.0", "None",
    "nan", b"", b"1", (), (1,), (1, 2), (2, 1), ((1,), 2), (1, (2,)), frozenset(), frozenset({1}),
    frozenset({(1, 2)}), {}, {"a": 1}, {"$a": 1}, {1: 1}, {"1": 1}, {"$set": ()}, {"$type": "x"},
    Hue.RED, Hue.BLUE, Word.RED, "RED", Optimizer(0.1), Optimizer(0.2), Other(0.1),
    np.zeros(2), np.zeros(3), np.zeros((1, 2)), np.zeros(2, np.float32), np.zeros(2, int),
    np.array([1.0, np.nan]), np.array([True, False]),
]  # fmt: skip


def test_different_values_have_different_keys():
    keys = [digest(value) for value in DISTINCT]
    assert len(set(keys)) == len(DISTINCT)
    assert all(len(key) == 64 for key in keys)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (0.0, -0.0),
        (float("nan"), -float("nan")),
        (0.5, np.float64(0.5)),
        (3, np.int32(3)),
        (True, np.bool_(True)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": 1}, MappingProxyType({"a": 1})),
        (frozenset("abc"), frozenset("cab")),
        (np.array([0.0, np.nan]), np.array([-0.0, -np.nan])),
        (np.arange(6.0).reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3))),
        (np.arange(3.0), np.arange(3.0).astype(">f8")),
        (np.arange(6.0)[::2], np.array([0.0, 2.0, 4.0])),
        (Run(Optimizer(0.1), label="first"), Run(Optimizer(0.1), label="second")),
    ],
)
def test_equal_values_have_equal_keys(one, same):
    assert digest(one) == digest(same)


def test_a_key_is_the_same_on_every_machine():
    value = {"run": Run(Optimizer(0.1)), "x": np.arange(4.0), "shown": frozenset({"a", "b"})}
    again = digest({"shown": frozenset({"b", "a"}), "x": np.arange(4.0), "run": value["run"]})
    assert digest(value) == again
    assert digest((1, 0.1, "η")) == (
        "e4eb60f7027e8ca7084353e0baba2826b72cbd977705fabd8bec8c12603e6115"
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (Path("x"), "value: PosixPath has no canonical form"),
        ({"a": (1, Path("x"))}, r"value\.a\[1\]: PosixPath"),
        (Run(lambda: 0), r"value\.optimizer: function"),
        ([1], "value: list"),
        ({1, 2}, "value: set"),
        (Optimizer, "value: type"),
        (np.array([None]), "array of object"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value, message):
    with pytest.raises(TypeError, match=message):
        digest(value)


def test_arrays_are_not_changed():
    array = np.array([-0.0, 1.0])
    digest(array)
    assert np.signbit(array[0])


def test_difference_names_the_field_that_changed():
    old = {"runs": {"good": Run(Optimizer(0.1))}, "cues": (1, 2), "x": np.zeros(2), "hue": Hue.RED}
    new = {
        "runs": {"good": Run(Optimizer(0.2)), "round": 1},
        "cues": (1,),
        "x": np.ones(2),
        "hue": Hue.BLUE,
    }
    x = [inputs(a)["sha256"][:12] for a in (np.zeros(2), np.ones(2))]
    assert difference(inputs(old), inputs(new)) == (
        "cues[1]: removed 2",
        "hue: RED -> BLUE",
        "runs.good.optimizer.lr: 0.1 -> 0.2",
        "runs.round: added 1",
        f"x: float64 (2,) {x[0]} -> float64 (2,) {x[1]}",
    )


def test_difference_of_types_shows_both_values():
    old, new = inputs({"o": Optimizer(0.1)}), inputs({"o": Other(0.1)})
    assert difference(old, new) == ('o: Optimizer(lr=0.1, name="gd") -> Other(lr=0.1, name="gd")',)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(values, values)
def test_a_difference_is_shown_exactly_when_the_keys_differ(old, new):
    lines = difference(inputs(old), inputs(new))
    assert bool(lines) == (digest(old) != digest(new))
    assert difference(inputs(old), inputs(old)) == ()


KIND = '''
"""A kind."""
from typing import TYPE_CHECKING
import numpy as np
from scenes import parts
if TYPE_CHECKING:
    from script import nodes

class Kind:
    """Draws."""
    size: int = 2
    """How big."""
    def draw(self):
        from gdmath.run import solve
        return solve(parts.axes(self.size))
'''


@pytest.fixture
def tree(tmp_path):
    files = {
        "scenes/__init__.py": "REGISTRY = {}",
        "scenes/kind.py": KIND,
        "scenes/parts.py": "def axes(n):\n    return n + 1\n",
        "scenes/other.py": "x = 1",
        "script/__init__.py": "",
        "script/nodes.py": "y = 1",
        "gdmath/run.py": "import gdmath.theory\ndef solve(x):\n    return x\n",
        "gdmath/theory.py": "rate = 2",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def code_after(tree, name, text):
    code_digest.cache_clear()
    key._read_once.cache_clear()
    (tree / name).write_text(text)
    return code_digest("scenes.kind", tree)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scenes/kind.py", "# a comment\n" + KIND),
        ("scenes/kind.py", KIND.replace("Draws.", "Draws it.").replace("How big", "Width")),
        ("scenes/kind.py", KIND.replace("self.size)", "\n            self.size\n        )")),
        ("scenes/kind.py", KIND.replace("nodes", "place")),
        ("scenes/parts.py", '"""Parts."""\n\n\ndef axes(n): return (n + 1)'),
        ("scenes/other.py", "x = 2"),
        ("script/nodes.py", "y = 2"),
    ],
)
def test_what_does_not_run_leaves_the_code_equal(tree, name, text):
    before = code_digest("scenes.kind", tree)
    assert code_after(tree, name, text) == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scenes/kind.py", KIND.replace("= 2", "= 3")),
        ("scenes/parts.py", "def axes(n):\n    return n + 2\n"),
        ("scenes/__init__.py", "REGISTRY = {1: 2}"),
        ("gdmath/run.py", "import gdmath.theory\ndef solve(x):\n    return -x\n"),
        ("gdmath/theory.py", "rate = 3"),
    ],
)
def test_what_runs_changes_the_code(tree, name, text):
    before = code_digest("scenes.kind", tree)
    assert code_after(tree, name, text) != before


def test_an_unknown_module_is_named(tree):
    with pytest.raises(ModuleNotFoundError, match=r"no module scenes\.none"):
        code_digest("scenes.none", tree)


def test_code_of_this_repository_has_a_digest():
    assert len(code_digest("pipeline.encode")) == 64


def test_tool_versions_name_what_draws_and_encodes():
    assert {"manim", "numpy", "typst", "av", "python"} <= tool_versions().keys()
    assert tool_versions()["python"].count(".") == 1


def test_a_changed_field_changes_the_key():
    run = Run(Optimizer(0.1))
    assert digest(run) != digest(replace(run, start=(5.0, 4.0)))
