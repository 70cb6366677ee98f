"""Certificates about chains and limb systems: what is true is accepted, everything else is rejected."""

from __future__ import annotations

import copy
import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.kernel import transport_chains_facts
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_chains import CHECKERS, check
from otverify.kernel.transport_chains_bounds import layer_bound
from otverify.kernel.transport_chains_clauses import CLAUSES, counterexample
from otverify.kernel.transport_chains_facts import EXHAUSTION, QUANTITIES, decide
from otverify.strategies_chains import pair_sets, points_in
from otverify.transport.chains import pair_set, placed_pairs, plain
from otverify.transport.chains_examples import extremal_chain, flat_chain, repeated_source_chain
from otverify.transport.chains_longest import longest_chain
from otverify.transport.chains_monotone import monotone_points
from otverify.transport.curves import place
from otverify.transport.levels import levels
from otverify.transport.limbs import limb_system, plan_on, plan_statement, system_statement
from tests.transport import chains_oracles as oracle
from tests.transport.forging import NEAR

PATH = pair_set([(0, 0), (0, 1), (1, 1), (1, 2)])
SQUARE = pair_set([(0, 0), (0, 1), (1, 0), (1, 1)])
PRICED = pair_set([(0, 0), (0, 1), (1, 0), (1, 1)], cost=[[0, 1], [1, "1/2"]])
SPLIT = pair_set(PATH.pairs, source_classes=[0, 0, 1, 1], target_classes=[0, 2, 2, 3])
LINE = [place((k,)) for k in range(2)]
CROSSED = placed_pairs([(0, 1), (1, 0)], sources=LINE, targets=LINE)


def cases():
    """kind -> (statement, certificate), as JSON."""
    eight, _ = extremal_chain(2)
    flat, system = flat_chain(), limb_system(PATH)
    mu, nu = [2, 3], [1, "3/2", "5/2"]
    lacking = [3, 1, 1]
    plan, none = (plan_on(system, mu, target=side) for side in (nu, lacking))
    four = extremal_chain(1)[1]
    found = {
        "chain": (PATH.as_json(), longest_chain(PATH).chain.certificate),
        "chain of points": (eight.within.as_json(), eight.certificate),
        "chain with classes": (SPLIT.as_json(), longest_chain(SPLIT).chain.certificate),
        "periodic-chain": (SQUARE.as_json(), longest_chain(SQUARE).chain.certificate),
        "periodic-chain of points": (flat.within.as_json(), flat.certificate),
        "chain-bound": (PATH.as_json(), longest_chain(PATH).bound),
        "levels": (PATH.as_json(), levels(PATH).certificate),
        "enumeration": (PRICED.as_json(), longest_chain(PRICED).bound),
        "turns": (four.statement(), four.certificate),
        "potentials": (eight.within.as_json(), monotone_points(eight.within).certificate),
        "cycle": (CROSSED.as_json(), monotone_points(CROSSED).certificate),
        "limb-system": (system_statement(PATH), system.certificate),
        "limb-plan": (plan_statement(system, mu, target=nu), plan.certificate),
        "no-plan": (
            plan_statement(system, mu, target=lacking),
            none.certificate,
        ),
        "two-plans": (system_statement(SQUARE), limb_system(SQUARE).certificate),
    }
    return {name: json.loads(json.dumps(plain_all(case))) for name, case in found.items()}


def plain_all(case):
    return [plain(part) for part in case]


CASES = cases()
EACH = pytest.mark.parametrize("name", CASES)


@EACH
def test_accepted(name):
    check(*CASES[name])


def test_every_kind_has_a_case():
    assert {certificate["kind"] for _, certificate in CASES.values()} == set(CHECKERS)


# ---------------------------------------------------------------------------------------------------
# corruptions


def leaves(data, path=()):
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for k, value in enumerate(data):
            yield from leaves(value, (*path, k))
    else:
        yield path


def replaced(data, path, value):
    result = copy.deepcopy(data)
    target = result
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return result


JUNK = [
    None,
    True,
    0.5,
    math.nan,
    math.inf,
    "x",
    "1/0",
    "2/4",
    "+1",
    " 1",
    [],
    {},
    10**5000,
    "9" * 5000,
    "0x1",
]


