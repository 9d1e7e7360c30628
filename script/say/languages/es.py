"""Spanish, as it is spoken in the Americas.

Numbers have a decimal comma, and a thin space between thousands, as the Academies advise.
"""

from __future__ import annotations

import re

from script.say.entry import plain
from script.say.language import Language, Numerals
from script.say.phrases import Phrases

# fmt: off
_SMALL = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro",
    "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve",
)
_TENS = (
    "", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa",
)
_HUNDREDS = (
    "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos",
    "setecientos", "ochocientos", "novecientos",
)
_ORDINALS = (
    "", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo",
    "noveno", "décimo", "undécimo", "duodécimo",
)
_PARTS = (
    "", "", "medio", "tercio", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno",
    "décimo", "onceavo", "doceavo", "treceavo", "catorceavo", "quinceavo", "dieciseisavo",
    "diecisieteavo", "dieciochoavo", "diecinueveavo", "veinteavo",
)
_SMALL_GREEK = {
    "α": "alfa", "β": "beta", "γ": "gama", "δ": "delta", "ε": "épsilon", "ζ": "zeta",
    "η": "eta", "θ": "teta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu",
    "ν": "nu", "ξ": "xi", "ο": "ómicron", "π": "pi", "ρ": "ro", "σ": "sigma",
    "τ": "tau", "υ": "ípsilon", "φ": "fi", "χ": "ji", "ψ": "psi", "ω": "omega",
    "ς": "sigma", "ϵ": "épsilon", "ϕ": "fi", "ϑ": "teta", "µ": "mu",
}
_ACCENTS = {
    "\u0302": "gorro", "\u0303": "tilde", "\u0304": "barra", "\u0305": "barra",
    "\u0307": "punto", "\u0308": "dos puntos", "\u20d7": "vector",
}
_SYMBOLS = {
    "=": "igual a", "≠": "distinto de", "≡": "idéntico a", "≜": "se define como",
    "∝": "proporcional a", "∼": "se distribuye como", "∈": "en", "∉": "no está en",
    "⊂": "dentro de", "⊆": "dentro de o igual a", "∪": "o", "∩": "y",
    "∅": "el conjunto vacío", "∀": "para todo", "∃": "existe", "∧": "y", "∨": "o", "¬": "no",
    "+": "más", "−": "menos", "±": "más o menos", "∓": "menos o más", "×": "por", "·": "por",
    "⋅": "por", "*": "por", "∗": "por", "⋆": "asterisco", "÷": "dividido entre",
    "∘": "después de", "⊗": "tensor", "⊙": "por, entrada por entrada,",
    "⊥": "perpendicular a", "∥": "paralelo a", "→": "a", "←": "pasa a ser",
    "↔": "ida y vuelta a", "⇒": "entonces", "⟹": "entonces", "⇔": "si y solo si",
    "↦": "va a", "↑": "arriba", "↓": "abajo", "∞": "infinito", "√": "la raíz cuadrada de",
    "∛": "la raíz cúbica de", "∂": "parcial", "ℓ": "ele", "ℝ": "erre", "ℕ": "ene",
    "ℤ": "zeta", "∑": "la suma de", "∏": "el producto de", "∫": "la integral de",
    "⟨": "el producto interno de", "⌊": "la parte entera de", "⌈": "el techo de",
    "%": "por ciento", "&": "y", "#": "número", "§": "sección", "½": "un medio",
    "¼": "un cuarto", "¾": "tres cuartos", "⅓": "un tercio", "⅔": "dos tercios",
    "⅕": "un quinto", "⅛": "un octavo", "…": ",", "—": ",", "–": ",",
}
_RELATIONS = {
    "<": "menor que", ">": "mayor que", "≤": "a lo sumo", "≥": "por lo menos",
    "≪": "mucho menor que", "≫": "mucho mayor que", "≈": "aproximadamente",
    "≃": "aproximadamente", "≅": "aproximadamente", "~": "aproximadamente",
}
_ABBREVIATIONS = {
    "pág.": "página", "etc.": "etcétera", "vs.": "contra", "vs": "contra",
    "Dr.": "Doctor", "Dra.": "Doctora", "Sr.": "Señor", "Sra.": "Señora",
    "NaN": "no es un número", "inf": "infinito", "…": "y así", "==": "igual a",
    "!=": "distinto de", "+=": "más igual", "-=": "menos igual", "*=": "por igual",
    "<=": "a lo sumo", ">=": "por lo menos", ":=": "se define como", "->": "a",
    "<-": "pasa a ser", "-->": "a", "=>": "entonces", "&&": "y", "-": "menos",
}
_UNITS = {
    "s": "segundo", "ms": "milisegundo", "µs": "microsegundo", "μs": "microsegundo",
    "ns": "nanosegundo", "min": "minuto", "h": "hora", "Hz": "hercio", "kHz": "kilohercio",
    "MHz": "megahercio", "GHz": "gigahercio", "dB": "decibelio", "px": "píxel",
    "fps": "cuadro por segundo", "kb/s": "kilobit por segundo", "KB": "kilobyte",
    "kB": "kilobyte", "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte", "m": "metro",
    "cm": "centímetro", "mm": "milímetro", "km": "kilómetro", "m/s": "metro por segundo",
    "km/h": "kilómetro por hora", "g": "gramo", "kg": "kilogramo", "W": "vatio",
    "kW": "kilovatio", "rad": "radián", "°": "grado", "°C": "grado Celsius",
    "°F": "grado Fahrenheit",
}
_FUNCTIONS = {
    "sin": "seno", "sen": "seno", "cos": "coseno", "tan": "tangente", "tg": "tangente",
    "arcsin": "arco seno", "arccos": "arco coseno", "arctan": "arco tangente",
    "sinh": "seno hiperbólico", "cosh": "coseno hiperbólico", "tanh": "tangente hiperbólica",
    "exp": "exponencial", "ln": "logaritmo natural", "log": "logaritmo", "max": "máximo",
    "máx": "máximo", "min": "mínimo", "mín": "mínimo", "argmax": "arg máx",
    "argmin": "arg mín", "sqrt": "la raíz cuadrada", "abs": "el valor absoluto",
    "sgn": "signo", "sign": "signo", "diag": "la matriz diagonal", "det": "el determinante",
    "tr": "la traza", "rank": "el rango", "Var": "la varianza", "Cov": "la covarianza",
    "softmax": "softmax", "sigmoid": "sigmoide",
}
# fmt: on
_ARTICLES = """
el la los las un una unos unas lo al del mi mis tu tus su sus nuestro nuestra nuestros nuestras
este esta estos estas ese esa esos esas cada
"""
_LINKS = """
y e o u ni pero sino porque aunque mientras cuando donde que quien si como pues hasta desde
de en a por para con sin sobre entre hacia bajo ante tras según durante contra
"""
_NO_NOUNS = (
    frozenset(_ARTICLES.split()) | frozenset(_LINKS.split()) | {"más", "menos", "igual", "coma"}
)
_FEMININE = frozenset({"vez", "veces", "dimensiones", "direcciones", "iteraciones"})
"""Feminine nouns of the course that do not end in -a."""
_SPELLED_OUT = 3
"""So many decimals, zeros before them aside, are read as one number; more, digit by digit."""
_ENGINE_LIMIT = 10**18


