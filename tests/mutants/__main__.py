"""``python -m tests.mutants``, or ``make mutants``: does a test notice when calc is changed?

mutmut changes calc in one place at a time (another operator, a number one higher, an argument
left out) and runs the tests that come by there. A change that no test notices survives. This ends
well if 95% of the changes are noticed and each survivor stands in ``survivors.toml`` with its
reason; the others are printed. Arguments go to mutmut: ``"calc.iras.form_8606*"`` takes one module,
``--max-children 1`` one processor.

mutmut 3 leaves constants of modules and classes alone, and functions with a decorator: properties.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
EXPLAINED = Path(__file__).parent / "survivors.toml"
MUTMUT = Path(sys.executable).with_name("mutmut")

LEAST_NOTICED = 95
"""Percent of the changes."""

NOTICED = {"killed", "timeout"}  # a test failed, or waited for something without an end

CHANGED_LINE = re.compile(r"[-+](?!-- |\+\+ )")
"""Of a diff; not the lines that name the files."""


class Change(NamedTuple):
    """A mutant by what it changes; its number at mutmut is another one after every edit."""

    function: str
    lines: tuple[str, ...]
    """As a diff has them, without indentation."""

    def __str__(self) -> str:
        return "\n".join((self.function, *(f"    {line}" for line in self.lines)))


def main() -> None:
    # mutmut would keep the year files and deleted tests of its last run.
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    if subprocess.run([MUTMUT, "run", *sys.argv[1:]], cwd=ROOT).returncode:
        sys.exit("mutmut did not come to its end")
    outcome = outcomes(mutmut("results", "--all", "true"))
    unnoticed = [changed(name) for name, status in outcome.items() if status not in NOTICED]
    sys.exit(verdict(len(outcome), unnoticed, explained(EXPLAINED.read_text("utf-8"))))


def mutmut(*arguments: str) -> str:
    return subprocess.run(
        [MUTMUT, *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def outcomes(results: str) -> dict[str, str]:
    """By mutmut's names, of what it looked at."""
    pairs = (line.strip().split(": ") for line in results.splitlines())
    return {name: status for name, status in pairs if status != "not checked"}


def changed(name: str) -> Change:
    diff = mutmut("show", name).splitlines()
    return Change(function_of(name), without_indentation(filter(CHANGED_LINE.match, diff)))


def function_of(name: str) -> str:
    """Of ``calc.money.x_to_cent__mutmut_1`` or ``calc.cases.xǁCaseǁsolve__mutmut_2``."""
    module, _, mangled = re.sub(r"__mutmut_\d+$", "", name).rpartition(".")
    return ".".join((module, *re.split("[_ǁ]", mangled, maxsplit=1)[1].split("ǁ")))


def without_indentation(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{line[0]} {line[1:].strip()}" for line in lines)


def explained(text: str) -> set[Change]:
    return {
        Change(survivor["function"], without_indentation(survivor["change"].strip().splitlines()))
        for survivor in tomllib.loads(text).get("survivor", [])
        if survivor["why"]
    }


def verdict(count: int, unnoticed: list[Change], known: set[Change]) -> str | None:
    """What there is to do; None if there is nothing."""
    noticed = count - len(unnoticed)
    print(f"{noticed} of {count} changes noticed: {100 * noticed / count:.1f}%")
    unexplained = [change for change in unnoticed if change not in known]
    for change in unexplained:
        print(f"\nNot noticed, not explained: {change}")
    for change in known.difference(unnoticed):
        print(f"\nExplained, but did not survive (or was not tried): {change}")
    if unexplained:
        return f"\n{len(unexplained)} to test, or to explain in {EXPLAINED.relative_to(ROOT)}"
    if noticed * 100 < count * LEAST_NOTICED:
        return f"\nLess than {LEAST_NOTICED}% noticed"
    return None


if __name__ == "__main__":
    main()