@EACH
def test_junk_is_rejected(name):
    """No field is taken on trust: a value of another type is never accepted."""
    for position, part in enumerate(CASES[name]):
        for path in leaves(part):
            for junk in JUNK:
                forged = [*CASES[name]]
                forged[position] = replaced(part, path, junk)
                if junk is None and path[-1] in ("cost", "source_classes", "target_classes"):
                    continue
                with pytest.raises(Rejected):
                    check(*forged)


@EACH
def test_missing_and_extra_fields_are_rejected(name):
    for position, part in enumerate(CASES[name]):
        for key in part:
            if key in ("bodies", "nested"):
                continue
            forged = [*CASES[name]]
            forged[position] = {k: v for k, v in part.items() if k != key}
            with pytest.raises(Rejected):
                check(*forged)
        forged = [*CASES[name]]
        forged[position] = part | {"note": 1}
        with pytest.raises(Rejected):
            check(*forged)


@EACH
def test_certificates_prove_nothing_about_other_statements_of_another_shape(name):
    for other, (statement, _) in CASES.items():
        if CASES[other][1]["kind"] != CASES[name][1]["kind"] and statement != CASES[name][0]:
            try:
                conclusion = check(statement, CASES[name][1])
            except Rejected:
                continue
            # a chain, a bound or levels that also fit the other set are true there as well
            assert CASES[name][1]["kind"] in ("chain", "levels", "chain-bound", "limb-system", "cycle"), (
                conclusion
            )


def changed_integers(certificate):
    """The certificate with one integer moved by one, at every place."""
    for path in leaves(certificate):
        value = certificate
        for key in path:
            value = value[key]
        if type(value) is int:
            for step in (-1, 1):
                yield path, replaced(certificate, path, value + step)


@pytest.mark.parametrize("name", ["levels", "enumeration", "limb-plan", "chain of points", "periodic-chain"])
def test_no_number_may_be_changed(name):
    statement, certificate = CASES[name]
    for path, forged in changed_integers(certificate):
        # numbers of limbs are not unique, and a chain may be exchanged for another: those are looked at below
        if path[0] in ("source_limbs", "target_limbs"):
            continue
        with pytest.raises(Rejected):
            check(statement, forged)


def test_numbers_of_limbs_are_checked_one_by_one():
    statement, certificate = CASES["limb-system"]
    accepted = 0
    for _, forged in changed_integers(certificate):
        try:
            check(statement, forged)
        except Rejected:
            continue
        accepted += 1
    # an odd number made even is never accepted
    assert accepted == 0


def test_a_bound_may_be_loose_but_never_too_small():
    statement, certificate = CASES["chain-bound"]
    best = check(statement, certificate).longest
    assert best == 4
    for _, forged in changed_integers(certificate):
        try:
            assert check(statement, forged).longest >= best
        except Rejected:
            continue


# ---------------------------------------------------------------------------------------------------
# forgeries with a purpose


@pytest.mark.parametrize(
    ("positions", "complaint"),
    [
        ([0, 0], "does not keep exactly one"),
        ([0, 2], "does not keep exactly one"),
        ([0, 1, 0], "keep the same point"),
        ([], "at least one pair"),
        ([0, 1, 4], "index"),
        ([0, -1], "index"),
    ],
)
def test_forged_chains(positions, complaint):
    with pytest.raises(Rejected, match=complaint):
        check(PATH.as_json(), {"kind": "chain", "positions": positions})


def test_a_chain_has_to_keep_its_derivatives():
    for side in ("source_classes", "target_classes"):
        split = pair_set(PATH.pairs, **{side: [0, 1, 2, 3]})
        with pytest.raises(Rejected, match="changes the derivative"):
            check(split.as_json(), {"kind": "chain", "positions": [0, 1, 2, 3]})


