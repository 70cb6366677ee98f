"""Exact points: what refutes a statement, and what shows that its domain is not empty.

A point gives every free symbol an exact value (a term without symbols), every vector its components,
every index a number, every general function a formula, every abstract set finitely many cells. All terms
become ground terms, whose sign is decided by rational arithmetic, by balls at growing precision, or by an
equal normal form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import permutations
from math import isqrt
from typing import Any, Final

from flint import ctx

from otverify.kernel.balls import Unclear, enclose
from otverify.kernel.calculus import components, lower
from otverify.kernel.context import Context
from otverify.kernel.definedness import conditions
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.powers import is_whole, real_power
from otverify.kernel.signs import ALLOWED, NONNEGATIVE
from otverify.kernel.terms import (
    ONE,
    ZERO,
    Json,
    Term,
    diff,
    free_symbols,
    from_json,
    kind,
    number,
    parse_rational,
    rebuild,
    substitute,
    subterms,
    to_json,
)

PRECISIONS: Final = (64, 200, 600, 1800)
MAX_DIMENSION: Final = 6
MAX_CELLS: Final = 64
#: a formula of these operations is smooth wherever it is defined
SMOOTH: Final = ("num", "sym", "pi", "e", "add", "mul", "pow", "sin", "cos", "gamma", "log")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Exact values for everything that is free in a statement."""

    symbols: dict[Term, Term] = field(default_factory=dict)
    vectors: dict[Term, tuple[Term, ...]] = field(default_factory=dict)
    indices: dict[Term, int] = field(default_factory=dict)
    #: name -> (argument symbols, formula)
    functions: dict[str, tuple[tuple[Term, ...], Term]] = field(default_factory=dict)
    #: name -> weights of its cells
    sets: dict[str, tuple[Fraction, ...]] = field(default_factory=dict)
    #: (function, set) -> values on the cells; a point symbol is placed in a cell by ``places``
    tables: dict[tuple[str, str], tuple[Fraction, ...]] = field(default_factory=dict)
    places: dict[Term, tuple[str, int]] = field(default_factory=dict)

    @property
    def dimension(self) -> int | None:
        """The number of components of the vectors."""
        return len(next(iter(self.vectors.values()))) if self.vectors else None

    def to_json(self) -> Json:
        """Canonical JSON."""
        return {
            "symbols": sorted([[to_json(k), to_json(v)] for k, v in self.symbols.items()], key=str),
            "vectors": sorted(
                [[k.args[0], [to_json(c) for c in v]] for k, v in self.vectors.items()], key=str
            ),
            "indices": sorted([[k.args[0], n] for k, n in self.indices.items()], key=str),
            "functions": sorted(
                [
                    [name, [to_json(a) for a in args], to_json(f)]
                    for name, (args, f) in self.functions.items()
                ],
                key=str,
            ),
            "sets": sorted(
                [[name, [str(w) for w in weights]] for name, weights in self.sets.items()], key=str
            ),
            "tables": sorted([[f, s, [str(v) for v in row]] for (f, s), row in self.tables.items()], key=str),
            "places": sorted([[k.args[0], s, n] for k, (s, n) in self.places.items()], key=str),
        }


def point_from_json(data: Json) -> Point:
    """Parse a point, failing closed."""
    keys = {"symbols", "vectors", "indices", "functions", "sets", "tables", "places"}
    if not isinstance(data, dict) or set(data) != keys:
        raise Malformed(f"a point has the keys {sorted(keys)}")
    rows = {
        key: _rows(data[key], 2 if key in ("symbols", "vectors", "indices", "sets") else 3) for key in keys
    }
    vectors = {Term("vec", _name(n)): tuple(from_json(c) for c in _rows(v)) for n, v in rows["vectors"]}
    if len({len(v) for v in vectors.values()}) > 1 or any(
        not 1 <= len(v) <= MAX_DIMENSION for v in vectors.values()
    ):
        raise Malformed(f"vectors have one common dimension between 1 and {MAX_DIMENSION}")
    return Point(
        symbols={from_json(k): from_json(v) for k, v in rows["symbols"]},
        vectors=vectors,
        indices={Term("idx", _name(n)): _count(v) for n, v in rows["indices"]},
        functions={
            _name(n): (tuple(from_json(a) for a in _rows(args)), from_json(f))
            for n, args, f in rows["functions"]
        },
        sets={_name(n): tuple(parse_rational(w) for w in _rows(ws)) for n, ws in rows["sets"]},
        tables={
            (_name(f), _name(s)): tuple(parse_rational(v) for v in _rows(vs)) for f, s, vs in rows["tables"]
        },
        places={Term("sym", _name(n), "point"): (_name(s), _count(k)) for n, s, k in rows["places"]},
    )


