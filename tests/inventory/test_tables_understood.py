"""What people write in tables is understood: their languages, units, marks and encodings."""

import time
from dataclasses import replace

import pytest

from continuity.inventory.tables import trees
from tests.portfolios import component
from tests.tables import HELD, NOTHING, taken, told, workbook


def only(body, **more):
    proposal = taken(body, **more)
    assert told(proposal) == []
    return proposal.portfolio.functions[0]


def test_other_languages_units_and_numbers():
    found = only(
        "Prozess;Kritikalität;RTO (h);MTPD (Tage);Mindestkapazität (%);Schaden;Verantwortlich\n"
        "Schäden prüfen;hoch;4;1,5;62,5;0: 1.200,50; 4 Std: 6 000;ada@example.org\n".replace(
            "0: 1.200,50; 4 Std: 6 000", '"0: 1.200,50; 4 Std: 6 000"'
        )
    )
    assert (found.name, found.criticality, found.rto_minutes) == ("Schäden prüfen", 4, 240)
    assert (found.mtpd_minutes, found.minimum_capacity) == (2160, 0.625)
    assert [(s.after_minutes, str(s.cost_per_hour)) for s in found.impact] == [
        (0, "1200.50"),
        (240, "6000.0"),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_mark_between_cells(mark):
    body = mark.join(["Function", "RTO", "MTPD"]) + "\n" + mark.join(["Claims", "60", "480"])
    assert only(body).mtpd_minutes == 480


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding(encoding):
    proposal = taken("Function,RTO,MTPD\nPrüfung,60,480\n".encode(encoding))
    assert proposal.portfolio.functions[0].name == "Prüfung"
    assert any("Windows-1252" in note for note in proposal.notes) == (encoding == "cp1252")


def test_a_file_that_names_its_own_mark():
    assert only("sep=|\nFunction|RTO|MTPD\nClaims|60|480\n").name == "Claims"


def test_what_is_not_told_stays_as_it_is():
    found = only("Function,Criticality\nclaims,5\n", held=HELD)
    assert found == replace(HELD.functions[0], criticality=5)


def test_a_fallback_that_is_added_does_not_run():
    body = "Function,Dependency,Option,Switch time\nClaims,Classify,By hand,30 min\n"
    (ask,) = only(body, held=HELD).dependencies
    assert [o.name for o in ask.options] == ["Gpt", "By hand"]


def test_cells_left_empty_below_a_name_mean_the_name_above():
    body = "Function,RTO,MTPD,Dependency,Option\nClaims,60,480,Ask,GPT\n,,,,Claude\n"
    found = only(body)
    assert [o.name for o in found.dependencies[0].options] == ["GPT", "Claude"]


def test_many_names_without_a_latin_letter_get_ids_in_no_time():
    body = "Function,RTO,MTPD\n" + "".join(f"職{chr(0x4E00 + n)},60,480\n" for n in range(5000))
    begun = time.perf_counter()
    found = taken(body).portfolio.functions
    assert len({f.id for f in found}) == 5000
    assert time.perf_counter() - begun < 10


def test_names_of_the_file_are_found_in_any_case():
    body = "Function,RTO,MTPD,Depends on\nClaims,60,480,\nLetters,60,480,CLAIMS\n"
    proposal = taken(body)
    assert told(proposal) == []
    assert proposal.portfolio.functions[1].depends_on == ("claims",)


def test_empty_rows_are_no_rows(monkeypatch):
    monkeypatch.setattr(trees, "MOST_ROWS", 2000)
    assert only("Function,RTO,MTPD\n" + ",,\n" * 5000 + "Claims,60,480\n").name == "Claims"


def test_components_are_found_by_key_and_by_name():
    held = replace(NOTHING, components=(component("openai/api"), component("azure")))
    body = "Function,RTO,MTPD,Dependency,Option,On\nClaims,60,480,Ask,GPT,openai/api; AZURE\n"
    (ask,) = only(body, held=held).dependencies
    assert ask.options[0].on == ("openai/api", "azure")


def test_a_formula_of_a_workbook_is_text():
    body = workbook(Functions=[["Function", "RTO", "MTPD"], ['=HYPERLINK("x")', 60, 480]])
    assert only(body, name="f.xlsx").name == '=HYPERLINK("x")'
