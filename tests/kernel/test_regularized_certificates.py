"""The checker of regularised optima accepts what is true and rejects every corruption of it."""

from __future__ import annotations

import copy
import random
import subprocess
import sys
from fractions import Fraction

import pytest

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_regularized import check, components
from otverify.transport.regularized import solve_regularized
from otverify.transport.regularized_enclosures import enclose
from otverify.transport.regularized_exact import solve_exactly
from otverify.transport.regularized_families import cosine_line, discrete_torus, random_clouds, two_atoms

#: two atoms, ε = 1, p = 2, cost 1/2 off the diagonal: by hand, f = g = 9/8, 2f - c = 9/4 and 7/4
STATED = {
    "source": ["1/2", "1/2"],
    "target": ["1/2", "1/2"],
    "cost": [[0, "1/2"], ["1/2", 0]],
    "epsilon": 1,
    "p": 2,
}
BY_HAND = {"kind": "regularized-optimal", "f": ["9/8", "9/8"], "g": ["9/8", "9/8"]}
NARROW = {
    "kind": "regularized-enclosure",
    "bits": 32,
    "blocks": {"rows": [0, 0], "columns": [0, 0]},
    # 9/8 ± multiples of 2^-32; by hand: the row sum must exceed 1 at (f_high, g_low), and so on
    "f": {"low": [(9 << 29), (9 << 29) - 900], "high": [(9 << 29), (9 << 29) + 900]},
    "g": {"low": [(9 << 29) - 600] * 2, "high": [(9 << 29) + 600] * 2},
}


def rejected(problem, certificate):
    with pytest.raises(Rejected):
        check(problem, certificate)
    return True


def changed(data, path, value):
    result = copy.deepcopy(data)
    inner = result
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return result


def test_two_atoms_by_hand():
    found = check(STATED, BY_HAND)
    # π = 9/32 on the diagonal, 7/32 off it: 14/32 · 1/2 + Σ π²/(1/4)
    assert found.value == Fraction(7, 32) + 4 * (2 * Fraction(9, 32) ** 2 + 2 * Fraction(7, 32) ** 2)
    assert found.active == ((0, 1), (0, 1))
    assert (found.lowest_active, found.highest_inactive, found.dimension) == (Fraction(7, 4), None, 0)


def test_an_enclosure_by_hand():
    found = check(STATED, NARROW)
    exact = check(STATED, BY_HAND).value
    assert found.lower <= exact <= found.upper
    assert found.active == ((0, 1), (0, 1))
    assert not found.undecided


def test_hexadecimal_potentials():
    long = {"hexadecimal": ["9", "9"], "denominator": "8"}
    assert check(STATED, BY_HAND | {"f": long}) == check(STATED, BY_HAND)
    for bad in (
        {"hexadecimal": ["9"], "denominator": "8"},
        {"hexadecimal": ["9", "09"], "denominator": "8"},
        {"hexadecimal": ["9", "0x9"], "denominator": "8"},
        {"hexadecimal": ["9", "G"], "denominator": "8"},
        {"hexadecimal": ["9", 9], "denominator": "8"},
        {"hexadecimal": ["9", "9"], "denominator": "0"},
        {"hexadecimal": ["9", "9"], "denominator": "-8"},
        {"hexadecimal": ["9", "a"], "denominator": "8"},
        {"hexadecimal": ["9", "9"]},
    ):
        assert rejected(STATED, BY_HAND | {"f": bad})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["kind"], "optimal"),
        (["kind"], None),
        (["f", 0], "5/4"),
        (["g", 1], 1),
        (["f", 0], 1.125),
        (["f", 0], "18/16"),
        (["f", 0], True),
        (["f"], ["9/8"]),
        (["f"], None),
        (["f"], ["9/8", "9/8", "9/8"]),
        (["more"], 1),
    ],
)
def test_corrupted_exact_certificates(path, value):
    assert rejected(STATED, changed(BY_HAND, path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["epsilon"], 2),
        (["epsilon"], 0),
        (["epsilon"], -1),
        (["epsilon"], 1.0),
        (["p"], "3/2"),
        (["p"], 1),
        (["p"], 3),
        (["source", 0], 0),
        (["source", 0], "1/3"),
        (["source", 0], "-1/2"),
        (["source"], []),
        (["target"], ["1/4", "3/4"]),
        (["cost", 0, 0], "1/10"),
        (["cost", 0, 1], None),
        (["cost", 0], [0]),
        (["cost"], [[0, 1]]),
        (["cost", 0, 0], float("nan")),
        (["cost", 0, 0], [["1", 0, 2]]),
        (["extra"], 0),
    ],
)
def test_certificates_of_one_problem_prove_no_other(path, value):
    other = changed(STATED, path, value)
    assert rejected(other, BY_HAND)
    assert rejected(other, NARROW)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["bits"], 33),
        (["bits"], 31),
        (["bits"], 8),
        (["bits"], 1 << 14),
        (["bits"], True),
        (["f", "high", 0], (9 << 29) + 1),
        (["f", "high", 1], (9 << 29) + 100),
        (["f", "low", 1], (9 << 29) - 100),
        (["g", "high", 0], (9 << 29) + 5),
        (["g", "low", 0], (9 << 29) - 5),
        (["g", "low", 1], (9 << 29) + 700),
        (["f", "low"], {}),
        (["f"], []),
        (["g", "high"], [1]),
        (["g", "high", 0], float(9 << 29)),
        (["blocks", "rows"], [0]),
        (["blocks", "rows"], [0, 1]),
        (["blocks", "columns"], [1, 1]),
        (["blocks"], {"rows": [0, 1], "columns": [0, 1]}),
        (["blocks"], {"rows": [0, 0]}),
    ],
)
def test_corrupted_enclosures(path, value):
    assert rejected(STATED, changed(NARROW, path, value))


