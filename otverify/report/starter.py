"""What ``otverify new`` writes: a paper module with one of each common obligation."""

STARTER = '''"""Claims of SLUG, checked by `otverify check SLUG.py`."""

from fractions import Fraction

from otverify import D, Domain, Identity, Limit, Paper, Relation, reals

paper = Paper("SLUG", title="Title of the paper", authors="A. Author", year=2026)

r, delta = reals("r delta")
bump = (1 - (r / delta) ** 2) ** 2


@paper.claim("matching", at="Lemma 1", printed=r"h'(\\delta) = 0")
def matching():
    """The bump meets 0 to first order at r = δ."""
    yield Identity(D(bump, r).at(r, delta), 0, over=delta > 0)


@paper.claim("bounded", at="Lemma 1", printed=r"0 \\le h \\le 1")
def bounded():
    """On [0, δ] it stays between 0 and 1."""
    inside = Domain(delta > 0, r >= 0, r <= delta)
    yield Relation(bump >= 0, over=inside)
    yield Relation(bump <= 1, over=inside)


@paper.claim("curvature", at="Lemma 2", printed=r"\\lim_{r\\to0} h'(r)/r = -4/\\delta^2")
def curvature():
    """Its second derivative at the centre."""
    yield Limit(D(bump, r) / r, r, to=0, equals=-4 / delta**2, over=Domain(delta > 0, r > 0))


@paper.claim("half", at="Lemma 3", printed=r"h(\\delta/2) = 1/2")
def half():
    """A wrong value: otverify finds the witness."""
    yield Identity(bump.at(r, delta / 2), Fraction(1, 2), over=delta > 0)


@half.corrected(r"h(\\delta/2) = 9/16", note="An arithmetic slip; nothing else depends on it.")
def half_corrected():
    """The right value."""
    yield Identity(bump.at(r, delta / 2), Fraction(9, 16), over=delta > 0)
'''
