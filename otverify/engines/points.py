"""Exact points of a domain: simple ones first, then its boundary, then extremes, then random ones."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from otverify.engines.budget import Budget
from otverify.engines.models import Flattened, flatten, formula
from otverify.kernel.calculus import lower
from otverify.kernel.context import Context
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, exact, ground, holds_at
from otverify.kernel.terms import Term, free_symbols, number, substitute, subterms

F = Fraction
NICE: Final = [F(1), F(2), F(1, 2), F(3), F(1, 3), F(3, 2), F(5, 7), F(4), F(1, 10), F(10), F(7, 4)]
SIGNED: Final = [*NICE, F(0), F(-1), F(-2), F(-1, 2), F(-3, 2), F(-5, 7), F(100), F(-10)]
STEPS: Final = [F(1), F(1, 2), F(2), F(1, 10), F(1, 100), F(5), F(100), F(1, 1000)]
INNER: Final = [F(1, 2), F(1, 4), F(3, 4), F(1, 10), F(9, 10), F(2, 3), F(99, 100), F(1, 100)]
UNIT: Final[dict[int, list[tuple[Fraction, ...]]]] = {
    1: [(F(1),), (F(-1),)],
    2: [(F(1), F(0)), (F(3, 5), F(4, 5)), (F(0), F(-1)), (F(-5, 13), F(12, 13))],
    3: [(F(1), F(0), F(0)), (F(2, 3), F(1, 3), F(2, 3)), (F(0), F(3, 5), F(-4, 5)), (F(-1), F(0), F(0))],
}
#: so many attempts look at simple points only: what they refute has a simple witness
SIMPLE: Final = 12
FRAMES: Final[dict[int, list[tuple[Fraction, ...]]]] = {
    1: [(F(1),)],
    2: [(F(3, 5), F(4, 5)), (F(-4, 5), F(3, 5))],
    3: [(F(2, 3), F(1, 3), F(2, 3)), (F(1, 3), F(2, 3), F(-2, 3)), (F(2, 3), F(-2, 3), F(-1, 3))],
}
DIMENSION = Term("sym", "d", "integer")
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class Sampler:
    """Draws exact points at which all constraints hold."""

    def __init__(
        self,
        claim_terms: tuple[Term, ...],
        given: tuple[Term, ...],
        seed: int = 0,
        near: tuple[Term, ...] = (),
    ) -> None:
        self.given = given
        #: relations whose boundary is worth a look, though they need not hold
        self.near = near
        #: where the sides of the claim meet, or a part of it has no meaning
        self.special = (*(t for t in claim_terms if t.op == "rel"), *_vanishing(claim_terms))
        self.random = random.Random(seed)  # noqa: S311 - reproducible instances, not secrets
        #: every kind of vectors and of sets has its turn, in an order of its own
        self.modes, self.sorts = self.random.sample(range(24), 24), self.random.sample(range(30), 30)
        everything = (*claim_terms, *given)
        free = {s for t in everything for s in free_symbols(t)}
        nodes = [node for t in everything for node in subterms(t)]

        def sorted_free(op: str, *, point: bool = False) -> list[Term]:
            chosen = (s for s in free if s.op == op and (op != "sym" or (s.args[1] == "point") is point))
            return sorted(chosen, key=lambda s: str(s.args[0]))

        self.symbols = sorted_free("sym")
        self.places = sorted_free("sym", point=True)
        self.vectors = sorted_free("vec")
        self.indices = sorted_free("idx")
        self.sets = sorted(
            {str(n.args[2]) for n in nodes if n.op in ("over", "all")}
            | {str(n.args[1]) for n in nodes if n.op == "in"}
        )
        self.owner = _owners(nodes)
        if not self.sets:
            # the abstract space may be the real line
            self.symbols, self.places = [*self.symbols, *self.places], []
        self.tables = sorted(
            {
                (str(n.args[0]), self.owner[n.args[2]])
                for n in nodes
                if n.op == "apply" and len(n.args) == 3 and n.args[2] in self.owner
            }
        )
        tabled = {name for name, _ in self.tables}
        self.functions = sorted(
            {(str(n.args[0]), len(n.args) - 2) for n in nodes if n.op == "apply" and n.args[0] not in tabled}
        )
        self.needs_dimension = bool(self.vectors) or any(
            n.op in ("comp", "kron", "norm", "dot", "det", "contract", "ball") for n in nodes
        )
        self.flat: Flattened | None = flatten(claim_terms, given) if self.functions else None
        self.flat_sampler = Sampler(self.flat.terms, self.flat.given, seed) if self.flat else None

    def points(self, budget: Budget, count: int, attempts: int = 400) -> Iterator[Point]:
        """Up to ``count`` different points of the domain."""
        seen: set[str] = set()
        for attempt in range(attempts):
            budget.check()
            point = self._draw(attempt)
            if point is None:
                continue
            try:
                text = str(point.to_json())
            except ValueError:
                continue  # a number of thousands of digits
            if text in seen:
                continue
            seen.add(text)
            if self.admits(point):
                yield point
                count -= 1
                if count <= 0:
                    return

    def admits(self, point: Point) -> bool:
        """True if every constraint holds at the point (exactly or by balls)."""
        try:
            return all(holds_at(constraint, point) for constraint in self.given)
        except (Rejected, ArithmeticError):
            return False

    # -- drawing -------------------------------------------------------------------------------------
    def _draw(self, attempt: int) -> Point | None:
        if self.flat is not None and self.flat_sampler is not None and attempt % 3:
            # values of the functions first, then functions through these values
            values = self.flat_sampler._draw(attempt // 3 * 2 + attempt % 3)
            return None if values is None else self.flat.interpolated(values)
        dimension = (1, 2, 3)[attempt % 3] if self.needs_dimension else 1
        # after the first, simple ones what vectors, sets and numbers look like is independent
        mode = sort = attempt
        if attempt >= SIMPLE:
            mode = SIMPLE + self.modes[attempt % len(self.modes)]
            sort = SIMPLE + self.sorts[attempt % len(self.sorts)]
        point = Point(
            vectors=self._vectors(dimension, mode),
            functions={name: formula(arity, self.random) for name, arity in self.functions},
        )
        point = self._with_sets(point, sort)
        symbols = dict(point.symbols)
        for symbol in self._order():
            value = self._value(symbol, replace(point, symbols=symbols), attempt, dimension)
            if value is None:
                return None
            symbols[symbol] = number(value)
        point = self._moved(replace(point, symbols=symbols), attempt)
        point = self._balanced(self._tight(point, sort), sort)
        return self._with_indices(point, dimension)

    def _moved(self, point: Point, attempt: int) -> Point:
        """Now and then any one symbol is moved to where the sides meet or a part has no meaning."""
        if attempt < SIMPLE or attempt % 4 != 3 or not self.special:
            return point
        fact = self.random.choice(self.special)
        moving = sorted(
            (s for s in free_symbols(fact) if s in point.symbols and s.args[1] == "real"), key=str
        )
        for symbol in self.random.sample(moving, len(moving)):
            others = {s: value for s, value in point.symbols.items() if s != symbol}
            ends = _edges(symbol, fact, replace(point, symbols=others))
            if ends:
                return replace(point, symbols={**others, symbol: number(self.random.choice(ends)[1])})
        return point

    def _with_indices(self, point: Point, dimension: int) -> Point | None:
        if not self.indices:
            return point
        symbols = dict(point.symbols)
        d = point.dimension or int(symbols.get(DIMENSION, number(dimension)).args[0])
        if d > 6:
            return None
        if point.dimension is None:
            symbols.setdefault(DIMENSION, number(d))
        return replace(point, symbols=symbols, indices={i: self.random.randint(1, d) for i in self.indices})

    def _order(self) -> list[Term]:
        """Symbols that others are compared with come first."""
        depth: dict[Term, int] = dict.fromkeys(self.symbols, 0)
        for _ in range(3):
            for constraint in self.given:
                if constraint.op != "rel":
                    continue
                _, left, right = constraint.args
                for target, other in ((left, right), (right, left)):
                    bare = target.args[0] if target.op == "abs" else target
                    if bare in depth and (other.op != "sym" or target is left):
                        below = [depth[s] for s in free_symbols(other) if s in depth and s != bare]
                        if below:
                            depth[bare] = max(depth[bare], 1 + max(below))
        return sorted(self.symbols, key=lambda s: (depth[s], str(s.args[0])))

    def _value(self, symbol: Term, partial: Point, attempt: int, dimension: int) -> Fraction | None:
        if symbol == DIMENSION:
            if self.vectors or self.indices:
                return F(dimension)
            return F(self.random.choice((1, 2, 3, 4, 5) if attempt < SIMPLE else (1, 2, 3, 4, 5, 6, 8)))
        low: Fraction | None = None
        high: Fraction | None = None
        edges: list[Fraction] = []
        open_ends: set[Fraction] = set()
        for constraint in self.given:
            if constraint.op != "rel" or symbol not in free_symbols(constraint):
                continue
            for op, value in _edges(symbol, constraint, partial):
                edges.append(value)
                if op == "==":
                    if attempt >= SIMPLE and attempt % 5 == 3:
                        # an equation that is linear only in part may have other solutions
                        continue
                    return value
                if op in (">", "<"):
                    open_ends.add(value)
                if op in (">", ">="):
                    low = value if low is None else max(low, value)
                elif op in ("<", "<="):
                    high = value if high is None else min(high, value)
        if low is not None and high is not None and low > high:
            return None
        pool = _pool(low, high, edges)
        if symbol.args[1] == "integer":
            pool = [value for value in pool if value.denominator == 1] or [F(1), F(2), F(3)]
        if attempt < 2:
            # everything 1, everything 0: the places where equality cases sit
            return F(1 - attempt) if F(1 - attempt) in pool else pool[0]
        if attempt % 4 == 1 and symbol.args[1] == "real":
            near = self.near
            if attempt >= SIMPLE and (not near or self.random.random() < 0.5):
                near = self.special
            ends = [value for fact in near for _, value in _edges(symbol, fact, partial)]
            close = [v + s for v in ends for s in (F(0), F(0), F(1, 7), F(-1, 7))]
            close = [v for v in close if (low is None or v >= low) and (high is None or v <= high)]
            if close:
                return close[0] if attempt < 6 else self.random.choice(close)
        if attempt > 6 and symbol.args[1] == "real" and attempt % 6 > (3 if attempt < SIMPLE else 2):
            if attempt % 6 != 5:
                return self._corner(low, high, pool, open_ends if attempt >= SIMPLE else set())
            return self._far(low, high, pool)
        if attempt < len(pool):
            return pool[(attempt + self.symbols.index(symbol) * (attempt // 3)) % len(pool)]
        return self.random.choice(pool)

    def _corner(
        self, low: Fraction | None, high: Fraction | None, pool: list[Fraction], open_ends: set[Fraction]
    ) -> Fraction:
        """An end of what is allowed, or just inside; an end that is not allowed itself less often."""
        ends = [end for end in (low, high) if end is not None] or [F(0), F(1), F(-1)]
        end = self.random.choice(ends)
        if end in open_ends and self.random.random() < 0.5:
            return self.random.choice(pool[:3])
        width = high - low if low is not None and high is not None else F(1)
        inwards = 1 if end == low else -1
        return end + inwards * width * self.random.choice((F(0), F(0), F(1, 1000)))

    def _far(self, low: Fraction | None, high: Fraction | None, pool: list[Fraction]) -> Fraction:
        """Very small or very large, in proportion to the ends."""
        factor = self.random.choice((F(1, 10**6), F(1, 1000), F(1, 30), F(30), F(1000)))
        if low is not None and high is not None:
            return self.random.choice(pool)
        if low is not None:
            return low + factor * (abs(low) or 1)
        if high is not None:
            return high - factor * (abs(high) or 1)
        return factor * self.random.choice((1, -1))

    def _vectors(self, dimension: int, attempt: int) -> dict[Term, tuple[Term, ...]]:
        if attempt % 8 == 5:
            frame = FRAMES[dimension]
            rows = (frame[k % len(frame)] for k in range(len(self.vectors)))
            return {v: tuple(map(number, row)) for v, row in zip(self.vectors, rows, strict=True)}
        vanishing = attempt >= SIMPLE and attempt % 8 == 7
        drawn: dict[Term, tuple[Term, ...]] = {}
        earlier: list[tuple[Fraction, ...]] = []
        for vector in self.vectors:
            row = self._again(earlier, attempt) if earlier and attempt % 4 == 3 else self._vector(dimension)
            earlier.append(row)
            radius = self._radius(vector, dimension, attempt % 6 == 5) if attempt % 3 == 2 else None
            if vanishing and (len(self.vectors) == 1 or self.random.random() < 0.5):
                row = (F(0),) * dimension
            elif radius is not None:
                # aligned, opposite or any directions, at a length that the constraints suggest
                unit = self.random.choice(UNIT[dimension][:1] * 3 + UNIT[dimension])
                sign = self.random.choice((1, 1, -1))
                row = tuple(sign * c * radius for c in unit)
            drawn[vector] = tuple(number(c) for c in row)
        return drawn

    def _again(self, earlier: list[tuple[Fraction, ...]], attempt: int) -> tuple[Fraction, ...]:
        """A multiple of the first vector: coincident, opposite, parallel; or any earlier one once more."""
        if attempt % 8 == 3 and self.random.random() < 0.5:
            return self.random.choice(earlier)
        factor = self.random.choice((F(1), F(2), F(1, 2), F(-1), F(0)))
        return tuple(c * factor for c in earlier[0])

    def _radius(self, vector: Term, dimension: int, outermost: bool) -> Fraction | None:
        """A length, the largest or any, from the bounds on |v| by the dimension only; None without any."""
        low, high = F(0), None
        for constraint in self.given:
            if constraint.op != "rel":
                continue
            op, left, right = constraint.args
            if Term("norm", vector) == right:
                op, left, right = MIRRORED[op], right, left
            if left != Term("norm", vector):
                continue
            right = substitute(right, {DIMENSION: number(dimension)})
            value = exact(right) if not free_symbols(right) else None
            if value is None:
                continue
            if op in ("<", "<="):
                high = value if high is None else min(high, value)
            elif op in (">", ">="):
                low = max(low, value)
        if high is None and low == 0:
            return None
        if outermost and high is not None:
            return high
        pool = [low + s for s in (F(0), F(1, 100), F(1, 10), F(1))] if high is None else []
        pool += [low + (high - low) * s for s in (*INNER, F(1))] if high is not None else []
        return self.random.choice(pool)

    def _vector(self, dimension: int) -> tuple[Fraction, ...]:
        pick = self.random
        scale = pick.choice((F(1), F(1), F(1), F(1, 5), F(1, 20)))
        if pick.random() < 0.35:
            unit = pick.choice(UNIT[dimension])
            return tuple(c * scale for c in unit)
        return tuple(scale * F(pick.randint(-4, 4), pick.choice((1, 1, 2, 3))) for _ in range(dimension))

    # -- abstract sets ---------------------------------------------------------------------------------
    def _with_sets(self, point: Point, attempt: int) -> Point:
        if not self.sets:
            return point
        pick = self.random
        cells = {name: pick.choice((1, 1, 2, 3)) for name in self.sets}
        small = [F(1, 2), F(-1, 2), F(1, 4), F(0), F(1, 10), F(-1, 10)]
        values = [F(1)] if attempt >= SIMPLE and attempt % 10 == 6 else SIGNED if attempt % 2 else small
        weights = [
            F(1),
            F(1, 2),
            F(1, 4),
            F(1, 10),
            F(1, 3),
            *((F(2), F(4), F(9)) if attempt >= SIMPLE and attempt % 3 == 2 else ()),
        ]
        null = pick.choice(self.sets) if attempt % 5 == 4 else None
        return replace(
            point,
            sets={
                n: tuple(pick.choice(weights) / cells[n] * (n != null) for _ in range(cells[n]))
                for n in self.sets
            },
            tables={key: tuple(pick.choice(values) for _ in range(cells[key[1]])) for key in self.tables},
            places={
                place: (self.owner[place], pick.randrange(cells[self.owner[place]]))
                for place in self.places
                if place in self.owner
            },
        )

    def _tight(self, point: Point, attempt: int) -> Point:
        """Every other time functions on a set are put on the bounds that hold all over the set."""
        if not point.tables or attempt % 2:
            return point
        tables = dict(point.tables)
        for constraint in self.given:
            if constraint.op != "all" or (attempt >= SIMPLE and self.random.random() < 0.3):
                continue
            fact, variable, owner = constraint.args
            op, left, right = fact.args
            if op not in ("<=", ">=", "==") or left.op != "apply" or left.args[2:] != (variable,):
                continue
            key = (str(left.args[0]), str(owner))
            known = replace(point, tables=tables)
            cells = range(len(point.sets.get(str(owner), ())))
            try:
                row = [
                    exact(ground(right, replace(known, places={**point.places, variable: (str(owner), k)})))
                    for k in cells
                ]
            except (Rejected, ArithmeticError):
                continue
            if key in tables and all(value is not None for value in row):
                tables[key] = tuple(value for value in row if value is not None)
        return replace(point, tables=tables)

    def _balanced(self, point: Point, attempt: int) -> Point:
        """Adjust one value or one weight so that an equation between integrals holds."""
        if not point.tables:
            return point
        for constraint in self.given:
            if constraint.op != "rel" or constraint.args[0] != "==":
                continue
            gap = constraint.args[1] - constraint.args[2]
            try:
                if exact(ground(gap, point)) in (None, 0):
                    continue
                moves = self._revalued(gap, point)
                if attempt >= SIMPLE:
                    moves += self._reweighted(gap, point)
                    if attempt % 3 == 0:
                        moves.reverse()
                point = moves[0] if moves else point
            except (Rejected, ArithmeticError):
                continue
        return point

    def _revalued(self, gap: Term, point: Point) -> list[Point]:
        """The points with another first value of a function such that the gap is 0."""
        moved = (
            _root(gap, functools.partial(_with_value, point, key))
            for key in sorted(point.tables, reverse=True)
        )
        return [found for found in moved if found is not None]

    def _reweighted(self, gap: Term, point: Point) -> list[Point]:
        """The points with another first weight of a set such that the gap is 0."""
        moved = (
            (name, _root(gap, functools.partial(_with_weight, point, name))) for name in sorted(point.sets)
        )
        return [found for name, found in moved if found is not None and found.sets[name][0] >= 0]


def _with_value(point: Point, key: tuple[str, str], value: Fraction) -> Point:
    return replace(point, tables={**point.tables, key: (value, *point.tables[key][1:])})


def _with_weight(point: Point, name: str, weight: Fraction) -> Point:
    return replace(point, sets={**point.sets, name: (weight, *point.sets[name][1:])})


def _vanishing(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Equations that say where a denominator is 0, or Γ has a pole."""
    found: dict[Term, None] = {}
    for node in (node for term in terms for node in subterms(term)):
        if node.op == "pow" and node.args[1].op == "num" and node.args[1].args[0] < 0:
            found[Term("rel", "==", node.args[0], number(0))] = None
        elif node.op == "gamma":
            found.update((Term("rel", "==", node.args[0], number(-pole)), None) for pole in range(3))
    return tuple(fact for fact in found if free_symbols(fact))