def test_a_chain_that_does_not_close_is_not_periodic():
    with pytest.raises(Rejected, match="step 4"):
        check(PATH.as_json(), {"kind": "periodic-chain", "positions": [0, 1, 2, 3]})
    # every step keeps its derivative but the one from the last pair to the first
    open_ = pair_set(SQUARE.pairs, source_classes=[0, 1, 0, 0])
    around = {"kind": "chain", "positions": [1, 3, 2, 0]}
    assert check(open_.as_json(), around).cyclic
    with pytest.raises(Rejected, match="step 4 changes the derivative in x"):
        check(open_.as_json(), around | {"kind": "periodic-chain"})
    with pytest.raises(Rejected, match="at least four"):
        check(SQUARE.as_json(), {"kind": "periodic-chain", "positions": [0, 1]})


def test_a_small_violation_is_a_violation():
    tiny = [place((Fraction(k, 1000),)) for k in range(2)]
    swapped = placed_pairs([(0, 1), (1, 0)], sources=tiny, targets=tiny)
    zero = {"u": [0, 0], "w": [0, 0]}
    with pytest.raises(Rejected, match="above the potentials"):
        check(swapped.as_json(), {"kind": "potentials", **zero})
    assert check(swapped.as_json(), {"kind": "cycle", "positions": [0, 1]}) > 0


def test_points_and_bodies_of_a_statement_are_checked():
    chain, _ = extremal_chain(2)
    inside = chain.within.as_json()
    inside["sources"][0]["point"] = [0, 0]
    with pytest.raises(Rejected, match="not on the boundary"):
        check(inside, chain.certificate)
    apart = chain.within.as_json()
    first, second = apart["nested"]
    shift = 5
    apart["bodies"][second]["center"] = [shift, 0]
    for where in (*apart["sources"], *apart["targets"]):
        if where.get("body") == second:
            x = Fraction(where["point"][0]) + shift
            where["point"][0] = x.numerator if x.denominator == 1 else str(x)
    with pytest.raises(Rejected, match=f"body {first} is not shown to lie in body {second}"):
        check(apart, chain.certificate)
    twice = CROSSED.as_json()
    twice["targets"][1] = twice["targets"][0]
    with pytest.raises(Malformed, match="different points"):
        check(twice, {"kind": "cycle", "positions": [0, 1]})


def test_a_point_that_is_not_on_its_body_is_rejected():
    chain = repeated_source_chain()
    stated = chain.within.as_json()
    forged = copy.deepcopy(stated)
    forged["sources"][0]["point"] = [3, 0]
    with pytest.raises(Rejected, match="not on the boundary"):
        check(forged, chain.certificate)
    forged = copy.deepcopy(stated)
    forged["bodies"][1]["semiaxes"] = [1, 1]
    with pytest.raises(Rejected):
        check(forged, chain.certificate)


def test_bodies_that_are_not_nested_are_rejected():
    chain, _ = extremal_chain(2)
    forged = chain.within.as_json()
    forged["nested"] = forged["nested"][::-1]
    with pytest.raises(Rejected, match="not shown to lie in"):
        check(forged, chain.certificate)
    forged["nested"] = forged["nested"][:1]
    with pytest.raises(Rejected, match="not on the nested bodies"):
        check(forged, chain.certificate)


def test_a_moved_target_breaks_the_chain():
    chain, _ = extremal_chain(2)
    for k in range(len(chain.within.targets)):
        forged = chain.within.as_json()
        x, _ = forged["targets"][k]["point"]
        forged["targets"][k]["point"] = [x if isinstance(x, int) else 7, 11]
        with pytest.raises(Rejected):
            check(forged, chain.certificate)


def test_an_unmonotone_walk_is_no_chain():
    costs = [[0, 0], [-2, 0]]
    within = pair_set([(0, 0), (0, 1), (1, 1)], cost=costs)
    with pytest.raises(Rejected, match="above the potentials"):
        check(within.as_json(), {"kind": "chain", "positions": [0, 1, 2]})


def test_a_cyclic_walk_of_another_cost_is_no_chain():
    with pytest.raises(Rejected, match="closes a cycle"):
        check(PRICED.as_json(), {"kind": "periodic-chain", "positions": [0, 1, 3, 2]})


