"""What is written is read back, all of it."""

import json

import pytest
from hypothesis import given, settings

from continuity.inventory.portable import PortableError, read, write
from tests.examples import examples
from tests.portfolios import dependency, function, option, portfolio, portfolios
from tests.shared import sample


@given(portfolios())
@settings(max_examples=examples(200), deadline=None)
def test_any_portfolio_survives_being_written_and_read(made):
    assert read(json.dumps(write(made)).encode()) == made
    assert read(write(made)) == made


def test_the_sample_file_comes_back_as_it_was():
    body = sample("examples/harbour.portfolio.json").read_bytes()
    assert write(read(body)) == json.loads(body)


def test_fields_that_say_nothing_are_left_out():
    written = write(portfolio(function(dependency(option("hands")))))
    assert set(written["functions"][0]) == {
        "id",
        "name",
        "criticality",
        "rto_minutes",
        "mtpd_minutes",
        "minimum_capacity",
        "impact",
        "depends_on",
        "dependencies",
    }
    assert "runbook" not in written["functions"][0]["dependencies"][0]["options"][0]


def test_a_byte_order_mark_is_no_fault():
    made = portfolio(function(name="zürich ☂"))
    assert read(b"\xef\xbb\xbf" + json.dumps(write(made), ensure_ascii=False).encode()) == made


@given(portfolios(unfinished=True))
@settings(max_examples=examples(200), deadline=None)
def test_one_half_filled_in_survives_too_and_says_so(made):
    written = write(made)
    assert read(json.dumps(written).encode(), unfinished=True) == made
    for f, row in zip(made.functions, written["functions"], strict=True):
        for d, told in zip(f.dependencies, row["dependencies"], strict=True):
            assert told.get("unfinished", False) == d.unfinished(f.minimum_capacity)


@pytest.mark.parametrize(
    ("ask", "fault"),
    [
        (dependency(), "required is 1, but there are 0 options."),
        (dependency(option("gpt", capacity=0.2)), "options do not reach the minimum capacity of 1"),
    ],
)
def test_what_is_unfinished_is_refused_unless_the_file_says_so_and_the_reader_allows_it(ask, fault):
    raw = write(portfolio(function(ask)))
    told = raw["functions"][0]["dependencies"][0]
    assert read(raw, unfinished=True).functions[0].dependencies == (ask,)
    with pytest.raises(PortableError) as refused:
        read(raw)
    assert str(refused.value).startswith(f"$.functions[0].dependencies[0].{fault}")
    del told["unfinished"]
    with pytest.raises(PortableError):
        read(raw, unfinished=True)


def test_what_runs_is_there_at_once_even_where_it_is_unfinished():
    raw = write(portfolio(function(dependency(option("gpt", switch_minutes=5), required=2))))
    with pytest.raises(PortableError) as refused:
        read(raw, unfinished=True)
    assert "switch_minutes must be 0" in str(refused.value)
