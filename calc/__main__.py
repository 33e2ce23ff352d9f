"""``python -m calc``: cases as JSON Lines in, results as JSON Lines out, in the same order."""

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from pydantic import ValidationError

from calc.cases import CALCULATIONS, Case, solve
from calc.cases.case import fields
from calc.cases.inputs import described

MOST_DIGITS = 40
"""Of a number; more than any amount has."""


def answers(lines: Iterable[bytes]) -> Iterator[str]:
    """One JSON text for each case: ``{"result": {...}}`` or ``{"error": "..."}``, dollars as
    numbers. Blank lines are passed over. Never raises for what a line contains."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line), ensure_ascii=False)


def _answer(line: bytes) -> dict[str, Any]:
    try:
        return {"result": _plain(solve(_read(line)))}
    except ValidationError as refused:
        return {"error": "; ".join(_in_words(dict(error)) for error in refused.errors())}
    except ValueError as refused:
        return {"error": str(refused)}


def _read(line: bytes) -> Case:
    """Raises ValueError with words for a person. Decimals stay exact: no binary floats."""
    try:
        read = json.loads(
            line.decode("utf-8-sig"),
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_no_number,
            object_pairs_hook=_object,
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


def _decimal(digits: str) -> Decimal:
    try:
        number = Decimal(digits)
    except ArithmeticError:  # its exponent has a dozen digits and more
        raise ValueError("a number is too long") from None
    if len(digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError("a number is too long")
    return number


def _integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError("a number is too long")
    return int(digits)


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not a number that JSON has")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        twice = next(name for name, _ in pairs if [key for key, _ in pairs].count(name) > 1)
        raise ValueError(f"{twice!r} is given twice")
    return read


def _in_words(error: dict[str, Any]) -> str:
    where = _place(error["loc"])
    words = _WORDS.get(error["type"])
    if words is None:
        said = error["msg"].removeprefix("Value error, ")
    else:
        said = LONG_NUMBER.sub(_in_thousands, words.format(**error.get("ctx", {})))
    return f"{where}: {said}" if where else said


def _place(parts: tuple[str | int, ...]) -> str:
    """``years #2.line1`` for what stands in the second of the years."""
    place = ""
    for part in parts:
        if isinstance(part, int):
            place += f" #{part + 1}"
        elif part not in ("dollars", "between", "each"):  # how an amount was given
            place += f".{part}" if place else part
    return place


def _in_thousands(number: re.Match[str]) -> str:
    return f"{int(number[1]):,}"


LONG_NUMBER = re.compile(r"Decimal\('([0-9]+)'\)")
"""How pydantic quotes a bound in dollars."""

_WORDS = {
    "missing": "is required",
    "extra_forbidden": "is not known",
    "unexpected_keyword_argument": "is not known",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "decimal_max_places": "has more than {decimal_places} decimal places",
    "decimal_max_digits": "has too many digits",
    "int_type": "must be a whole number",
    "tuple_type": "must be a list",
    "dataclass_type": "must be an object",
    "dict_type": "must be an object",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "enum": "must be {expected}",
}
"""pydantic's kinds of error, in the words of a form."""


def _plain(value: object) -> object:
    """What JSON has for a value: numbers for dollars, texts for names and dates."""
    match value:
        case Decimal():
            return _number(value)
        case None | bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case Mapping():
            return {name: _plain(inner) for name, inner in value.items()}
        case tuple():
            return [_plain(inner) for inner in value]
        case _:
            return _plain(fields(value))


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


def main() -> None:
    """Raises SystemExit where the output cannot be written, or somebody interrupts."""
    parser = argparse.ArgumentParser(
        prog="python -m calc",
        description="Read cases as JSON Lines on standard input and write one line for each: "
        '{"result": {...}} or {"error": "..."}. Amounts are dollars. For form8606, '
        '"line10_places" may be null (exact cents) or 3 to 12 (that many places, whole dollars).',
        epilog=_examples(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--inputs",
        metavar="CALC",
        choices=CALCULATIONS,
        help="show what a calculation gives and what it reads, and end",
    )
    asked = parser.parse_args().inputs
    if asked is not None:
        print(described(asked, CALCULATIONS[asked]))
        return
    source: BinaryIO = sys.stdin.buffer if sys.stdin else io.BytesIO()
    if source.isatty():
        print("Type a case on a line, end with Ctrl-D; --help shows examples.", file=sys.stderr)
    try:
        for answer in answers(source):
            print(answer, flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        # The reader has seen enough, or the disk is full: nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            sys.exit(f"python -m calc: {error.strerror}")


if __name__ == "__main__":
    main()
