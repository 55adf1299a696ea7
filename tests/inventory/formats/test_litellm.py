"""A gateway's configuration becomes dependencies and options, in the order that it would try."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.inventory import litellm
from continuity.inventory.importers import find
from continuity.inventory.importers._into import NEW
from continuity.inventory.importers.litellm import EXAMPLE, read
from continuity.inventory.portable import Function, PortableError, Portfolio, write
from continuity.inventory.portable import read as read_portable
from continuity.inventory.signatures import shipped, signatures
from tests.examples import examples
from tests.inventory.formats.sources import HELD, source

WHOLE = """\
model_list:
  - model_name: claims          # two deployments share the load
    litellm_params:
      model: azure/gpt-4o
      api_base: https://dune-sweden.openai.azure.com/
      api_key: os.environ/AZURE_API_KEY
      order: 2
  - model_name: claims
    litellm_params:
      model: openai/gpt-4o
      api_key: sk-this-one-is-secret-1234567890
      order: 1
  - model_name: opus
    litellm_params: {model: anthropic/claude-opus-4-5-20251101}
  - model_name: sonnet-eu
    litellm_params:
      model: bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0
      aws_region_name: eu-west-1
  - model_name: flash
    litellm_params: {model: vertex_ai/gemini-2.5-flash, vertex_location: europe-west4}
  - model_name: local
    litellm_params: {model: openai/llama-3, api_base: "http://user:pw@gpu01:8000/v1?key=s3cret"}
  - model_name: mystery
    litellm_params: {model: nobodyknows/x1}
router_settings:
  fallbacks:
    - claims: [opus, ghost]
    - opus: [claims]
  model_group_alias: {gpt-4: claims}
litellm_settings:
  default_fallbacks: [flash]
  context_window_fallbacks: [{claims: [flash]}]
general_settings:
  master_key: sk-1234
  master_key: sk-5678
