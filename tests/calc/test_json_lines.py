"""``python -m calc``: cases in, results out, one line each, whatever comes in."""

import contextlib
import copy
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.__main__ import answers, main
from calc.cases import CALCULATIONS
from calc.cases.inputs import described

KNOWN_ANSWER = {
    "calc": "form8606",
    "tax_year": 2025,
    "inputs": {
        "line1_nondeductible_contributions": 6000,
        "line2_prior_basis": 0,
        "line4_contributions_jan_to_due_date": 0,
        "line6_year_end_value": 95000,
        "line7_distributions": 0,
        "line8_conversions": 6000,
    },
    "line10_places": None,
}


def answer(case: object) -> dict[str, Any]:
    line = case if isinstance(case, bytes) else json.dumps(case).encode()
    (only,) = answers([line])
    assert "\n" not in only
    return json.loads(only)


def changed(**changes: object) -> dict[str, object]:
    return KNOWN_ANSWER | changes


def with_inputs(**inputs: object) -> dict[str, object]:
    return changed(inputs=KNOWN_ANSWER["inputs"] | inputs)


def test_the_known_answer() -> None:
    result = answer(KNOWN_ANSWER)["result"]
    assert (result["line3"], result["line17"], result["line18"]) == (6000, 356.44, 5643.56)
    assert result["line10"] == 0.059406
    assert result["nontaxable_percent"] == 5.94


def test_the_first_year_of_conversions() -> None:
    assert "result" in answer(changed(tax_year=1998))


def test_as_the_form_rounds() -> None:
    result = answer(changed(line10_places=3))["result"]
    assert (result["line10"], result["line17"], result["line18"]) == (0.059, 354, 5646)


def test_blank_lines_of_the_form_are_null() -> None:
    result = answer(with_inputs(line8_conversions=0))["result"]
    assert [result[f"line{n}"] for n in range(6, 13)] == [None] * 7


def example(name: str, **more: object) -> dict[str, object]:
    return {"calc": name, "tax_year": 2025, "inputs": dict(CALCULATIONS[name].example)} | more


UNEVEN = {
    "worksheet_1_1": {
        "prior_basis": 1000.5,
        "contributions_for_year": 6000.49,
        "year_end_value": 90000.4,
        "distributions_including_conversions": 7000,
        "conversions": 5000,
        "line1_nondeductible_contributions": 3000,
    },
    "roll_in": {
        "ira_value_before": 78000,
        "basis": 8000,
        "rolled_to_plan": 30000,
        "conversions": 8000,
    },
}
"""Where three places make a difference."""

WHOLE = {
    "alternatives": [
        {
            "filing_status": "mfj",
            "age": 75,
            "spouse_age": 66,
            "income": 190000,
            "itemized_deductions": 40000,
            "net_investment_income": 60000,
            "tax_exempt_interest": 5000,
            "state_rate": 0.05,
            "covered_by_plan": False,
            "spouse_covered": True,
            "contribution": 6000,
            "deducted": 4000,
            "prior_basis": 20000,
            "year_end_value": 90000,
            "distributions": 3000,
            "conversions": 10000,
            "converted_already": 2000,
            "required_minimum_distribution": 7000,
            "charitable_gift": 2500,
            "as_of": "2025-11-21",
        },
        {
            "filing_status": "mfs",
            "lived_apart_all_year": True,
            "age": 71,
            "income": 84000,
            "covered_by_plan": True,
            "contribution": 8000,
            "deducted": 4000,
            "prior_basis": 0,
            "year_end_value": 50000,
            "distributions": 4000,
            "conversions": 20000,
            "simple_in_first_two_years": 5000,
            "charitable_gift": 50000,
            "as_of": "2025-11-21",
        },
        {
            "filing_status": "single",
            "age": 50,
            "income": 200000,
            "covered_by_plan": True,
            "prior_basis": 0,
            "year_end_value": 0,
            "conversions": 0,
            "plan_accepts_roll_ins": False,
            "as_of": "2026-01-01",
        },
    ],
    "income_tax": [
        {
            "filing_status": "mfs",
            "age": 64,
            "income": 79500,
            "taxable_amount": 3333.33,
            "lived_apart_all_year": apart,
            "covered_by_plan": True,
        }
        for apart in (False, True)
    ],
}
"""Facts that leave little out, so that each has its place in the answer."""