@pytest.mark.parametrize("shift", [-5000, 5000])
def test_barriers_beside_the_solution_are_rejected(shift):
    """Valid shapes around a wrong centre: one barrier has the wrong sign."""
    moved = copy.deepcopy(NARROW)
    for name in ("low", "high"):
        moved["g"][name] = [value + shift for value in moved["g"][name]]
    assert rejected(STATED, moved)


def test_an_inactive_pair_cannot_hide():
    """Potentials that fit the diagonal alone, where a pair off it would be active."""
    diagonal = {"kind": "regularized-optimal", "f": [2, 2], "g": [2, 2]}
    assert rejected(STATED, diagonal)
    blocks = {
        "kind": "regularized-enclosure",
        "bits": 32,
        "blocks": {"rows": [0, 1], "columns": [0, 1]},
        "f": {"low": [2 << 32] * 2, "high": [2 << 32] * 2},
        "g": {"low": [(2 << 32) - 9] * 2, "high": [(2 << 32) + 9] * 2},
    }
    with pytest.raises(Rejected, match="between two blocks"):
        check(STATED, blocks)
    # where it is inactive, the same certificate holds
    far = changed(changed(STATED, ["cost", 0, 1], 5), ["cost", 1, 0], 5)
    assert check(far, blocks).active == ((0,), (1,))
    assert check(far, diagonal).dimension == 1


def test_a_tie_between_components_fixes_the_constant_on_one_side():
    tied = changed(changed(STATED, ["cost", 0, 1], 4), ["cost", 1, 0], 5)
    diagonal = {"kind": "regularized-optimal", "f": [2, 2], "g": [2, 2]}
    assert check(tied, diagonal).highest_inactive == 0
    # f_0 may fall relative to g_1, not rise: still a set of dimension 1; tied both ways it is a point
    assert check(tied, diagonal).dimension == 1
    assert check(changed(tied, ["cost", 1, 0], 4), diagonal).dimension == 0


def test_exact_potentials_for_other_powers():
    """p = 3/2, one pair of atoms: (t/(3ε))² = 1 at t = 3ε."""
    single = {"source": [1], "target": [1], "cost": [[5]], "epsilon": 2, "p": "3/2"}
    found = check(single, {"kind": "regularized-optimal", "f": [11], "g": [0]})
    assert found.value == 5 + 2 * 2
    assert rejected(single, {"kind": "regularized-optimal", "f": [10], "g": [0]})
    # t = -3ε solves the squared equation only
    assert rejected(single, {"kind": "regularized-optimal", "f": [-1], "g": [0]})
    # p = 9/5 has no polynomial equation
    assert rejected(single | {"p": "9/5"}, {"kind": "regularized-optimal", "f": [11], "g": [0]})


