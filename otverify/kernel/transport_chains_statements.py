"""What a statement about alternant chains says: the pairs, the nodes they join, the cost.

A chain of length L in S (McCann and Rifford, The intrinsic dynamics of optimal transport, Definition 1.3) is
a list of L pairs of S that alternately keeps x and keeps y, keeps ∂c/∂x or ∂c/∂y with it, and whose set is
c-cyclically monotone. A *statement* lists the pairs of S and says what c and the derivatives are:

    {"rows", "columns", "sources", "targets"}             points, cost |x - y|²/2
    {"rows", "columns", "cost", "source_classes", "target_classes"}      any cost

Points are ``{"point", "normals"}``: ∂c/∂x(x, y) = ∂c/∂x(x, y') when y' - y is in the span of the normals at
x. ``{"point", "body": k}`` is a point of the boundary of ``bodies[k]``, an ellipsoid
``{"center", "semiaxes"}``; its normal is worked out here. ``"nested": [k, ...]`` states an increasing
sequence of bodies, shown here too.
A cost null says that S is known to be c-cyclically monotone. Classes null say that derivatives always agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from flint import fmpq

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import Array
from otverify.kernel.transport_data import Json, fields, indices, matrix, parse_integer, parse_rational

MAX_PLACES: Final = 1 << 21
MAX_PAIRS: Final = 1 << 22
MAX_DIMENSION: Final = 16

Vector = tuple[fmpq, ...]
Gain = Callable[[int, int], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point and an orthogonal basis of its normal space."""

    point: Vector
    normals: tuple[Vector, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The pairs of S, the nodes (point, class of the derivative) of each pair, and the cost.

    ``gain(i, j)`` is <x_i, y_j> for points, -c_ij for a cost (None if infinite); None without a cost.
    """

    rows: Array
    columns: Array
    source_nodes: Array
    target_nodes: Array
    gain: Gain | None
    places: tuple[list[Place], list[Place]] | None = None
    layers: int = 0


def parse_statement(data: Json) -> Statement:
    """Read a statement strictly."""
    common = ("rows", "columns")
    if type(data) is dict and "sources" in data:
        data = fields(
            data, "statement", required=(*common, "sources", "targets"), optional=("bodies", "nested")
        )
        return _with_points(data, *_pairs(data))
    data = fields(data, "statement", required=(*common, "cost", "source_classes", "target_classes"))
    rows, columns = _pairs(data)
    nodes = []
    for index, key in ((rows, "source_classes"), (columns, "target_classes")):
        classes = None if data[key] is None else indices(data[key], key, below=MAX_PAIRS, length=len(rows))
        nodes.append(_nodes(index, classes))
    return Statement(
        rows=rows,
        columns=columns,
        source_nodes=nodes[0],
        target_nodes=nodes[1],
        gain=None if data["cost"] is None else _costs(data["cost"], rows, columns),
    )


def _pairs(data: dict[str, Any]) -> tuple[Array, Array]:
    rows = indices(data["rows"], "rows", below=MAX_PLACES)
    columns = indices(data["columns"], "columns", below=MAX_PLACES, length=len(rows))
    if not 0 < len(rows) <= MAX_PAIRS:
        raise Malformed(f"statement: {len(rows)} pairs are none or too many")
    if len(rows) > 1:
        later = (rows[1:] > rows[:-1]) | ((rows[1:] == rows[:-1]) & (columns[1:] > columns[:-1]))
        if not bool(later.all()):
            raise Malformed("statement: expected distinct pairs in increasing order")
    return rows, columns


def _nodes(index: Array, classes: Array | None) -> Array:
    """One number for each (point, class) that occurs."""
    if classes is None:
        return index
    # both factors are below 2^22
    return np.unique(index * np.int64(MAX_PAIRS) + classes, return_inverse=True)[1].reshape(index.shape)


def _costs(data: Json, rows: Array, columns: Array) -> Gain:
    shape = _shape(data)
    if shape[0] <= int(rows.max()) or shape[1] <= int(columns.max()):
        raise Malformed("cost: a pair is beyond the matrix")
    table = matrix(data, "cost", shape=shape)
    numerators, absent = table.numerators, table.absent
    if absent is not None and bool(absent[rows, columns].any()):
        raise Rejected("a pair of S has infinite cost")

    def gain(i: int, j: int) -> Any:
        # in multiples of 1/denominator, which changes no comparison
        return None if absent is not None and absent[i, j] else -fmpq(int(numerators[i, j]))

    return gain


def _shape(data: Json) -> tuple[int, int]:
    if type(data) is dict and type(data.get("numerators")) is not dict:
        return _shape(data.get("numerators"))
    if isinstance(data, np.ndarray) and data.ndim == 2:
        return len(data), data.shape[1]
    if type(data) is not list or not data or type(data[0]) is not list or not data[0]:
        raise Malformed("cost: expected a matrix")
    return len(data), len(data[0])


# ---------------------------------------------------------------------------------------------------
# points


def _with_points(data: dict[str, Any], rows: Array, columns: Array) -> Statement:
    bodies = [_body(body, f"bodies[{k}]") for k, body in enumerate(_list(data.get("bodies", []), "bodies"))]
    sides = [
        [_place(place, f"{side}[{k}]", bodies) for k, place in enumerate(_list(data[side], side))]
        for side in ("sources", "targets")
    ]
    sources, targets = sides
    if len({len(place.point) for side in sides for place in side}) != 1:
        raise Malformed("statement: expected points of one dimension")
    if int(rows.max()) >= len(sources) or int(columns.max()) >= len(targets):
        raise Malformed("statement: a pair without a point")
    for name, side in (("sources", sources), ("targets", targets)):
        if len({place.point for place in side}) != len(side):
            raise Malformed(f"{name}: expected different points")
    pairs = list(zip(rows.tolist(), columns.tolist(), strict=True))
    return Statement(
        rows=rows,
        columns=columns,
        source_nodes=_numbered([(i, _class(sources[i], targets[j].point)) for i, j in pairs]),
        target_nodes=_numbered([(j, _class(targets[j], sources[i].point)) for i, j in pairs]),
        gain=lambda i, j: inner(sources[i].point, targets[j].point),
        places=(sources, targets),
        layers=_layers(data, bodies),
    )


def _place(data: Json, where: str, bodies: list[tuple[Vector, Vector]]) -> Place:
    if type(data) is dict and "body" in data:
        data = fields(data, where, required=("point", "body"))
        point = vector(data["point"], where)
        center, axes = bodies[parse_integer(data["body"], where, least=0, most=len(bodies) - 1)]
        if len(center) != len(point):
            raise Malformed(f"{where}: the body has another dimension")
        if _level(point, center, axes) != 1:
            raise Rejected(f"{where}: the point is not on the boundary of its body")
        normal = tuple((p - c) / (a * a) for p, c, a in zip(point, center, axes, strict=True))
        return Place(point=point, normals=(normal,))
    data = fields(data, where, required=("point", "normals"))
    point = vector(data["point"], where)
    basis: list[Vector] = []
    for given in _list(data["normals"], where):
        normal = _residual(vector(given, where), tuple(basis))
        if len(normal) != len(point) or not any(normal):
            raise Malformed(f"{where}: expected independent normals of the dimension of the point")
        basis.append(normal)
    return Place(point=point, normals=tuple(basis))


def _body(data: Json, where: str) -> tuple[Vector, Vector]:
    data = fields(data, where, required=("center", "semiaxes"))
    center, axes = vector(data["center"], where), vector(data["semiaxes"], where)
    if len(center) != len(axes) or not all(a > 0 for a in axes):
        raise Malformed(f"{where}: expected as many positive semiaxes as coordinates")
    return center, axes


def _layers(data: dict[str, Any], bodies: list[tuple[Vector, Vector]]) -> int:
    """The number of nested bodies; all sources lie on them."""
    if "nested" not in data:
        return 0
    order = [
        parse_integer(k, "nested", least=0, most=len(bodies) - 1) for k in _list(data["nested"], "nested")
    ]
    for first, second in pairwise(order):
        if not _contains(bodies[second], bodies[first]):
            raise Rejected(f"body {first} is not shown to lie in body {second}")
    if any(place.get("body") not in order for place in data["sources"]):
        raise Rejected("a source is not on the nested bodies")
    return len(order)


def _contains(outer: tuple[Vector, Vector], inside: tuple[Vector, Vector]) -> bool:
    """Concentric ellipsoids by their semiaxes, balls by |c - c'| <= r - r'."""
    (center, axes), (other, small) = outer, inside
    if len(center) != len(other):
        return False
    if center == other:
        return all(b <= a for a, b in zip(axes, small, strict=True))
    gap = axes[0] - small[0]
    apart = tuple(a - b for a, b in zip(center, other, strict=True))
    return len(set(axes)) == len(set(small)) == 1 and gap >= 0 and inner(apart, apart) <= gap * gap


def _level(point: Vector, center: Vector, axes: Vector) -> fmpq:
    return sum((((p - c) / a) ** 2 for p, c, a in zip(point, center, axes, strict=True)), fmpq(0))


def _class(place: Place, other: Vector) -> Vector:
    """The part of the other point orthogonal to the normals: it determines the derivative of |x - y|²/2."""
    return _residual(other, place.normals)


def _residual(whole: Vector, basis: tuple[Vector, ...]) -> Vector:
    for normal in basis:
        factor = inner(whole, normal) / inner(normal, normal)
        whole = tuple(v - factor * n for v, n in zip(whole, normal, strict=True))
    return whole


def inner(u: Vector, v: Vector) -> fmpq:
    """The inner product."""
    return sum((a * b for a, b in zip(u, v, strict=True)), fmpq(0))


def vector(data: Json, where: str) -> Vector:
    """A list of coordinates."""
    values = [parse_rational(value, where) for value in _list(data, where)]
    if not 0 < len(values) <= MAX_DIMENSION:
        raise Malformed(f"{where}: expected 1 to {MAX_DIMENSION} coordinates")
    return tuple(fmpq(value.numerator, value.denominator) for value in values)


def _list(data: Json, where: str) -> list[Any]:
    if type(data) is not list or len(data) > MAX_PLACES:
        raise Malformed(f"{where}: expected a list")
    return data


def _numbered(keys: list[Any]) -> Array:
    known: dict[Any, int] = {}
    return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)
