"""Terms and points as one line of text, for the terminal and for witnesses."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, exact, ground, point_from_json, sign_at
from otverify.kernel.statements import Fact, Limit, Relation, Statement
from otverify.kernel.terms import Json, Term
from otverify.report.facts import describe_fact, fact_text, size_text

SUM, PRODUCT, POWER, ATOM = range(4)
NAMES = "alpha beta gamma delta epsilon eps eta theta kappa lambda mu nu xi pi rho sigma tau phi psi omega"
GREEK = dict(zip(NAMES.split(), "αβγδεεηθκλμνξπρστφψω", strict=True))
RELATION = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}


def text(term: Term) -> str:
    """The term on one line."""
    if term.op == "rel":
        return f"{text(term.args[1])} {RELATION[term.args[0]]} {text(term.args[2])}"
    if term.op == "all":
        return f"{text(term.args[0])} for all {name(term.args[1].args[0])} in {term.args[2]}"
    if term.op == "in":
        return f"{name(term.args[0].args[0])} in {term.args[1]}"
    return _text(term, SUM)


def name(word: str) -> str:
    """A symbol's name, Greek letters as such."""
    stem, underscore, rest = word.partition("_")
    return GREEK.get(stem, stem) + (underscore + rest if rest else "")


def _text(term: Term, level: int) -> str:
    written, own = _written(term)
    return f"({written})" if own < level else written


def _written(term: Term) -> tuple[str, int]:
    op, args = term.op, term.args
    if op == "num":
        value = args[0]
        return str(value), ATOM if value.denominator == 1 and value >= 0 else PRODUCT if value >= 0 else SUM
    if op in ("sym", "vec", "idx"):
        return name(args[0]), ATOM
    if op in ("pi", "e"):
        return {"pi": "π", "e": "e"}[op], ATOM
    if op in ("add", "vadd"):
        return _sum(args), SUM
    if op in ("mul", "vmul"):
        return _product(term), PRODUCT
    if op == "pow":
        base, exponent = args
        if exponent.op == "num" and exponent.args[0] < 0:
            return _product(term), PRODUCT
        if exponent.op == "num" and exponent.args[0] == Fraction(1, 2):
            return f"sqrt({_text(base, SUM)})", ATOM
        return f"{_text(base, ATOM)}^{_text(exponent, ATOM)}", POWER
    if op in ("gamma", "log", "sin", "cos", "max", "min"):
        label = {"gamma": "Γ"}.get(op, op)
        return f"{label}({', '.join(_text(arg, SUM) for arg in args)})", ATOM
    if op == "abs":
        return f"|{_text(args[0], SUM)}|", ATOM
    if op == "norm":
        return f"|{_text(args[0], SUM)}|", ATOM
    if op == "dot":
        return f"<{_text(args[0], SUM)}, {_text(args[1], SUM)}>", ATOM
    return _special(term)


def _special(term: Term) -> tuple[str, int]:
    op, args = term.op, term.args
    if op == "apply":
        label, orders, *inputs = args
        primes = "'" * orders[0] if len(orders) == 1 else f"_{list(orders)}" if any(orders) else ""
        return f"{name(label)}{primes}({', '.join(_text(arg, SUM) for arg in inputs)})", ATOM
    if op == "comp":
        return f"{_text(args[0], ATOM)}_{args[1].args[0]}", ATOM
    if op == "kron":
        return f"δ_{args[0].args[0]}{args[1].args[0]}", ATOM
    if op == "diff":
        inner, orders = term, []
        while inner.op == "diff":
            orders.append(_text(inner.args[1], ATOM))
            inner = inner.args[0]
        return f"∂[{', '.join(reversed(orders))}] {_text(inner, POWER)}", PRODUCT
    if op == "at":
        return f"{_text(args[0], ATOM)}|_({_text(args[1], ATOM)}={_text(args[2], SUM)})", ATOM
    if op == "contract":
        return f"Σ_{args[0].args[0]} {_text(args[1], PRODUCT)}", PRODUCT
    if op == "det":
        return f"det[{_text(args[0], SUM)}]", ATOM
    if op == "integral":
        body, variable, low, high = (_text(arg, SUM) for arg in args)
        return f"∫[{low}, {high}] ({body}) d{variable}", PRODUCT
    if op == "ball":
        body, variable, radius, dimension = (_text(arg, SUM) for arg in args)
        return f"∫[|z|<{radius}, R^{dimension}] ({body}) dz, {variable}=|z|", PRODUCT
    if op == "over":
        body, variable = (_text(arg, SUM) for arg in args[:2])
        return (f"|{args[2]}|" if body == "1" else f"∫[{args[2]}] {body} d{variable}"), ATOM
    if op == "cases":
        parts = [f"{_text(case.args[1], SUM)} if {text(case.args[0])}" for case in args]
        return "{" + "; ".join(parts) + "}", ATOM
    return term.op, ATOM


