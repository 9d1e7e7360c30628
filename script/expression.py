"""The lesson's arithmetic: ``100 * good.f[10] / good.f[0]`` over results, values and numbers.

A small part of Python's grammar, evaluated by walking its syntax tree: names, public attributes of
runs and other results, subscripts and slices, numbers, ``+ - * / **``, comparisons and the calls of
``FUNCTIONS``. Nothing else exists here, so a script can compute but not act, and every evaluation
is short: texts, trees and powers are bounded.
"""

from __future__ import annotations

import ast
import operator
import warnings
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdmath.rational import Ratio
from script.errors import ExpressionError, did_you_mean
from script.functions import FUNCTIONS
from script.results import Result, a_or_an, sort_of

LONGEST = 300
"""Characters an expression may have."""

LARGEST_BITS = 1023
"""Whole numbers of more bits exceed float64; powers that reach them are never computed."""

Number = float | int
Names = Mapping[str, Result | Number]
"""What an expression may name: the lesson's results (runs, curves, ...) and its values."""


OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}

COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def evaluate(expression: str, names: Names) -> Number:
    """Return the number an expression stands for.

    Raises
    ------
    ExpressionError
        When it is not of this grammar, names what is not there, or is not one real number.
    """
    tree = _parse(expression)
    try:
        with np.errstate(divide="raise", invalid="raise", over="raise", under="ignore"):
            value = _Evaluator(names).value(tree)
    except (ZeroDivisionError, FloatingPointError, OverflowError, ValueError) as error:
        raise ExpressionError(_arithmetic(error)) from None
    except TypeError:
        raise ExpressionError("these values cannot be combined in this way") from None
    return _number(value)


def _parse(expression: str) -> ast.expr:
    if len(expression) > LONGEST:
        raise ExpressionError(f"longer than {LONGEST} characters", "name a part of it in values:")
    if not expression.strip():
        raise ExpressionError("an expression is missing")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as error:
        offset = max((error.offset or 1) - 1, 0) if error.lineno == 1 else 0
        raise ExpressionError(f"{expression.strip()} is not arithmetic", offset=offset) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError("this is not arithmetic") from None


def _number(value: Any) -> Number:
    """Return ``value`` as a Python number, or say why it is none."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, bool | np.bool_):
        raise ExpressionError("a comparison is no number", "write first(...) for where it holds")
    if isinstance(value, int | np.integer):
        if int(value).bit_length() > LARGEST_BITS:
            raise ExpressionError("this number is too large")
        return int(value)
    if isinstance(value, float | np.floating):
        return value if isinstance(value, Ratio) else float(value)
    if isinstance(value, np.ndarray):
        shape = " by ".join(map(str, value.shape))
        raise ExpressionError(f"this is {shape} numbers, not one", "pick one with [...]")
    if sort := sort_of(value):
        hint = "pick a quantity, such as .f[0]" if "f" in value.PUBLIC else "pick a quantity"
        raise ExpressionError(f"this is {a_or_an(sort)}, not a number", hint)
    raise ExpressionError("this is not a number")


def _arithmetic(error: Exception) -> str:
    text = str(error)
    if "invalid" in text or "domain" in text:
        return "this has no real value"
    if isinstance(error, ZeroDivisionError) or "divide" in text:
        return "this divides by zero"
    return "this number is too large"


class _Evaluator:
    """Walks a syntax tree; knows only the node types of the grammar."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def value(self, node: ast.expr) -> Any:
        try:
            return self._value(node)
        except ExpressionError as error:
            if not error.offset:
                error.offset = node.col_offset
            raise

    def _value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=bool()) | ast.Constant(value=complex()):
                raise ExpressionError(f"{ast.unparse(node)} is not a number")
            case ast.Constant(value=int() | float()):
                return node.value
            case ast.Name():
                return self._named(node.id)
            case ast.Attribute():
                return _attribute(self.value(node.value), node.attr)
            case ast.Subscript():
                return _item(self.value(node.value), self._index(node.slice))
            case ast.UnaryOp(op=ast.USub()):
                return -self.value(node.operand)
            case ast.UnaryOp(op=ast.UAdd()):
                return +self.value(node.operand)
            case ast.BinOp(op=op) if type(op) in OPERATORS:
                return _combine(type(op), self.value(node.left), self.value(node.right))
            case ast.Compare():
                return self._comparison(node)
            case ast.Call(func=ast.Name(), keywords=[]):
                return self._call(node)
        raise ExpressionError(
            f"{ast.unparse(node)} is outside this arithmetic",
            "use names, numbers, + - * / **, [...] and " + ", ".join(FUNCTIONS),
        )

    def _named(self, name: str) -> Any:
        if name in self.names:
            return self.names[name]
        if name in FUNCTIONS:
            raise ExpressionError(f"{name} is a function", f"write {name}(...)")
        raise ExpressionError(f"there is no run or value {name}", did_you_mean(name, self.names))

    def _call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        if name not in FUNCTIONS:
            raise ExpressionError(f"there is no function {name}", did_you_mean(name, FUNCTIONS))
        values = [self.value(argument) for argument in node.args]
        for value in values:
            if not isinstance(value, int | float | np.ndarray | np.number | np.bool_):
                raise ExpressionError(f"{name}() takes numbers", "pick a quantity, such as .f")
        try:
            return FUNCTIONS[name](*values)
        except TypeError:
            raise ExpressionError(f"{name}() does not take these values") from None

    def _comparison(self, node: ast.Compare) -> Any:
        result: Any = True
        left = self.value(node.left)
        for op, operand in zip(node.ops, node.comparators, strict=True):
            if type(op) not in COMPARISONS:
                raise ExpressionError("compare with < <= > >= == or !=")
            right = self.value(operand)
            result = np.logical_and(result, COMPARISONS[type(op)](left, right))
            left = right
        return result

    def _index(self, node: ast.expr) -> Any:
        """Return a subscript: a whole number, a slice, an event's name, or a tuple of these."""
        match node:
            case ast.Tuple():
                return tuple(self._index(part) for part in node.elts)
            case ast.Slice():
                parts = (node.lower, node.upper, node.step)
                return slice(*(part and self._index(part) for part in parts))
            case ast.Constant(value=str()):
                return node.value
        index = self.value(node)
        if isinstance(index, bool) or not isinstance(index, int | np.integer):
            raise ExpressionError(f"{ast.unparse(node)} is not a whole number")
        return int(index)


