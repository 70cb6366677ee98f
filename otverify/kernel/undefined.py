"""Shows that a term has no meaning at a point: division by zero, a root of a negative number, an integral
that diverges.

A term is undefined as soon as one part of it is, wherever that part stands (but for the branches of a
piecewise term that do not apply). Parts whose signs cannot be decided say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.kernel.context import Context
from otverify.kernel.definedness import conditions
from otverify.kernel.errors import Rejected
from otverify.kernel.limits import limit_of
from otverify.kernel.points import exact, is_ground, sign_at
from otverify.kernel.signs import ALLOWED
from otverify.kernel.statements import FINITE, Limit
from otverify.kernel.terms import ONE, ZERO, Term, free_symbols, number, substitute, subterms

#: where between its ends an integrand is looked at
INSIDE = tuple(number(Fraction(n, 100)) for n in (50, 1, 99))
#: pieces may jump, and what is bound is no number
BROKEN = ("cases", "integral", "ball", "over", "contract")


def is_undefined(term: Term) -> bool:
    """True if some part of the ground term is certainly undefined; False says nothing."""
    return any(_is_undefined_itself(part) for part in _parts(term))


def _parts(term: Term) -> Iterator[Term]:
    """The parts without bound variables on which the meaning of the term depends.

    Of an integral it is enough that its ends have none: their order is part of its meaning.
    """
    if is_ground(term) or (term.op == "integral" and all(is_ground(end) for end in term.args[2:])):
        yield term
    if term.op == "cases":
        for case in term.args:
            left, right = case.args[0].args[1:]
            yield from _parts(left)
            yield from _parts(right)
            try:
                applies = sign_at(left - right) in ALLOWED[case.args[0].args[0]]
            except (Rejected, ArithmeticError, ValueError):
                return
            if applies:
                yield from _parts(case.args[1])
                return
        return
    for arg in term.args:
        if isinstance(arg, Term):
            yield from _parts(arg)


def _is_undefined_itself(term: Term) -> bool:
    """Whether a ground term whose parts may be defined is not."""
    try:
        if term.op == "cases":
            return not any(
                sign_at(case.args[0].args[1] - case.args[0].args[2]) in ALLOWED[case.args[0].args[0]]
                for case in term.args
            )
        if term.op in ("integral", "ball"):
            return _diverges(term)
        if term.op == "gamma":
            # at the poles 0, -1, -2, ...
            value = exact(term.args[0])
            return value is not None and value.denominator == 1 and value <= 0
        if term.op in ("pow", "log"):
            needs = conditions(Term(term.op, *term.args), Context())
            return any(part in term.args and sign_at(part) not in ALLOWED[need] for need, part in needs)
    except (Rejected, ArithmeticError, ValueError):
        return False
    return False


def has_undefined_constant(term: Term, context: Context) -> bool:
    """True if a part without variables has no meaning, and every value of the term needs that part.

    Branches of piecewise terms are not looked into; integrands are if the ends are known to be apart.
    """
    if not free_symbols(term):
        return is_undefined(term)
    if term.op == "cases":
        return False
    if term.op == "integral":
        body, _, low, high = term.args
        if any(has_undefined_constant(end, context) for end in (low, high)):
            return True
        try:
            apart = context.sign_of_term(context.read(high - low)) == ALLOWED[">"]
        except Rejected:
            return False
        return apart and has_undefined_constant(body, context)
    if term.op in ("over", "ball", "contract"):
        return False
    return any(has_undefined_constant(arg, context) for arg in term.args if isinstance(arg, Term))


def _has_negative_root(body: Term, variable: Term, low: Term, high: Term) -> bool:
    """A root or logarithm of a negative number at a point between the ends: by continuity, also around it."""
    for part in INSIDE:
        place = low + part * (high - low)
        for base in _under_roots(substitute(body, {variable: place})):
            try:
                if sign_at(base) < 0:
                    return True
            except (Rejected, ArithmeticError, ValueError):
                continue
    return False


def _under_roots(term: Term) -> Iterator[Term]:
    """What stands under roots and in logarithms, as far as it is continuous where it is defined."""
    if term.op in BROKEN:
        return
    root = term.op == "pow" and term.args[1].op == "num" and term.args[1].args[0].denominator != 1
    if (root or term.op == "log") and not any(node.op in BROKEN for node in subterms(term.args[0])):
        yield term.args[0]
    for arg in term.args:
        if isinstance(arg, Term):
            yield from _under_roots(arg)


def _diverges(term: Term, given: tuple[Term, ...] = ()) -> bool:
    """Ends in the wrong order, a negative root, or (v - a) f(v) bounded away from 0 near some a inside.

    ``given``: what is known of other variables; the integral diverges for all their values. An integral over
    an interval of an integral that diverges for all values in that interval diverges.
    """
    body, variable = term.args[0], term.args[1]
    if term.op == "integral":
        low, high = term.args[2:]
    else:
        low, (high, dimension) = ZERO, term.args[2:]
        body = body * variable ** (dimension - ONE)
    known = set().union(*(free_symbols(fact) for fact in given))
    if variable in known:
        return False
    context = Context(given)
    order = context.sign_of_term(context.read(high - low)) if given else frozenset((sign_at(high - low),))
    if order != ALLOWED[">"]:
        return order == ALLOWED["<"]
    inside = (*given, Term("rel", ">", variable, low), Term("rel", "<", variable, high))
    if any(_diverges(part, inside) for part in _integrals(body)):
        return True
    if free_symbols(body) - {variable} - known:
        return False
    if not given and _has_negative_root(body, variable, low, high):
        return True
    for place in (low, high, *_zeros(body, variable)):
        for side in "+-":
            if not _has_room(place, side, low, high, context):
                continue
            beyond = Term("rel", ">" if side == "+" else "<", variable, place)
            # next to an end everything lies inside: 4 - v² > 0 near v = 2 for v > 0
            far = [fact for fact in inside[-2:] if place in (low, high) and fact != beyond]
            near = Limit(
                of=(variable - place) * body,
                variable=variable,
                to=place,
                side=side,
                equals=FINITE,
                given=(*given, beyond, *far),
            )
            try:
                found, outer = limit_of(near)
            except Rejected:
                continue
            if isinstance(found, str) or (0 not in outer.sign(found.cancelled()) and found.num):
                return True
    return False


def _integrals(term: Term) -> Iterator[Term]:
    """The outermost integrals over intervals in a term, those in branches left out."""
    if term.op == "integral":
        yield term
    elif term.op not in ("cases", "ball", "over", "contract", "at", "diff"):
        for arg in term.args:
            if isinstance(arg, Term):
                yield from _integrals(arg)


def _zeros(body: Term, variable: Term) -> Iterator[Term]:
    """Where a factor of a denominator vanishes that is linear in the variable."""
    if body.op == "pow" and body.args[1].op == "num" and body.args[1].args[0] < 0:
        for factor in _factors(body.args[0]):
            if variable in free_symbols(factor):
                start = substitute(factor, {variable: ZERO})
                yield -start / (substitute(factor, {variable: ONE}) - start)
    for arg in body.args:
        if isinstance(arg, Term):
            yield from _zeros(arg, variable)


def _factors(term: Term) -> Iterator[Term]:
    if term.op == "mul":
        for arg in term.args:
            yield from _factors(arg)
    elif term.op == "pow":
        yield from _factors(term.args[0])
    else:
        yield term


def _has_room(place: Term, side: str, low: Term, high: Term, context: Context) -> bool:
    """Whether the interval contains the points next to the place on that side."""
    beyond, behind = (high - place, place - low) if side == "+" else (place - low, high - place)
    try:
        return (
            context.sign_of_term(context.read(beyond)) == ALLOWED[">"]
            and context.sign_of_term(context.read(behind)) <= ALLOWED[">="]
        )
    except (Rejected, ArithmeticError):
        return False  # a base that is not linear may give a place that is none
