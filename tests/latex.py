"""Tables as a user would set them."""

import shutil
import subprocess

DOCUMENT = r"""\documentclass{article}
\usepackage[a4paper,margin=18mm]{geometry}
\usepackage{amsmath,amssymb,array,booktabs,graphicx,longtable}
\begin{document}
BODY
\end{document}
"""
PDFLATEX = shutil.which("pdflatex")
MISSING = "pdflatex is not installed (CI installs TeX)"


def require_tables(tables, directory):
    """The tables (name -> text) compile, and nothing is wider than its column by more than a centimetre."""
    for name, text in tables.items():
        (directory / name).write_text(text, encoding="utf-8")
    body = "\n".join(rf"\input{{{name}}}" for name in tables)
    (directory / "all.tex").write_text(DOCUMENT.replace("BODY", body), encoding="utf-8")
    command = [PDFLATEX, "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    result = subprocess.run(command, cwd=directory, capture_output=True, text=True, errors="replace")
    assert result.returncode == 0, result.stdout[-2000:]
    wide = [line for line in result.stdout.splitlines() if line.startswith("Overfull \\hbox")]
    assert not [line for line in wide if float(line.split("(")[1].split("pt")[0]) > 28], wide
