"""English: abbreviations, names of the field and how they sound, and the words of formulas.

What has phones is missing from the CMU Pronouncing Dictionary (0.7b, as pocketsphinx 5 ships it).
"""

from __future__ import annotations

from collections.abc import Mapping

from script.say.entry import Entry, Lexicon, layered, plain
from script.say.phrases import Phrases

_ABBREVIATIONS = {
    "e.g.": "for example",
    "i.e.": "that is",
    "vs.": "versus",
    "vs": "versus",
    "cf.": "compare",
    "etc.": "and so on",
    "Dr.": "Doctor",
    "Mr.": "Mister",
    "Ms.": "Miz",
    "…": "and so on",
    "NaN": "not a number",
    "inf": "infinity",
    "==": "equals",
    "!=": "does not equal",
    "+=": "plus equals",
    "-=": "minus equals",
    "*=": "times equals",
    "<=": "is at most",
    ">=": "is at least",
    ":=": "is defined as",
    "->": "to",
    "<-": "becomes",
    "-->": "to",
    "=>": "so",
    "&&": "and",
    "-": "minus",
}

_INITIALS = """
GD SGD LR MLP CNN RNN MSE BCE KL ML AI CPU GPU API FMA ULP PDF URL
"""

_NAMES = {
    "AdaGrad": "ada grad",
    "AdamW": "Adam W",
    "AMSGrad": "A M S grad",
    "RMSProp": "R M S prop",
    "RMSprop": "R M S prop",
    "NumPy": "num pie",
    "PyTorch": "pie torch",
    "float16": "float sixteen",
    "bfloat16": "b float sixteen",
    "bf16": "b float sixteen",
}

_SOUNDS: Mapping[str, str] = {
    "arg": "AA R G",
    "backprop": "B AE K P R AA P",
    "backpropagation": "B AE K P R AA P AH G EY SH AH N",
    "cosine": "K OW S AY N",
    "curvatures": "K ER V AH CH ER Z",
    "eigenvector": "AY G AH N V EH K T ER",
    "eta": "EY T AH",
    "exp": "EH K S P",
    "hyperparameter": "HH AY P ER P ER AE M AH T ER",
    "hyperparameters": "HH AY P ER P ER AE M AH T ER Z",
    "jacobian": "JH AH K OW B IY AH N",
    "jitter": "JH IH T ER",
    "kilohertz": "K IH L AH HH ER T S",
    "logit": "L OW JH IH T",
    "logits": "L OW JH IH T S",
    "memorising": "M EH M ER AY Z IH NG",
    "microsecond": "M AY K R OW S EH K AH N D",
    "minibatch": "M IH N IY B AE CH",
    "nabla": "N AE B L AH",
    "nesterov": "N EH S T ER AO F",
    "omicron": "OW M AH K R AA N",
    "optimizer": "AA P T AH M AY Z ER",
    "optimizers": "AA P T AH M AY Z ER Z",
    "overfitting": "OW V ER F IH T IH NG",
    "perceptron": "P ER S EH P T R AA N",
    "preconditioned": "P R IY K AH N D IH SH AH N D",
    "radian": "R EY D IY AH N",
    "regularise": "R EH G Y AH L ER AY Z",
    "regularization": "R EH G Y AH L ER AH Z EY SH AH N",
    "rosenbrock": "R OW Z AH N B R AA K",
    "softmax": "S AO F T M AE K S",
    "tau": "T AW",
    "underfitting": "AH N D ER F IH T IH NG",
    "upsilon": "UW P S AH L AA N",
}

ENGLISH: Lexicon = layered(
    plain(_ABBREVIATIONS),
    plain({name: " ".join(name) for name in _INITIALS.split()}),
    plain(_NAMES),
    {"ReLU": Entry("reloo", "R EH L UW")},
    {word: Entry(word, phones) for word, phones in _SOUNDS.items()},
)
"""Said so where they are the whole word."""

PHRASES = Phrases(
    times="times",
    ten_to="times ten",
    ratio="to",
    of="of",
    over="over",
    raised="to the",
    inverse="inverse",
    star="star",
    dot="dot",
    index="sub",
    prime="prime",
    double_prime="double prime",
    rate="d",
    rate_by="by d",
    gradient="the gradient",
    hessian="the Hessian",
    expected="the expected value",
    log_base="log base",
    length_of="the length of",
    absolute_of="the absolute value of",
    one_norm_of="the one norm of",
    maximum_norm_of="the maximum norm of",
    set_of="the set of",
    such_that="such that",
    given="given",
    interval="the interval from",
    above="just above",
    up_to="to",
    below="just below",
    relation="is {}",
    chained="which is {}",
    degree="degree",
    degrees="degrees",
)