"""


@pytest.fixture
def whole(tmp_path):
    return read(source(tmp_path, "config.yaml", WHOLE))


def options(proposal, name):
    asks = {d.id: d for d in proposal.portfolio.functions[0].dependencies}
    return [(o.name, o.on) for o in asks[name].options]


def test_deployments_come_in_their_order_and_then_the_fallbacks(whole):
    assert options(whole, "claims") == [
        ("openai/gpt-4o on OpenAI API", ("openai/api",)),
        ("azure/gpt-4o on Azure OpenAI Service", ("azure-openai",)),
        ("anthropic/claude-opus-4-5-20251101 on Claude Opus 4.5", ("anthropic/opus-4-5",)),
    ]


@pytest.mark.parametrize(
    ("group", "on"),
    [
        ("sonnet-eu", ("aws-bedrock/eu-west-1",)),
        ("flash", ("google-gemini/vertex", "gcp/europe-west4")),
        ("local", ("host/gpu01",)),
        ("mystery", ("gateway/nobodyknows",)),
    ],
)
def test_each_is_matched_to_what_can_fail_under_it(whole, group, on):
    assert options(whole, group)[0][1] == on


def test_only_a_group_without_fallbacks_has_the_default_ones(whole):
    assert options(whole, "mystery")[1:] == options(whole, "flash")[:1]
    assert all("gemini" not in name for name, _ in options(whole, "claims"))


def test_a_server_inside_is_the_organisations_own(whole):
    own = {c.id: c.kind for c in whole.portfolio.components}
    assert own == {"host/gpu01": "internal", "gateway/nobodyknows": "service"}


@pytest.mark.parametrize(
    "said",
    [
        "Line 11: api_key stands here in plain.",
        "Line 35: master_key stands here in plain.",
        'Line 35: "master_key" is written twice; the last one counts.',
        'Line 27: "ghost" is named as a fallback, but is no model of the list',
        "Line 32: flash serves requests whose text is too long for it (claims)",
        "Fallbacks go in a circle: claims → opus → claims.",
        'Line 23: "nobodyknows/x1" is of no provider that we know by this name.',
    ],
)
def test_what_one_may_want_to_know_is_told_with_its_line(whole, said):
    assert any(said in note for note in whole.notes), whole.notes


def test_deployments_that_share_the_load_stand_in_for_each_other_and_this_is_told(tmp_path):
    shared = WHOLE.replace("      order: 2\n", "").replace("      order: 1\n", "")
    proposal = read(source(tmp_path, "c.yaml", shared))
    ask = proposal.portfolio.functions[0].dependencies[0]
    assert [o.on for o in ask.options[:2]] == [("azure-openai",), ("openai/api",)]
    assert (ask.required, [o.switch_minutes for o in ask.options]) == (1, [0, 0, 0])
    said = 'Line 2: "claims" is served by 2 deployments at once.'
    assert any(note.startswith(said) for note in proposal.notes)


def test_no_secret_leaves_the_file(whole):
    told = repr(whole)
    for secret in ("sk-", "s3cret", "user:pw", "1234567890", "5678"):
        assert secret not in told


def test_the_proposal_keeps_every_rule_of_the_portable_form(whole):
    whole_of_it = replace(
        whole.portfolio, components=(*shipped().values(), *whole.portfolio.components)
    )
    assert isinstance(read_portable(write(whole_of_it)), Portfolio)
    assert not whole.faults


def test_every_option_is_told_with_its_line(whole):
    first = whole.evidence[0]
    assert first.place == "line 8"
    assert first.said == "claims: openai/gpt-4o"


def test_what_was_known_of_a_gateway_is_kept_when_it_is_read_again(tmp_path, whole):
    function = whole.portfolio.functions[0]
    ask = function.dependencies[0]
    weighed = replace(ask.options[1], runbook="rb", capacity=0.4)
    ask = replace(ask, essential=False, options=(ask.options[0], weighed, *ask.options[2:]))
    other = replace(ask, id="by-hand", name="By hand", options=())
    function = replace(function, criticality=5, dependencies=(ask, other))
    again = read(source(tmp_path, "config.yaml", WHOLE, replace(HELD, functions=(function,))))
    back = again.portfolio.functions[0]
    assert back.criticality == 5
    assert back.dependencies[:2] == (ask, other)


def test_the_function_can_be_named(tmp_path):
    proposal = read(source(tmp_path, "c.yml", EXAMPLE, function="Claims desk"))
    assert proposal.portfolio.functions[0].name == "Claims desk"
    assert proposal.mapping == {"function": "Claims desk"}


def test_it_is_known_by_its_name_and_its_first_lines():
    assert find("litellm.yaml", WHOLE.encode()) == "litellm"
    assert find("litellm.yaml", b"services:\n  web: {}\n") is None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"model_list: [\n", "line 2 is not YAML"),
        (b"\xff\xfe\x00", "line 1 is not UTF-8 text."),
        (b"[" * 200 + b"]" * 200, "line 1 is nested more than 40 deep."),
        (b"a: *b\n", "line 1 "),
        (b"x" * (2 * 1024 * 1024 + 1), "is larger than 2 MB."),
        (b"? [a]\n: b\n", "line 1 has a key that is no text."),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(tmp_path, body, said):
    with pytest.raises(PortableError) as refused:
        read(source(tmp_path, "c.yaml", body))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("- 1\n", "is no LiteLLM configuration"),
        ("litellm_settings: {}\n", "has no model_list"),
        ("model_list: 3\n", "model_list must be a list"),
        ("model_list:\n - 3\n", "line 2 must be a model with a model_name."),
        ("model_list:\n - model_name: a\n", 'line 2 "a" has no litellm_params.model.'),
        (
            "model_list:\n - model_name: a\n   litellm_params: {model: b, order: first}\n",
            "line 3 order must be a whole number.",
        ),
        (
            "model_list:\n - model_name: a\n   litellm_params: {model: b}\n"
            "router_settings:\n  fallbacks:\n   - a: b\n",
            'line 6 the fallbacks of "a" must be a list.',
        ),
    ],
)
def test_what_says_nothing_usable_is_a_fault_with_its_line(tmp_path, body, said):
    faults = read(source(tmp_path, "c.yaml", body)).faults
    assert any(said in str(fault) for fault in faults), faults


def test_a_billion_laughs_stay_small(tmp_path):
    laughs = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for n in range(1, 30):
        laughs.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    body = "\n".join([*laughs, EXAMPLE])
    assert len(read(source(tmp_path, "c.yaml", body)).portfolio.functions[0].dependencies) == 2


def test_merged_tables_that_double_each_other_are_stopped(tmp_path):
    rows = ["a0: &a0 {" + ", ".join(f"k{n}: 1" for n in range(2000)) + "}"]
    rows += [f"b{n}: {{<<: *a0, x: 1}}" for n in range(500)]
    with pytest.raises(PortableError, match="holds more than 200000 values"):
        read(source(tmp_path, "c.yaml", "\n".join([*rows, EXAMPLE])))


@given(st.data())
@settings(max_examples=examples(300), deadline=None)
def test_a_file_that_is_broken_anyhow_is_refused_or_read_and_never_more(data):
    body = bytearray(WHOLE.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 20))] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"&a ", b"*a", b"<<: ", b"[", b"{", b"\t"])
        )
    try:
        told = litellm.config(litellm.load(bytes(body)))
    except litellm.YamlError:
        return
    if not told.faults:
        into = Function(id="ai-gateway", name="AI gateway", **NEW)
        made = litellm.draft(told, shipped(), signatures(), into)
        rows = (*shipped().values(), *made.components)
        read_portable(write(replace(HELD, components=rows, functions=(made.function,))))
