"""An organisation's word on what rests on what counts for itself, and for nobody else."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from continuity.inventory import portable
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.providers.actions import correct_edge, revert_edge
from continuity.providers.effective import runs_on
from continuity.providers.models import Edge
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    OptionFactory,
    OrganizationFactory,
)


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


@pytest.fixture
def circle(actor, hint):
    """An own edge, and a hint of a newer catalogue that closes a circle with it."""
    above = ComponentFactory(name="Website")
    own = correct_edge(actor, above, hint.component, present=True, evidence="They told us")
    EdgeFactory(component=hint.component, runs_on=above)
    return own


def test_a_circle_that_the_catalogue_closed_leaves_other_edges_open_to_correction(actor, circle):
    other = correct_edge(
        actor, ComponentFactory(), ComponentFactory(), present=True, evidence="Contract"
    )
    assert other is not None


def test_one_s_own_word_in_such_a_circle_can_still_be_worded_anew(actor, circle):
    again = correct_edge(
        actor, circle.component, circle.runs_on, present=True, evidence="They told us twice"
    )
    assert again.evidence == "They told us twice"


def test_where_the_two_go_round_the_catalogue_s_edge_gives_way(actor, circle):
    below = runs_on(actor.org)
    assert str(circle.runs_on_id) in below[str(circle.component_id)]
    assert str(circle.component_id) not in below[str(circle.runs_on_id)]


def test_what_is_exported_of_such_a_circle_reads_back(actor, circle):
    dependency = DependencyFactory(organization=actor.org)
    OptionFactory(organization=actor.org, dependency=dependency, position=0, on=[circle.component])
    out = io.StringIO()
    call_command("portfolio", "export", actor.org.slug, stdout=out)
    told = {c.name: c.runs_on for c in portable.read(out.getvalue()).components}
    assert told["Website"] == (circle.runs_on.key,)
    assert circle.component.key not in told["Claude API"]
