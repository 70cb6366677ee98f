"""The one road from a claim to a verdict: load, falsify, prove, let the kernel accept."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeGuard

from otverify.claims import Claim, ForAll, Form, Obligation
from otverify.engines import falsify, instances, limits, words, zeros
from otverify.engines.alarm import alarm
from otverify.engines.budget import Budget, NotFound, TimedOut
from otverify.engines.prove import by_question, find_proof
from otverify.errors import InvalidInput, InvalidStatement
from otverify.instances import encode
from otverify.kernel import statements as kernel
from otverify.kernel.context import Context
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.points import Point, holds_at
from otverify.kernel.statements import digest, unfold
from otverify.kernel.terms import Json, Term, free_symbols, relation
from otverify.kernel.verify import OPPOSITE, Conclusion, verify
from otverify.report.plain import describe_refutation
from otverify.verdict import Evidence, Outcome, Status, Verdict, combine

STATUS = {
    Conclusion.PROVED: Status.PROVED,
    Conclusion.CERTIFIED: Status.CERTIFIED,
    Conclusion.REFUTED: Status.REFUTED,
}


#: how the certificates of facts argue
FACT_METHODS = {
    "optimal": "plan and potentials",
    "separated": "plan and potentials, radicals",
    "bounds": "plan and potentials, bounds",
    "ball-bounds": "plan and potentials, bounds",
    "continuum": "cells and nodes",
    "infeasible": "cut",
    "semidiscrete": "pieces and potential",
    "semidiscrete-width": "chain of contacts",
    "width": "chain of tight pairs",
    "dual-face": "spanning tight pairs",
    "unique-plan": "forest of tight pairs",
    "distinct-plans": "two optimal plans",
    "contact-set": "strict complementarity",
    "monotone": "potentials",
    "violating-cycle": "violating cycle",
}
#: points tried before and after the search for a proof
QUICK, THOROUGH = 6, 150
#: of the time, for the points before the proof: what is hard to evaluate is not drawn often
QUICK_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How hard to try: seconds per statement, and a factor on the number of sampled instances.

    ``points`` are looked at before a proof is searched for: more where most statements are wrong.
    """

    seconds: float = 20.0
    effort: float = 1.0
    deep: bool = False
    points: int = QUICK


DEFAULT = Settings()
DEEP = Settings(seconds=300.0, effort=10.0, deep=True)


def check(claim: Claim, settings: Settings = DEFAULT) -> Outcome:
    """The verdicts on a claim as printed, on its readings, and on its corrected form."""
    started = time.monotonic()
    readings = []
    for form in claim.readings.values():
        readings.append((form.name, check_form(claim, form, settings)))
    corrected = check_form(claim, claim.correction, settings) if claim.correction else None
    return Outcome(
        claim=claim.id,
        paper=claim.paper,
        at=claim.at,
        printed=_printed(claim, settings),
        readings=tuple(readings),
        corrected=corrected,
        corrected_statement=claim.correction.printed if claim.correction else "",
        seconds=time.monotonic() - started,
    )


def _printed(claim: Claim, settings: Settings) -> Verdict:
    if claim.not_computable:
        return Verdict(status=Status.NOT_COMPUTABLE, reason=claim.not_computable)
    if claim.build is None:
        return Verdict(status=Status.NOT_ATTEMPTED)
    if claim.deep and not settings.deep:
        return Verdict(status=Status.NOT_ATTEMPTED, reason="heavy: runs with --deep")
    return check_form(claim, Form(name="printed", build=claim.build, printed=claim.printed), settings)


def check_form(claim: Claim, form: Form, settings: Settings = DEFAULT) -> Verdict:
    """The verdict on one form of a claim; an error in its text makes it undecided, with the error."""
    try:
        obligations = load(claim, form)
    except InvalidInput as error:
        return Verdict(status=Status.UNDECIDED, reason=f"error: {error}")
    if not obligations:
        return Verdict(status=Status.UNDECIDED, reason="error: the claim yields no obligations")
    evidence: list[Evidence] = []
    for obligation in obligations:
        evidence += decide(obligation, settings)
    return combine(evidence)


