"""Nobody sees another organisation's rows. New tables and routes are found, not listed."""

import re

import pytest
from django.apps import apps
from django.urls import get_resolver

from continuity.orgs.models import UnscopedQuery
from tests.factories import Base, MembershipFactory, OrganizationFactory

SHARED = {"orgs.User", "orgs.Organization", "orgs.Membership", "watchdog.Tick"}
OURS = [m for m in apps.get_models() if m.__module__.startswith("continuity.")]
SCOPED = [m for m in OURS if m._meta.label not in SHARED]
CALLS = ["all", "count", "first", "exists", "get", "create", "filter", "values", "aggregate"]
METHODS = ("get", "post", "put", "patch", "delete")
FOREIGN = 777


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
def test_an_unscoped_query_raises(model):
    for call in CALLS:
        with pytest.raises(UnscopedQuery):
            getattr(model.objects, call)()


def walk(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route


ROUTES = sorted(set(walk(get_resolver().url_patterns)))
INSIDE = [r for r in ROUTES if "<slug:org>" in r]
OUTSIDE = [r for r in ROUTES if "<slug:org>" not in r]
WITH_ROWS = [r for r in INSIDE if len(re.findall(r"<\w+:\w+>|\(\?P<", r)) > 1]


def concrete(route: str, slug: str) -> str:
    url = route.replace("<slug:org>", slug)
    url = re.sub(r"\(\?P<format>[^)]*\)", "json", url)
    url = re.sub(r"\(\?P<\w+>[^)]*\)|<int:\w+>", str(FOREIGN), url)
    url = re.sub(r"<\w+:\w+>", f"foreign-{FOREIGN}", url)
    return "/" + re.sub(r"[\^$?]|\\Z", "", url).replace("\\.", ".")


@pytest.fixture
def foreign_rows(db):
    """A row numbered 777 in every table, of another organisation."""
    theirs = OrganizationFactory(slug="theirs")
    for factory in all_factories():
        factory(pk=FOREIGN, organization=theirs)
    return theirs


def all_factories(base=Base):
    for factory in base.__subclasses__():
        if factory._meta.abstract:
            yield from all_factories(factory)
        elif factory._meta.model in SCOPED:
            yield factory


@pytest.mark.parametrize("route", INSIDE)
def test_a_stranger_gets_404_everywhere(route, client, db):
    owner, stranger = MembershipFactory(), MembershipFactory()
    client.force_login(stranger.user)
    url = concrete(route, owner.organization.slug)
    for method in METHODS:
        status = getattr(client, method)(url).status_code
        assert status == 404, (method, status)


@pytest.mark.parametrize("route", WITH_ROWS)
def test_a_member_cannot_reach_a_foreign_row(route, client, owner, foreign_rows):
    client.force_login(owner.user)
    url = concrete(route, owner.org.slug)
    for method in METHODS:
        status = getattr(client, method)(url).status_code
        assert status in (404, 405), (method, status)


@pytest.mark.parametrize("route", INSIDE)
def test_nobody_gets_nothing(route, client, db):
    owner = MembershipFactory()
    status = client.get(concrete(route, owner.organization.slug)).status_code
    assert status in (302, 401, 403)


def test_every_table_has_a_factory():
    """Else a foreign row of it would not be tried."""
    covered = {factory._meta.model._meta.label for factory in all_factories()}
    written_by_verbs = {"audit.Event", "audit.Checkpoint"}
    assert {m._meta.label for m in SCOPED} - covered == written_by_verbs
