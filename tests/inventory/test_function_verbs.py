"""Functions removed and brought back; what an impact curve may hold."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from continuity.inventory import actions
from continuity.inventory.impact import checked_impact
from continuity.inventory.models import Function
from tests.factories import FunctionFactory


def function(org, name):
    row = FunctionFactory(organization=org, name=name, key=name)
    return Function.objects.for_org(org).get(pk=row.pk)


def gone(row):
    return Function.objects.removed(row.organization).get(pk=row.pk)


def test_a_restored_function_closes_no_circle(actor, org):
    a, b, c = (function(org, name) for name in "abc")
    actions.edit_function(actor, b, depends_on=[c])
    actions.edit_function(actor, a, depends_on=[b])
    actions.remove_function(actor, b)
    actions.edit_function(actor, c, depends_on=[a])
    with pytest.raises(ValidationError) as refusal:
        actions.restore_function(actor, gone(b))
    assert "→ b →" in f"→ {refusal.value.messages[0]}"
    assert not Function.objects.for_org(org).filter(pk=b.pk).exists()


def test_a_function_whose_name_is_taken_stays_away_and_the_page_says_why(browser, home, actor, org):
    old = function(org, "claims")
    actions.remove_function(actor, old)
    function(org, "claims")
    page = browser.post(f"{home}inventory/{old.pk}/restore/", follow=True)
    assert "You already have a function of that name" in page.text


def test_a_function_whose_key_is_taken_comes_back_under_another(actor, org):
    old = function(org, "claims")
    actions.remove_function(actor, old)
    actions.edit_function(actor, function(org, "claims"), name="Other")
    assert actions.restore_function(actor, gone(old)).key == "claims-2"


@pytest.mark.parametrize("cost", ["1E-100000", "NaN", "Infinity", "-1", "1E+12", "", None, "x"])
def test_what_is_no_amount_is_refused(cost):
    with pytest.raises(ValidationError):
        checked_impact([{"after_minutes": 0, "cost_per_hour": cost}])


@pytest.mark.parametrize("minutes", [-1, 1.5, True, "1", None, 10**9])
def test_what_is_no_minute_is_refused(minutes):
    with pytest.raises(ValidationError):
        checked_impact([{"after_minutes": minutes, "cost_per_hour": 1}])


@pytest.mark.parametrize(
    ("typed", "kept"), [("1E+3", "1000"), ("-0", "0"), ("1200.50", "1200.50"), (5, "5")]
)
def test_an_amount_is_kept_as_plain_digits(typed, kept):
    steps = checked_impact([{"after_minutes": 0, "cost_per_hour": typed}])
    assert steps[0]["cost_per_hour"] == kept
    assert Decimal(kept) == Decimal(str(typed))


def test_two_steps_at_one_minute_are_refused():
    step = {"after_minutes": 60, "cost_per_hour": 1}
    with pytest.raises(ValidationError, match="begin at one minute"):
        checked_impact([step, step])
