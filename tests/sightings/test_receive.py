"""A delivery comes in: believed or not, once, and what becomes of it is kept for a week."""

import base64
import json
from datetime import timedelta

import pytest
from django.test import Client

from continuity.audit.models import Event
from continuity.providers.models import Outage
from continuity.sightings import actions
from continuity.sightings.models import Delivery, Hook, Upstream
from continuity.sightings.signing import signed
from continuity.sightings.tasks import expire
from continuity.sightings.views import receiving
from tests.factories import ComponentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
WHSEC = "whsec_" + base64.b64encode(b"k" * 24).decode()


@pytest.fixture
def hook(owner, clock):
    return actions.add_hook(owner, name="Gateway", kind="generic")


def post(hook, sent, how=None, secret="", at=None, **headers):
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    if how:
        headers |= signed(how, secret, headers.pop("number", "m1"), int(at.timestamp()), body)
    client = Client(enforce_csrf_checks=True)
    return client.post(
        f"/hooks/{hook.secret}/",
        body,
        content_type=headers.pop("content_type", "application/json"),
        headers={k.replace("_", "-"): v for k, v in headers.items()},
    )


def told(response):
    return response.status_code, response.json()["outcome"], response.json()["reason"]


def mapped(owner, hook, key, part=None):
    upstream = Upstream.objects.for_org(owner.org).get(hook=hook, key=key)
    part = part or ComponentFactory()
    actions.map_upstream(owner, upstream, part)
    return part


def going_on(org):
    return list(Outage.objects.for_org(org).open().values_list("state", flat=True))


DOWN, UP = {"component": "gw", "state": "down"}, {"component": "gw", "state": "up"}


def test_without_session_or_csrf_it_is_taken_in_and_listed_for_mapping(hook, owner):
    assert told(post(hook, DOWN)) == (200, "accepted", "unmapped")
    row = Upstream.objects.for_org(owner.org).get()
    assert (row.key, row.component, row.said) == ("gw", None, "major_outage")
    assert going_on(owner.org) == []


def test_once_mapped_what_it_says_opens_and_closes_outages_of_that_organisation(hook, owner, clock):
    post(hook, DOWN)
    part = mapped(owner, hook, "gw")
    assert going_on(owner.org) == ["major_outage"]  # what it says already counts
    clock.forward(minutes=1)
    assert told(post(hook, UP)) == (200, "accepted", "counted")
    assert going_on(owner.org) == []
    clock.forward(minutes=1)
    post(hook, {"component": "gw", "state": "slow", "title": "Slow answers"})
    row = Outage.objects.for_org(owner.org).open().get()
    assert (row.component, row.state, row.source) == (part, "degraded", "hook")
    assert (row.title, row.suspected) == ("Slow answers", False)


def test_a_word_on_no_list_changes_nothing_and_is_told(hook, owner, clock):
    post(hook, DOWN)
    mapped(owner, hook, "gw")
    clock.forward(minutes=1)
    answer = told(post(hook, {"component": "gw", "state": "wobbly"}))
    assert answer == (200, "ignored", "unknown_word")
    assert going_on(owner.org) == ["major_outage"]
    last = Delivery.objects.for_org(owner.org).latest("pk")
    assert last.words == [["gw", "unknown", "unknown_word", "wobbly"]]


def test_the_same_id_counts_once(hook, owner, clock):
    post(hook, DOWN)
    mapped(owner, hook, "gw")
    clock.forward(minutes=1)
    assert told(post(hook, {**UP, "id": "m7"})) == (200, "accepted", "counted")
    clock.forward(minutes=1)
    post(hook, {**DOWN, "id": "m8"})
    clock.forward(minutes=1)
    assert told(post(hook, {**UP, "id": "m7"})) == (200, "ignored", "replayed")
    assert going_on(owner.org) == ["major_outage"]


def test_what_is_older_than_what_is_known_changes_nothing(hook, owner, clock):
    post(hook, {**DOWN, "at": "2026-11-20T09:50:00Z"})
    mapped(owner, hook, "gw")
    clock.forward(minutes=1)
    late = {**UP, "at": "2026-11-20T09:49:00Z"}
    assert told(post(hook, late)) == (200, "ignored", "stale")
    assert going_on(owner.org) == ["major_outage"]


