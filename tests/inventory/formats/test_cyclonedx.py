"""The inventory as a bill of materials and back without loss; anybody's bill for the AI in it."""

import dataclasses
import json

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.output.xml import XmlV1Dot5
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.inventory import cyclonedx, portable
from continuity.inventory.exporters import exporters
from continuity.inventory.importers import find
from continuity.inventory.importers.cyclonedx import EXAMPLE, read
from continuity.inventory.portable import PortableError, Portfolio, bytes_of, write
from continuity.inventory.signatures import shipped, signatures
from tests.examples import examples
from tests.inventory.formats.sources import HELD, source
from tests.portfolios import component, dependency, function, option, portfolio, portfolios
from tests.shared import sample

SMALL = portfolio(
    function(
        dependency(option("gpt", "api"), option("hand", switch_minutes=30, runbook="rb")),
        name="claims/1",
    ),
    components=(
        component("api", "cloud"),
        component("cloud", kind="host"),
        component("m", "api", kind="model"),
    ),
)

BILL = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "metadata": {"component": {"type": "application", "name": "Claims desk"}},
    "services": [
        {
            "bom-ref": "gpt",
            "name": "Completions",
            "provider": {"name": "OpenAI"},
            "endpoints": ["https://dune.openai.azure.com/openai"],
        },
        {"bom-ref": "score", "name": "Scoring", "provider": {"name": "Actuary Inc"}},
        {"bom-ref": "mine", "name": "claims-db"},
    ],
    "components": [
        {"type": "machine-learning-model", "bom-ref": "m1", "name": "claude-opus-4-5-20251101"},
        {
            "type": "machine-learning-model",
            "bom-ref": "m2",
            "name": "fraud-net",
            "supplier": {"name": "Actuary Inc"},
        },
        {
            "type": "application",
            "name": "web",
            "components": [
                {"type": "library", "bom-ref": "p1", "name": "groq", "purl": "pkg:pypi/groq@0.9"},
                {"type": "library", "name": "x", "purl": "pkg:npm/%40google/genai@1.0"},
                {"type": "library", "name": "x", "purl": "pkg:maven/com.openai/openai-java@1"},
                {"type": "library", "name": "django", "purl": "pkg:pypi/django@5.2"},
            ],
        },
    ],
    "dependencies": [
        {"ref": "m2", "dependsOn": ["score", "mine", "nothing"]},
        {"ref": "score", "dependsOn": ["gpt"]},
    ],
}


def as_xml(bill):
    """Written by the library; a reference to nothing, which it would not write, put back in."""
    known = json.loads(json.dumps(bill).replace(', "nothing"', ""))
    text = XmlV1Dot5(Bom.from_json(known)).output_as_string()
    return text.replace('<dependency ref="mine"/>', '<dependency ref="nothing"/>', 1)


def taken(tmp_path, bill, name="bom.json"):
    return read(source(tmp_path, name, bill if isinstance(bill, str) else json.dumps(bill)))


@given(portfolios(unfinished=True))
@settings(max_examples=examples(200), deadline=None)
def test_any_portfolio_comes_back_as_it_was(made):
    bom = cyclonedx.load(cyclonedx.write(made))
    assert cyclonedx.is_ours(bom)
    assert cyclonedx.portfolio(bom) == made


def test_by_way_of_the_plug_ins_too(tmp_path):
    made = portable.read(bytes_of(sample("examples/harbour.portfolio.json")))
    exporter = exporters()["cyclonedx"]
    body = exporter.write(made)
    name = f"harbour{exporter.ENDING}"
    assert find(name, body[:4096]) == "cyclonedx"
    assert read(source(tmp_path, name, body)).portfolio == made


@given(portfolios(unfinished=True))
@settings(max_examples=examples(25), deadline=None)
def test_what_is_written_keeps_the_schema_of_the_form(made):
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(cyclonedx.write(made).decode())
    assert problem is None


def test_another_tool_sees_models_services_and_what_leans_on_what():
    bom = Bom.from_json(json.loads(cyclonedx.write(SMALL)))
    models = [c.name for c in bom.components if c.type.value == "machine-learning-model"]
    assert models == ["M"]
    assert {(s.name, s.provider.name) for s in bom.services} == {
        ("Api", "api-inc"),
        ("Cloud", "cloud-inc"),
    }
    graph = {d.ref.value: {x.ref.value for x in d.dependencies} for d in bom.dependencies}
    assert graph["organization"] == {"function:claims%2F1"}
    assert graph["function:claims%2F1"] == {"dependency:claims%2F1/ask"}
    assert graph["option:claims%2F1/ask/gpt"] == {"component:api"}
    assert graph["option:claims%2F1/ask/hand"] == {"runbook:rb"}
    assert graph["component:m"] == {"component:api"}


def test_the_same_portfolio_makes_the_same_bytes_and_another_one_others():
    body = cyclonedx.write(SMALL)
    assert cyclonedx.write(SMALL) == body
    other = dataclasses.replace(SMALL, test_cadence_days=30)
    assert json.loads(cyclonedx.write(other))["serialNumber"] != json.loads(body)["serialNumber"]
    assert json.loads(body)["metadata"]["timestamp"] == "2026-06-01T00:00:00Z"


