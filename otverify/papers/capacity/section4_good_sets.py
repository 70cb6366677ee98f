"""Section 4, Propositions 4.4 and 4.5: good and bad sets.

Chebyshev's inequality on the bad set E = {|h_n - h_∞| >= a}: if the L¹ distance is at most a², then |E| <= a.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Limit, Obligation, Relation, oo
from otverify.papers.capacity.notation import HALF, X, Y, paper, s, t, z
from otverify.vocabulary import BorelSet, Domain, Function, absolute, cases, equals, integers, reals

Obligations = Iterator[Obligation]

h, f = (Function(name) for name in ("h", "f"))
two = Function("k")
a, e, r, big, n, x, x0, u, mass = reals("a epsilon r M n x x_0 u E_")
j, m = integers("j m")
#: the bad set of a blow-up, in Q or in the cube of one variable
E = BorelSet("E")


def chebyshev(label: str) -> Obligations:
    """a |E| <= ∫_E g <= a² for g = |f - r| gives |E| <= a; outside E the distance is below a."""
    gap, whole = Function("g"), reals("I")[0]
    bad = Domain(a > 0, E.mass > 0, E.everywhere(z, gap(z) >= a))
    yield Relation(E.integral(a, z) <= E.integral(gap(z), z), over=bad, label=label)
    yield Identity(E.integral(a, z), a * E.mass, over=bad)
    close = Domain(a > 0, mass >= 0, a * mass <= whole, whole <= a**2)
    yield Relation(a * mass <= a**2, over=close, label=r"$L^1$ distance at most $a^2$")
    yield Relation(mass <= a, over=Domain(a > 0, mass >= 0, a * mass <= a**2), label="the bad set is small")
    outside = Domain(a > 0, u - r < a, r - u < a)
    yield Relation(absolute(u - r) < a, over=outside, label="the good set")


@paper.claim(
    "prop-4-4-good-bad",
    at="Proposition 4.4(a),(b)",
    printed=r"\mathcal L^{2d}[\tilde E_n]\le\alpha_n,\quad\|h_n-h(x_0,y_0)\|_{L^\infty(\tilde F_n)}\le\alpha_n\to0",
    depends=("remark-4-3-a",),
)
def prop_4_4_good_bad() -> Obligations:
    """With α_n the root of the L¹ distance, for all n: no subsequence is needed."""
    yield from chebyshev(r"$E_n=\{|h_n-h(x_0,y_0)|\ge\alpha_n\}$")
    yield Limit(a ** (HALF), a, to=0, equals=0, label=r"$\alpha_n=\|h_n-h_\infty\|_1^{1/2}\to0$")


@paper.claim(
    "prop-4-4-c",
    at="Proposition 4.4(c)",
    printed=r"|h_n(x,y)|\le\|\bar h\|_{L^\infty(Q_1)}",
    depends=("claim-4-2-b",),
)
def prop_4_4_c() -> Obligations:
    """Q_n lies in Q_1, and 0 <= h <= h̄ <= M there."""
    inside = Domain(n >= 1, x >= -HALF, x <= HALF, x0)
    yield Relation(absolute(x0 + x / n - x0) <= HALF, over=inside, label=r"$Q_n\subset Q_1$")
    yield Relation(absolute(u) <= big, over=Domain(u >= 0, u <= a, a <= big))


@paper.claim(
    "prop-4-4-subsequence",
    at="Proof of Proposition 4.4",
    printed=r"\|h_{k_i}-h_{k_{i+1}}\|_{L^1(Q)}\le2^{-i}\Rightarrow h_{k_i}\to h_\infty\text{ a.e.}",
    depends=("prop-4-4-good-bad",),
)
def prop_4_4_subsequence() -> Obligations:
    """The tails Σ_{i>=m} 2^-i = 2^(1-m) tend to 0, and by Chebyshev the sum of the differences exceeds their root on small sets only."""
    from_m = Domain(m >= 1)
    tail = 2 ** (1 - m)
    yield Identity(tail - tail.at(m, m + 1), 2 ** (-m), over=from_m, label="telescoping")
    yield Limit(2 / n, n, to=oo, equals=0, over=n >= 1, label="the tails tend to 0 (in $n=2^m$)")
    yield from chebyshev(r"the tail of $\sum|h_{k_i}-h_{k_{i+1}}|$")


#: h_i = 0 on [0, 1/i) and 1 elsewhere, i = m + j, which tends to 1; the hole sits at a fixed place and shrinks
HOLE = cases(((m + j) * u < 1, 0), ((m + j) * u >= 1, 1))
HOLES = "holes [0, 1/i)"


@paper.claim(
    "prop-4-4-egoroff",
    at="Proof of Proposition 4.4",
    printed=r"\mathcal L^{2d}[\tilde E_m]\le\tfrac1m,\quad\|h_{k_i}-h_\infty\|_{L^\infty(\tilde E_m)}\to0,\text{ used for (10)}",
    hypotheses=(r"\tilde F_m=Q\setminus\tilde E_m",),
)
def prop_4_4_egoroff() -> Obligations:
    """On E_m = {u < 1/m}, which has to hold the holes if (10) is to be true on its complement."""
    inside = Domain(m >= 1, j >= 0, u >= 0, m * u < 1)
    yield Relation(absolute(HOLE - 1) <= HALF, over=inside, label=r"on $\tilde E_m$, for $i=m+j$")


@prop_4_4_egoroff.corrected(
    r"\mathcal L^{2d}[\tilde E_m]\le\tfrac1m,\quad\|h_{k_i}-h_\infty\|_{L^\infty(\tilde F_m)}\to0",
    note="Uniform convergence holds off the small set, on $\\tilde F_m$; (10) has the right set.",
)
def prop_4_4_egoroff_corrected() -> Obligations:
    """On F_m = {u >= 1/m} the functions with holes are 1 from i = m on; in general by Chebyshev."""
    outside = Domain(m >= 1, j >= 0, m * u >= 1, u <= 1)
    yield Identity(HOLE, 1, over=outside, instance=HOLES)
    yield from chebyshev(r"$\tilde E_m$ for general $h$")


@paper.claim(
    "eq-10",
    at="(10)",
    printed=r"\|h_{k_{i_m}}-h_\infty\|_{L^\infty(\tilde F_m)}<\tfrac1m",
    depends=("prop-4-4-good-bad",),
)
def eq_10() -> Obligations:
    """Take i_m with L¹ distance at most 1/m², and E_m = {|h - h_∞| >= 1/m}: then |E_m| <= 1/m."""
    yield from chebyshev(r"$a=\frac1m$")
    yield Relation(absolute(u - r) < a, over=Domain(a > 0, r, u < r + a, u > r - a), label=r"on $\tilde F_m$")


@paper.claim(
    "eq-11",
    at="(11)",
    printed=r"\|h_n-h_\infty\|_{L^\infty(\tilde F_n)}<\alpha_n,\quad n=k_{i_m},\;\alpha_n=\tfrac1m",
    depends=("eq-10",),
)
def eq_11() -> Obligations:
    """The indices may be taken to increase, as a later one has a smaller distance; 1/m tends to 0."""
    yield Limit(1 / n, n, to=oo, equals=0, over=n >= 1, label=r"$\alpha_n\to0$")
    yield Relation(1 / (m + 1) < 1 / m, over=m >= 1, label="decreasing")
    yield from chebyshev(r"$\tilde E_n$")


# ---------------------------------------------------------------------------------------------------
# marginals


@paper.claim(
    "prop-4-5-good-bad",
    at="Proposition 4.5(a),(b)",
    printed=r"\mathcal L^d[\tilde X_n^{bad}],\mathcal L^d[\tilde Y_n^{bad}]\to0,\quad\|f_n-h(x_0,y_0)\|_{L^\infty(\tilde X_n^{good})},\|g_n-h(x_0,y_0)\|_{L^\infty(\tilde Y_n^{good})}\to0",
    depends=("prop-4-5-contraction", "prop-4-4-good-bad"),
)
def prop_4_5_good_bad() -> Obligations:
    """The marginals converge in L¹, and Chebyshev applies to each."""
    yield from chebyshev(r"$\tilde X_n^{bad}=\{|f_n-h(x_0,y_0)|\ge\alpha_n\}$")
    yield Limit(a**HALF, a, to=0, equals=0, label=r"$\alpha_n\to0$")


@paper.claim(
    "prop-4-5-marginals",
    at="Proof of Proposition 4.5",
    printed=r"f_n(x)=\int h_n(x,y)\,dy,\quad f_\infty(x)=\int h_\infty(x,y)\,dy=h(x_0,y_0)",
)
def prop_4_5_marginals() -> Obligations:
    """The cube of one variable has volume 1."""
    yield Identity(Y.integral(r, t), r, over=Domain(r, equals(Y.mass, 1)))


@paper.claim(
    "prop-4-5-contraction",
    at="Proof of Proposition 4.5",
    printed=r"\|h_k-h_\infty\|_{L^1(Q)}\to0\Rightarrow\|f_k-f_\infty\|_{L^1},\|g_k-g_\infty\|_{L^1}\to0",
)
def prop_4_5_contraction() -> Obligations:
    """|∫(h - r) dy| <= ∫|h - r| dy on every line, then integrate over x."""
    line = Domain(r, equals(Y.mass, 1))
    excess = Y.integral(h(t) - r, t)
    distance = Y.integral(absolute(h(t) - r), t)
    yield Relation(excess <= distance, over=line, label="on a line")
    yield Relation(Y.integral(r - h(t), t) <= distance, over=line, label="on a line")
    yield Identity(excess, Y.integral(h(t), t) - r, over=line, label=r"$f_k-f_\infty$")
    lines = Domain(X.mass > 0, X.everywhere(s, absolute(f(s)) <= two(s)))
    yield Relation(X.integral(absolute(f(s)), s) <= X.integral(two(s), s), over=lines, label="over all lines")


@paper.claim(
    "prop-4-5-egoroff",
    at="Proof of Proposition 4.5",
    printed=r"\mathcal L^d[\tilde X_m^{bad}],\mathcal L^d[\tilde Y_m^{bad}]\le\tfrac1m,\quad\|f_{k_{i_m}}-f_\infty\|_{L^\infty(\tilde X_m^{good})}<\tfrac1m",
    depends=("prop-4-5-contraction",),
)
def prop_4_5_egoroff() -> Obligations:
    """Chebyshev with a = 1/m. The print measures these subsets of the d-dimensional cube with L^2d; L^d is meant."""
    yield from chebyshev(r"$\tilde X_m^{bad}$")


@prop_4_5_egoroff.reading(
    "strips in Q",
    printed=r"\mathcal L^{2d}[\tilde X_m^{bad}\times[-\tfrac12,\tfrac12]^d]\le\tfrac1m",
    note="A way to read $\\mathcal L^{2d}$ as printed: the strip over the bad set, whose volume is the same number.",
)
def prop_4_5_egoroff_strips() -> Obligations:
    """|X × cube| = |X|."""
    yield Identity(E.integral(Y.mass, z), E.mass, over=Domain(equals(Y.mass, 1)))


@paper.claim(
    "prop-4-5-c",
    at="Proposition 4.5(c)",
    printed=r"0\le h\le\bar h\Rightarrow f_n,g_n\le\|\bar h\|_{L^\infty(Q_1)}",
    depends=("prop-4-4-c",),
)
def prop_4_5_c() -> Obligations:
    """∫ h_n over a cube of volume 1, where 0 <= h_n <= M."""
    line = Domain(big > 0, equals(Y.mass, 1), Y.everywhere(t, h(t) >= 0), Y.everywhere(t, h(t) <= big))
    yield Relation(Y.integral(h(t), t) <= Y.integral(big, t), over=line)
    yield Identity(Y.integral(big, t), big, over=line)
