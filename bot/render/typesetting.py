"""Sets what is to be drawn with Typst, from the templates and fonts in ``drawn``.

As a program it draws what it is asked for (``drawing_process``), until its input ends or nothing
was asked for a minute. The first picture waits for its start, so it imports next to nothing.
"""

import os
import sys
from select import select

import typst

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "drawn")
FONTS = os.path.join(FOLDER, "fonts")

PIXELS_PER_INCH = 216
"""1,080 pixels for the 360 points of ``picture.typ``."""

IDLE = 60.0
"""Seconds."""

_COMPILERS: dict[str, typst.Compiler] = {}


def typeset(template: str, data: str) -> bytes:
    """A PDF of ``paper``, a PNG of ``picture``. Raises RuntimeError where it cannot be drawn."""
    if template == "paper":
        return _pdf(data)
    (drawn,) = images(template, data, PIXELS_PER_INCH)
    return drawn


def _pdf(data: str) -> bytes:
    """Accessible as PDF/UA-1 asks; tagged all the same where it holds a sign that no font has,
    which that does not allow."""
    compiler, inputs = _compiler("paper"), {"data": data}
    try:
        drawn = compiler.compile(
            format="pdf", sys_inputs=inputs, timestamp=0, pdf_standards=["ua-1"]
        )
    except RuntimeError:
        drawn = compiler.compile(format="pdf", sys_inputs=inputs, timestamp=0)
    assert isinstance(drawn, bytes)
    return drawn


def images(template: str, data: str, pixels_per_inch: float) -> list[bytes]:
    """A PNG for each page."""
    drawn = _compiler(template).compile(
        format="png", sys_inputs={"data": data}, ppi=pixels_per_inch
    )
    return [drawn] if isinstance(drawn, bytes) else list(filter(None, drawn or ()))


def _compiler(template: str) -> typst.Compiler:
    if template not in _COMPILERS:
        file = os.path.join(FOLDER, f"{template}.typ")
        _COMPILERS[template] = typst.Compiler(
            file, root=FOLDER, font_paths=[FONTS], ignore_system_fonts=True
        )
    return _COMPILERS[template]


def main() -> None:
    """Asked by a line of ``template length`` and so many bytes of data; answers with a line of the
    length, and the drawing. None has the length 0: then it cannot be drawn."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while select([asked], [], [], IDLE)[0]:
        template, _, length = asked.readline().decode().partition(" ")
        if not template:
            return
        try:
            drawn = typeset(template, asked.read(int(length)).decode())
        except RuntimeError:  # its text may quote what is drawn
            drawn = b""
        answers.write(b"%d\n" % len(drawn) + drawn)
        answers.flush()


if __name__ == "__main__":
    main()
