"""Example 2.3: the lake."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "ex-2-3-setup",
    at="Example 2.3",
    printed=r"\tilde\psi=\operatorname{dist}(\cdot,D),\;D=B((0,-\tfrac52),\tfrac18):\ \text{convex, differentiable on }M,\;|\nabla\tilde\psi|=1",
)

paper.not_attempted(
    "ex-2-3-eq-2-4",
    at="(2.4)",
    printed=r"\psi(x)=\max\{\phi(y)-c(x,y)\mid y\in M\}",
)

paper.not_attempted(
    "ex-2-3-rewrite",
    at="Example 2.3",
    printed=r"\tilde\psi(x')-\tilde\psi(x)\ge\langle\bar y,x'-x\rangle\iff\psi(x)\le\psi(x')+\tfrac12|x'-\bar y|^2-\tfrac12|x-\bar y|^2",
)

paper.not_attempted(
    "ex-2-3-ybar-contact",
    at="Example 2.3",
    printed=r"c(x,\bar y(x))=\phi(\bar y(x))-\psi(x)",
)

paper.not_attempted(
    "ex-2-3-lambda",
    at="Example 2.3",
    printed=r"\hat y(x)=\bar y(x)+\lambda(x)x\in M,\;\lambda(x)\ge0\text{ largest}",
)

paper.not_attempted(
    "ex-2-3-yhat-contact",
    at="Example 2.3",
    printed=r"\langle\hat y,x'-x\rangle=\langle\bar y,x'-x\rangle+\lambda\langle x,x'-x\rangle\le\langle\bar y,x'-x\rangle\le\tilde\psi(x')-\tilde\psi(x)",
)

paper.not_attempted(
    "ex-2-3-near-pole",
    at="Example 2.3",
    printed=r"\hat y(x)\ne\bar y(x)\text{ for every }x\text{ close to the south pole }(-1,0)",
)

paper.not_attempted(
    "ex-2-3-nongraph-plan",
    at="Example 2.3",
    printed=r"\text{an optimal plan that is not concentrated on a graph}",
)
