"""An organisation's own providers and components, self-hosted models among them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.providers import actions
from continuity.providers.models import Component, Edge, Provider
from tests.factories import (
    ComponentFactory,
    EdgeFactory,
    OptionFactory,
    OrganizationFactory,
    ProviderFactory,
)


@pytest.fixture
def own(actor):
    return actions.add_provider(actor, name="Our cellar", kind="own")


def test_an_own_provider_is_seen_by_its_organisation_only(actor, own):
    assert own.slug == "our-cellar"
    assert Provider.objects.for_org(actor.org).get() == own
    assert not Provider.objects.for_org(OrganizationFactory()).exists()


def test_two_names_that_read_alike_get_slugs_apart(actor, own):
    assert actions.add_provider(actor, name="Our  cellar!").slug == "our-cellar-2"


@pytest.mark.parametrize("name", ["OUR CELLAR", "openai"])
def test_a_name_that_is_listed_already_is_refused(actor, own, name):
    ProviderFactory(name="OpenAI", slug="openai")
    with pytest.raises(ValidationError, match="listed already"):
        actions.add_provider(actor, name=name)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_has_1_to_120_characters(actor, name):
    with pytest.raises(ValidationError):
        actions.add_provider(actor, name=name)


def test_an_address_must_be_one(actor):
    with pytest.raises(ValidationError):
        actions.add_provider(actor, name="X", status_page="javascript:alert(1)")


def test_the_catalogue_cannot_be_edited(actor):
    shared = ComponentFactory()
    for verb, row in (
        (actions.edit_provider, shared.provider),
        (actions.edit_component, shared),
    ):
        with pytest.raises(ValidationError, match="shared catalogue"):
            verb(actor, row, name="Mine")
    with pytest.raises(ValidationError, match="shared catalogue"):
        actions.remove_component(actor, shared)


def test_an_edit_without_a_difference_is_none(actor, own):
    row = Provider.objects.for_org(actor.org).get(pk=own.pk)
    assert actions.edit_provider(actor, row, name="Our cellar ") is None
    assert actions.edit_provider(actor, row, name="The cellar").name == "The cellar"


def test_a_self_hosted_model_rests_on_what_it_is_said_to(actor, own):
    power = ComponentFactory(name="Power")
    model = actions.add_component(
        actor, provider=own, name="Llama 4", kind="internal", runs_on=[power]
    )
    assert model.key == "our-cellar/llama-4"
    edge = Edge.objects.for_org(actor.org).effective(actor.org).get()
    assert (edge.component, edge.runs_on) == (model, power)
    assert edge.as_of


def test_a_component_of_a_catalogue_provider_is_not_internal(actor):
    shared = ProviderFactory()
    with pytest.raises(ValidationError, match="not your own system"):
        actions.add_component(actor, provider=shared, name="EU endpoint", kind="internal")
    added = actions.add_component(actor, provider=shared, name="EU endpoint", kind="region")
    assert added.organization == actor.org


def test_a_component_name_stands_once_at_a_provider(actor, own):
    actions.add_component(actor, provider=own, name="GPU")
    with pytest.raises(ValidationError, match="of that name"):
        actions.add_component(actor, provider=own, name="gpu")


def test_a_taken_key_is_refused(actor, own):
    ComponentFactory(key="azure")
    with pytest.raises(ValidationError, match="key is taken"):
        actions.add_component(actor, provider=own, name="A", key="azure")


def test_a_component_is_removed_only_when_nothing_rests_on_it(actor, own):
    gpu = actions.add_component(actor, provider=own, name="GPU")
    option = OptionFactory(organization=actor.org, on=[gpu])
    with pytest.raises(ValidationError, match="option rests on it"):
        actions.remove_component(actor, gpu)
    option.on.clear()
    above = EdgeFactory(organization=actor.org, runs_on=gpu, component__name="Chat")
    with pytest.raises(ValidationError, match="Chat rests on it"):
        actions.remove_component(actor, gpu)
    above.delete()
    actions.remove_component(actor, gpu)
    assert not Component.objects.for_org(actor.org).filter(name="GPU").exists()


def test_a_provider_goes_after_its_components(actor, own):
    gpu = actions.add_component(actor, provider=own, name="GPU")
    with pytest.raises(ValidationError, match="components first"):
        actions.remove_provider(actor, own)
    actions.remove_component(actor, gpu)
    actions.remove_provider(actor, own)
    assert not Provider.objects.for_org(actor.org).exists()


def test_a_viewer_may_not_add(actor):
    with pytest.raises(PermissionDenied):
        actions.add_provider(Actor(actor.org, actor.user, Role.VIEWER), name="X")
