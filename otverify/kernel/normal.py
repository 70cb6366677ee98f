"""From a lowered term to its normal form, a ``Quotient``.

Two terms with the same normal form are equal wherever both are defined. Every step that needs a sign
(splitting a power of a product, resolving |u| or a piecewise term) asks the context; nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq

from otverify.kernel.calculus import dot
from otverify.kernel.errors import Rejected
from otverify.kernel.indices import contracted, gram, isotropic_parts, leibniz
from otverify.kernel.polynomials import (
    Atom,
    Exponent,
    Monomial,
    Poly,
    Quotient,
    add_exponents,
    as_quotient,
    factor,
    multiply_exponents,
    prime_factors,
    primitive,
    scale_exponent,
    simplify_exponent,
    split_integer,
)
from otverify.kernel.terms import Term, number, substitute
from otverify.kernel.written import DIMENSION, constant, names, poly_term, quotient_term, rational

if TYPE_CHECKING:
    from otverify.kernel.context import Context

PI_ATOM = Atom("pi", Term("pi"), frozenset())
E_ATOM = Atom("e", Term("e"), frozenset())
NEG_ATOM = Atom("neg", number(-1), frozenset())
SORT_MARK = {"real": "$", "integer": "%", "point": "&"}
HALF = fmpq(1, 2)
MAX_FACTORIAL = 60
#: so far Gamma is raised to an argument that is known to be positive
MAX_RAISED = 4


class Normalizer:
    """Normal forms under the facts of one context."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.memo: dict[Term, Quotient] = {}

    def __call__(self, term: Term) -> Quotient:
        """The normal form of a lowered term."""
        if term not in self.memo:
            rule = getattr(self, f"_{term.op}", None)
            if rule is None:
                raise Rejected(f"{term.op!r} has no normal form here")
            self.memo[term] = rule(term)
        return self.memo[term]

    # -- leaves ------------------------------------------------------------------------------------------
    def _num(self, term: Term) -> Quotient:
        return constant(rational(term.args[0]))

    def _sym(self, term: Term) -> Quotient:
        name, sort = term.args
        return self._atom(SORT_MARK[sort] + name, term, integer=sort == "integer")

    def _pi(self, term: Term) -> Quotient:
        return Quotient(Poly.of(PI_ATOM))

    def _e(self, term: Term) -> Quotient:
        return Quotient(Poly.of(E_ATOM))

    def _comp(self, term: Term) -> Quotient:
        return self._atom(f"{term.args[0].args[0]}[{term.args[1].args[0]}]", term)

    def _dot(self, term: Term) -> Quotient:
        u, v = (vector.args[0] for vector in term.args)
        return self._atom(f"<{u},{v}>", term)

    def _norm(self, term: Term) -> Quotient:
        return self.raise_to(self(dot(term.args[0], term.args[0])), HALF)

    def _kron(self, term: Term) -> Quotient:
        if term.args[0] == term.args[1]:
            return constant(1)
        i, j = sorted(index.args[0] for index in term.args)
        return self._atom(f"kron({i},{j})", Term("kron", Term("idx", i), Term("idx", j)))

    def _atom(self, key: str, term: Term, *, integer: bool = False) -> Quotient:
        return Quotient(Poly.of(Atom(key, term, names(term), integer=integer)))

    # -- arithmetic --------------------------------------------------------------------------------------
    def _add(self, term: Term) -> Quotient:
        total = self(term.args[0])
        for arg in term.args[1:]:
            total = total + self(arg)
        return total

    def _mul(self, term: Term) -> Quotient:
        total = self(term.args[0])
        for arg in term.args[1:]:
            total = total * self(arg)
        return total

    def _pow(self, term: Term) -> Quotient:
        base, exponent = term.args
        power = simplify_exponent(self(exponent).cancelled())
        if base.op == "e":
            return Quotient(Poly.of(E_ATOM, power))
        if isinstance(power, fmpq) and power.q == 1:
            return self(base).power(int(power.p))
        return self.raise_to(self(base), power)

    def raise_to(self, base: Quotient, power: Exponent) -> Quotient:
        """``base ** power`` for a non-integer power; factors split off only where their sign allows it."""
        base = base.cancelled()
        if not base.num:
            if self.context.sign(as_quotient(power)) == {1}:
                return constant(0)
            raise Rejected("zero to a power that is not known to be positive")
        integral = is_integer_valued(power)
        result, leftover, sign = constant(1), Poly.constant(1), 1
        for direction, poly in ((1, base.num), (-1, base.den)):
            c, monomial, rest = primitive(poly)
            unit, pieces = factor(rest) if rest.as_constant() is None else (fmpq(1), [])
            c *= unit
            if c < 0:
                sign = -sign
            result = result * self._rational_power(abs(c), scale_exponent(power, fmpq(direction)))
            for atom, e in monomial:
                if atom.prime is not None:
                    total = multiply_exponents(scale_exponent(e, fmpq(direction)), power)
                    result = result * Quotient(Poly.of(atom, total))
                    continue
                result, leftover, sign = self._split(
                    Poly.of(atom), e, direction, power, integral, result, leftover, sign
                )
            for piece, multiplicity in pieces:
                result, leftover, sign = self._split(
                    piece, fmpq(multiplicity), direction, power, integral, result, leftover, sign
                )
        if sign < 0 and integral:
            return result * Quotient(Poly.of(NEG_ATOM, power))
        if sign < 0 or leftover.as_constant() is None:
            leftover = leftover.scaled(sign)
            if leftover.as_constant() is not None:
                raise Rejected("a negative number under a fractional power")
            result = result * Quotient(Poly.of(self._root(leftover), power))
        return result

    def _split(
        self,
        piece: Poly,
        multiplicity: Exponent,
        direction: int,
        power: Exponent,
        integral: bool,
        result: Quotient,
        leftover: Poly,
        sign: int,
    ) -> tuple[Quotient, Poly, int]:
        """Take ``piece ** (direction*multiplicity)`` out of the base of a power, or leave it in."""
        total = multiply_exponents(scale_exponent(multiplicity, fmpq(direction)), power)
        whole = isinstance(multiplicity, fmpq) and multiplicity.q == 1
        if integral or not (whole or is_integer_valued(multiplicity)):
            # an integer-valued power splits for any sign; what is a fractional power is non-negative
            return result * self._component_power(piece, total), leftover, sign
        signs = self.context.sign(Quotient(piece))
        if not whole and not signs <= {0, 1}:
            # x^n with symbolic n and x of unknown sign stays under the power
            ((atom, _),) = next(iter(piece.terms))
            return result, leftover * Poly.of(atom, scale_exponent(multiplicity, fmpq(direction))), sign
        n = int(multiplicity.p) if isinstance(multiplicity, fmpq) else 0
        if signs <= {0, 1}:
            return result * self._component_power(piece, total), leftover, sign
        if signs <= {0, -1}:
            return result * self._component_power(-piece, total), leftover, -sign if n % 2 else sign
        even = multiply_exponents(fmpq(direction * (n - n % 2)), power)
        if n % 2:
            leftover = leftover * piece
            # 1/u and u have the same sign: u^(-1) = u * |u|^(-2)
            even = multiply_exponents(fmpq(direction * n - 1), power)
        return result * Quotient(Poly.of(self._absolute(piece), even)), leftover, sign

    def _component_power(self, piece: Poly, total: Exponent) -> Quotient:
        if len(piece.terms) == 1:
            ((monomial, c),) = piece.terms.items()
            if c == 1 and len(monomial) == 1:
                ((atom, e),) = monomial
                return Quotient(Poly.of(atom, multiply_exponents(e, total)))
        return Quotient(Poly.of(self._root(piece), total))

    def _root(self, base: Poly) -> Atom:
        free = frozenset(name for atom in base.atoms() for name in atom.free)
        return Atom(f"root({base.key})", poly_term(base), free, relation=(1, base))

    def _absolute(self, piece: Poly) -> Atom:
        _, lead = piece.leading()
        piece = piece.scaled(1 / abs(lead) if lead > 0 else -1 / abs(lead))
        free = frozenset(name for atom in piece.atoms() for name in atom.free)
        return Atom(f"abs({piece.key})", Term("abs", poly_term(piece)), free, relation=(2, piece * piece))

    def _rational_power(self, value: fmpq, power: Exponent) -> Quotient:
        result = Poly.constant(1)
        for side, n in ((1, int(value.p)), (-1, int(value.q))):
            for prime, multiplicity in prime_factors(n).items():
                atom = Atom(f"#{prime}", number(prime), frozenset())
                result = result * Poly.of(atom, scale_exponent(power, fmpq(side * multiplicity)))
        return Quotient(result)

    # -- functions ---------------------------------------------------------------------------------------
    def _abs(self, term: Term) -> Quotient:
        value = self(term.args[0]).cancelled()
        result = constant(1)
        for direction, poly in ((1, value.num), (-1, value.den)):
            if not poly:
                return constant(0)
            c, monomial, rest = primitive(poly)
            unit, pieces = factor(rest) if rest.as_constant() is None else (fmpq(1), [])
            result = result * constant(abs(c * unit) ** direction)
            components = [(Poly.of(atom), e) for atom, e in monomial]
            for piece, multiplicity in (*components, *((p, fmpq(k)) for p, k in pieces)):
                total = scale_exponent(multiplicity, fmpq(direction))
                result = result * self._modulus(piece, total)
        return result

    def _modulus(self, piece: Poly, total: Exponent) -> Quotient:
        signs = self.context.sign(Quotient(piece))
        if not (isinstance(total, fmpq) and total.q == 1):
            if is_integer_valued(total) and not signs <= {0, 1}:
                return Quotient(Poly.of(self._absolute(piece), total))
            return self._component_power(piece, total)  # fractional powers are non-negative
        n = int(total.p)
        if signs <= {0, 1} or n % 2 == 0:
            return Quotient(piece).power(n)
        if signs <= {0, -1}:
            return Quotient(-piece).power(n)
        return Quotient(Poly.of(self._absolute(piece), n))

    def _max(self, term: Term) -> Quotient:
        return self._extreme(term, +1)

    def _min(self, term: Term) -> Quotient:
        return self._extreme(term, -1)

    def _extreme(self, term: Term, direction: int) -> Quotient:
        best = self(term.args[0])
        for arg in term.args[1:]:
            other = self(arg)
            gap = self.context.sign(other - best)
            if gap <= {0, direction}:
                best = other
            elif not gap <= {0, -direction}:
                a, b = best.cancelled(), other.cancelled()
                low, high = sorted((a, b), key=lambda q: q.key)
                op = "max" if direction > 0 else "min"
                source = Term(op, quotient_term(low), quotient_term(high))
                best = self._atom(f"{op}({low.key};{high.key})", source)
        return best

    def _log(self, term: Term) -> Quotient:
        value = self(term.args[0]).cancelled()
        if not value.num:
            raise Rejected("the logarithm of 0")
        total = constant(0)
        for direction, poly in ((1, value.num), (-1, value.den)):
            c, monomial, rest = primitive(poly)
            if c < 0:
                c, rest = -c, -rest
            for side, n in ((1, int(c.p)), (-1, int(c.q))):
                for prime, multiplicity in prime_factors(n).items():
                    logarithm = self._atom(f"log(#{prime})", Term("log", number(prime)))
                    total = total + logarithm * constant(direction * side * multiplicity)
            for atom, e in monomial:
                if self.context.sign_of_atom(atom) != {1}:
                    rest = rest * Poly.of(atom, e)
                elif atom.key == "e":
                    total = total + as_quotient(scale_exponent(e, fmpq(direction)))
                else:
                    logarithm = self._atom(f"log({atom.key})", Term("log", atom.term))
                    total = total + logarithm * as_quotient(scale_exponent(e, fmpq(direction)))
            if rest.as_constant() != 1:
                logarithm = self._atom(f"log({rest.key})", Term("log", poly_term(rest)))
                total = total + logarithm * constant(direction)
        return total

    def _sin(self, term: Term) -> Quotient:
        value = self(term.args[0]).cancelled()
        if not value.num:
            return constant(0)
        flip = value.num.leading()[1] < 0
        value = -value if flip else value
        sine = self._atom(f"sin({value.key})", Term("sin", quotient_term(value)))
        return -sine if flip else sine

    def _cos(self, term: Term) -> Quotient:
        value = self(term.args[0]).cancelled()
        if not value.num:
            return constant(1)
        value = -value if value.num.leading()[1] < 0 else value
        argument = quotient_term(value)
        sine = self(Term("sin", argument))
        square = (constant(1) - sine * sine).num
        source = Term("cos", argument)
        return Quotient(Poly.of(Atom(f"cos({value.key})", source, names(source), relation=(2, square))))

    def _gamma(self, term: Term) -> Quotient:
        """Γ at a representative that is known to be positive, times the factors of Γ(z + 1) = z Γ(z).

        Where none is known the argument stays as it is: it is positive wherever the term is defined.
        """
        value = simplify_exponent(self(term.args[0]).cancelled())
        rest, whole = split_integer(value)
        if isinstance(rest, fmpq) and rest == 0:
            if whole <= 0:
                raise Rejected("Gamma at a pole")
            rest, whole = fmpq(1), whole - 1
        if abs(whole) > MAX_FACTORIAL:
            raise Rejected("Gamma is shifted too far from its representative")
        start = as_quotient(rest)
        low = next((k for k in range(MAX_RAISED) if self.context.sign(start + constant(k)) == {1}), whole)
        result = self._gamma_atom(simplify_exponent((start + constant(low)).cancelled()))
        for k in range(low, whole):
            result = result * (start + constant(k))
        for k in range(whole, low):
            result = result * (start + constant(k)).inverse()
        return result

    def _gamma_atom(self, value: Exponent) -> Quotient:
        if isinstance(value, fmpq) and value == 1:
            return constant(1)
        if isinstance(value, fmpq) and value == HALF:
            return Quotient(Poly.of(PI_ATOM, HALF))
        argument = as_quotient(value)
        return self._atom(f"Gamma({argument.key})", Term("gamma", quotient_term(argument)))

    def _apply(self, term: Term) -> Quotient:
        name, orders, *inputs = term.args
        values = [self(arg).cancelled() for arg in inputs]
        key = f"{name}{list(orders)}({';'.join(value.key for value in values)})"
        return self._atom(key, Term("apply", name, orders, *(quotient_term(value) for value in values)))

    def _cases(self, term: Term) -> Quotient:
        return self(self.context.branch(term))

    # -- sums and integrals ------------------------------------------------------------------------------
    def _contract(self, term: Term) -> Quotient:
        index, body = term.args
        value = self(body)
        if any(index.args[0] in atom.free for atom in value.den.atoms()):
            raise Rejected("the summation index occurs in a denominator")
        total = Poly()
        for monomial, c in value.num.terms.items():
            total = total + contracted(monomial, str(index.args[0])).scaled(c)
        return Quotient(total, value.den)

    def _det(self, term: Term) -> Quotient:
        body, i, j = term.args
        scalar, vectors = isotropic_parts(self(body), str(i.args[0]), str(j.args[0]))
        return self._determinant(scalar, vectors)

    def _determinant(self, a: Quotient, b: dict[tuple[str, str], Quotient]) -> Quotient:
        """det(a I + Σ b_uv u⊗v) = a^(d-r) det(a I_r + B G), G the Gram matrix (Sylvester)."""
        if b and 0 in self.context.sign(a):
            raise Rejected("det(a I + b u⊗v) is evaluated where a is known not to vanish")
        basis = sorted({name for pair in b for name in pair})
        small = [
            [
                sum((b.get((u, w), constant(0)) * gram(w, v) for w in basis), constant(0))
                + (a if u == v else constant(0))
                for v in basis
            ]
            for u in basis
        ]
        power = simplify_exponent(Quotient(Poly.of(DIMENSION)) - constant(len(basis)))
        return self.raise_to(a, power) * leibniz(small)

    def _integral(self, term: Term) -> Quotient:
        body, variable, low, high = term.args
        ends = (self(low).cancelled(), self(high).cancelled())
        if ends[0].key == ends[1].key:
            return constant(0)

        def facts(fresh: Term) -> tuple[Term, ...]:
            return (Term("rel", ">", fresh, low), Term("rel", "<", fresh, high))

        def make(part: Monomial, fresh: Term) -> Quotient:
            key = f"int({Poly({part: fmpq(1)}).key};{ends[0].key};{ends[1].key})"
            known = self.context.known_integral(key)
            if known is None:
                known = self._closed_form(part, str(fresh.args[0]), ends)
            if known is not None:
                return known
            integrand = poly_term(Poly({part: fmpq(1)}))
            return self._atom(
                key, Term("integral", integrand, fresh, quotient_term(ends[0]), quotient_term(ends[1]))
            )

        return self._functional(body, variable, facts, make)

    def _over(self, term: Term) -> Quotient:
        """∫_X f(x) dx for an abstract measure: linear, constants pulled out, ∫_X 1 = the mass of X."""
        body, variable, domain = term.args

        def make(part: Monomial, fresh: Term) -> Quotient:
            integrand = Poly({part: fmpq(1)})
            source = Term("over", poly_term(integrand), fresh, domain)
            return self._atom(f"over({integrand.key};{domain})", source)

        return self._functional(body, variable, lambda fresh: (Term("in", fresh, domain),), make)

    def _functional(
        self,
        body: Term,
        variable: Term,
        facts: Callable[[Term], tuple[Term, ...]],
        make: Callable[[Monomial, Term], Quotient],
    ) -> Quotient:
        """A linear functional in a bound variable, applied term by term under canonical names."""
        fresh = canonical_variable(body, variable)
        value = self.context.child(facts(fresh)).normal(substitute(body, {variable: fresh}))

        def renamed(part: Monomial) -> Quotient:
            integrand = poly_term(Poly({part: fmpq(1)}))
            name = canonical_variable(integrand, fresh)
            if name == fresh:
                return make(part, fresh)
            # fewer binders are left inside than were written: the name goes down with them
            return self._functional(integrand, fresh, facts, make)

        return linear_in(value, str(fresh.args[0]), renamed)

    def _closed_form(self, part: Monomial, name: str, ends: tuple[Quotient, Quotient]) -> Quotient | None:
        """∫_a^b v^n dv, ∫_0^b v^α dv, and ∫_0^1 v^(α-1) (1-v)^(β-1) dv = Γ(α)Γ(β)/Γ(α+β) for α, β > 0."""
        powers: dict[str, Exponent] = {"": fmpq(0), "1-": fmpq(0)}
        for atom, exponent in part:
            if _mentions(exponent, name):
                return None
            if atom.term == Term("sym", name, "real"):
                powers[""] = exponent
            elif atom.relation is not None and atom.relation[1] == Poly.constant(1) - self._bound(name):
                powers["1-"] = exponent
            else:
                return None
        first, second = powers[""], powers["1-"]
        if isinstance(first, fmpq) and first.q == 1 and first >= 0 and second == 0:
            n = int(first.p) + 1
            return (ends[1].power(n) - ends[0].power(n)) * constant(fmpq(1, n))
        if ends[0].num:
            return None
        if second == 0:
            raised = add_exponents(first, fmpq(1))
            if self.context.sign(as_quotient(raised)) != {1}:
                return None
            return self.raise_to(ends[1], raised) * as_quotient(raised).inverse()
        if ends[1].as_constant() != 1:
            return None
        alpha, beta = (add_exponents(e, fmpq(1)) for e in (first, second))
        if any(self.context.sign(as_quotient(e)) != {1} for e in (alpha, beta)):
            return None
        gammas = [
            self(Term("gamma", quotient_term(as_quotient(e))))
            for e in (alpha, beta, add_exponents(alpha, beta))
        ]
        return gammas[0] * gammas[1] * gammas[2].inverse()

    @staticmethod
    def _bound(name: str) -> Poly:
        return Poly.of(Atom(SORT_MARK["real"] + name, Term("sym", name, "real"), frozenset({name})))

    def _ball(self, term: Term) -> Quotient:
        """∫_{|z|<R} f(|z|) dz = 2 π^(d/2)/Γ(d/2) ∫_0^R f(r) r^(d-1) dr."""
        body, variable, radius, dimension = term.args
        half = Term("mul", number(Fraction(1, 2)), dimension)
        sphere = Term(
            "mul", number(2), Term("pow", Term("pi"), half), Term("pow", Term("gamma", half), number(-1))
        )
        shell = Term("mul", body, Term("pow", variable, Term("add", dimension, number(-1))))
        return self(Term("mul", sphere, Term("integral", shell, variable, number(0), radius)))


