"""One right and one wrong claim."""

from otverify import Identity, Paper, reals

paper = Paper("mine", title="My paper", authors="A. Author", year=2026)
x, y = reals("x y")


@paper.claim("right", at="Lemma 1", printed="(x+y)^2=x^2+2xy+y^2")
def right():
    """The binomial formula."""
    yield Identity((x + y) ** 2, x**2 + 2 * x * y + y**2)


@paper.claim("wrong", at="Lemma 2", printed="(x-y)^2=x^2-y^2")
def wrong():
    """A slip."""
    yield Identity((x - y) ** 2, x**2 - y**2)