def test_two_alerts_about_one_thing_each_end_for_themselves(owner, clock):
    hook = actions.add_hook(owner, name="Alerts", kind="alertmanager", labels="service")

    def alert(number, status):
        labels = {"service": "gw", "alertname": number, "severity": "critical"}
        return {"alerts": [{"status": status, "labels": labels, "fingerprint": number}]}

    post(hook, alert("a", "firing"))
    mapped(owner, hook, "service=gw")
    for number, status, left in [
        ("b", "firing", 1), ("a", "resolved", 1), ("b", "resolved", 0)
    ]:  # fmt: skip
        clock.forward(minutes=1)
        post(hook, alert(number, status))
        assert len(going_on(owner.org)) == left


def test_what_an_incident_is_no_longer_about_is_well_again(owner, clock):
    hook = actions.add_hook(owner, name="Incidents", kind="incidentio", signed=True, secret=WHSEC)

    def incident(number, *services):
        clock.forward(minutes=1)
        values = [{"value_catalog_entry": {"id": s, "name": s}} for s in services]
        about = {
            "id": "i1",
            "incident_status": {"category": "live"},
            "severity": {"name": "Critical"},
            "custom_field_entries": [{"values": values}],
        }
        event = "public_incident.incident_updated_v2"
        sent = {"event_type": event, event: about}
        return told(post(hook, sent, "standard", WHSEC, clock.now, number=number))

    assert incident("m1", "api", "web") == (200, "accepted", "unmapped")
    mapped(owner, hook, "api")
    mapped(owner, hook, "web")
    assert len(going_on(owner.org)) == 2
    assert incident("m2", "web") == (200, "accepted", "counted")
    assert len(going_on(owner.org)) == 1
    assert incident("m2", "web") == (200, "ignored", "replayed")


@pytest.mark.parametrize(("kind", "how"), [("generic", "timed"), ("alertmanager", "bearer")])
def test_a_hook_that_wants_signatures_takes_nothing_without(owner, clock, kind, how):
    hook = actions.add_hook(owner, name="Signed", kind=kind, signed=True)
    body = actions.KINDS[kind].EXAMPLE
    secret = hook.signing_secret
    assert told(post(hook, body)) == (401, "refused", "unsigned")
    assert told(post(hook, body, how, "x" + secret[1:] + "y", clock.now))[2] == "wrong_signature"
    assert told(post(hook, body, how, secret, clock.now))[:2] == (200, "accepted")
    if how == "timed":
        late = clock.now - timedelta(minutes=6)
        assert told(post(hook, body, how, secret, late)) == (401, "refused", "wrong_time")


def test_a_wrong_or_removed_address_is_not_there(hook, owner):
    actions.remove_hook(owner, hook)
    assert post(hook, DOWN).status_code == 404
    assert Client().post("/hooks/nobody/", DOWN, content_type="application/json").status_code == 404
    actions.restore_hook(owner, hook)
    assert post(hook, DOWN).status_code == 200


def test_it_answers_posts_alone(hook):
    for method in ("get", "put", "delete", "head"):
        assert getattr(Client(), method)(f"/hooks/{hook.secret}/").status_code == 405


