"""Where a term is defined: denominators, roots, logarithms, integrals that exist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from otverify.kernel.errors import Rejected
from otverify.kernel.normal import is_integer_valued
from otverify.kernel.signs import NONNEGATIVE, POSITIVE
from otverify.kernel.terms import Term, number, substitute

if TYPE_CHECKING:
    from otverify.kernel.context import Context


class Undefined(Rejected):
    """A part of a term is not shown to be defined: ``part need 0`` is open."""

    def __init__(self, need: str, part: Term) -> None:
        super().__init__(f"not shown on the domain: a subterm must be {need} 0: {part!r}"[:400])
        self.need, self.part = need, part


class NotIntegrable(Undefined):
    """An integral is not shown to converge: no closed form, and the integrand has no value at an end."""

    def __init__(self, integral: Term, cause: Undefined) -> None:
        super().__init__(cause.need, cause.part)
        self.integral = integral


def conditions(term: Term, context: Context, *, weakest: bool = False) -> Iterable[tuple[str, Term]]:
    """``(need, part)``: the term is defined where ``part need 0`` for all of them.

    With ``weakest`` each of them holds wherever the term is defined: what the sign of an exponent leaves
    open is left out. A power is one of integers if its exponent is integer-valued by its form, with
    0^0 = 1; any other one is ``exp(s log x)``, for x > 0, and continued to x = 0 by 0^s = 0 and 0^0 = 1.
    """
    if term.op == "cases":
        chosen = context.branch(term)
        for case in term.args:
            for side in case.args[0].args[1:]:
                yield from conditions(side, context, weakest=weakest)
            if case.args[1] is chosen:
                break
        yield from conditions(chosen, context, weakest=weakest)
        return
    if term.op in ("integral", "ball", "over"):
        yield from integral_conditions(term, context, weakest=weakest)
        if term.op != "over":
            _require_integrable(term, context)
        return
    if term.op == "pow":
        if term in context.defined and not weakest:
            return
        yield from _power_conditions(term, context, weakest)
    elif term.op in ("gamma", "log"):
        yield ">", term.args[0]
    for arg in term.args:
        if isinstance(arg, Term) and arg.op not in ("idx", "vec"):
            yield from conditions(arg, context, weakest=weakest)


def integral_conditions(term: Term, context: Context, *, weakest: bool = False) -> Iterable[tuple[str, Term]]:
    """What an integral needs but for its convergence: ends in order, the integrand defined in between."""
    body, variable = term.args[0], term.args[1]
    fresh = Term("sym", f"@c{context.depth}", variable.args[1])
    extra: tuple[Term, ...] = ()
    if term.op == "integral":
        low, high = term.args[2:]
        yield ">=", Term("add", high, Term("mul", number(-1), low))
        yield from conditions(low, context, weakest=weakest)
        yield from conditions(high, context, weakest=weakest)
        extra = (Term("rel", ">", fresh, low), Term("rel", "<", fresh, high))
    elif term.op == "ball":
        radius, dimension = term.args[2:]
        yield ">=", radius
        yield ">", dimension
        yield from conditions(radius, context, weakest=weakest)
        yield from conditions(dimension, context, weakest=weakest)
        extra = (Term("rel", ">", fresh, number(0)), Term("rel", "<", fresh, radius))
    else:
        extra = (Term("in", fresh, term.args[2]),)
    context.child(extra).require_defined(substitute(body, {variable: fresh}))


def _require_integrable(term: Term, context: Context) -> None:
    """Reject unless the integral converges.

    A continuous function on the closed interval is integrable. If the integrand has no value at an end, each
    part of the integral has to have a closed form (Beta integrals with positive parameters, an antiderivative
    that is continuous up to the ends, found by a lemma) or be continuous on the closed interval itself.
    """
    if term.op == "ball":
        body, variable, radius, dimension = term.args
        shell = Term("pow", variable, Term("add", dimension, number(-1)))
        term = Term("integral", Term("mul", body, shell), variable, number(0), radius)
    try:
        _require_continuous(term, context)
    except Undefined:
        for atom in sorted(context.normal(term).cancelled().atoms(), key=lambda a: a.key):
            if atom.key.startswith("int("):
                try:
                    _require_continuous(atom.term, context)
                except Undefined as cause:
                    raise NotIntegrable(atom.term, cause) from None


def _require_continuous(integral: Term, context: Context) -> None:
    body, variable, low, high = integral.args
    fresh = Term("sym", f"@c{context.depth}", variable.args[1])
    closed = context.child((Term("rel", ">=", fresh, low), Term("rel", "<=", fresh, high)))
    closed.require_defined(substitute(body, {variable: fresh}))


def _power_conditions(term: Term, context: Context, weakest: bool) -> Iterable[tuple[str, Term]]:
    base, exponent = term.args
    if base.op == "e":
        return
    value = context.normal(exponent).cancelled()
    constant = value.as_constant()
    if constant is not None:
        if constant.q == 1:
            if constant < 0:
                yield "!=", base
        else:
            yield (">=" if constant > 0 else ">"), base
        return
    signs = context.sign(value)
    # where the exponent may be negative a base of 0 may have no power, but only there
    vanishing = signs == {-1} if weakest else not signs <= NONNEGATIVE
    if is_integer_valued(value):
        if vanishing:
            yield "!=", base
    elif weakest:
        yield (">" if vanishing else ">="), base
    else:
        yield (">=" if signs == POSITIVE else ">"), base
