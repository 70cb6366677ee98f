"""Checks certificates about alternant chains and numbered limb systems: one entry point.

The *statement* is what a claim says (:mod:`otverify.kernel.transport_chains_statements`), the *certificate*
is what a search found. A checker re-reads both strictly, computes exactly, and either returns the conclusion
or raises Rejected. It never uses the certificate to learn what the statement is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from otverify.kernel.errors import Malformed
from otverify.kernel.transport_chains_bounds import (
    check_chain_bound,
    check_enumeration,
    check_levels,
    check_turns,
)
from otverify.kernel.transport_chains_walks import (
    check_chain,
    check_cycle,
    check_periodic_chain,
    check_potentials,
)
from otverify.kernel.transport_data import Json, shown
from otverify.kernel.transport_limbs import (
    check_limb_plan,
    check_limb_system,
    check_no_plan,
    check_two_plans,
)

#: kind of certificate -> its checker
CHECKERS: Final[dict[str, Callable[[Json, Json], Any]]] = {
    "chain": check_chain,
    "periodic-chain": check_periodic_chain,
    "chain-bound": check_chain_bound,
    "levels": check_levels,
    "enumeration": check_enumeration,
    "turns": check_turns,
    "potentials": check_potentials,
    "cycle": check_cycle,
    "limb-system": check_limb_system,
    "limb-plan": check_limb_plan,
    "no-plan": check_no_plan,
    "two-plans": check_two_plans,
}


def check(statement: Json, certificate: Json) -> Any:
    """The conclusion that the certificate proves about the statement.

    Raises Rejected if it proves nothing, Malformed if either is not of the stated form.
    """
    kind = certificate.get("kind") if type(certificate) is dict else None
    if type(kind) is not str or kind not in CHECKERS:
        raise Malformed(f"unknown kind of certificate: {shown(kind)}")
    return CHECKERS[kind](statement, certificate)
