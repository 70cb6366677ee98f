"""Tables print the checked tree, are the same in every run, and compile."""

from fractions import Fraction
from pathlib import Path

import pytest

from otverify.library import find_papers
from otverify.report.latex import escape, inline, latex, mixed, symbol
from otverify.report.plain import text
from otverify.vocabulary import (
    PI,
    BorelSet,
    D,
    Function,
    absolute,
    ball_integral,
    cases,
    contract,
    det,
    exp,
    gamma,
    indices,
    integers,
    integral,
    kron,
    norm,
    points,
    reals,
    sqrt,
    vectors,
)
from tests.latex import MISSING, PDFLATEX, require_tables

ROOT = Path(__file__).parent.parent.parent
x, y, delta, r_0 = reals("x y delta r_0")
(d,) = integers("d")
u, v = vectors("u v")
i, j, k = indices("i j k")
h = Function("h")
(s,) = points("s")

FORMULAS = [
    (x - y, "x - y", "x - y"),
    (x - (y - 1), "x - (y - 1)", r"x - (y - 1)"),
    (-(x**2) / 2, "-x^2/2", r"-\frac{x^{2}}{2}"),
    ((x + 1) ** 2 / (x * y), "(x + 1)^2/(x y)", r"\frac{(x + 1)^{2}}{x\,y}"),
    (Fraction(2, 3) * delta, "2 δ/3", r"\frac{2\,\delta}{3}"),
    (x * -2, "x (-2)", r"x\,(-2)"),
    (sqrt(x + 1), "sqrt(x + 1)", r"\sqrt{x + 1}"),
    (x ** -Fraction(1, 2), "1/sqrt(x)", r"\frac{1}{\sqrt{x}}"),
    ((x / y) * (x / y + 1), None, r"\frac{x\,\left(\frac{x}{y} + 1\right)}{y}"),
    (PI ** (d / 2), "π^(d/2)", r"\pi^{\frac{d}{2}}"),
    (gamma(d) * exp(x), "Γ(d) e^x", r"\Gamma(d)\,\mathrm e^{x}"),
    (D(h(x), x, 2), "∂[x, x] h(x)", r"\partial_{x}^{2}h(x)"),
    (D(1 / norm(u - v), u[i], v[j]), "∂[u_i, v_j] (1/|u - v|)", None),
    (D(x**3, x).at(x, delta), "(∂[x] x^3)|_(x=δ)", r"\partial_{x}x^{3}\big|_{x=\delta}"),
    (contract(k, u[k] * v[k]), "Σ_k u_k v_k", r"\sum_{k} u_{k}\,v_{k}"),
    (det(kron(i, j), i, j), "det[δ_ij]", r"\det\left[\delta_{ij}\right]_{ij}"),
    (integral(x**2, x, 0, 1), "∫[0, 1] (x^2) dx", r"\int_{0}^{1} x^{2}\,dx"),
    (ball_integral(x, x, r_0, d), None, None),
    (BorelSet("X").mass, "|X|", r"\left|X\right|"),
    (BorelSet("X").integral(h(s), s), "∫[X] h(s) ds", r"\int_{X} h(s)\,ds"),
    (absolute(x) <= r_0, "|x| ≤ r_0", r"\left|x\right| \le r_{0}"),
    (cases((x > 0, x), (x <= 0, -x)), "{x if x > 0; -x if x ≤ 0}", None),
]


@pytest.mark.parametrize(("term", "plain", "formula"), FORMULAS, ids=range(len(FORMULAS)))
def test_rendering(term, plain, formula):
    assert plain is None or text(term) == plain
    assert formula is None or latex(term) == formula
    assert text(term)
    assert latex(term).count("{") == latex(term).count("}")


def test_a_second_subscript_is_set_around_the_first():
    (x,), (i,) = vectors("x_2"), indices("i")
    assert latex(x[i]) == "{x_{2}}_{i}"
    assert symbol("c_x1_y3") == "c_{{x_{1}}_{y_{3}}}"


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (r"a,\;b;\quad c", r"$a$, $b$;\quad $c$"),
        (r"x\;\forall x\in X", r"$x\;\forall x\in X$"),
        (r"a\Rightarrow\text{the $x$ of }b_\text{top}", r"$a\Rightarrow$ the $x$ of $b_\text{top}$"),
        (
            r"\left(a,\;b\right),\;\begin{cases}a&\text{if }b\end{cases}",
            r"$\left(a,\;b\right)$, $\begin{cases}a&\text{if }b\end{cases}$",
        ),
        (r"\text{only words}", "only words"),
    ],
)
def test_lists_and_words_are_no_part_of_a_formula(formula, written):
    assert inline(formula) == written


def test_names_and_text_are_escaped():
    assert symbol("r_0") == "r_{0}"
    assert symbol("epsilon") == r"\varepsilon"
    assert symbol("hbar") == r"\bar h"
    assert escape("x_1 < |y|, E_{2i}^{hv}, (p-1)^(1/d)") == (
        r"$x_{1}$ $<$ $|$y$|$, $E_{2i}^{hv}$, (p-1$)^{1/d}$"
    )
    assert escape("a_name_here x_1_2") == r"a\_name\_here x\_1\_2"
    assert escape("T^n^m") == r"T\textasciicircum{}n\textasciicircum{}m"
    assert escape("50% & {x}_1 #$") == r"50\% \& \{x\}\_1 \#\$"
    assert mixed("of $h'_1$ at 100%") == r"of $h'_1$ at 100\%"


def test_user_text_cannot_break_out_of_the_table():
    from otverify.check import check
    from otverify.claims import Identity, Paper
    from otverify.report.tables import verified_table

    paper = Paper("odd", title=r"50% \input{secret} & more", authors="A_B", year=2026)

    @paper.claim("one", at=r"p. 3 & \end{longtable}", printed="x=x")
    def one():
        yield Identity(x, x, label=r"100% \newpage")

    table = verified_table(paper, [check(one)])
    assert r"\input{" not in table.split("\n", 2)[2]
    assert table.count(r"\end{longtable}") == 1
    assert r"\newpage" not in table


def test_names_of_readings_are_escaped():
    from otverify.check import check
    from otverify.claims import Identity, Paper
    from otverify.report.tables import verified_table

    paper = Paper("named", title="Named", authors="A. Author", year=2026)

    @paper.claim("one", at="p. 3", printed="2x=x+x")
    def one():
        yield Identity(2 * x, x + x)

    @one.reading("r_0 & 100%")
    def reading():
        yield Identity(2 * x, x + x)

    assert r"\emph{$r_{0}$ \& 100\%:}" in verified_table(paper, [check(one)])


@pytest.mark.skipif(PDFLATEX is None, reason=MISSING)
def test_all_stored_tables_compile(tmp_path):
    tables = {
        f"{paper.slug}-{source.name}": source.read_text(encoding="utf-8")
        for paper in find_papers()
        for source in sorted((ROOT / "proofs_checked" / paper.slug).rglob("*.tex"))
    }
    assert tables
    require_tables(tables, tmp_path)
