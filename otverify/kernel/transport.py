"""Checks certificates for finite optimal transport: one entry point, one function per kind.

A *problem* is what a claim states (plain data); a *certificate* is what a search found. A checker
re-reads both strictly, computes exactly, and either returns the conclusion or raises Rejected. It never
uses the certificate to learn what the problem is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from otverify.kernel.errors import Malformed
from otverify.kernel.transport_continuum import check_continuum
from otverify.kernel.transport_data import Json, shown
from otverify.kernel.transport_faces import (
    check_contact_set,
    check_distinct_plans,
    check_dual_face,
    check_unique_plan,
)
from otverify.kernel.transport_infeasible import check_infeasible
from otverify.kernel.transport_irrational import check_ball_bounds, check_separated
from otverify.kernel.transport_monotone import check_monotone, check_violating_cycle
from otverify.kernel.transport_optimal import check_bounds, check_optimal
from otverify.kernel.transport_semidiscrete import (
    check_semidiscrete,
    check_semidiscrete_width,
    check_semidiscrete_widths,
)
from otverify.kernel.transport_widths import check_width, check_widths

#: kind of certificate -> its checker
CHECKERS: Final[dict[str, Callable[[Json, Json], Any]]] = {
    "optimal": check_optimal,
    "bounds": check_bounds,
    "infeasible": check_infeasible,
    "semidiscrete": check_semidiscrete,
    "semidiscrete-widths": check_semidiscrete_widths,
    "semidiscrete-width": check_semidiscrete_width,
    "monotone": check_monotone,
    "violating-cycle": check_violating_cycle,
    "separated": check_separated,
    "ball-bounds": check_ball_bounds,
    "continuum": check_continuum,
    "dual-face": check_dual_face,
    "widths": check_widths,
    "width": check_width,
    "unique-plan": check_unique_plan,
    "distinct-plans": check_distinct_plans,
    "contact-set": check_contact_set,
}


def check(problem: Json, certificate: Json) -> Any:
    """The conclusion that the certificate proves about the problem.

    Raises Rejected if it proves nothing, Malformed if either is not of the stated form.
    """
    kind = certificate.get("kind") if type(certificate) is dict else None
    if type(kind) is not str or kind not in CHECKERS:
        raise Malformed(f"unknown kind of certificate: {shown(kind)}")
    return CHECKERS[kind](problem, certificate)
