"""A portfolio taken in: what becomes new, what changes, and what is left alone."""

import dataclasses

import pytest
from django.core.exceptions import ValidationError

from continuity.audit.models import Event
from continuity.inventory.actions import import_portfolio
from continuity.inventory.comparing import compare
from continuity.inventory.exporters.portable import export
from continuity.inventory.models import Function, Option
from continuity.orgs.actor import Actor
from continuity.providers.models import Component, Edge, Provider
from tests.factories import ComponentFactory, EdgeFactory, FunctionFactory, ProviderFactory
from tests.inventory.conftest import come_back
from tests.portfolios import AS_OF, SMALL, bare, component, dependency, function, option, portfolio


def test_a_second_time_changes_nothing(db):
    org, first = come_back(SMALL)
    pks = set(Function.objects.for_org(org).values_list("pk", flat=True))
    import_portfolio(Actor.system(org), SMALL)
    assert export(org, AS_OF) == first
    assert set(Function.objects.for_org(org).values_list("pk", flat=True)) == pks
    assert Event.objects.for_org(org).filter(verb="portfolio.import").count() == 1


def test_two_functions_may_swap_their_names(db):
    two = portfolio(function(name="one"), function(name="two"))
    org, _back = come_back(two)
    one, other = two.functions
    swapped = dataclasses.replace(
        two,
        functions=(
            dataclasses.replace(one, name=other.name),
            dataclasses.replace(other, name=one.name),
        ),
    )
    import_portfolio(Actor.system(org), swapped)
    assert bare(export(org, AS_OF)) == bare(swapped)


def test_a_share_finer_than_the_database_is_refused_by_name(db):
    fine = portfolio(function(dependency(option("gpt", "api")), minimum_capacity=1e-12))
    with pytest.raises(ValidationError, match="more than nine decimals"):
        come_back(fine)


def test_a_seller_is_made_once(db):
    p = portfolio(
        function(dependency(option("gpt", "api"))),
        components=(component("api", provider="Acme & Sons", provider_name="Acme"),),
    )
    org, _back = come_back(p)
    import_portfolio(Actor.system(org), dataclasses.replace(p, functions=()))
    assert Provider.objects.for_org(org).filter(organization=org).count() == 1


def test_a_function_becomes_as_the_file_says_and_others_stay(db):
    org, _back = come_back(SMALL)
    FunctionFactory(organization=org, name="Mine alone")
    (claims,) = SMALL.functions
    (ask,) = claims.dependencies
    fewer = dataclasses.replace(ask, options=ask.options[:1])
    changed = dataclasses.replace(
        SMALL, functions=(dataclasses.replace(claims, name="Claims 2", dependencies=(fewer,)),)
    )
    import_portfolio(Actor.system(org), changed)
    names = set(Function.objects.for_org(org).values_list("name", flat=True))
    assert names == {"Claims 2", "Mine alone"}
    assert Option.objects.for_org(org).count() == 1


def test_the_catalogue_is_used_and_corrected_never_written(db):
    seller = ProviderFactory(slug="api-inc")
    cloud = ComponentFactory(key="cloud", provider=ProviderFactory(slug="cloud-inc"))
    other = ComponentFactory(key="other")
    api = ComponentFactory(key="api", provider=seller)
    EdgeFactory(component=api, runs_on=other)
    before = list(Edge.objects.catalogue().values())
    org, _back = come_back(SMALL)
    assert not Component.objects.for_org(org).filter(organization=org).exists()
    own = {(e.runs_on_id, e.present) for e in Edge.objects.for_org(org).filter(organization=org)}
    assert own == {(other.pk, False), (cloud.pk, True)}
    assert list(Edge.objects.catalogue().values()) == before


def test_the_preview_tells_new_changed_and_the_same_apart(org):
    import_portfolio(Actor.system(org), SMALL)
    (claims,) = SMALL.functions
    more = dataclasses.replace(
        SMALL, functions=(dataclasses.replace(claims, criticality=5), function(name="new"))
    )
    told = compare(org, more)
    assert (told.functions.new, told.functions.changed, told.functions.same) == (
        ["New"],
        ["Claims"],
        [],
    )
    assert (told.runbooks.same, told.components.same) == (["Rb"], ["Api", "Cloud"])
    assert not told.nothing