def load(claim: Claim, form: Form) -> list[Obligation]:
    """The obligations of a form, type-checked; errors name the place in the user's file."""
    try:
        obligations = list(form.build())
    except InvalidInput as error:
        raise InvalidStatement(
            f"{_place(error)} in claim {claim.id}", expected=error.expected, got=error.got, hint=error.hint
        ) from None
    except (
        Malformed,
        TypeError,
        NameError,
        ValueError,
        AttributeError,
        ArithmeticError,
        LookupError,
    ) as error:
        raise InvalidStatement(
            f"{_place(error)} in claim {claim.id}",
            expected="obligations",
            got=f"{type(error).__name__}: {error}",
        ) from None
    for obligation in obligations:
        if not isinstance(obligation, Obligation):
            raise InvalidStatement(
                f"claim {claim.id}",
                expected="obligations such as Identity(...) or Relation(...)",
                got=repr(obligation)[:80],
                hint="A claim yields obligations; a relation has to be wrapped in Relation(...).",
            )
    return obligations


def _place(error: BaseException) -> str:
    own = str(Path(__file__).parent)
    frames = list(traceback.extract_tb(error.__traceback__))
    theirs = [f for f in frames if not f.filename.startswith(own) or "/papers/" in f.filename]
    frame = (theirs or frames)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


# ---------------------------------------------------------------------------------------------------
# deciding an obligation


def decide(obligation: Obligation, settings: Settings = DEFAULT) -> Iterator[Evidence]:
    """Evidence for each statement of an obligation."""
    if isinstance(obligation, ForAll):
        yield _decide_for_all(obligation, settings)
        return
    try:
        statements = list(obligation.statements())
    except (InvalidInput, Malformed) as error:
        yield Evidence(
            label=obligation.label, status=Status.UNDECIDED, method="none", reason=f"error: {error}"
        )
        return
    instance = getattr(obligation, "instance", "")
    for label, statement in statements:
        evidence = decide_statement(statement, settings, label=label, by=tuple(getattr(obligation, "by", ())))
        if instance and evidence.status is Status.PROVED:
            # exact, but about one instance of the claim
            evidence = replace(evidence, status=Status.CERTIFIED)
        yield evidence


def decide_statement(
    statement: kernel.Statement,
    settings: Settings = DEFAULT,
    *,
    label: str = "",
    by: Iterable[Obligation] = (),
    split: Term | None = None,
) -> Evidence:
    """Search for a certificate and let the kernel accept it; whatever goes wrong is undecided.

    ``split`` is a relation that a proof may distinguish cases by.
    """
    started = time.monotonic()
    budget = Budget(settings.seconds)
    try:
        with alarm(settings.seconds * 1.5):
            certificate = search(statement, budget, by, split=split, points=settings.points)
            accepted = verify(statement, certificate)
    except TimedOut as error:
        return _undecided(statement, label, f"timeout: {error}", started)
    except (NotFound, Rejected, InvalidInput) as error:
        return _undecided(statement, label, str(error), started)
    except (
        ArithmeticError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        RecursionError,
        MemoryError,
    ) as error:
        return _undecided(statement, label, f"error in the search: {type(error).__name__}: {error}", started)
    status = STATUS[accepted.conclusion]
    return Evidence(
        label=label,
        status=status,
        method=method_of(certificate),
        statement=statement.to_json(),
        certificate=certificate,
        witness=describe_refutation(statement, certificate) if status is Status.REFUTED else "",
        seconds=time.monotonic() - started,
    )


def _undecided(statement: kernel.Statement, label: str, reason: str, started: float) -> Evidence:
    return Evidence(
        label=label,
        status=Status.UNDECIDED,
        method="none",
        reason=reason,
        statement=statement.to_json(),
        seconds=time.monotonic() - started,
    )