def _owners(nodes: list[Term]) -> dict[Term, str]:
    """Which set a point symbol runs over, read from integrals and constraints."""
    owner: dict[Term, str] = {}
    for node in nodes:
        if node.op in ("over", "all"):
            owner.setdefault(node.args[1], node.args[2])
        elif node.op == "in":
            owner[node.args[0]] = node.args[1]
    return owner


def _edges(symbol: Term, constraint: Term, partial: Point) -> list[tuple[str, Fraction]]:
    """A constraint read as bounds ``symbol op value``, as far as everything else is known."""
    op, left, right = constraint.args
    modulus = Term("abs", symbol)
    if right in (symbol, modulus):
        op, left, right = MIRRORED[op], right, left
    if left not in (symbol, modulus) or symbol in free_symbols(right):
        return _linear_edge(symbol, constraint, partial)
    try:
        value = _rational(ground(lower(right), partial))
    except (Rejected, ArithmeticError):
        return []
    if value is None:
        return []
    if left == modulus:
        return [(op, value), (MIRRORED[op], -value)] if op in ("<", "<=") else []
    return [(op, value)]


def _rational(term: Term) -> Fraction | None:
    """The value of a ground term if it is rational, also where powers that are not cancel: 1^(3/2) + 1."""
    value = exact(term)
    if value is not None or not any(node.op == "pow" for node in subterms(term)):
        return value
    if any(node.op not in ("num", "add", "mul", "pow") for node in subterms(term)):
        return None
    constant = Context().normal(term).cancelled().as_constant()
    return None if constant is None else F(int(constant.p), int(constant.q))


