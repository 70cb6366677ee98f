"""Alternant chains and the finite sets of pairs they run through.

A chain of length L in S ⊂ M × N (R. McCann, L. Rifford, The intrinsic dynamics of optimal transport,
Definition 1.3) is a list of pairs of S with a c-cyclically monotone set such that each step either keeps x,
changes y and keeps ∂c/∂x (1.4), or keeps y, changes x and keeps ∂c/∂y (1.5), in turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.kernel.transport_chains import check
from otverify.transport.curves import Body, Place, ellipsoid, inner, place, residual, written
from otverify.transport.problems import nested, written_matrix
from otverify.transport.tables import Table, table

Indices = NDArray[np.int64]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairSet:
    """A finite set S of pairs (x_i, y_j), and what chains in it depend on.

    ``rows`` and ``columns`` list the pairs in lexicographic order. Pairs with the same x and the same number
    in ``source_nodes`` have the same ∂c/∂x, likewise for y. The cost is |x - y|²/2 on ``sources`` and
    ``targets``, or the table ``cost``; with neither, S is known to be c-cyclically monotone. ``nested`` is an
    increasing family of bodies that carry the sources. Build one with :func:`pair_set` or
    :func:`placed_pairs`, which check their input.
    """

    rows: Indices
    columns: Indices
    shape: tuple[int, int]
    source_nodes: Indices
    target_nodes: Indices
    source_classes: Indices | None = None
    target_classes: Indices | None = None
    cost: Table | None = None
    sources: tuple[Place, ...] | None = None
    targets: tuple[Place, ...] | None = None
    nested: tuple[Body, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def pairs(self) -> list[Pair]:
        """The pairs, in lexicographic order."""
        return list(zip(self.rows.tolist(), self.columns.tolist(), strict=True))

    @property
    def is_priced(self) -> bool:
        """Whether a cost is stated, so that c-cyclical monotonicity is part of the question."""
        return self.cost is not None or self.sources is not None

    def gain(self, i: int, j: int) -> Fraction | None:
        """<x_i, y_j> or -c_ij: c up to functions of x and of y, with the other sign. None where c is +∞."""
        if self.sources is not None and self.targets is not None:
            return inner(self.sources[i].point, self.targets[j].point)
        entry = None if self.cost is None else self.cost.entry(i, j)
        return None if entry is None else -entry

    def statement(self) -> dict[str, Any]:
        """The set as :mod:`otverify.kernel.transport_chains_statements` reads it; arrays stay arrays."""
        data: dict[str, Any] = {"rows": self.rows, "columns": self.columns}
        if self.sources is None or self.targets is None:
            cost = None if self.cost is None else written_matrix(self.cost)
            return data | {
                "cost": cost,
                "source_classes": self.source_classes,
                "target_classes": self.target_classes,
            }
        bodies = list(self.nested)
        for where in (*self.sources, *self.targets):
            if where.body is not None and where.body not in bodies:
                bodies.append(where.body)
        data["sources"] = [_written_place(where, bodies) for where in self.sources]
        data["targets"] = [_written_place(where, bodies) for where in self.targets]
        if bodies:
            data["bodies"] = [body.written() for body in bodies]
        if self.nested:
            data["nested"] = list(range(len(self.nested)))
        return data

    def as_json(self) -> dict[str, Any]:
        """The statement as JSON holds it: lists instead of arrays. :func:`read_pairs` is the way back."""
        data = self.statement()
        if data.get("cost") is not None and self.cost is not None:
            data["cost"] = nested(self.cost)
        return {key: plain(value) for key, value in data.items()}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chain:
    """A chain in S; accepted by the kernel.

    ``periodic`` says that it can be repeated: the conditions hold across the end as well, so that S has
    chains of every length. Definition 1.3 calls a chain cyclic by the number of points it visits
    (:attr:`is_cyclic`), which says nothing about the step that closes it.
    """

    within: PairSet
    pairs: tuple[Pair, ...]
    periodic: bool
    certificate: dict[str, Any]

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def sources(self) -> tuple[int, ...]:
        """The different sources it visits."""
        return tuple(dict.fromkeys(i for i, _ in self.pairs))

    @property
    def targets(self) -> tuple[int, ...]:
        """The different targets it visits."""
        return tuple(dict.fromkeys(j for _, j in self.pairs))

    @property
    def is_cyclic(self) -> bool:
        """Whether it visits L/2 different sources and L/2 different targets."""
        return 2 * len(self.sources) == len(self.pairs) == 2 * len(self.targets)


def pair_set(
    pairs: Iterable[Pair] | NDArray[Any],
    *,
    shape: tuple[int, int] | None = None,
    cost: Any = None,
    source_classes: Sequence[int] | None = None,
    target_classes: Sequence[int] | None = None,
) -> PairSet:
    """The set of the given index pairs, in lexicographic order.

    Parameters
    ----------
    pairs : distinct pairs (i, j), or an integer array of shape (k, 2)
    shape : (n, m); by default as small as the pairs allow, or that of the cost
    cost : exact matrix c_ij; without it S is taken to be c-cyclically monotone
    source_classes, target_classes : one integer >= 0 per pair, in the order given: which pairs with the same
        x (the same y) have the same ∂c/∂x (∂c/∂y). By default all of them.

    Raises InvalidProblem if a pair occurs twice, leaves the shape or has infinite cost. O(k log k).
    """
    array = np.asarray(pairs if isinstance(pairs, np.ndarray) else list(pairs))
    if array.ndim != 2 or array.shape[1] != 2 or not len(array) or array.dtype.kind not in "iu":
        raise InvalidProblem("pairs", expected="at least one pair of indices", got=f"shape {array.shape}")
    array = array.astype(np.int64)
    costs = None if cost is None else table(cost)
    size = costs.shape if costs is not None else shape
    size = (int(array[:, 0].max()) + 1, int(array[:, 1].max()) + 1) if size is None else size
    if int(array.min()) < 0 or bool((array >= np.array(size)).any()):
        raise InvalidProblem(
            "pairs", expected=f"indices within {size}", got=array[(array >= size).any(1)][:1]
        )
    keys = array[:, 0] * size[1] + array[:, 1]
    order = np.arange(len(keys)) if bool((keys[1:] > keys[:-1]).all()) else np.argsort(keys, kind="stable")
    keys = keys[order]
    if bool((keys[1:] == keys[:-1]).any()):
        raise InvalidProblem("pairs", expected="distinct pairs", got="a pair that occurs twice")
    rows, columns = array[order, 0].copy(), array[order, 1].copy()
    if costs is not None and costs.infinite is not None and bool(costs.infinite[rows, columns].any()):
        raise InvalidProblem("pairs", expected="pairs of finite cost", got="a forbidden pair")
    classes = [
        None if given is None else _classes(given, order=order, where=where)
        for given, where in ((source_classes, "source_classes"), (target_classes, "target_classes"))
    ]
    return PairSet(
        rows=rows,
        columns=columns,
        shape=size,
        source_nodes=_nodes(rows, classes[0]),
        target_nodes=_nodes(columns, classes[1]),
        source_classes=classes[0],
        target_classes=classes[1],
        cost=costs,
    )


def placed_pairs(
    pairs: Iterable[Pair] | None = None,
    *,
    sources: Sequence[Place],
    targets: Sequence[Place],
    nested: Sequence[Body] = (),
) -> PairSet:
    """A set of pairs of places in R^d with the cost |x - y|²/2; all pairs if none are given.

    Raises InvalidProblem for places that coincide, dimensions that differ, or bodies that are not seen to be
    nested. O(k) rational operations.
    """
    places = (tuple(sources), tuple(targets))
    if len({len(where.point) for side in places for where in side}) != 1:
        raise InvalidProblem("places", expected="points of one dimension", got="several dimensions or none")
    for name, side in zip(("sources", "targets"), places, strict=True):
        if len({where.point for where in side}) != len(side):
            raise InvalidProblem(name, expected="different points", got="a point that occurs twice")
    for inside, outside in pairwise(nested):
        if not outside.contains(inside):
            raise InvalidProblem("nested", expected="concentric ellipsoids or balls, growing", got=outside)
    if nested and any(where.body not in nested for where in places[0]):
        raise InvalidProblem("nested", expected="all sources on the nested bodies", got="another source")
    size = (len(places[0]), len(places[1]))
    chosen = [(i, j) for i in range(size[0]) for j in range(size[1])] if pairs is None else pairs
    bare = pair_set(chosen, shape=size)
    each = bare.pairs
    first = [(i, residual(places[1][j].point, places[0][i].normals)) for i, j in each]
    second = [(j, residual(places[0][i].point, places[1][j].normals)) for i, j in each]
    return PairSet(
        rows=bare.rows,
        columns=bare.columns,
        shape=size,
        source_nodes=_numbered(first),
        target_nodes=_numbered(second),
        sources=places[0],
        targets=places[1],
        nested=tuple(nested),
    )


def read_pairs(data: dict[str, Any]) -> PairSet:
    """The set that a statement in the form of :meth:`PairSet.as_json` describes."""
    pairs = list(zip(data["rows"], data["columns"], strict=True))
    if "sources" not in data:
        return pair_set(
            pairs,
            cost=data["cost"],
            source_classes=data["source_classes"],
            target_classes=data["target_classes"],
        )
    bodies = [ellipsoid(body["center"], body["semiaxes"]) for body in data.get("bodies", [])]
    sides = [
        [
            bodies[where["body"]].place_at(where["point"])
            if "body" in where
            else place(where["point"], *where["normals"])
            for where in data[side]
        ]
        for side in ("sources", "targets")
    ]
    layers = tuple(bodies[k] for k in data.get("nested", []))
    return placed_pairs(pairs, sources=sides[0], targets=sides[1], nested=layers)


def plain(value: Any) -> Any:
    """A statement or certificate as JSON holds it: lists instead of arrays."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value


