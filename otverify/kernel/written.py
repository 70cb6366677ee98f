"""Normal forms written back as terms, and the few constants that both directions share."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from otverify.kernel.polynomials import Atom, Exponent, Poly, Quotient, as_quotient
from otverify.kernel.terms import Term, free_symbols, number

#: indices run over 1..d: the name of the dimension is part of the language
DIMENSION = Atom("%d", Term("sym", "d", "integer"), frozenset({"d"}), integer=True)


def rational(value: Fraction) -> fmpq:
    """A FLINT rational from a Fraction."""
    return fmpq(value.numerator, value.denominator)


def constant(value: int | fmpq) -> Quotient:
    """A constant quotient."""
    return Quotient(Poly.constant(value))


def names(term: Term) -> frozenset[str]:
    """Names of the free symbols, vectors and indices."""
    return frozenset(str(symbol.args[0]) for symbol in free_symbols(term))


def poly_term(poly: Poly) -> Term:
    """A term whose normal form is the polynomial."""
    parts = []
    for monomial in sorted(poly.terms, key=lambda m: Poly({m: fmpq(1)}).key):
        c = poly.terms[monomial]
        factors = [power_term(atom, e) for atom, e in monomial]
        if c != 1 or not factors:
            factors.insert(0, number(Fraction(int(c.p), int(c.q))))
        parts.append(factors[0] if len(factors) == 1 else Term("mul", *factors))
    if not parts:
        return number(0)
    return parts[0] if len(parts) == 1 else Term("add", *parts)


def power_term(atom: Atom, exponent: Exponent) -> Term:
    """The term ``atom ** exponent``."""
    if isinstance(exponent, fmpq) and exponent == 1:
        return atom.term
    return Term("pow", atom.term, quotient_term(as_quotient(exponent)))


def quotient_term(value: Quotient) -> Term:
    """A term whose normal form is the quotient."""
    top = poly_term(value.num)
    if value.den.as_constant() == 1:
        return top
    return Term("mul", top, Term("pow", poly_term(value.den), number(-1)))