def _sum(args: tuple[Term, ...]) -> str:
    result = ""
    for position, arg in enumerate(args):
        negative = split_sign(arg)
        piece = (
            _text(negative, PRODUCT)
            if negative is not None
            else _text(arg, SUM if position == 0 else PRODUCT)
        )
        if position == 0:
            result = f"-{piece}" if negative is not None else piece
        else:
            result += f" - {piece}" if negative is not None else f" + {piece}"
    return result


def split_sign(term: Term) -> Term | None:
    """The term without its leading minus, or None if it has none."""
    if term.op == "num" and term.args[0] < 0:
        return Term("num", -term.args[0])
    if term.op in ("mul", "vmul"):
        # the sign may sit in the first factor of the first factor: -(x²) / 2
        head = split_sign(term.args[0])
        if head is not None:
            rest = term.args[1:]
            if head.op != "num" or head.args[0] != 1 or not rest:
                rest = (head, *rest)
            return rest[0] if len(rest) == 1 else Term(term.op, *rest)
    return None


def factors(term: Term) -> tuple[list[Term], list[Term]]:
    """A product as (factors above, factors below) the fraction line."""
    if term.op == "mul":
        above: list[Term] = []
        below: list[Term] = []
        for arg in term.args:
            up, down = factors(arg)
            above, below = above + up, below + down
        return above, below
    if term.op == "pow" and term.args[1].op == "num" and term.args[1].args[0] < 0:
        exponent = -term.args[1].args[0]
        return [], [term.args[0] if exponent == 1 else Term("pow", term.args[0], Term("num", exponent))]
    if term.op == "num" and term.args[0].denominator != 1:
        value = term.args[0]
        top = [] if value.numerator == 1 else [Term("num", Fraction(value.numerator))]
        return top, [Term("num", Fraction(value.denominator))]
    return [term], []


def _product(term: Term) -> str:
    if term.op == "vmul":
        return f"{_text(term.args[0], POWER)} {_text(term.args[1], ATOM)}"
    positive = split_sign(term)
    if positive is not None:
        return f"-{_text(positive, PRODUCT)}"
    above, below = factors(term)
    ones = [f for f in above if not (f.op == "num" and f.args[0] == 1)]
    top = " ".join(_text(f, POWER) for f in ones) or "1"
    if not below:
        return top
    bottom = " ".join(_text(f, POWER) for f in below)
    return f"{top}/{bottom}" if len(below) == 1 else f"{top}/({bottom})"


# ---------------------------------------------------------------------------------------------------
# witnesses


def describe_point(point: Point) -> str:
    """The values of a point: ``δ = 1, r = 1/2``."""
    parts = [
        f"{name(s.args[0])} = {text(v)}" for s, v in sorted(point.symbols.items(), key=lambda p: p[0].args[0])
    ]
    parts += [
        f"{v.args[0]} = ({', '.join(text(c) for c in row)})"
        for v, row in sorted(point.vectors.items(), key=lambda p: p[0].args[0])
    ]
    parts += [f"{i.args[0]} = {n}" for i, n in sorted(point.indices.items(), key=lambda p: p[0].args[0])]
    parts += [
        f"{f}({', '.join(a.args[0] for a in args)}) = {text(body)}"
        for f, (args, body) in point.functions.items()
    ]
    for owner, weights in point.sets.items():
        parts.append(f"|{owner}| = {' + '.join(map(str, weights))}")
    for (f, owner), row in point.tables.items():
        parts.append(f"{f} = ({', '.join(map(str, row))}) on {owner}")
    for place, (owner, k) in point.places.items():
        parts.append(
            f"{place.args[0]} in cell {k + 1} of {owner}"
            if len(point.sets[owner]) > 1
            else f"{place.args[0]} in {owner}"
        )
    return ", ".join(parts) or "no variables"


