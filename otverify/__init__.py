"""Exact, certified verification of the claims of optimal-transport papers.

    from otverify import Identity, Paper, Relation, check, reals

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from otverify.check import Settings as Settings
    from otverify.check import check as check
    from otverify.claims import (
        Claim as Claim,
    )
    from otverify.claims import (
        Exists as Exists,
    )
    from otverify.claims import (
        ForAll as ForAll,
    )
    from otverify.claims import (
        Identity as Identity,
    )
    from otverify.claims import (
        Integral as Integral,
    )
    from otverify.claims import (
        Limit as Limit,
    )
    from otverify.claims import (
        MatrixIdentity as MatrixIdentity,
    )
    from otverify.claims import (
        Paper as Paper,
    )
    from otverify.claims import (
        Relation as Relation,
    )
    from otverify.claims_chains import *  # noqa: F403
    from otverify.claims_transport import *  # noqa: F403
    from otverify.verdict import Outcome as Outcome
    from otverify.verdict import Status as Status
    from otverify.verdict import Verdict as Verdict
    from otverify.vocabulary import *  # noqa: F403

_PLACES = {
    "check": "Settings check",
    "claims": "Claim Exists ForAll Identity Integral Limit MatrixIdentity Paper Relation finite minus_oo oo",
    "verdict": "Evidence Outcome Status Verdict",
    "claims_chains": (
        "ChainLevels ChainVisits EveryRelation IsChain IsCyclicChain LayerBound LimbSystemOn LongestChain "
        "MonotonePairs PlanOnLimbs TurnBound"
    ),
    "claims_transport": (
        "ContactSet CyclicallyMonotone Enclosure Feasible Minimum Optimal PotentialWidth UniquePlan "
        "UniquePotential"
    ),
    "matrices": "Matrix",
    "vocabulary": (
        "PI BorelSet D Domain E Function absolute ball_integral beta cases contract cos det diff differs dot "
        "equals exp gamma indices integers integral kron log maximum minimum norm number points "
        "positive_part reals sin sqrt vectors"
    ),
}
_HOME = {name: module for module, names in _PLACES.items() for name in names.split()}

__version__ = "0.1.0"
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'otverify' has no attribute {name!r}")
    module = import_module(f"otverify.{_HOME[name]}")
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
