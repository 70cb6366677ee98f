"""Per theorem: which hypotheses are needed, with a witness that is checked. Written to ``necessity.tex``."""

from __future__ import annotations

from collections.abc import Sequence

from otverify.papers.potentials.notation import paper
from otverify.report.necessity import Hypothesis, necessity_table
from otverify.verdict import Outcome

GAP = "Two points of mass 1/2, $[0,1]$ and $[2,3]$ of mass 1/2, cost $|x-y|^2$: $f_1-f_2$ takes every value in $[1,3]$."
ISOLATED = (
    "An interval and an isolated atom of mass 1/2 each against two points: the contact graph is disconnected."
)
LIPSCHITZ = "$c=|x-y|$, $\\mu=\\nu$ uniform on $[0,1]$: every 1-Lipschitz function is a potential."
CUSP = "$c=|x-y|^2$ in $\\mathbb R^2$, an atom at a cusp of the support: potentials differ there and nowhere else."
RIGHT = "$c=|x-y|$ on $\\mathbb R$, $T(x)=x+x^{-1/2}$ for $x>0$ and $T(x)=x$ for $x\\le0$: mass of the interior point 0 goes to infinity, $f=-x$."

HYPERBOLA = "$c=(xy-1)^2$ on $\\{|x|\\ge1\\}\\times[-1,1]$, $y=1/x$: $f=a$ for $x<0$, $b$ for $x>0$ is a potential for $|a-b|\\le1$; $f^c$ jumps at 0."
CELLS = "$X=\\mathbb N$, $Y=[0,1]$, $c(k,y)=\\operatorname{dist}(y,U_k)$ for the intervals $U_k$ removed from a Cantor set of measure 1/2, $\\nu$ on $\\bigcup U_k$: $f_k=\\lambda([0,U_k]\\setminus\\bigcup U_j)$ and $f=0$."
ATOMS = "$\\mu$ on the rationals $q_k$ of $[0,1]$, $Y=\\mathbb N$, $c(x,k)=r^2/(r+\\rho_k)$, $r=|x-q_k|$, $\\sum\\rho_k\\le1/4$: $f=0$ and $f=\\frac12\\lambda([0,x]\\setminus\\bigcup B(q_k,\\rho_k))$."
STAIRS = "$c=|K(x)-K(y)|$ with Cantor's function, $\\mu=\\nu$ uniform: $f=kK$ for $|k|\\le1$, gradients of $c$ exist almost everywhere."


def row(theorem: str, hypothesis: str, words: str, label: str = "", claim: str = "") -> Hypothesis:
    """A row; the witness is an obligation of the theorem itself unless another claim is named."""
    return Hypothesis(
        theorem=theorem,
        hypothesis=hypothesis,
        words=words,
        claim=claim or (theorem if label else ""),
        label=label,
    )