def search(
    statement: kernel.Statement,
    budget: Budget,
    by: Iterable[Obligation] = (),
    *,
    split: Term | None = None,
    points: int = QUICK,
) -> Json:
    """A certificate that proves or refutes the statement; ``NotFound`` if neither is found."""
    if isinstance(statement, kernel.Words):
        return words.decide(statement, budget)
    if isinstance(statement, kernel.Limit):
        return limits.decide(statement, budget)
    if isinstance(statement, kernel.Fact):
        return _decide_fact(statement, budget)
    refutation = falsify.counterexample(
        statement, budget, tries=points, thorough=False, near=split, share=QUICK_SHARE
    )
    if refutation is not None:
        return refutation
    plain = statement.unfolded
    witness = falsify.witness(plain, budget).to_json() if plain.given else None
    steps = tuple(_step(step, statement) for step in by)
    try:
        with alarm(max(budget.left, 0.1)):
            proof = _proof(plain, budget, steps, split)
    except (NotFound, Rejected):
        # a wrong statement that survived the simple points is attacked harder before it is left open
        more = Budget(max(budget.left, 5.0))
        refutation = None
        if falsify.is_hard(plain):
            # a closed form says more than points at which an integral has to be enclosed
            refutation = _negation(statement, plain, witness, Budget(more.left / 3))
        refutation = (
            refutation
            or falsify.counterexample(statement, more, tries=THOROUGH, thorough=True, near=split)
            or zeros.meeting(statement, more)
            or _negation(statement, plain, witness, more)
        )
        if refutation is not None:
            return refutation
        raise
    return {
        "schema": 1,
        "kind": "proof",
        "statement": digest(statement.to_json()),
        "proof": proof,
        "witness": witness,
    }


def _proof(plain: kernel.Relation, budget: Budget, steps: tuple[Term, ...], split: Term | None) -> Json:
    context = Context(plain.given)
    if split is None:
        return find_proof(plain.claim, context, budget, by=steps)
    try:
        return find_proof(plain.claim, context, Budget(budget.left * 0.7), by=steps)
    except NotFound:
        budget.check()
        return by_question(plain.claim, split, context, budget, by=steps)


def _negation(
    statement: kernel.Relation, plain: kernel.Relation, witness: Json, budget: Budget
) -> Json | None:
    """A proof of the opposite relation on the whole domain."""
    op, left, right = plain.claim.args
    try:
        proof = find_proof(Term("rel", OPPOSITE[op], left, right), Context(plain.given), budget)
    except NotFound:
        return None
    return {
        "schema": 1,
        "kind": "negation",
        "statement": digest(statement.to_json()),
        "proof": proof,
        "witness": witness,
    }


def _decide_fact(fact: kernel.Fact, budget: Budget) -> Json:
    # loaded when needed: symbolic claims do without NumPy
    from otverify.engines import chains, transport

    engines = {"transport": transport.decide, "chains": chains.decide}
    if fact.topic not in engines:
        raise NotFound(f"no engine for facts of the topic {fact.topic!r}")
    return engines[fact.topic](fact, budget)


def _step(obligation: Any, statement: kernel.Relation) -> Term:
    """An intermediate relation, with the definitions of the statement inserted."""
    ((_, inner),) = obligation.statements()
    return unfold(inner.claim, statement.where)


def method_of(certificate: Json) -> str:
    """How a certificate argues, in a word or two, for tables."""
    kind = certificate["kind"]
    if kind != "proof":
        names = {
            "counterexample": "counterexample",
            "undefined": "undefined at a point",
            "negation": "the opposite is proved",
            "crossing": "change of sign",
            "limit": "leading terms",
            "other limit": "another limit",
            "words": "matrix words",
            "matrices": "matrices",
        }
        if kind == "fact":
            argued = str(certificate["evidence"]["kind"])
            return FACT_METHODS.get(argued, argued)
        return names.get(kind, str(kind))
    rules: list[str] = []
    _collect_rules(certificate["proof"], rules)
    names = {
        "identity": "normal form",
        "combination": "normal form",
        "evaluate": "arithmetic",
        "sign": "signs",
        "change of variables": "change of variables",
    }
    main = names.get(rules[0], rules[0])
    extra = [names.get(r, r) for r in rules[1:] if names.get(r, r) not in (main, "signs", "normal form")]
    return ", ".join([main, *dict.fromkeys(extra)])


