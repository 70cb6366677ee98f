"""The open problem of Korman and McCann (capacity 4): width of the certified enclosure, order, time, memory.

``python -m benchmarks.capacity [SIZE ...]``; default 64 to 4352 cells, the last with a width below 1e-8.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from fractions import Fraction
from functools import partial

from benchmarks.measuring import Line, peak_memory, timed
from otverify.kernel.transport import check
from otverify.transport import bound_continuum, density_problem
from otverify.transport.outcomes import Infeasible

SIZES = (64, 128, 256, 512, 1024, 2048, 4096, 4352)
#: the cost of the four tiles
GUESS = Fraction(1, 192)
WIDTH = Fraction(1, 10**8)


def main() -> int:
    """Print one line per size; 1 if the finest width misses its target."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE")
    sizes = parser.parse_args().sizes or list(SIZES)
    stated = density_problem(capacity=4)
    before: tuple[int, Fraction] | None = None
    for size in sizes:
        time, bounds = timed(partial(bound_continuum, stated, size=size))
        if isinstance(bounds, Infeasible):
            raise ValueError("the problem is infeasible")
        text = json.dumps(bounds.certificate)
        again, accepted = timed(lambda text=text: check(stated.statement(), json.loads(text)))
        width = bounds.upper - bounds.lower
        order = "" if before is None else f", order {_order(before, (size, width)):.2f}"
        before = size, width
        print(
            Line(
                what=f"n = {size}",
                measured=f"[{float(bounds.lower):.12f}, {float(bounds.upper):.12f}], "
                f"width {float(width):.3g}{order}, gain {GUESS - bounds.upper}, {time:.2f} s, "
                f"certificate {len(text) / 1e6:.2f} MB checked in {again:.2f} s",
                target="both bounds accepted from JSON",
                met=(accepted.lower, accepted.upper) == (bounds.lower, bounds.upper),
            ).render(),
            flush=True,
        )
    print(Line(what="peak memory", measured=f"{peak_memory():.2f} GB").render())
    last = Line(
        what="width on the finest grid", measured=f"{float(width):.3g}", target="<= 1e-8", met=width <= WIDTH
    )
    print(last.render())
    return 0 if last.met else 1


def _order(coarse: tuple[int, Fraction], fine: tuple[int, Fraction]) -> float:
    """The exponent p of width ~ n^-p between two sizes."""
    return math.log(coarse[1] / fine[1]) / math.log(fine[0] / coarse[0])


if __name__ == "__main__":
    sys.exit(main())
