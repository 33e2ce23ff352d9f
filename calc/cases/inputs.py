"""What a calculation reads, in the words of its facts: their fields, and the texts below them."""

import ast
import dataclasses
import inspect
import textwrap
import typing
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from calc.cases.case import Calculation
from calc.money import Fraction

INDENT = "    "
WIDTH = 96


def described(name: str, calculation: Calculation) -> str:
    """What the calculation gives, then each input: its kind, whether it may be left out, and what
    it means."""
    return "\n".join([*_filled(f"{name}: {calculation.gives}", ""), *_inputs(calculation.inputs)])


def _inputs(facts: type[Any], indent: str = INDENT) -> Iterator[str]:
    hints = typing.get_type_hints(facts, include_extras=True)
    meanings = _meanings(facts)
    for field in dataclasses.fields(facts):
        required = field.default is dataclasses.MISSING
        yield f"{indent}{field.name}: {_kind(hints[field.name])}{', required' if required else ''}"
        yield from _filled(meanings.get(field.name, ""), indent + INDENT)
        for nested in _nested(hints[field.name]):
            yield from _inputs(nested, indent + INDENT)


def _filled(text: str, indent: str) -> list[str]:
    paragraph = " ".join(text.split())
    return textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _meanings(facts: type[Any]) -> dict[str, str]:
    """The text below each field that has one, inherited fields included."""
    found: dict[str, str] = {}
    for owner in reversed(facts.__mro__[:-1]):
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
        assert isinstance(definition, ast.ClassDef)
        for field, text in pairwise(definition.body):
            match field, text:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(meaning))),
                ):
                    found[name] = meaning
    return found


def _kind(hint: Any) -> str:
    if hint == Fraction:
        return "a fraction from 0 to 1"
    if dataclasses.is_dataclass(hint):
        return "an object"
    if isinstance(hint, type):
        return "one of " + ", ".join(hint) if issubclass(hint, StrEnum) else _KINDS[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return f"a list, each {_kind(arguments[0])}"
    if origin is typing.Annotated:
        return _kind(arguments[0])
    return " or ".join(_kind(argument) for argument in arguments)


_KINDS = {
    Decimal: "dollars",
    int: "a whole number",
    bool: "true or false",
    date: "a date",
    type(None): "null",
}


def _nested(hint: Any) -> Iterator[type[Any]]:
    """The dataclasses that stand in a field."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield hint
    for inner in typing.get_args(hint):
        yield from _nested(inner)
