"""Derivatives and evaluation, taken by the kernel itself.

``lower`` rewrites a term into the core language of the normal form: no ``diff`` or ``at`` is left, and
vector expressions only under ``norm``. ``∂_{x_i} (x·y) = y_i`` and ``∂_{x_i} |z| = ∂_{x_i}(z·z) / (2|z|)``
are the only rules for vectors, so every component identity that follows holds in every dimension.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from otverify.kernel.errors import Rejected
from otverify.kernel.terms import ONE, ZERO, Term, free_symbols, number, rebuild, substitute

HALF = number(Fraction(1, 2))
COMPLEMENT = {"<=": ">", ">": "<=", "<": ">=", ">=": "<"}


@lru_cache(maxsize=1 << 14)
def lower(term: Term) -> Term:
    """Take derivatives, evaluate ``at``, expand vectors; inner nodes first."""
    if term.op == "at":
        body, symbol, value = term.args
        return substitute(lower(body), {symbol: lower(value)})
    if term.op == "diff":
        return differentiate(lower(term.args[0]), term.args[1])
    if term.op == "norm":
        return term
    if term.op == "dot":
        return dot(*term.args)
    if term.op == "comp":
        vector, index = term.args
        return _sum(_times(factor, Term("comp", base, index)) for base, factor in components(vector).items())
    return rebuild(
        term, (lower(arg) if isinstance(arg, Term) and not _opaque(arg) else arg for arg in term.args)
    )


def _opaque(term: Term) -> bool:
    return term.op in ("sym", "vec", "idx", "num")


def components(vector: Term) -> dict[Term, Term]:
    """A vector expression as base vector -> scalar coefficient."""
    if vector.op == "vec":
        return {vector: ONE}
    if vector.op == "vmul":
        factor, inner = vector.args
        return {base: _times(lower(factor), old) for base, old in components(inner).items()}
    result: dict[Term, Term] = {}
    for part in vector.args:
        for base, factor in components(part).items():
            result[base] = factor if base not in result else Term("add", result[base], factor)
    return result


def dot(left: Term, right: Term) -> Term:
    """The inner product of two vector expressions, expanded into inner products of their base vectors."""
    parts = []
    for u, a in components(left).items():
        for v, b in components(right).items():
            first, second = sorted((u, v), key=lambda vector: str(vector.args[0]))
            parts.append(_times(_times(a, b), Term("dot", first, second)))
    return _sum(parts)


def differentiate(term: Term, variable: Term) -> Term:
    """d(term)/d(variable) for a lowered term; ``variable`` is a symbol or a component ``x[i]``."""
    op, args = term.op, term.args
    if op in ("num", "pi", "e", "kron"):
        return ZERO
    if op == "sym":
        return ONE if term == variable else ZERO
    if op == "comp":
        same = variable.op == "comp" and variable.args[0] == args[0]
        return Term("kron", args[1], variable.args[1]) if same else ZERO
    if op == "dot":
        if variable.op != "comp":
            return ZERO
        moving, index = variable.args
        u, v = args
        return _sum(Term("comp", other, index) for one, other in ((u, v), (v, u)) if one == moving)
    if op == "norm":
        square = differentiate(dot(args[0], args[0]), variable)
        return ZERO if square == ZERO else _product((HALF, square, Term("pow", term, number(-1))))
    if op == "add":
        return _sum(differentiate(arg, variable) for arg in args)
    if op == "mul":
        return _sum(
            _product((*args[:k], differentiate(arg, variable), *args[k + 1 :])) for k, arg in enumerate(args)
        )
    if op == "pow":
        return _power_rule(term, variable)
    if op == "log":
        return _times(differentiate(args[0], variable), Term("pow", args[0], number(-1)))
    if op == "sin":
        return _times(differentiate(args[0], variable), Term("cos", args[0]))
    if op == "cos":
        return _times(number(-1), _times(differentiate(args[0], variable), Term("sin", args[0])))
    if op == "apply":
        name, orders, *inputs = args
        parts = []
        for k, value in enumerate(inputs):
            raised = (*orders[:k], orders[k] + 1, *orders[k + 1 :])
            parts.append(_times(differentiate(value, variable), Term("apply", name, raised, *inputs)))
        return _sum(parts)
    if op == "contract":
        if variable.op == "comp" and variable.args[1] == args[0]:
            raise Rejected("the index of differentiation is summed over inside; rename one of them")
        return Term("contract", args[0], differentiate(args[1], variable))
    if op == "cases":
        return _differentiate_cases(term, variable)
    if op == "integral":
        return _differentiate_integral(term, variable)
    if not _depends(term, variable):
        return ZERO
    raise Rejected(f"no differentiation rule for {op!r}; split into cases where it is smooth")


def _power_rule(term: Term, variable: Term) -> Term:
    base, exponent = term.args
    db, de = differentiate(base, variable), differentiate(exponent, variable)
    if exponent.op == "num":
        # x^0 = 1 and x^1 = x everywhere: no negative power may come of them
        n = exponent.args[0]
        return _product((exponent, Term("pow", base, number(n - 1)), db)) if n and db != ZERO else ZERO
    down = Term("pow", base, Term("add", exponent, number(-1)))
    outer = ZERO if db == ZERO else _product((exponent, down, db))
    if de == ZERO:
        return outer
    growth = _product((term, de) if base.op == "e" else (term, de, Term("log", base)))
    return _sum((outer, growth))


def _differentiate_cases(term: Term, variable: Term) -> Term:
    """Branch by branch on the open sets only: undefined where the two conditions meet."""
    if not _depends(term, variable):
        return ZERO
    if len(term.args) == 2:
        (first, one), (second, two) = (case.args for case in term.args)
        sign, left, right = first.args
        if COMPLEMENT.get(sign) and second == Term("rel", COMPLEMENT[sign], left, right):
            strict = {"<=": "<", ">=": ">"}
            return Term(
                "cases",
                Term("case", Term("rel", strict.get(sign, sign), left, right), differentiate(one, variable)),
                Term(
                    "case",
                    Term("rel", strict.get(COMPLEMENT[sign], COMPLEMENT[sign]), left, right),
                    differentiate(two, variable),
                ),
            )
    raise Rejected(
        "a piecewise term is differentiated only if it has two complementary cases (nest the rest)"
    )


def _differentiate_integral(term: Term, variable: Term) -> Term:
    body, bound, low, high = term.args
    if bound == variable:
        ends = [low, high]
        if not any(_depends(end, variable) for end in ends):
            return ZERO
        raise Rejected("the variable of differentiation is bound inside an integral; rename it")
    if _depends(body, variable):
        raise Rejected("differentiation under the integral sign needs its own obligation")
    ends_part = []
    for sign, end in ((1, high), (-1, low)):
        rate = differentiate(end, variable)
        if rate != ZERO:
            ends_part.append(_product((number(sign), substitute(body, {bound: end}), rate)))
    return _sum(ends_part)


def _depends(term: Term, variable: Term) -> bool:
    target = variable if variable.op == "sym" else variable.args[0]
    return target in free_symbols(term)


def _sum(parts: object) -> Term:
    kept = [part for part in parts if part != ZERO]  # type: ignore[attr-defined]
    if not kept:
        return ZERO
    return kept[0] if len(kept) == 1 else Term("add", *kept)


def _product(factors: tuple[Term, ...]) -> Term:
    if ZERO in factors:
        return ZERO
    kept = [factor for factor in factors if factor != ONE]
    if not kept:
        return ONE
    return kept[0] if len(kept) == 1 else Term("mul", *kept)


def _times(left: Term, right: Term) -> Term:
    return _product((left, right))
