"""Rigorous enclosures of terms with Arb, and the subdivision of a box.

A ball that is not finite is never used: a NaN ball overlaps and contains everything. A comparison counts
only when the balls are apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from flint import acb, arb, ctx, fmpq

from otverify.kernel.context import Context
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.terms import Json, Term, free_symbols, parse_rational, subterms

MAX_LEAVES: Final = 20_000
MAX_PRECISION: Final = 2_000
#: of an outer integral
PARTS: Final = 32
Values = Mapping[Term, arb]


class Unclear(Rejected):
    """The balls are too wide to tell."""


def enclose(term: Term, values: Values) -> arb:
    """A finite ball that contains the value of a lowered term at every point of the given balls."""
    result = _enclose(term, values)
    if not result.is_finite():
        raise Unclear(f"no finite enclosure of a subterm {term.op!r}")
    return result


def _enclose(term: Term, values: Values) -> arb:
    op, args = term.op, term.args
    if op == "num":
        return arb(fmpq(args[0].numerator, args[0].denominator))
    if op == "sym":
        if term not in values:
            raise Rejected(f"the symbol {args[0]!r} has no value")
        return values[term]
    if op == "pi":
        return arb.pi()
    if op == "e":
        return arb(1).exp()
    if op == "add":
        return sum((enclose(arg, values) for arg in args), arb(0))
    if op == "mul":
        product = arb(1)
        for arg in args:
            product *= enclose(arg, values)
        return product
    if op == "pow":
        return _power(args[0], args[1], values)
    if op in ("gamma", "log", "sin", "cos", "abs"):
        return _function(op, enclose(args[0], values))
    if op in ("max", "min"):
        first, *rest = (enclose(arg, values) for arg in args)
        for other in rest:
            first = first.max(other) if op == "max" else first.min(other)
        return first
    if op == "cases":
        for case in args:
            condition, value = case.args
            if decides(condition, values):
                return enclose(value, values)
        raise Rejected("none of the conditions of a piecewise term holds")
    if op == "integral":
        return _integral(term, values)
    raise Rejected(f"no ball rule for {op!r}")


def _power(base: Term, exponent: Term, values: Values) -> arb:
    if base.op == "e":
        return enclose(exponent, values).exp()
    b = enclose(base, values)
    if exponent.op == "num":
        p, q = exponent.args[0].numerator, exponent.args[0].denominator
        if q == 1:
            return _integer_power(b, p)
        root: arb = b.sqrt() if q == 2 else b ** arb(fmpq(1, q)) if b > 0 else _root_of_touching(b, q)
        return _integer_power(root, p)
    e = enclose(exponent, values)
    whole = e.unique_fmpz()
    if e.is_exact() and whole is not None:
        return _integer_power(b, int(whole))
    if b > 0:
        result: arb = b**e
        return result
    if b >= 0 and e > 0:
        return _power_of_touching(b, e)
    raise Unclear("a power of a base that is not known to be positive")


def _integer_power(b: arb, n: int) -> arb:
    if n < 0 or b > 0 or b < 0:
        plain: arb = b**n
        return plain
    # Arb's power of a ball that contains 0 is not finite
    result = arb(1)
    for digit in bin(n)[2:]:
        result = result * result * (b if digit == "1" else 1)
    return result


def _root_of_touching(b: arb, q: int) -> arb:
    return _power_of_touching(b, arb(fmpq(1, q)))


def _power_of_touching(b: arb, e: arb) -> arb:
    """[0, u]^e for a base that may be 0 and a positive exponent."""
    if not (b >= 0 and e > 0):
        raise Unclear("a root of a number that may be negative")
    top = arb(b.upper())
    if top == 0:
        return arb(0)
    return (top**e).union(arb(0))


def _function(op: str, x: arb) -> arb:
    if op == "gamma":
        return x.gamma()
    if op == "log":
        return x.log()
    if op == "sin":
        return x.sin()
    if op == "cos":
        return x.cos()
    return abs(x)


def _integral(term: Term, values: Values) -> arb:
    body, variable, low, high = term.args
    a, b = enclose(low, values), enclose(high, values)
    if values and not a <= b:
        raise Unclear("the ends of an inner integral may be in the wrong order")
    if inner := [node for node in subterms(body) if node.op == "integral"]:
        if any(node.op == "integral" for one in inner for node in subterms(one.args[0])):
            raise Unclear("an integral of integrals of integrals")
        return _iterated(body, variable, a, b, values)

    fixed = {k: acb(v) for k, v in values.items()}
    trouble: list[Exception] = []

    def integrand(z: acb, analytic: bool) -> acb:
        try:
            return acb("nan") if trouble else _complex(body, {**fixed, variable: z}, analytic)
        except Exception as error:
            # FLINT's callback must return, also when time is up: what is not finite ends the integration
            trouble.append(error)
            return acb("nan")

    # a limit on the work: an integral that is hard to enclose is unclear, not slow
    try:
        result = acb.integral(
            integrand,
            acb(a),
            acb(b),
            rel_tol=arb(2) ** (-min(ctx.prec, 120) // 3),
            eval_limit=800,
            depth_limit=100,
        )
    except SystemError as error:  # an exception between two calls of the callback
        raise error.__cause__ or Rejected("the integration broke off") from None
    if trouble:
        raise trouble[0]
    return result.real


def _iterated(body: Term, variable: Term, a: arb, b: arb, values: Values) -> arb:
    """An integral of integrals, from the ranges of the integrand on equal parts of the interval."""
    if not (a.is_exact() and b.is_exact() and a <= b):
        raise Unclear("the ends of the outer integral are not exact")
    width = (b - a) / PARTS
    total = arb(0)
    for k in range(PARTS):
        part = (a + k * width).union(a + (k + 1) * width)
        total += width * enclose(body, {**values, variable: part})
    if not total.is_finite():
        raise Unclear("an integrand is not bounded on a part")
    return total


def _complex(term: Term, values: Mapping[Term, acb], analytic: bool) -> acb:
    op, args = term.op, term.args
    if op == "add":
        return sum((_complex(arg, values, analytic) for arg in args), acb(0))
    if op == "mul":
        product = acb(1)
        for arg in args:
            product *= _complex(arg, values, analytic)
        return product
    if op == "sym":
        return values[term]
    if op in ("num", "pi", "e"):
        return acb(_enclose(term, {}))
    if op == "pow":
        base = _complex(args[0], values, analytic)
        if args[0].op == "e":
            return _complex(args[1], values, analytic).exp()
        if args[1].op == "num" and args[1].args[0].denominator == 1:
            return base ** int(args[1].args[0])
        return base.pow(_complex(args[1], values, analytic), analytic=analytic)
    if op in ("gamma", "log", "sin", "cos"):
        inner = _complex(args[0], values, analytic)
        if op == "log":
            return inner.log(analytic=analytic)
        return inner.gamma() if op == "gamma" else inner.sin() if op == "sin" else inner.cos()
    raise Rejected(f"no rule for {op!r} under an integral")


def decides(relation: Term, values: Values) -> bool:
    """True or False if the balls settle the relation, else ``Unclear``."""
    op, left, right = relation.args
    gap = enclose(left, values) - enclose(right, values)
    return settles(op, gap)


def settles(op: str, gap: arb) -> bool:
    """Decide ``gap op 0`` from a finite ball, or raise ``Unclear``."""
    if not gap.is_finite():
        raise Unclear("a ball is not finite")
    if gap > 0:
        return op in (">", ">=", "!=")
    if gap < 0:
        return op in ("<", "<=", "!=")
    if gap.is_zero():
        return op in ("==", "<=", ">=")
    if gap >= 0 and op in (">=", "<"):
        return op == ">="
    if gap <= 0 and op in ("<=", ">"):
        return op == "<="
    raise Unclear("the balls overlap")


# ---------------------------------------------------------------------------------------------------
# subdivision of a box


def box_of(claim: Term, context: Context) -> dict[Term, tuple[Fraction, Fraction]]:
    """Closed rational bounds of every free symbol of the claim, read off the facts."""
    box = {}
    for symbol in sorted(free_symbols(claim), key=lambda s: str(s.args[0])):
        if symbol.op != "sym":
            raise Rejected("ball arithmetic needs numbers, not vectors")
        (atom,) = context.normal(symbol).atoms()
        place = context.bounds.get(atom.key, {})
        if 1 not in place or -1 not in place:
            raise Rejected(f"the domain does not bound {symbol.args[0]!r} on both sides")
        box[symbol] = tuple(Fraction(int(edge.p), int(edge.q)) for edge in (place[1][0], place[-1][0]))
    return box  # type: ignore[return-value]


def check_tree(claim: Term, tree: Json, precision: Json, context: Context) -> None:
    """Check ``["split", name, "p/q", below, above]`` down to leaves ``"ok"`` (the claim holds there) or
    ``["outside", k]`` (the k-th constraint fails on the whole leaf)."""
    if type(precision) is not int or not 30 <= precision <= MAX_PRECISION:
        raise Malformed(f"the precision is an integer between 30 and {MAX_PRECISION}")
    op, left, right = claim.args
    claim = Term("rel", op, context.read(left), context.read(right))
    read = tuple(
        Term("rel", fact.args[0], context.read(fact.args[1]), context.read(fact.args[2]))
        for fact in context.constraints
        if fact.op == "rel"
    )
    box = box_of(claim, context)
    leaves = 0
    stack = [(tree, box)]
    with ctx.workprec(precision):
        while stack:
            node, region = stack.pop()
            leaves += 1
            if leaves > MAX_LEAVES:
                raise Malformed("the subdivision has too many leaves")
            if isinstance(node, list) and len(node) == 5 and node[0] == "split":
                stack.extend(_split(node, region))
                continue
            values = {symbol: ball(*ends) for symbol, ends in region.items()}
            if node == "ok":
                if not decides(claim, values):
                    raise Rejected("the claim fails on a leaf of the subdivision")
            elif isinstance(node, list) and len(node) == 2 and node[0] == "outside":
                if type(node[1]) is not int or not 0 <= node[1] < len(read):
                    raise Malformed("no such constraint")
                if decides(read[node[1]], values):
                    raise Rejected("a leaf that should lie outside the domain does not")
            else:
                raise Malformed("a subdivision is made of splits and leaves")


def _split(
    node: Json, region: dict[Term, tuple[Fraction, Fraction]]
) -> list[tuple[Json, dict[Term, tuple[Fraction, Fraction]]]]:
    _, name, at, below, above = node
    middle = parse_rational(at)
    for symbol, (low, high) in region.items():
        if symbol.args[0] == name:
            if not low < middle < high:
                raise Malformed("a split point lies outside its interval")
            return [(below, {**region, symbol: (low, middle)}), (above, {**region, symbol: (middle, high)})]
    raise Malformed(f"no symbol {str(name)[:40]!r} to split")


def ball(low: Fraction, high: Fraction) -> arb:
    """A ball around a closed interval."""
    a, b = (arb(fmpq(value.numerator, value.denominator)) for value in (low, high))
    return a if low == high else a.union(b)
