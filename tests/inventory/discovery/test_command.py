"""``manage.py discover``: words or JSON, and an exit status."""

import dataclasses
import io
import json

import pytest
from django.core.management import CommandError, call_command

from continuity.inventory.importers import find
from continuity.inventory.importers.discovery import read
from continuity.inventory.portable import PortableError
from tests.factories import OrganizationFactory
from tests.inventory.discovery.test_eight_languages import TABLE, TREES
from tests.inventory.discovery.test_trees import members_of, tarred, zipped
from tests.inventory.formats.sources import HELD, source

PRODUCTS = len({product for *_, product in TABLE})


def run(*args):
    out, err = io.StringIO(), io.StringIO()
    call_command("discover", *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_words_name_file_and_line_under_each_component():
    out, _ = run(TREES / "with_ai")
    assert out.startswith(f"This code leans on {PRODUCTS} AI components; 28 files were read.")
    assert "OpenAI API (openai/api)\n  elixir/mix.exs:5 asks for the package openai_ex\n" in out


def test_json_comes_back_as_the_same_proposal(tmp_path):
    out, _ = run(TREES / "with_ai", "--json")
    assert json.loads(out)["complete"] is True
    assert find("claims.json", out[:4096].encode()) == "discovery"
    by_json = read(source(tmp_path, "claims.json", out))
    by_archive = read(
        source(
            tmp_path,
            "claims.zip",
            zipped(
                tmp_path / "z",
                {
                    name.removeprefix("desk-1.0/"): body
                    for name, body in members_of(TREES / "with_ai").items()
                },
            ).read_bytes(),
        )
    )
    assert by_json.portfolio == by_archive.portfolio
    assert by_json.evidence == by_archive.evidence


def test_an_archive_becomes_dependencies_of_a_function_with_their_places(tmp_path):
    body = tarred(tmp_path / "t", members_of(TREES / "with_ai")).read_bytes()
    assert find("Claims desk.tar.gz", body[:4096]) == "discovery"
    proposal = read(source(tmp_path, "Claims desk.tar.gz", body))
    (function,) = proposal.portfolio.functions
    assert (function.id, function.name) == ("claims-desk", "Claims desk")
    assert len(function.dependencies) == PRODUCTS
    openai = next(d for d in function.dependencies if d.id == "openai/api")
    assert openai.options[0].on == ("openai/api",)
    assert "- desk-1.0/python/pyproject.toml:6" in openai.description
    own = {component.id for component in proposal.portfolio.components}
    assert own == {"assemblyai", "cerebras", "deepgram", "ollama", "voyage"}
    assert any(e.place == "desk-1.0/go/go.mod:6" for e in proposal.evidence)


def test_what_the_function_leans_on_already_is_not_proposed_again(tmp_path):
    body = zipped(tmp_path / "z", {"a.py": b"import openai\nimport anthropic\n"}).read_bytes()
    first = read(source(tmp_path, "desk.zip", body)).portfolio
    held = dataclasses.replace(HELD, functions=first.functions)
    assert read(source(tmp_path, "desk.zip", body, held)).portfolio.functions == first.functions


def test_an_archive_without_ai_proposes_nothing(tmp_path):
    body = zipped(tmp_path / "z", members_of(TREES / "without_ai")).read_bytes()
    proposal = read(source(tmp_path, "x.zip", body))
    assert proposal.portfolio.functions == ()
    assert proposal.notes[0] == "No AI dependency was found in it."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "x"}, "$.format must be"),
        ({"findings": 3}, "$.findings must be a list"),
        ({"findings": [3]}, "$.findings[0] must be an object."),
        ({"findings": [{"components": ["nobody/x"]}]}, "is no component that is known here."),
        ({"findings": [{"components": []}]}, "$.findings[0].components must name a component."),
        ({"files": True}, "$.files must be a whole number."),
        ({"left_out": ["a\nb"]}, "$.left_out.it must be a line of text."),
    ],
)
def test_json_of_somebody_else_is_refused_by_its_place(tmp_path, change, said):
    record = {"format": "continuity.discovery/1", "files": 1, "bytes": 1, "findings": []}
    body = json.dumps(record | {"left_out": []} | change)
    with pytest.raises(PortableError) as refused:
        read(source(tmp_path, "x.json", body))
    assert said in str(refused.value)


def test_a_broken_archive_is_refused_by_its_name(tmp_path):
    with pytest.raises(PortableError, match=r"x\.zip cannot be read\. The archive is damaged"):
        read(source(tmp_path, "x.zip", b"PK\x03\x04"))


@pytest.mark.parametrize(("name", "said"), [("gone", "No such file"), ("a.txt", "is neither")])
def test_what_cannot_be_read_ends_with_status_2(tmp_path, name, said):
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(CommandError, match=said) as refused:
        run(tmp_path / name)
    assert refused.value.returncode == 2


def test_a_limit_can_be_set():
    out, _ = run(TREES / "with_ai", "--most-files", 3)
    assert "There are more than 3 files and folders" in out


def test_an_organisation_is_told_where_to_take_it_in(db):
    org = OrganizationFactory()
    _, err = run(TREES / "with_ai", "--org", org.slug)
    assert f"/o/{org.slug}/inventory/import/" in err
    with pytest.raises(CommandError, match="no organisation") as refused:
        run(TREES / "with_ai", "--org", "nobody")
    assert refused.value.returncode == 2
