"""Terms, statements and points as LaTeX. What is printed is the tree that was checked, node by node."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from otverify.kernel.points import Point
from otverify.kernel.statements import Fact, Limit, Relation, Statement, Words
from otverify.kernel.terms import Term
from otverify.report.facts import fact_latex, size_text
from otverify.report.plain import ATOM, GREEK, POWER, PRODUCT, SUM, factors, split_sign

COMMANDS = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi "
    "omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell".split()
)
SPECIAL = {"eps": r"\varepsilon", "epsilon": r"\varepsilon", "varphi": r"\varphi", "hbar": r"\bar h"}
RELATIONS = {"==": "=", "!=": r"\ne", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">"}
ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


#: characters beyond Latin letters that our own texts use; LaTeX sets them as formulas
SIGNS = {
    **{letter: f"$\\{name}$" for name, letter in GREEK.items() if name not in ("eps", "epsilon")},
    "ε": r"$\varepsilon$",
    **{c: f"$^{{{k}}}$" for k, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    "⁻": "$^{-}$",
    "ᵀ": r"$^{\mathsf T}$",
    **{c: f"$_{{{k}}}$" for k, c in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    "≤": r"$\le$",
    "≥": r"$\ge$",
    "≠": r"$\ne$",
    "≈": r"$\approx$",
    "∈": r"$\in$",
    "∞": r"$\infty$",
    "∫": r"$\int$",
    "Σ": r"$\Sigma$",
    "∂": r"$\partial$",
    "⊗": r"$\otimes$",
    "→": r"$\to$",
    "½": r"$\tfrac12$",
    **{c: f"${c}$" for c in "<>|"},
    "∇": r"$\nabla$",
    "Γ": r"$\Gamma$",
}


def escape(text: str) -> str:
    """Plain text for LaTeX; a character that LaTeX may lack becomes a question mark.

    ``x_1`` and ``E_{2i}^{hv}`` are set as formulas.
    """
    pieces = INDEXED.split(text)
    return "".join(_indexed(p) if k % 2 else _plain(p) for k, p in enumerate(pieces))


#: a letter or the end of brackets with indices or exponents
MARK = r"(?:\{[^{}]*\}|\([^()]*\)|[^\W_]+)"
INDEXED = re.compile(rf"((?:(?<![\w^])[^\W\d_]|[)|])(?=[_^])(?:_{MARK})?(?:\^{MARK})?(?![\w^]))")


def _indexed(text: str) -> str:
    base, rest = text[0], text[1:]
    marks = re.findall(r"([_^])(?:\{([^{}]*)\}|\(([^()]*)\)|([^\W_]+))", rest)
    return f"${_math(base)}" + "".join(f"{mark}{{{_math(''.join(inner))}}}" for mark, *inner in marks) + "$"


def _math(text: str) -> str:
    return "".join(SIGNS.get(c, c).strip("$") if c in SIGNS or c.isascii() else "?" for c in text)


def _plain(text: str) -> str:
    pieces = re.split("(\\w[\u0304\u0302\u0303])", text)
    return "".join(_accented(p) if len(p) == 2 and p[1] in ACCENTS else _escaped(p) for p in pieces)


ACCENTS = {"\u0304": "bar", "\u0302": "hat", "\u0303": "tilde"}


def _accented(pair: str) -> str:
    return rf"$\{ACCENTS[pair[1]]}{{{pair[0]}}}$"


def _escaped(text: str) -> str:
    result = ""
    for c in text:
        # accented Latin letters are known to every LaTeX
        known = c.isascii() or 0xC0 <= ord(c) <= 0x17F
        result += ESCAPES.get(c) or SIGNS.get(c) or (c if known else "?")
    return result


def mixed(text: str) -> str:
    """Text that may contain ``$...$``: the formulas stay, the rest is escaped."""
    parts = re.split(r"(\$[^$]*\$)", text)
    return "".join(part if part.startswith("$") and len(part) > 1 else escape(part) for part in parts)


OPENING, CLOSING = ("{", r"\left", r"\begin"), ("}", r"\right", r"\end")
SPACES = {r"\;": " ", r"\ ": " ", r"\quad": r"\quad ", r"\qquad": r"\qquad "}


def inline(formula: str) -> str:
    r"""A formula as text: ``\text{...}`` and the members of a list stand alone, so that lines break there."""
    pieces = [""]  # formulas and texts by turns
    depth, in_text = 0, False
    for part in re.findall(r"\\[A-Za-z]+|\\.|[^\\]", formula):
        outside = depth == 0
        depth += (part in OPENING) - (part in CLOSING)
        if outside and part == r"\text" and not pieces[-1].endswith(("_", "^")):
            in_text = True
        elif in_text and (outside or depth == 0):
            # the braces of the text
            in_text = outside
            pieces.append("")
        elif outside and part in SPACES and (pieces[-1].endswith((",", ";", ":")) or "quad" in part):
            listed = pieces[-1].rstrip(",;:")
            pieces[-1:] = [listed, pieces[-1].removeprefix(listed) + SPACES[part], ""]
        else:
            pieces[-1] += part
    return "".join(_between(p) if k % 2 == 0 and p.strip() else p for k, p in enumerate(pieces))


def _between(formula: str) -> str:
    """A part of a formula; a relation at its end keeps its space."""
    return f"${formula.strip()}$" + (" " if re.search(r"(=|\\[A-Za-z]+)\s*$", formula) else "")


def symbol(word: str) -> str:
    """A symbol's name; ``r_0`` gets its subscript, Greek names their letters."""
    stem, _, rest = word.strip("_").partition("_")
    body = SPECIAL.get(stem) or (
        "\\" + stem if stem in COMMANDS else stem if len(stem) == 1 else rf"\mathit{{{escape(stem)}}}"
    )
    if match := re.fullmatch(r"([A-Za-z])(\d+)", stem):
        body = f"{match[1]}_{{{match[2]}}}"
        # a second subscript needs braces around the first
        body = f"{{{body}}}" if rest else body
    return f"{body}_{{{symbol(rest)}}}" if rest else body