ROWS = (
    row(
        "lemma6",
        "no equal masses of proper parts",
        "$\\mu=\\nu=(1,2)/3$: the diagonal plan is degenerate.",
        "two pairs",
        "degenerate-9-10",
    ),
    row("theorem1", "a non-degenerate optimal plan", GAP, "without a non-degenerate plan"),
    row(
        "theorem1",
        "unique restricted potentials",
        LIPSCHITZ + " (One component.)",
        "without unique restricted potentials",
    ),
    row(
        "theorem1",
        "$c$ continuous",
        "A jump $\\Delta$ between the halves of $[0,1]$: $f_{a,b}$ for $|a-b|\\le\\Delta$.",
        "without continuous costs",
        "jump-cost",
    ),
    row("theorem1", "$f^c$ continuous", HYPERBOLA, "without continuous $f^c$"),
    row("theorem1", "$I$ finite", CELLS, "without finite $I$"),
    row("example3-connected", "connected support of $\\nu$", GAP, "without connected support"),
    row("example3-countable-components", "no equal masses of proper parts", GAP, "without different sums"),
    row(
        "example3-uniform",
        "unions of components (missing in print)",
        "Two points, four intervals of mass 1/4: $f_1-f_2$ is not unique.",
        "four intervals: not unique",
    ),
    row("corollary1-case1", "finitely many $X_i$ per $Y_j$", CELLS, "without finitely many $X_i$ per $Y_j$"),
    row("corollary1-case2", "$Y_j$ a single point", CELLS, "without points $Y_j$"),
    row(
        "countable-points",
        "no equal masses of proper parts",
        "$\\mu=\\nu=(2,1)/3$, discrete metric: $f_1-f_2$ takes every value in $[-1,1]$.",
        "without different sums",
    ),
    row("theorem2", "1) $\\mu(\\Sigma)=0$", CUSP, "without condition 1"),
    row("theorem2", "2) $M$ connected", GAP, "without $M$ connected"),
    row("theorem2", "2) cl$(M)$ = supp $\\mu$", ISOLATED, "without cl$(M)$ = supp"),
    row("theorem2", "3) gradients almost everywhere", LIPSCHITZ, "without condition 3"),
    row("theorem2", "locally Lipschitz, locally uniformly in $y$", STAIRS, "without locally Lipschitz costs"),
    row("corollary2", "$M$ connected", GAP, "without $M$ connected"),
    row("corollary2", "cl$(M)$ = supp $\\mu$", ISOLATED, "without cl$(M)$ = supp"),
    row("corollary2", "$c$ differentiable in $x$", LIPSCHITZ, "without differentiable costs"),
    row("corollary2", "$Y$ compact", ATOMS, "without compact $Y$"),
    row("corollary3", "$M$ connected", GAP, "without $M$ connected"),
    row("corollary3", "cl$(M)$ = supp $\\mu$", ISOLATED, "without cl$(M)$ = supp"),
    row("corollary3", "$c$ differentiable in $x$", LIPSCHITZ, "without differentiable costs"),
    row("corollary3", "Lipschitz uniformly in $y$", CUSP, "without Lipschitz costs uniformly in $y$"),
    row("corollary3", "(15)", ATOMS, "without (15)"),
    row(
        "remark4-statement",
        "$\\mu(\\partial\\operatorname{supp}\\mu)=0$ or $\\dim X=1$ (missing in print)",
        CUSP,
        "without condition 1",
        "theorem2",
    ),
    row("lemma8-minus-infinity", "condition 1", RIGHT, "without condition 1"),
    row("theorem3", "$h'(a)\\to\\infty$", RIGHT, "without $h'\\to\\infty$"),
    row("theorem3", "geodesic, locally compact, complete", "Open: no example."),
    row(
        "theorem3-mean-value",
        "$g$ nondecreasing (missing in print)",
        "$h'=g=a(2-\\cos\\pi a)$, $r=12$, $t=3/4$.",
        "$g$ not monotone",
    ),
    row("lemma11", "$c$ symmetric", "$c=(0,2;1,0)$, $\\Delta=2$: $f_1-f_2\\in[-1,2]$.", "without symmetry"),
    row("lemma11", "$c(x,x)=0$", "$c=(1,2;2,0)$, $\\Delta=2$: $f_1-f_2\\in[-1,2]$.", "without $c(x,x)=0$"),
    row(
        "lemma11",
        "$\\mu=\\nu$",
        "$c=(0,2;2,0)$, $\\mu=(1,2)/3$, $\\nu=(2,1)/3$: $f_1-f_2=-2$.",
        "without $\\mu=\\nu$",
    ),
    row(
        "lemma11",
        "$|a-b|\\le\\Delta$",
        "Four points, $\\Delta=2$: $f_1-f_3$ takes exactly the values in $[-2,2]$.",
        "$|a-b|\\le\\Delta$ and no more",
    ),
)


@paper.table("necessity.tex")
def necessity(outcomes: Sequence[Outcome]) -> str:
    """Hypothesis / needed? / witness for every theorem."""
    return necessity_table(paper, outcomes, ROWS)
