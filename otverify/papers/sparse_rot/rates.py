"""The table of measured against proven exponents: ``python -m otverify.papers.sparse_rot.rates`` prints it."""

from __future__ import annotations

from otverify.papers.sparse_rot.measured import EXPONENTS, SIZES, study
from otverify.transport.rates_studies import QUANTITIES


def rates_table() -> str:
    """The measured exponents beside the proven ones, one line per quantity."""
    lines = [
        f"{'d':>2} {'p':>4}  {'quantity':<13} {'proven':>7}  {'measured':>8}  {'interval':<17} {'constants':<16} decades"
    ]
    for dimension in SIZES:
        for p in EXPONENTS:
            for name in QUANTITIES:
                rate = study(dimension, p).rates[name]
                lines.append(
                    f"{dimension:>2} {p!s:>4}  {name:<13} {rate.expected!s:>7}  {rate.exponent:>8.4f}  "
                    f"[{rate.low:.4f}, {rate.high:.4f}]  [{rate.constants[0]:.3g}, {rate.constants[1]:.3g}]".ljust(
                        84
                    )
                    + f" {rate.decades:.1f}"
                )
    return "\n".join(lines)


if __name__ == "__main__":
    print(rates_table())