def latex(term: Term) -> str:
    """The formula of a term or relation."""
    op, args = term.op, term.args
    if op == "rel":
        return f"{latex(args[1])} {RELATIONS[args[0]]} {latex(args[2])}"
    if op == "all":
        return rf"{latex(args[0])}\;\forall {symbol(args[1].args[0])}\in {symbol(args[2])}"
    if op == "in":
        return rf"{symbol(args[0].args[0])}\in {symbol(args[1])}"
    return _latex(term, SUM)


def _latex(term: Term, level: int) -> str:
    written, own = _written(term)
    return _bracketed(written) if own < level else written


#: what is taller than a line; brackets around anything else need not grow, and TeX can break a line there
TALL = re.compile(r"\\(frac|sqrt|int|sum|begin)(?![a-z])")


def _bracketed(written: str) -> str:
    return rf"\left({written}\right)" if TALL.search(written) else f"({written})"


def _written(term: Term) -> tuple[str, int]:
    op, args = term.op, term.args
    if op == "num":
        return _number(args[0])
    if op in ("sym", "vec", "idx"):
        return symbol(args[0]), ATOM
    if op in ("pi", "e"):
        return {"pi": r"\pi", "e": r"\mathrm e"}[op], ATOM
    if op in ("add", "vadd"):
        return _sum(args), SUM
    if op in ("mul", "vmul"):
        return _product(term), PRODUCT
    if op == "pow":
        return _power(term)
    if op in ("gamma", "log", "sin", "cos", "max", "min"):
        name = {"gamma": r"\Gamma"}.get(op, "\\" + op)
        return name + _bracketed(", ".join(_latex(arg, SUM) for arg in args)), ATOM
    if op in ("abs", "norm"):
        return rf"\left|{_latex(args[0], SUM)}\right|", ATOM
    if op == "dot":
        return rf"\langle {_latex(args[0], SUM)},{_latex(args[1], SUM)}\rangle", ATOM
    return _calculus(term)


def _number(value: Fraction) -> tuple[str, int]:
    if value.denominator == 1:
        return str(value), ATOM if value >= 0 else SUM
    sign = "-" if value < 0 else ""
    return rf"{sign}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}", SUM if value < 0 else ATOM