def test_levels_may_not_claim_endless_walks_in_a_forest():
    statement, _ = CASES["levels"]
    for claim in ([-1] * 4, [-1, 3, 3, 0]):
        with pytest.raises(Rejected):
            check(statement, {"kind": "levels", "horizontal": claim, "vertical": [-1] * 4})


def test_levels_may_not_hide_a_cycle():
    for h, v in (([2] * 4, [2] * 4), ([0] * 4, [0] * 4), ([4] * 4, [4] * 4)):
        with pytest.raises(Rejected):
            check(SQUARE.as_json(), {"kind": "levels", "horizontal": h, "vertical": v})
        with pytest.raises(Rejected):
            check(SQUARE.as_json(), {"kind": "chain-bound", "horizontal": h, "vertical": v})


def test_turns_may_not_be_understated():
    statement, certificate = CASES["turns"]
    for i, row in enumerate(certificate["levels"]):
        for j, level in enumerate(row):
            if i != j and level > 2:
                lower = replaced(certificate, ("levels", i, j), level - 1)
                with pytest.raises(Rejected, match="does not grow"):
                    check(statement, lower)


def test_two_points_are_a_sequence_of_two():
    circle = {"points": [{"point": p, "normal": p} for p in ([1, 0], [0, 1])]}
    assert check(circle, {"kind": "turns", "levels": [[0, 2], [2, 0]]}).longest == 4
    with pytest.raises(Rejected, match="a sequence of two"):
        check(circle, {"kind": "turns", "levels": [[0, 1], [1, 0]]})


def test_endless_turns_have_no_bound():
    flat = {"points": [{"point": [k, 0], "normal": [0, 1]} for k in range(2)]}
    for high in (2, 9):
        with pytest.raises(Rejected, match="does not grow"):
            check(flat, {"kind": "turns", "levels": [[0, high], [high, 0]]})


def test_layers_agree_with_listing_sequences():
    """No number is >= both neighbours: the longest sequences have 2L terms."""
    for layers in (1, 2, 3):
        sequences = [(a,) for a in range(layers)]
        length = 1
        while sequences:
            longer = [
                (*s, b) for s in sequences for b in range(layers) if len(s) < 2 or s[-1] < max(s[-2], b)
            ]
            if not longer:
                break
            sequences, length = longer, length + 1
        assert length == 2 * layers
        assert layer_bound({"layers": layers}).points == length
    for junk in (0, -1, 33, True, "2", None, 2.0):
        with pytest.raises(Malformed):
            layer_bound({"layers": junk})
    with pytest.raises(Malformed):
        layer_bound({"layers": 2, "more": 1})


def test_a_bound_on_layers_is_attained_by_a_chain_on_so_many():
    chain, _ = extremal_chain(2)
    attained = {"kind": "attained", "statement": chain.within.as_json(), "chain": chain.certificate}
    exact = {"quantity": "longest chain", "arguments": None, "op": "==", "value": 8}
    assert decide({"problem": {"layers": 2}, **exact}, attained)
    # on three layers there may be longer ones, on one layer this is none
    with pytest.raises(Rejected, match="leave open"):
        decide({"problem": {"layers": 3}, **exact}, attained)
    with pytest.raises(Rejected, match="not on so many"):
        decide({"problem": {"layers": 1}, **exact}, attained)
    bare = {key: value for key, value in attained["statement"].items() if key != "nested"}
    with pytest.raises(Rejected, match="not on so many"):
        decide({"problem": {"layers": 2}, **exact}, attained | {"statement": bare})
    thin = copy.deepcopy(attained)
    where = thin["statement"]["targets"][0]
    where["normals"] = [[1, 0], [0, 1]]
    with pytest.raises(Rejected, match="exactly one normal"):
        decide({"problem": {"layers": 2}, **exact}, thin)
    for forged in (EXHAUSTION, attained | {"kind": "longest"}, attained | {"more": 1}, None):
        with pytest.raises(Rejected):
            decide({"problem": {"layers": 2}, **exact}, forged)


def test_potentials_of_other_points_are_rejected():
    statement, certificate = CASES["potentials"]
    for side in ("u", "w"):
        for k in range(len(certificate[side])):
            with pytest.raises(Rejected):
                check(statement, replaced(certificate, (side, k), 1000))


