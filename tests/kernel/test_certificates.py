"""Every kind of certificate: accepted as it is, rejected when changed, bound to its statement."""

import copy
import json

import pytest

from otverify.check import search
from otverify.claims import Identity, Integral, Limit, MatrixIdentity, Relation
from otverify.engines.budget import Budget
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.statements import digest, statement_from_json
from otverify.kernel.terms import number, real, to_json
from otverify.kernel.verify import Conclusion, verify
from otverify.matrices import Matrix
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    equals,
    exp,
    integral,
    points,
    reals,
    sqrt,
)

x, y, r, delta, p = reals("x y r delta p")
s, t = points("s t")
X, f = BorelSet("X"), Function("f")
A, S = Matrix("A", invertible=True), Matrix("S", positive=True)
cap = r**3 / delta**4 - 2 * r**2 / delta**3 + 2 / delta
INSIDE = Domain(delta > 0, r > 0, r <= delta)
ON_X = Domain(X.mass > 0, X.everywhere(s, absolute(f(s)) < x))


def made(obligation):
    ((_, statement),) = obligation.statements()
    certificate = search(statement, Budget(20), getattr(obligation, "by", ()))
    return statement, certificate


PROVED = {
    "identity": Identity(D(cap, r).at(r, delta), -1 / delta**2, over=delta > 0),
    "sign": Relation(cap <= 1 / r, over=INSIDE),
    "products": Relation(x**2 + y**2 >= 2 * x * y, over=Domain(x, y)),
    "handelman": Relation(x + 2 * y <= 6, over=Domain(x >= 0, y <= 2, x + y <= 4)),
    "cases": Relation(absolute(x) + absolute(y) >= absolute(x + y), over=Domain(x, y)),
    "combination": Identity(x**2 - y**2, x - y, over=Domain(equals(x + y, 1))),
    "balls": Relation(exp(x) > 1 + x, over=Domain(x >= 1, x <= 2)),
    "beta": Integral((1 - x**2) ** p * x, (x, 0, 1), equals=1 / (2 * p + 2), over=p > 0),
    "antiderivative": Identity(integral(exp(x), x, 0, 1), exp(1) - 1),
    "evaluate": Relation(sqrt(2) + sqrt(3) < sqrt(10)),
    "integrate": Relation(X.integral(f(s), s) <= X.integral(x, s), over=ON_X),
    "limit": Limit(D(cap, r) / r, r, to=0, equals=-4 / delta**3, over=INSIDE),
    "words": MatrixIdentity(S.inv_root @ S @ S.inv_root, 1),
}
REFUTED = {
    "counterexample": Identity((x - y) ** 2, x**2 - y**2),
    "undefined": Identity(x / x, 1),
    "other limit": Limit(D(cap, r) / r, r, to=0, equals=4 / delta**3, over=INSIDE),
    "matrices": MatrixIdentity(A @ S, S @ A),
}


@pytest.mark.parametrize("name", sorted(PROVED))
def test_true_statements_are_accepted(name):
    statement, certificate = made(PROVED[name])
    conclusion = verify(statement, certificate).conclusion
    assert conclusion is (Conclusion.CERTIFIED if name == "balls" else Conclusion.PROVED)


@pytest.mark.parametrize("name", sorted(REFUTED))
def test_false_statements_are_refuted(name):
    statement, certificate = made(REFUTED[name])
    assert certificate["kind"] == name
    assert verify(statement, certificate).conclusion is Conclusion.REFUTED


@pytest.mark.parametrize("name", sorted({**PROVED, **REFUTED}))
def test_statements_and_certificates_survive_json(name):
    statement, certificate = made({**PROVED, **REFUTED}[name])
    copied = statement_from_json(json.loads(json.dumps(statement.to_json())))
    assert copied == statement
    verify(copied, json.loads(json.dumps(certificate)))


@pytest.mark.parametrize("name", sorted({**PROVED, **REFUTED}))
def test_a_certificate_is_for_its_own_statement_only(name):
    """Swapped with every other one: rejected, also after the digest is forged."""
    everything = {**PROVED, **REFUTED}
    _, certificate = made(everything[name])
    for other, obligation in everything.items():
        if other == name:
            continue
        ((_, statement),) = obligation.statements()
        with pytest.raises(Rejected):
            verify(statement, certificate)
        forged = {**certificate, "statement": digest(statement.to_json())}
        try:
            verify(statement, forged)
        except Rejected:
            continue
        # a forged digest may fit only if the argument itself carries over, as "identity" does
        assert certificate["kind"] == "proof"
        assert certificate["proof"]["rule"] in ("identity", "sign")