WITH_A_FORM = ("form8606", "worksheet_1_1", "couple", "form8606_years", "roll_in", "qcd")


def test_the_examples_in_the_help_are_answered(recorded: Callable[[Path, str], None]) -> None:
    """As they stand in the file beside this one: every calculation's names, in order."""
    cases = [example(name) for name in CALCULATIONS]
    cases += [example(name, line10_places=3) for name in WITH_A_FORM]
    cases += [changed(calc=name, line10_places=3, inputs=inputs) for name, inputs in UNEVEN.items()]
    cases += [
        changed(calc=name, inputs=inputs) for name, all_of in WHOLE.items() for inputs in all_of
    ]
    answered = [{"case": case, "answer": answer(case)} for case in cases]
    assert all("result" in each["answer"] for each in answered)
    recorded(Path(__file__).parent / "examples.json", json.dumps(answered, indent=1) + "\n")


@pytest.mark.parametrize("name", CALCULATIONS)
def test_every_calculation_says_what_it_gives_and_reads(name: str) -> None:
    said = described(name, CALCULATIONS[name])
    assert re.match(rf"{name}: \w", said)
    for input_name in CALCULATIONS[name].names:
        assert re.search(rf"^ +{input_name}: \w", said, re.MULTILINE)


def test_what_all_of_them_read(recorded: Callable[[Path, str], None]) -> None:
    said = "\n\n".join(described(name, each) for name, each in CALCULATIONS.items())
    recorded(Path(__file__).parent / "inputs.txt", said + "\n")


def test_inputs_are_shown_with_their_kind_and_meaning() -> None:
    said = described("plan_prorata", CALCULATIONS["plan_prorata"])
    assert "pretax_balance: dollars, required" in said
    said = described("roth_limit", CALCULATIONS["roth_limit"])
    assert "filing_status: one of single, mfj, mfs, hoh, qss, required" in said
    assert "From the spouse; matters to a separate return only." in said
    nested = described("form8606_years", CALCULATIONS["form8606_years"])
    assert "\n        line8_conversions: dollars or an object\n" in nested


WORKSHEET = {
    "prior_basis": 2,
    "contributions_for_year": 6,
    "year_end_value": 9,
    "distributions_including_conversions": 1,
    "line1_nondeductible_contributions": 6,
    "line2_prior_basis": 2,
}


@pytest.mark.parametrize(("year", "required"), [(2020, 0), (2019, 1), (2017, 1)])
def test_a_required_distribution_is_refused_in_2020_alone(year: int, required: int) -> None:
    inputs = {"ira_value_before": 9, "basis": 0, "required_minimum_distribution": required}
    assert "result" in answer(changed(calc="roll_in", tax_year=year, inputs=inputs))


def test_a_whole_worksheet_is_answered() -> None:
    result = answer(changed(calc="worksheet_1_1", inputs=WORKSHEET))["result"]
    assert (result["line13"], result["form_face_total_taxable"]) == (0.8, 0.2)


def scenarios(**inputs: object) -> dict[str, object]:
    two = {"line6_year_end_value": [95000, 90000], "line8_conversions": [6000, 11000]}
    return with_inputs(**(two | inputs)) | {"calc": "form8606_scenarios"}


