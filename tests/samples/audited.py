"""Claims to attack: sharp ones, one with room to spare, and one that is blind to what it should see."""

from hypothesis import strategies as st

from otverify import Domain, ForAll, Identity, Paper, Relation, reals, sqrt

paper = Paper("audited", title="A paper to attack", authors="A. Author", year=2026)
x, y = reals("x y")


@paper.claim("sharp", at="Lemma 1", printed="2xy<=x^2+y^2")
def sharp():
    """Equality where x = y; the hypothesis x > 0 is not needed."""
    yield Relation(2 * x * y <= x**2 + y**2, over=Domain(x > 0, y > 0))


@sharp.mutant("the cube instead of the square")
def cube():
    """False at x = y = 1/2."""
    yield Relation(2 * x * y <= x**3 + y**3, over=Domain(x > 0, y > 0))


@paper.claim("spare", at="Lemma 2", printed="x<=3")
def spare():
    """The best constant is 1."""
    yield Relation(x <= 3, over=Domain(x > 0, x <= 1))


@paper.claim("needed", at="Lemma 3", printed=r"\sqrt{x^2}=x")
def needed():
    """False without x >= 0."""
    yield Identity(sqrt(x**2), x, over=x >= 0)


@paper.claim("blind", at="Lemma 4", printed="n>=0")
def blind():
    """The property cannot fail on these instances."""
    yield ForAll(st.integers(0, 99), lambda n: [Relation(n, "<=", 1000)], examples=5)
