"""The finite instances, the one-sided equation and the closed forms that the sparse-ROT claims rest on."""

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given, settings

from otverify.check import check
from otverify.claims import ForAll, Paper, Relation
from otverify.instances import decode, encode
from otverify.papers.sparse_rot import instances, paper
from otverify.papers.sparse_rot.figures import FIGURES
from otverify.papers.sparse_rot.instances import between, inner, one_sided, optima, solved
from otverify.papers.sparse_rot.line_sections import sections
from otverify.papers.sparse_rot.section4 import corner_plan
from otverify.verdict import Status

HALF = Fraction(1, 2)


def two_atoms(epsilon):
    """Masses 1/2 at 0 and 1 on both sides."""
    places = ((Fraction(0),), (Fraction(1),))
    return solved(places, places, a=(HALF, HALF), b=(HALF, HALF), epsilon=Fraction(epsilon))


@pytest.mark.parametrize("epsilon", ["1/8", "1/2", "3"])
def test_two_atoms_have_the_density_of_the_closed_form(epsilon):
    found = two_atoms(epsilon)
    assert found.density(0, 0) == 1 + 1 / (8 * Fraction(epsilon))
    assert found.error() == 0
    assert found.primal() == found.dual_of(found.f, found.g)


def test_two_atoms_with_little_penalty_carry_the_plan_without():
    found = two_atoms("1/10")
    assert (found.density(0, 0), found.density(0, 1)) == (2, 0)
    assert found.section(0) == (0,)


@settings(max_examples=25, deadline=None)
@given(optima())
def test_instances_solve_the_equations_and_survive_json(found):
    assert found.error() == 0
    assert decode(encode(found)) == found
    moved = dataclasses.replace(found, f=(found.f[0] + 1, *found.f[1:]))
    assert moved.error() > 0


@settings(max_examples=25, deadline=None)
@given(optima())
def test_exchanging_the_marginals_exchanges_the_sections(found):
    other = found.transposed()
    assert other.error() == 0
    for i in range(len(found.x)):
        for j in found.section(i):
            assert i in other.section(j)


@settings(max_examples=25, deadline=None)
@given(optima())
def test_the_corner_plan_has_the_marginals(found):
    plan = corner_plan(found, reverse=True)
    for i in range(len(found.x)):
        assert sum(found.b[j] * plan[i, j] for j in range(len(found.y))) == 1


@settings(max_examples=50, deadline=None)
@given(one_sided())
def test_the_one_sided_potential_is_the_root(drawn):
    side, x, z, share = drawn
    for place in (x, z, between(x, z, share)):
        assert side.mass_at(place, -side.potential(place)) == 2 * side.epsilon


def test_a_potential_of_two_atoms_by_hand():
    side = instances.OneSided(
        y=((Fraction(0),), (Fraction(1),)), w=(HALF, HALF), psi=(Fraction(0), Fraction(0)), epsilon=HALF
    )
    # at x = 4 the lift of y = 1 is 4: (4 - φ)/2 = 1 alone, since φ = 2 > 0
    assert side.potential((Fraction(4),)) == 2
    assert side.gradient((Fraction(4),)) == (1,)
    # at x = 0 both carry: (-φ)/2 + (-φ)/2 = 1
    assert side.potential((Fraction(0),)) == -1


@pytest.mark.parametrize("p", ["2", "3/2", "4/3"])
def test_sections_shrink_on_the_grid(p):
    wide, narrow = (sections(Fraction(p), Fraction(1, n)) for n in (1000, 4000))
    assert max(wide.outer) > max(narrow.outer) > min(narrow.inner) > 0


def test_exact_and_enclosed_sections_have_the_same_shape():
    # p = 2 as a limit: a little below, the radii are close
    exact = sections(Fraction(2), Fraction(1, 1000))
    assert len(exact.inner) == len(exact.outer) == 24


# ---------------------------------------------------------------------------------------------------
# statements that are false


def verdict(property_, strategy, examples=60):
    """The status of a property of instances."""
    draft = Paper("draft", title="", authors="", year=2026)

    @draft.claim("claim", at="", printed="")
    def claim():
        yield ForAll(strategy, property_, examples=examples)

    return check(draft.claims["claim"]).status


def test_a_smaller_lipschitz_constant_is_refuted():
    def lipschitz(found):
        far = max(instances.distance(u, v) for u in found.x for v in found.y)
        for i in range(1, len(found.x)):
            yield Relation(
                4 * (found.f[i] - found.f[0]) ** 2, "<=", far * instances.distance(found.x[i], found.x[0])
            )

    assert verdict(lipschitz, optima()) is Status.REFUTED


def test_the_mean_of_the_density_is_not_the_gradient():
    def equal(found):
        yield Relation(found.mean(0)[0], "==", found.gradient(0)[0])

    assert verdict(equal, optima()) is Status.REFUTED


def test_concavity_in_place_of_convexity_is_refuted():
    def concave(drawn):
        side, x, z, share = drawn
        chord = (1 - share) * side.potential(x) + share * side.potential(z)
        yield Relation(side.potential(between(x, z, share)), ">=", chord)

    assert verdict(concave, one_sided()) is Status.REFUTED


def test_a_gradient_with_the_weights_of_all_atoms_is_refuted():
    def subgradient(drawn):
        side, x, z, _ = drawn
        mean = tuple(sum(w * y[k] for w, y in zip(side.w, side.y, strict=True)) for k in range(len(x)))
        step = tuple(v - u for u, v in zip(x, z, strict=True))
        yield Relation(side.potential(z), ">=", side.potential(x) + inner(mean, step))

    assert verdict(subgradient, one_sided()) is Status.REFUTED


# ---------------------------------------------------------------------------------------------------
# the paper


def test_every_statement_is_encoded():
    assert [claim.id for claim in paper.claims.values() if not (claim.build or claim.readings)] == []


def test_claims_stand_in_the_order_of_the_paper():
    names = list(paper.claims)
    order = [
        "ot-definition",
        "thm-3-1-outer",
        "strong-duality",
        "lemma51-statement",
        "cor32-diam",
        "C-eps-27",
    ]
    assert sorted(order, key=names.index) == order
    assert names.index("C-eps-27") < names.index("thmA1-formula-s0")


@pytest.mark.parametrize("name", ["supports", "torus_radii"])
def test_pictures_are_drawn(name):
    assert FIGURES[name]().axes