def describe_refutation(statement: Statement, certificate: Json) -> str:
    """The witness of a refutation, with the two sides at the point."""
    if isinstance(statement, Fact):
        return describe_fact(statement, certificate["evidence"])
    if certificate["kind"] == "matrices":
        shown = {k: v for k, v in certificate["matrices"].items() if not k.endswith("'")}
        return ", ".join(f"{_letter(k)} = [{'; '.join(map(' '.join, rows))}]" for k, rows in shown.items())
    if certificate["kind"] == "negation":
        return "the opposite holds on the whole domain"
    if certificate["kind"] == "crossing":
        return _describe_crossing(certificate["crossing"])
    point = point_from_json(certificate["point"])
    where = describe_point(point)
    if isinstance(statement, Relation):
        _, left, right = statement.unfolded.claim.args
        if certificate["kind"] == "undefined":
            return f"at {where} the statement is undefined"
        return f"at {where}: left = {_value(left, point)}, right = {_value(right, point)}"
    if isinstance(statement, Limit):
        return f"{where}: {_true_limit(statement, point)}"
    return where


def _describe_crossing(data: Json) -> str:
    where = describe_point(point_from_json(data["point"]))
    return f"at {where}: equal for some {name(data['symbol'][1])} in ({data['low']}, {data['high']})"


def _true_limit(statement: Limit, point: Point) -> str:
    from otverify.kernel.errors import Rejected
    from otverify.kernel.limits import NotNear, at_parameters, limit_of
    from otverify.kernel.written import quotient_term

    try:
        found, _ = limit_of(at_parameters(statement.unfolded, point))
    except NotNear:
        return "the domain has no points near the limit"
    except Rejected:
        return "the expression is undefined"
    return f"the limit is {found if isinstance(found, str) else text(quotient_term(found.cancelled()))}"


def _value(side: Term, point: Point) -> str:
    try:
        value: Any = ground(side, point)
        rational = exact(value)
        if rational is not None:
            return str(rational)
        from flint import ctx

        from otverify.kernel.balls import enclose

        with ctx.workprec(80):
            shown = float(enclose(value, {}))
        # what vanishes although no ball can tell
        return "0" if abs(shown) < 1e-15 and sign_at(value) == 0 else f"≈ {shown:.10g}"
    except (Rejected, ArithmeticError, ValueError):
        return "(see the certificate)"


def statement_text(statement: Statement) -> str:
    """A statement on one line, without its domain."""
    if isinstance(statement, Relation):
        return text(statement.claim)
    if isinstance(statement, Limit):
        to, value = (end if isinstance(end, str) else text(end) for end in (statement.to, statement.equals))
        arrow = "" if isinstance(statement.to, str) else statement.side
        return f"lim[{text(statement.variable)} -> {to}{arrow}] {text(statement.of)} = {value}"
    if isinstance(statement, Fact):
        return fact_text(statement)
    return f"{_words_text(statement.left)} = {_words_text(statement.right)}"


def domain_text(statement: Statement) -> str:
    """The constraints and definitions of a statement."""
    if isinstance(statement, Fact):
        return size_text(statement)
    if not isinstance(statement, (Relation, Limit)):
        return ""
    parts = [text(constraint) for constraint in statement.given]
    parts += [f"{text(symbol)} := {text(value)}" for symbol, value in statement.where]
    return ", ".join(parts)


def _words_text(words: Any) -> str:
    parts = [("" if c == "1" else f"{c} ") + (" ".join(map(_letter, word)) or "I") for c, word in words]
    return " + ".join(parts) or "0"


def _letter(letter: str) -> str:
    """A matrix; S^1/2 and S^-1 get brackets around their exponents."""
    transposed = "'" * letter.endswith("'")
    base, power, exponent = letter.removesuffix("'").partition("^")
    return base + (f"^({exponent})" if power else "") + transposed
