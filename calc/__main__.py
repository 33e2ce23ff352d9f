"""``python -m calc``: cases as JSON Lines in, results as JSON Lines out, in the same order."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from pydantic import ValidationError

from calc.cases import CALCULATIONS, Case, Results, solve


def answers(lines: Iterable[bytes]) -> Iterator[str]:
    """One JSON text for each case: ``{"result": {...}}`` or ``{"error": "..."}``, dollars as
    numbers. Blank lines are passed over. Never raises for what a line contains."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line), ensure_ascii=False)


def _answer(line: bytes) -> dict[str, Any]:
    try:
        case = _read(line)
        return {"result": _numbers(solve(case))}
    except ValidationError as refused:
        return {"error": "; ".join(_in_words(dict(error)) for error in refused.errors())}
    except ValueError as refused:
        return {"error": str(refused)}


def _read(line: bytes) -> Case:
    """Raises ValueError with words for a person. Decimals stay exact: no binary floats."""

    def no_such_number(name: str) -> object:
        raise ValueError(f"{name} is not a number that JSON has")

    try:
        read = json.loads(
            line.decode("utf-8-sig"), parse_float=Decimal, parse_constant=no_such_number
        )
    except UnicodeDecodeError:
        raise ValueError("not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise ValueError("not a case: nested too deeply") from None
    if not isinstance(read, dict):
        raise ValueError("not a case: an object with calc, tax_year and inputs is one")
    return Case.model_validate(read)


def _in_words(error: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"]) or "case"
    return f"{where}: {error['msg'].removeprefix('Value error, ')}"


def _numbers(results: Results) -> dict[str, int | float | None]:
    return {name: None if value is None else _number(value) for name, value in results.items()}


def _number(value: Decimal) -> int | float:
    """Whole numbers without a point. The shortest float that reads back as these digits has
    them all: results have at most 15."""
    return int(value) if value == value.to_integral_value() else float(value)


def _examples() -> str:
    cases = (
        {"calc": name, "tax_year": 2025, "inputs": calculation.example}
        for name, calculation in CALCULATIONS.items()
    )
    return "One example each:\n\n" + "\n\n".join(json.dumps(case) for case in cases)


def main(source: BinaryIO = sys.stdin.buffer) -> None:
    argparse.ArgumentParser(
        prog="python -m calc",
        description="Read cases as JSON Lines on standard input and write one line for each: "
        '{"result": {...}} or {"error": "..."}. Amounts are dollars. For form8606, '
        '"line10_places" may be null (exact cents) or 3 to 12 (that many places, whole dollars).',
        epilog=_examples(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ).parse_args()
    try:
        for answer in answers(source):
            print(answer, flush=True)
    except BrokenPipeError:
        # The reader has seen enough; nothing is left to be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
