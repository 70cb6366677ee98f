"""Closed forms of integrals: Euler's Beta after a change of variables, or an antiderivative.

Antiderivatives come from derivatives of general functions, f'(a + b t) = (f(a + b t)/b)', or from SymPy; an
integral of integrals is done from the inside.
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from otverify.engines.alarm import alarm
from otverify.engines.budget import Budget, NotFound, TimedOut
from otverify.kernel.context import Context
from otverify.kernel.polynomials import Exponent, Monomial, Poly, Quotient, as_quotient, exponent_key
from otverify.kernel.proofs import integrands
from otverify.kernel.terms import (
    ONE,
    ZERO,
    Json,
    Term,
    free_symbols,
    number,
    real,
    relation,
    substitute,
    subterms,
    to_json,
)
from otverify.kernel.written import constant, poly_term, quotient_term


def closed_form(integral: Term, context: Context, budget: Budget) -> tuple[Term, Json]:
    """``(claim, proof)`` with the claim ``integral == closed form or simpler integral``."""
    body, bound, low, high = integral.args
    variable = _fresh("u", context, integral)
    renamed = Term("integral", substitute(body, {bound: variable}), variable, low, high)
    for search in (_nested, _to_beta, _of_functions, _to_unit, _by_sympy):
        try:
            return search(renamed, context, budget)
        except NotFound as error:
            if isinstance(error, TimedOut):
                raise
    raise NotFound("no closed form of an integral was found")


def _fresh(stem: str, context: Context, term: Term) -> Term:
    used = {str(s.args[0]) for t in (term, *context.constraints) for s in free_symbols(t)}
    return next(real(f"{stem}{k}") for k in range(1000) if f"{stem}{k}" not in used)


def _to_beta(integral: Term, context: Context, budget: Budget) -> tuple[Term, Json]:
    """``∫_0^U r^a (A + B r^n)^b dr`` with ``A + B U^n = 0``: put ``r = U s^(1/n)``."""
    body, variable, low, high = integral.args
    if low != ZERO:
        raise NotFound("the lower end is not 0")
    inside = context.child((variable > low, variable < high))
    value = inside.normal(inside.read(body)).cancelled()
    if len(value.num.terms) != 1 or value.den.as_constant() is None:
        raise NotFound("the integrand is not a product of powers")
    ((monomial, _),) = value.num.terms.items()
    name = str(variable.args[0])
    # factors of one binomial carry the same exponent: (1 - r)^b (1 + r)^b came from (1 - r^2)^b
    bases: dict[str, Poly] = {}
    for atom, exponent in monomial:
        if atom.relation is not None and name in atom.free:
            key = exponent_key(exponent)
            bases[key] = bases.get(key, Poly.constant(1)) * atom.relation[1]
    orders = {_binomial_order(base, name) for base in bases.values()}
    if len(orders) != 1 or None in orders:
        raise NotFound("no power of one binomial in the integrand")
    order = orders.pop()
    if order == 1 and high == ONE:
        raise NotFound("it is a Beta integral already")
    others = tuple((a, e) for a, e in monomial if a.relation is None or name not in a.free)
    body = quotient_term(Quotient(Poly({others: fmpq(1)})))
    for atom, exponent in monomial:
        key = exponent_key(exponent)
        if atom.relation is not None and name in atom.free and key in bases:
            body = body * poly_term(bases.pop(key)) ** quotient_term(as_quotient(exponent))
    integral = Term("integral", body, variable, low, high)
    s = _fresh("s", context, integral)
    upper = quotient_term(context.normal(context.read(high)).cancelled())
    by = upper * s ** number(Fraction(1, order or 1))
    unit = context.child((s > 0, s < 1))
    slope = unit.read(Term("diff", by, s))
    image = substitute(body, {variable: by})
    # written with (1 - s) so that the kernel recognises the Beta integrand
    new_body = quotient_term(unit.normal(unit.read(image * slope)).cancelled())
    target = Term("integral", new_body, s, ZERO, ONE)
    proof = {"rule": "change of variables", "by": to_json(by)}
    return relation("==", integral, target), proof


def _to_unit(integral: Term, context: Context, budget: Budget) -> tuple[Term, Json]:
    """An integral of general functions over [a, b]: put ``r = a + (b - a) s``; two of them compare."""
    body, variable, low, high = integral.args
    if (low, high) == (ZERO, ONE) or not any(node.op == "apply" for node in subterms(body)):
        raise NotFound("no integral of general functions over an interval other than [0, 1]")
    s = _fresh("s", context, integral)
    by = low + (high - low) * s
    image = substitute(body, {variable: by}) * (high - low)
    target = Term("integral", image, s, ZERO, ONE)
    return relation("==", integral, target), {"rule": "change of variables", "by": to_json(by)}


def _binomial_order(base: Poly, name: str) -> int | None:
    """n if the base is ``A + B r^n`` with A, B free of r."""
    orders = set()
    for monomial in base.terms:
        exponent: Exponent = next((e for a, e in monomial if name in a.free), fmpq(0))
        if not isinstance(exponent, fmpq) or exponent.q != 1 or exponent < 0:
            return None
        orders.add(int(exponent.p))
    orders.discard(0)
    return orders.pop() if len(orders) == 1 else None


def _of_functions(integral: Term, context: Context, budget: Budget) -> tuple[Term, Json]:
    """Sums of ``c f'(a + b t)`` and ``c t^n`` with a, b, c free of t, b not 0, for general functions f."""
    body, variable, low, high = integral.args
    name = str(variable.args[0])
    inside = context.child((variable > low, variable < high))
    value = inside.normal(inside.read(body)).cancelled()
    if any(name in atom.free for atom in value.den.atoms()):
        raise NotFound("the variable occurs in a denominator")
    coefficients: dict[Monomial, Poly] = {}
    for monomial, c in value.num.terms.items():
        moving = tuple((atom, e) for atom, e in monomial if name in atom.free)
        rest = Poly({tuple(p for p in monomial if p not in moving): c})
        coefficients[moving] = coefficients.get(moving, Poly()) + rest
    total = constant(0)
    for moving, coefficient in coefficients.items():
        part = inside.normal(inside.read(_antiderivative(moving, variable, inside)))
        total = total + part * Quotient(coefficient, value.den)
    found = quotient_term(total.cancelled())
    if not any(node.op == "apply" for node in subterms(found)):
        raise NotFound("no general function in the integrand")
    closed = substitute(found, {variable: high}) - substitute(found, {variable: low})
    return relation("==", integral, closed), {"rule": "antiderivative", "F": to_json(found), "inside": []}