REFUSED = [
    (b"{", "^not JSON"),
    (b"\xff\xfe", "^not UTF-8 text$"),
    (b"[" * 100_000, "^not a case: nested too deeply$"),
    (b"9" * 5000, "^a number is too long$"),
    (b"9" * 41, "^a number is too long$"),
    (b"9" * 40, "^not a case"),
    (b"0." + b"9" * 39, "^a number is too long$"),
    (b"0." + b"9" * 38, "^not a case"),
    (b"1e41", "^a number is too long$"),
    (b"1e40", "^not a case"),
    (b"1e99999999999999999999", "^a number is too long$"),
    (b"null", "^not a case: an object with calc, tax_year and inputs is one$"),
    (b'{"calc": NaN}', "^NaN is not a number that JSON has$"),
    (b'{"tax_year": 1, "calc": "form8606", "calc": "catch_up"}', "^'calc' is given twice$"),
    (b'{"calc": "form8606", "tax_year": 2025, "inputs": {}}', "line1_.* is required; line2_"),
    (with_inputs(line6_year_end_value=None), "line 6 is required where money left the IRAs"),
    (
        b'{"calc": "catch_up", "tax_year": 2025, "inputs": {"age": 1e99999999999999999999}}',
        "a number is too long",
    ),
    (changed(calc="form8607"), "'form8607' is not known; there are alternatives, "),
    (changed(tax_year="2025"), "tax_year: must be a whole number"),
    (changed(tax_year=1986), "1986 is not supported; form8606 supports the years 1987 to 2026"),
    (changed(tax_year=2027), "2027 is not supported"),
    (changed(calc="catch_up", tax_year=2017, inputs={"age": 50}), "supported years are 2018"),
    (
        changed(
            calc="split_rollover", tax_year=2013, inputs={"pretax": 1, "aftertax": 1, "to_cash": 2}
        ),
        "split_rollover supports the years 2014 to 2026",
    ),
    (changed(tax_year=1997), "^there were no Roth IRAs before 1998$"),
    (
        changed(
            calc="form8606_years",
            inputs={"years": [{"year": 2025, "line1_nondeductible_contributions": "x"}]},
        ),
        "^years #1.line1_nondeductible_contributions: must be a number$",
    ),
    (
        changed(
            calc="roll_in",
            tax_year=2020,
            inputs={"ira_value_before": 9, "basis": 0, "required_minimum_distribution": 1},
        ),
        "no distribution is required for 2020",
    ),
    (
        changed(calc="form8606_years", inputs={"years": [{"year": 2025}, {"year": "2026"}]}),
        "^years #2.year: must be a whole number$",
    ),
    (
        changed(
            calc="form8606_years",
            inputs={
                "years": [{"year": 2025, "line1_nondeductible_contributions": {"at_least": 1}}]
            },
        ),
        "^years #1.line1_nondeductible_contributions.at_most: is required$",
    ),
    (changed(calc="form8606_years", inputs={"years": 2025}), "^years: must be a list$"),
    (changed(calc="form8606_years", inputs={"years": [2025]}), "^years #1: must be an object$"),
    (
        changed(calc="worksheet_1_1", inputs=WORKSHEET | {"line1_nondeductible_contributions": 7}),
        "^line 1 is part of the contributions and cannot be larger$",
    ),
    (
        changed(calc="worksheet_1_1", inputs=WORKSHEET | {"line2_prior_basis": 1}),
        "^line 2 and the prior basis are the same amount$",
    ),
    (
        changed(
            calc="worksheet_1_1", inputs=WORKSHEET | {"distributions_including_conversions": 0}
        ),
        "^the worksheet is for years with a distribution or a conversion$",
    ),
    (
        changed(
            calc="roth_distributions",
            tax_year=2024,
            inputs=dict(CALCULATIONS["roth_distributions"].example),
        ),
        "^the year 2025 is not the tax year 2024$",
    ),
    (
        changed(calc="roll_in", tax_year=2001, inputs={"ira_value_before": 9, "basis": 0}),
        "roll_in supports the years 2002 to 2026$",
    ),
    (scenarios(line8_conversions=[1, "2"]), "^line8_conversions #2: must be a number$"),
    (scenarios(line8_conversions=[1, 2, 3]), "^line6_year_end_value: must have an amount for each"),
    (scenarios() | {"line10_places": 3}, "^scenarios keep line 10 exact: give no line10_places$"),
    (scenarios() | {"tax_year": 1997}, "^there were no Roth IRAs before 1998$"),
    (changed(inputs=[]), "^inputs: must be an object$"),
    (changed(calc=8606), "^calc: must be a text$"),
    (changed(line10_places=2), "line10_places: must be at least 3"),
    (changed(extra=1), "extra: is not known"),
    (with_inputs(line9=1), "no input 'line9'"),
    (with_inputs(line8_conversions=-1), "line8_conversions: must be at least 0"),
    (with_inputs(line8_conversions="6000"), "line8_conversions: must be a number"),
    (with_inputs(line8_conversions=True), "line8_conversions: must be a number"),
    (with_inputs(line8_conversions=None), "line8_conversions: must be a number"),
    (with_inputs(line8_conversions=0.005), "line8_conversions: has more than 2 decimal places"),
    (with_inputs(line8_conversions=1e30), "line8_conversions: must be at most 1,000,000,000,000"),
    (with_inputs(line8_conversions=1e300), "a number is too long"),
    (with_inputs(line4_contributions_jan_to_due_date=6001), "line 4 is part of line 1"),
    (changed(calc="catch_up", inputs={"age": 50.5}), "age: must be a whole number"),
    (changed(calc="catch_up", inputs={"age": 150}), "age: must be at most 120"),
    (
        changed(calc="roth_limit", inputs={"filing_status": "divorced", "magi": 1, "age": 40}),
        "filing_status: must be 'single', 'mfj'",
    ),
]