def _linear_edge(symbol: Term, constraint: Term, partial: Point) -> list[tuple[str, Fraction]]:
    """The bound that a constraint gives which is linear in the symbol."""
    op, left, right = constraint.args
    values = []
    try:
        # all the rest is put in once
        gap = ground(left - right, replace(partial, symbols={**partial.symbols, symbol: symbol}))
        for place in (0, 1, 2):
            value = exact(ground(gap, Point(symbols={symbol: number(place)})))
            if value is None:
                return []
            values.append(value)
    except (Rejected, ArithmeticError):
        return []
    slope = values[1] - values[0]
    if slope == 0 or values[2] - values[1] != slope:
        return []
    return [(op if slope > 0 else MIRRORED[op], -values[0] / slope)]


def _pool(low: Fraction | None, high: Fraction | None, edges: list[Fraction]) -> list[Fraction]:
    nice = [v for v in SIGNED if (low is None or v >= low) and (high is None or v <= high)]
    if low is not None and high is not None:
        inner = [low + (high - low) * s for s in INNER]
        return [*inner[:3], low, high, *inner[3:], *nice]
    if low is not None:
        return [*(low + s for s in STEPS[:3]), low, *(low + s for s in STEPS[3:]), *nice]
    if high is not None:
        return [*(high - s for s in STEPS[:3]), high, *(high - s for s in STEPS[3:]), *nice]
    return [*SIGNED, *edges, *(e + s for e in edges for s in (F(1, 10), F(-1, 10)))]


def _root(gap: Term, at: Callable[[Fraction], Point]) -> Point | None:
    """The point ``at(x)`` where the gap is 0, if the gap is an affine function of x."""
    values = []
    for x in (F(0), F(1)):
        value = exact(ground(gap, at(x)))
        if value is None:
            return None
        values.append(value)
    slope = values[1] - values[0]
    if slope == 0:
        return None
    moved = at(-values[0] / slope)
    return moved if exact(ground(gap, moved)) == 0 else None
