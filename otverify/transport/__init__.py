"""Finite optimal transport, every answer certified.

One algorithm per file: ``measures``, ``costs`` and ``problems`` state what is solved, ``exact`` and
``capacity`` solve it, ``regularized`` with an L^p penalty; ``faces`` and ``semidiscrete`` describe all
optimal potentials, ``monotonicity`` and ``transforms`` treat single sets and functions, ``audit_solver``
tests the solvers of others. The names most used are available here, and loaded when they are.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from otverify.transport.audit_solver import audit as audit
    from otverify.transport.candidates import Method as Method
    from otverify.transport.capacity import bound_continuum as bound_continuum
    from otverify.transport.capacity import density_problem as density_problem
    from otverify.transport.costs import capped_coulomb as capped_coulomb
    from otverify.transport.costs import circle_geodesic as circle_geodesic
    from otverify.transport.costs import coulomb as coulomb
    from otverify.transport.costs import euclidean_power as euclidean_power
    from otverify.transport.costs import periodic_squared as periodic_squared
    from otverify.transport.costs import squared_euclidean as squared_euclidean
    from otverify.transport.exact import solve as solve
    from otverify.transport.faces import contact_set as contact_set
    from otverify.transport.faces import dual_face as dual_face
    from otverify.transport.faces import plan_uniqueness as plan_uniqueness
    from otverify.transport.faces import width as width
    from otverify.transport.faces import widths as widths
    from otverify.transport.measures import measure as measure
    from otverify.transport.measures import uniform as uniform
    from otverify.transport.monotonicity import cyclical_monotonicity as cyclical_monotonicity
    from otverify.transport.outcomes import Bounded as Bounded
    from otverify.transport.outcomes import Infeasible as Infeasible
    from otverify.transport.outcomes import Optimal as Optimal
    from otverify.transport.problems import TransportProblem as TransportProblem
    from otverify.transport.problems import problem as problem
    from otverify.transport.regularized import solve_regularized as solve_regularized
    from otverify.transport.regularized_enclosures import enclose as enclose
    from otverify.transport.regularized_exact import solve_exactly as solve_exactly
    from otverify.transport.regularized_problems import regularized_problem as regularized_problem
    from otverify.transport.tables import exact_floats as exact_floats
    from otverify.transport.tables import table as table
    from otverify.transport.tables import tabulate as tabulate
    from otverify.transport.transforms import c_transform as c_transform

_HOME = {
    "audit": "audit_solver",
    "Method": "candidates",
    "bound_continuum": "capacity",
    "density_problem": "capacity",
    "capped_coulomb": "costs",
    "circle_geodesic": "costs",
    "coulomb": "costs",
    "euclidean_power": "costs",
    "periodic_squared": "costs",
    "squared_euclidean": "costs",
    "solve": "exact",
    "contact_set": "faces",
    "dual_face": "faces",
    "plan_uniqueness": "faces",
    "width": "faces",
    "widths": "faces",
    "measure": "measures",
    "uniform": "measures",
    "cyclical_monotonicity": "monotonicity",
    "Bounded": "outcomes",
    "Infeasible": "outcomes",
    "Optimal": "outcomes",
    "TransportProblem": "problems",
    "problem": "problems",
    "solve_regularized": "regularized",
    "enclose": "regularized_enclosures",
    "solve_exactly": "regularized_exact",
    "regularized_problem": "regularized_problems",
    "exact_floats": "tables",
    "table": "tables",
    "tabulate": "tables",
    "c_transform": "transforms",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOME)
