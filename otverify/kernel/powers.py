"""What a power means when a number is put in for its exponent.

``x^n`` with an exponent that is integer-valued by its form is a power of integers: defined for every x if
n >= 0, with 0^0 = 1. Any other ``x^s`` is ``exp(s log x)``: defined for x > 0, and at x = 0 as 0^s = 0 for
s > 0 and 0^0 = 1. It stays that at s = 2: (-1)^s has no value there. So that it does, a real power that gets
a whole exponent is written ``(x^(1/2))^(2 s)``.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from otverify.kernel.calculus import lower
from otverify.kernel.errors import Rejected
from otverify.kernel.normal import is_integer_valued
from otverify.kernel.terms import Term, number, rebuild, substitute

HALF = number(Fraction(1, 2))


@lru_cache(maxsize=1 << 12)
def is_whole(exponent: Term) -> bool:
    """Whether the exponent is integer-valued by its form."""
    from otverify.kernel.context import Context

    if exponent.op == "num":
        return bool(exponent.args[0].denominator == 1)
    try:
        value = Context().normal(lower(exponent)).cancelled()
    except Rejected:
        return False
    constant = value.as_constant()
    return is_integer_valued(value if constant is None else constant)


def real_power(base: Term, exponent: Term) -> Term:
    """``exp(s log x)`` whatever form the exponent has."""
    twice = number(2 * exponent.args[0]) if exponent.op == "num" else Term("mul", number(2), exponent)
    return Term("pow", Term("pow", base, HALF), twice)


def kept_real(term: Term, mapping: dict[Term, Term]) -> Term:
    """The term with values put in for symbols; powers that are real stay so."""
    return substitute(_marked(term, mapping), mapping)


def _marked(term: Term, mapping: dict[Term, Term]) -> Term:
    term = rebuild(term, (_marked(arg, mapping) if isinstance(arg, Term) else arg for arg in term.args))
    if term.op != "pow" or term.args[0].op == "e":
        return term
    base, exponent = term.args
    if is_whole(exponent) or not is_whole(substitute(exponent, mapping)):
        return term
    return real_power(base, exponent)