@pytest.mark.parametrize(("line", "words"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_meant_is_one_clear_line(line: object, words: str) -> None:
    assert re.search(words, answer(line)["error"])


def test_the_words_of_a_case_come_back_as_they_were() -> None:
    (only,) = answers(['{"calc": "fórmula", "tax_year": 2025, "inputs": {}}'.encode()])
    assert "'fórmula' is not known" in only


@given(st.binary(max_size=200))
def test_no_bytes_raise(line: bytes) -> None:
    list(answers([line]))


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_no_input_raises(value: object) -> None:
    for name in KNOWN_ANSWER["inputs"]:
        assert {*answer(with_inputs(**{name: value}))} <= {"result", "error"}


NASTY = st.sampled_from(
    [None, True, "", "7000", -1, 0, 0.005, 1e12, 10**12 + 1, [], {}, [{}], 1.5, 2018, "2025-02-30"]
)


def places(example: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a calculation's inputs, nested ones included."""
    inner = example.items() if isinstance(example, Mapping) else ()
    inner = enumerate(example) if isinstance(example, list) else inner
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


@pytest.mark.parametrize("name", CALCULATIONS)
@given(data=st.data(), year=st.sampled_from([2018, 2020, 2025, 2026]))
@settings(max_examples=60)
def test_no_value_anywhere_raises(name: str, data: st.DataObject, year: int) -> None:
    calculation = CALCULATIONS[name]
    everywhere = [*places(calculation.example), *((name,) for name in calculation.names)]
    inputs = copy.deepcopy(dict(calculation.example))
    for path in data.draw(st.lists(st.sampled_from(sorted(everywhere, key=str)), max_size=3)):
        target: Any = inputs
        for key in path[:-1]:
            target = target[key] if isinstance(target, dict | list) and key in target else inputs
        with contextlib.suppress(LookupError, TypeError):
            target[path[-1]] = data.draw(NASTY)
    said = answer({"calc": name, "tax_year": year, "inputs": inputs})
    assert said.keys() in ({"result"}, {"error"})


class Piped:
    """Standard input from a text."""

    def __init__(self, text: str, *, typed: bool = False) -> None:
        self.buffer = Bytes(text.encode())
        self.buffer.typed = typed


class Bytes(io.BytesIO):
    typed = False

    def isatty(self) -> bool:
        return self.typed


@pytest.fixture
def program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[str, str]]:
    def run(*arguments: str, stdin: object = None) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["calc", *arguments])
        monkeypatch.setattr(sys, "stdin", stdin)
        main()
        return tuple(capsys.readouterr())

    return run


def test_the_program_answers_what_it_reads(program: Callable[..., tuple[str, str]]) -> None:
    out, err = program(stdin=Piped(json.dumps(example("nia")) + "\n"))
    assert json.loads(out) == {"result": {"net_income": 200, "total_removed": 1200}}
    assert err == ""


def test_who_types_is_told_how(program: Callable[..., tuple[str, str]]) -> None:
    assert program(stdin=Piped("", typed=True)) == (
        "",
        "Type a case on a line, end with Ctrl-D; --help shows examples.\n",
    )


def test_without_standard_input_there_is_nothing_to_answer(
    program: Callable[..., tuple[str, str]],
) -> None:
    assert program() == ("", "")


def test_the_program_says_what_a_calculation_reads(
    program: Callable[..., tuple[str, str]],
) -> None:
    out, _ = program("--inputs", "nia")
    assert out == described("nia", CALCULATIONS["nia"]) + "\n"


def test_help_shows_an_example_of_each(
    program: Callable[..., tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        program("--help")
    assert ended.value.code == 0
    said = capsys.readouterr().out
    in_one_line = " ".join(said.split())
    assert in_one_line.startswith(
        "usage: python -m calc [-h] [--inputs CALC] Read cases as JSON Lines on standard input and "
        'write one line for each: {"result": {...}} or {"error": "..."}. Amounts are dollars. For '
        'form8606, "line10_places" may be null (exact cents) or 3 to 12 (that many places, whole '
        "dollars). options: -h, --help show this help message and exit --inputs CALC show what a "
        "calculation gives and what it reads, and end One example each: {"
    )
    shown = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert shown == [example(name) for name in CALCULATIONS]


def test_a_calculation_that_is_not_there_is_refused(
    program: Callable[..., tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        program("--inputs", "form8607")
    assert ended.value.code == 2
    assert "invalid choice: 'form8607'" in capsys.readouterr().err


class Output(io.StringIO):
    """Standard output that can run full, and counts how often it is flushed."""

    flushed = 0
    full: OSError | None = None

    def write(self, text: str) -> int:
        if self.full:
            raise self.full
        return super().write(text)

    def flush(self) -> None:
        self.flushed += 1

    def fileno(self) -> int:
        return 77


def test_each_answer_is_out_before_the_next_case_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Output()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "argv", ["calc"])
    monkeypatch.setattr(sys, "stdin", Piped("1\n2\n3\n"))
    main()
    assert out.flushed == 3


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OSError(28, "No space left on device"), "python -m calc: No space left on device"),
        (BrokenPipeError(), None),
    ],
)
def test_where_nothing_more_can_be_written_it_ends(
    fault: OSError, code: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard output leads nowhere then, so that Python's own end finds nothing to complain of."""
    out = Output()
    out.full = fault
    redirected = []
    monkeypatch.setattr(os, "open", lambda path, flags: (path, flags))
    monkeypatch.setattr(os, "dup2", lambda *descriptors: redirected.append(descriptors))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "argv", ["calc"])
    monkeypatch.setattr(sys, "stdin", Piped("1\n"))
    with pytest.raises(SystemExit) if code else contextlib.nullcontext() as ended:
        main()
    assert (ended.value.code if ended else None) == code
    assert redirected == [((os.devnull, os.O_WRONLY), 77)]


def test_interrupted_it_ends_as_shells_expect(
    program: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> Iterator[str]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("calc.__main__.answers", interrupted)
    with pytest.raises(SystemExit) as ended:
        program(stdin=Piped(""))
    assert ended.value.code == 130


def test_the_program_keeps_the_order_and_goes_on_after_an_error() -> None:
    lines = "\n".join([json.dumps(KNOWN_ANSWER), "nonsense", "", json.dumps(KNOWN_ANSWER)])
    done = subprocess.run(
        [sys.executable, "-m", "calc"], input=lines, capture_output=True, text=True, check=True
    )
    kinds = [next(iter(json.loads(line))) for line in done.stdout.splitlines()]
    assert kinds == ["result", "error", "result"]
    assert done.stderr == ""