def _attribute(owner: Any, name: str) -> Any:
    """Return a public quantity of a result, or one of a run's events."""
    if isinstance(owner, Mapping):
        return _item(owner, name)
    sort = sort_of(owner)
    if not sort:
        raise ExpressionError(f"only a run has quantities; this has no .{name}")
    if name not in owner.PUBLIC or name.startswith("_"):
        raise ExpressionError(
            f"{a_or_an(sort)} has no quantity {name}", did_you_mean(name, owner.PUBLIC)
        )
    try:
        value = getattr(owner, name)
    except AttributeError as error:
        raise ExpressionError(str(error)) from None
    if value is None:
        raise ExpressionError(f"this {sort} has no {name}")
    return value.value if isinstance(value, Enum) else value


def _item(owner: Any, index: Any) -> Any:
    if isinstance(owner, Mapping):
        if index not in owner:
            known = did_you_mean(str(index), map(str, owner)) or "nothing of the kind happened"
            raise ExpressionError(f"there is no {index}", known)
        return owner[index]
    if isinstance(owner, tuple):
        owner = np.asarray(owner)
    if not isinstance(owner, np.ndarray):
        raise ExpressionError("a single number has no [...]")
    try:
        return owner[index]
    except IndexError:
        raise ExpressionError(_out_of_range(owner, index)) from None


def _out_of_range(owner: NDArray[Any], index: Any) -> str:
    indices = index if isinstance(index, tuple) else (index,)
    if len(indices) > owner.ndim:
        return f"{len(indices)} subscripts, but there is room for {owner.ndim}"
    for axis, (wanted, size) in enumerate(zip(indices, owner.shape, strict=False)):
        if isinstance(wanted, int) and not -size <= wanted < size:
            if axis == 0 and size > 2:
                return f"[{wanted}] is past the end: this has steps 0 to {size - 1}"
            return f"[{wanted}] is past the end: this has coordinates 0 to {size - 1}"
    return "this subscript does not fit"


def _combine(op: type[ast.operator], left: Any, right: Any) -> Any:
    for side in (left, right):
        if not isinstance(side, int | float | np.ndarray | np.number):
            raise ExpressionError("arithmetic needs numbers", "pick a quantity, such as .f[0]")
    whole = isinstance(left, int) and isinstance(right, int)
    if op is ast.Pow and whole and left.bit_length() * abs(right) > LARGEST_BITS:
        raise ExpressionError("this power is too large")
    result = OPERATORS[op](left, right)
    if isinstance(result, complex):
        raise ExpressionError("this has no real value")
    return result