def certified_chain(within: PairSet, positions: Sequence[int] | Indices, *, periodic: bool) -> Chain:
    """The chain through the pairs at the given positions; raises Rejected unless the kernel accepts it."""
    kind = "periodic-chain" if periodic else "chain"
    places = np.asarray(positions, dtype=np.int64)
    check(within.statement(), {"kind": kind, "positions": places})
    pairs = zip(within.rows[places].tolist(), within.columns[places].tolist(), strict=True)
    return Chain(
        within=within,
        pairs=tuple(pairs),
        periodic=periodic,
        certificate={"kind": kind, "positions": places.tolist()},
    )


def _classes(given: Sequence[int], *, order: Indices, where: str) -> Indices:
    values = np.asarray(given, dtype=np.int64)
    if values.shape != order.shape or int(values.min()) < 0:
        raise InvalidProblem(where, expected=f"{len(order)} integers >= 0", got=values.shape)
    return values[order]


def _nodes(index: Indices, classes: Indices | None) -> Indices:
    if classes is None:
        return index
    both = np.unique(np.stack([index, classes]), axis=1, return_inverse=True)[1]
    return both.reshape(index.shape).astype(np.int64)


def _numbered(keys: Sequence[Any]) -> Indices:
    known: dict[Any, int] = {}
    return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)


def _written_place(where: Place, bodies: list[Body]) -> dict[str, Any]:
    if where.body is not None:
        return {"point": written(where.point), "body": bodies.index(where.body)}
    return {"point": written(where.point), "normals": [written(normal) for normal in where.normals]}