def _rows(data: Json, width: int | None = None) -> list[Any]:
    if not isinstance(data, list) or len(data) > 200:
        raise Malformed("expected a list")
    if width and any(not isinstance(row, list) or len(row) != width for row in data):
        raise Malformed(f"expected rows of length {width}")
    return data


def _name(data: Json) -> str:
    if not isinstance(data, str):
        raise Malformed("expected a name")
    return data


def _count(data: Json) -> int:
    if type(data) is not int or not 0 <= data <= MAX_CELLS:
        raise Malformed("expected a small number")
    return data


# ---------------------------------------------------------------------------------------------------
# from a term to a ground term


def check_point(point: Point) -> None:
    """Values are ground, integers are integers, weights are not negative, shapes agree."""
    for symbol, value in point.symbols.items():
        if symbol.op != "sym" or kind(value) != "s" or not is_ground(value):
            raise Malformed("the value of a symbol is a number without symbols")
        if symbol.args[1] == "integer" and not (value.op == "num" and value.args[0].denominator == 1):
            raise Malformed(f"{symbol.args[0]!r} is an integer")
        if symbol.args[1] == "point" and point.sets:
            # without sets to integrate over, the abstract space may be the real line
            raise Malformed("a point of an abstract set is placed in a cell")
        if symbol.args == ("d", "integer"):
            if value.args[0] < 1:
                raise Malformed("the dimension is at least 1")
            if point.dimension is not None and value.args[0] != point.dimension:
                raise Malformed("the vectors do not have d components")
    if any(not is_ground(c) for v in point.vectors.values() for c in v):
        raise Malformed("the components of a vector are numbers")
    if point.indices and point.dimension is None and Term("sym", "d", "integer") not in point.symbols:
        raise Malformed("indices need a dimension")
    for n in point.indices.values():
        if n < 1 or n > _dimension(point):
            raise Malformed("an index runs from 1 to d")
    for args, formula in point.functions.values():
        if any(a.op != "sym" or a.args[1] != "real" for a in args) or not free_symbols(formula) <= set(args):
            raise Malformed("a function is given by a formula in its arguments")
        if any(node.op not in SMOOTH for node in subterms(formula)):
            raise Malformed("a general function is smooth")
        # without facts: defined for all arguments
        Context().require_defined(lower(formula))
    for weights in point.sets.values():
        # a cell of weight 0 is a null set that has points
        if not 1 <= len(weights) <= MAX_CELLS or any(w < 0 for w in weights):
            raise Malformed("the cells of a set have weights >= 0")
    for (_, owner), row in point.tables.items():
        if owner not in point.sets or len(row) != len(point.sets[owner]):
            raise Malformed("a table has one value per cell")
    for owner, k in point.places.values():
        if owner not in point.sets or k >= len(point.sets[owner]):
            raise Malformed("a point lies in a cell of its set")


def _dimension(point: Point) -> int:
    if point.dimension is not None:
        return point.dimension
    value = point.symbols.get(Term("sym", "d", "integer"))
    if value is None or value.args[0] > MAX_DIMENSION:
        raise Malformed("indices need a small dimension")
    return int(value.args[0])


def is_ground(term: Term) -> bool:
    """No free symbol, vector, index or general function is left."""
    return not free_symbols(term) and not any(node.op in ("apply", "over") for node in subterms(term))


def ground(term: Term, point: Point) -> Term:
    """The term at the point: derivatives are taken first, then everything is put in."""
    term = substitute_functions(lower(term), point)
    return _ground(lower(term), point)


