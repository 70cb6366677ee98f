"""Strict parsing of transport problems and certificates, and exact integer arrays.

A number is an int or a canonical string "p/q"; floats, booleans, NaN and unknown keys are refused. In
memory an integer list or matrix may also be a NumPy int64 array. Arithmetic runs on int64 only where a
bound computed from the data excludes overflow, and on Python integers otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import LIMIT, Array, dot, exact, max_abs, times

MAX_ATOMS: Final = 1 << 16
MAX_ENTRIES: Final = 1 << 28
MAX_DIGITS: Final = 4000
MAX_BITS: Final = 4 * MAX_DIGITS
#: entries per block of a dense pass: the temporaries stay in the cache
BLOCK: Final = 1 << 16

Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """Exact rational entries: numerators / denominator. ``absent`` marks entries that were null."""

    numerators: Array
    denominator: int
    absent: Array | None = None

    def over(self, denominator: int) -> Array:
        """The numerators over a multiple of the denominator."""
        return times(self.numerators, denominator // self.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Minimise Σ cost·plan with given marginals, plan <= capacity, plan = 0 on forbidden pairs.

    ``supply``, ``demand`` and ``capacity`` are multiples of 1/mass_denominator, ``cost`` of
    1/cost_denominator. A capacity -1 is no bound.
    """

    supply: Array
    demand: Array
    mass_denominator: int
    cost: Array
    cost_denominator: int
    forbidden: Array | None
    capacity: Array | None

    @property
    def shape(self) -> tuple[int, int]:
        """(n, m)."""
        return len(self.supply), len(self.demand)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Positive masses on distinct pairs, in lexicographic order; masses over ``denominator``."""

    rows: Array
    columns: Array
    masses: Array
    denominator: int


def fields(
    data: Json, where: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """``data`` as a dict with exactly the expected keys."""
    if type(data) is not dict or not all(type(key) is str for key in data):
        raise Malformed(f"{where}: expected an object, got {type(data).__name__}")
    missing = [key for key in required if key not in data]
    extra = [key for key in data if key not in required and key not in optional]
    if missing or extra:
        listed = [[key[:40] for key in keys[:5]] for keys in (missing, extra)]
        raise Malformed(f"{where}: missing {listed[0]}, unexpected {listed[1]}")
    return data


def parse_integer(value: Json, where: str, *, least: int | None = None, most: int | None = None) -> int:
    """A plain int (never a bool) within the given range."""
    if type(value) is not int or value.bit_length() > MAX_BITS:
        raise Malformed(f"{where}: expected an integer of at most {MAX_BITS} bits, got {shown(value)}")
    if (least is not None and value < least) or (most is not None and value > most):
        raise Malformed(f"{where}: {shown(value)} is not between {least} and {most}")
    return value


def parse_rational(value: Json, where: str) -> Fraction:
    """An int, or a canonical string "p/q" (lowest terms, no sign but a leading minus)."""
    if type(value) is int:
        return Fraction(parse_integer(value, where))
    if type(value) is not str or len(value) > MAX_DIGITS:
        raise Malformed(f"{where}: expected an integer or 'p/q', got {shown(value)}")
    numerator, _, denominator = value.partition("/")
    digits = (numerator.removeprefix("-"), denominator or "1")
    if not all(part.isascii() and part.isdigit() for part in digits) or int(digits[1]) == 0:
        raise Malformed(f"{where}: expected an integer or 'p/q', got {shown(value)}")
    result = Fraction(int(numerator), int(digits[1]))
    if str(result) != value:
        raise Malformed(f"{where}: {shown(value)} is not in lowest terms")
    return result


def shown(value: Any) -> str:
    """A short description for messages; never the digits of a huge number: Python may refuse to print it."""
    if type(value) is str:
        return repr(value[:40])
    if type(value) is Fraction:
        numerator, denominator = shown(value.numerator), shown(value.denominator)
        return numerator if value.denominator == 1 else f"{numerator}/{denominator}"
    if type(value) is int and value.bit_length() > 128:
        return f"[{value.bit_length()} bits]"
    return str(value) if type(value) in (int, float, bool, type(None)) else type(value).__name__


def integers(data: Json, where: str, *, length: int | None = None) -> Array:
    """A list of integers (or a one-dimensional int64 array) as an exact array."""
    if isinstance(data, np.ndarray):
        array = _machine(data, where, dimensions=1)
    elif type(data) is list:
        if len(data) > MAX_ENTRIES:
            raise Malformed(f"{where}: more than {MAX_ENTRIES} entries")
        if not set(map(type, data)) <= {int}:
            raise Malformed(f"{where}: expected integers only")
        array = exact(data)
        if array.dtype == object:
            for value in data:
                parse_integer(value, where)
    else:
        raise Malformed(f"{where}: expected a list, got {type(data).__name__}")
    if length is not None and len(array) != length:
        raise Malformed(f"{where}: expected {length} entries, got {len(array)}")
    return array


def indices(data: Json, where: str, *, below: int, length: int | None = None) -> Array:
    """A list of indices 0 <= i < below."""
    array = integers(data, where, length=length)
    if array.dtype == object or (array.size and (int(array.min()) < 0 or int(array.max()) >= below)):
        raise Malformed(f"{where}: an index is not in 0..{below - 1}")
    return array


def rationals(data: Json, where: str, *, length: int | None = None) -> Scaled:
    """A list of numbers (int or "p/q"), or an object of integer ``numerators`` and one ``denominator``."""
    if type(data) is dict:
        data = fields(data, where, required=("numerators", "denominator"))
        denominator = parse_integer(data["denominator"], f"{where}.denominator", least=1)
        numerators = integers(data["numerators"], f"{where}.numerators", length=length)
        return Scaled(numerators=numerators, denominator=denominator)
    if isinstance(data, np.ndarray) or (type(data) is list and set(map(type, data)) <= {int}):
        return Scaled(numerators=integers(data, where, length=length), denominator=1)
    if type(data) is not list or len(data) > MAX_ENTRIES:
        raise Malformed(f"{where}: expected a list, got {type(data).__name__}")
    if length is not None and len(data) != length:
        raise Malformed(f"{where}: expected {length} entries, got {len(data)}")
    values = [parse_rational(value, where) for value in data]
    denominator = math.lcm(*(value.denominator for value in values))
    return Scaled(
        numerators=exact([v.numerator * (denominator // v.denominator) for v in values]),
        denominator=denominator,
    )


def matrix(data: Json, where: str, *, shape: tuple[int, int]) -> Scaled:
    """An n × m matrix of numbers or null.

    Forms: nested lists; an int64 array; one number for all entries; or an object with integer
    ``numerators`` (in a form above), one ``denominator``, and the mask ``infinite`` (a bool array).
    """
    if type(data) is dict:
        return _scaled_matrix(data, where, shape)
    if type(data) in (int, str):
        value = parse_rational(data, where)
        return Scaled(
            numerators=np.broadcast_to(exact([value.numerator]), shape), denominator=value.denominator
        )
    if isinstance(data, np.ndarray):
        array = _machine(data, where, dimensions=2)
        if array.shape != shape:
            raise Malformed(f"{where}: expected shape {shape}, got {array.shape}")
        return Scaled(numerators=array, denominator=1)
    if type(data) is not list or len(data) != shape[0]:
        raise Malformed(f"{where}: expected {shape[0]} rows")
    plain = True
    for i, row in enumerate(data):
        if type(row) is not list or len(row) != shape[1]:
            raise Malformed(f"{where}[{i}]: expected a row of {shape[1]} entries")
        plain = plain and set(map(type, row)) <= {int}
    if plain:
        array = exact(data)
        if array.dtype == object:
            for row in data:
                integers(row, where)
        return Scaled(numerators=array, denominator=1)
    values = [
        [None if value is None else parse_rational(value, f"{where}[{i}]") for value in row]
        for i, row in enumerate(data)
    ]
    denominator = math.lcm(*(v.denominator for row in values for v in row if v is not None))
    absent = np.array([[v is None for v in row] for row in values])
    numerators = [
        [0 if v is None else v.numerator * (denominator // v.denominator) for v in row] for row in values
    ]
    return Scaled(
        numerators=exact(numerators), denominator=denominator, absent=absent if absent.any() else None
    )


def parse_problem(data: Json) -> Problem:
    """The rational transport problem stated by ``data``: source, target, cost and possibly capacity."""
    data = fields(data, "problem", required=("source", "target", "cost"), optional=("capacity",))
    source, target, shape = parse_marginals(data)
    cost = matrix(data["cost"], "cost", shape=shape)
    capacity = None
    if "capacity" in data:
        capacity = matrix(data["capacity"], "capacity", shape=shape)
        if int(capacity.numerators.min()) < 0:
            raise Malformed("capacity: a negative entry")
    parts = [source, target] if capacity is None else [source, target, capacity]
    denominator = math.lcm(*(part.denominator for part in parts))
    bounds = None
    if capacity is not None:
        bounds = capacity.over(denominator)
        if capacity.absent is not None:
            bounds = np.where(capacity.absent, -1, bounds)
    return Problem(
        supply=source.over(denominator),
        demand=target.over(denominator),
        mass_denominator=denominator,
        cost=cost.numerators,
        cost_denominator=cost.denominator,
        forbidden=cost.absent,
        capacity=bounds,
    )


def parse_marginals(data: dict[str, Any]) -> tuple[Scaled, Scaled, tuple[int, int]]:
    """Both marginals, >= 0 and of equal total, and the shape (n, m)."""
    source, target = rationals(data["source"], "source"), rationals(data["target"], "target")
    shape = (len(source.numerators), len(target.numerators))
    if not 0 < shape[0] <= MAX_ATOMS or not 0 < shape[1] <= MAX_ATOMS or shape[0] * shape[1] > MAX_ENTRIES:
        raise Malformed(f"problem: {shape[0]} × {shape[1]} atoms are none or too many")
    totals = []
    for name, part in (("source", source), ("target", target)):
        if int(part.numerators.min()) < 0:
            raise Malformed(f"{name}: a negative mass")
        totals.append(Fraction(sum(part.numerators.tolist()), part.denominator))
    if totals[0] != totals[1]:
        raise Malformed(f"problem: the totals {shown(totals[0])} and {shown(totals[1])} differ")
    return source, target, shape


def parse_plan(data: Json, where: str, *, shape: tuple[int, int]) -> Plan:
    """A plan: parallel lists rows, columns, masses; with ``lengths``, entry k covers that many columns."""
    data = fields(data, where, required=("rows", "columns", "masses"), optional=("lengths",))
    rows = indices(data["rows"], f"{where}.rows", below=shape[0])
    starts = indices(data["columns"], f"{where}.columns", below=shape[1], length=len(rows))
    masses = rationals(data["masses"], f"{where}.masses", length=len(rows))
    if masses.numerators.size and int(masses.numerators.min()) <= 0:
        raise Malformed(f"{where}.masses: a mass is not positive")
    values, stops = masses.numerators, starts + 1
    if "lengths" in data:
        lengths = indices(data["lengths"], f"{where}.lengths", below=shape[1] + 1, length=len(rows))
        stops = starts + lengths
        if lengths.size and (int(lengths.min()) < 1 or int(stops.max()) > shape[1]):
            raise Malformed(f"{where}.lengths: a run is empty or leaves the row")
    else:
        lengths = None
    if len(rows) > 1:
        same, later = rows[1:] == rows[:-1], rows[1:] > rows[:-1]
        if not bool(np.all(later | (same & (starts[1:] >= stops[:-1])))):
            raise Malformed(f"{where}: entries are not in lexicographic order, or overlap")
    if lengths is not None:
        first = np.repeat(np.cumsum(lengths) - lengths, lengths)
        starts = np.repeat(starts, lengths) + np.arange(len(first)) - first
        rows, values = np.repeat(rows, lengths), np.repeat(values, lengths)
    return Plan(rows=rows, columns=starts, masses=values, denominator=masses.denominator)


def check_plan(problem: Problem, plan: Plan) -> Fraction:
    """Reject unless the plan has the marginals, avoids forbidden pairs and keeps the capacities.

    Returns its cost.
    """
    denominator = math.lcm(problem.mass_denominator, plan.denominator)
    masses = times(plan.masses, denominator // plan.denominator)
    check_marginals(
        plan,
        masses,
        supply=times(problem.supply, denominator // problem.mass_denominator),
        demand=times(problem.demand, denominator // problem.mass_denominator),
    )
    at = (plan.rows, plan.columns)
    if problem.forbidden is not None and bool(problem.forbidden[at].any()):
        raise Rejected(f"the plan uses the forbidden pair {_first(plan, problem.forbidden[at])}")
    if problem.capacity is not None:
        bounds = problem.capacity[at]
        over = (bounds >= 0) & (masses > times(bounds, denominator // problem.mass_denominator))
        if bool(over.any()):
            raise Rejected(f"the plan exceeds the capacity at {_first(plan, over)}")
    cost = problem.cost[at]
    total = dot(cost, masses)
    return Fraction(total, denominator * problem.cost_denominator)


def check_marginals(plan: Plan, masses: Array, *, supply: Array, demand: Array) -> None:
    """Reject unless the masses, over one denominator with supply and demand, have these marginals."""
    for name, index, wanted in (("row", plan.rows, supply), ("column", plan.columns, demand)):
        if max_abs(masses) * max(len(masses), 1) >= LIMIT or wanted.dtype == object:
            masses = masses.astype(object)
        sums = np.zeros(len(wanted), dtype=masses.dtype)
        np.add.at(sums, index, masses)
        wrong = sums != wanted
        if bool(wrong.any()):
            k = int(np.argmax(wrong))
            given = f"{shown(int(sums[k]))} instead of {shown(int(wanted[k]))}"
            raise Rejected(f"the plan gives {name} {k} the mass {given}")


def reduced_costs(problem: Problem, f: Scaled, g: Scaled) -> tuple[int, Iterator[tuple[slice, Array]]]:
    """The matrix c - f ⊕ g in blocks of rows, over one denominator: (denominator, blocks).

    A block is valid until the next one is asked for. Entries at forbidden pairs mean nothing.
    """
    denominator = math.lcm(problem.cost_denominator, f.denominator, g.denominator)
    factor = denominator // problem.cost_denominator
    left, right = f.over(denominator), g.over(denominator)
    machine = (
        not any(array.dtype == object for array in (problem.cost, left, right))
        and max_abs(problem.cost) * factor + max_abs(left) + max_abs(right) < LIMIT
    )
    return denominator, _blocks(problem.cost, factor, left=left, right=right, machine=machine)


def _blocks(
    cost: Array, factor: int, *, left: Array, right: Array, machine: bool
) -> Iterator[tuple[slice, Array]]:
    n, m = cost.shape
    step = max(1, min(n, BLOCK // m))
    buffer = np.empty((step, m), dtype=np.int64) if machine else None
    for start in range(0, n, step):
        rows = slice(start, min(start + step, n))
        if buffer is None:
            block = (
                cost[rows].astype(object) * factor - left[rows, None].astype(object) - right.astype(object)
            )
        else:
            block = buffer[: rows.stop - start]
            np.multiply(cost[rows], factor, out=block)
            block -= left[rows, None]
            block -= right
        yield rows, block


def _machine(array: Array, where: str, *, dimensions: int) -> Array:
    if array.dtype != np.int64 or array.ndim != dimensions or array.size > MAX_ENTRIES:
        raise Malformed(f"{where}: expected a {dimensions}-d int64 array, got {array.ndim}-d {array.dtype}")
    # |-2^63| is not an int64; keep clear of the edge
    return array if max_abs(array) < LIMIT else array.astype(object)


def _scaled_matrix(data: dict[str, Any], where: str, shape: tuple[int, int]) -> Scaled:
    data = fields(data, where, required=("numerators", "denominator"), optional=("infinite",))
    denominator = parse_integer(data["denominator"], f"{where}.denominator", least=1)
    if type(data["numerators"]) is dict:
        raise Malformed(f"{where}.numerators: expected a matrix of integers")
    inner = matrix(data["numerators"], f"{where}.numerators", shape=shape)
    if inner.denominator != 1:
        raise Malformed(f"{where}.numerators: expected integers only")
    absent = inner.absent
    if "infinite" in data:
        if absent is not None:
            raise Malformed(f"{where}: null entries and a mask")
        absent = data["infinite"]
        if not isinstance(absent, np.ndarray) or absent.dtype != np.bool_ or absent.shape != shape:
            raise Malformed(f"{where}.infinite: expected a boolean array of shape {shape}")
    return Scaled(numerators=inner.numerators, denominator=denominator, absent=absent)


def _first(plan: Plan, where: Array) -> tuple[int, int]:
    k = int(np.argmax(where))
    return int(plan.rows[k]), int(plan.columns[k])
