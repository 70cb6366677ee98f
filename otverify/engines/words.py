"""Matrix identities: noncommutative reduction and completion, with every step recorded."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

from otverify.engines.budget import Budget, NotFound
from otverify.kernel.errors import Rejected
from otverify.kernel.statements import Words, digest
from otverify.kernel.terms import Json
from otverify.kernel.words import Polynomial, add, check_words, multiply, polynomial, refute_words

Word = tuple[str, ...]
Trace = tuple[tuple[Fraction, Word, int, Word], ...]
ONE = Fraction(1)
MAX_RULES = 200
MAX_LENGTH = 14


@dataclass(frozen=True, slots=True)
class Rule:
    """``lead -> rest``, where ``lead - rest = Σ c A (p_k - q_k) B`` is recorded in the trace."""

    lead: Word
    rest: Polynomial
    trace: Trace


def _order(word: Word) -> tuple[int, Word]:
    return len(word), word


def _rule(difference: Polynomial, trace: Trace) -> Rule | None:
    if not difference:
        return None
    lead = max(difference, key=_order)
    scale = 1 / difference[lead]
    rest = {w: -c * scale for w, c in difference.items() if w != lead}
    return Rule(lead, rest, tuple((c * scale, a, k, b) for c, a, k, b in trace))


def _find(word: Word, lead: Word) -> int | None:
    return next((i for i in range(len(word) - len(lead) + 1) if word[i : i + len(lead)] == lead), None)


def _reduce(value: Polynomial, rules: list[Rule], budget: Budget) -> tuple[Polynomial, Trace]:
    """The normal form, and the multiples of relations that were subtracted on the way."""
    trace: list[tuple[Fraction, Word, int, Word]] = []
    changed = True
    while changed:
        budget.check()
        changed = False
        for word in sorted(value, key=_order, reverse=True):
            hit = next(((r, i) for r in rules if (i := _find(word, r.lead)) is not None), None)
            if hit is None:
                continue
            rule, i = hit
            c = value[word]
            before, after = word[:i], word[i + len(rule.lead) :]
            step = multiply(multiply({before: ONE}, add({rule.lead: ONE}, rule.rest, -ONE)), {after: ONE})
            value = add(value, step, -c)
            trace += [(c * e, before + a, k, b + after) for e, a, k, b in rule.trace]
            changed = True
            break
    return value, tuple(trace)


def _complete(rules: list[Rule], budget: Budget) -> list[Rule]:
    """Resolve overlaps (Knuth-Bendix, Mora) as far as the bounds allow."""
    pairs = [(a, b) for a in rules for b in rules]
    while pairs and len(rules) < MAX_RULES:
        budget.check()
        a, b = pairs.pop(0)
        for k in range(1, min(len(a.lead), len(b.lead)) + 1):
            if a.lead[-k:] != b.lead[:k] or len(a.lead) + len(b.lead) - k > MAX_LENGTH:
                continue
            left, right = a.lead[:-k], b.lead[k:]
            if a is b and k == len(a.lead):
                continue
            # lead_a right - left lead_b = 0 on both roads: their difference is a consequence
            gap = add(multiply(a.rest, {right: ONE}), multiply({left: ONE}, b.rest), -ONE)
            trace = [(-c, x, n, y + right) for c, x, n, y in a.trace]
            trace += [(c, left + x, n, y) for c, x, n, y in b.trace]
            rest, used = _reduce(gap, rules, budget)
            fresh = _rule(rest, (*trace, *((-c, x, n, y) for c, x, n, y in used)))
            if fresh is not None:
                rules.append(fresh)
                pairs += [(fresh, r) for r in rules] + [(r, fresh) for r in rules[:-1]]
    return rules


def decide(statement: Words, budget: Budget) -> Json:
    """A certificate that proves or refutes the identity."""
    rules = []
    for k, (p, q) in enumerate(statement.relations):
        rule = _rule(add(polynomial(p), polynomial(q), -ONE), ((ONE, (), k, ()),))
        if rule is not None:
            rules.append(rule)
    rules = _complete(rules, budget)
    difference = add(polynomial(statement.left), polynomial(statement.right), -ONE)
    rest, trace = _reduce(difference, rules, budget)
    head = {"schema": 1, "statement": digest(statement.to_json())}
    if not rest:
        steps = [[str(c), list(a), k, list(b)] for c, a, k, b in trace if c]
        check_words(statement, steps)
        return {**head, "kind": "words", "steps": steps}
    matrices = _refuting_matrices(statement, budget)
    if matrices is not None:
        return {**head, "kind": "matrices", "matrices": matrices}
    raise NotFound("the relations do not reduce the identity, and no small matrices contradict it")


def _refuting_matrices(statement: Words, budget: Budget) -> Json | None:
    """Small integer matrices: roots are drawn first, inverses and transposes are computed."""
    letters = sorted(
        {
            letter.rstrip("'")
            for side in (statement.left, statement.right, *(s for pair in statement.relations for s in pair))
            for _, word in side
            for letter in word
        }
    )
    symmetric = {
        str(p[0][1][0]).rstrip("'")
        for p, q in statement.relations
        if len(p) == 1 and len(p[0][1]) == 1 and len(q) == 1
    }
    definitions = _definitions(statement)
    # S^1/2 S^1/2 = S: the root is drawn
    roots = {
        w[0].split("^")[0]
        for p, _ in statement.relations
        if len(p) == 1 and len(w := p[0][1]) == 2 and w[0] == w[1]
    }
    inverses = _inverses(statement)
    pick = random.Random(1)  # noqa: S311 - reproducible instances, not secrets
    for attempt in range(200):
        budget.check()
        size = 1 + attempt % 3
        values = _draw(letters, symmetric, definitions, roots, inverses, size, pick)
        if values is None:
            continue
        try:
            refute_words(statement, values)
        except Rejected:
            continue
        return values
    return None


def _definitions(statement: Words) -> dict[str, Polynomial]:
    """Letters that a relation gives in terms of others."""
    found: dict[str, Polynomial] = {}
    for p, q in (pair for a, b in statement.relations for pair in ((a, b), (b, a))):
        if len(p) == 1 and len(p[0][1]) == 1 and p[0][0] == "1":
            letter = p[0][1][0]
            used = {x.rstrip("'") for _, word in q for x in word}
            if not letter.endswith("'") and "^" not in letter and letter not in _inputs(used, found):
                found.setdefault(letter, polynomial(q))
    return found


def _inputs(letters: set[str], definitions: dict[str, Polynomial]) -> set[str]:
    """The letters and, through the definitions, what they are computed from."""
    found, new = set(letters), set(letters)
    while new:
        new = {x.rstrip("'") for y in new for word in definitions.get(y, {}) for x in word} - found
        found |= new
    return found


def _inverses(statement: Words) -> dict[str, tuple[str, Fraction]]:
    """Letters b with c a b = e I: b = (e/c) a^-1, computed from a."""
    found: dict[str, tuple[str, Fraction]] = {}
    for p, q in statement.relations:
        if len(p) == len(q) == 1 and len(p[0][1]) == 2 and not q[0][1]:
            a, b = p[0][1]
            if a != b and not (a + b).endswith("'") and "'" not in a and "^-" not in a and a not in found:
                found.setdefault(b, (a, Fraction(q[0][0]) / Fraction(p[0][0])))
    return found


def _draw(
    letters: list[str],
    symmetric: set[str],
    definitions: dict[str, Polynomial],
    roots: set[str],
    inverses: dict[str, tuple[str, Fraction]],
    size: int,
    pick: random.Random,
) -> Json | None:
    from flint import fmpq, fmpq_mat

    def value_of(poly: Polynomial) -> fmpq_mat | None:
        total = fmpq_mat(size, size)
        for word, c in poly.items():
            part = fmpq_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])
            for letter in word:
                factor = values.get(letter.rstrip("'"))
                if factor is None:
                    return None
                part = part * (factor.transpose() if letter.endswith("'") else factor)
            total = total + part * fmpq(c.numerator, c.denominator)
        return total

    def flat(m: fmpq_mat) -> Json:
        return [[str(m[i, j]) for j in range(size)] for i in range(size)]

    values: dict[str, fmpq_mat] = {}
    for letter in letters:
        base, _, power = letter.partition("^")
        if letter in inverses or letter in roots or letter in definitions:
            continue
        entries = [[pick.randint(-2, 3) for _ in range(size)] for _ in range(size)]
        if base in symmetric:
            entries = [[entries[min(i, j)][max(i, j)] for j in range(size)] for i in range(size)]
        values[letter] = fmpq_mat(size, size, [e for row in entries for e in row])
        if power == "1/2" and base in roots:
            values[base] = values[letter] * values[letter]
    for _ in letters:
        for letter in letters:
            if letter in values:
                continue
            base, scale = inverses.get(letter, ("", ONE))
            if base in values:
                if values[base].det() == 0:
                    return None
                values[letter] = values[base].inv() * fmpq(scale.numerator, scale.denominator)
            elif letter in definitions and (value := value_of(definitions[letter])) is not None:
                values[letter] = value
    return {
        **{k: flat(v) for k, v in values.items()},
        **{k + "'": flat(v.transpose()) for k, v in values.items()},
    }