def substitute_functions(term: Term, point: Point) -> Term:
    """Replace general functions, and their derivatives, by their formulas."""
    if not point.functions:
        return term
    args = tuple(substitute_functions(arg, point) if isinstance(arg, Term) else arg for arg in term.args)
    term = rebuild(term, args)
    if term.op == "apply" and term.args[0] in point.functions:
        name, orders, *values = term.args
        symbols, formula = point.functions[name]
        if len(symbols) != len(values):
            raise Malformed(f"{name!r} takes {len(symbols)} arguments")
        for symbol, order in zip(symbols, orders, strict=True):
            formula = diff(formula, symbol, order) if order else formula
        return substitute(lower(formula), dict(zip(symbols, values, strict=True)))
    return term


def _ground(term: Term, point: Point) -> Term:
    op, args = term.op, term.args
    if op == "sym":
        if term in point.symbols:
            return point.symbols[term]
        if term in point.places or term.args[0].startswith("@"):
            return term
        if term.args == ("d", "integer") and point.dimension is not None:
            return number(point.dimension)
        raise Rejected(f"the point gives no value to {args[0]!r}")
    if op == "comp":
        return _components(args[0], point)[_index(args[1], point) - 1]
    if op == "kron":
        return ONE if _index(args[0], point) == _index(args[1], point) else ZERO
    if op == "dot":
        return _inner(*(_components(vector, point) for vector in args))
    if op == "norm":
        square = _inner(_components(args[0], point), _components(args[0], point))
        return folded(Term("pow", square, number(Fraction(1, 2))))
    if op == "contract":
        index, body = args
        return Term("add", *(_ground(body, _with_index(point, {index: n})) for n in _range(point)))
    if op == "det":
        return _determinant(term, point)
    if op == "apply":
        return _table_value(term, point)
    if op == "over":
        return _sum_over(term, point)
    if op in ("integral", "ball"):
        return _ground_integral(term, point)
    if op == "pow":
        return _ground_power(term, point)
    return folded(rebuild(term, (_ground(arg, point) if isinstance(arg, Term) else arg for arg in args)))


def _ground_power(term: Term, point: Point) -> Term:
    base, exponent = (_ground(arg, point) for arg in term.args)
    n = exact(exponent)
    if base.op == "e" or n is None or n.denominator != 1 or is_whole(term.args[1]):
        return folded(rebuild(term, (base, exponent)))
    value = exact(base)
    if value is not None and value >= 0:
        return folded(Term("pow", base, exponent))
    return real_power(base, number(n))


def folded(term: Term) -> Term:
    """Arithmetic of rational numbers, carried out."""
    if term.op in ("add", "mul", "pow", "abs") and all(arg.op == "num" for arg in term.args):
        value = exact(term)
        return term if value is None else number(value)
    return term


def _components(vector: Term, point: Point) -> tuple[Term, ...]:
    if vector in point.vectors:
        return point.vectors[vector]
    parts = components(vector)
    rows = []
    for base, factor in parts.items():
        if base not in point.vectors:
            raise Rejected(f"the point gives no value to {base.args[0]!r}")
        scale = _ground(factor, point)
        rows.append([folded(Term("mul", scale, c)) for c in point.vectors[base]])
    return tuple(folded(Term("add", *column)) for column in zip(*rows, strict=True))


def _inner(u: tuple[Term, ...], v: tuple[Term, ...]) -> Term:
    return folded(Term("add", *(folded(Term("mul", a, b)) for a, b in zip(u, v, strict=True))))


def _index(index: Term, point: Point) -> int:
    if index not in point.indices:
        raise Rejected(f"the point gives no value to the index {index.args[0]!r}")
    return point.indices[index]


def _range(point: Point) -> range:
    return range(1, _dimension(point) + 1)


def _with_index(point: Point, extra: dict[Term, int]) -> Point:
    return replace(point, indices={**point.indices, **extra})


def _placed(point: Point, variable: Term, owner: str, k: int) -> Point:
    return replace(point, places={**point.places, variable: (owner, k)})


def _determinant(term: Term, point: Point) -> Term:
    """Leibniz' formula over the explicit d x d matrix: independent of Sylvester's rule."""
    body, i, j = term.args
    size = _dimension(point)
    if size > 4:
        raise Rejected("explicit determinants are expanded up to d = 4")
    entry = {
        (a, b): _ground(body, _with_index(point, {i: a, j: b})) for a in _range(point) for b in _range(point)
    }
    parts = []
    for order in permutations(range(1, size + 1)):
        inversions = sum(order[a] > order[b] for a in range(size) for b in range(a + 1, size))
        parts.append(Term("mul", number((-1) ** inversions), *(entry[a + 1, order[a]] for a in range(size))))
    return Term("add", *parts)


