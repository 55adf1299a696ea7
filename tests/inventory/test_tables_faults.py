"""Whatever is wrong with a table is told by its place, in words that its owner uses."""

import pytest

from tests.tables import HELD, archive, taken, told, workbook

HEAD = "Function,Criticality,RTO,MTPD,Assessed on,Minimum capacity,Depends on\n"
CELLS = [
    ("Claims,9,1 h,8 h,,,", "column “Criticality”: is “9”; write 1 (low) to 5 (vital)"),
    ("Claims,3,soon,8 h,,,", "column “RTO”: is “soon”, which is no length of time"),
    ("Claims,3,9 h,8 h,,,", "column “RTO”: is 9 h, longer than the MTPD of 8 h."),
    ("Claims,3,,8 h,,,", "column “RTO”: is empty, and what is new needs it."),
    ("Claims,3,1 h,8 h,31.02.2026,,", "column “Assessed on”: is “31.02.2026”, a day that no"),
    ("Claims,3,1 h,8 h,2026-02-31,,", "column “Assessed on”: is “2026-02-31”, a day that no"),
    ("Claims,3,1 h,8 h,2/3/2026,,", "which can be two days; write it as 2026-03-02."),
    ("Claims,3,1 h,8 h,2126-01-01,,", "column “Assessed on”: is 2126-01-01. That day is still"),
    ("Claims,3,1 h,8 h,,50,", "column “Minimum capacity”: is “50”; write a share such as 50 %"),
    ("Claims,3,1 h,8 h,,,Nowhere", "column “Depends on”: names the unknown function “Nowhere”."),
    ("Claims,3,1 h,8 h,,,Claims", "column “Depends on”: Goes in a circle: Claims → Claims."),
    ("Claims,3,1 h,8 h,,,a;a", "column “Depends on”: names “a” twice."),
    (f"{'x' * 121},3,1 h,8 h,,,", "column “Function”: must be at most 120 characters"),
    ("Claims,3,=2*60,8 h,,,", "column “RTO”: is “=2*60”, which is no length of time"),
    ("Claims,3,1 h,8 h,,,,,too,many", "has more cells than there are columns."),
]


@pytest.mark.parametrize(("line", "words"), CELLS)
def test_a_cell_is_named_by_row_and_column(line, words):
    faults = told(taken(f"{HEAD}Good,3,1 h,8 h,,,\n{line}\n"))
    assert len(faults) == 1
    assert faults[0].startswith("Row 3")
    assert words in faults[0]


def test_a_sheet_of_a_workbook_is_named_too():
    body = workbook(
        Functions=[["Function", "RTO", "MTPD"], ["Claims", "1 h", "8 h"], ["X", "?", 9]]
    )
    (fault,) = told(taken(body, "f.xlsx"))
    assert fault.startswith("Sheet “Functions”, row 3, column “RTO”: is “?”")


def test_a_file_of_an_archive_is_named_too():
    body = archive(functions__csv="Function,RTO,MTPD\nClaims,?,8 h\n")
    (fault,) = told(taken(body, "f.zip"))
    assert fault.startswith("File “functions”, row 2, column “RTO”")


def test_two_rows_that_say_different_things_of_one_thing_name_both():
    body = "Function,RTO,MTPD\nClaims,1 h,8 h\nLetters,1 h,8 h\nClaims,2 h,8 h\n"
    (fault,) = told(taken(body))
    assert fault == "Row 4, column “RTO”: says “120”, and row 2 says “60” of the same thing."


def test_a_column_twice_is_told_by_its_letters():
    (fault,) = told(taken("Function,RTO,MTPD,rto\nClaims,1 h,8 h,1 h\n"))
    assert fault == "Row 1: calls both columns B and D “rto”."


def test_two_words_for_one_thing_are_not_guessed_between():
    mapping = {"": {"tree": "functions", "columns": {"A": "function", "B": "function"}}}
    assert told(taken("A,B\nx,y\n", mapping=mapping)) == [
        "Row 1: has two columns for one thing: “A” and “B”."
    ]


def test_a_missing_column_is_told_once():
    faults = told(taken("Function,RTO\nA,1 h\nB,2 h\n"))
    assert faults == ["$: has no column “MTPD”, and what is new needs it."]


def test_a_circle_across_the_file_and_what_stands_is_told_with_its_place():
    body = "Function,Depends on\nClaims,Letters\n"
    (fault,) = told(taken(body, held=HELD))
    assert fault.startswith("Row 2, column “Depends on”: Goes in a circle: ")
    assert "Claims → Letters → Claims" in fault or "Letters → Claims → Letters" in fault


def test_what_runs_must_be_there_at_once():
    body = "Function,RTO,MTPD,Dependency,Option,Switch time\nClaims,1 h,8 h,Ask,GPT,5\n"
    (fault,) = told(taken(body))
    assert fault.startswith("Row 2, column “Switch time”: is 5 min, but “GPT” runs")


def test_steps_that_wait_for_each_other_are_told():
    body = "Runbook,Step ID,Step,Waits for\nRestart,a,One,b\nRestart,b,Two,a\n"
    (fault,) = told(taken(body))
    assert "column “Waits for”: goes in a circle: a → b → a." in fault