@pytest.mark.parametrize("name", sorted({**PROVED, **REFUTED}))
def test_missing_extra_and_wrong_keys_are_rejected(name):
    statement, certificate = made({**PROVED, **REFUTED}[name])
    for key in certificate:
        broken = {k: v for k, v in certificate.items() if k != key}
        with pytest.raises(Rejected):
            verify(statement, broken)
        for value in (None, 1.5, True, [], {}, "x", float("nan"), [[[]]]):
            if certificate[key] != value:
                with pytest.raises(Rejected):
                    verify(statement, {**certificate, key: value})
    with pytest.raises(Rejected):
        verify(statement, {**certificate, "note": "extra"})
    for value in (None, [], "proof", 3):
        with pytest.raises(Rejected):
            verify(statement, value)


def changed(data, path, value):
    data = copy.deepcopy(data)
    target = data
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return data


def test_products_every_field():
    statement, certificate = made(PROVED["handelman"])
    terms = certificate["proof"]["terms"]
    for k, part in enumerate(terms):
        for c in ("-" + part["c"], "0", "7/13", "1/0", 1, None):
            with pytest.raises(Rejected):
                verify(statement, changed(certificate, ("proof", "terms", k, "c"), c))
        with pytest.raises(Rejected):
            verify(statement, changed(certificate, ("proof", "terms"), terms[:k] + terms[k + 1 :]))
        with pytest.raises(Rejected):
            verify(statement, changed(certificate, ("proof", "terms", k, "factors"), [to_json(-x)]))
        with pytest.raises(Rejected):
            verify(statement, changed(certificate, ("proof", "terms", k, "squares"), [to_json(x)]))
        with pytest.raises(Rejected):
            verify(statement, changed(certificate, ("proof", "terms", k, "axioms"), [["exp", to_json(x)]]))
    with pytest.raises(Rejected):
        verify(statement, changed(certificate, ("proof", "multiplier"), [to_json(-number(1))]))
    with pytest.raises(Rejected):
        verify(statement, changed(certificate, ("proof", "zeros"), [[to_json(x), to_json(number(1))]]))


def test_cases_must_cover_and_compare_one_pair():
    statement, certificate = made(PROVED["cases"])
    branches = certificate["proof"]["branches"]
    with pytest.raises(Rejected, match="cover"):
        verify(statement, changed(certificate, ("proof", "branches"), branches[:1]))
    with pytest.raises(Rejected):
        verify(statement, changed(certificate, ("proof", "branches", 0, "when"), to_json(x >= y)))
    with pytest.raises(Rejected):
        verify(
            statement,
            changed(
                certificate, ("proof", "branches", 0, "proof"), branches[1]["proof"] | {"rule": "identity"}
            ),
        )


def test_balls_every_leaf_counts():
    statement, certificate = made(PROVED["balls"])
    for tree in (
        "no",
        ["outside", 0],
        ["outside", 9],
        ["split", "x", "3", "ok", "ok"],
        ["split", "y", "3/2", "ok", "ok"],
        1,
    ):
        with pytest.raises(Rejected):
            verify(statement, changed(certificate, ("proof", "tree"), tree))
    for precision in (10, 10**6, "64", 64.0, True):
        with pytest.raises(Rejected):
            verify(statement, changed(certificate, ("proof", "precision"), precision))


def test_a_wrong_antiderivative_is_rejected():
    statement, certificate = made(PROVED["antiderivative"])
    lemma = certificate["proof"]["lemmas"][0]
    for wrong in (x, 2 * exp(x), exp(2 * x), 1 / x):
        from otverify.kernel.terms import free_symbols, from_json, substitute

        inner = from_json(lemma["claim"]).args[1].args[1]
        formula = substitute(wrong, dict.fromkeys(free_symbols(wrong), inner))
        with pytest.raises(Rejected):
            verify(statement, changed(certificate, ("proof", "lemmas", 0, "proof", "F"), to_json(formula)))


def test_a_wrong_change_of_variables_is_rejected():
    statement, certificate = made(PROVED["beta"])
    assert certificate["proof"]["lemmas"][0]["proof"]["rule"] == "change of variables"
    for by in (x, 1 - x, x**3, -x, number(1)):
        with pytest.raises(Rejected):
            verify(statement, changed(certificate, ("proof", "lemmas", 0, "proof", "by"), to_json(by)))


