"""Applied: the database says what the arithmetic promised; and it is all of it, or nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from continuity.audit.models import Event
from continuity.changes import actions, reading
from continuity.changes.actions import applying
from continuity.changes.models import Evidence, Step
from continuity.inventory import actions as inventory
from continuity.inventory.models import Option
from continuity.risk.load import load
from tests.examples import examples
from tests.factories import NOON

DAY = NOON.date()


def kinds(c):
    """One or more of every kind of step, by name."""
    claude, gpt = str(c.claude.pk), str(c.gpt.pk)
    return {
        "add to all that lean": [c.fallback()],
        "add to one": [c.fallback(leans_on="", dependencies=[str(c.sort.pk)], runbook=None)],
        "add by hand": [c.fallback(leans_on="", dependencies=[str(c.sort.pk)], on=[])],
        "move everything": [
            ("replace", {"old": str(c.openai.pk), "new": str(c.azure.pk), "options": []})
        ],
        "move one": [
            ("replace", {"old": str(c.openai.pk), "new": str(c.azure.pk), "options": [gpt]})
        ],
        "make it run": [("order", {"option": claude, "place": 0, "switch_minutes": 20})],
        "switch faster": [("resize", {"option": claude, "switch_minutes": 10, "capacity": None})],
        "carry less": [("resize", {"option": claude, "switch_minutes": None, "capacity": "0.625"})],
        "name a runbook": [("runbook", {"option": claude, "runbook": str(c.book.pk)})],
        "drop one": [("remove", {"option": claude})],
        "swap, then drop": [
            ("order", {"option": claude, "place": 0, "switch_minutes": 20}),
            ("remove", {"option": gpt}),
        ],
    }


NAMES = [
    "add to all that lean", "add to one", "add by hand", "move everything", "move one",
    "make it run", "switch faster", "carry less", "name a runbook", "drop one", "swap, then drop",
]  # fmt: skip


def of(change):
    """Its fingerprint as somebody sees it now."""
    org = change.organization
    org.refresh_from_db()
    return reading.fresh(org, change, reading.today(org, NOON)).fingerprint


def without_ids(portfolio):
    """What it says, whatever number a new row has got."""
    return [
        (f.name, d.name, [(o.name, o.on, o.capacity, o.switch_minutes, o.runbook, o.tested_on)
                          for o in d.options])
        for f in portfolio.functions
        for d in f.dependencies
    ]  # fmt: skip


@pytest.mark.postgres
@pytest.mark.parametrize("name", NAMES)
def test_the_database_says_what_the_arithmetic_promised(clinic, name):
    change = clinic.change(*kinds(clinic)[name])
    promised = reading.portfolio_after(change)
    assert without_ids(promised) != without_ids(load(clinic.org, promised.as_of))
    actions.apply(clinic.actor, change, of(change))
    assert without_ids(load(clinic.org, promised.as_of)) == without_ids(promised)


def test_every_kind_is_in_the_table(clinic):
    told = kinds(clinic)
    assert list(told) == NAMES
    assert {kind for steps in told.values() for kind, _ in steps} == set(Step.Kind.values)


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4))
def test_any_steps_in_any_order_come_to_the_same_in_the_database(clinic, names):
    with transaction.atomic():
        planned_and_applied(clinic, [step for name in names for step in kinds(clinic)[name]])
        transaction.set_rollback(True)


def planned_and_applied(clinic, steps):
    """As promised; or, where a step does not fit, refused as a whole."""
    change = clinic.change(*steps)
    _portfolio, done = reading.outcome(clinic.org, change, DAY)
    if done.misfit:
        with pytest.raises(ValidationError, match="does not fit"):
            actions.apply(clinic.actor, change, of(change))
        return
    promised = reading.portfolio_after(change)
    actions.apply(clinic.actor, change, of(change))
    assert without_ids(load(clinic.org, promised.as_of)) == without_ids(promised)


def test_the_chain_tells_of_each_row_and_of_the_whole(clinic):
    change = clinic.change(clinic.fallback(), kinds(clinic)["switch faster"][0])
    actions.apply(clinic.actor, change, of(change))
    told = [e.verb for e in Event.objects.for_org(clinic.org).order_by("seq")]
    assert told[-4:] == ["change.keep", "option.add", "option.edit", "change.apply"]
    change.refresh_from_db()
    assert (change.state, change.ended_by) == ("applied", "ada@example.org")
    assert Evidence.objects.for_org(clinic.org).get().number == 1


def test_a_new_option_named_later_is_the_row_that_was_made(clinic):
    change = clinic.change(clinic.fallback())
    added = f"{change.steps.get().pk}-{clinic.sort.pk}"
    actions.add_step(
        clinic.actor, change, "order", {"option": added, "place": 0, "switch_minutes": 5}, {}
    )
    actions.apply(clinic.actor, change, of(change))
    assert [o.name for o in clinic.sort.options.all()] == ["Claude on Bedrock", "GPT mini"]


VERBS = {
    "add_option": "add to all that lean",
    "edit_option": "switch faster",
    "move_option": "make it run",
    "remove_option": "drop one",
}


@pytest.mark.postgres
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_fault_in_any_verb_leaves_nothing_behind(clinic, monkeypatch, verb, when):
    """The verb fails before or after its own write; what came before it goes as well."""
    ahead = kinds(clinic)["name a runbook" if verb != "edit_option" else "add to one"]
    change = clinic.change(*ahead, *kinds(clinic)[VERBS[verb]])
    seen, was = of(change), load(clinic.org, DAY)
    entries = Event.objects.for_org(clinic.org).count()
    real = getattr(inventory, verb)

    def broken(*args, **kwargs):
        if when == "after":
            real(*args, **kwargs)
        raise ValidationError("The disk is full.")

    monkeypatch.setattr(inventory, verb, broken)
    with pytest.raises(ValidationError, match="disk is full"):
        actions.apply(clinic.actor, change, seen)
    assert load(clinic.org, DAY) == was
    assert Event.objects.for_org(clinic.org).count() == entries
    change.refresh_from_db()
    assert change.state == "draft"
    assert not Evidence.objects.for_org(clinic.org).exists()


def test_a_crash_of_ours_leaves_nothing_behind_either(clinic, monkeypatch):
    change = clinic.change(*kinds(clinic)["swap, then drop"])
    seen, was = of(change), load(clinic.org, DAY)
    monkeypatch.setattr(inventory, "remove_option", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.apply(clinic.actor, change, seen)
    assert load(clinic.org, DAY) == was


def test_other_writes_than_those_agreed_to_are_refused(clinic):
    change = clinic.change(*kinds(clinic)["move everything"])
    seen = of(change)
    inventory.add_option(
        clinic.actor, clinic.sort, name="More GPT", on=[clinic.openai], switch_minutes=9
    )
    with pytest.raises(ValidationError, match="has moved since you looked"):
        actions.apply(clinic.actor, change, seen)
    assert clinic.gpt.on.get() == clinic.openai


def test_a_step_that_no_longer_fits_is_named_and_nothing_is_applied(clinic):
    change = clinic.change(clinic.fallback(), *kinds(clinic)["switch faster"])
    inventory.remove_option(clinic.actor, Option.objects.for_org(clinic.org).get(name="Claude"))
    was = load(clinic.org, DAY)
    with pytest.raises(ValidationError, match=r"Step 2 does not fit: .*choose another"):
        actions.apply(clinic.actor, change, of(change))
    assert load(clinic.org, DAY) == was


def test_it_is_applied_once(clinic):
    change = clinic.change(clinic.fallback())
    seen = of(change)
    actions.apply(clinic.actor, change, seen)
    with pytest.raises(ValidationError, match="applied or thrown away meanwhile"):
        actions.apply(clinic.actor, change, seen)
    assert Option.objects.for_org(clinic.org).filter(name="Claude on Bedrock").count() == 1


def test_more_rows_than_one_step_may_write_are_refused(clinic, monkeypatch):
    monkeypatch.setattr(applying, "MOST_WRITES", 1)
    change = clinic.change(*kinds(clinic)["move everything"])
    with pytest.raises(ValidationError, match="It would write 2 rows; at most 1"):
        actions.apply(clinic.actor, change, of(change))
