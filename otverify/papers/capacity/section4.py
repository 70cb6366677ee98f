"""Section 4: blowing up a density near a Lebesgue point.

What holds for every density is shown for general functions on abstract sets: Chebyshev's inequality gives the
good and bad sets. What fails is shown on step functions with holes.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Limit, Obligation, Relation
from otverify.papers.capacity.blowups import blowup_distances
from otverify.papers.capacity.notation import HALF, SQUARE, Z, density, paper, x, y, z
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    ball_integral,
    cases,
    det,
    indices,
    integers,
    integral,
    kron,
    reals,
    sqrt,
    term,
)

Obligations = Iterator[Obligation]

k = Function("k")
n, x0, y0, p, a, b, e, r, value = reals("n x_0 y_0 p a b e r k_0")
small, large, share, in_small, in_large = reals("R_ B_ theta I_R I_B")
d, m = integers("d m")
i, j = indices("i j")
#: the bad set of a blow-up
E = BorelSet("E")
SCALE = Domain(n >= 1)


@paper.claim(
    "sec4-discontinuity",
    at="Section 4, opening",
    printed=r"h\le\bar h\in L^\infty\text{ is bounded; }\bar h\text{ continuous}\not\Rightarrow h\text{ continuous}",
    depends=("ex11-optimal",),
)
def sec4_discontinuity() -> Obligations:
    """(4) is bounded by 2 and jumps across both axes, while h̄ = 2 on I²."""
    yield Relation(density(x, y) <= 2, over=SQUARE)
    near = Domain(x > 0, x < HALF, e > 0, e < HALF)
    yield Identity(density(x, e) - density(x, -e), 2, over=near, label="a jump across $y=0$")
    yield Identity(density(e, x) - density(-e, x), 2, over=near, label="a jump across $x=0$")


@sec4_discontinuity.reading(
    "continuity on the plane",
    printed=r"\bar h=2\cdot1_{I^2}\text{ is continuous on }\mathbb R^2",
    note="The bound of Example 1.1 is continuous on the square only; it jumps at the boundary.",
)
def sec4_discontinuity_plane() -> Obligations:
    """Along y = 0, across x = ½."""
    bound = cases((absolute(x) <= HALF, 2), (absolute(x) > HALF, 0))
    yield Identity(bound.at(x, HALF), 2)
    yield Limit(bound, x, to=HALF, equals=2, label="from outside")


@paper.claim("qn-volume", at="Section 4", printed=r"\mathcal L^{2d}[Q_n]=(\tfrac1n)^{2d}")
def qn_volume() -> Obligations:
    """2d sides of length 1/n; Q = Q_1 has volume 1."""
    side = (x0 + 1 / (2 * n)) - (x0 - 1 / (2 * n))
    yield Identity((side**d) ** 2, (1 / n) ** (2 * d), over=Domain(n >= 1, d >= 1, x0))
    yield Identity((term(HALF) - -HALF) ** (2 * d), 1, over=d >= 1, label="$Q$")


@paper.claim(
    "eq-9-blowup-sequence",
    at="(9), Definition 4.1",
    printed=r"\varphi_n(x,y)=(x_0,y_0)+\tfrac1n(x,y),\quad k_n=k\circ\varphi_n:Q\to\mathbb R",
)
def eq_9_blowup_sequence() -> Obligations:
    """Each coordinate of φ_n maps [-½, ½] onto the side of Q_n; the inverse is n(u - x_0)."""
    inside = Domain(n >= 1, x0, x >= -HALF, x <= HALF)
    yield Relation(absolute(x0 + x / n - x0) <= 1 / (2 * n), over=inside, label="into $Q_n$")
    target = Domain(n >= 1, x >= x0 - 1 / (2 * n), x <= x0 + 1 / (2 * n))
    yield Relation(absolute(n * (x - x0)) <= HALF, over=target, label="onto $Q_n$")
    yield Identity(x0 + n * (x - x0) / n, x, over=target, label="inverse")


@paper.claim(
    "lebesgue-point-definition",
    at="Section 4",
    printed=r"\lim_{r\to0}\tfrac1{\mathcal L^n[B_r(x)]}\int_{B_r(x)}|f(y)-f(x)|\,dy=0",
)
def lebesgue_point_definition() -> Obligations:
    """A definition: |u| meets it at 0, a function with fast shrinking holes does, a jump does not, whatever its value there."""
    window = Domain(r > 0)
    mean = integral(x, x, 0, r) / r
    yield Identity(mean, r / 2, over=window, label="$|u|$ at 0: the mean over $[-r,r]$", instance="$|u|$")
    yield Limit(r / 2, r, to=0, equals=0, label="tends to 0")
    jump = (integral(absolute(1 - value), x, 0, r) + integral(absolute(value), x, -r, 0)) / (2 * r)
    yield Relation(
        jump >= HALF, over=Domain(r > 0, value), label="a jump is no Lebesgue point", instance="jump"
    )
    yield from blowup_distances()


@paper.claim(
    "lebesgue-value",
    at="Section 4",
    printed=r"f(x)=\lim_{r\to0}\tfrac1{\mathcal L^n[B_r(x)]}\int_{B_r(x)}f(y)\,dy",
)
def lebesgue_value() -> Obligations:
    """|mean - f(x)| is at most the mean of |f - f(x)|, on balls and on sets that fill a fixed share of them."""
    region = Domain(Z.mass > 0, value)
    excess = Z.integral(k(z) - value, z)
    spread = Z.integral(absolute(k(z) - value), z)
    above = Relation(excess <= spread, over=region)
    below = Relation(Z.integral(value - k(z), z) <= spread, over=region)
    yield above
    yield below
    yield Identity(excess / Z.mass, Z.integral(k(z), z) / Z.mass - value, over=region)
    nice = Domain(share > 0, large > 0, small >= share * large, in_small >= 0, in_small <= in_large)
    yield Relation(in_small / small <= in_large / large / share, over=nice, label="sets that shrink nicely")


@paper.not_computable(
    "lebesgue-theorem",
    at="Section 4",
    printed=r"\text{points of continuity are Lebesgue points; almost every point is one}",
    why="A theorem of measure theory about almost all points of a general function.",
    analogue=r"|f-f(x)|<\epsilon\text{ near }x\Rightarrow\text{the mean of }|f-f(x)|\text{ is at most }\epsilon",
)
def lebesgue_theorem() -> Obligations:
    """The first half: at a point of continuity the means are small."""
    near = Domain(Z.mass > 0, e > 0, value, Z.everywhere(z, absolute(k(z) - value) < e))
    spread = Z.integral(absolute(k(z) - value), z)
    step = Relation(spread <= Z.integral(e, z), over=near)
    yield Relation(spread <= e * Z.mass, over=near, by=[step])
    yield Relation(a / b <= e, over=Domain(b > 0, a <= e * b), label="divided by the volume")


@paper.claim(
    "claim-4-2-a-chain",
    at="Claim 4.2(a), proof",
    printed=r"\int_Q|k_n-k_\infty|=\int_Q|(k-k(x_0,y_0))\circ\varphi_n|=\tfrac1{\mathcal L^{2d}[Q_n]}\int_Q|(k-k(x_0,y_0))\circ\varphi_n||\det D\varphi_n|=\tfrac1{\mathcal L^{2d}[Q_n]}\int_{Q_n}|k-k(x_0,y_0)|",
    depends=("claim-4-2-a-determinant", "qn-volume"),
)
def claim_4_2_a_chain() -> Obligations:
    """A product over the coordinates: for one, any continuous integrand |k - k(x_0, y_0)|, written as a derivative G'."""
    place = Domain(n >= 1, x0 > 0)
    primitive = Function("G")
    ends = (x0 - 1 / (2 * n), x0 + 1 / (2 * n))
    blown = integral(D(primitive(x0 + x / n), x), x, -HALF, HALF)
    restricted = integral(D(primitive(x), x), x, *ends)
    chain_rule = D(primitive(x), x).at(x, x0 + x / n) / n
    inside = Domain(place, x > 0)
    yield Identity(
        D(primitive(x0 + x / n), x), chain_rule, over=inside, label=r"$k\circ\varphi_n$ and the determinant"
    )
    yield Identity(blown, restricted, over=place, label="change of variables")
    yield Identity(k(x0 + x / n) - value, (k(x) - value).at(x, x0 + x / n), over=Domain(inside, value))


