"""Languages: how each says and writes what lessons show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from script.errors import ScriptErrors
from script.nodes import Place, Scalar
from script.say import parse
from script.say.languages import NoSuchLanguage, language, tags
from script.say.speech import unspeakable

SPANISH = language("es")


def said(text: str, tag: str = "es", **names: float) -> tuple[str, str]:
    """Return how a text is shown and spoken."""
    line = parse(Scalar(text, Place("l.yaml", 1, 1), source=text), names, {}, language(tag))
    return line.shown, line.spoken


@pytest.mark.parametrize(
    ("shown", "spoken"),
    [
        ("0", "cero"),
        ("1", "uno"),
        ("16", "dieciséis"),
        ("21.", "veintiuno."),
        ("31", "treinta y uno"),
        ("100", "cien"),
        ("101", "ciento uno"),
        ("558", "quinientos cincuenta y ocho"),
        ("1\u202f000", "mil"),
        ("21\u202f000", "veintiún mil"),
        ("41\u202f834,13", "cuarenta y un mil ochocientos treinta y cuatro coma trece"),
        ("100\u202f001", "cien mil uno"),
        ("1000000", "un millón"),
        ("2\u202f500\u202f000", "dos millones quinientos mil"),
        ("0,6", "cero coma seis"),
        ("16,72,", "dieciséis coma setenta y dos,"),
        ("0,054", "cero coma cero cincuenta y cuatro"),
        ("0,537", "cero coma quinientos treinta y siete"),
        ("3,1416", "tres coma uno cuatro uno seis"),
        ("5,0", "cinco coma cero"),
        ("007", "cero cero siete"),
        ("−7", "menos siete"),
        ("(-1, -7)", "menos uno, menos siete"),
        ("1/3", "un tercio"),
        ("−2/3", "menos dos tercios"),
        ("384/5", "trescientos ochenta y cuatro sobre cinco"),
        ("½", "un medio"),
        ("2e-3", "dos por diez a la menos tres"),
        ("2,1×10⁻³", "dos coma uno por diez a la menos tres"),
        ("1.º", "primero"),
        ("3ª", "tercera"),
        ("13.º", "trece"),
        ("99,4 %", "noventa y nueve coma cuatro por ciento"),
        ("1 s", "un segundo"),
        ("1 h", "una hora"),
        ("21 pasos.", "veintiún pasos."),
        ("31 épocas", "treinta y una épocas"),
        ("31 veces", "treinta y una veces"),
        ("el 1 es el 1, por 1 menos 1", "el uno es el uno, por uno menos uno"),
        ("1s", "un segundo"),
        ("0,5 s", "cero coma cinco segundos"),
        ("3px", "tres píxeles"),
        ("19,4°", "diecinueve coma cuatro grados"),
        ("η = 0,6", "eta igual a cero coma seis"),
        ("θ₀", "teta sub cero"),
        ("x²", "x al cuadrado"),
        ("x³", "x al cubo"),
        ("x⁴", "x a la cuatro"),
        ("0,6ᵗ", "cero coma seis a la t"),
        ("x² + 2y²", "x al cuadrado más dos y al cuadrado"),
        ("∇f(x)", "el gradiente de f de x"),
        ("f’(x)", "f prima de x"),
        ("|x|", "el valor absoluto de x"),
        ("x < 1", "x es menor que uno"),
        ("<1", "menor que uno"),
        ("0 < x < 1", "cero es menor que x, que es menor que uno"),
        ("log₁₀(x)", "logaritmo en base diez de x"),
        ("sen(x)", "seno de x"),
        ("ŷ", "y gorro"),
        ("3 rad", "tres radianes"),
        ("5 m/s", "cinco metros por segundo"),
        ("7k", "siete mil"),
        ("A⁻¹", "A inversa"),
        ("‖g‖", "la norma de g"),
        ("3:1", "tres a uno"),
        ("¿Ves la regla? ¡Sí!", "Ves la regla? Sí!"),
        ("años, corazón y pingüino", "años, corazón y pingüino"),
    ],
)
def test_spanish(shown: str, spoken: str) -> None:
    assert said(shown) == (shown.replace("-", "−") if "(-" in shown else shown, spoken)


@pytest.mark.parametrize(
    ("tag", "text", "shown", "spoken"),
    [
        ("en", "{v:.1f} left", "1.5 left", "one point five left"),
        ("es", "queda {v:.1f}", "queda 1,5", "queda uno coma cinco"),
        ("en", "{n:,}", "41,834", "forty-one thousand eight hundred thirty-four"),
        ("es", "{n:,}", "41\u202f834", "cuarenta y un mil ochocientos treinta y cuatro"),
        ("es", "{y:d} pasos", "1998 pasos", "mil novecientos noventa y ocho pasos"),
        ("es", "{e:.1e}", "2,1×10⁻³", "dos coma uno por diez a la menos tres"),
        ("es", "[{n:,} pasos|{n:,}]", "41\u202f834\u00a0pasos", None),
        ("es", "[{v:.1f}|casi {v:.1f}]", "1,5", "casi uno coma cinco"),
        ("es", "({v:.1f}, {n:d})", "(1,5, 41834)", None),
    ],
)
def test_computed_numbers_are_written_as_the_language_does(
    tag: str, text: str, shown: str, spoken: str | None
) -> None:
    found = said(text, tag, v=1.5, n=41834, y=1998, e=0.00213)
    assert found[0] == shown
    assert spoken is None or found[1] == spoken


@pytest.mark.parametrize("tag", tags())
@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_every_number_has_words_that_a_voice_can_say(tag: str, value: float, places: int) -> None:
    shown, spoken = said(f"{{v:,.{places}f}}", tag, v=value)
    assert not unspeakable(spoken)
    assert not any(character.isdigit() for character in spoken)
    assert language(tag).decimal in shown or not places


@pytest.mark.parametrize("tag", tags())
@given(st.integers(-(10**18), 10**18))
def test_a_number_written_in_a_language_is_read_back(tag: str, number: int) -> None:
    spoken = language(tag)
    assert spoken.printed(spoken.figures(f"{number:,}")) == str(number)


@given(st.integers(0, 10**6))
def test_spanish_numbers_are_all_different(number: int) -> None:
    cardinal = SPANISH.numerals.cardinal
    assert cardinal(number) != cardinal(number + 1)
    assert "  " not in cardinal(number)
    assert not cardinal(number).endswith(" ")


@pytest.mark.parametrize("tag", tags())
def test_every_language_has_all_signs_and_abbreviations_of_english(tag: str) -> None:
    spoken, english = language(tag), language("en")
    for table in ("greek", "accents", "symbols", "relations", "units", "multiples"):
        assert getattr(spoken, table).keys() == getattr(english, table).keys(), table
    assert english.functions.keys() <= spoken.functions.keys()
    signs = {word for word in english.words if not any(c.isalnum() for c in word)}
    assert signs <= spoken.words.keys()
    tables = (spoken.greek, spoken.accents, spoken.symbols, spoken.relations, spoken.units)
    for table in (*tables, spoken.multiples, spoken.functions):
        assert not any(unspeakable(said) for said in table.values())


def test_what_a_language_cannot_say_is_a_finding() -> None:
    with pytest.raises(ScriptErrors, match="no rule can say 漢"):
        said("漢字")


def test_a_language_there_is_not_is_told() -> None:
    with pytest.raises(NoSuchLanguage, match="no language is called ess - did you mean es"):
        language("ess")
    assert tags() == ("en", "es")