def test_words_every_step_counts():
    statement, certificate = made(PROVED["words"])
    steps = certificate["steps"]
    for k, (c, before, relation, after) in enumerate(steps):
        for wrong in (
            ["7" + c, before, relation, after],
            [c, [*before, "A"], relation, after],
            [c, before, (relation + 1) % len(statement.relations), after],
            [c, before, 999, after],
            [c, before, relation, ["S", *after]],
            [c, before, True, after],
            [1, before, relation, after],
        ):
            with pytest.raises(Rejected):
                verify(statement, changed(certificate, ("steps", k), wrong))
        with pytest.raises(Rejected):
            verify(statement, {**certificate, "steps": steps[:k] + steps[k + 1 :]})


def test_a_counterexample_must_lie_in_the_domain_and_contradict():
    obligation = Relation(x**2 > x, over=x > 0)
    ((_, statement),) = obligation.statements()
    _, certificate = made(obligation)

    def at(value):
        return changed(certificate, ("point", "symbols"), [[to_json(x), to_json(value)]])

    verify(statement, at(number(1)))
    for value in (number(2), number(-1), number(0), real("x"), 1 / number(0)):
        with pytest.raises(Rejected):
            verify(statement, at(value))
    with pytest.raises(Rejected):
        verify(statement, changed(certificate, ("point", "symbols"), []))
    with pytest.raises(Rejected):
        verify(statement, changed(certificate, ("point", "indices"), [["i", 1]]))


def test_the_domain_of_a_proof_needs_a_witness():
    statement, certificate = made(PROVED["sign"])
    for witness in (None, changed(certificate["witness"], ("symbols",), [])):
        with pytest.raises(Rejected):
            verify(statement, {**certificate, "witness": witness})
    outside = changed(
        certificate["witness"],
        ("symbols",),
        [[to_json(delta), to_json(number(1))], [to_json(r), to_json(number(2))]],
    )
    with pytest.raises(Rejected, match="witness"):
        verify(statement, {**certificate, "witness": outside})


def test_an_empty_domain_proves_nothing():
    """x > 1 and x < 0: everything would follow, so nothing is accepted."""
    ((_, statement),) = Identity(x, x + 1, over=Domain(x > 1, x < 0)).statements()
    certificate = {
        "schema": 1,
        "kind": "proof",
        "statement": digest(statement.to_json()),
        "proof": {"rule": "sign"},
        "witness": {
            k: [] for k in ("symbols", "vectors", "indices", "functions", "sets", "tables", "places")
        },
    }
    with pytest.raises(Rejected):
        verify(statement, certificate)


def test_unknown_rules_and_deep_proofs_are_malformed():
    statement, certificate = made(PROVED["identity"])
    with pytest.raises(Malformed):
        verify(statement, changed(certificate, ("proof", "rule"), "trust me"))
    proof = {"rule": "identity"}
    for _ in range(100):
        proof = {"rule": "identity", "lemmas": [{"claim": to_json(x <= x), "proof": proof}]}
    with pytest.raises(Malformed):
        verify(statement, {**certificate, "proof": proof})


def test_a_lemma_is_proved_before_it_is_used():
    ((_, statement),) = Relation(x > 0, over=Domain(x)).statements()
    certificate = {
        "schema": 1,
        "kind": "proof",
        "statement": digest(statement.to_json()),
        "proof": {"rule": "sign", "lemmas": [{"claim": to_json(x > 0), "proof": {"rule": "sign"}}]},
        "witness": None,
    }
    with pytest.raises(Rejected):
        verify(statement, certificate)


def test_a_substitution_does_not_reach_under_a_derivative():
    """s = r is a fact about a point; ∂s/∂r is 0 all the same."""
    obligation = Identity(D(x * y, x), 2 * x, over=Domain(equals(y, x), x > 0))
    ((_, statement),) = obligation.statements()
    certificate = {
        "schema": 1,
        "kind": "proof",
        "statement": digest(statement.to_json()),
        "proof": {
            "rule": "substitute",
            "symbol": to_json(y),
            "value": to_json(x),
            "proof": {"rule": "identity"},
        },
        "witness": made(Identity(D(x * y, x), y, over=Domain(equals(y, x), x > 0)))[1]["witness"],
    }
    with pytest.raises(Rejected, match="different normal forms"):
        verify(statement, certificate)