def _collect_rules(proof: Json, rules: list[str]) -> None:
    rules.append(proof["rule"])
    for lemma in proof.get("lemmas", []):
        _collect_rules(lemma["proof"], rules)
    for branch in proof.get("branches", []):
        _collect_rules(branch["proof"], rules)
    if isinstance(proof.get("proof"), dict):
        _collect_rules(proof["proof"], rules)


# ---------------------------------------------------------------------------------------------------
# sampled instances


def _decide_for_all(obligation: ForAll, settings: Settings) -> Evidence:
    started = time.monotonic()
    examples = max(1, round(obligation.examples * settings.effort))
    budget = Budget(settings.seconds * 3)

    def decide_one(instance: Any) -> instances.Decided:
        asked = instances.obligations_of(obligation.property(instance))
        certificates: list[Json] = []
        for one in asked:
            for evidence in _about_instance(one, settings):
                if evidence.status is Status.REFUTED:
                    return instances.Decided(admissible=True, contradiction=evidence)
                certificates.append(evidence.certificate)
        return instances.Decided(admissible=bool(asked), certificates=tuple(certificates))

    try:
        found = instances.sample(obligation.strategy, decide_one, examples=examples, budget=budget)
    except (NotFound, Rejected, InvalidInput) as error:
        reason = f"timeout: {error}" if isinstance(error, TimedOut) else str(error)
        return Evidence(
            label=obligation.label,
            status=Status.UNDECIDED,
            method="sampling",
            reason=reason,
            seconds=time.monotonic() - started,
        )
    except Exception as error:
        return Evidence(
            label=obligation.label,
            status=Status.UNDECIDED,
            method="sampling",
            reason=f"error in the property ({_place(error)}): {type(error).__name__}: {error}",
            seconds=time.monotonic() - started,
        )
    if found.failure is not None:
        instance, contradiction = found.failure
        evidence: Evidence = contradiction
        return replace(
            evidence,
            label=obligation.label,
            method="counterexample",
            witness=f"{instance!r}: {evidence.witness}"[:2000],
            certificate={
                "kind": "instance",
                "instance": encode(instance),
                "certificate": evidence.certificate,
            },
            seconds=time.monotonic() - started,
        )
    return Evidence(
        label=obligation.label,
        status=Status.SUPPORTED,
        method="exact instances",
        instances=found.admissible,
        certificate={"kind": "sampled", "admissible": found.admissible, "instances": list(found.kept)},
        seconds=time.monotonic() - started,
    )


def _about_instance(obligation: Any, settings: Settings) -> Iterator[Evidence]:
    """Evidence on an obligation about one instance; undecided instances stop the run.

    Relations between numbers that hold need no certificate, and give no evidence.
    """
    for label, statement in obligation.statements():
        if is_ground(statement) and holds_at(statement.unfolded.claim, Point()):
            continue
        evidence = decide_statement(statement, settings, label=label)
        if evidence.status is Status.UNDECIDED:
            raise NotFound(f"an instance is undecided: {evidence.reason}")
        yield evidence


def is_ground(statement: kernel.Statement) -> TypeGuard[kernel.Relation]:
    """Whether the statement is a relation between numbers."""
    return (
        isinstance(statement, kernel.Relation)
        and not statement.given
        and not free_symbols(statement.unfolded.claim)
    )


__all__ = [
    "DEEP",
    "DEFAULT",
    "Settings",
    "check",
    "check_form",
    "decide",
    "decide_statement",
    "load",
    "relation",
]
