"""Section 7, Lemma 7.1: how small the constant 3 can be made.

With ε = sup|f| = sup|g| and u = 1/|X|, v = 1/|Y| the lemma bounds sup|h| by 3 ε(u + v). For the h of the proof
the best constant is 3/2; over all h with the given marginals it is 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.claims_transport import Feasible
from otverify.papers.capacity.notation import HALF, paper, x
from otverify.transport import problem
from otverify.transport.problems import TransportProblem
from otverify.vocabulary import Domain, absolute, integral, reals

Obligations = Iterator[Obligation]

f, g, m, eps, u, v = reals("f g m epsilon u v")
tau, kappa, p, q, theta, level = reals("tau kappa p q theta M")
a, b, size_x, size_y = reals("a b X_ Y_")
h11, h12, h21 = reals("h_11 h_12 h_21")


@paper.claim(
    "lemma-7-1-constant-of-the-proof",
    at="Lemma 7.1, its proof",
    printed=r"\|h\|_{L^\infty(X\times Y)}\le\tfrac32\epsilon\bigl(\tfrac1{\mathcal L^d[X]}+\tfrac1{\mathcal L^d[Y]}\bigr),\quad\tfrac32\text{ is best for the }h\text{ of the proof}",
    depends=("lemma-7-1-construction", "lemma-7-1-mass-bound"),
)
def lemma_7_1_constant_of_the_proof() -> Obligations:
    """|m| uv <= ε min(u, v); and f = g = 1 on a share τ of X = Y = [0, 1], -1 on the rest, gives h = 3 - 2τ at a corner."""
    bounded = Domain(
        eps > 0, u > 0, v > 0, f >= 0, f <= eps, g >= 0, g <= eps, m >= 0, m * u <= eps, m * v <= eps
    )
    yield Relation(f * v + g * u + m * u * v <= Fraction(3, 2) * eps * (u + v), over=bounded, label="moduli")
    every = Domain(u > 0, v > 0, f, g, m)
    moduli = absolute(f) * v + absolute(g) * u + absolute(m) * u * v
    for sign in (1, -1):
        yield Relation(sign * (f * v + g * u - m * u * v) <= moduli, over=every, label="triangle inequality")
    share = Domain(tau > 0, tau < 1)
    mass = integral(1, x, 0, tau) + integral(-1, x, tau, 1)
    yield Identity(mass, 2 * tau - 1, over=share, label="the mass $m$")
    yield Identity(1 + 1 - mass, 3 - 2 * tau, over=share, label="$h$ where $f=g=1$")
    below = Domain(kappa >= 1, kappa < Fraction(3, 2))
    yield Relation(
        3 - 2 * ((3 - 2 * kappa) / 4) > kappa * 2, over=below, label=r"no $\kappa<\frac32$ will do"
    )
    yield Relation((3 - 2 * kappa) / 4 > 0, over=below, label=r"$\tau=(3-2\kappa)/4$")


def bounded_density(
    masses: tuple[list[Fraction], list[Fraction]],
    cells: tuple[list[Fraction], list[Fraction]],
    bound: Fraction,
) -> TransportProblem:
    """Is there |h| <= bound with these signed marginal masses on these cells? As a problem for h + bound >= 0."""
    (left, right), (xs, ys) = masses, cells
    supply = [mass + bound * cell * sum(ys) for mass, cell in zip(left, xs, strict=True)]
    demand = [mass + bound * cell * sum(xs) for mass, cell in zip(right, ys, strict=True)]
    return problem(
        supply, demand, cost=[[0] * len(ys)] * len(xs), capacity=[[2 * bound * c * d for d in ys] for c in xs]
    )


@paper.claim(
    "lemma-7-1-best-constant",
    at="Lemma 7.1",
    printed=r"\min_h\|h\|_{L^\infty(X\times Y)}\le\epsilon\bigl(\tfrac1{\mathcal L^d[X]}+\tfrac1{\mathcal L^d[Y]}\bigr),\quad1\text{ is best}",
    depends=("lemma-7-1",),
)
def lemma_7_1_best_constant() -> Obligations:
    """A density |h| <= M exists if f(A) - g(B) <= M(|A||Bᶜ| + |Aᶜ||B|) for all A, B (feasible flows); halves show that 1 is needed.

    With p = |A|/|X|, q = |B|/|Y|, θ = |X|/(|X| + |Y|), w = θp + (1 - θ)q the left side is at most
    ε(|X| + |Y|) min(w, 1 - w), the right side for M = ε(u + v) is ε(|X| + |Y|)(p + q - 2pq).
    """
    w = theta * p + (1 - theta) * q
    across = p + q - 2 * p * q
    box = Domain(theta > 0, theta < 1, p >= 0, p <= 1, q >= 0, q <= 1)
    yield Relation(w <= across, over=Domain(box, p <= HALF, q <= HALF), label="both at most a half")
    yield Relation(1 - w <= across, over=Domain(box, p >= HALF, q >= HALF), label="both at least a half")
    for one in (Domain(box, p <= HALF, q >= HALF), Domain(box, p >= HALF, q <= HALF)):
        yield Relation(across >= HALF, over=one, label=r"otherwise $\ge\frac12\ge\min(w,1-w)$")
    sets = Domain(size_x > 0, size_y > 0, a, b, level)
    shifted = 2 * level * a * (size_y - b) - level * size_y * a + level * size_x * b
    yield Identity(
        shifted, level * (a * (size_y - b) + (size_x - a) * b), over=sets, label="the cut of $h+M$"
    )
    # X = Y = [0, 1], f = 1 on the left half, g = -1 there, and the opposite on the right halves: m = 0
    quarters = Domain(h11, h12, h21)
    yield Identity(h11 + h12 - (h11 + h21), h12 - h21, over=quarters, label="$f(A)-g(B)$ for halves $A$, $B$")
    halves = Domain(h12 <= level / 4, h21 >= -level / 4, h12 - h21 >= 1)
    yield Relation(level >= 2, over=halves, label="$M\\ge2=u+v$ for halves")
    half = [HALF, HALF]
    signed = ([HALF, -HALF], [-HALF, HALF])
    yield Feasible(bounded_density(signed, (half, half), Fraction(2)), label="halves, constant 1")
    yield Feasible(
        bounded_density(signed, (half, half), Fraction(199, 100)),
        holds=False,
        label="halves, constant 199/200",
    )


@st.composite
def step_functions(draw: st.DrawFn) -> TransportProblem:
    """Signed step functions of one mass on unequal cells, |X| != |Y|, and the bound sup · (u + v)."""
    size = st.integers(1, 4)
    xs = [Fraction(draw(size), 8) for _ in range(draw(size))]
    ys = [Fraction(draw(size), 8) for _ in range(draw(size))]
    value = st.integers(-4, 4).map(Fraction)
    left, right = ([draw(value) for _ in cells] for cells in (xs, ys))
    mass_x = sum((v_ * c for v_, c in zip(left, xs, strict=True)), Fraction(0))
    mass_y = sum((v_ * c for v_, c in zip(right, ys, strict=True)), Fraction(0))
    shift = (mass_x - mass_y) / sum(ys)
    right = [v_ + shift for v_ in right]
    top = max(map(abs, [*left, *right]))
    bound = (top or Fraction(1)) * (1 / sum(xs) + 1 / sum(ys))
    masses = tuple(
        [v_ * c for v_, c in zip(vs, cells, strict=True)] for vs, cells in ((left, xs), (right, ys))
    )
    return bounded_density(masses, (xs, ys), bound)  # type: ignore[arg-type]


def exists(stated: TransportProblem) -> Obligations:
    """Some density keeps the bound."""
    yield Feasible(stated)


@lemma_7_1_best_constant.reading(
    "step functions",
    printed=r"\text{the same for random step functions on unequal cells}",
    note="Each instance decided exactly, with a plan or a cut.",
)
def lemma_7_1_step_functions() -> Obligations:
    """The bound ε(u + v) always admits a density."""
    yield ForAll(step_functions(), exists, examples=60)
