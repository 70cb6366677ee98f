"""Section 3, Connected support: gradients determine potentials."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "first-order-optimality",
    at="Section 3, before (12)",
    printed=r"x'\mapsto f(x')-c(x',y)\text{ is minimal at }x'=x,\;(x,y)\in\operatorname{supp}\pi",
)
paper.not_attempted(
    "gradient-12", at="(12)", printed=r"\nabla f(x)=\nabla_xc(x,y),\;(x,y)\in\operatorname{supp}\pi"
)
paper.not_attempted(
    "gamma-13", at="(13)", printed=r"\Gamma=\{(x,y)\in\operatorname{supp}\pi:\nabla_xc(x,y)\text{ exists}\}"
)
paper.not_attempted(
    "lemma7",
    at="Lemma 7",
    printed=r"f_1,f_2:M\to\mathbb R\text{ locally Lipschitz},\;\nabla f_1=\nabla f_2\text{ a.e.},\;M\text{ connected}\;\Rightarrow\;f_1-f_2\text{ constant}",
)
paper.not_attempted(
    "considerations-M",
    at="Section 3, considerations 1 to 3",
    printed=r"\mu(M)=1,\;f\text{ locally Lipschitz on }M,\;\lambda(M\setminus p_X(\Gamma))=0;\;\operatorname{cl}(M)=\operatorname{supp}\mu\text{ is necessary}",
)
paper.not_attempted(
    "sigma-14",
    at="(14)",
    printed=r"\Sigma=\{x\in\operatorname{supp}\mu:\pi\text{ does not induce regularity at }x\}\text{ is closed},\;\operatorname{supp}\mu\setminus\Sigma\subset p_X(\operatorname{supp}\pi)",
)
paper.not_attempted(
    "theorem2",
    at="Theorem 2",
    printed=r"\mu(\operatorname{supp}\mu\setminus\Sigma)=1,\;M=\operatorname{int}(\operatorname{supp}\mu\setminus\Sigma)\text{ connected},\;\operatorname{cl}(M)=\operatorname{supp}\mu,\;\lambda(M\setminus p_X(\Gamma))=0\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
)
paper.not_attempted(
    "theorem2-proof",
    at="Proof of Theorem 2",
    printed=r"f\text{ locally Lipschitz on }M,\;\nabla f_1=\nabla f_2\text{ a.e.},\;f_1=f_2+a\text{ on }M,\text{ then on }\operatorname{supp}\mu\setminus\Sigma",
)
paper.not_attempted(
    "remark3-twist",
    at="Remark 3",
    printed=r"\nabla_xc(x,\cdot)\text{ injective}\;\Rightarrow\;y\text{ is determined by }\nabla f(x)=\nabla_xc(x,y)",
)
paper.not_attempted(
    "corollary2",
    at="Corollary 2",
    printed=r"Y\text{ compact},\;M=\operatorname{int}(\operatorname{supp}\mu)\text{ connected},\;\operatorname{cl}(M)=\operatorname{supp}\mu\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
)
paper.not_attempted(
    "corollary2-proof",
    at="Proof of Corollary 2",
    printed=r"\Sigma=\emptyset,\;\Gamma=p_X(\operatorname{supp}\pi)=\operatorname{supp}\mu",
)
paper.not_attempted(
    "condition-15",
    at="(15)",
    printed=r"\lambda\ll\varphi_\#\mu\text{ on range }\varphi,\;\varphi_\#\mu=\mu\circ\varphi^{-1}",
)
paper.not_attempted(
    "condition-15-rationals",
    at="Section 3, after (15)",
    printed=r"\mu(\mathbb Q)=1,\;\operatorname{int}(\operatorname{supp}\mu)\ne\emptyset\text{: (15) fails}",
)
paper.not_attempted(
    "corollary3",
    at="Corollary 3",
    printed=r"c(\cdot,y)\text{ differentiable, locally Lipschitz uniformly in }y,\;M\text{ connected},\;\operatorname{cl}(M)=\operatorname{supp}\mu,\text{ (15)}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
)
paper.not_attempted(
    "corollary3-proof",
    at="Proof of Corollary 3",
    printed=r"f\text{ locally Lipschitz on }\operatorname{supp}\mu,\;\Gamma=\operatorname{supp}\pi,\;A\subset p_X(\Gamma),\;\mu(A)=1",
)
