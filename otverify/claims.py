"""Papers, claims and obligations: a claim is data, and the table prints what was checked.

A claim is a generator function that yields obligations, so that a paper module reads like the paper and
costs nothing to import::

    paper = Paper("mine", title="...", authors="...", year=2026)
    r, delta = reals("r delta")

    @paper.claim("matching", at="Prop. 1", printed=r"h'(\\delta) = -1/\\delta^2")
    def matching():
        "The cap meets 1/r to first order."
        yield Identity(D(1 / r, r).at(r, delta), -1 / delta**2, over=delta > 0)

A statement is closed: its free symbols run over the domain ``over``; without ``over`` they run over all
real numbers. A printed statement that is wrong stays as printed; ``corrected`` puts the true form beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from otverify.errors import InvalidInput, InvalidStatement
from otverify.kernel import statements as kernel
from otverify.kernel.errors import Malformed
from otverify.kernel.terms import Term, free_symbols, integer, kind, number, relation, substitute, subterms
from otverify.vocabulary import Domain, domain, term

if TYPE_CHECKING:
    from otverify.verdict import Outcome

Build = Callable[[], Iterable[Any]]
DIMENSION = integer("d")
oo = "oo"
minus_oo = "-oo"
finite = "finite"
#: the files that every paper has
OWN_FILES = ("verdicts.json", "table.tex", "errata.tex", "README.md")


# ---------------------------------------------------------------------------------------------------
# obligations


@dataclass(frozen=True, slots=True, init=False)
class Identity:
    """``lhs = rhs`` for all values of the free symbols in the domain.

    Free indices ``i, j`` run over 1..d, so an identity of components is one of vectors or matrices in
    every dimension. ``by`` names intermediate relations to be shown first; they are proved as well.
    ``instance`` names the one instance of the claim that the obligation is about: then it counts as
    certified on that instance, never as proved.
    """

    lhs: Term
    rhs: Term
    over: Domain
    label: str
    by: tuple[Relation | Identity, ...]
    instance: str

    def __init__(
        self,
        lhs: Any,
        rhs: Any,
        *,
        over: Any = None,
        label: str = "",
        by: Iterable[Any] = (),
        instance: str = "",
    ) -> None:
        left, right = term(lhs), term(rhs)
        _set(self, lhs=left, rhs=right, label=label, by=tuple(by), instance=instance)
        _set(self, over=_closed(over, (lhs, rhs), (left, right)))

    def statements(self) -> Iterator[tuple[str, kernel.Statement]]:
        """The kernel statement of the obligation."""
        claim = relation("==", self.lhs, self.rhs)
        _require_content(claim, self.over)
        yield self.label, _relation_statement(claim, self.over)


@dataclass(frozen=True, slots=True, init=False)
class Relation:
    """``lhs op rhs`` on the domain, ``op`` one of ``== != < <= > >=``.

    ``Relation(h, "<=", 1 / r, over=...)`` and ``Relation(h <= 1 / r, over=...)`` are the same.
    """

    lhs: Term
    op: str
    rhs: Term
    over: Domain
    label: str
    by: tuple[Relation | Identity, ...]
    instance: str

    def __init__(
        self,
        lhs: Any,
        op: str = "",
        rhs: Any = None,
        *,
        over: Any = None,
        label: str = "",
        by: Iterable[Any] = (),
        instance: str = "",
    ) -> None:
        if isinstance(lhs, bool):
            raise InvalidStatement(
                "Relation",
                expected="a relation",
                got=lhs,
                hint="Python evaluated it; write Relation(a, '==', b).",
            )
        if rhs is None and not op:
            written = lhs if isinstance(lhs, Term) else _sympy_relation(lhs)
            if kind(written) != "r":
                raise InvalidStatement(
                    "Relation", expected="a relation such as x < y", got=f"a {written.op!r} term"
                )
            sources: tuple[Any, ...] = (getattr(lhs, "lhs", 0), getattr(lhs, "rhs", 0))
            op, left, right = written.args
        else:
            if op not in ("==", "!=", "<", "<=", ">", ">="):
                raise InvalidStatement("Relation", expected="one of == != < <= > >=", got=repr(op))
            left, right, sources = term(lhs), term(rhs), (lhs, rhs)
        _set(self, lhs=left, op=op, rhs=right, label=label, by=tuple(by), instance=instance)
        _set(self, over=_closed(over, sources, (left, right)))

    def statements(self) -> Iterator[tuple[str, kernel.Statement]]:
        """The kernel statement of the obligation."""
        claim = relation(self.op, self.lhs, self.rhs)
        _require_content(claim, self.over)
        yield self.label, _relation_statement(claim, self.over)


@dataclass(frozen=True, slots=True, init=False)
class Limit:
    """``of -> equals`` as ``variable -> to`` from one side (``"+"`` from above).

    ``to`` may be ``oo`` or ``minus_oo``, ``equals`` also ``finite`` (some number, whichever).
    """

    of: Term
    variable: Term
    to: Term | str
    equals: Term | str
    side: str
    over: Domain
    label: str

    def __init__(
        self,
        of: Any,
        variable: Any,
        *,
        to: Any,
        equals: Any,
        side: str = "+",
        over: Any = None,
        label: str = "",
    ) -> None:
        goal = to if isinstance(to, str) and to in (oo, minus_oo) else term(to)
        target = equals if isinstance(equals, str) and equals in (oo, minus_oo, finite) else term(equals)
        written = term(of), term(variable)
        scalars = tuple(t for t in (*written, goal, target) if isinstance(t, Term))
        _set(self, of=written[0], variable=written[1], to=goal, equals=target, label=label)
        _set(
            self,
            side="-" if goal == oo else "+" if goal == minus_oo else side,
            over=_closed(over, (of,), scalars),
        )

    def statements(self) -> Iterator[tuple[str, kernel.Statement]]:
        """The kernel statement of the obligation."""
        given = _with_dimension(self.over, (self.of,))
        yield (
            self.label,
            kernel.Limit(
                of=self.of,
                variable=self.variable,
                to=self.to,
                side=self.side,
                equals=self.equals,
                given=given,
                where=self.over.definitions,
            ),
        )


@dataclass(frozen=True, slots=True, init=False)
class Integral:
    """``∫ integrand d(variable)`` over ``(variable, low, high)`` equals a closed form."""

    integral: Term
    equals: Term
    over: Domain
    label: str
    by: tuple[Relation | Identity, ...]

    def __init__(
        self,
        integrand: Any,
        limits: tuple[Any, Any, Any],
        *,
        equals: Any,
        over: Any = None,
        label: str = "",
        by: Iterable[Any] = (),
    ) -> None:
        variable, low, high = (term(part) for part in limits)
        whole, value = Term("integral", term(integrand), variable, low, high), term(equals)
        _set(self, integral=whole, equals=value, label=label, by=tuple(by))
        _set(self, over=_closed(over, (integrand, equals), (whole, value)))

    def statements(self) -> Iterator[tuple[str, kernel.Statement]]:
        """The kernel statement of the obligation."""
        yield self.label, _relation_statement(relation("==", self.integral, self.equals), self.over)


@dataclass(frozen=True, slots=True, init=False)
class Exists:
    """For all values in the domain there are values of some symbols such that the relations hold.

    The witness says which: a mapping from symbols to terms in the other symbols. What is checked is every
    relation with the witness put in.
    """

    witness: tuple[tuple[Term, Term], ...]
    relations: tuple[Term, ...]
    over: Domain
    label: str

    def __init__(
        self, witness: Mapping[Term, Any], *relations: Term, over: Any = None, label: str = ""
    ) -> None:
        pairs = tuple(
            (symbol, value if isinstance(value, Term) else term(value)) for symbol, value in witness.items()
        )
        if not relations:
            raise InvalidStatement("Exists", expected="relations that the witness satisfies", got="none")
        inserted = tuple(substitute(r, dict(pairs)) for r in relations)
        _set(self, witness=pairs, relations=tuple(relations), label=label, over=_closed(over, (), inserted))

    def statements(self) -> Iterator[tuple[str, kernel.Statement]]:
        """One kernel statement per relation, the witness put in."""
        for claim in self.relations:
            yield self.label, _relation_statement(substitute(claim, dict(self.witness)), self.over)


@dataclass(frozen=True, slots=True, init=False)
class MatrixIdentity:
    """``lhs = rhs`` for matrices of every size that satisfy the relations of their letters.

    Sides are expressions of :class:`otverify.matrices.Matrix`; that ``A.inv`` inverts A, that S is
    symmetric and that a root squares to its matrix are relations the letters bring with them. ``given``
    adds further equations.
    """

    lhs: Any
    rhs: Any
    given: tuple[tuple[Any, Any], ...]
    label: str

    def __init__(self, lhs: Any, rhs: Any, *, given: Iterable[tuple[Any, Any]] = (), label: str = "") -> None:
        _set(self, lhs=lhs, rhs=rhs, given=tuple(given), label=label)

    def statements(self) -> Iterator[tuple[str, kernel.Statement]]:
        """The kernel statement of the obligation."""
        from otverify.matrices import words_statement

        yield self.label, words_statement(self.lhs, self.rhs, self.given)


@dataclass(frozen=True, slots=True, init=False)
class ForAll:
    """A property of every instance that a Hypothesis strategy can draw.

    ``property`` maps an instance to obligations without free symbols (an empty answer means that the
    instance does not meet the hypotheses); they are decided exactly. No contradiction in n admissible
    instances gives SUPPORTED(n), never more; an instance that contradicts is shrunk and refutes.
    """

    strategy: Any
    property: Callable[[Any], Iterable[Any]]
    examples: int
    label: str

    def __init__(
        self,
        strategy: Any,
        property: Callable[[Any], Iterable[Any]],  # noqa: A002 - the field's word
        *,
        examples: int = 100,
        label: str = "",
    ) -> None:
        if examples < 1:
            raise InvalidStatement("ForAll", expected="at least one example", got=examples)
        _set(self, strategy=strategy, property=property, examples=examples, label=label)


@runtime_checkable
class Stated(Protocol):
    """An obligation that consists of kernel statements, each with its label for the table."""

    @property
    def label(self) -> str:
        """What the table calls it."""

    def statements(self) -> Iterator[tuple[str, kernel.Statement]]:
        """The statements, in their order."""


Obligation = Stated | ForAll


def _set(target: object, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(target, name, value)


def _sympy_relation(value: Any) -> Term:
    if type(value).__module__.startswith("sympy"):
        from otverify.sympy_bridge import from_sympy_any

        return from_sympy_any(value)
    raise InvalidStatement("Relation", expected="a relation such as x < y", got=repr(value))


def _closed(over: Any, sources: Iterable[Any], terms: Iterable[Term]) -> Domain:
    """The domain of an obligation; every free symbol has to be declared in it if there is one."""
    free = {s for t in terms for s in free_symbols(t) if s.op != "idx"}
    assumed: tuple[Term, ...] = ()
    for source in sources:
        if type(source).__module__.startswith("sympy"):
            from otverify.sympy_bridge import assumptions

            assumed += assumptions(source)
    stated = domain(over)
    _require_unshadowed(terms, free | (set(stated.declared) if stated else set()))
    if stated is None:
        return Domain(*dict.fromkeys(assumed), *sorted(free, key=str))
    known = {str(s.args[0]) for s in stated.declared} | {"d"}
    known |= {str(s.args[0]) for constraint in assumed for s in free_symbols(constraint)}
    missing = sorted(str(s.args[0]) for s in free if str(s.args[0]) not in known)
    if missing:
        raise InvalidStatement(
            "an obligation",
            expected="every free symbol declared in over=",
            got=f"the undeclared {', '.join(missing)}",
            hint="Add a constraint on it, or name it: over=Domain(delta > 0, t).",
        )
    return Domain(stated, *dict.fromkeys(assumed)) if assumed else stated


def _require_unshadowed(terms: Iterable[Term], outer: set[Term]) -> None:
    """A variable of integration that also means something outside says less than it seems to."""
    bound = {node.args[1] for t in terms for node in subterms(t) if node.op in ("integral", "over", "ball")}
    names = {str(s.args[0]) for s in bound} & {str(s.args[0]) for s in outer}
    if names:
        raise InvalidStatement(
            "an obligation",
            expected="variables of integration that occur nowhere else",
            got=f"{', '.join(sorted(names))}, which an integral shadows",
            hint="Rename the variable of integration.",
        )


def _require_content(claim: Term, over: Domain) -> None:
    """A relation of a term with itself, or one of its own hypotheses, holds whatever it says."""
    _, left, right = claim.args
    if claim in over.constraints:
        raise InvalidStatement(
            "an obligation",
            expected="a statement that its domain does not contain",
            got="one of the hypotheses again: vacuous",
            hint="State what follows from the hypotheses.",
        )
    if left == right and free_symbols(left):
        raise InvalidStatement(
            "an obligation",
            expected="two sides that differ",
            got="the same term twice: vacuous",
            hint="Was a name reused for something else?",
        )


def _with_dimension(over: Domain, terms: Iterable[Term]) -> tuple[Term, ...]:
    used = {
        s for t in (*terms, *over.constraints, *(v for _, v in over.definitions)) for s in free_symbols(t)
    }
    if DIMENSION in used and not any(DIMENSION in free_symbols(c) for c in over.constraints):
        return (*over.constraints, relation(">=", DIMENSION, number(1)))
    return over.constraints


def _relation_statement(claim: Term, over: Domain) -> kernel.Relation:
    try:
        return kernel.Relation(claim=claim, given=_with_dimension(over, (claim,)), where=over.definitions)
    except Malformed as error:
        raise InvalidStatement("an obligation", expected="a well-formed statement", got=str(error)) from None


# ---------------------------------------------------------------------------------------------------
# claims and papers


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of a claim: as printed, a named reading, or corrected."""

    name: str
    build: Build
    printed: str = ""
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Claim:
    """One statement of a paper. Its id is ``paper/name`` and never reused."""

    paper: str
    name: str
    at: str
    printed: str
    title: str = ""
    hypotheses: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    build: Build | None = None
    readings: dict[str, Form] = field(default_factory=dict)
    correction: Form | None = None
    mutants: dict[str, Form] = field(default_factory=dict)
    not_computable: str = ""
    analogue: str = ""
    deep: bool = False

    @property
    def id(self) -> str:
        """``paper/name``."""
        return f"{self.paper}/{self.name}"

    def corrected(self, printed: str, *, note: str = "") -> Callable[[Build], Claim]:
        """Register the true form of a claim whose printed form is refuted; ``note``: what survives."""

        def register(build: Build) -> Claim:
            self.correction = Form(name="corrected", build=build, printed=printed, note=note)
            return self

        return register

    def reading(self, name: str, *, printed: str = "", note: str = "") -> Callable[[Build], Claim]:
        """Register a named reading of an ambiguous statement, with obligations of its own."""

        def register(build: Build) -> Claim:
            if name in self.readings:
                raise InvalidInput(self.id, expected="a new name of a reading", got=name)
            self.readings[name] = Form(name=name, build=build, printed=printed, note=note)
            return self

        return register

    def mutant(self, name: str, *, printed: str = "") -> Callable[[Build], Claim]:
        """Register a false variant for the audit, which has to refute one of its obligations."""

        def register(build: Build) -> Claim:
            if name in self.mutants:
                raise InvalidInput(self.id, expected="a new name of a mutant", got=name)
            self.mutants[name] = Form(name=name, build=build, printed=printed)
            return self

        return register

    def forms(self) -> Iterator[Form]:
        """The printed form, the readings, the corrected form, as far as they have obligations."""
        if self.build is not None:
            yield Form(name="printed", build=self.build, printed=self.printed)
        yield from self.readings.values()
        if self.correction is not None:
            yield self.correction

    def _repr_latex_(self) -> str:
        return f"${self.printed}$"


