"""Chains, and c-cyclical monotonicity of sets of points, by potentials or by a cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from flint import fmpq, fmpq_mat

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import Array
from otverify.kernel.transport_chains_statements import Gain, Place, Statement, parse_statement
from otverify.kernel.transport_data import Json, fields, indices, parse_rational, shown

MAX_COMPARISONS: Final = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFound:
    """The positions form a chain in S.

    ``sources`` and ``targets`` count the different points it visits, ``cyclic`` is the word of Definition
    1.3, ``monotone`` is False if c-cyclical monotonicity was part of the statement, ``layers`` is the length
    of the nested sequence of bodies that carries the sources (0: none was stated).
    """

    length: int
    sources: int
    targets: int
    cyclic: bool
    monotone: bool
    layers: int


def check_chain(statement: Json, certificate: Json) -> ChainFound:
    """Certificate ``{"kind": "chain", "positions": [places in the list of pairs]}``.

    O(L) for the steps, O(points of x · points of y) for c-cyclical monotonicity: the pairs of a chain are
    connected, so the potentials are forced.
    """
    data = fields(certificate, "certificate", required=("kind", "positions"))
    stated = parse_statement(statement)
    positions = indices(data["positions"], "positions", below=len(stated.rows))
    if not len(positions):
        raise Malformed("positions: expected at least one pair")
    steps(stated, positions)
    check_monotone(stated, positions)
    return _found(stated, positions)


def check_periodic_chain(statement: Json, certificate: Json) -> ChainFound:
    """Certificate ``{"kind": "periodic-chain", "positions"}``: any number of its repetitions is a chain.

    Besides what :func:`check_chain` asks for, the steps from the last pair to the first and on alternate.
    """
    data = fields(certificate, "certificate", required=("kind", "positions"))
    found = check_chain(statement, {"kind": "chain", "positions": data["positions"]})
    stated = parse_statement(statement)
    positions = indices(data["positions"], "positions", below=len(stated.rows))
    if len(positions) < 4:
        raise Rejected("a periodic chain has at least four pairs")
    # every condition concerns at most three pairs in a row
    steps(stated, np.concatenate([positions, positions[:2]]))
    return found


def steps(stated: Statement, positions: Array) -> None:
    """Reject unless the steps alternate as (1.4) and (1.5) demand, with equal derivatives."""
    rows, columns = stated.rows[positions], stated.columns[positions]
    same_x, same_y = rows[1:] == rows[:-1], columns[1:] == columns[:-1]
    wrong = same_x == same_y
    if bool(wrong.any()):
        raise Rejected(f"step {int(np.argmax(wrong)) + 1} does not keep exactly one of the two points")
    wrong = same_x[1:] == same_x[:-1]
    if bool(wrong.any()):
        raise Rejected(f"steps {int(np.argmax(wrong)) + 1} and the next keep the same point")
    for keeps, nodes, name in ((same_x, stated.source_nodes, "x"), (same_y, stated.target_nodes, "y")):
        wrong = keeps & (nodes[positions][1:] != nodes[positions][:-1])
        if bool(wrong.any()):
            raise Rejected(f"step {int(np.argmax(wrong)) + 1} changes the derivative in {name}")


def _found(stated: Statement, positions: Array) -> ChainFound:
    rows, columns = stated.rows[positions], stated.columns[positions]
    length, sources, targets = len(positions), _distinct(rows), _distinct(columns)
    return ChainFound(
        length=length,
        sources=sources,
        targets=targets,
        cyclic=length >= 2 and 2 * sources == length == 2 * targets,
        monotone=stated.gain is not None,
        layers=stated.layers,
    )


def _distinct(index: Array) -> int:
    """How many different numbers >= 0 there are."""
    met = np.zeros(int(index.max()) + 1, dtype=bool)
    met[index] = True
    return int(met.sum())


def check_monotone(stated: Statement, positions: Array) -> None:
    """Reject unless the pairs, each of which shares a point with one before, are c-cyclically monotone."""
    gain = stated.gain
    if gain is None:
        return
    p: dict[int, Any] = {int(stated.rows[positions[0]]): fmpq(0)}
    q: dict[int, Any] = {}
    for i, j in zip(stated.rows[positions].tolist(), stated.columns[positions].tolist(), strict=True):
        value = gain(i, j)
        if i in p and j not in q:
            q[j] = value - p[i]
        elif j in q and i not in p:
            p[i] = value - q[j]
        elif i not in p or p[i] + q[j] != value:
            raise Rejected(f"not c-cyclically monotone: the pair {(i, j)} closes a cycle of other cost")
    below_potentials(stated, p, q, gain)


def below_potentials(stated: Statement, p: dict[int, Any], q: dict[int, Any], gain: Gain) -> None:
    """Reject unless p_i + q_j >= gain(i, j) for all i and j that have potentials."""
    if len(p) * len(q) > MAX_COMPARISONS:
        raise Malformed(f"more than {MAX_COMPARISONS} pairs of points to compare")
    if stated.places is None:
        values = ((i, j, gain(i, j)) for i in p for j in q)
        above = next(((i, j) for i, j, value in values if value is not None and p[i] + q[j] < value), None)
    else:
        slacks = _slacks(*stated.places, p, q).entries()
        lowest = min(range(len(slacks)), key=slacks.__getitem__)
        above = (list(p)[lowest // len(q)], list(q)[lowest % len(q)]) if slacks[lowest] < 0 else None
    if above is not None:
        raise Rejected(f"not c-cyclically monotone: the pair {above} lies above the potentials")


def _slacks(sources: list[Place], targets: list[Place], p: dict[int, Any], q: dict[int, Any]) -> fmpq_mat:
    """p_i + q_j - <x_i, y_j>, as one product of matrices."""
    one = fmpq(1)
    left = [entry for i, value in p.items() for entry in (*sources[i].point, value, one)]
    axes = [[-c for c in axis] for axis in zip(*(targets[j].point for j in q), strict=True)]
    right = [entry for row in (*axes, [one] * len(q), list(q.values())) for entry in row]
    width = len(axes) + 2
    return fmpq_mat(len(p), width, left) * fmpq_mat(width, len(q), right)


def check_potentials(statement: Json, certificate: Json) -> int:
    """Certificate ``{"kind": "potentials", "u", "w"}``: S is c-cyclically monotone. Returns |S|.

    One number per source and target: u_i + w_j >= <x_i, y_j> for all points, with equality on S.
    """
    data = fields(certificate, "certificate", required=("kind", "u", "w"))
    stated = parse_statement(statement)
    if stated.places is None or stated.gain is None:
        raise Malformed("statement: expected points")
    p, q = (
        dict(enumerate(_vector_of(data[key], len(side))))
        for key, side in zip(("u", "w"), stated.places, strict=True)
    )
    for i, j in zip(stated.rows.tolist(), stated.columns.tolist(), strict=True):
        if p[i] + q[j] != stated.gain(i, j):
            raise Rejected(f"the potentials do not touch at the pair {(i, j)}")
    below_potentials(stated, p, q, stated.gain)
    return len(stated.rows)


def check_cycle(statement: Json, certificate: Json) -> fmpq:
    """Certificate ``{"kind": "cycle", "positions"}``: S is not c-cyclically monotone. Returns the gain > 0.

    The gain is Σ c(x_k, y_k) - c(x_{k+1}, y_k) around the cycle of pairs, up to the unit of the cost.
    """
    data = fields(certificate, "certificate", required=("kind", "positions"))
    stated = parse_statement(statement)
    if stated.gain is None:
        raise Malformed("cost: none is stated")
    positions = indices(data["positions"], "positions", below=len(stated.rows)).tolist()
    total = fmpq(0)
    for k, following in zip(positions, [*positions[1:], *positions[:1]], strict=True):
        i, j, i_next = int(stated.rows[k]), int(stated.columns[k]), int(stated.rows[following])
        moved = stated.gain(i_next, j)
        if moved is None:
            raise Rejected("the cycle uses a pair of infinite cost")
        total += moved - stated.gain(i, j)
    if total <= 0:
        raise Rejected(f"the cycle changes the cost by {shown(total)}, not below 0")
    return total


def _vector_of(data: Json, length: int) -> list[fmpq]:
    if type(data) is not list or len(data) != length:
        raise Malformed(f"potentials: expected {length} numbers")
    values = [parse_rational(value, "potentials") for value in data]
    return [fmpq(value.numerator, value.denominator) for value in values]
