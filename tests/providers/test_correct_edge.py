"""An organisation's word on what rests on what counts for itself, and for nobody else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.providers.actions import correct_edge, revert_edge
from continuity.providers.models import Edge
from tests.factories import ComponentFactory, EdgeFactory, OrganizationFactory


def pairs(org):
    rows = Edge.objects.for_org(org).effective(org)
    return {(e.component_id, e.runs_on_id) for e in rows}


@pytest.fixture
def hint(db):
    return EdgeFactory(component__name="Claude API", runs_on__name="AWS")


def test_a_hint_taken_away_is_gone_for_one_organisation_only(actor, hint):
    other = OrganizationFactory()
    correct_edge(actor, hint.component, hint.runs_on, present=False, evidence="They told us")
    assert pairs(actor.org) == set()
    assert pairs(other) == {(hint.component_id, hint.runs_on_id)}


def test_an_edge_added_counts_once_beside_the_hints(actor, hint):
    below = ComponentFactory()
    correct_edge(actor, hint.component, below, present=True, evidence="Contract")
    correct_edge(actor, hint.component, hint.runs_on, present=True, evidence="Seen")
    assert pairs(actor.org) == {
        (hint.component_id, hint.runs_on_id),
        (hint.component_id, below.pk),
    }
    assert Edge.objects.for_org(actor.org).effective(actor.org).count() == 2


def test_taken_back_the_hint_counts_again(actor, hint):
    edge = correct_edge(actor, hint.component, hint.runs_on, present=False, evidence="No")
    revert_edge(actor, edge)
    assert pairs(actor.org) == {(hint.component_id, hint.runs_on_id)}


def test_a_circle_is_refused_and_named(actor, hint):
    with pytest.raises(ValidationError) as refusal:
        correct_edge(actor, hint.runs_on, hint.component, present=True, evidence="Odd")
    (sentence,) = refusal.value.messages
    assert "Claude API → AWS → Claude API" in sentence or "AWS → Claude API → AWS" in sentence
    assert pairs(actor.org) == {(hint.component_id, hint.runs_on_id)}


def test_nothing_rests_on_itself(actor, hint):
    with pytest.raises(ValidationError, match="circle"):
        correct_edge(actor, hint.component, hint.component, present=True, evidence="Odd")


def test_a_hint_taken_back_may_not_close_a_circle(actor, hint):
    away = correct_edge(actor, hint.component, hint.runs_on, present=False, evidence="No")
    correct_edge(actor, hint.runs_on, hint.component, present=True, evidence="The other way")
    with pytest.raises(ValidationError, match="circle"):
        revert_edge(actor, away)


@pytest.mark.parametrize(
    ("evidence", "days", "field"), [("  ", 0, "evidence"), ("Seen", 1, "as_of")]
)
def test_no_evidence_or_a_day_to_come_is_refused(actor, hint, evidence, days, field):
    day = timezone.now().date() + timedelta(days=days)
    with pytest.raises(ValidationError) as refusal:
        correct_edge(
            actor, hint.component, hint.runs_on, present=False, evidence=evidence, as_of=day
        )
    assert field in refusal.value.error_dict


def test_the_same_twice_changes_nothing(actor, hint):
    said = {"present": False, "evidence": "No", "as_of": date(2026, 9, 1)}
    correct_edge(actor, hint.component, hint.runs_on, **said)
    before = Organization.objects.get(pk=actor.org.pk).revision
    assert correct_edge(actor, hint.component, hint.runs_on, **said) is None
    assert Organization.objects.get(pk=actor.org.pk).revision == before


def test_scores_are_worked_out_anew(actor, hint):
    before = actor.org.revision
    correct_edge(actor, hint.component, hint.runs_on, present=False, evidence="No")
    assert Organization.objects.get(pk=actor.org.pk).revision == before + 1


def test_the_catalogues_hint_itself_cannot_be_removed(actor, hint):
    with pytest.raises(ValidationError):
        revert_edge(actor, hint)


def test_a_viewer_may_not_correct(actor, hint):
    viewer = Actor(actor.org, actor.user, Role.VIEWER)
    with pytest.raises(PermissionDenied):
        correct_edge(viewer, hint.component, hint.runs_on, present=False, evidence="No")


def test_the_component_of_another_organisation_is_refused(actor, hint):
    theirs = ComponentFactory(organization=OrganizationFactory())
    with pytest.raises(PermissionDenied):
        correct_edge(actor, hint.component, theirs, present=True, evidence="No")
