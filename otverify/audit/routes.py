"""A second opinion on identities and signs, by an engine that shares nothing with the normal form.

Route one is the kernel. Route two evaluates both sides with Arb at raised precision at points of the domain
that the search did not use, and asks SymPy's polynomials to cancel the difference where it is rational. The
answers are ``agree``, ``diverge`` (an error somewhere), ``incomparable`` (the second engine cannot read the
statement) and ``unavailable``; a missing answer is never agreement.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, ctx

from otverify.engines.alarm import alarm
from otverify.engines.budget import Budget, NotFound
from otverify.engines.falsify import sampler
from otverify.kernel.balls import enclose, settles
from otverify.kernel.errors import Rejected
from otverify.kernel.points import ground
from otverify.kernel.statements import Relation, Statement
from otverify.kernel.terms import Json, Term, subterms
from otverify.sympy_bridge import to_sympy

DIGITS = 60
POINTS = 6
AGREE, DIVERGE, INCOMPARABLE, UNAVAILABLE = "agree", "diverge", "incomparable", "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a second route says about a statement that the kernel accepted."""

    route: str
    answer: str
    detail: str = ""

    def to_json(self) -> Json:
        """Canonical JSON."""
        return {"route": self.route, "answer": self.answer, "detail": self.detail}


def second_opinions(statement: Statement) -> list[Opinion]:
    """Both second routes."""
    if not isinstance(statement, Relation):
        return [Opinion(route="balls", answer=INCOMPARABLE, detail="not a relation")]
    return [by_balls(statement), by_sympy(statement)]


def by_balls(statement: Relation) -> Opinion:
    """Evaluate the claim at fresh points with 60 digits: equal to 50 digits, or clearly ordered."""
    plain = statement.unfolded
    checked = 0
    try:
        with alarm(10.0):
            for point in sampler(plain, seed=987654321).points(Budget(8.0), POINTS, attempts=120):
                op, left, right = plain.claim.args
                with ctx.workprec(int(DIGITS * 3.33)):
                    try:
                        gap = _value(ground(left, point)) - _value(ground(right, point))
                    except Rejected:
                        continue
                    if _contradicts(op, gap):
                        return Opinion(route="balls", answer=DIVERGE, detail=str(point.to_json())[:300])
                    checked += 1
    except NotFound as error:
        return Opinion(route="balls", answer=UNAVAILABLE, detail=str(error))
    if not checked:
        return Opinion(route="balls", answer=INCOMPARABLE, detail="no point could be evaluated")
    return Opinion(route="balls", answer=AGREE, detail=f"{checked} points, {DIGITS} digits")


def _value(term: Term) -> arb:
    from otverify.kernel.points import _resolved

    return enclose(_resolved(term), {})


def _contradicts(op: str, gap: arb) -> bool:
    if op in ("==", "<=", ">=") and gap.contains(0):
        return False
    if op == "!=" and gap.contains(0):
        return False  # too close to tell
    try:
        return not settles(op, gap)
    except Rejected:
        return False


def by_sympy(statement: Relation) -> Opinion:
    """Cancel the difference of an identity between rational functions with SymPy's polynomials."""
    import sympy

    from otverify.errors import OtverifyError
    from otverify.kernel.calculus import lower

    plain = statement.unfolded
    op, left, right = plain.claim.args
    if op != "==" or any(fact.args[0] == "==" for fact in plain.given if fact.op == "rel"):
        return Opinion(route="sympy", answer=INCOMPARABLE, detail="not an unconditional identity")
    try:
        with alarm(10.0):
            difference = lower(left) - lower(right)
            if any(
                node.op in ("comp", "dot", "norm", "over", "cases", "abs") for node in subterms(difference)
            ):
                return Opinion(route="sympy", answer=INCOMPARABLE, detail="not a rational function")
            found = sympy.cancel(sympy.together(to_sympy(difference)))
    except (Rejected, OtverifyError, NotFound, NotImplementedError, TypeError, ValueError) as error:
        return Opinion(route="sympy", answer=INCOMPARABLE, detail=str(error)[:120])
    if found == 0:
        return Opinion(route="sympy", answer=AGREE, detail="cancels to 0")
    # a difference that SymPy cannot cancel is no contradiction: it does not know Γ(z+1) = zΓ(z)
    return Opinion(route="sympy", answer=INCOMPARABLE, detail="does not cancel")


# ---------------------------------------------------------------------------------------------------
# what has to be right


def components(certificate: Json) -> set[str]:
    """The rules and libraries that have to be right for one certificate."""
    found = {"encoding", "python-flint rationals"}
    kind = certificate.get("kind")
    if kind == "proof":
        _collect(certificate["proof"], found)
    elif kind == "sampled":
        found |= {"hypothesis (as a source of instances)", "rule evaluate"}
    elif kind == "instance":
        found |= components(certificate["certificate"])
    else:
        found.add(f"rule {kind}")
    if kind in ("limit", "other limit"):
        found |= {"normal form"}
    if "rule balls" in found:
        found.add("Arb")
    if {
        "rule identity",
        "rule sign",
        "rule products",
        "rule combination",
        "rule change of variables",
    } & found:
        found |= {"normal form", "FLINT polynomials"}
    return found


def _collect(proof: Json, found: set[str]) -> None:
    found.add(f"rule {proof['rule']}")
    for part in proof.get("terms", []):
        found |= {f"axiom {cited[0]}" for cited in part.get("axioms", [])}
    for lemma in [*proof.get("lemmas", []), *proof.get("inside", [])]:
        _collect(lemma["proof"], found)
    for branch in proof.get("branches", []):
        _collect(branch["proof"], found)
    if isinstance(proof.get("proof"), dict):
        _collect(proof["proof"], found)
