"""Section 5: optimal plans that are not on a graph."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "sec-5-regular-value",
    at="Section 5",
    printed=r"F(\bar y)\text{ may be assumed a regular value of }F=\tfrac{\partial c}{\partial x}(\bar x,\cdot)",
)

paper.not_attempted(
    "lem-5-1",
    at="Lemma 5.1, (5.1)",
    printed=r"\exists\hat y\ne\bar y:\ \tfrac{\partial c}{\partial x}(\bar x,\bar y)=\tfrac{\partial c}{\partial x}(\bar x,\hat y)",
)

paper.not_attempted(
    "lem-5-1-even",
    at="Proof of Lemma 5.1",
    printed=r"\dim G^{-1}(\lambda)=1;\ \text{the boundary of a compact curve has an even number of points}",
)

paper.not_attempted(
    "lem-5-2",
    at="Lemma 5.2, (5.2)-(5.4)",
    printed=r"\partial_c\psi(x)\cap(\bar V\cup\hat V)=\{\bar y(x),\hat y(x)\}\quad\forall x\in\bar U",
)

paper.not_attempted(
    "eq-5-5-5-7",
    at="(5.5)-(5.7)",
    printed=r"d_{\bar x}f=-\tfrac{\partial c}{\partial x}(\bar x,\bar y),\;\operatorname{Hess}f=Q,\;Q+\tfrac{\partial^2c}{\partial x^2}(\bar x,\bar y)>0,\;Q+\tfrac{\partial^2c}{\partial x^2}(\bar x,\hat y)>0",
)

paper.not_attempted(
    "eq-5-8-derivative",
    at="(5.8)",
    printed=r"\tfrac{\partial\bar y}{\partial x}(\bar x)=-\bigl(\tfrac{\partial^2c}{\partial y\partial x}\bigr)^{-1}\bigl[\operatorname{Hess}f+\tfrac{\partial^2c}{\partial x^2}\bigr],\text{ invertible}",
)

paper.not_attempted(
    "sec-5-Gbar",
    at="Proof of Lemma 5.2",
    printed=r"\bar G=\hat G=0,\;d\bar G=d\hat G=0,\;\operatorname{Hess}\bar G=\operatorname{Hess}\hat G=-[Q+\tfrac{\partial^2c}{\partial x^2}(\bar x,\bar y)]<0\text{ at }\bar x",
)

paper.not_attempted(
    "eq-5-9",
    at="(5.9)",
    printed=r"f(x')-f(x)+c(x',\bar y(x'))-c(x,\bar y(x'))<0\quad\forall x'\ne x\text{ in }\bar U",
)

paper.not_attempted(
    "sec-5-Gx",
    at="Proof of Lemma 5.2",
    printed=r"\bar G_x(x)=0,\;d_x\bar G_x=0,\;\operatorname{Hess}_x\bar G_x=\operatorname{Hess}f+c_{xx}+c_{yx}\bar y'+c_{xy}\bar y'",
)

paper.not_attempted(
    "sec-5-phi0-equal",
    at="Proof of Lemma 5.2",
    printed=r"\phi_0(\bar y(x))-c(x,\bar y(x))=\phi_0(\hat y(x))-c(x,\hat y(x))",
)

paper.not_attempted(
    "sec-5-psi-max",
    at="Proof of Lemma 5.2",
    printed=r"\psi(x)=\max_{x'\in\bar U}\{\phi_0(\bar y(x'))-c(x',\bar y(x'))\}\quad\forall x\in M",
)

paper.not_attempted(
    "sec-5-strict",
    at="Proof of Lemma 5.2",
    printed=r"\phi_0(\bar y(x))-c(x,\bar y(x))=f(x)>\phi_0(\bar y(x'))-c(x,\bar y(x'))",
)

paper.not_attempted(
    "sec-5-absolutely-continuous-nu",
    at="Section 5, after Lemma 5.2",
    printed=r"\nu=\tfrac12\bar y_\#\mu+\tfrac12\hat y_\#\mu\text{ is absolutely continuous}",
)

paper.not_attempted(
    "sec-5-plan-marginals",
    at="Section 5, after Lemma 5.2",
    printed=r"\bar\gamma=\tfrac12(Id,\bar y)_\#\mu+\tfrac12(Id,\hat y)_\#\mu\text{ has marginals }\mu,\nu",
)

paper.not_attempted(
    "sec-5-integral-chain",
    at="Section 5, after Lemma 5.2",
    printed=r"\int c\,d\gamma\ge\int[\phi-\psi]\,d\gamma=\int\phi\,d\nu-\int\psi\,d\mu=\int c\,d\bar\gamma",
)

paper.not_attempted(
    "sec-5-openness",
    at="Section 5",
    printed=r"\{c:\text{(1.3)}\}\text{ is open in }C^2",
)

paper.not_attempted(
    "sec-5-rank-lsc",
    at="Section 5",
    printed=r"\operatorname{rank}=\bar r\text{ near a point of maximal rank; }DG\text{ is invertible}",
)

paper.not_attempted(
    "sec-5-density-rank",
    at="Section 5",
    printed=r"\tilde X_i=z_i\;(i\le\bar r),\;\operatorname{rank}\tilde X=\bar r\Rightarrow\tilde X_{\bar r+1},\dots\text{ do not depend on }z_{\bar r+1},\dots,z_n",
)

paper.not_attempted(
    "sec-5-density-perturbation",
    at="Section 5",
    printed=r"\tilde c=c+\epsilon\varphi(z)\delta(x,z),\;\delta=\sum_{i>\bar r}x_iz_i:\ \text{invertible mixed derivative, }\tilde c\to c\text{ in }C^2",
)
