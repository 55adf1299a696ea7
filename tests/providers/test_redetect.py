"""A page that moved is found again: taken where that is certain, else proposed to a person."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from continuity.audit.models import Event
from continuity.core.clock import database_now
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers import moving, parsers, polling, redetect
from continuity.providers.actions import load_catalogue
from continuity.providers.feeds import ComponentReading, Reading, State
from continuity.providers.models import Feed, Signal
from tests.factories import FeedFactory, MembershipFactory, SignalFactory, UserFactory
from tests.providers.payloads import component, summary
from tests.providers.status_server import status_server

ULID = "01HZZZZZZZZZZZZZZZZZZZZZZZ"


def reading(*names, page="Example AI"):
    rows = tuple(ComponentReading(f"n{i}", name, State.OPERATIONAL) for i, name in enumerate(names))
    return Reading(True, components=rows, page_name=page)


def found(wanted, told, page="Example AI", host=True):
    return redetect.candidate("https://a.example/x", "statuspage", told, wanted, page, host)


def test_a_row_is_known_by_its_id_or_by_its_exact_name():
    one = found({"n0": "", "old": "Login"}, reading("API", "Login"))
    assert one.ids == {"n0": "n0", "old": "n1"}
    assert redetect.certain([one]) is one


@pytest.mark.parametrize(
    "one",
    [
        found({"old": "Login"}, reading("Login", "Login")),
        found({"old": ""}, reading("Login")),
        found({"old": "login"}, reading("Login")),
        found({"n0": ""}, reading("API"), host=False),
        found({"n0": ""}, reading("API", page="Somebody else")),
        found({}, reading("API")),
    ],
    ids=["twice", "no name", "other case", "other host", "other page", "nothing mapped"],
)
def test_what_leaves_a_doubt_is_not_certain(one):
    assert redetect.certain([one]) is None


def test_two_places_are_not_certain_but_two_paths_of_one_are():
    here = found({"n0": ""}, reading("API"))
    other = redetect.candidate(
        "https://a.example/y", "incidentio", reading("API"), {"n0": ""}, "", True
    )
    assert redetect.certain([here, other]) is None
    assert redetect.distinct([here, here]) == [here]


def test_what_lists_nothing_is_no_place():
    assert found({"n0": ""}, Reading(True)) is None
    assert found({"n0": ""}, Reading.unreadable("not_json")) is None


@pytest.mark.parametrize("reason", ["moved", "http_404", "http_410", "html_instead"])
def test_these_failures_are_looked_into(reason):
    assert redetect.is_suspicious(reason)


@pytest.mark.parametrize("reason", ["timeout", "challenge", "http_503", "rate_limited", ""])
def test_these_are_not(reason):
    assert not redetect.is_suspicious(reason)


def test_every_format_that_names_its_places_names_paths():
    assert redetect.paths(parsers.FORMATS)["/api/v2/summary.json"][:2] == [
        "incidentio",
        "statuspage",
    ]
    for path in redetect.paths(parsers.FORMATS):
        assert path.startswith("/")


@pytest.fixture
def server(db, settings):
    with status_server() as running:
        settings.FEED_ALLOW = [running.place]
        yield running


@pytest.fixture
def lost(server):
    """A Statuspage whose page is made by incident.io now: same host, new ids, same names."""
    feed = FeedFactory(
        url=f"http://{server.place}/api/v2/summary.json",
        health="moved",
        reason="other_format",
        failures=3,
        learned={"page_name": "Example AI", "rows": {"c1": "API", "c2": "Login"}},
        next_due=database_now(),
    )
    for upstream_id in ("c1", "c2"):
        SignalFactory(feed=feed, upstream_id=upstream_id)
    server.answers(page_of("API", "Login"))
    return feed


def page_of(*names, page="Example AI"):
    rows = [component(f"01HZ{n:022d}", "operational", name) for n, name in enumerate(names)]
    return summary(*rows, page={"id": ULID, "name": page})


def row():
    return Feed.objects.catalogue().get()


def verbs():
    return [e.verb for e in Event.objects.across_orgs("t").filter(verb__startswith="feed.")]


@pytest.mark.postgres
def test_a_page_that_changed_its_maker_is_read_again_by_itself(lost, server):
    assert moving.look_for_lost() == {lost.url: "moved"}
    assert row().format == "incidentio"
    assert row().moved_from == lost.url
    assert row().host == "127.0.0.1"
    ids = {s.upstream_id for s in Signal.objects.catalogue()}
    assert ids == {f"01HZ{0:022d}", f"01HZ{1:022d}"}
    assert verbs() == ["feed.move"]
    assert polling.poll_due().tried == 1
    assert row().health == "fresh"


@pytest.mark.postgres
def test_it_is_looked_for_once_a_day(lost, server):
    server.answers(b"", status=404)
    at = database_now()
    assert list(moving.look_for_lost(lambda: at).values()) == ["nothing"]
    assert moving.look_for_lost(lambda: at + timedelta(hours=23)) == {}
    assert len(moving.look_for_lost(lambda: at + timedelta(hours=24))) == 1


def test_a_page_that_lacks_a_row_is_proposed(lost, server):
    server.answers(page_of("API", "Sign-in"))
    assert list(moving.look_for_lost().values()) == ["proposed"]
    (one,) = row().proposal["candidates"]
    assert one["missing"] == ["c2"]
    assert row().url == lost.url
    assert verbs() == []


def test_a_proposal_is_gone_once_the_source_can_be_read_again(lost, server):
    server.answers(page_of("API", "Sign-in"))
    moving.look_for_lost()
    server.says(c1="operational", c2="operational")
    polling.poll_due()
    assert row().health == "fresh"
    assert row().proposal == {}


@pytest.fixture
def keeper(client, db):
    client.force_login(UserFactory(is_staff=True))
    return client


def test_a_keeper_accepts_what_was_found(lost, server, keeper):
    server.answers(page_of("API", "Sign-in"))
    moving.look_for_lost()
    shown = keeper.get("/installation/sources/").content.decode()
    assert "Not there: c2." in shown
    where = row().proposal["candidates"][0]["url"]
    told = keeper.post(f"/installation/sources/{lost.pk}/", {"url": where}, follow=True)
    assert where in told.content.decode()
    assert row().url == where
    assert "moved here from" in told.content.decode()
    assert verbs() == ["feed.move"]


def test_what_a_keeper_dismisses_is_not_proposed_again(lost, server, keeper):
    server.answers(page_of("API", "Sign-in"))
    moving.look_for_lost()
    keeper.post(f"/installation/sources/{lost.pk}/", {"dismiss": "1"})
    assert verbs() == ["feed.dismiss"]
    Feed.objects.catalogue().update(searched_at=None)
    assert list(moving.look_for_lost().values()) == ["nothing"]


def test_an_address_that_was_not_proposed_cannot_be_sent(lost, keeper):
    told = keeper.post(
        f"/installation/sources/{lost.pk}/", {"url": "https://evil.example/"}, follow=True
    )
    assert "proposed no more" in told.content.decode()
    assert row().url == lost.url


def test_only_a_keeper_sees_the_sources(client, lost):
    client.force_login(MembershipFactory().user)
    assert client.get("/installation/sources/").status_code == 302
    assert client.post(f"/installation/sources/{lost.pk}/", {"dismiss": "1"}).status_code == 302
    assert verbs() == []


def test_the_command_proposes_accepts_and_dismisses(lost, server):
    server.answers(page_of("API", "Sign-in"))

    def run(*words):
        out = StringIO()
        call_command("feed", *words, stdout=out)
        return json.loads(out.getvalue())

    where = run("propose", lost.url)["candidates"][0]["url"]
    assert run("dismiss", lost.url)["dismissed"] is True
    assert "candidates" not in run("propose", lost.url)
    Feed.objects.catalogue().update(proposal={})
    run("propose", lost.url)
    assert run("accept", lost.url) == {"url": where, "format": "incidentio", "moved_from": lost.url}


@pytest.mark.postgres
def test_a_load_leaves_an_accepted_move_until_the_files_name_another_address(db):
    from continuity.providers.actions import accept_move
    from continuity.providers.catalogue import read_catalogue

    platform = Actor.system(Organization.objects.platform())
    files = read_catalogue()
    load_catalogue(platform, files)
    feed = Feed.objects.catalogue().filter(enabled=True, signals__isnull=False).first()
    old = feed.url
    ids = sorted(s.upstream_id for s in feed.signals.all())
    where = {"url": "https://new.example.com/api", "format": "incidentio", "ids": {ids[0]: "NEW"}}
    accept_move(platform, feed, where)
    count = Feed.objects.catalogue().count()
    assert load_catalogue(platform, files) is None
    again = Feed.objects.catalogue().get(pk=feed.pk)
    assert (again.url, again.format, again.moved_from) == (where["url"], "incidentio", old)
    assert "NEW" in {s.upstream_id for s in again.signals.all()}
    assert Feed.objects.catalogue().count() == count
    Feed.objects.catalogue().filter(pk=feed.pk).update(moved_from="https://older.example/")
    load_catalogue(platform, files)  # the files name another address than that it moved from
    assert not Feed.objects.catalogue().filter(url=where["url"]).exists()
    assert Feed.objects.catalogue().filter(url=old).exists()
