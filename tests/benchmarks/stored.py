"""A database of many people: made once, and kept until what is kept of people looks different."""

import hashlib
import subprocess
import sys
from pathlib import Path
from shutil import rmtree

from tests.benchmarks.peer_environment import OUTPUT

MILLION = 1_000_000
ROOT = Path(__file__).parents[2]


def stored_people(number: int) -> Path:
    """Its folder. A million take a minute or two to make."""
    folder = OUTPUT / "people" / f"{number}-{_looks()}"
    if not (folder / "made").exists():
        rmtree(folder, ignore_errors=True)
        for other in folder.parent.glob(f"{number}-*"):
            rmtree(other)
        if number > 1:
            print(f"storing {number:,} people (a minute or two) ...", file=sys.stderr)
        module = "tests.benchmarks.product.stored_people"
        subprocess.run([sys.executable, "-m", module, folder, str(number)], check=True, cwd=ROOT)
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