def _table_value(term: Term, point: Point) -> Term:
    name, _, *values = term.args
    if len(values) == 1 and values[0] in point.places:
        owner, k = point.places[values[0]]
        if (name, owner) in point.tables:
            return number(point.tables[name, owner][k])
    raise Rejected(f"the point does not say what {name!r} is here")


def _sum_over(term: Term, point: Point) -> Term:
    body, variable, owner = term.args
    if owner not in point.sets:
        raise Rejected(f"the point does not say what the set {owner!r} is")
    if variable.args[1] != "point":
        raise Rejected("an abstract set is integrated over with a point symbol")
    parts = []
    for k, weight in enumerate(point.sets[owner]):
        inside = _placed(point, variable, owner, k)
        parts.append(Term("mul", number(weight), _ground(body, inside)))
    return Term("add", *parts)


def _ground_integral(term: Term, point: Point) -> Term:
    body, variable, *rest = term.args
    inner = replace(point, symbols={**point.symbols, variable: variable})
    return Term(term.op, _ground(body, inner), variable, *(_ground(arg, point) for arg in rest))


# ---------------------------------------------------------------------------------------------------
# deciding ground relations


def exact(term: Term) -> Fraction | None:
    """The value of a ground term as a rational number, if rational arithmetic reaches it."""
    op, args = term.op, term.args
    if op == "num":
        return args[0]  # type: ignore[no-any-return]
    if op in ("add", "mul", "max", "min", "abs"):
        values = [exact(arg) for arg in args]
        if any(value is None for value in values):
            return None
        numbers: list[Fraction] = [value for value in values if value is not None]
        if op == "add":
            return sum(numbers, Fraction(0))
        if op == "mul":
            product = Fraction(1)
            for value in numbers:
                product *= value
            return product
        return abs(numbers[0]) if op == "abs" else max(numbers) if op == "max" else min(numbers)
    if op == "pow":
        base, exponent = exact(args[0]), exact(args[1])
        if base is None and exponent is not None and args[0].op == "pow":
            # (b^s)^t = b^(st) for b >= 0
            base, inner = exact(args[0].args[0]), exact(args[0].args[1])
            if base is None or inner is None or base < 0 or (base == 0 and inner * exponent <= 0):
                return None
            exponent = inner * exponent
        if base is None or exponent is None or abs(exponent) > 4000:
            return None
        if exponent.denominator == 2:
            base, exponent = _rational_root(base), exponent * 2
        if base is None or exponent.denominator != 1:
            return None
        if base == 0 and exponent < 0:
            return None
        if abs(exponent) * (base.numerator.bit_length() + base.denominator.bit_length()) > 200_000:
            return None
        return base ** int(exponent)
    if op == "cases":
        for case in args:
            left, right = (exact(side) for side in case.args[0].args[1:])
            if left is None or right is None:
                return None
            if (left > right) - (left < right) in ALLOWED[case.args[0].args[0]]:
                return exact(case.args[1])
    return None


def _rational_root(value: Fraction) -> Fraction | None:
    """The square root of a rational number, if it is rational."""
    if value < 0:
        return None
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    root = Fraction(top, bottom)
    return root if root * root == value else None


def sign_at(term: Term) -> int:
    """The sign of a ground term, or ``Unclear``."""
    value = exact(term)
    if value is not None:
        return (value > 0) - (value < 0)
    hard = any(node.op in ("integral", "ball") for node in subterms(term))
    if hard:
        closed = _closed_value(term)
        if closed is not None:
            return closed
        _require_real(term)
    for precision in PRECISIONS[:1] if hard else PRECISIONS:
        with ctx.workprec(precision):
            try:
                ball = enclose(_resolved(term), {})
            except Unclear:
                continue
            if ball > 0:
                return 1
            if ball < 0:
                return -1
            if precision == PRECISIONS[1] and _is_zero(term):
                return 0
    if _is_zero(term):
        return 0
    raise Unclear("the sign at the point is not decided")


