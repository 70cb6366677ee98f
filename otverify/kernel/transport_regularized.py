"""Certificates for optimal transport with an L^p penalty on finite sets: exact potentials, or barriers.

The problem: minimise Σ c_ij π_ij + ε Σ h(π_ij / (a_i b_j)) a_i b_j with h(z) = z^p/(p-1), p > 1, over plans
π >= 0 with marginals a, b > 0. With q = p/(p-1) and φ(t) = (t_+/(εq))^(q-1), a plan is the optimal one if and
only if π_ij = a_i b_j φ(f_i + g_j - c_ij) for potentials with

    Σ_j b_j φ(f_i + g_j - c_ij) = 1 for all i,    Σ_i a_i φ(f_i + g_j - c_ij) = 1 for all j.            (*)

A certificate states f and g exactly, or encloses them between barriers (``transport_regularized_barriers``).
Standard library and python-flint only; no float takes part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_regularized_barriers import RegularizedEnclosure, check_enclosure
from otverify.kernel.transport_regularized_data import (
    Json,
    Potentials,
    Problem,
    fields,
    parse_potentials,
    parse_problem,
)

#: pairs whose sign the leading bits decide are not looked at again
_LEADING: Final = 192
_GUARD: Final = 128
_SMALL_COST: Final = 1 << _GUARD


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularizedOptimum:
    """The potentials solve (*) exactly: the optimal plan is a_i b_j φ(f_i + g_j - c_ij), its value ``value``.

    ``active[i]`` lists the columns with plan > 0 in row i. Every active pair has f + g - c >=
    ``lowest_active``, every other pair f + g - c <= ``highest_inactive`` (None if there is no such pair).
    ``dimension`` is that of the set of all optimal potentials, beyond the constant (f + t, g - t): 0 if they
    are unique up to it.
    """

    value: Fraction
    active: tuple[tuple[int, ...], ...]
    lowest_active: Fraction
    highest_inactive: Fraction | None
    dimension: int


def check(problem: Json, certificate: Json) -> RegularizedOptimum | RegularizedEnclosure:
    """The conclusion that the certificate proves about the problem.

    Raises Rejected if it proves nothing, Malformed if either is not of the stated form.
    """
    kind = certificate.get("kind") if type(certificate) is dict else None
    if type(kind) is not str or kind not in CHECKERS:
        raise Malformed(f"unknown kind of certificate: {str(kind)[:40]!r}")
    try:
        return CHECKERS[kind](problem, certificate)
    except Rejected:
        raise
    except (ArithmeticError, ValueError, TypeError, LookupError, AttributeError, MemoryError) as error:
        # fail closed: a checker that stumbles has not checked
        raise Rejected(f"the check broke off: {type(error).__name__}: {str(error)[:200]}") from error


# ---------------------------------------------------------------------------------------------------
# exact potentials


def check_exact(problem: Json, certificate: Json) -> RegularizedOptimum:
    """Certificate ``{"kind": "regularized-optimal", "f", "g"}``: potentials that solve (*) exactly.

    For rational costs and p = 1 + 1/k, k = 1, 2, ..., where φ is a polynomial on t > 0; p = 2 is k = 1.
    O(n m) comparisons of leading bits, exact arithmetic on the pairs they do not decide.
    """
    data = fields(certificate, "certificate", required=("kind", "f", "g"))
    stated = parse_problem(problem)
    power = 1 / (stated.p - 1)
    if power.denominator != 1 or stated.denominator is None:
        raise Rejected("exact potentials are checked for rational costs and p = 1 + 1/k only")
    k = power.numerator
    f = parse_potentials(data["f"], "f", length=len(stated.a))
    g = parse_potentials(data["g"], "g", length=len(stated.b))
    pairs = _excess(stated, f, g)
    unit = Fraction(1, pairs.denominator)
    rows, columns = [0] * len(stated.a), [0] * len(stated.b)
    for i, found in enumerate(pairs.nonnegative):
        for j, t in found:
            rows[i] += stated.b[j] * t**k
            columns[j] += stated.a[i] * t**k
    # Σ b φ = 1 in integers: Σ_j B_j t^k / (D (d)^k) = (εq)^k with b_j = B_j/D, t in units of 1/d
    scale = (stated.epsilon * stated.q * pairs.denominator) ** k
    for name, sums, denominator in (("row", rows, stated.b_unit), ("column", columns, stated.a_unit)):
        for index, total in enumerate(sums):
            if total * scale.denominator != scale.numerator * denominator:
                raise Rejected(f"the plan does not give {name} {index} its mass")
    active = tuple(tuple(j for j, t in found if t > 0) for found in pairs.nonnegative)
    return RegularizedOptimum(
        value=_exact_value(stated, pairs, f=f, g=g, power=k),
        active=active,
        lowest_active=min(t for found in pairs.nonnegative for _, t in found if t > 0) * unit,
        highest_inactive=_highest(pairs, unit),
        dimension=_face_dimension(stated, pairs, active=active),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairs:
    """f + g - c in units of 1/denominator: all pairs where it is >= 0, and the largest where it is < 0."""

    denominator: int
    nonnegative: list[list[tuple[int, int]]]
    highest_negative: int | None


def _excess(stated: Problem, f: Potentials, g: Potentials) -> _Pairs:
    denominator = f.common(g, stated.denominator or 1)
    factor = denominator // (stated.denominator or 1)
    left, right = f.over(denominator), g.over(denominator)
    # Leading bits first. With heads rounded down and |cost| < 2^_GUARD, t / 2^shift lies in
    # (rough - 2, rough + 3): two floors lose up to 1 each, the cost is off by less than 2 up, 1 down.
    shift = max(denominator.bit_length() - _LEADING, 0)
    guard = min(shift, _GUARD)
    heads, leading = [value >> shift for value in right], factor >> (shift - guard)
    found: list[list[tuple[int, int]]] = []
    highest: int | None = None
    for i, value in enumerate(left):
        head = value >> shift
        here = []
        for j, cost in enumerate(stated.row(i)):
            if cost is None:
                continue
            if shift and -_SMALL_COST < cost < _SMALL_COST:
                rough = head + heads[j] - (cost * leading >> guard)
                if rough <= -3 and highest is not None and (rough + 3) << shift <= highest:
                    continue  # negative for certain, and not the largest
            t = value + right[j] - cost * factor
            if t >= 0:
                here.append((j, t))
            elif highest is None or t > highest:
                highest = t
        found.append(here)
    return _Pairs(denominator=denominator, nonnegative=found, highest_negative=highest)


def _exact_value(stated: Problem, pairs: _Pairs, *, f: Potentials, g: Potentials, power: int) -> Fraction:
    """Σ a f + Σ b g - ε Σ a b φ^p, which is the value of the plan when (*) holds."""
    linear = Fraction(f.weighted(stated.a), stated.a_unit) + Fraction(g.weighted(stated.b), stated.b_unit)
    total = sum(
        stated.a[i] * stated.b[j] * t ** (power + 1)
        for i, found in enumerate(pairs.nonnegative)
        for j, t in found
    )
    # φ^p = (t / εq)^q and q = power + 1
    scale = (stated.epsilon * stated.q * pairs.denominator) ** (power + 1)
    return linear - stated.epsilon * Fraction(total, stated.a_unit * stated.b_unit) / scale


def _highest(pairs: _Pairs, unit: Fraction) -> Fraction | None:
    if any(t == 0 for found in pairs.nonnegative for _, t in found):
        return Fraction(0)
    return None if pairs.highest_negative is None else pairs.highest_negative * unit


def _face_dimension(stated: Problem, pairs: _Pairs, *, active: tuple[tuple[int, ...], ...]) -> int:
    """The number of constants that can still be shifted, less one.

    On active pairs f + g is determined, so shifts are constant on components of the support; a pair with
    f + g = c outside it lets the shift of its row fall relative to that of its column, not rise.
    """
    n = len(stated.a)
    label = components(n, len(stated.b), active)
    arcs: dict[int, set[int]] = {}
    for i, found in enumerate(pairs.nonnegative):
        for j, t in found:
            if t == 0:
                arcs.setdefault(label[i], set()).add(label[n + j])
    return _strong_components(max(label) + 1, arcs) - 1


def components(n: int, m: int, active: tuple[tuple[int, ...], ...]) -> list[int]:
    """Labels 0, 1, ... of the components of the graph of rows 0..n-1, columns n..n+m-1 and active pairs."""
    parent = list(range(n + m))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, columns in enumerate(active):
        for j in columns:
            parent[root(i)] = root(n + j)
    names: dict[int, int] = {}
    return [names.setdefault(root(node), len(names)) for node in range(n + m)]


def _strong_components(size: int, arcs: dict[int, set[int]]) -> int:
    """The number of strongly connected components (S. R. Kosaraju)."""
    order: list[int] = []
    seen = [False] * size
    back: dict[int, set[int]] = {}
    for start, ends in arcs.items():
        for end in ends:
            back.setdefault(end, set()).add(start)
    for first in range(size):
        if not seen[first]:
            _visit(first, arcs, seen=seen, order=order)
    seen = [False] * size
    count = 0
    for node in reversed(order):
        if not seen[node]:
            count += 1
            _visit(node, back, seen=seen, order=[])
    return count


def _visit(first: int, arcs: dict[int, set[int]], *, seen: list[bool], order: list[int]) -> None:
    """Depth first, without recursion; nodes are appended to ``order`` when they are left."""
    seen[first] = True
    stack = [(first, iter(arcs.get(first, ())))]
    while stack:
        node, rest = stack[-1]
        for other in rest:
            if not seen[other]:
                seen[other] = True
                stack.append((other, iter(arcs.get(other, ()))))
                break
        else:
            stack.pop()
            order.append(node)


#: kind of certificate -> its checker
CHECKERS: Final[dict[str, Callable[[Json, Json], RegularizedOptimum | RegularizedEnclosure]]] = {
    "regularized-optimal": check_exact,
    "regularized-enclosure": check_enclosure,
}
