"""Random statements: whatever is proved holds at points that the proof never saw."""

import random

import pytest

from otverify.check import Settings, decide
from otverify.claims import Relation
from otverify.engines.budget import Budget
from otverify.engines.falsify import sampler
from otverify.errors import OtverifyError
from otverify.kernel.errors import Rejected
from otverify.kernel.points import holds_at
from otverify.verdict import Status
from otverify.vocabulary import D, Domain, absolute, cases, exp, integral, log, maximum, reals, sin, sqrt

x, y, s, t = reals("x y s t")
STATEMENTS = 60


def scalar(pick, depth):
    if depth == 0:
        return pick.choice([x, y, x, y, 1 + 0 * x, 2 * x, -y, 3 + 0 * y])
    a, b = scalar(pick, depth - 1), scalar(pick, pick.randint(0, depth - 1))
    return pick.choice(
        [
            lambda: a + b,
            lambda: a - b,
            lambda: a * b,
            lambda: a / (1 + b**2),
            lambda: a / b,
            lambda: a**2,
            lambda: b**3,
            lambda: a**s,
            lambda: sqrt(a),
            lambda: sqrt(1 + b**2),
            lambda: absolute(a),
            lambda: maximum(a, b),
            lambda: exp(b),
            lambda: log(1 + a**2),
            lambda: sin(a),
            lambda: D(a * t, t).at(t, x),
            lambda: cases((x <= 0, a), (x > 0, b)),
            lambda: integral(b * t, t, 0, 1),
        ]
    )()


def statement(seed):
    pick = random.Random(seed)
    left = scalar(pick, pick.choice((1, 2, 2, 3)))
    # near misses are the statements that a wrong rule would let through
    right = pick.choice(
        [scalar(pick, 1), left + pick.choice((0, 1, x, y**2, x * y)), left * pick.choice((1, 2, x)), 0 * x]
    )
    domain = [
        pick.choice([x > 0, x >= 0, x <= 1, x < y, x >= -1, x * y > 0, x**2 <= 4])
        for _ in range(pick.randint(0, 3))
    ]
    domain += [pick.choice([y > 0, y >= 1, y <= 2, y >= x, y < 0])] * pick.randint(0, 1)
    op = pick.choice(["==", "<=", "<", ">=", ">", "!="])
    return Relation(left + 0 * y, op, right, over=Domain(*domain, s > 0, x, y))


@pytest.mark.parametrize("block", range(4))
def test_what_is_proved_holds_elsewhere(block):
    proved = checked = 0
    for seed in range(block * STATEMENTS, (block + 1) * STATEMENTS):
        try:
            obligation = statement(seed)
            ((_, claim),) = obligation.statements()
        except OtverifyError:  # refused as vacuous or ill-typed
            continue
        (evidence,) = decide(obligation, Settings(seconds=1.0))
        if evidence.status is not Status.PROVED:
            continue
        proved += 1
        plain = claim.unfolded
        for point in sampler(plain, seed=seed + 10_000).points(Budget(2.0), 25):
            try:
                holds = holds_at(plain.claim, point)
            except Rejected:
                continue  # not decided there; undefined terms are the next test's business
            assert holds, (seed, point.to_json())
            checked += 1
    assert proved >= 3
    assert checked >= 50