@dataclass(slots=True, init=False)
class Paper:
    """A paper and the ordered list of its claims."""

    slug: str
    title: str
    authors: str
    year: int
    reference: str
    claims: dict[str, Claim]
    tables: dict[str, Callable[[Sequence[Outcome]], str]]

    def __init__(self, slug: str, *, title: str, authors: str, year: int, reference: str = "") -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
            raise InvalidInput("Paper", expected="a slug of lower-case letters, digits and _", got=repr(slug))
        self.slug, self.title, self.authors, self.year = slug, title, authors, year
        self.reference = reference or f"{authors}, {title} ({year})"
        self.claims = {}
        self.tables = {}

    def claim(
        self,
        name: str,
        *,
        at: str,
        printed: str,
        hypotheses: Iterable[str] = (),
        depends: Iterable[str] = (),
        deep: bool = False,
    ) -> Callable[[Build], Claim]:
        """Register a claim; decorates a generator function that yields its obligations."""

        def register(build: Build) -> Claim:
            return self._add(
                Claim(
                    paper=self.slug,
                    name=name,
                    at=at,
                    printed=printed,
                    title=(build.__doc__ or "").strip(),
                    hypotheses=tuple(hypotheses),
                    depends=tuple(depends),
                    build=build,
                    deep=deep,
                )
            )

        return register

    def not_computable(
        self, name: str, *, at: str, printed: str, why: str, analogue: str = "", depends: Iterable[str] = ()
    ) -> Callable[[Build], Claim]:
        """Register a claim outside computation; decorates the finite analogue that is checked instead."""
        claim = self._add(
            Claim(
                paper=self.slug,
                name=name,
                at=at,
                printed=printed,
                not_computable=why,
                analogue=analogue,
                depends=tuple(depends),
            )
        )

        def register(build: Build) -> Claim:
            claim.readings["finite analogue"] = Form(name="finite analogue", build=build, printed=analogue)
            claim.title = (build.__doc__ or "").strip()
            return claim

        return register

    def table(self, name: str) -> Callable[[Callable[[Sequence[Outcome]], str]], Any]:
        """Register a file of the paper that is computed from its outcomes, such as ``"necessity.tex"``.

        Decorates the function from the outcomes, in the order of the paper, to the text. The file is written
        with the verdicts into ``proofs_checked/<paper>``, and a re-check compares it. It may depend on
        nothing but the outcomes, without their times.
        """
        taken = (*OWN_FILES, *self.tables)
        if not re.fullmatch(r"[a-z][a-z0-9_]*\.(tex|csv|md|json)", name) or name in taken:
            raise InvalidInput(
                "Paper.table", expected="a new file name such as necessity.tex", got=repr(name)
            )

        def register(build: Callable[[Sequence[Outcome]], str]) -> Callable[[Sequence[Outcome]], str]:
            self.tables[name] = build
            return build

        return register

    def not_attempted(self, name: str, *, at: str, printed: str) -> Claim:
        """Register a claim that has no obligations yet, so that coverage stays honest."""
        return self._add(Claim(paper=self.slug, name=name, at=at, printed=printed))

    def _add(self, claim: Claim) -> Claim:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", claim.name):
            raise InvalidInput(
                "Paper.claim", expected="a name of letters, digits and -", got=repr(claim.name)
            )
        if claim.name in self.claims:
            raise InvalidInput(
                "Paper.claim", expected="a name used once", got=claim.name, hint="Ids are never reused."
            )
        self.claims[claim.name] = claim
        return claim