def _calculus(term: Term) -> tuple[str, int]:
    op, args = term.op, term.args
    if op == "apply":
        name, orders, *inputs = args
        primes = (
            "'" * orders[0]
            if len(orders) == 1
            else f"^{{({','.join(map(str, orders))})}}"
            if any(orders)
            else ""
        )
        return symbol(name) + primes + _bracketed(", ".join(_latex(arg, SUM) for arg in inputs)), ATOM
    if op == "comp":
        whole = _latex(args[0], ATOM)
        # a name with an index of its own takes no second one without braces
        whole = f"{{{whole}}}" if "_" in whole else whole
        return f"{whole}_{{{symbol(args[1].args[0])}}}", ATOM
    if op == "kron":
        return rf"\delta_{{{symbol(args[0].args[0])}{symbol(args[1].args[0])}}}", ATOM
    if op == "diff":
        return _derivative(term), PRODUCT
    if op == "at":
        body, place = _latex(args[0], PRODUCT), rf"_{{{latex(args[1])}={_latex(args[2], SUM)}}}"
        return (rf"\left.{body}\right|{place}" if TALL.search(body) else rf"{body}\big|{place}"), ATOM
    if op == "contract":
        return rf"\sum_{{{symbol(args[0].args[0])}}} {_latex(args[1], PRODUCT)}", SUM
    if op == "det":
        places = symbol(args[1].args[0]) + symbol(args[2].args[0])
        return (
            rf"\det\left[{_latex(args[0], SUM)}\right]_{{{places}}}",
            ATOM,
        )
    if op == "integral":
        body, variable, low, high = args
        ends = rf"\int_{{{_latex(low, SUM)}}}^{{{_latex(high, SUM)}}}"
        return rf"{ends} {_latex(body, PRODUCT)}\,d{latex(variable)}", PRODUCT
    if op == "ball":
        body, variable, radius, dimension = args
        domain = rf"\int_{{|z|<{_latex(radius, SUM)},\,z\in\mathbb R^{{{_latex(dimension, SUM)}}}}}"
        return rf"{domain} \left.{_latex(body, PRODUCT)}\right|_{{{latex(variable)}=|z|}}dz", PRODUCT
    if op == "over":
        body, variable, owner = args
        if body.op == "num" and body.args[0] == 1:
            return rf"\left|{symbol(owner)}\right|", ATOM
        return rf"\int_{{{symbol(owner)}}} {_latex(body, PRODUCT)}\,d{latex(variable)}", PRODUCT
    if op == "cases":
        rows = r" \\ ".join(rf"{_latex(case.args[1], SUM)} & {latex(case.args[0])}" for case in args)
        return rf"\begin{{cases}}{rows}\end{{cases}}", ATOM
    return rf"\mathrm{{{escape(op)}}}", ATOM


def _derivative(term: Term) -> str:
    variables: list[str] = []
    while term.op == "diff":
        variables.append(latex(term.args[1]))
        term = term.args[0]
    parts = []
    for variable in dict.fromkeys(reversed(variables)):
        count = variables.count(variable)
        parts.append(rf"\partial_{{{variable}}}" + (f"^{{{count}}}" if count > 1 else ""))
    return "".join(parts) + _latex(term, POWER)


def _sum(args: tuple[Term, ...]) -> str:
    result = ""
    for position, arg in enumerate(args):
        positive = split_sign(arg)
        piece = _latex(positive, PRODUCT) if positive is not None else _latex(arg, PRODUCT)
        if position == 0:
            result = f"-{piece}" if positive is not None else piece
        else:
            result += f" - {piece}" if positive is not None else f" + {piece}"
    return result


def _product(term: Term) -> str:
    if term.op == "vmul":
        return rf"{_latex(term.args[0], POWER)}\,{_latex(term.args[1], ATOM)}"
    positive = split_sign(term)
    if positive is not None:
        return f"-{_latex(positive, PRODUCT)}"
    above, below = factors(term)
    top = _factors(above)
    return rf"\frac{{{top}}}{{{_factors(below)}}}" if below else top