def _require_real(term: Term, inside: Context | None = None) -> None:
    """Reject unless roots and logarithms inside integrals are real: Arb would take complex ones."""
    op, args = term.op, term.args
    if op in ("integral", "ball"):
        body, variable = args[:2]
        low, high = args[2:] if op == "integral" else (ZERO, args[2])
        outer = inside or Context()
        fresh = Term("sym", f"@r{outer.depth}", variable.args[1])
        within = outer.child((Term("rel", ">", fresh, low), Term("rel", "<", fresh, high)))
        _require_real(substitute(body, {variable: fresh}), within)
        args = args[2:]
    elif (
        inside is not None
        and (op == "log" or (op == "pow" and _takes_a_root(*args)))
        and not inside.sign_of_term(inside.read(args[0])) <= NONNEGATIVE
    ):
        raise Unclear("a root under an integral of what may be negative")
    for arg in args:
        if isinstance(arg, Term):
            _require_real(arg, inside)


def _takes_a_root(base: Term, exponent: Term) -> bool:
    return base.op != "e" and not (exponent.op == "num" and exponent.args[0].denominator == 1)


def _resolved(term: Term) -> Term:
    """A ground ball integral as an ordinary one."""
    if term.op == "ball":
        body, variable, radius, dimension = (_resolved(arg) for arg in term.args)
        half = dimension / 2
        sphere = 2 * Term("pi") ** half / Term("gamma", half)
        return sphere * Term("integral", body * variable ** (dimension - 1), variable, ZERO, radius)
    if term.op in ("num", "sym", "pi", "e"):
        return term
    return rebuild(term, (_resolved(arg) if isinstance(arg, Term) else arg for arg in term.args))


def _closed_value(term: Term) -> int | None:
    """The sign of a ground term whose normal form is a rational number (integrals of polynomials)."""
    try:
        context = Context()
        read = context.read(term)
        context.require_defined(read)
        value = context.normal(read).cancelled().as_constant()
    except (Rejected, ZeroDivisionError):
        return None
    return None if value is None else (value > 0) - (value < 0)


def _is_zero(term: Term) -> bool:
    try:
        context = Context()
        read = context.read(term)
        context.require_defined(read)
        return context.normal(read).is_zero()
    except (Rejected, ZeroDivisionError):
        return False


def holds_at(relation: Term, point: Point) -> bool:
    """Decide a constraint at a point, after checking that both sides are defined there."""
    if relation.op == "in":
        member, owner = relation.args
        return member in point.places and point.places[member][0] == owner
    if relation.op == "all":
        body, variable, owner = relation.args
        if owner not in point.sets or variable.args[1] != "point":
            raise Rejected(f"the point does not say what the set {owner!r} is")
        return all(holds_at(body, _placed(point, variable, owner, k)) for k in range(len(point.sets[owner])))
    op, left, right = relation.args
    left, right = ground(left, point), ground(right, point)
    require_defined_at((left, right))
    return sign_at(left - right) in ALLOWED[op]


def require_defined_at(terms: Iterable[Term]) -> None:
    """Reject unless the ground terms are defined."""
    for term in terms:
        trouble = undefined_part(term)
        if trouble is not None:
            raise Rejected(f"undefined at the point: a subterm must be {trouble} 0")


def undefined_part(term: Term) -> str | None:
    """Which condition of definedness a ground term violates, or None if it violates none."""
    if term.op == "cases":
        for case in term.args:
            left, right = case.args[0].args[1:]
            trouble = undefined_part(left) or undefined_part(right)
            if trouble:
                return trouble
            if sign_at(left - right) in ALLOWED[case.args[0].args[0]]:
                return undefined_part(case.args[1])
        return "covered by a condition of a piecewise term; !="
    if term.op in ("integral", "ball"):
        # the integrand is checked where the enclosure is computed; the order of the ends here
        if term.op == "integral" and sign_at(term.args[3] - term.args[2]) < 0:
            return ">="
        return next((t for arg in term.args[2:] if (t := undefined_part(arg))), None)
    for arg in term.args:
        if isinstance(arg, Term):
            trouble = undefined_part(arg)
            if trouble:
                return trouble
    if term.op == "gamma" and sign_at(term.args[0]) <= 0:
        value = exact(term.args[0])
        if value is None or value.denominator != 1:
            raise Rejected("Gamma is used at positive arguments only")
        return "!="
    if term.op in ("pow", "log"):
        for need, part in conditions(Term(term.op, *term.args), Context()):
            if part in term.args and sign_at(part) not in ALLOWED[need]:
                return need
    return None
