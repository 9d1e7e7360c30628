"""Reading loss curves: their features, the course's rules, and the curves it talks about."""

from gdmath.curves.campaign import Trial, Truth, advices, load_campaign, verdicts
from gdmath.curves.curve import Features, LossCurve, features, guessing_loss
from gdmath.curves.of_run import curve_of
from gdmath.curves.reading import Advice, Verdict, judge, read_curve, two_run_test
from gdmath.curves.recipes import Recipe, recipe, stored_recipes
from gdmath.curves.stored import curve_names, load_curve
from gdmath.curves.tally import Tally

__all__ = [
    "Advice",
    "Features",
    "LossCurve",
    "Recipe",
    "Tally",
    "Trial",
    "Truth",
    "Verdict",
    "advices",
    "curve_names",
    "curve_of",
    "features",
    "guessing_loss",
    "judge",
    "load_campaign",
    "load_curve",
    "read_curve",
    "recipe",
    "stored_recipes",
    "two_run_test",
    "verdicts",
]
