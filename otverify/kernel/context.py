"""What is known at a point of a proof: the domain, proved lemmas, and the signs that follow at once.

``sign`` answers with the set of signs still possible; ``{1}`` is "positive", ``{0, 1}`` "non-negative",
``{-1, 0, 1}`` "not known". It is deliberately simple: literal facts, products, sums of one sign, and a
shift of each variable to its best constant bound. Whatever needs more thought needs a certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flint import fmpq

from otverify.kernel.calculus import dot, lower
from otverify.kernel.definedness import Undefined, conditions, integral_conditions
from otverify.kernel.errors import Rejected
from otverify.kernel.normal import Normalizer, is_integer_valued
from otverify.kernel.polynomials import (
    Atom,
    Monomial,
    Poly,
    Quotient,
    as_quotient,
    factor,
    monomial_power,
    primitive,
)
from otverify.kernel.signs import ALLOWED, ANY, NONNEGATIVE, POSITIVE, Signs, plus, times
from otverify.kernel.terms import Term, substitute, subterms

#: how long a chain of comparisons x > y > ... > 0 is followed
MAX_CHAIN = 8
#: what the normal form resolves when a sign is known
RESOLVED = ("abs", "max", "min", "cases", "pow", "norm")


class Context:
    """Facts, all of them lowered relations, and the normal forms that may use them."""

    def __init__(
        self, constraints: Iterable[Term] = (), parent: Context | None = None, *, lenient: bool = False
    ) -> None:
        """``lenient``: what cannot be read (0^s with s of unknown sign) is left out instead of refused."""
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.constraints: tuple[Term, ...] = parent.constraints if parent else ()
        self.signs: dict[str, Signs] = dict(parent.signs) if parent else {}
        #: the polynomials that ``signs`` speaks about, for whoever looks for a proof
        self.facts: dict[str, Poly] = dict(parent.facts) if parent else {}
        self.bounds: dict[str, dict[int, tuple[fmpq, bool]]] = (
            {key: dict(value) for key, value in parent.bounds.items()} if parent else {}
        )
        #: set -> "for all x in the set" facts, and the symbols known to lie in it
        self.universals: dict[str, tuple[Term, ...]] = dict(parent.universals) if parent else {}
        self.members: dict[str, tuple[Term, ...]] = dict(parent.members) if parent else {}
        #: atom -> (U, strict) with atom < U or atom <= U, and with atom > U or atom >= U, U a monomial
        self.ceilings: dict[str, tuple[tuple[Poly, bool], ...]] = dict(parent.ceilings) if parent else {}
        self.floors: dict[str, tuple[tuple[Poly, bool], ...]] = dict(parent.floors) if parent else {}
        #: facts of which little was read, as the sign of a denominator or of a factor is open
        self.unread: frozenset[Term] = parent.unread if parent else frozenset()
        #: lowered powers that stand in facts, hence have a value
        self.defined: frozenset[Term] = parent.defined if parent else frozenset()
        self.scalings: int = parent.scalings if parent else 0
        #: products of at least two atoms whose sign is a fact
        self.products: dict[Monomial, Signs] = dict(parent.products) if parent else {}
        self.integrals: dict[str, Quotient] = dict(parent.integrals) if parent else {}
        self.normal = Normalizer(self)
        self._cache: dict[str, Signs] = {}
        self._busy: set[str] = set()
        self._cuts = 0
        self._chained: dict[str, Signs] | None = None
        added = tuple(constraints)
        for constraint in added:
            try:
                self.assume(constraint)
            except Rejected:
                if not lenient:
                    raise
                added = tuple(fact for fact in added if fact is not constraint)
        for constraint in added:
            # what was read before later facts were known may say more now (|u| where u turned out positive)
            if len(added) > 1 and any(node.op in RESOLVED for node in subterms(constraint)):
                self._learn_relation(constraint)

    def child(self, constraints: Iterable[Term]) -> Context:
        """The context with more facts."""
        return Context(constraints, self)

    def case(self, when: Term) -> Context:
        """The context of one case, in which what was unread is read again: v <= 1/u says more where u < 0."""
        inner = self.child((when,))
        for constraint in sorted(self.unread, key=repr):
            try:
                inner._learn_relation(constraint)
            except Rejected:
                continue  # not readable here; what it needs to be defined was recorded before
        return inner

    # -- facts ---------------------------------------------------------------------------------------
    def assume(self, relation: Term) -> None:
        """Add a constraint as a fact. Earlier facts help to read it (sign of a denominator)."""
        self.constraints = (*self.constraints, relation)
        self._forget()
        if relation.op == "all":
            _, _, owner = relation.args
            self.universals[owner] = (*self.universals.get(owner, ()), relation)
            for member in self.members.get(owner, ()):
                self._instantiate(relation, member)
            return
        if relation.op == "in":
            member, owner = relation.args
            self.members[owner] = (*self.members.get(owner, ()), member)
            for universal in self.universals.get(owner, ()):
                self._instantiate(universal, member)
            return
        self._learn_relation(relation)

    def _learn_relation(self, relation: Term) -> None:
        if relation.op != "rel":
            return
        op, left, right = relation.args
        left, right = self.read(left, assumed=True), self.read(right, assumed=True)
        self._assume_defined(left)
        self._assume_defined(right)
        gap = (self.normal(left) - self.normal(right)).cancelled()
        self._record(gap, ALLOWED[op])
        factors = (gap.den, Poly({primitive(gap.num)[1]: fmpq(1)})) if gap.num else (gap.den,)
        if any({1, -1} <= self.sign_of_poly(part) for part in factors):
            self.unread |= {relation}

    def _assume_defined(self, term: Term) -> None:
        """A fact holds only where it is defined: 1/x < y says that x is not 0."""
        try:
            needs = list(conditions(term, self, weakest=True))
        except Rejected:
            return
        self.defined |= {node for node in _needed(term) if node.op == "pow"}
        for need, part in needs:
            try:
                self._record(self.normal(part).cancelled(), ALLOWED[need])
            except Rejected:
                continue

    def _instantiate(self, universal: Term, member: Term) -> None:
        body, variable, _ = universal.args
        self.assume(substitute(body, {variable: member}))

    def read(self, term: Term, *, assumed: bool = False) -> Term:
        """The lowered term; on the way the squares |v|^2 in it are noted as non-negative.

        Only where they are defined, which is ``assumed`` of facts: |sqrt(s) v|^2 >= 0 does not say s >= 0.
        """
        sure = frozenset(_needed(term)) if assumed else frozenset()
        for node in subterms(term):
            if node.op == "norm" or (node.op == "dot" and node.args[0] == node.args[1]):
                whole = dot(node.args[0], node.args[0])
                if not (node in sure or self._is_defined(whole)):
                    continue
                square = self.normal(whole).cancelled()
                if square.num and square.num.as_constant() is None and square.den.as_constant() == 1:
                    self._record(square, NONNEGATIVE)
        return lower(term)

    def _forget(self) -> None:
        self.normal = Normalizer(self)
        self._cache = {}
        self._chained = None

    def _record(self, value: Quotient, signs: Signs) -> None:
        if not value.num:
            return
        bottom = self.sign_of_poly(value.den)
        if bottom == POSITIVE or bottom == ALLOWED["<"]:
            signs = times(signs, bottom)
        elif 0 in bottom or signs != ALLOWED["!="]:
            # the sign of the quotient says nothing about the numerator alone, except whether it vanishes
            signs = signs if signs == ALLOWED["!="] else (frozenset((0,)) if signs == {0} else ANY)
        c, monomial, rest = primitive(value.num)
        signs = times(signs, frozenset((1 if c > 0 else -1,)))
        whole = Poly({monomial: fmpq(1)}) * rest
        self._learn(whole, signs)
        if monomial and rest.as_constant() is None:
            for part, other in ((rest, Poly({monomial: fmpq(1)})), (Poly({monomial: fmpq(1)}), rest)):
                known = self.sign_of_poly(other)
                if known == POSITIVE or known == ALLOWED["<"]:
                    self._learn(part, times(signs, known))
        elif rest.as_constant() is not None:
            self._learn_factors(monomial, signs)
        if 0 not in signs:
            # a product that does not vanish has no vanishing factor
            for atom, exponent in monomial:
                if 0 in self.sign(as_quotient(exponent)):
                    continue  # 0^0 = 1
                # what stands under a fractional power is non-negative, hence positive if it is not zero
                sure = ALLOWED["!="] if is_integer_valued(exponent) else POSITIVE
                self._learn(Poly.of(atom), sure)
                if atom.relation is not None:
                    self._learn(atom.relation[1], sure)
            if rest.as_constant() is None:
                self._learn(rest, ALLOWED["!="])

    def _learn_factors(self, monomial: Monomial, signs: Signs) -> None:
        """A product whose other factors have a sign gives one to an odd power: x/c >= 0 and c > 0."""
        for pair in monomial:
            atom, e = pair
            others = Poly({tuple(other for other in monomial if other != pair): fmpq(1)})
            known = self.sign_of_poly(others)
            if len(known) == 1 and 0 not in known and _whole(e) and e.p % 2:  # type: ignore[union-attr]
                sure = times(signs, known)
                self._learn(Poly.of(atom), sure - {0} if e < 0 else sure)  # type: ignore[operator]

    def _learn(self, poly: Poly, signs: Signs) -> None:
        _, lead = poly.leading()
        if lead < 0:
            poly, signs = -poly, times(signs, ALLOWED["<"])
        poly = poly.scaled(1 / poly.leading()[1])
        self.signs[poly.key] = self.signs.get(poly.key, ANY) & signs
        self.facts[poly.key] = poly
        if len(poly.terms) == 1:
            ((monomial, _),) = poly.terms.items()
            if len(monomial) > 1 and all(_whole(e) for _, e in monomial):
                self.products[monomial] = self.signs[poly.key]
        self._learn_bound(poly, self.signs[poly.key])
        self._learn_ceiling(poly, self.signs[poly.key])
        self._forget()

    def _learn_bound(self, poly: Poly, signs: Signs) -> None:
        """``x + c >= 0`` bounds the atom x from below by -c; ``x + c <= 0`` from above."""
        linear = [(m, c) for m, c in poly.terms.items() if m]
        if len(linear) != 1 or len(linear[0][0]) != 1 or linear[0][0][0][1] != 1:
            return
        ((atom, _),), c = linear[0]
        edge = -poly.terms.get((), fmpq(0)) / c
        side = 1 if c > 0 else -1
        for direction in (1, -1):
            if -direction not in signs:
                place = self.bounds.setdefault(atom.key, {})
                old = place.get(direction * side)
                strict = 0 not in signs
                if old is None or (edge - old[0]) * direction * side > 0 or (edge == old[0] and strict):
                    place[direction * side] = (edge, strict)

    def _learn_ceiling(self, poly: Poly, signs: Signs) -> None:
        """Two terms, one of them an atom times something positive: the atom is compared with a monomial."""
        if len(poly.terms) != 2:
            return
        for one, other in (tuple(poly.terms), tuple(poly.terms)[::-1]):
            c, b = poly.terms[one], poly.terms[other]
            if len(one) == 1 and c * b < 0 and isinstance(one[0][1], fmpq) and one[0][1].q != 1:
                self._learn_root(one[0][0], Poly({other: -b / c}), c, signs)
            for atom, exponent in one:
                rest = tuple(pair for pair in one if pair[0] != atom)
                if exponent != 1 or any(atom == a for a, _ in other):
                    continue
                if rest and self.sign_of_monomial(rest) != POSITIVE:
                    continue
                inverse, factor = monomial_power(rest, -1)
                edge = Poly({other: -b / c}) * Poly({inverse: factor})
                entry, side = (edge, 0 not in signs), 1 if c > 0 else -1
                if side not in signs:
                    self.ceilings[atom.key] = (*self.ceilings.get(atom.key, ()), entry)
                if -side not in signs:
                    self.floors[atom.key] = (*self.floors.get(atom.key, ()), entry)

    def _learn_root(self, atom: Atom, edge: Poly, c: fmpq, signs: Signs) -> None:
        """A root that is above a positive number belongs to a positive number."""
        below = frozenset((-1,)) if c > 0 else POSITIVE
        if not below & signs and self.sign_of_poly(edge) == POSITIVE:
            self._learn(Poly.of(atom), POSITIVE)
            if atom.relation is not None:
                self._learn(atom.relation[1], POSITIVE)

    def learn_integral(self, key: str, value: Quotient) -> None:
        """Record a closed form of an integral, after it was proved."""
        self.integrals[key] = value
        self._forget()

    def known_integral(self, key: str) -> Quotient | None:
        """The proved closed form of an integral atom."""
        return self.integrals.get(key)

    # -- signs ---------------------------------------------------------------------------------------
    def sign(self, value: Quotient) -> Signs:
        """The possible signs of a quotient (of defined terms)."""
        return times(self.sign_of_poly(value.num), self.sign_of_poly(value.den) - {0})

    def sign_of_term(self, term: Term) -> Signs:
        """The possible signs of a lowered term."""
        return self.sign(self.normal(term).cancelled())

    def sign_of_poly(self, poly: Poly) -> Signs:
        """The possible signs of a polynomial."""
        if not poly:
            return frozenset((0,))
        key = poly.key
        if key in self._cache:
            return self._cache[key]
        if key in self._busy:
            self._cuts += 1
            return ANY
        self._busy.add(key)
        before = self._cuts
        try:
            found = self._sign(poly)
        finally:
            self._busy.discard(key)
        # an answer found while a circle of questions was cut short may be weaker than it has to be
        if self._cuts == before or not self._busy:
            self._cache[key] = found
        return found

    def _sign(self, poly: Poly) -> Signs:
        c, monomial, rest = primitive(poly)
        outer: Signs = times(frozenset((1 if c > 0 else -1,)), self.sign_of_monomial(monomial))
        signs = self._literal(poly)
        if rest.as_constant() is not None:
            return signs & outer
        if not any(atom.free for atom in poly.atoms()):
            return signs & self._sign_of_number(poly)
        signs &= times(outer, self._sign_of_sum(rest))
        if self.products and monomial:
            # y² - x y has the factor y, but says more as a sum if x y < 0 is a fact
            signs &= self._termwise(poly)
        if signs in (POSITIVE, ALLOWED["<"], frozenset((0,))):
            return signs
        constant, pieces = factor(rest)
        if len(pieces) > 1 or (pieces and pieces[0][1] > 1):
            product = times(outer, frozenset((1 if constant > 0 else -1,)))
            for piece, multiplicity in pieces:
                one = self.sign_of_poly(piece)
                product = times(product, one if multiplicity % 2 else times(one, one) & self._square(one))
            signs &= product
        return signs

    @staticmethod
    def _sign_of_number(poly: Poly) -> Signs:
        """The sign of a sum without symbols, by balls; an exact zero stays open here."""
        from flint import ctx

        from otverify.kernel.balls import enclose
        from otverify.kernel.written import poly_term

        for precision in (64, 400):
            with ctx.workprec(precision):
                try:
                    ball = enclose(poly_term(poly), {})
                except Rejected:
                    return ANY
                if ball > 0 or ball < 0:
                    return POSITIVE if ball > 0 else ALLOWED["<"]
        return ANY

    @staticmethod
    def _square(signs: Signs) -> Signs:
        return frozenset(x * x for x in signs)

    def _literal(self, poly: Poly) -> Signs:
        _, lead = poly.leading()
        known = self.signs.get(poly.scaled(1 / lead).key, ANY)
        return known if lead > 0 else times(known, ALLOWED["<"])

    def _sign_of_sum(self, poly: Poly) -> Signs:
        signs = self._literal(poly) & self._termwise(poly)
        if len(signs) > 1:
            for rule in (self._shifted, self._moved, self._scaled):
                found = rule(poly)
                if found is not None:
                    signs &= found
        return signs

    def _termwise(self, poly: Poly) -> Signs:
        total: Signs = frozenset((0,))
        for monomial, c in poly.terms.items():
            total = plus(total, times(frozenset((1 if c > 0 else -1,)), self.sign_of_monomial(monomial)))
            if total == ANY:
                break
        return total

    def _shifted(self, poly: Poly) -> Signs | None:
        """Signs after writing each variable as its constant bound plus or minus a non-negative one."""
        inner, moves = self.child(()), {}
        for atom in poly.atoms():
            place = self.bounds.get(atom.key, {})
            low, high = place.get(1), place.get(-1)
            direction = 1 if low is not None and low[0] != 0 else -1 if low is None else 0
            edge = low if direction > 0 else high if direction < 0 else None
            if edge is not None:
                step = inner.fresh("shift", atom, POSITIVE if edge[1] else NONNEGATIVE)
                moves[atom] = Poly.constant(edge[0]) + Poly.of(step).scaled(direction)
        moved = replaced(poly, moves)
        return None if moved is None else self._asked(inner, moved)

    def _moved(self, poly: Poly) -> Signs | None:
        """Signs after ``x = U - t`` or ``x = U + t`` where ``x <= U`` or ``x >= U`` is a fact."""
        for atom in sorted(poly.atoms(), key=lambda a: a.key):
            for direction, table in ((-1, self.ceilings), (1, self.floors)):
                for edge, strict in table.get(atom.key, ()):
                    inner = self.child(())
                    step = inner.fresh("step", atom, POSITIVE if strict else NONNEGATIVE)
                    moved = replaced(poly, {atom: edge + Poly.of(step).scaled(direction)})
                    if moved is not None:
                        signs = self._asked(inner, moved)
                        if signs != ANY:
                            return signs
        return None

    def _asked(self, inner: Context, poly: Poly) -> Signs:
        """The signs of a sum under the same facts and more; questions that are open here are cut short."""
        inner._busy = set(self._busy)
        signs = inner._termwise(poly)
        self._cuts += inner._cuts
        return signs

    def _scaled(self, poly: Poly) -> Signs | None:
        """Signs after ``x = s U`` where ``0 < x < U`` is a fact: s runs over (0, 1)."""
        if self.scalings >= 2:
            return None
        for atom in sorted(poly.atoms(), key=lambda a: a.key):
            for top, strict in self.ceilings.get(atom.key, ()):
                if self.sign_of_atom(atom) == POSITIVE and self.sign_of_poly(top) == POSITIVE:
                    inner = self.child(())
                    inner.scalings = self.scalings + 1
                    ratio = inner.fresh("ratio", atom, POSITIVE)
                    inner._learn(Poly.constant(1) - Poly.of(ratio), POSITIVE if strict else NONNEGATIVE)
                    moved = replaced(poly, {atom: top * Poly.of(ratio)})
                    if moved is not None:
                        signs = inner.sign_of_poly(moved)
                        if signs != ANY:
                            return signs
        return None

    def fresh(self, role: str, atom: Atom, signs: Signs) -> Atom:
        """An auxiliary atom with known signs, standing for a part of another."""
        new = Atom(f"{role}({atom.key})", atom.term, atom.free)
        self.signs[Poly.of(new).key] = signs
        return new

    def sign_of_monomial(self, monomial: Monomial) -> Signs:
        """Signs of a product of powers."""
        signs: Signs = POSITIVE
        for atom, exponent in monomial:
            signs = times(signs, self.sign_of_power(atom, exponent))
        if len(signs) > 1 and len(monomial) > 1:
            signs &= self._sign_by_products(monomial)
        return signs

    def _sign_by_products(self, monomial: Monomial) -> Signs:
        """``x y < 0`` tells the sign of ``x y z^2``: facts about products, multiplied by the rest."""
        signs, powers = ANY, dict(monomial)
        for product, known in self.products.items():
            if all(_divides(e, powers.get(atom)) for atom, e in product):
                rest = {atom: powers[atom] - e for atom, e in product}  # type: ignore[operator]
                signs &= times(
                    known,
                    self.sign_of_monomial(
                        tuple((a, rest.get(a, e)) for a, e in monomial if rest.get(a, e) != 0)
                    ),
                )
        return signs

    def sign_of_power(self, atom: Atom, exponent: object) -> Signs:
        """Signs of ``atom ** exponent`` (defined by assumption)."""
        base = self.sign_of_atom(atom)
        if atom.key == "neg":
            return ALLOWED["!="]
        if isinstance(exponent, fmpq) and exponent.q == 1:
            signs = base if int(exponent.p) % 2 else self._square(base)
            return signs - {0} if exponent < 0 else signs
        if base == POSITIVE or (isinstance(exponent, fmpq) and exponent < 0):
            return POSITIVE
        if isinstance(exponent, Quotient) and is_integer_valued(exponent):
            if all(int(c.p) % 2 == 0 for c in exponent.num.terms.values()):
                return POSITIVE if 0 not in base else NONNEGATIVE
            return ALLOWED["!="] if 0 not in base else ANY
        # a fractional power that is defined is a power of a non-negative number
        return NONNEGATIVE

    def sign_of_atom(self, atom: Atom) -> Signs:
        """Signs of an atom."""
        known = self.signs.get(Poly.of(atom).key, ANY) if atom.prime is None else POSITIVE
        place = self.bounds.get(atom.key, {})
        if 1 in place and (place[1][0] > 0 or (place[1][0] == 0 and place[1][1])):
            known &= POSITIVE
        if -1 in place and (place[-1][0] < 0 or (place[-1][0] == 0 and place[-1][1])):
            known &= ALLOWED["<"]
        if len(known) == 1:
            return known
        return known & self._intrinsic(atom) & self._from_neighbours(atom)

    def _from_neighbours(self, atom: Atom) -> Signs:
        """``x > U >= 0`` makes x positive, ``x < U <= 0`` negative, along chains of such facts."""
        if self._chained is None:
            self._chained = {}
            for _ in range(MAX_CHAIN):
                before = dict(self._chained)
                for direction, table in ((1, self.floors), (-1, self.ceilings)):
                    for key, edges in table.items():
                        for edge, strict in edges:
                            self._chained[key] = self._chained.get(key, ANY) & self._beyond(
                                edge, direction, strict
                            )
                if self._chained == before:
                    break
            self._cache = {}
        return self._chained.get(atom.key, ANY)

    def _beyond(self, edge: Poly, direction: int, strict: bool) -> Signs:
        """Signs of a number that lies above (direction 1) or below (-1) a monomial."""
        ((monomial, c),) = edge.terms.items() or (((), fmpq(0)),)
        here = frozenset((direction * ((c > 0) - (c < 0)),))
        beyond = times(here, self.sign_of_monomial(monomial))
        if not beyond <= NONNEGATIVE:
            return ANY
        return frozenset((direction,)) if strict or beyond == POSITIVE else frozenset((0, direction))

    def _intrinsic(self, atom: Atom) -> Signs:
        op = atom.term.op
        if atom.key in ("pi", "e") or atom.key.startswith("Gamma("):
            return POSITIVE  # the normal form takes Gamma at positive arguments only
        if atom.key.startswith("root(") and atom.relation is not None:
            return self.sign_of_poly(atom.relation[1])
        if atom.key.startswith("abs(") and atom.relation is not None:
            return NONNEGATIVE if 0 in self.sign_of_poly(atom.relation[1]) else POSITIVE
        if op == "dot" and atom.term.args[0] == atom.term.args[1]:
            return NONNEGATIVE
        if op == "kron":
            return NONNEGATIVE
        if op in ("max", "min"):
            return self._sign_of_extreme(atom.term)
        return ANY

    def _sign_of_extreme(self, term: Term) -> Signs:
        signs = [self.sign_of_term(arg) for arg in term.args]
        best = 1 if term.op == "max" else -1
        if any(s == {best} for s in signs):
            return frozenset((best,))
        if any(-best not in s for s in signs):
            return frozenset((0, best))
        return frozenset().union(*signs)

    # -- decisions -----------------------------------------------------------------------------------
    def decide(self, relation: Term) -> bool | None:
        """True or False if the facts settle the relation at once, else None."""
        op, left, right = relation.args
        left, right = self.read(left), self.read(right)
        signs = self.sign((self.normal(left) - self.normal(right)).cancelled())
        if signs <= ALLOWED[op]:
            return True
        return False if not signs & ALLOWED[op] else None

    def branch(self, term: Term) -> Term:
        """The branch of a piecewise term that applies under the facts."""
        for case in term.args:
            condition, value = case.args
            settled = self.decide(condition)
            if settled is None:
                raise Rejected("a piecewise term is used where its branch is not decided; split into cases")
            if settled:
                result: Term = value
                return result
        raise Rejected("a piecewise term is used where none of its conditions holds")

    # -- definedness ---------------------------------------------------------------------------------
    def require_defined(self, term: Term) -> None:
        """Reject unless every part of the lowered term is shown to be defined under the facts."""
        for need, part in conditions(term, self):
            value = self.normal(part).cancelled()
            if not self.sign(value) <= ALLOWED[need]:
                raise Undefined(need, part)

    def _is_defined(self, term: Term) -> bool:
        try:
            self.require_defined(term)
        except Rejected:
            return False
        return True

    def require_defined_inside(self, term: Term) -> None:
        """Reject unless the ends of an integral are in order and its integrand is defined between them."""
        for need, part in integral_conditions(term, self):
            if not self.sign(self.normal(part).cancelled()) <= ALLOWED[need]:
                raise Undefined(need, part)


def replaced(poly: Poly, moves: dict[Atom, Poly]) -> Poly | None:
    """The polynomial with atoms replaced; None if there is nothing to replace or a power is not natural."""
    if not moves or any(a in moves and not _natural(e) for m in poly.terms for a, e in m):
        return None
    total = Poly()
    for monomial, c in poly.terms.items():
        part = Poly({tuple(pair for pair in monomial if pair[0] not in moves): c})
        for atom, e in monomial:
            for _ in range(int(e.p) if atom in moves else 0):  # type: ignore[union-attr]
                part = part * moves[atom]
        total = total + part
    return total


def _needed(term: Term) -> Iterator[Term]:
    """The parts that have a value wherever the term has one."""
    yield term
    if term.op in ("cases", "integral", "ball", "over", "contract", "det"):
        return
    for arg in term.args:
        if isinstance(arg, Term):
            yield from _needed(arg)


def _whole(exponent: object) -> bool:
    return isinstance(exponent, fmpq) and exponent.q == 1


def _divides(e: object, power: object) -> bool:
    """Whether x^power is x^e times a natural power, both exponents natural."""
    return isinstance(e, fmpq) and isinstance(power, fmpq) and power.q == 1 and 0 < e <= power


def _natural(exponent: object) -> bool:
    return isinstance(exponent, fmpq) and exponent.q == 1 and exponent > 0
