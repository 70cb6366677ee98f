"""Circulations that use every node, or every arc, of each strongly connected component of a digraph."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def covering_circulation(
    tails: NDArray[np.int64],
    heads: NDArray[np.int64],
    *,
    labels: NDArray[np.int64],
    count: int,
    every_arc: bool,
) -> NDArray[np.int64]:
    """A circulation of integers >= 0 per arc, positive on an out-tree and an in-tree of each component.

    With ``every_arc``, positive on all arcs. ``labels`` are the strongly connected components of the
    nodes; all arcs lie inside components. The sum of cycles root → tail → head → root over the arcs (or of
    root → node → root over the nodes), accumulated along the trees. O(nodes + arcs).
    """
    amounts = np.full(len(tails), int(every_arc), dtype=np.int64)
    out_tree, out_order = _tree(tails, heads, labels=labels, count=count)
    in_tree, in_order = _tree(heads, tails, labels=labels, count=count)
    nodes = len(labels)
    to_reach = np.bincount(tails, minlength=nodes) if every_arc else np.ones(nodes, dtype=np.int64)
    to_return = np.bincount(heads, minlength=nodes) if every_arc else np.ones(nodes, dtype=np.int64)
    for tree, order, loads, ends in (
        (out_tree, out_order, to_reach.tolist(), tails),
        (in_tree, in_order, to_return.tolist(), heads),
    ):
        for node in reversed(order):
            arc = tree[node]
            if arc >= 0:
                amounts[arc] += loads[node]
                loads[int(ends[arc])] += loads[node]
    return amounts


def free_cycle(graph: NDArray[np.bool_]) -> dict[tuple[int, int], int]:
    """±1 alternating around a cycle of a bipartite graph, all marginals 0; empty for a forest."""
    n, m = graph.shape
    neighbours = [np.flatnonzero(row).tolist() for row in graph]
    back: list[list[int]] = [[] for _ in range(m)]
    for i, row in enumerate(neighbours):
        for j in row:
            back[j].append(i)
    parent: dict[int, int] = {}
    for first in range(n):
        if first in parent:
            continue
        parent[first] = -1
        stack = [first]
        while stack:
            node = stack.pop()
            others = [n + j for j in neighbours[node]] if node < n else back[node - n]
            for other in others:
                if other == parent[node]:
                    continue
                if other in parent:
                    return _alternating(_ancestors(node, parent), _ancestors(other, parent), rows=n)
                parent[other] = node
                stack.append(other)
    return {}


def _ancestors(node: int, parent: dict[int, int]) -> list[int]:
    path = [node]
    while parent[path[-1]] >= 0:
        path.append(parent[path[-1]])
    return path


def _alternating(left: list[int], right: list[int], *, rows: int) -> dict[tuple[int, int], int]:
    """The cycle through two paths to the root that end in adjacent nodes."""
    while len(left) > 1 and len(right) > 1 and left[-2] == right[-2]:
        left.pop()
        right.pop()
    loop = left + right[-2::-1]
    result = {}
    for position, node in enumerate(loop):
        other = loop[(position + 1) % len(loop)]
        pair = (node, other - rows) if node < rows else (other, node - rows)
        result[pair] = 1 if position % 2 else -1
    return result


def _tree(
    tails: NDArray[np.int64], heads: NDArray[np.int64], *, labels: NDArray[np.int64], count: int
) -> tuple[list[int], list[int]]:
    """A spanning out-tree of each component: the arc into each node, and a search order."""
    order_of_arcs = np.argsort(tails, kind="stable")
    first = np.searchsorted(tails[order_of_arcs], np.arange(len(labels) + 1))
    roots = np.full(count, -1, dtype=np.int64)
    roots[labels[::-1]] = np.arange(len(labels))[::-1]
    entered = np.full(len(labels), -1, dtype=np.int64)
    seen = np.zeros(len(labels), dtype=bool)
    seen[roots] = True
    order = roots.tolist()
    position = 0
    while position < len(order):
        node = order[position]
        position += 1
        arcs = order_of_arcs[first[node] : first[node + 1]]
        arcs = arcs[~seen[heads[arcs]]]
        if not arcs.size:
            continue
        targets, index = np.unique(heads[arcs], return_index=True)
        seen[targets] = True
        entered[targets] = arcs[index]
        order.extend(targets.tolist())
    return entered.tolist(), order
