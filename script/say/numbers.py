"""Numbers in English words, as a lecturer would say them."""

from __future__ import annotations

# fmt: off
SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
TENS = (
    "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)
# fmt: on
SCALES = ("", " thousand", " million", " billion", " trillion", " quadrillion")
ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
POWERS = {"2": "squared", "3": "cubed", "T": "transpose"}
LARGEST_PART = 20
"""Fractions up to twentieths have a name; others are read as one number over another."""


def cardinal(number: int) -> str:
    """Return a whole number in words: ``41834`` is forty-one thousand eight hundred thirty-four.

    Numbers of a quintillion or more are read digit by digit.
    """
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number >= 1000 ** len(SCALES):
        return digits(str(number))
    groups = []
    for scale in SCALES:
        number, group = divmod(number, 1000)
        if group:
            groups.append(_below_thousand(group) + scale)
    return " ".join(reversed(groups)) or "zero"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{SMALL[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        words.append(TENS[tens] + (f"-{SMALL[ones]}" if ones else ""))
    elif rest:
        words.append(SMALL[rest])
    return " ".join(words)


def digits(text: str) -> str:
    """Return a string of digits one by one: ``05`` is zero five."""
    return " ".join(SMALL[int(digit)] for digit in text)


def decimal(text: str) -> str:
    """Return a decimal as it is read: ``16.72`` is sixteen point seven two.

    ``text`` has digits, at most one point, and commas between thousands. A whole number with
    zeros before it is read digit by digit.
    """
    whole, point, fraction = text.replace(",", "").partition(".")
    padded = len(whole) > 1 and whole.startswith("0")
    words = digits(whole) if padded else cardinal(int(whole or "0"))
    return f"{words} point {digits(fraction)}" if point and fraction else words


def ordinal(number: int) -> str:
    """Return a place in a row: ``21`` is twenty-first."""
    words = cardinal(number)
    head, last = words[: _last_word(words)], words[_last_word(words) :]
    if last in ORDINALS:
        return head + ORDINALS[last]
    return head + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def _last_word(words: str) -> int:
    return max(words.rfind(" "), words.rfind("-")) + 1


def fraction(top: int, bottom: int) -> str:
    """Return a fraction as it is read: two thirds; five over three hundred eighty-four."""
    if not (0 < top <= LARGEST_PART and 2 <= bottom <= LARGEST_PART):
        return f"{cardinal(top)} over {cardinal(bottom)}"
    part = {2: "half", 4: "quarter"}.get(bottom, ordinal(bottom))
    if top > 1:
        part = "halves" if bottom == 2 else f"{part}s"
    return f"{cardinal(top)} {part}"