def _certified(draw):
    kind = draw.randrange(4)
    if kind == 0:
        problem = random_clouds(6, 5, dimension=2, epsilon="1/30", p=2, seed=draw.randrange(99))
    elif kind == 1:
        problem = discrete_torus(4, 2, epsilon="1/40", p=2)
    elif kind == 2:
        problem = cosine_line(12, bits=12).problem(epsilon="1/100", p=2)
    else:
        problem = two_atoms(epsilon="1/3", p=2)
    return solve_regularized(problem)


@pytest.mark.parametrize("seed", range(6))
def test_every_changed_number_of_an_exact_certificate_is_noticed(seed):
    draw = random.Random(seed)
    exact = solve_exactly(_certified(draw))
    stated = exact.problem.statement()
    values = {"f": list(exact.f), "g": list(exact.g)}
    for _ in range(20):
        side = draw.choice("fg")
        k = draw.randrange(len(values[side]))
        off = values[side][k] + Fraction(draw.choice([-1, 1]), 10 ** draw.randrange(1, 60))
        bad = dict(values)
        bad[side] = [off if i == k else v for i, v in enumerate(values[side])]
        assert rejected(
            stated, {"kind": "regularized-optimal", **{s: [str(v) for v in vs] for s, vs in bad.items()}}
        )


@pytest.mark.parametrize("p", ["2", "3/2", "9/5"])
def test_barriers_pulled_to_one_side_are_noticed(p):
    found = solve_regularized(random_clouds(5, 6, dimension=2, epsilon="1/20", p=p, seed=2))
    enclosed = enclose(found, digits=12)
    stated, certificate = enclosed.problem.statement(), enclosed.certificate
    draw = random.Random(1)
    # a solution in the middle: raising a low barrier above it, or lowering a high one below it, is seen
    for _ in range(20):
        side, bad = draw.choice("fg"), copy.deepcopy(certificate)
        k = draw.randrange(1 if side == "f" else 0, len(bad[side]["low"]))
        low, high = bad[side]["low"][k], bad[side]["high"][k]
        which = draw.choice(["low", "high"])
        # past the centre by a quarter of the width
        bad[side][which][k] = (low + 3 * high) // 4 if which == "low" else (3 * low + high) // 4
        assert rejected(stated, bad)


def test_kinds_are_not_confused():
    for bad in (None, [], "x", 1, {}, {"kind": 3}, {"kind": []}):
        with pytest.raises(Malformed):
            check(STATED, bad)
    for bad in (None, [], 1, {}):
        assert rejected(bad, BY_HAND)


def test_components_of_a_support():
    assert components(2, 2, ((0,), (1,))) == [0, 1, 0, 1]
    assert components(2, 2, ((0, 1), (1,))) == [0, 0, 0, 0]


