"""The pictures are drawn from exact data, and are the same every time."""

from io import BytesIO

import pytest

pytest.importorskip("matplotlib")

from otverify.report.figures_chains import FIGURES, ten_limbs
from otverify.transport.limbs import LimbPlan


@pytest.mark.parametrize("name", FIGURES)
def test_a_picture_is_drawn_and_saved(name):
    import matplotlib as mpl

    mpl.rcParams["svg.hashsalt"] = "otverify"
    saved = BytesIO()
    FIGURES[name]().savefig(saved, format="svg", metadata={"Date": None})
    assert saved.getvalue().rstrip().endswith(b"</svg>")
    assert len(saved.getvalue()) > 10_000


def test_the_system_has_ten_limbs_and_uses_all_of_them():
    system, plan = ten_limbs()
    assert isinstance(plan, LimbPlan)
    assert set(system.limbs.tolist()) == set(range(1, 11))