def test_a_cycle_that_gains_nothing_is_rejected():
    with pytest.raises(Rejected, match="not below 0"):
        check(CROSSED.as_json(), {"kind": "cycle", "positions": [0]})
    straight = placed_pairs([(0, 0), (1, 1)], sources=LINE, targets=LINE)
    with pytest.raises(Rejected, match="not below 0"):
        check(straight.as_json(), {"kind": "cycle", "positions": [0, 1]})


@pytest.mark.parametrize(
    ("sources", "targets", "complaint"),
    [
        ([1, 3], [0, 2, 2], "two images"),
        ([1, 1], [0, 2, 4], "do not follow each other"),
        ([2, 3], [0, 2, 4], "odd"),
        ([1, 3], [1, 2, 4], "odd"),
        ([1], [0, 2, 4], "entries"),
    ],
)
def test_forged_limb_systems(sources, targets, complaint):
    within = pair_set([(0, 0), (0, 1), (1, 1), (1, 2)])
    with pytest.raises(Rejected, match=complaint):
        check(
            system_statement(within),
            {"kind": "limb-system", "source_limbs": sources, "target_limbs": targets},
        )


def test_no_limb_system_on_a_cycle_whatever_the_numbers():
    stated = system_statement(SQUARE)
    for a in range(1, 8, 2):
        for b in range(1, 8, 2):
            for c in range(0, 8, 2):
                for d in range(0, 8, 2):
                    with pytest.raises(Rejected):
                        check(stated, {"kind": "limb-system", "source_limbs": [a, b], "target_limbs": [c, d]})


def test_forged_plans():
    statement, certificate = CASES["limb-plan"]
    with pytest.raises(Rejected, match="do not add up"):
        check(statement, certificate | {"masses": [0, 2, 0, 3]})
    with pytest.raises(Rejected, match="negative"):
        check(statement, certificate | {"masses": [1, -1, "5/2", "5/2"]})
    with pytest.raises(Rejected, match="negative"):
        check(statement | {"source": [-1, 6]}, certificate)


def test_forged_failures():
    statement, certificate = CASES["no-plan"]
    assert check(statement, certificate).deficit > 0
    with pytest.raises(Rejected, match="can exchange"):
        check(statement, certificate | {"rows": [0, 1], "columns": [0, 1, 2]})
    for rows, columns in (([], []), ([], [0]), ([1], []), ([0], [2])):
        with pytest.raises(Rejected, match="can exchange"):
            check(statement, certificate | {"rows": rows, "columns": columns})
    with pytest.raises(Rejected):
        check(system_statement(SQUARE), {"kind": "two-plans", "positions": [0, 1, 2, 3]})
    with pytest.raises(Rejected):
        check(system_statement(SQUARE), {"kind": "two-plans", "positions": [0, 1, 0, 1]})
    with pytest.raises(Rejected):
        check(system_statement(SQUARE), {"kind": "two-plans", "positions": [0, 0]})


def test_large_masses_do_not_overflow():
    big = 2**62
    stated = {"rows": [0, 0], "columns": [0, 1], "shape": [1, 2], "source": [0], "target": [big, big]}
    forged = {"kind": "limb-plan", "source_limbs": [1], "target_limbs": [2, 2], "masses": [big, big]}
    # 2^62 + 2^62 is -2^63 in int64, and 2^63 + 2^63 is 0
    with pytest.raises(Rejected):
        check(stated, forged)
    with pytest.raises(Rejected):
        check(stated | {"target": [2 * big, 2 * big]}, forged | {"masses": [2 * big, 2 * big]})


def test_sums_of_masses_do_not_overflow():
    # four masses below 2^62 and 7 add up to 2^64 + 3, which is 3 in int64
    masses = [NEAR] * 4 + [7]
    stated = {"rows": [0] * 5, "columns": list(range(5)), "shape": [1, 5], "source": [3], "target": masses}
    forged = {"kind": "limb-plan", "source_limbs": [1], "target_limbs": [2] * 5, "masses": masses}
    with pytest.raises(Rejected, match="do not add up"):
        check(stated, forged)
    assert check(stated | {"source": [4 * NEAR + 7]}, forged).pairs == 5


