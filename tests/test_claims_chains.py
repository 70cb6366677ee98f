"""Obligations about chains, levels and limb systems: decided both ways, refuted with what is true instead."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import otverify
from otverify import Paper, claims_chains
from otverify.audit.mutants import mutants
from otverify.check import check, decide, decide_statement
from otverify.claims_chains import (
    ChainLevels,
    ChainVisits,
    EveryRelation,
    IsChain,
    IsCyclicChain,
    LayerBound,
    LimbSystemOn,
    LongestChain,
    MonotonePairs,
    PlanOnLimbs,
    TurnBound,
)
from otverify.errors import InvalidStatement
from otverify.instances import decode, encode
from otverify.kernel.errors import Rejected
from otverify.kernel.statements import statement_from_json
from otverify.kernel.verify import verify
from otverify.report.latex import domain_latex, statement_latex
from otverify.report.plain import describe_refutation, domain_text, statement_text
from otverify.store import recheck, save
from otverify.strategies_chains import free_chains, lakes, pair_sets
from otverify.transport.chains import pair_set, placed_pairs
from otverify.transport.chains_search import free_chain
from otverify.transport.curves import ball, place
from otverify.transport.levels import Clause
from otverify.verdict import Status

PATH = pair_set([(0, 0), (0, 1), (1, 1), (1, 2)])
ALONG = [(0, 0), (0, 1), (1, 1), (1, 2)]
SQUARE = pair_set([(0, 0), (0, 1), (1, 0), (1, 1)])
AROUND = [(0, 0), (0, 1), (1, 1), (1, 0)]
PRICED = pair_set([(0, 0), (0, 1), (1, 0), (1, 1)], cost=[[0, 0], [0, "1/2"]])
DISC = ball((0, 0), 1)
CIRCLE = [DISC.place((t,)) for t in (0, "1/2", 1, 3, -1, "-1/3")]
ATTAINED = free_chain(CIRCLE[:2])
POINTS = ATTAINED.within
FOUR = list(ATTAINED.pairs)
CROSSED = placed_pairs(
    [(0, 0), (1, 1)], sources=[place((0,)), place((1,))], targets=[place((1,)), place((0,))]
)

TRUE = {
    "chain": IsChain(PATH, ALONG),
    "repeated": IsChain(SQUARE, AROUND, periodic=True),
    "not in turns": IsChain(SQUARE, [(0, 0), (0, 1), (0, 0)], holds=False),
    "not in S": IsChain(PATH, [(0, 0), (0, 2)], holds=False),
    "not monotone": IsChain(PRICED, AROUND, holds=False),
    "too short to repeat": IsChain(PATH, ALONG[:2], periodic=True, holds=False),
    "of points": IsChain(POINTS, FOUR),
    "cyclic": IsCyclicChain(SQUARE, AROUND),
    "not cyclic": IsCyclicChain(PATH, ALONG, holds=False),
    "visits": ChainVisits(POINTS, FOUR, sources=2, targets=3),
    "longest": LongestChain(PATH, 4),
    "longest of points": LongestChain(POINTS, 4),
    "at most": LongestChain(PATH, 5, op="<="),
    "endless": LongestChain(SQUARE, None),
    "endless exceeds": LongestChain(SQUARE, 1000, op=">"),
    "priced": LongestChain(PRICED, 3),
    "turns": TurnBound(CIRCLE, 4),
    "layers": LayerBound(3, 12, op="=="),
    "monotone": MonotonePairs(POINTS),
    "crossed": MonotonePairs(CROSSED, holds=False),
    "levels": ChainLevels(PATH, [0, 3, 3, 0], [4, 2, 2, 4]),
    "endless levels": ChainLevels(SQUARE, [-1] * 4, [-1] * 4),
    "limbs": LimbSystemOn(PATH),
    "numbers": LimbSystemOn(PATH, [1, 3], [0, 2, 4]),
    "wrong numbers": LimbSystemOn(PATH, [1, 5], [0, 2, 4], holds=False),
    "no limbs": LimbSystemOn(SQUARE, holds=False),
    "plan": PlanOnLimbs(PATH, [2, 3], [1, "3/2", "5/2"], [1, 1, "1/2", "5/2"]),
    "no plan": PlanOnLimbs(PATH, [2, 3], [3, 1, 1], None),
    "clause": EveryRelation(Clause.NEXT, rows=3, columns=3),
    "printed clause": EveryRelation(Clause.LEAST_COLUMN_PRINTED, rows=3, columns=3, holds=False),
    "clause of one": EveryRelation(Clause.LEAST_COLUMN_PRINTED, within=PATH, holds=False),
}
FALSE = {
    "layers": LayerBound(2, 7),
    "no chain": IsChain(PATH, ALONG, holds=False),
    "back": IsChain(PATH, [(0, 0), (0, 1), (0, 0)]),
    "visits": ChainVisits(POINTS, FOUR, targets=2),
    "longer": LongestChain(PATH, 5),
    "shorter": LongestChain(PATH, 3, op="<="),
    "endless": LongestChain(PATH, None),
    "bounded": LongestChain(SQUARE, 4, op="<="),
    "priced": LongestChain(PRICED, None),
    "monotone": MonotonePairs(POINTS, holds=False),
    "levels": ChainLevels(PATH, [0, 3, 2, 0], [4, 2, 2, 4]),
    "limbs": LimbSystemOn(SQUARE),
    "numbers": LimbSystemOn(PATH, [1, 1], [0, 0, 2]),
    "plan": PlanOnLimbs(PATH, [2, 3], [1, "3/2", "5/2"], [1, 1, 1, 2]),
    "a plan": PlanOnLimbs(PATH, [2, 3], [1, "3/2", "5/2"], None),
    "clause": EveryRelation(Clause.LEAST_COLUMN_PRINTED, rows=2, columns=3),
    "expressions": EveryRelation(Clause.EXPRESSIONS, rows=3, columns=3),
}


@pytest.mark.parametrize("obligation", TRUE.values(), ids=TRUE)
def test_a_true_statement_is_certified(obligation):
    assert [outcome.status for outcome in decide(obligation)] == [Status.CERTIFIED] * len(
        list(obligation.statements())
    )


@pytest.mark.parametrize("obligation", FALSE.values(), ids=FALSE)
def test_a_false_statement_is_refuted_with_what_is_true(obligation):
    (outcome,) = decide(obligation)
    assert outcome.status is Status.REFUTED
    statement = statement_from_json(outcome.statement)
    assert describe_refutation(statement, outcome.certificate)


def test_what_is_true_instead():
    said = {}
    for name, obligation in FALSE.items():
        (outcome,) = decide(obligation)
        said[name] = describe_refutation(statement_from_json(outcome.statement), outcome.certificate)
    assert said["longer"] == "the longest chain has length 4"
    assert said["layers"] == "the longest chain has length 8"
    assert said["bounded"] == "the longest chain has length ∞"
    assert said["visits"] == "3 points"
    assert said["clause"] == "S = (x1,y1) (x1,y3) (x2,y1) (x2,y2)"
    assert said["limbs"] == "not a numbered limb system"
    assert said["back"].endswith("at 2, x is kept twice in a row")
    assert said["no chain"] == "(x1,y1) (x1,y2) (x2,y2) (x2,y3) is a chain"
    assert said["plan"] == said["a plan"] == "the masses are 1, 1, 1/2, 5/2"
    assert said["levels"] == "horizontal [0, 3, 3, 0], vertical [4, 2, 2, 4]"


def test_a_question_about_no_chain_stays_open():
    (outcome,) = decide(ChainVisits(PATH, [(0, 0), (1, 1)], sources=2))
    assert outcome.status is Status.UNDECIDED


@pytest.mark.parametrize("layers", [1, 2, 3, 7])
def test_the_bound_of_lemma_2_4(layers):
    """The longest chain on L nested bodies, whichever they are, has length 4L."""
    for obligation, status in (
        (LayerBound(layers, 4 * layers), Status.CERTIFIED),
        (LayerBound(layers, 4 * layers, op="=="), Status.CERTIFIED),
        (LayerBound(layers, 4 * layers - 1), Status.REFUTED),
        (LayerBound(layers, 4 * layers + 1, op=">="), Status.REFUTED),
    ):
        (outcome,) = decide(obligation)
        assert outcome.status is status


def test_many_layers_are_bounded_only():
    (bounded,), (open_,) = decide(LayerBound(20, 80)), decide(LayerBound(20, 80, op="=="))
    assert (bounded.status, open_.status) == (Status.CERTIFIED, Status.UNDECIDED)


def test_turns_bound_from_above_only():
    route = [place((0,), (1,)), place((1,), (1,))]
    (outcome,) = decide(TurnBound(route, 3))
    assert outcome.status is Status.UNDECIDED  # 4 is what the rule gives; 3 might still be true


@pytest.mark.parametrize("obligation", TRUE.values(), ids=TRUE)
def test_statements_survive_json_and_bind_their_certificate(obligation):
    for (_, statement), outcome in zip(obligation.statements(), decide(obligation), strict=True):
        again = statement_from_json(json.loads(json.dumps(statement.to_json())))
        certificate = json.loads(json.dumps(outcome.certificate))
        assert verify(again, certificate).conclusion.value == "certified"
        (other,) = LongestChain(PATH, 2, op=">=").statements()
        with pytest.raises(Rejected):
            verify(other[1], certificate)


@pytest.mark.parametrize("obligation", TRUE.values(), ids=TRUE)
def test_every_mutant_is_refuted_or_says_the_same(obligation):
    for _, statement in obligation.statements():
        for mutant in mutants(statement):
            outcome = decide_statement(mutant.statement)
            if mutant.operator in ("direction", "constant") and statement.op in ("==",):
                assert outcome.status is Status.REFUTED, mutant.change


@pytest.mark.parametrize("obligation", TRUE.values(), ids=TRUE)
def test_texts(obligation):
    for _, statement in obligation.statements():
        assert statement_text(statement)
        assert domain_text(statement)
        assert "None" not in statement_latex(statement) + domain_latex(statement)


def test_some_texts():
    def text(obligation):
        return statement_text(next(iter(obligation.statements()))[1])

    assert text(TRUE["longest"]) == "longest chain = 4"
    assert text(TRUE["repeated"]) == "(x1,y1) (x1,y2) (x2,y2) (x2,y1) is a chain, repeated for ever"
    assert text(TRUE["printed clause"]) == "fails in some relation: 4.6(b): i = 2"
    assert text(FALSE["no chain"]) == "(x1,y1) (x1,y2) (x2,y2) (x2,y3) is not a chain"


@settings(max_examples=20, deadline=None)
@given(drawn=st.one_of(pair_sets(classes=2, costs=True), free_chains(max_layers=2), lakes()))
def test_instances_survive_json(drawn):
    """What a strategy draws can be kept as a counterexample."""
    data = json.loads(json.dumps(encode(drawn)))
    assert json.loads(json.dumps(encode(decode(data)))) == data


def test_names_are_found_in_the_package():
    for name in claims_chains.__all__:
        assert getattr(otverify, name) is getattr(claims_chains, name)


def test_clauses_are_written_as_mathematics():
    for clause in Clause:
        (fact,) = EveryRelation(clause).facts()
        written = statement_latex(fact)
        assert not set(written) & set("∅⊂∪∈∞?"), written
        assert written.count("$") % 2 == 0
    (fact,) = EveryRelation(Clause.ENDLESS_CYCLES).facts()
    assert r"$E_\infty$ $=$ $\emptyset$ exactly if $S$ has no cycle" in statement_latex(fact)


def test_incomplete_obligations_are_refused():
    with pytest.raises(InvalidStatement):
        list(ChainVisits(PATH, ALONG).statements())
    with pytest.raises(InvalidStatement):
        list(LimbSystemOn(PATH, [1, 3]).statements())


def test_a_claim_is_saved_and_rechecked(tmp_path):
    paper = Paper("chains_test", title="t", authors="a", year=2026)

    @paper.claim("both", at="Lemma 1", printed="L")
    def both():
        yield LongestChain(PATH, 4)
        yield PlanOnLimbs(PATH, [Fraction(1, 2), 1], [Fraction(1, 2), 1, 0], [Fraction(1, 2), 0, 1, 0])

    outcome = check(both)
    assert outcome.status is Status.CERTIFIED
    save(tmp_path, paper, [outcome])
    assert not any(result.trouble for result in recheck(tmp_path, [paper]))