def canonical_variable(body: Term, variable: Term) -> Term:
    """The bound variable's canonical name: the number of binders nested inside (de Bruijn's idea)."""
    return Term("sym", f"@v{binder_height(body)}", variable.args[1])


def binder_height(term: Term) -> int:
    """How many integrals are nested in the term."""
    below = max((binder_height(arg) for arg in term.args if isinstance(arg, Term)), default=0)
    return below + (term.op in ("integral", "over"))


def linear_in(value: Quotient, name: str, make: Callable[[Monomial], Quotient]) -> Quotient:
    """Apply a linear functional in the variable ``name`` term by term; the rest is pulled out."""
    value = value.cancelled()
    den = value.den
    num = value.num
    if any(name in atom.free for atom in den.atoms()):
        # a denominator that depends on the variable becomes one more factor of each integrand
        free = frozenset(n for atom in den.atoms() for n in atom.free)
        inverse = Atom(f"root({den.key})", poly_term(den), free, relation=(1, den))
        num, den = num * Poly.of(inverse, -1), Poly.constant(1)
    total = Quotient(Poly())
    for monomial, c in num.terms.items():
        inside = tuple((a, e) for a, e in monomial if name in a.free or _mentions(e, name))
        outside = tuple(pair for pair in monomial if pair not in inside)
        total = total + Quotient(Poly({outside: c})) * make(inside)
    return Quotient(total.num, total.den * den)


def _mentions(exponent: Exponent, name: str) -> bool:
    return isinstance(exponent, Quotient) and any(name in atom.free for atom in exponent.atoms())


def is_integer_valued(power: Exponent) -> bool:
    """A polynomial with integer coefficients in integer symbols."""
    if isinstance(power, fmpq):
        return bool(power.q == 1)
    return power.den.as_constant() == 1 and all(
        c.q == 1 and all(a.integer and isinstance(e, fmpq) and e.q == 1 and e > 0 for a, e in m)
        for m, c in power.num.terms.items()
    )