def test_the_checker_stands_alone():
    code = (
        "import sys, otverify.kernel.transport_regularized; "
        "foreign = ('numpy', 'scipy', 'ot', 'ortools', 'sympy'); "
        "print([m for m in sys.modules if m.split('.')[0] in foreign or m.startswith('otverify.transport')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


# ---------------------------------------------------------------------------------------------------
# each condition of the proof on its own: all others hold


@pytest.mark.parametrize("transposed", [False, True])
def test_rows_alone_or_columns_alone_are_not_enough(transposed):
    """Cost 0, p = 2, ε = 1: row sums need f_i + (g_0 + g_1)/2 = 2, and any such g passes them."""
    stated = STATED | {"cost": [[0, 0], [0, 0]]}
    skew, flat = ["3/2", "1/2"], [1, 1]
    bad = {"f": skew, "g": flat} if transposed else {"f": flat, "g": skew}
    assert rejected(stated, {"kind": "regularized-optimal", **bad})
    assert check(stated, {"kind": "regularized-optimal", "f": flat, "g": flat}).value == 1


def test_blocks_whose_masses_differ():
    """Every equation but the first row of each block holds strictly between these barriers."""
    stated = {
        "source": ["2/3", "1/3"],
        "target": ["1/3", "2/3"],
        "cost": [[0, 100], [100, 0]],
        "epsilon": "1/2",
        "p": 2,
    }
    one, bits = 1 << 32, 32
    certificate = {
        "kind": "regularized-enclosure",
        "bits": bits,
        "blocks": {"rows": [0, 1], "columns": [0, 1]},
        "f": {"low": [0, 0], "high": [0, 0]},
        # a_i φ = 1 at g = 3/2 and at g = 3
        "g": {"low": [3 * one // 2 - 99, 3 * one - 99], "high": [3 * one // 2 + 99, 3 * one + 99]},
    }
    with pytest.raises(Rejected, match="the masses of block 0 do not balance"):
        check(stated, certificate)
    # with the masses exchanged on one side the same barriers are true: g = 3/2 and 3
    balanced = stated | {"target": ["2/3", "1/3"]}
    assert check(balanced, certificate).active == ((0,), (1,))


def test_a_pair_inside_wide_barriers_is_undecided():
    """ε a little above 1/8: off the diagonal pairs are active by 2ε/1000, and barriers are wider."""
    stated = STATED | {"epsilon": "125/999"}
    r = Fraction(999, 1000) + 1
    f = Fraction(125, 999) * r
    unit = 1 << 40
    centre = round(f * unit)
    # (2, 3/2, 3/2) solves the grounded Laplacian of the square with right sides 1
    step = unit // 4000
    certificate = {
        "kind": "regularized-enclosure",
        "bits": 40,
        "blocks": {"rows": [0, 0], "columns": [0, 0]},
        "f": {"low": [centre, centre - 2 * step], "high": [centre, centre + 2 * step]},
        "g": {"low": [centre - 3 * step // 2] * 2, "high": [centre + 3 * step // 2] * 2},
    }
    narrow = copy.deepcopy(certificate)
    for side in "fg":
        for name in ("low", "high"):
            narrow[side][name] = [centre + (v - centre) // 100 for v in certificate[side][name]]
    assert check(stated, narrow).active == ((0, 1), (0, 1))
    found = check(stated, certificate)
    assert set(found.undecided) == {(0, 1), (1, 0)}
    assert found.active == ((0,), (1,))


def test_barriers_in_the_wrong_order():
    swapped = copy.deepcopy(NARROW)
    swapped["g"]["low"][0], swapped["g"]["high"][0] = swapped["g"]["high"][0], swapped["g"]["low"][0]
    with pytest.raises(Rejected, match="the low barrier is above the high one"):
        check(STATED, swapped)


def test_costs_that_are_rounded_have_room():
    """One pair, c = 1/3, p = 2, ε = 1/2: g = 4/3; in units of 2^-16 the cost is known to two units."""
    stated = {"source": [1], "target": [1], "cost": [["1/3"]], "epsilon": "1/2", "p": 2}
    whole = (1 << 16) + (1 << 16) // 3

    def barriers(low, high):
        blocks = {"rows": [0], "columns": [0]}
        return {
            "kind": "regularized-enclosure",
            "bits": 16,
            "blocks": blocks,
            "f": {"low": [0], "high": [0]},
            "g": {"low": [whole + low], "high": [whole + high]},
        }

    assert check(stated, barriers(-1, 3)).active == ((0,),)
    assert rejected(stated, barriers(-1, 2))
    assert rejected(stated, barriers(0, 3))
    # true, but finer than the rounding of the cost can tell
    assert rejected(stated, barriers(0, 1))


def test_powers_that_are_no_integers_are_not_taken_for_their_numerators():
    """p = 9/5, q - 1 = 5/4, ε q = 1, mass 32: t^(5/4) = 1/32 at t = 1/16; t^5 = 1/32 at t = 1/2."""
    stated = {"source": [32], "target": [32], "cost": [[0]], "epsilon": "4/9", "p": "9/5"}
    for f in ("1/2", "1/16"):
        with pytest.raises(Rejected, match="p = 1"):
            check(stated, {"kind": "regularized-optimal", "f": [f], "g": [0]})


def test_the_largest_inactive_excess_is_found_behind_the_leading_bits():
    """Potentials with a denominator of 600 bits: most pairs are decided by their leading bits."""
    stated = {"source": ["1/3"] * 3, "target": ["1/3"] * 3, "epsilon": "1/6", "p": 2}
    cost = [[0 if i == j else 5 + 3 * i + 7 * j for j in range(3)] for i in range(3)]
    off = Fraction(1, 3**380)
    f = [Fraction(1) + k * off for k in range(3)]
    g = [-k * off for k in range(3)]
    certificate = {"kind": "regularized-optimal", "f": list(map(str, f)), "g": list(map(str, g))}
    found = check(stated | {"cost": cost}, certificate)
    assert found.highest_inactive == max(
        f[i] + g[j] - cost[i][j] for i in range(3) for j in range(3) if i != j
    )
    assert found.lowest_active == 1
