"""Three layers, imports downwards only: bot -> conversations -> calc."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"calc", "conversations", "bot", "tests", "deploy"}
BELOW = {
    "calc": set(),
    "conversations": {"calc"},
    "bot": {"calc", "conversations"},
}
OF_THE_EDGES = {"telegram", "aiohttp", "sqlite3", "sqlite_utils", "asyncio", "os", "click"}
"""What speaks to the world, the standard library's part included."""


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield str(node.module).partition(".")[0]


@pytest.mark.parametrize(
    "file",
    [file for layer in BELOW for file in sorted((ROOT / layer).rglob("*.py"))],
    ids=lambda file: str(file.relative_to(ROOT)),
)
def test_imports_point_down(file: Path) -> None:
    layer = file.relative_to(ROOT).parts[0]
    assert set(imports(file)) & OURS <= BELOW[layer] | {layer}


@pytest.mark.parametrize("layer", ["calc", "conversations"])
def test_only_the_edges_touch_the_world(layer: str) -> None:
    # python -m calc is a program of its own: it ends quietly when its reader does.
    files = set((ROOT / layer).rglob("*.py")) - {ROOT / "calc" / "__main__.py"}
    touched = {file: set(imports(file)) & OF_THE_EDGES for file in files}
    assert not any(touched.values()), touched


def test_the_clock_is_read_at_the_edge_only() -> None:
    for layer in ("calc", "conversations"):
        for file in (ROOT / layer).rglob("*.py"):
            calls = {
                node.func.attr
                for node in ast.walk(ast.parse(file.read_text("utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }
            assert not calls & {"today", "now", "utcnow", "time"}, file