def test_unknown_kinds():
    for kind in ("x", None, 1, ["chain"], {}):
        with pytest.raises(Malformed):
            check(PATH.as_json(), {"kind": kind})
    for certificate in (None, [], "chain"):
        with pytest.raises(Malformed):
            check(PATH.as_json(), certificate)


# ---------------------------------------------------------------------------------------------------
# random forgeries


@settings(max_examples=80, deadline=None)
@given(within=pair_sets(rows=3, columns=3, classes=2), data=st.data())
def test_an_accepted_bound_is_a_bound(within, data):
    number = st.integers(-1, 6)
    size = len(within)
    sides = [data.draw(st.lists(number, min_size=size, max_size=size)) for _ in (0, 1)]
    longest = oracle.longest(within, cap=11)
    for kind in ("chain-bound", "levels"):
        try:
            found = check(within.as_json(), {"kind": kind, "horizontal": sides[0], "vertical": sides[1]})
        except Rejected:
            continue
        if kind == "levels":
            assert found.longest == longest
        else:
            assert longest is not None
            assert longest <= found.longest


@settings(max_examples=80, deadline=None)
@given(within=pair_sets(rows=3, columns=3, costs=True, classes=2), data=st.data())
def test_an_accepted_chain_is_a_chain(within, data):
    place_ = st.integers(0, len(within) - 1)
    positions = data.draw(st.lists(place_, min_size=1, max_size=6))
    try:
        check(within.as_json(), {"kind": "chain", "positions": positions})
        accepted = True
    except Rejected:
        accepted = False
    assert accepted == oracle.is_chain(within, [within.pairs[k] for k in positions])


@settings(max_examples=60, deadline=None)
@given(within=points_in(), data=st.data())
def test_accepted_potentials_and_cycles_are_right(within, data):
    number = st.integers(-4, 4)
    n, m = within.shape
    u, w = (data.draw(st.lists(number, min_size=size, max_size=size)) for size in (n, m))
    positions = data.draw(st.lists(st.integers(0, len(within) - 1), min_size=1, max_size=4))
    monotone = oracle.is_monotone(within, within.pairs)
    for certificate, shows in (
        ({"kind": "potentials", "u": u, "w": w}, True),
        ({"kind": "cycle", "positions": positions}, False),
    ):
        try:
            check(within.as_json(), certificate)
        except Rejected:
            continue
        assert monotone == shows


# ---------------------------------------------------------------------------------------------------
# facts


def fact(problem, quantity, value, *, arguments=None, op="=="):
    return {"problem": problem, "quantity": quantity, "arguments": arguments, "op": op, "value": value}


LONGEST = {
    "kind": "longest",
    "chain": CASES["chain"][1],
    "bound": CASES["chain-bound"][1],
}


def test_facts_need_the_right_evidence():
    stated = PATH.as_json()
    assert decide(fact(stated, "longest chain", 4), LONGEST)
    assert not decide(fact(stated, "longest chain", 5), LONGEST)
    assert decide(fact(stated, "longest chain", 4, op=">="), LONGEST | {"bound": None})
    assert decide(fact(stated, "longest chain", 4, op="<="), LONGEST | {"chain": None})
    for open_ in (LONGEST | {"bound": None}, LONGEST | {"chain": None}):
        with pytest.raises(Rejected, match="leave open"):
            decide(fact(stated, "longest chain", 4), open_)
    with pytest.raises(Rejected, match="leave the comparison open"):
        decide(fact(stated, "longest chain", 5, op="<="), LONGEST | {"bound": None})
    # chain and bound exchanged
    with pytest.raises(Rejected):
        decide(fact(stated, "longest chain", 4), LONGEST | {"bound": LONGEST["chain"]})
    with pytest.raises(Rejected):
        decide(fact(stated, "longest chain", 4), LONGEST | {"chain": LONGEST["bound"]})
    for junk in (
        None,
        [],
        {"kind": "longest"},
        LONGEST | {"kind": "chain"},
        LONGEST | {"more": 1},
        EXHAUSTION,
    ):
        with pytest.raises(Rejected):
            decide(fact(stated, "longest chain", 4), junk)


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("op", ["==", "!=", "<", "~"])
def test_malformed_facts_are_never_decided(quantity, op):
    """What is decided is well formed: a truth with a truth, a number with a number, and its own arguments."""
    pairs = {"pairs": [[0, 0]]}
    for value in (None, True, 4, "4", 0.5, [], {}):
        for arguments in (None, {}, pairs, {"pairs": [[0.5, 0]], "periodic": False}):
            try:
                decide(fact(PATH.as_json(), quantity, value, arguments=arguments, op=op), EXHAUSTION)
            except Rejected:
                continue
            assert quantity in ("cyclic chain", "sources visited", "targets visited")
            assert arguments == pairs
            assert op in ("==", "!=") or quantity != "cyclic chain"
            assert (value is True) == (quantity == "cyclic chain")


