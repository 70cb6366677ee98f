"""Walks in the bipartite graph of a set of pairs: how far they go, and where they go on for ever.

Nodes are (x, class of ∂c/∂x) and (y, class of ∂c/∂y), edges are the pairs. In a c-cyclically monotone set a
chain is exactly a walk that never goes back along the edge it came by. Walks in a component without cycle are
paths; in a component with a cycle they can be prolonged for ever. So no hard search arises: distances to the
two ends of a longest path, and heights above leaves, give everything in linear time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otverify.transport.chains import PairSet

Indices = NDArray[np.int64]
#: a walk that goes on for ever
ENDLESS = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SplitGraph:
    """The graph of a set of pairs. Edge k joins the nodes ``left[k]`` and ``right[k]`` of 0..size-1."""

    left: Indices
    right: Indices
    size: int
    #: component of each node, and whether each component contains a cycle
    component: Indices
    cyclic: NDArray[np.bool_]

    @property
    def is_forest(self) -> bool:
        """Whether no component contains a cycle."""
        return not bool(self.cyclic.any())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trees:
    """The components without cycle, each rooted at an end of a longest path.

    ``order`` lists their nodes by distance from the root. Per node: the ``parent`` (-1 at roots), and the
    distances ``near`` to the root and ``far`` to the other end of that path.
    """

    order: Indices
    parent: Indices
    near: Indices
    far: Indices
    #: one end of a longest path per tree (the roots), and the other
    roots: Indices
    ends: Indices


def split_graph(pairs: PairSet) -> SplitGraph:
    """The graph with its components. O(k) for k pairs (sparse graph routines of SciPy)."""
    from scipy.sparse import csgraph

    left, lefts = _compressed(pairs.source_nodes)
    right, rights = _compressed(pairs.target_nodes)
    right = right + lefts
    size = lefts + rights
    count, labels = csgraph.connected_components(_adjacency(left, right, size=size), directed=False)
    component = labels.astype(np.int64)
    nodes = np.bincount(component, minlength=count)
    edges = np.bincount(component[left], minlength=count)
    return SplitGraph(left=left, right=right, size=size, component=component, cyclic=edges >= nodes)


def trees(graph: SplitGraph) -> Trees:
    """Root every tree at an end of a longest path. Three breadth-first searches, O(size log depth)."""
    inside = ~graph.cyclic[graph.component[graph.left]]
    matrix = (graph.left[inside], graph.right[inside])
    chosen = ~graph.cyclic[graph.component]
    nodes = np.flatnonzero(chosen)
    # the first node of each tree, whichever it is
    starts = nodes[np.unique(graph.component[nodes], return_index=True)[1]]
    first = _distances(graph, matrix, starts)
    roots = _farthest(graph, first[2], nodes)
    order, parent, near = _distances(graph, matrix, roots)
    ends = _farthest(graph, near, nodes)
    far = _distances(graph, matrix, ends)[2]
    return Trees(order=order, parent=parent, near=near, far=far, roots=roots, ends=ends)


def longest_path(graph: SplitGraph, found: Trees) -> Indices:
    """The edges of a longest path of all trees, in order. O(size)."""
    k = int(np.argmax(found.near[found.ends]))
    node, parent = int(found.ends[k]), found.parent.tolist()
    nodes = []
    while parent[node] >= 0:
        nodes.append(node)
        node = parent[node]
    return _edge_above(graph, found.parent)[np.array(nodes, dtype=np.int64)]


def path_bounds(graph: SplitGraph, found: Trees) -> tuple[Indices, Indices]:
    """(horizontal, vertical): numbers >= 1 on the edges of a forest that grow along walks.

    None exceeds the length of a longest path of the tree. Towards the middle of the tree the number is
    D - e(u), away from it e(u), for a step into u, where e is the distance to the farther end and D the
    length of the longest path.
    """
    eccentricity = np.maximum(found.near, found.far)
    diameter = np.zeros(len(graph.cyclic), dtype=np.int64)
    diameter[graph.component[found.ends]] = found.near[found.ends]
    bounds = []
    for into, origin in ((graph.left, graph.right), (graph.right, graph.left)):
        towards = eccentricity[into] < eccentricity[origin]
        length = diameter[graph.component[into]]
        bounds.append(np.where(towards, length - eccentricity[into], eccentricity[into]))
    # a step that keeps y and ends with the edge walks from y into x
    return bounds[0], bounds[1]


def reaches(graph: SplitGraph) -> tuple[Indices, Indices]:
    """(from_right, from_left): edges of the longest walk that leaves each edge at y, or at x.

    The walk does not use the edge in its first step; ENDLESS where there are arbitrarily long ones. O(size).
    """
    from_right = np.zeros(len(graph.left), dtype=np.int64)
    from_left = np.zeros(len(graph.left), dtype=np.int64)
    if not bool(graph.cyclic.all()):
        _tree_reaches(graph, from_right, from_left)
    if not graph.is_forest:
        _cyclic_reaches(graph, from_right, from_left)
    return from_right, from_left


def cycle(graph: SplitGraph) -> Indices | None:
    """The edges of a cycle, in order around it, the first step keeping x; None in a forest. O(size)."""
    if graph.is_forest:
        return None
    kept = np.flatnonzero(graph.cyclic[graph.component[graph.left]])
    left, right = graph.left[kept], graph.right[kept]
    start = np.array([left[0]], dtype=np.int64)
    _, parent, distance = _distances(graph, (left, right), start)
    # an edge of that component outside the search tree closes a cycle; no two edges join the same nodes
    reached = distance[left] >= 0
    closing = kept[reached & (parent[left] != right) & (parent[right] != left)]
    return _around(graph, parent, _edge_above(graph, parent), int(closing[0]))


# ---------------------------------------------------------------------------------------------------


def _compressed(nodes: Indices) -> tuple[Indices, int]:
    """The same partition with numbers 0..count-1."""
    size = int(nodes.max()) + 1
    if size > 4 * len(nodes) + 64:
        distinct, renumbered = np.unique(nodes, return_inverse=True)
        return renumbered.astype(np.int64), len(distinct)
    present = np.zeros(size, dtype=bool)
    present[nodes] = True
    if present.all():
        return nodes, size
    renumbered = np.asarray((np.cumsum(present) - 1)[nodes], dtype=np.int64)
    return renumbered, int(present.sum())


def _adjacency(left: Indices, right: Indices, *, size: int) -> object:
    from scipy.sparse import csr_array

    rows = np.concatenate([left, right]).astype(np.int32)
    columns = np.concatenate([right, left]).astype(np.int32)
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))


def _distances(
    graph: SplitGraph, edges: tuple[Indices, Indices], starts: Indices
) -> tuple[Indices, Indices, Indices]:
    """(order, parent, distance) of a search from one start per tree; distance -1 elsewhere."""
    from scipy.sparse import csgraph

    hub = graph.size  # joined to all starts, so that one search reaches every tree
    matrix = _adjacency(
        np.concatenate([edges[0], np.full(len(starts), hub)]),
        np.concatenate([edges[1], starts]),
        size=hub + 1,
    )
    order, before = csgraph.breadth_first_order(matrix, hub, directed=True)
    position = np.full(hub + 1, -1, dtype=np.int64)
    position[order] = np.arange(len(order))
    jump = position[before[order[1:]].astype(np.int64)]
    depth = _depths(np.concatenate([[0], jump]))
    distance = np.full(hub + 1, -1, dtype=np.int64)
    distance[order] = depth - 1
    parent = before.astype(np.int64)
    parent[starts] = -1
    return order[1:].astype(np.int64), parent[:hub], distance[:hub]


def _depths(jump: Indices) -> Indices:
    """The number of jumps that lead to position 0, by doubling."""
    depth: Indices = (np.arange(len(jump)) > 0).astype(np.int64)
    while bool(jump.any()):
        depth = depth + depth[jump]
        jump = jump[jump]
    return depth


def _farthest(graph: SplitGraph, distance: Indices, nodes: Indices) -> Indices:
    """One node of greatest distance per tree."""
    best = np.full(len(graph.cyclic), -1, dtype=np.int64)
    np.maximum.at(best, graph.component[nodes], distance[nodes])
    farthest: Indices = nodes[distance[nodes] == best[graph.component[nodes]]]
    return farthest[np.unique(graph.component[farthest], return_index=True)[1]]


def _edge_above(graph: SplitGraph, parent: Indices) -> Indices:
    """The edge between each node and its parent."""
    edge = np.full(graph.size, -1, dtype=np.int64)
    down = parent[graph.right] == graph.left
    edge[graph.right[down]] = np.flatnonzero(down)
    up = parent[graph.left] == graph.right
    edge[graph.left[up]] = np.flatnonzero(up)
    return edge


def _tree_reaches(graph: SplitGraph, from_right: Indices, from_left: Indices) -> None:
    """Away from the root a walk goes up to the height, towards it to the farther end of the longest path."""
    found = trees(graph)
    height = np.array(_heights(found.order.tolist(), found.parent.tolist()), dtype=np.int64)
    length = np.zeros(len(graph.cyclic), dtype=np.int64)
    length[graph.component[found.ends]] = found.near[found.ends]
    diameter = length[graph.component]
    nodes = found.order[found.parent[found.order] >= 0]
    above = found.parent[nodes]
    edge = _edge_above(graph, found.parent)[nodes]
    # beyond an edge of the longest path its other end is cut off, and the root is the farthest node left
    on_path = (found.near[nodes] + found.far[nodes] == diameter[nodes]) & (
        found.far[above] > found.far[nodes]
    )
    towards = np.where(on_path, found.near[above], np.maximum(found.near[above], found.far[above]))
    child_is_left = graph.left[edge] == nodes
    from_left[edge] = np.where(child_is_left, height[nodes], towards)
    from_right[edge] = np.where(child_is_left, towards, height[nodes])


def _heights(order: list[int], parent: list[int]) -> list[int]:
    height = [0] * len(parent)
    for node in reversed(order):
        above = parent[node]
        if above >= 0 and height[node] >= height[above]:
            height[above] = height[node] + 1
    return height


def _cyclic_reaches(graph: SplitGraph, from_right: Indices, from_left: Indices) -> None:
    """Peel leaves off: walks towards the rest are endless, walks away from it reach up to a leaf."""
    kept = np.flatnonzero(graph.cyclic[graph.component[graph.left]])
    from_right[kept] = from_left[kept] = ENDLESS
    left, right = graph.left.tolist(), graph.right.tolist()
    around: dict[int, set[int]] = {}
    for k in kept.tolist():
        around.setdefault(left[k], set()).add(k)
        around.setdefault(right[k], set()).add(k)
    height = dict.fromkeys(around, 0)
    leaves = [node for node, edges in around.items() if len(edges) == 1]
    while leaves:
        node = leaves.pop()
        (k,) = around[node]
        other = right[k] if left[k] == node else left[k]
        # what hangs at the leaf is all that a walk over this edge can reach
        (from_left if left[k] == node else from_right)[k] = height[node]
        height[other] = max(height[other], height[node] + 1)
        around[node].clear()
        around[other].discard(k)
        if len(around[other]) == 1:
            leaves.append(other)


def _around(graph: SplitGraph, parent: Indices, above: Indices, closing: int) -> Indices:
    """The cycle that an edge closes with the paths from its ends towards the root."""
    trails: list[list[int]] = []
    for end in (int(graph.left[closing]), int(graph.right[closing])):
        trail = [end]
        while parent[trail[-1]] >= 0:
            trail.append(int(parent[trail[-1]]))
        trails.append(trail[::-1])
    meeting = sum(1 for a, b in zip(*trails, strict=False) if a == b)
    up, down = (above[trail[meeting:]].tolist() for trail in trails)
    edges = [*up[::-1], *down, closing]
    # start with an edge that the next one meets at x
    first = graph.left[edges[0]] == graph.left[edges[1]]
    return np.array(edges if first else [*edges[1:], edges[0]], dtype=np.int64)