def _factors(parts: list[Term]) -> str:
    kept = [part for part in parts if not (part.op == "num" and part.args[0] == 1)]
    if not kept:
        return "1"
    if len(kept) == 1:
        return _latex(kept[0], SUM)
    written = [_latex(part, POWER) for part in kept]
    result = written[0]
    for before, piece in pairwise(written):
        # two numbers side by side need a dot
        result += (r"\cdot " if piece[0].isdigit() and before[-1].isdigit() else r"\,") + piece
    return result


def _power(term: Term) -> tuple[str, int]:
    base, exponent = term.args
    if exponent.op == "num":
        value = exponent.args[0]
        if value < 0:
            return _product(Term("mul", term)), PRODUCT
        if value == Fraction(1, 2):
            return rf"\sqrt{{{_latex(base, SUM)}}}", ATOM
    return f"{_latex(base, ATOM)}^{{{_latex(exponent, SUM)}}}", POWER


# ---------------------------------------------------------------------------------------------------
# statements and points


def statement_latex(statement: Statement) -> str:
    """The formula of a statement, without its domain."""
    if isinstance(statement, Relation):
        return latex(statement.claim)
    if isinstance(statement, Limit):
        side = {"+": r"\downarrow", "-": r"\uparrow"}[statement.side]
        target = _limit_end(statement.to)
        arrow = r"\to" if isinstance(statement.to, str) else side
        value = r"\text{finite}" if statement.equals == "finite" else _limit_end(statement.equals)
        return (
            rf"\lim_{{{latex(statement.variable)}{arrow} {target}}} {_latex(statement.of, PRODUCT)} = {value}"
        )
    if isinstance(statement, Words):
        return f"{_words(statement.left)} = {_words(statement.right)}"
    return fact_latex(statement)


def _limit_end(value: Term | str) -> str:
    return {"oo": r"\infty", "-oo": r"-\infty"}[value] if isinstance(value, str) else latex(value)


def _words(words: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    result = ""
    for c, word in words:
        value = Fraction(c)
        letters = r"\,".join(_letter(letter) for letter in word) or r"\mathbb I"
        size = abs(value)
        scale = "" if size == 1 else _number(size)[0] + r"\,"
        result += ("-" if value < 0 else "+" if result else "") + scale + letters
    return result or "0"


def _letter(letter: str) -> str:
    transposed = letter.endswith("'")
    base, _, exponent = letter.rstrip("'").partition("^")
    marks = exponent + (r"\mathsf T" if transposed else "")
    if exponent == "1/2":
        marks = r"\frac12" + (r"\mathsf T" if transposed else "")
    if exponent == "-1/2":
        marks = r"-\frac12" + (r"\mathsf T" if transposed else "")
    return symbol(base) + (f"^{{{marks}}}" if marks else "")


def domain_latex(statement: Statement) -> str:
    """The constraints and definitions of a statement."""
    if isinstance(statement, Words):
        return ""
    if isinstance(statement, Fact):
        return rf"\text{{{escape(size_text(statement))}}}"
    parts = [latex(constraint) for constraint in statement.given]
    parts += [rf"{latex(name)}:={latex(value)}" for name, value in statement.where]
    return ",\\; ".join(parts)


def point_latex(point: Point) -> str:
    """The values of a point."""
    parts = [
        f"{latex(s)}={latex(v)}" for s, v in sorted(point.symbols.items(), key=lambda p: str(p[0].args[0]))
    ]
    for vector, row in sorted(point.vectors.items(), key=lambda p: str(p[0].args[0])):
        parts.append(rf"{latex(vector)}=({','.join(latex(c) for c in row)})")
    parts += [f"{latex(i)}={n}" for i, n in sorted(point.indices.items(), key=lambda p: str(p[0].args[0]))]
    for name, (inputs, body) in sorted(point.functions.items()):
        parts.append(f"{symbol(name)}({','.join(latex(a) for a in inputs)})={latex(body)}")
    for owner, weights in sorted(point.sets.items()):
        parts.append(rf"|{symbol(owner)}|={latex(Term('num', sum(weights, Fraction(0))))}")
    for (name, owner), values in sorted(point.tables.items()):
        parts.append(rf"{symbol(name)}=({','.join(map(str, values))})\text{{ on }}{symbol(owner)}")
    return ",\\; ".join(parts)