@paper.claim(
    "claim-4-2-a-determinant",
    at="Claim 4.2(a), proof",
    printed=r"|\det D\varphi_n|=\left|\begin{smallmatrix}1/n^d&0\\0&1/n^d\end{smallmatrix}\right|=\tfrac1{n^{2d}}=\mathcal L^{2d}[Q_n]",
    depends=("qn-volume",),
)
def claim_4_2_a_determinant() -> Obligations:
    """Two blocks (1/n)I_d with determinant n^-d each; the 2 × 2 determinant as displayed has the same value."""
    every = Domain(n >= 1, d >= 1)
    block = det(kron(i, j) / n, i, j)
    yield Identity(block, 1 / n**d, over=every, label="one block")
    yield Identity(block**2, 1 / n ** (2 * d), over=every, label=r"$|\det D\varphi_n|$")
    yield Identity((1 / n**d) * (1 / n**d) - 0, 1 / n ** (2 * d), over=every, label="the displayed matrix")


def means_over_cubes() -> Obligations:
    """Q_n lies in the ball of radius √(2d)/(2n), of which it fills a share that does not depend on n."""
    yield Identity(2 * d * (1 / (2 * n)) ** 2, (sqrt(2 * d) / (2 * n)) ** 2, over=Domain(n >= 1, d >= 1))
    coordinate = Domain(n >= 1, x >= -1 / (2 * n), x <= 1 / (2 * n))
    yield Relation(x**2 <= (1 / (2 * n)) ** 2, over=coordinate, label="one coordinate")
    (rho,) = reals("rho")
    yield Identity(
        ball_integral(1, rho, sqrt(2 * d) / (2 * n), 2 * d) * n ** (2 * d),
        ball_integral(1, rho, sqrt(2 * d) / 2, 2 * d),
        over=Domain(n >= 1, d >= 1),
        label=r"$\mathcal L[B]/\mathcal L[Q_n]$ is the same for all $n$",
    )
    nice = Domain(share > 0, large > 0, small >= share * large, in_small >= 0, in_small <= in_large)
    yield Relation(in_small / small <= in_large / large / share, over=nice, label="the mean over the cube")
    close = Domain(share > 0, e > 0, a >= 0, a <= e * share)
    yield Relation(a / share <= e, over=close, label="tends to 0 with the mean over the ball")