@pytest.mark.parametrize(
    ("body", "content_type", "answer"),
    [
        (b"{}" + b" " * 256 * 1024, "application/json", (413, "refused", "too_large")),
        (b"{}", "text/plain", (415, "refused", "wrong_type")),
        (b"a=1", "application/x-www-form-urlencoded", (415, "refused", "wrong_type")),
        (b"{", "application/json", (400, "refused", "not_json")),
        (b"[" * 100_000, "application/json", (400, "refused", "too_deep")),
        (b"[]", "application/cloudevents+json", (400, "refused", "wrong_shape")),
        (b'{"component": "\\ud800"}', "application/json; charset=utf-8",
         (200, "ignored", "unknown_word")),
    ],
    ids=range(7),
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason_and_kept(
    hook, owner, body, content_type, answer
):
    assert told(post(hook, body, content_type=content_type)) == answer
    row = Delivery.objects.for_org(owner.org).get()
    assert (row.outcome, row.reason) == answer[1:]


def test_a_hook_takes_sixty_a_minute(hook, owner, clock, monkeypatch):
    monkeypatch.setattr(receiving, "A_MINUTE", 3)
    answers = [post(hook, DOWN).status_code for _n in range(4)]
    assert answers == [200, 200, 200, 429]
    assert Delivery.objects.for_org(owner.org).count() == 3
    clock.forward(minutes=1)
    assert post(hook, DOWN).status_code == 200


def test_a_hook_lists_at_most_three_hundred_things(hook, owner):
    rows = [{"component": f"c{n}", "state": "down"} for n in range(300)]
    post(hook, {"components": rows})
    assert told(post(hook, {"component": "one more", "state": "down"}))[2] == "too_many"
    assert Upstream.objects.for_org(owner.org).count() == 300


def test_deliveries_are_kept_for_seven_days(hook, owner, clock):
    post(hook, DOWN)
    clock.forward(days=7)
    assert actions.forget_deliveries(clock.now) == 0
    clock.forward(seconds=1)
    assert actions.forget_deliveries(clock.now) == 1


def test_removing_a_hook_ends_what_it_alone_told_of(hook, owner):
    post(hook, DOWN)
    mapped(owner, hook, "gw")
    actions.remove_hook(owner, hook)
    assert going_on(owner.org) == []


def test_mapping_elsewhere_moves_what_it_says(hook, owner):
    post(hook, DOWN)
    mapped(owner, hook, "gw")
    other = mapped(owner, hook, "gw")
    assert Outage.objects.for_org(owner.org).open().get().component == other
    actions.map_upstream(owner, Upstream.objects.for_org(owner.org).get(), None)
    assert going_on(owner.org) == []


def test_no_secret_is_in_a_row_or_in_the_chain(owner, clock):
    hook = actions.add_hook(owner, name="Signed", kind="incidentio", signed=True, secret=WHSEC)
    made = actions.add_hook(owner, name="Own", kind="generic", signed=True)
    rows = str(list(Hook.objects.for_org(owner.org).values()))
    chain = str(list(Event.objects.for_org(owner.org).values()))
    for secret in (WHSEC, hook.secret, made.secret, made.signing_secret):
        assert secret not in rows + chain
    sealed = Hook.objects.for_org(owner.org).get(pk=hook.pk).signing
    assert sealed
    assert sealed not in chain


def test_when_the_ring_lost_its_key_nothing_is_believed(owner, clock, settings):
    hook = actions.add_hook(owner, name="Own", kind="generic", signed=True)
    settings.SEALING_KEYS = ["another"]
    answer = post(hook, DOWN, "timed", hook.signing_secret, clock.now)
    assert told(answer) == (401, "refused", "sealed_shut")


def test_an_alert_that_began_days_ago_still_counts_and_each_repeat_holds_it_a_day_longer(
    owner, clock
):
    hook = actions.add_hook(owner, name="Alerts", kind="alertmanager")
    labels = {"alertname": "Slow", "severity": "warning"}
    alert = {"status": "firing", "labels": labels, "startsAt": "2026-11-17T10:00:00Z"}
    post(hook, {"alerts": [alert]})
    mapped(owner, hook, "alertname=Slow")
    for _n in range(3):
        assert going_on(owner.org) == ["degraded"]
        clock.forward(hours=23)
        expire()
        post(hook, {"alerts": [alert]})
    clock.forward(hours=24)
    expire()
    assert going_on(owner.org) == []


def test_long_messages_come_less_often_for_all_hooks_of_an_organisation_together(owner, hook):
    """Each word may open or end an outage: ten thousand a minute would hold every other writer."""
    other = actions.add_hook(owner, name="Another", kind="generic")
    sent = {"components": [{"component": f"c{n}", "state": "down"} for n in range(300)]}
    assert [post(one, sent).status_code for one in (hook, other, hook)] == [200, 200, 429]
    assert post(other, sent).headers["Retry-After"] == "60"
    assert Delivery.objects.for_org(owner.org).count() == 2


def test_what_is_refused_is_written_down_without_the_address_that_opens(owner, hook, caplog, capfd):
    assert post(hook, b"{").status_code == 400
    assert post(hook, {"component": "c"}, content_type="text/plain").status_code == 415
    assert "/hooks/…/" in caplog.text
    assert hook.secret not in caplog.text + capfd.readouterr().err
