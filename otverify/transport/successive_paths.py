"""Minimum-cost transport by successive shortest paths, in Python integers of any size.

The method of choice for small problems (no float, no import, no overflow), and the fallback for data
that no fixed-width solver can hold. Each augmentation is one dense Dijkstra search, O((n + m)²), and
saturates a row, a column or a pair; for capacitated problems their number may grow with the masses.
R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows (1993), Section 9.7.
"""

from __future__ import annotations

from dataclasses import dataclass

Row = list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """An optimal plan and potentials: f ⊕ g <= c where mass may be added, >= where it may be removed."""

    plan: list[Row]
    f: Row
    g: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Rows and columns with supply(rows) > demand(columns) + capacity(rows × other columns)."""

    rows: list[int]
    columns: list[int]


def successive_paths(
    supply: Row,
    demand: Row,
    *,
    cost: list[list[int | None]],
    capacity: list[Row] | None = None,
) -> Flow | Cut:
    """Minimise Σ c π with row sums ``supply`` and column sums ``demand`` (integers, equal totals).

    ``None`` in the cost forbids a pair; a capacity below 0 is no bound.
    """
    n, m = len(supply), len(demand)
    excess, deficit = list(supply), list(demand)
    plan = [[0] * m for _ in range(n)]
    room = _room(cost, capacity, supply=supply)
    f, g = _start(cost, n=n, m=m)
    _greedy(plan, room, excess=excess, deficit=deficit, cost=cost, f=f, g=g)
    for source in range(n):
        while excess[source]:
            found = _search(source, cost, plan=plan, room=room, deficit=deficit, f=f, g=g)
            if isinstance(found, Cut):
                return found
            amount = min(excess[source], deficit[found[-1]])
            forward = list(zip(found[0::2], found[1::2], strict=True))
            backward = list(zip(found[2::2], found[1::2], strict=False))
            amount = min(amount, *(room[i][j] for i, j in forward), *(plan[i][j] for i, j in backward))
            for i, j in forward:
                plan[i][j] += amount
                room[i][j] -= amount
            for i, j in backward:
                plan[i][j] -= amount
                room[i][j] += amount
            excess[source] -= amount
            deficit[found[-1]] -= amount
    return Flow(plan=plan, f=f, g=g)


def _room(cost: list[list[int | None]], capacity: list[Row] | None, *, supply: Row) -> list[Row]:
    """How much may be added to each pair.

    No plan exceeds the supply s of the row: s + 1 is as good as no bound, and never runs out.
    """
    if capacity is None:
        return [[0 if c is None else s + 1 for c in row] for row, s in zip(cost, supply, strict=True)]
    return [
        [0 if c is None else (s + 1 if h < 0 else min(h, s + 1)) for c, h in zip(row, bounds, strict=True)]
        for row, bounds, s in zip(cost, capacity, supply, strict=True)
    ]


def _start(cost: list[list[int | None]], *, n: int, m: int) -> tuple[Row, Row]:
    """Potentials with f ⊕ g <= c everywhere, tight somewhere in each row."""
    g = [min((row[j] for row in cost if row[j] is not None), default=0) for j in range(m)]  # type: ignore[type-var]
    f = [min((c - g[j] for j, c in enumerate(cost[i]) if c is not None), default=0) for i in range(n)]  # type: ignore[operator]
    return f, g  # type: ignore[return-value]


def _greedy(
    plan: list[Row],
    room: list[Row],
    *,
    excess: Row,
    deficit: Row,
    cost: list[list[int | None]],
    f: Row,
    g: Row,
) -> None:
    for i, row in enumerate(cost):
        left = excess[i]
        if not left:
            continue
        for j, c in enumerate(row):
            if deficit[j] and c is not None and c == f[i] + g[j]:
                amount = min(left, deficit[j], room[i][j])
                plan[i][j] += amount
                room[i][j] -= amount
                deficit[j] -= amount
                left -= amount
                if not left:
                    break
        excess[i] = left


def _search(
    source: int,
    cost: list[list[int | None]],
    *,
    plan: list[Row],
    room: list[Row],
    deficit: Row,
    f: Row,
    g: Row,
) -> list[int] | Cut:
    """A cheapest path row, column, row, ..., column from ``source`` to a column in need.

    Moves the potentials so that the path is tight and all residual reduced costs stay >= 0.
    """
    n, m = len(f), len(g)
    row_distance: dict[int, int] = {source: 0}
    column_distance: dict[int, int] = {}
    row_parent: dict[int, int] = {}
    column_parent: dict[int, int] = {}
    open_rows: set[int] = {source}
    open_columns: set[int] = set()
    done_rows: list[int] = []
    done_columns: list[int] = []
    while open_rows or open_columns:
        i = min(open_rows, key=row_distance.__getitem__, default=-1)
        j = min(open_columns, key=column_distance.__getitem__, default=-1)
        if j < 0 or (i >= 0 and row_distance[i] <= column_distance[j]):
            open_rows.remove(i)
            done_rows.append(i)
            here = row_distance[i] - f[i]
            costs, free = cost[i], room[i]
            for k in range(m):
                if free[k]:
                    length = here + costs[k] - g[k]  # type: ignore[operator]
                    known = column_distance.get(k)
                    if known is None or length < known:
                        column_distance[k] = length
                        column_parent[k] = i
                        open_columns.add(k)
            continue
        reach = column_distance[j]
        if deficit[j]:
            for i in done_rows:
                f[i] += reach - row_distance[i]
            for k in done_columns:
                g[k] -= reach - column_distance[k]
            return _path(j, source, row_parent=row_parent, column_parent=column_parent)
        open_columns.remove(j)
        done_columns.append(j)
        for i in range(n):
            if plan[i][j]:
                length = reach - (cost[i][j] - f[i] - g[j])  # type: ignore[operator]
                known = row_distance.get(i)
                if known is None or length < known:
                    row_distance[i] = length
                    row_parent[i] = j
                    open_rows.add(i)
    return Cut(rows=sorted(done_rows), columns=sorted(done_columns))


def _path(
    column: int, source: int, *, row_parent: dict[int, int], column_parent: dict[int, int]
) -> list[int]:
    path = [column]
    row = column_parent[column]
    while row != source:
        path += [row, row_parent[row]]
        row = column_parent[path[-1]]
    path.append(source)
    return path[::-1]