def cardinal(number: int) -> str:
    """Return a whole number in words: ``41834`` is cuarenta y un mil ochocientos treinta y cuatro.

    Numbers of a trillion (10**18) or more are read digit by digit.
    """
    if number < 0:
        return f"menos {cardinal(-number)}"
    if number >= _ENGINE_LIMIT:
        return digits(str(number))
    high, rest = divmod(number, 10**12)
    middle, low = divmod(rest, 10**6)
    said = [
        *_scale(high, "billón", "billones"),
        *_scale(middle, "millón", "millones"),
        *([_below_million(low)] if low else []),
    ]
    return " ".join(said) or _SMALL[0]


def _scale(count: int, one: str, many: str) -> list[str]:
    if count < 2:
        return [f"un {one}"] * count
    return [f"{counting(_below_million(count), many)} {many}"]


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    said = [] if not thousands else ["mil"]
    if thousands > 1:
        said = [f"{counting(_below_thousand(thousands), 'miles')} mil"]
    return " ".join([*said, *([_below_thousand(rest)] if rest else [])])


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if number == 100:
        return "cien"
    said = [_HUNDREDS[hundreds]] if hundreds else []
    if rest >= len(_SMALL):
        tens, ones = divmod(rest, 10)
        said.append(f"{_TENS[tens]} y {_SMALL[ones]}" if ones else _TENS[tens])
    elif rest:
        said.append(_SMALL[rest])
    return " ".join(said)


