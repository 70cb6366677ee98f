"""Section 2: notation."""

from __future__ import annotations

from otverify.papers.sparse_rot.notation import paper

paper.not_attempted(
    "plus-convention",
    at="Section 2, Section 4.1",
    printed=r"(t)_+^0 = \mathbf{1}_{t \geq 0}",
)

paper.not_attempted(
    "compact-inclusion-esssup-diam",
    at="Section 2",
    printed=r"A\Subset B,\quad\operatorname{ess\,sup},\quad\operatorname{diam}E=\sup\{|x-y|:x,y\in E\},\quad\operatorname{supp}\mu",
)

paper.not_attempted(
    "lesssim-definition",
    at="Section 2",
    printed=r"A_\varepsilon \lesssim B_\varepsilon:\ A_\varepsilon \leq C B_\varepsilon\ \text{for } \varepsilon \text{ small enough};\quad \approx\ \text{both}",
)
