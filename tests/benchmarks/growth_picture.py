"""Growth as a picture: both axes are logarithms, so that the slope is the exponent, and what
grows in proportion goes along the dashed line."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.growth import Growth
from tests.benchmarks.peer_environment import OUTPUT
from tests.benchmarks.rows import number

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_suffix(".typ")
FONTS = Path(__file__).parents[2] / "bot" / "render" / "drawn" / "fonts"
PIXELS_PER_INCH = 144


def draw(growth: Growth, about: str) -> Path:
    """The file, in bench/. ``about`` says on what machine, and when."""
    data = {
        "what": growth.what,
        "line": growth.line,
        "many": growth.many,
        "unit": growth.unit,
        "about": about,
        "series": [
            {
                "name": one.name,
                "exponent": f"{one.exponent:.2f}",
                "points": [
                    {"many": many, "label": f"{many:,.0f}", "cost": cost, "costs": number(cost)}
                    for many, cost in one.points
                ],
            }
            for one in growth.series
        ],
    }
    drawn = _compiler().compile(
        format="png", sys_inputs={"data": json.dumps(data)}, ppi=PIXELS_PER_INCH
    )
    assert isinstance(drawn, bytes)
    OUTPUT.mkdir(exist_ok=True)
    file = OUTPUT / f"{growth.mark}.png"
    file.write_bytes(drawn)
    return file


@cache
def _compiler() -> "typst.Compiler":
    import typst

    return typst.Compiler(
        TEMPLATE, root=TEMPLATE.parent, font_paths=[FONTS], ignore_system_fonts=True
    )
