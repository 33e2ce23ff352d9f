"""A database of many people: made once, and kept until what is kept of people looks different."""

import hashlib
import subprocess
import sys
from pathlib import Path
from shutil import rmtree

from tests.benchmarks.peer_environment import OUTPUT

MILLION = 1_000_000
FIRST_STORED = 2_000_000_000
"""The chat of the first of them; the others follow."""
ROOT = Path(__file__).parents[2]


def stored_people(number: int, basis_answers: int = 0) -> Path:
    """Its folder. A million take a minute or two to make, and are kept; others are made anew.
    ``basis_answers``: so many answers of a long talk about years of basis, instead of twelve about
    one year."""
    folder = OUTPUT / "people" / f"{number}-{basis_answers}-{_looks()}"
    if number != MILLION or not (folder / "made").exists():
        for other in folder.parent.glob(f"{number}-{basis_answers}-*"):
            rmtree(other)
        if number == MILLION:
            print(f"storing {number:,} people (a minute or two) ...", file=sys.stderr)
        module = "tests.benchmarks.product.stored_people"
        given = [str(folder), str(number), str(basis_answers)]
        subprocess.run([sys.executable, "-m", module, *given], check=True, cwd=ROOT)
        (folder / "made").touch()
    return folder


def _looks() -> str:
    """Of what is kept: the same as long as nothing that writes it is changed."""
    writes = [
        Path(__file__).parent / "product" / "stored_people.py",
        *sorted((ROOT / "bot").rglob("migrations.py")),
        *sorted((ROOT / "bot").rglob("records.py")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in writes)).hexdigest()[:12]
