"""Limits from exact leading terms: ``f = t^e (c + o(1))`` as t decreases to 0.

The variable is replaced by ``to + t``, ``to - t``, ``1/t`` or ``-1/t``; numerator and denominator of the
normal form are sums of powers of t whose exponents are compared under the facts. Atoms that contain t
otherwise must be continuous and positive at t = 0, and are evaluated there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flint import fmpq

from otverify.kernel.context import Context
from otverify.kernel.definedness import Undefined
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, ground
from otverify.kernel.polynomials import (
    Atom,
    Exponent,
    Monomial,
    Poly,
    Quotient,
    add_exponents,
    as_quotient,
    scale_exponent,
)
from otverify.kernel.signs import POSITIVE
from otverify.kernel.statements import FINITE, Limit
from otverify.kernel.terms import ZERO, Term, free_symbols, number, substitute
from otverify.kernel.written import constant, quotient_term

STEP = Term("sym", "@t", "real")
STEP_KEY = "$@t"
#: so many conditions may hold only near the limit
MAX_NEAR = 8


class NotNear(Rejected):
    """The domain has no points near the limit: the limit is about nothing."""


def at_parameters(statement: Limit, point: Point) -> Limit:
    """The limit with values for everything but its variable; constraints on the values alone are dropped."""
    variable = statement.variable
    open_point = replace(point, symbols={**point.symbols, variable: variable})

    def filled(term: Term) -> Term:
        return ground(term, open_point)

    return Limit(
        of=filled(statement.of),
        variable=variable,
        to=filled(statement.to) if isinstance(statement.to, Term) else statement.to,
        side=statement.side,
        equals=FINITE,
        given=tuple(
            Term("rel", fact.args[0], filled(fact.args[1]), filled(fact.args[2]))
            for fact in statement.given
            if variable in free_symbols(fact)
        ),
    )


def limit_of(statement: Limit) -> tuple[Quotient | str, Context]:
    """The limit (a quotient without the variable, or ``oo``, ``-oo``) and the context of the parameters."""
    path = _path(statement)
    moved = {statement.variable: path}
    parameters = [fact for fact in statement.given if statement.variable not in free_symbols(fact)]
    local = [substitute(fact, moved) for fact in statement.given if statement.variable in free_symbols(fact)]
    outer = Context(parameters)
    inner = outer.child((Term("rel", ">", STEP, ZERO), *local))
    for fact in local:
        _require_eventually(fact, outer)
    term = inner.read(substitute(inner.read(statement.of), moved))
    _require_defined_near(term, inner, outer)
    value = inner.normal(term).cancelled()
    if not value.num:
        return constant(0), outer
    top, top_exponent = leading(value.num, outer)
    bottom, bottom_exponent = leading(value.den, outer)
    if 0 in outer.sign(bottom.cancelled()):
        raise Rejected("the leading coefficient of the denominator may vanish")
    exponent = add_exponents(top_exponent, scale_exponent(bottom_exponent, fmpq(-1)))
    signs = outer.sign(as_quotient(exponent))
    ratio = top * bottom.inverse()
    if signs == {0}:
        return ratio, outer
    if signs == POSITIVE:
        return constant(0), outer
    if signs == {-1}:
        direction = outer.sign(ratio.cancelled())
        if direction in (POSITIVE, frozenset((-1,))):
            return ("oo" if direction == POSITIVE else "-oo"), outer
    raise Rejected("the order of the leading term is not decided")


def _require_defined_near(term: Term, inner: Context, outer: Context) -> None:
    """Reject unless the term is defined for all small t > 0; what holds only for small t becomes a fact."""
    for _ in range(MAX_NEAR):
        try:
            inner.require_defined(term)
            return
        except Undefined as missing:
            free = {str(symbol.args[0]) for symbol in free_symbols(missing.part)}
            if "@t" not in free or any(name.startswith("@") for name in free - {"@t"}):
                raise
            near = Term("rel", missing.need, missing.part, ZERO)
            try:
                _require_eventually(near, outer)
            except Rejected:
                raise missing from None
            inner.assume(near)
    raise Rejected("too many conditions hold only near the limit")


#: not looked into: the variable may be bound there, or the part not be needed
CLOSED = frozenset(("cases", "integral", "over", "ball", "contract", "diff", "at", "det"))


def is_undefined_near(statement: Limit) -> bool:
    """True if a root or logarithm in the term has no meaning at any point near the limit; or it says nothing.

    The statement has values for everything but its variable.
    """
    moved = {statement.variable: _path(statement)}
    outer = Context()
    for need, part in _needs(statement.of):
        try:
            _require_eventually(Term("rel", need, substitute(part, moved), ZERO), outer)
        except NotNear:
            return True
        except Rejected:
            continue
    return False


def _needs(term: Term) -> Iterator[tuple[str, Term]]:
    """What the roots, negative powers and logarithms in a term need."""
    if term.op in CLOSED:
        return
    if term.op == "log":
        yield ">", term.args[0]
    if term.op == "pow" and term.args[1].op == "num":
        value = term.args[1].args[0]
        if value.denominator > 1:
            yield (">" if value < 0 else ">="), term.args[0]
        elif value < 0:
            yield "!=", term.args[0]
    for arg in term.args:
        if isinstance(arg, Term):
            yield from _needs(arg)


def _path(statement: Limit) -> Term:
    direction = number(1 if statement.side == "+" else -1)
    if isinstance(statement.to, str):
        if (statement.to == "oo") != (statement.side == "-"):
            raise Rejected("infinity is approached from below, minus infinity from above")
        return Term("mul", number(1 if statement.to == "oo" else -1), Term("pow", STEP, number(-1)))
    return Term("add", statement.to, Term("mul", direction, STEP))


def _require_eventually(fact: Term, outer: Context) -> None:
    """The constraint must hold for all small t > 0, or the limit would be about nothing."""
    op, left, right = fact.args
    inner = outer.child((Term("rel", ">", STEP, ZERO),))
    value = (inner.normal(inner.read(left)) - inner.normal(inner.read(right))).cancelled()
    signs: frozenset[int] = frozenset((0,))
    if value.num:
        coefficient, _ = leading(value.num, outer)
        below, _ = leading(value.den, outer)
        signs = outer.sign((coefficient * below).cancelled())
        if len(signs) != 1 or 0 in signs:
            raise Rejected("the domain is not shown to contain the points near the limit")
    allowed = {"<": {-1}, "<=": {-1, 0}, "==": {0}, "!=": {-1, 1}, ">=": {0, 1}, ">": {1}}[op]
    if not signs <= allowed:
        raise NotNear("the domain does not contain the points near the limit")


def leading(poly: Poly, outer: Context) -> tuple[Quotient, Exponent]:
    """``(c, e)`` with ``poly = t^e (c + o(1))``; c may vanish."""
    groups: list[tuple[Exponent, Quotient]] = []
    for monomial, coefficient in poly.terms.items():
        exponent, rest = _split(monomial, outer)
        part = rest * constant(coefficient)
        for k, (other, total) in enumerate(groups):
            if outer.sign(as_quotient(add_exponents(exponent, scale_exponent(other, fmpq(-1))))) == {0}:
                groups[k] = (other, total + part)
                break
        else:
            groups.append((exponent, part))
    best: tuple[Exponent, Quotient] | None = None
    for exponent, total in groups:
        if best is None:
            best = (exponent, total)
            continue
        gap = outer.sign(as_quotient(add_exponents(exponent, scale_exponent(best[0], fmpq(-1)))))
        if gap == {-1}:
            best = (exponent, total)
        elif gap != POSITIVE:
            raise Rejected("two orders of magnitude are not compared by the facts")
    if best is None:
        raise Rejected("a leading term of zero")
    return best[1], best[0]


def _split(monomial: Monomial, outer: Context) -> tuple[Exponent, Quotient]:
    """The exponent of t in a monomial, and the rest with t = 0 put into its other atoms."""
    exponent: Exponent = fmpq(0)
    rest = constant(1)
    for atom, power in monomial:
        if atom.key == STEP_KEY:
            exponent = add_exponents(exponent, power)
        elif "@t" in atom.free:
            rest = rest * _at_zero(atom, power, outer)
        else:
            rest = rest * Quotient(Poly.of(atom, power))
        if isinstance(power, Quotient) and any("@t" in a.free for a in power.atoms()):
            raise Rejected("the variable of a limit occurs in an exponent")
    return exponent, rest


def _at_zero(atom: Atom, power: Exponent, outer: Context) -> Quotient:
    """A continuous atom at t = 0; only where its value there is known to be positive."""
    term = outer.read(substitute(atom.term, {STEP: ZERO}))
    outer.require_defined(term)
    value = outer.normal(term).cancelled()
    if outer.sign(value) != POSITIVE:
        raise Rejected("a factor is not known to be positive at the limit point")
    source = quotient_term(value)
    return outer.normal(Term("pow", source, quotient_term(as_quotient(power))))


def check_limit(statement: Limit) -> None:
    """Reject unless the limit has the stated value."""
    found, outer = limit_of(statement)
    if statement.equals == FINITE:
        if isinstance(found, str):
            raise Rejected("the limit is infinite")
        return
    if isinstance(found, str) or isinstance(statement.equals, str):
        if found != statement.equals:
            raise Rejected("the limit is another one")
        return
    stated = outer.read(statement.equals)
    outer.require_defined(stated)
    if not (found - outer.normal(stated)).is_zero():
        raise Rejected("the limit has another value")
