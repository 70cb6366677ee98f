"""Exact arithmetic of sums of power products, and their quotients.

A monomial is a product of atoms raised to exponents that are rational numbers or rational functions of
the parameters: ``2^q * eps^(2/(d*(p-1)+2)) * Gamma(d/2)``. A ``Poly`` is a sum of them with rational
coefficients, a ``Quotient`` one ``Poly`` over another. Two relations are built in: integer powers of a
prime join the coefficient, and an *algebraic* atom ``A`` with ``A^n = P`` (a root of a sum, |u|, cos) is
reduced by it in ``reduce``. Whether ``(ab)^s = a^s b^s`` may be used is decided in ``normal``, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import lcm
from typing import Final, Union

from flint import fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz

from otverify.kernel.errors import Rejected
from otverify.kernel.terms import Term

MAX_TERMS: Final = 20_000
MAX_BITS: Final = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """An indecomposable factor. ``key`` identifies it; ``relation = (n, P)`` says ``atom**n == P``.

    ``prime``: the prime number that it is, if it is one.
    """

    key: str
    term: Term
    free: frozenset[str]
    relation: tuple[int, Poly] | None = None
    integer: bool = False
    prime: int | None = field(init=False, repr=False)
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prime", int(self.key[1:]) if self.key.startswith("#") else None)
        object.__setattr__(self, "_hash", hash(self.key))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Atom) and self.key == other.key)


Exponent = Union[fmpq, "Quotient"]
Monomial = tuple[tuple[Atom, Exponent], ...]
UNIT: Final[Monomial] = ()


class _Product(tuple[tuple[Atom, Exponent], ...]):
    """A monomial that keeps its hash, which is that of the plain tuple: FLINT rationals are slow to hash."""

    def __hash__(self) -> int:
        kept: int | None = self.__dict__.get("hash")
        if kept is None:
            kept = self.__dict__["hash"] = tuple.__hash__(self)
        return kept


class Poly:
    """A finite sum ``Σ c_m m`` of monomials with rational coefficients. Treated as immutable."""

    __slots__ = ("_key", "terms")

    def __init__(self, terms: Mapping[Monomial, fmpq] | None = None) -> None:
        terms = dict(terms) if terms else {}
        for monomial in [m for m, c in terms.items() if not c]:
            del terms[monomial]
        self.terms: dict[Monomial, fmpq] = terms
        self._key: str | None = None
        if len(self.terms) > MAX_TERMS:
            raise Rejected(f"an intermediate sum has more than {MAX_TERMS} terms")

    @staticmethod
    def constant(value: fmpq | int) -> Poly:
        """The constant polynomial."""
        return Poly({UNIT: fmpq(value)})

    @staticmethod
    def of(atom: Atom, exponent: Exponent | int = 1) -> Poly:
        """A single atom raised to an exponent."""
        return _monomial_poly({atom: _exponent(exponent)}, fmpq(1))

    @property
    def key(self) -> str:
        """A canonical text: equal polynomials have equal keys."""
        if self._key is None:
            self._key = "+".join(sorted(f"{c}{monomial_key(m)}" for m, c in self.terms.items())) or "0"
        return self._key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Poly) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __add__(self, other: Poly) -> Poly:
        if not self.terms:
            return other
        if not other.terms:
            return self
        total = dict(self.terms)
        for monomial, coefficient in other.terms.items():
            total[monomial] = total[monomial] + coefficient if monomial in total else coefficient
        return Poly(total)

    def __neg__(self) -> Poly:
        return Poly({m: -c for m, c in self.terms.items()})

    def __sub__(self, other: Poly) -> Poly:
        return self + (-other)

    def __mul__(self, other: Poly) -> Poly:
        if len(self.terms) == 1 and UNIT in self.terms:
            return other.scaled(self.terms[UNIT])
        if len(other.terms) == 1 and UNIT in other.terms:
            return self.scaled(other.terms[UNIT])
        total: dict[Monomial, fmpq] = {}
        for m, a in self.terms.items():
            for n, b in other.terms.items():
                product, c = monomial_product(m, n)
                value = a * b if c == 1 else a * b * c
                total[product] = total[product] + value if product in total else value
                if len(total) > MAX_TERMS:
                    raise Rejected(f"an intermediate sum has more than {MAX_TERMS} terms")
        return Poly(total)

    def scaled(self, factor: fmpq | int) -> Poly:
        """The polynomial times a rational number."""
        if factor == 1:
            return self
        return Poly({m: c * fmpq(factor) for m, c in self.terms.items()})

    def atoms(self) -> set[Atom]:
        """The atoms that occur."""
        return {atom for m in self.terms for atom, _ in m}

    def as_constant(self) -> fmpq | None:
        """The rational value, if it is one."""
        if not self.terms:
            return fmpq(0)
        return self.terms.get(UNIT) if len(self.terms) == 1 else None

    def leading(self) -> tuple[Monomial, fmpq]:
        """A canonical first term (the order is by text: stable, without meaning)."""
        monomial = min(self.terms, key=monomial_key)
        return monomial, self.terms[monomial]


def monomial_key(monomial: Monomial) -> str:
    """Canonical text of a monomial."""
    return "".join(f"*{atom.key}^({exponent_key(e)})" for atom, e in monomial)


def exponent_key(exponent: Exponent) -> str:
    """Canonical text of an exponent."""
    return exponent.key if isinstance(exponent, Quotient) else str(exponent)


def _monomial_poly(powers: dict[Atom, Exponent], coefficient: fmpq) -> Poly:
    monomial, factor = _canonical_monomial(powers)
    return Poly({monomial: coefficient * factor})


def monomial_product(left: Monomial, right: Monomial) -> tuple[Monomial, fmpq]:
    """The product of two monomials: (monomial, rational factor released by prime powers)."""
    if not left:
        return right, fmpq(1)
    if not right:
        return left, fmpq(1)
    powers = dict(left)
    for atom, exponent in right:
        powers[atom] = add_exponents(powers[atom], exponent) if atom in powers else exponent
    return _canonical_monomial(powers)


def monomial_power(monomial: Monomial, n: int) -> tuple[Monomial, fmpq]:
    """An integer power of a monomial."""
    return _canonical_monomial({atom: scale_exponent(e, fmpq(n)) for atom, e in monomial})


def _canonical_monomial(powers: dict[Atom, Exponent]) -> tuple[Monomial, fmpq]:
    factor = fmpq(1)
    kept: list[tuple[Atom, Exponent]] = []
    for atom, exponent in powers.items():
        prime = atom.prime
        if prime is not None:
            exponent, whole = split_integer(exponent)
            factor *= rational_power(fmpq(prime), whole)
        elif atom.key == "neg":
            exponent = _mod_two(exponent)
            if isinstance(exponent, fmpq) and exponent == 1:
                factor, exponent = -factor, fmpq(0)
        elif atom.key.startswith("kron(") and exponent != 0:
            if not (isinstance(exponent, fmpq) and exponent.q == 1 and exponent > 0):
                raise Rejected("division by a Kronecker symbol, which may be 0")
            exponent = fmpq(1)  # a Kronecker symbol is 0 or 1
        if not (isinstance(exponent, fmpq) and exponent == 0):
            kept.append((atom, exponent))
    kept.sort(key=lambda pair: pair[0].key)
    return _Product(kept), factor


def rational_power(value: fmpq, n: int) -> fmpq:
    """An integer power of a rational number of bounded size."""
    if n and abs(n) * (int(value.p).bit_length() + int(value.q).bit_length()) > MAX_BITS:
        raise Rejected("a power of a number is too large to write down")
    return value**n


# ---------------------------------------------------------------------------------------------------
# exponents


def _exponent(value: Exponent | int) -> Exponent:
    return fmpq(value) if isinstance(value, int) else simplify_exponent(value)


def simplify_exponent(value: Exponent) -> Exponent:
    """A rational number if the quotient is constant."""
    if isinstance(value, Quotient):
        constant = value.as_constant()
        return value if constant is None else constant
    return value


def as_quotient(value: Exponent) -> Quotient:
    """The exponent as a rational function."""
    return value if isinstance(value, Quotient) else Quotient(Poly.constant(value))


def add_exponents(a: Exponent, b: Exponent) -> Exponent:
    """The canonical sum of two exponents."""
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a + b
    return simplify_exponent((as_quotient(a) + as_quotient(b)).cancelled())


def scale_exponent(a: Exponent, factor: fmpq) -> Exponent:
    """The exponent times a rational number."""
    if isinstance(a, fmpq):
        return a * factor
    return simplify_exponent(Quotient(a.num.scaled(factor), a.den))


def multiply_exponents(a: Exponent, b: Exponent) -> Exponent:
    """The canonical product of two exponents."""
    if isinstance(a, fmpq):
        return scale_exponent(b, a)
    if isinstance(b, fmpq):
        return scale_exponent(a, b)
    return simplify_exponent((a * b).cancelled())


def split_integer(exponent: Exponent) -> tuple[Exponent, int]:
    """``e = rest + n`` with integer n, the same rest for all exponents that differ by an integer."""
    if isinstance(exponent, fmpq):
        whole = _floor(exponent)
        return exponent - whole, whole
    # over a monic denominator D the coefficient of D's leading monomial in the numerator moves by n
    monomial, _ = exponent.den.leading()
    whole = _floor(exponent.num.terms.get(monomial, fmpq(0)))
    if whole == 0:
        return exponent, 0
    return simplify_exponent(Quotient(exponent.num - exponent.den.scaled(whole), exponent.den)), whole


def _floor(value: fmpq) -> int:
    return int(value.p) // int(value.q)


def _mod_two(exponent: Exponent) -> Exponent:
    if isinstance(exponent, fmpq):
        return fmpq(int(exponent.p) % 2) if exponent.q == 1 else exponent
    if exponent.den.as_constant() != 1:
        return exponent
    return simplify_exponent(
        Quotient(Poly({m: fmpq(int(c.p) % 2) if c.q == 1 else c for m, c in exponent.num.terms.items()}))
    )


# ---------------------------------------------------------------------------------------------------
# quotients


class Quotient:
    """``num / den``; ``den`` is kept without monomial factors, which move up as negative powers."""

    __slots__ = ("_key", "den", "num")

    def __init__(self, num: Poly, den: Poly | None = None) -> None:
        den = Poly.constant(1) if den is None else den
        if not den:
            raise Rejected("division by zero")
        if len(den.terms) == 1:
            ((monomial, coefficient),) = den.terms.items()
            inverse, factor = monomial_power(monomial, -1)
            num = num * Poly({inverse: factor / coefficient})
            den = Poly.constant(1)
        self.num, self.den = num, den
        self._key: str | None = None

    @property
    def key(self) -> str:
        """Canonical text of a cancelled quotient."""
        if self._key is None:
            self._key = self.num.key if self.den.as_constant() == 1 else f"({self.num.key})/({self.den.key})"
        return self._key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quotient) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __add__(self, other: Quotient) -> Quotient:
        if self.den == other.den:
            return Quotient(self.num + other.num, self.den)
        return Quotient(self.num * other.den + other.num * self.den, self.den * other.den)

    def __neg__(self) -> Quotient:
        return Quotient(-self.num, self.den)

    def __sub__(self, other: Quotient) -> Quotient:
        return self + (-other)

    def __mul__(self, other: Quotient) -> Quotient:
        return Quotient(self.num * other.num, self.den * other.den)

    def inverse(self) -> Quotient:
        """One over it."""
        if not reduce(self.num)[0]:
            raise Rejected("division by zero")
        return Quotient(self.den, self.num)

    def power(self, n: int) -> Quotient:
        """An integer power, expanded."""
        if n < 0:
            return self.inverse().power(-n)
        if n > 1 and len(self.num.terms) == 1 and self.den.as_constant() == 1:
            ((monomial, coefficient),) = self.num.terms.items()
            raised, factor = monomial_power(monomial, n)
            return Quotient(Poly({raised: factor * rational_power(coefficient, n)}))
        if n > 64:
            raise Rejected(f"a sum raised to the power {n} is not expanded")
        result, square = Quotient(Poly.constant(1)), self
        while n:
            if n & 1:
                result = result * square
            square = square * square if n > 1 else square
            n >>= 1
        return result

    def as_constant(self) -> fmpq | None:
        """The rational value, if it is one."""
        return self.num.as_constant() if self.den.as_constant() == 1 else None

    def atoms(self) -> set[Atom]:
        """The atoms that occur."""
        return self.num.atoms() | self.den.atoms()

    def is_zero(self) -> bool:
        """True if the numerator reduces to nothing (then the quotient is 0 wherever it is defined)."""
        return not reduce(self.num)[0]

    def cancelled(self) -> Quotient:
        """Common factors removed, denominator monic: a canonical form where all atoms are independent."""
        (num, lifted_num), (den, lifted_den) = reduce(self.num), reduce(self.den)
        if not num:
            return Quotient(Poly())
        num, den = reduce(num * lifted_den)[0], reduce(den * lifted_num)[0]
        if den.as_constant() is None:
            bridge = Bridge((num, den))
            top, bottom = bridge.into(num), bridge.into(den)
            common = top.gcd(bottom)
            top, bottom = _exact(top, common), _exact(bottom, common)
            num, den = bridge.back(top), bridge.back(bottom)
            # the bridge clears negative powers of both by the same monomial, so the quotient is unchanged
            content = _common_monomial(den)
            if content:
                inverse, factor = monomial_power(content, -1)
                shift = Poly({inverse: factor})
                num, den = num * shift, den * shift
        _, lead = den.leading()
        return Quotient(num.scaled(1 / lead), den.scaled(1 / lead))


def _exact(a: fmpq_mpoly, b: fmpq_mpoly) -> fmpq_mpoly:
    quotient, rest = divmod(a, b)
    if not rest.is_zero():
        raise Rejected("internal: inexact division")
    return quotient


def _common_monomial(poly: Poly) -> Monomial:
    """The largest monomial dividing every term, over atoms whose exponents differ by rational numbers."""
    first, *rest = poly.terms
    common: dict[Atom, Exponent] = dict(first)
    # an atom absent from a term has exponent 0 there
    for atom in {a for m in poly.terms for a, _ in m}:
        common.setdefault(atom, fmpq(0))
    for monomial in rest:
        here = dict(monomial)
        for atom, least in list(common.items()):
            gap = add_exponents(here.get(atom, fmpq(0)), scale_exponent(least, fmpq(-1)))
            if not isinstance(gap, fmpq):
                del common[atom]
            elif gap < 0:
                common[atom] = here.get(atom, fmpq(0))
    kept = [(a, e) for a, e in common.items() if not (isinstance(e, fmpq) and e == 0)]
    # (-1)^d is left where it is: it has no sign that a power could split off
    kept = [(a, e) for a, e in kept if a.key != "neg"]
    return tuple(sorted(kept, key=lambda pair: pair[0].key))


def primitive(poly: Poly) -> tuple[fmpq, Monomial, Poly]:
    """``poly = c * m * rest``: rational content with sign, common monomial, and a normalised rest."""
    monomial = _common_monomial(poly)
    inverse, factor = monomial_power(monomial, -1)
    rest = poly * Poly({inverse: factor})
    _, lead = rest.leading()
    return lead, monomial, rest.scaled(1 / lead)


# ---------------------------------------------------------------------------------------------------
# algebraic atoms


def reduce(poly: Poly) -> tuple[Poly, Poly]:
    """Use ``A^n = P`` for every algebraic atom; returns ``(r, u)`` with ``r = u * poly``.

    The unit ``u`` is a product of powers of algebraic atoms: it clears their negative integer powers, so
    that afterwards every exponent class of an atom has one representative and ``r`` is empty or not.
    """
    unit = Poly.constant(1)
    for _ in range(60):
        target = _reducible(poly)
        if target is None:
            return poly, unit
        poly, lifted = _reduce_atom(poly, target)
        unit = unit * lifted
    raise Rejected("algebraic atoms are nested too deeply")


def _reducible(poly: Poly) -> Atom | None:
    spread: dict[Atom, dict[str, set[int]]] = {}
    for monomial in poly.terms:
        for atom, exponent in monomial:
            if atom.relation is not None:
                rest, steps = _steps(exponent, atom.relation[0])
                spread.setdefault(atom, {}).setdefault(exponent_key(rest), set()).add(steps)
    # outermost first: an atom whose relation mentions another is reduced before that other
    for atom in sorted(spread, key=lambda a: (-len(a.key), a.key)):
        if any(len(steps) > 1 or (name == "0" and steps != {0}) for name, steps in spread[atom].items()):
            return atom
    return None


def _steps(exponent: Exponent, n: int) -> tuple[Exponent, int]:
    rest, whole = split_integer(scale_exponent(exponent, fmpq(1, n)))
    return scale_exponent(rest, fmpq(n)), whole


def _reduce_atom(poly: Poly, atom: Atom) -> tuple[Poly, Poly]:
    n, value = atom.relation  # type: ignore[misc]  # chosen by _reducible
    groups: dict[str, list[tuple[Monomial, fmpq, Exponent, int]]] = {}
    for monomial, coefficient in poly.terms.items():
        exponent = dict(monomial).get(atom, fmpq(0))
        rest, steps = _steps(exponent, n)
        others = tuple(pair for pair in monomial if pair[0] != atom)
        groups.setdefault(exponent_key(rest), []).append((others, coefficient, rest, steps))
    lift = max(0, -min((entry[3] for entry in groups.get("0", ())), default=0))
    powers = [Poly.constant(1)]
    total = Poly()
    for name, entries in groups.items():
        base = 0 if name == "0" else min(entry[3] for entry in entries) + lift
        for others, coefficient, rest, steps in entries:
            while len(powers) <= steps + lift - base:
                powers.append(powers[-1] * value)
            anchor = add_exponents(rest, fmpq(n * base))
            total = total + Poly({others: coefficient}) * Poly.of(atom, anchor) * powers[steps + lift - base]
    return total, Poly.of(atom, fmpq(n * lift)) if lift else Poly.constant(1)


# ---------------------------------------------------------------------------------------------------
# the bridge to FLINT's polynomials, for gcds and factors


class Bridge:
    """Maps polynomials to FLINT and back.

    The generators are ``A^(1/n)`` for each atom A, with n the common denominator of its rational exponents,
    and one for each class of symbolic exponents. The way back is a ring homomorphism, so an identity found
    there holds here.
    """

    def __init__(self, polys: Iterable[Poly]) -> None:
        least: dict[tuple[str, str], int] = {}
        self.atoms: dict[str, Atom] = {}
        self.rests: dict[str, Exponent] = {}
        self.roots: dict[str, int] = {}
        monomials = [monomial for poly in polys for monomial in poly.terms]
        for monomial in monomials:
            for atom, exponent in monomial:
                self.atoms[atom.key] = atom
                if isinstance(exponent, fmpq):
                    self.roots[atom.key] = lcm(self.roots.get(atom.key, 1), int(exponent.q))
        for monomial in monomials:
            for atom, exponent in monomial:
                steps, rest = self._steps(atom, exponent)
                least[atom.key, ""] = min(least.get((atom.key, ""), 0), steps)
                if rest is not None:
                    self.rests[exponent_key(rest)] = rest
                    least.setdefault((atom.key, exponent_key(rest)), 0)
        self.slots = sorted(least)
        self.position = {slot: k for k, slot in enumerate(self.slots)}
        self.shift = [-least[slot] for slot in self.slots]
        self.context = fmpq_mpoly_ctx.get([f"g{k}" for k in range(len(self.slots))] or ["g0"])

    def _steps(self, atom: Atom, exponent: Exponent) -> tuple[int, Exponent | None]:
        """The exponent in steps of 1/n, and its symbolic class if it has one."""
        n = self.roots.setdefault(atom.key, 1)
        if isinstance(exponent, fmpq):
            return int((exponent * n).p), None
        rest, whole = split_integer(exponent)
        return whole * n, rest

    def into(self, poly: Poly) -> fmpq_mpoly:
        """The image, multiplied by one monomial (the same for all) that clears negative powers."""
        image: dict[tuple[int, ...], fmpq] = {}
        for monomial, coefficient in poly.terms.items():
            powers = list(self.shift) or [0]
            for atom, exponent in monomial:
                steps, rest = self._steps(atom, exponent)
                powers[self.position[atom.key, ""]] += steps
                if rest is not None:
                    powers[self.position[atom.key, exponent_key(rest)]] += 1
            image[tuple(powers)] = coefficient
        return self.context.from_dict(image)

    def back(self, image: fmpq_mpoly) -> Poly:
        """The preimage (without undoing the clearing monomial)."""
        total: dict[Monomial, fmpq] = {}
        for powers, coefficient in image.to_dict().items():
            exponents: dict[Atom, Exponent] = {}
            for (key, name), power in zip(self.slots, powers, strict=False):
                if power:
                    count = fmpq(int(power))
                    step = scale_exponent(self.rests[name], count) if name else count / self.roots[key]
                    atom = self.atoms[key]
                    exponents[atom] = add_exponents(exponents.get(atom, fmpq(0)), step)
            monomial, factor = _canonical_monomial(exponents)
            total[monomial] = total.get(monomial, fmpq(0)) + fmpq(coefficient) * factor
        return Poly(total)


def factor(poly: Poly) -> tuple[fmpq, list[tuple[Poly, int]]]:
    """Irreducible factors over the rationals of a polynomial without monomial content, and a constant."""
    if len(poly.terms) < 2 or len(poly.terms) > 400:
        return fmpq(1), [(poly, 1)]
    bridge = Bridge((poly,))
    content, factors = bridge.into(poly).factor()
    constant, result = fmpq(content), []
    for image, multiplicity in factors:
        lead_constant, _, rest = primitive(bridge.back(image))
        constant *= rational_power(lead_constant, int(multiplicity))
        if rest.as_constant() is None:
            result.append((rest, int(multiplicity)))
    check = Poly.constant(constant)
    for part, multiplicity in result:
        for _ in range(multiplicity):
            check = check * part
    return (constant, result) if check == poly else (fmpq(1), [(poly, 1)])


def prime_factors(n: int) -> dict[int, int]:
    """The prime factorisation of a positive integer of moderate size."""
    if n.bit_length() > 256:
        raise Rejected("an integer under a fractional power is too large to factor")
    return {int(p): int(k) for p, k in fmpz(n).factor()}