def test_a_wrong_statement_is_not_a_false_fact():
    """Statements that contradict themselves are rejected, not answered with "no chain"."""
    forged = repeated_source_chain().within.as_json()
    forged["sources"][0]["point"] = [3, 0]
    with pytest.raises(Rejected, match="not on the boundary"):
        decide(fact(forged, "chain", False, arguments={"pairs": [[0, 0]], "periodic": False}), EXHAUSTION)


def test_levels_are_told_of_monotone_sets_only():
    found = levels(PRICED).certificate
    value = {key: plain(found[key]) for key in ("horizontal", "vertical")}
    with pytest.raises(Rejected, match="state no cost"):
        decide(fact(PRICED.as_json(), "levels", value), plain(found))


def test_clauses_on_statements():
    clause = "4.6(b): i = 2"
    for statement in (
        {"shape": [5, 5]},
        {"shape": [0, 1]},
        {"shape": [2]},
        {"shape": [2, 2], "pairs": []},
        {"shape": [2, 2], "pairs": [[0, 0], [0, 0]]},
        {"shape": [2, 2], "pairs": [[0, 2]]},
        {"shape": [2, True]},
        {"shape": [2, 2], "more": 1},
    ):
        with pytest.raises(Rejected):
            counterexample(statement, clause)
    with pytest.raises(Malformed):
        counterexample({"shape": [2, 2]}, "no such clause")
    with pytest.raises(Malformed):
        counterexample({"shape": [2, 2]}, ["4.6(b): i = 2"])


def test_levels_of_the_clauses_are_the_levels():
    """The iteration over all relations at once against the certified levels of single ones."""
    from otverify.kernel.transport_chains_clauses import grid_relations

    for block in grid_relations(2, 3):
        for row in range(len(block.present)):
            cells = np.flatnonzero(block.present[row])
            found = levels(pair_set([(int(c) // 3, int(c) % 3) for c in cells], shape=(2, 3)))
            assert block.horizontal[row][cells].tolist() == found.horizontal.tolist()
            assert block.vertical[row][cells].tolist() == found.vertical.tolist()


def test_each_clause_can_fail():
    """A clause that no lengths could break would say nothing: each fails for some made-up lengths."""
    from otverify.kernel.transport_chains_clauses import Relations

    draw = np.random.default_rng(0)
    present = draw.random((4000, 9)) < 0.6
    made_up = [np.where(present, draw.choice([0, 2, 3, 4, -1], size=present.shape), 0) for _ in (0, 1)]
    found = Relations(rows=3, columns=3, present=present, horizontal=made_up[0], vertical=made_up[1])
    # these do not look at the lengths, or hold by the definition of G_k for any lengths
    always = {name for name, clause in CLAUSES.items() if bool(np.all(clause(found)))}
    assert always == {
        "S_{L+1}^h ⊂ S_L^h and S_{L+1}^v ⊂ S_L^v, L >= 2",
        "(4.7), (4.10): every pair outside E_∞ lies in exactly one G_k",
    }


def test_the_names_of_quantities_are_documented():
    text = transport_chains_facts.__doc__
    assert all(f"    {quantity} " in text for quantity in QUANTITIES)
