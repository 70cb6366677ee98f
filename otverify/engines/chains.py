"""Certificates for facts about chains, levels and limb systems: compute, and keep what the kernel accepts."""

from __future__ import annotations

from typing import Any

from otverify.engines.budget import Budget, NotFound
from otverify.kernel.statements import Fact, digest
from otverify.kernel.terms import Json
from otverify.transport.chains import pair_set, plain, read_pairs
from otverify.transport.chains_examples import extremal_chain
from otverify.transport.chains_longest import ChainOfLength, EndlessChain, LongestChain, longest_chain
from otverify.transport.chains_monotone import monotone_points
from otverify.transport.chains_search import Turns, turns
from otverify.transport.curves import place
from otverify.transport.levels import levels
from otverify.transport.limbs import LimbSystem, limb_system, plan_on

#: beyond so many layers only the bound is decided, not whether it is attained
MANY_LAYERS = 8


def decide(fact: Fact, budget: Budget) -> Json:
    """A certificate that decides the fact, either way; ``NotFound`` if none is found."""
    evidence = plain(_evidence(fact))
    return {"schema": 1, "kind": "fact", "statement": digest(fact.to_json()), "evidence": evidence}


def _evidence(fact: Fact) -> Json:
    data = fact.problem
    match fact.quantity:
        case "longest chain" if "layers" in data:
            return _attained(data["layers"])
        case "longest chain":
            return _bounds_of_turns(data) if "points" in data else _longest(data)
        case "monotone":
            return _monotone(data)
        case "levels":
            return levels(read_pairs(data)).certificate
        case "limb system" if fact.arguments is None:
            return limb_system(_relation(data)).certificate
        case "plan on limbs":
            return _plan(data)
    # the kernel decides the rest by itself
    return {"kind": "exhaustion"}


def _longest(data: dict[str, Any]) -> Json:
    found = longest_chain(read_pairs(data))
    match found:
        case LongestChain():
            return {"kind": "longest", "chain": found.chain.certificate, "bound": plain(found.bound)}
        case EndlessChain() | ChainOfLength():
            return {"kind": "longest", "chain": found.chain.certificate, "bound": None}


def _attained(layers: int) -> Json:
    """A chain of length 4L, for few layers."""
    if layers > MANY_LAYERS:
        return {"kind": "exhaustion"}
    chain, _ = extremal_chain(layers)
    return {"kind": "attained", "statement": chain.within.as_json(), "chain": chain.certificate}


def _bounds_of_turns(data: dict[str, Any]) -> Json:
    found = turns([place(where["point"], where["normal"]) for where in data["points"]])
    if not isinstance(found, Turns):
        raise NotFound("the turning rule admits endless sequences of points")
    return {"kind": "longest", "chain": None, "bound": found.certificate}


def _monotone(data: dict[str, Any]) -> Json:
    if "sources" not in data:
        raise NotFound("monotonicity for a cost matrix is stated as CyclicallyMonotone")
    return monotone_points(read_pairs(data)).certificate


def _relation(data: dict[str, Any]) -> Any:
    pairs = list(zip(data["rows"], data["columns"], strict=True))
    return pair_set(pairs, shape=(data["shape"][0], data["shape"][1]))


def _plan(data: dict[str, Any]) -> Json:
    system = limb_system(_relation(data))
    if not isinstance(system, LimbSystem):
        raise NotFound("the pairs carry a cycle, so no plan is determined by its marginals")
    return plan_on(system, data["source"], target=data["target"]).certificate
