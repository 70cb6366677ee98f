"""Ball arithmetic on a box: halve the widest side until every leaf is decided."""

from __future__ import annotations

from fractions import Fraction

from flint import ctx

from otverify.engines.budget import Budget, NotFound
from otverify.kernel.balls import Unclear, ball, box_of, decides
from otverify.kernel.context import Context
from otverify.kernel.errors import Rejected
from otverify.kernel.terms import Json, Term

MAX_DEPTH = 40
MAX_LEAVES = 4000
PRECISION = 64
Box = dict[Term, tuple[Fraction, Fraction]]


def find_tree(claim: Term, context: Context, budget: Budget) -> Json:
    """A ``balls`` proof of the claim on the box that the facts give."""
    try:
        box = box_of(claim, context)
    except Rejected as error:
        raise NotFound(str(error)) from None
    if not box:
        raise NotFound("there is nothing to subdivide")
    op, left, right = claim.args
    read = Term("rel", op, context.read(left), context.read(right))
    facts = [
        Term("rel", f.args[0], context.read(f.args[1]), context.read(f.args[2]))
        for f in context.constraints
        if f.op == "rel"
    ]
    leaves = [0]

    def grow(region: Box, depth: int) -> Json:
        budget.check()
        leaves[0] += 1
        if depth > MAX_DEPTH or leaves[0] > MAX_LEAVES:
            raise NotFound("balls do not decide it: the inequality may be sharp on the closed box")
        values = {symbol: ball(*ends) for symbol, ends in region.items()}
        try:
            if decides(read, values):
                return "ok"
        except (Unclear, Rejected):
            pass
        for k, fact in enumerate(facts):
            try:
                if not decides(fact, values):
                    return ["outside", k]
            except (Unclear, Rejected):
                continue
        symbol = max(region, key=lambda s: (region[s][1] - region[s][0], str(s.args[0])))
        low, high = region[symbol]
        if low == high:
            raise NotFound("balls do not decide it at a point")
        middle = (low + high) / 2
        return [
            "split",
            symbol.args[0],
            str(middle),
            grow({**region, symbol: (low, middle)}, depth + 1),
            grow({**region, symbol: (middle, high)}, depth + 1),
        ]

    with ctx.workprec(PRECISION):
        return {"rule": "balls", "tree": grow(box, 0), "precision": PRECISION}
