"""The environment of the peers: made when it is first asked for, apart from the product's own."""

import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

OUTPUT = Path(__file__).parents[2] / "bench"
"""Not in git."""

PEERS = Path(__file__).parent / "peers"
_ENVIRONMENT = OUTPUT / "peers"
_REQUIRED = PEERS / "requirements.txt"


class NoPeers(Exception):
    """Their packages cannot be had; the message says why, in a line."""


@cache
def peers_python() -> str:
    """Raises NoPeers."""
    installed = _ENVIRONMENT / _REQUIRED.name
    python = _ENVIRONMENT / "bin" / "python"
    if not installed.exists() or installed.read_text() != _REQUIRED.read_text():
        print("installing what is measured against (half a minute) ...", file=sys.stderr)
        venv.create(_ENVIRONMENT, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(_REQUIRED)]
        ended = subprocess.run(pip, capture_output=True, text=True, check=False)
        if ended.returncode:
            last = (ended.stderr.strip().splitlines() or ["pip fails"])[-1]
            raise NoPeers(f"the peers cannot be installed: {last}")
        installed.write_text(_REQUIRED.read_text())
    return str(python)
