"""Who waits for a PDF: nobody's many versions stand before anybody's one, and hopeless ones end."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from continuity.plans import actions, tasks
from continuity.plans.actions import renders
from continuity.plans.actions.versions import MOST_WAITING
from continuity.plans.models import Version
from continuity.plans.render import CannotRender, TooMuch
from tests.factories import NOON, OrganizationFactory
from tests.factories_plans import PlanFactory, VersionFactory


def claimed():
    found = []
    while version := renders.claim(timezone.now()):
        found.append(version)
    return [version.pk for version in found]


def test_the_second_of_one_comes_after_the_first_of_another(db):
    many, one = OrganizationFactory(), OrganizationFactory()
    first, second, third = (
        VersionFactory(organization=many, render_due=NOON + timedelta(seconds=n)) for n in range(3)
    )
    other = VersionFactory(organization=one, render_due=NOON + timedelta(minutes=5))
    assert claimed() == [first.pk, other.pk, second.pk, third.pk]


def test_two_of_one_moment_have_an_order(db):
    org = OrganizationFactory()
    rows = [VersionFactory(organization=org) for _ in range(3)]
    assert claimed() == [row.pk for row in rows]


@pytest.mark.parametrize(
    ("fault", "tries"),
    [(TooMuch("It took longer."), renders.MOST_COSTLY_TRIES), (CannotRender("Odd."), 4)],
)
def test_what_ran_out_of_time_or_memory_is_tried_once_more_only(db, monkeypatch, fault, tries):
    version = VersionFactory()

    def refuse(version):
        raise fault

    monkeypatch.setattr(tasks, "make", refuse)
    for _ in range(9):
        tasks.render_plans()
        Version.unscoped.update(render_due=NOON)
    version.refresh_from_db()
    assert (version.render_state, version.render_error) == ("failed", str(fault))
    assert version.render_attempts == tries


def test_so_many_of_an_organisation_may_wait(actor):
    plan = PlanFactory(organization=actor.org)
    VersionFactory.create_batch(MOST_WAITING, organization=actor.org)
    with pytest.raises(ValidationError, match="wait for their PDF already"):
        actions.freeze(actor, plan)
    Version.unscoped.update(render_state="done")
    assert actions.freeze(actor, plan)


def test_who_freezes_too_many_reads_why(browser, home, org):
    plan = PlanFactory(organization=org)
    VersionFactory.create_batch(MOST_WAITING, organization=org)
    page = browser.post(f"{home}plans/{plan.pk}/freeze/", {"note": ""}, follow=True)
    assert "5 versions wait for their PDF already" in page.text
