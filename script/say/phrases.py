"""What is said for the signs of a formula that have no name of their own, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words between values, in one language.

    ``raised`` stands before an exponent, ``ten_to`` between a mantissa and its power of ten;
    ``relation`` is put around a relation between two values, ``chained`` around the second one of
    a chain. An interval is ``interval``, its lower end, ``up_to``, its upper end; an end that is
    left out has ``above`` or ``below`` before it.
    """

    times: str
    ten_to: str
    ratio: str
    of: str
    over: str
    raised: str
    inverse: str
    star: str
    dot: str
    index: str
    prime: str
    double_prime: str
    rate: str
    rate_by: str
    gradient: str
    hessian: str
    expected: str
    log_base: str
    length_of: str
    absolute_of: str
    one_norm_of: str
    maximum_norm_of: str
    set_of: str
    such_that: str
    given: str
    interval: str
    above: str
    up_to: str
    below: str
    relation: str
    chained: str
    degree: str
    degrees: str