def test_fields_that_break_a_rule_are_told_as_in_the_portable_form(tmp_path):
    bom = json.loads(cyclonedx.write(SMALL))
    for row in bom["components"][1]["properties"]:
        if row["name"] == "continuity:rto_minutes":
            row["value"] = "-1"
    with pytest.raises(PortableError, match=r"\$\.functions\[0\]\.rto_minutes must be a whole"):
        taken(tmp_path, bom)
    bom["components"][1]["properties"][0]["value"] = "{"
    with pytest.raises(PortableError, match=r"\$\.components\[1\]\.properties\[0\]\.value must be"):
        taken(tmp_path, bom)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_of_anybodys_bill_the_ai_in_it_is_proposed(tmp_path, form):
    bill = BILL if form == "json" else as_xml(BILL)
    proposal = taken(tmp_path, bill, f"bom.{form}")
    (desk,) = proposal.portfolio.functions
    assert desk.name == "Claims desk"
    assert {d.id for d in desk.dependencies} == {
        "model/Actuary Inc/fraud-net",
        "anthropic/opus-4-5",
        "groq/api",
        "google-ai-studio/api",
        "openai/api",
    }
    own = {c.id: (c.kind, c.provider, c.runs_on) for c in proposal.portfolio.components}
    assert own == {
        "model/Actuary Inc/fraud-net": (
            "model",
            "Actuary Inc",
            ("service/Actuary Inc/Scoring",),
        ),
        "service/Actuary Inc/Scoring": ("service", "Actuary Inc", ("azure-openai",)),
    }
    assert ("Groq API", "bom-ref p1") in [(e.what, e.place) for e in proposal.evidence]


def test_what_is_proposed_keeps_every_rule(tmp_path):
    made = taken(tmp_path, BILL).portfolio
    rows = (*shipped().values(), *made.components)
    assert isinstance(portable.read(write(dataclasses.replace(made, components=rows))), Portfolio)


def test_a_service_that_is_known_by_its_name_is_the_catalogues(tmp_path):
    bill = BILL | {"services": [{"name": "chatgpt"}], "components": []}
    proposal = taken(tmp_path, bill)
    assert proposal.portfolio.components == ()
    assert [d.id for d in proposal.portfolio.functions[0].dependencies] == ["openai/chatgpt"]


def test_a_circle_is_cut_and_told(tmp_path):
    model = {"type": "machine-learning-model", "supplier": {"name": "A"}}
    bill = BILL | {
        "services": [],
        "components": [{**model, "bom-ref": n, "name": n} for n in "abc"],
        "dependencies": [{"ref": u, "dependsOn": [v]} for u, v in ("ab", "bc", "ca")],
    }
    proposal = taken(tmp_path, bill)
    assert "goes in a circle" in proposal.notes[-1]
    assert [len(c.runs_on) for c in proposal.portfolio.components] == [1, 1, 0]


def test_a_bill_without_ai_proposes_nothing_and_says_so(tmp_path):
    proposal = taken(tmp_path, BILL | {"services": [], "components": []})
    assert proposal.portfolio.functions == ()
    assert proposal.notes == ("It names no model, no service of others and no AI package.",)


def test_the_example_is_one(tmp_path):
    assert find("a.json", EXAMPLE.encode()) == "cyclonedx"
    proposal = read(source(tmp_path, "a.json", EXAMPLE))
    assert [d.id for d in proposal.portfolio.functions[0].dependencies] == ["openai/api"]


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE bom [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"><a>&b;</a></bom>"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{}", '$.bomFormat must be "CycloneDX".'),
        (json.dumps(BILL | {"specVersion": "9"}), "$.specVersion must be one of"),
        ("[" * 100_000, "$ is nested too deeply."),
        (LAUGHS, "declares a document type or entities"),
        ("<bom", "$ is not XML:"),
        ("<bom/>", "$ is no CycloneDX bill of materials."),
        (
            '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component '
            'type="nonsense"/></components></bom>',
            "$ breaks the form of CycloneDX:",
        ),
    ],
)
def test_what_is_no_bill_is_refused_with_a_sentence(tmp_path, body, said):
    with pytest.raises(PortableError) as refused:
        read(source(tmp_path, "a.xml", body))
    assert said in str(refused.value)


@given(data=st.data())
@settings(max_examples=examples(300), deadline=None)
def test_a_bill_broken_anyhow_is_refused_or_read_by_the_rules(data):
    bodies = [json.dumps(BILL).encode(), as_xml(BILL).encode(), cyclonedx.write(SMALL)]
    body = bytearray(data.draw(st.sampled_from(bodies)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(body) - 1))
        broken = st.binary(max_size=5) | st.sampled_from([b"[", b"{}", b"null", b"3", b'"'])
        body[at : at + data.draw(st.integers(0, 12))] = data.draw(broken)
    try:
        bom = cyclonedx.load(bytes(body))
        if cyclonedx.is_ours(bom):
            cyclonedx.portfolio(bom)
            return
    except PortableError:
        return
    made = cyclonedx.draft(bom, shipped(), signatures(), function(name="desk"))
    rows = (*shipped().values(), *made.components)
    portable.read(write(dataclasses.replace(HELD, components=rows, functions=(made.function,))))
