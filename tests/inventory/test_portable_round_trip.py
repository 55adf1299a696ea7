"""What is written is read back, all of it."""

import json

from hypothesis import given, settings

from continuity.inventory.portable import read, write
from tests.portfolios import dependency, function, option, portfolio, portfolios
from tests.shared import sample


@given(portfolios())
@settings(max_examples=200, deadline=None)
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