@paper.claim(
    "claim-4-2-a-limit",
    at="Claim 4.2(a)",
    printed=r"\|k_n-k_\infty\|_{L^1(Q)}\to0",
    depends=("claim-4-2-a-chain",),
)
def claim_4_2_a_limit() -> Obligations:
    """The mean of |k - k(x_0, y_0)| over Q_n is at most a constant times that over the ball around it."""
    yield from means_over_cubes()


@claim_4_2_a_limit.reading(
    "uniform convergence",
    printed=r"\|k_n-k_\infty\|_{L^\infty(Q)}\to0",
    note="Only $L^1$: a bounded function with holes at all scales has blow-ups at distance 1 in $L^\\infty$ at a Lebesgue point.",
)
def claim_4_2_a_uniform() -> Obligations:
    """The blow-up 2^m of the function with holes, at a point of the hole with the lower left corner 2^-(m+2)."""
    yield from hole_in_every_blowup(Domain(m >= 0))


def hole_in_every_blowup(scales: Domain) -> Obligations:
    """That the blow-up is within ½ of 1, the value at the Lebesgue point, in the middle of a hole."""
    corner, side = 2 ** (-(m + 2)), 8 ** (-(m + 2))
    hole = cases(
        (absolute(x - corner - side / 2) <= side / 2, 0), (absolute(x - corner - side / 2) > side / 2, 1)
    )
    blown = hole.at(x, y / 2**m)
    middle = 2**m * (corner + side / 2)
    yield Relation(absolute(blown.at(y, middle) - 1) <= HALF, over=scales, label=r"in $\{|u|\le\frac12\}$")


@paper.claim("claim-4-2-b", at="Claim 4.2(b)", printed=r"k_n(x,y)=k(\tfrac1nx+x_0,\tfrac1ny+y_0)\text{ on }Q")
def claim_4_2_b() -> Obligations:
    """φ_n put in, component by component."""
    yield Identity(
        k(x0 + (1 / n) * x, y0 + (1 / n) * y),
        k(x / n + x0, y / n + y0),
        over=Domain(n >= 1, x0 > 0, y0 > 0, x > 0, y > 0),
    )


@paper.claim(
    "remark-4-3-a",
    at="Remark 4.3(a)",
    printed=r"h_\infty=h(x_0,y_0)\text{ on }Q,\quad\|h_n-h_\infty\|_{L^1(Q)}\to0",
    depends=("claim-4-2-a-limit",),
)
def remark_4_3_a() -> Obligations:
    """Claim 4.2 for k = h."""
    yield from means_over_cubes()


@paper.claim(
    "remark-4-3-b",
    at="Remark 4.3(b)",
    printed=r"\bar h_\infty=\bar h(x_0,y_0)\text{ on }Q,\quad\|\bar h_n-\bar h_\infty\|_{L^1(Q)}\to0",
    depends=("claim-4-2-a-limit",),
)
def remark_4_3_b() -> Obligations:
    """Claim 4.2 for k = h̄; in L¹, and no more (see step2-capacity-uniform)."""
    yield from means_over_cubes()