def _antiderivative(moving: Monomial, variable: Term, inside: Context) -> Term:
    """Of a power of the variable, or of a derivative of a function at an affine argument."""
    if not moving:
        return variable
    if len(moving) > 1:
        raise NotFound("a product of functions of the variable")
    ((atom, exponent),) = moving
    if atom.term == variable and isinstance(exponent, fmpq) and exponent.q == 1 and exponent >= 0:
        n = int(exponent.p) + 1
        return variable ** number(n) * number(Fraction(1, n))
    if atom.term.op != "apply" or exponent != 1:
        raise NotFound("not a derivative of a general function")
    label, orders, *arguments = atom.term.args
    places = [k for k, argument in enumerate(arguments) if variable in free_symbols(argument)]
    if len(places) != 1 or orders[places[0]] < 1:
        raise NotFound("not a derivative in the direction of the variable")
    (k,) = places
    slope = inside.normal(inside.read(Term("diff", arguments[k], variable))).cancelled()
    if str(variable.args[0]) in {n for a in slope.atoms() for n in a.free} or 0 in inside.sign(slope):
        raise NotFound("the argument is not affine in the variable, or its slope may vanish")
    lowered = (*orders[:k], orders[k] - 1, *orders[k + 1 :])
    return Term("apply", label, lowered, *arguments) * quotient_term(slope.inverse())


def _nested(integral: Term, context: Context, budget: Budget) -> tuple[Term, Json]:
    """An integral in the integrand is replaced by its closed form, under the facts of the outer one."""
    body, variable, low, high = integral.args
    inner = next((node for node in subterms(body) if node.op == "integral"), None)
    if inner is None:
        raise NotFound("no integral in the integrand")
    claim = relation("==", integral, integral)
    pointwise, inside = integrands(claim, context)
    place = next(node for node in subterms(pointwise.args[1]) if node.op == "integral")
    step, proof = closed_form(place, inside, budget)
    point = inside.constraints[-1].args[1]
    simpler = substitute(body, {inner: substitute(step.args[2], {point: variable})})
    lemma = {"claim": to_json(step), "proof": proof}
    target = Term("integral", simpler, variable, low, high)
    return relation("==", integral, target), {
        "rule": "integrate",
        "proof": {"rule": "identity", "lemmas": [lemma]},
    }


def _by_sympy(integral: Term, context: Context, budget: Budget) -> tuple[Term, Json]:
    import sympy

    from otverify.errors import InvalidStatement
    from otverify.sympy_bridge import from_sympy, to_sympy

    body, variable, low, high = integral.args
    try:
        integrand = to_sympy(body)
        symbol = to_sympy(variable)
        with alarm(min(5.0, max(budget.left, 0.01))):
            found = sympy.integrate(integrand, symbol)
        if found.has(sympy.Integral) or found.has(sympy.Piecewise):
            raise NotFound("SymPy finds no antiderivative in one formula")
        primitive = from_sympy(found)
    except (InvalidStatement, NotImplementedError, TypeError, ValueError, AttributeError) as error:
        raise NotFound(f"no antiderivative: {error}") from None
    # SymPy's symbols carry other assumptions; ours go back in by name
    own = {s.args[0]: s for s in free_symbols(integral)}
    primitive = substitute(
        primitive,
        {s: own[s.args[0]] for s in free_symbols(primitive) if s.args[0] in own and own[s.args[0]] != s},
    )
    value = substitute(primitive, {variable: high}) - substitute(primitive, {variable: low})
    claim = relation("==", integral, value)
    return claim, {"rule": "antiderivative", "F": to_json(primitive), "inside": []}