def counting(words: str, after: str) -> str:
    """Return a number in words as it stands before a noun: veintiún pasos, treinta y una épocas.

    A word that is no noun leaves it as it is; a noun in -a or -as is taken for feminine.
    """
    noun = re.fullmatch(r"([a-záéíóúñü]{3,})[.,;:?!]?", after)
    if not words.endswith("uno") or noun is None or noun[1] in _NO_NOUNS:
        return words
    if noun[1].endswith(("a", "as")) or noun[1] in _FEMININE:
        return f"{words[:-1]}a"
    return f"{words[:-9]}veintiún" if words.endswith("veintiuno") else words[:-1]


def digits(text: str) -> str:
    """Return a string of digits one by one."""
    return " ".join(_SMALL[int(digit)] for digit in text)


def decimal(text: str) -> str:
    """Return a decimal as it is read: ``16.72`` is dieciséis coma setenta y dos.

    Decimals are read as a number after the zeros they begin with, so ``0.054`` is cero coma cero
    cincuenta y cuatro; more than three digits are read one by one.
    """
    whole, point, fraction = text.partition(".")
    padded = len(whole) > 1 and whole.startswith("0")
    words = digits(whole) if padded else cardinal(int(whole or "0"))
    if not (point and fraction):
        return words
    rest = fraction.lstrip("0")
    zeros = digits("0" * (len(fraction) - len(rest)))
    read = cardinal(int(rest)) if 0 < len(rest) <= _SPELLED_OUT else digits(rest)
    return " ".join(part for part in (words, "coma", zeros, read) if part)


def ordinal(number: int, ending: str) -> str:
    """Return a place in a row, in the gender of its ``ending``: ``3.ª`` is tercera."""
    if not 0 < number < len(_ORDINALS):
        return cardinal(number)
    words = _ORDINALS[number]
    return f"{words[:-1]}a" if ending.endswith(("ª", "a")) else words


def fraction(top: int, bottom: int) -> str:
    """Return a fraction as it is read: dos tercios; cinco sobre trescientos ochenta y cuatro."""
    if not (0 < top < len(_PARTS) and 2 <= bottom < len(_PARTS)):
        return f"{cardinal(top)} sobre {cardinal(bottom)}"
    return f"{counting(cardinal(top), _PARTS[bottom])} {_PARTS[bottom]}{'s' if top > 1 else ''}"


def plural(unit: str) -> str:
    """Return the plural of a unit, of its first word: píxeles, metros por segundo, radianes."""
    name, space, rest = unit.partition(" ")
    if name.endswith("án"):
        name = f"{name[:-2]}an"
    return f"{name}{'s' if name[-1] in 'aeiou' else 'es'}{space}{rest}"


LANGUAGE = Language(
    tag="es",
    name="Spanish",
    decimal=",",
    thousands="\u202f",
    greek={**_SMALL_GREEK, **{letter.upper(): name for letter, name in _SMALL_GREEK.items()}},
    accents=_ACCENTS,
    symbols=_SYMBOLS,
    relations=_RELATIONS,
    units=_UNITS,
    multiples={"k": "mil", "M": "millones", "B": "mil millones"},
    functions=_FUNCTIONS,
    words=plain(_ABBREVIATIONS),
    plural=plural,
    numerals=Numerals(
        cardinal=cardinal,
        decimal=decimal,
        ordinal=ordinal,
        fraction=fraction,
        powers={"2": "al cuadrado", "3": "al cubo", "T": "traspuesta"},
        endings=r"\.?[ºª]",
        counting=counting,
    ),
    phrases=Phrases(
        times="por",
        ten_to="por diez",
        ratio="a",
        of="de",
        over="sobre",
        raised="a la",
        inverse="inversa",
        star="asterisco",
        dot="punto",
        index="sub",
        prime="prima",
        double_prime="biprima",
        rate="de",
        rate_by="de",
        gradient="el gradiente",
        hessian="el hessiano",
        expected="el valor esperado",
        log_base="logaritmo en base",
        length_of="la norma de",
        absolute_of="el valor absoluto de",
        one_norm_of="la norma uno de",
        maximum_norm_of="la norma del máximo de",
        set_of="el conjunto de",
        such_that="tales que",
        given="dado",
        interval="el intervalo de",
        above="algo más de",
        up_to="a",
        below="algo menos de",
        relation="es {}",
        chained="que es {}",
        degree="grado",
        degrees="grados",
    ),
    articles=frozenset(_ARTICLES.split()),
    links=frozenset(_LINKS.split()),
    wordiness=1.06,  # as lesson 6 has it: 1,015 words for 960
)
