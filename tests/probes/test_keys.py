"""A key is sealed, used for one host, and found nowhere else: not by a scan of everything."""

import asyncio
import json
import logging
import re
import traceback
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from continuity.audit.models import Event
from continuity.orgs.actor import Actor
from continuity.probes import actions, ring, running
from continuity.probes.models import Probe, Secret
from continuity.probes.tasks import run_probes
from continuity.providers.call import Call, Caller
from continuity.reminders.models import Notification
from tests.probes.models_server import models_server

MARK = "sk-MARK-0815-secret"
pytestmark = pytest.mark.django_db
KINDS = ["openai", "anthropic", "gemini", "azure_openai"]
DOES = ["good", "wrong", "s401", "s429quota", "s500", "inside", "cut", "page", "elsewhere", "drip"]


def fresh(probe):
    return Probe.objects.for_org(probe.organization).get(pk=probe.pk)


def dumped():
    """Every value of every table, as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [repr(bytes(v) if isinstance(v, memoryview) else v) for r in cursor for v in r]
    return "\n".join(found)


@pytest.fixture
def every_log(caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("aiohttp", "asyncio", "django", "continuity", "celery"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def test_a_marked_key_is_found_nowhere_after_everything_that_can_happen(
    canary, run, server, owner, owner_browser, every_log, settings, capsys
):
    settings.EMAIL_BACKEND = "continuity.reminders.outbox.OutboxBackend"
    home = f"/o/{owner.org.slug}/"
    probes = [
        canary(kind, does, key=MARK, name=f"{kind} {does}") for kind in KINDS for does in DOES[:5]
    ]
    for minute in (0, 5, 10, 15):
        run(minute)
    for n, does in enumerate(DOES[5:]):
        server.does = does
        run(30 + n)
    assert sum(MARK in row for row in server.bytes.splitlines()) > 80  # it was really used
    seen = []
    for probe in probes:
        for path in ("", "key/", "edit/"):
            seen.append(owner_browser.get(f"{home}probes/{probe.pk}/{path}"))
    refused = owner_browser.post(f"{home}probes/{probes[0].pk}/key/", {"key": f"{MARK} with space"})
    assert refused.status_code == 422
    taken = owner_browser.post(f"{home}probes/{probes[0].pk}/key/", {"key": MARK}, follow=True)
    seen += [refused, taken]
    pages = ["probes/", "audit/", "audit/?verb=probe.set_key", "", "providers/", "due/"]
    pages += [f"providers/{probes[0].component.provider_id}/"]
    seen += [owner_browser.get(f"{home}{page}") for page in pages]
    exports = [f"{home}audit/export/", f"{home}audit/export.csv", f"{home}audit/export.jsonl"]
    seen += [owner_browser.get(page) for page in exports]
    api = f"/api/v1/o/{owner.org.slug}/"
    for route in ("probes", "probe-results", "probe-days", f"probes/{probes[0].pk}", "outages"):
        seen.append(owner_browser.get(f"{api}{route}/"))
    assert {answer.status_code for answer in seen} <= {200, 404, 422}
    for answer in seen:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert MARK.encode() not in body
        assert MARK not in str(answer.headers)
    fixture = StringIO()
    call_command("dumpdata", stdout=fixture, use_base_manager=True)
    told = capsys.readouterr()
    letters = Notification.objects.across_orgs("test")
    assert letters.exists()
    assert Event.objects.for_org(owner.org).filter(verb="probe.set_key").count() >= 20
    for text in (every_log.text, fixture.getvalue(), dumped(), told.out, told.err):
        assert MARK not in text
    assert not re.search(r"MARK-0815", every_log.text + dumped())


def test_a_message_of_celery_names_no_probe_and_no_key(canary):
    canary("openai", "good", key=MARK)
    signature = json.dumps(dict(run_probes.s()), default=str)
    assert MARK not in signature
    assert run_probes.s().args == ()


def test_a_fault_of_ours_while_the_key_is_in_hand_does_not_tell_it(
    canary, run, every_log, monkeypatch
):
    canary("openai", "good", key=MARK)

    def break_(*args, **kwargs):
        raise RuntimeError(f"could not go on with {args!r}")

    monkeypatch.setattr(running.asking, "ask_all", break_)
    with pytest.raises(RuntimeError) as caught:
        run()
    assert MARK not in "".join(traceback.format_exception(caught.value))
    assert MARK not in repr(Call("POST", "https://x.example", secret={"x": MARK}))
    assert MARK not in every_log.text


@pytest.fixture
def other(server, settings):
    """Another server that may be called: what holds a key back is not the list of addresses."""
    with models_server() as other:
        settings.PROBE_ALLOW = [server.place, other.place]
        yield other


def test_a_key_does_not_follow_to_another_host(canary, run, server, owner, other):
    probe = canary("openai", "good", key=MARK)
    actions.edit_probe(owner, probe, url=other.base())
    assert not Secret.objects.for_org(owner.org).exists()
    run(10**6)
    assert other.seen == []
    assert server.seen == []
    entry = Event.objects.for_org(owner.org).filter(verb="probe.edit").latest("seq")
    assert entry.changes["key"] == "dropped: another host"


def test_a_host_changed_behind_our_back_is_sent_nothing(canary, run, server, other):
    probe = canary("openai", "good", key=MARK)
    Probe.objects.for_org(probe.organization).update(url=other.base())
    run()
    assert other.seen == []
    assert server.seen == []
    assert fresh(probe).reason == "key_unreadable"


def test_a_sealed_key_moved_to_another_probe_or_organisation_opens_nothing(canary, run, other):
    probe = canary("openai", "good", key=MARK)
    origin = ring.origin_of(other.base())
    Secret.objects.for_org(probe.organization).update(origin=origin)
    Probe.objects.for_org(probe.organization).update(url=other.base())
    run()
    assert other.seen == []
    assert fresh(probe).reason == "key_unreadable"
    sealed = ring.seal(MARK, 1, "https://a.example:443")
    assert ring.unseal(sealed, 1, "https://a.example:443") == MARK
    for whose, where in ((2, "https://a.example:443"), (1, "https://b.example:443")):
        with pytest.raises(ring.Unopened):
            ring.unseal(sealed, whose, where)


def test_no_redirect_is_followed_with_a_key(canary, run, settings, other):
    with models_server(elsewhere=other.place) as asked:
        settings.PROBE_ALLOW = [asked.place, other.place]
        probe = canary("openai", "elsewhere", key=MARK, url=asked.base())
        run()
        assert len(asked.seen) == 1
    assert other.seen == []
    assert fresh(probe).reason == "redirected"


@pytest.mark.parametrize(
    ("addresses", "reason"),
    [
        (["127.0.0.1"], "refused_address"),
        (["93.184.216.34", "127.0.0.1"], "refused_address"),
        (["169.254.169.254"], "refused_address"),
        (["::ffff:127.0.0.1"], "refused_address"),
        (["64:ff9b::7f00:1"], "refused_address"),
        ([], "unreachable"),
    ],
)
def test_a_name_that_leads_inside_is_sent_nothing(addresses, reason):
    """Whatever the resolver said before: every address is checked, and that one is called."""

    async def go(server):
        answers = iter([["93.184.216.34"], addresses])

        async def lookup(host, port):
            return addresses if port != server.port else next(answers)

        url = "https://api.example.com/v1/chat/completions"
        call = Call("POST", url, {}, b"{}", {"Authorization": MARK})
        async with Caller([], lookup, total_s=2) as caller:
            return await caller.call(call)

    with models_server() as server:
        called = asyncio.run(go(server))
        assert server.seen == []
    assert called.status == 0
    assert called.reason in {reason, "no_such_name"}


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/v1",
        "https://127.0.0.1/v1",
        "https://2130706433/v1",
        "https://0x7f.1/v1",
        "https://[::1]/v1",
        "https://localhost/v1",
        "https://api.example.com:8443/v1",
        "https://me:pw@api.example.com/v1",
        "file:///etc/passwd",
        "https://api.example.com\\@evil.example/",
    ],
)
def test_an_address_that_may_not_be_called_is_sent_nothing(url):
    async def go():
        async with Caller([], total_s=2) as caller:
            return await caller.call(Call("POST", url, {}, b"{}", {"Authorization": MARK}))

    called = asyncio.run(go())
    assert called.status == 0
    assert called.reason in {"bad_address", "refused_address"}


def test_a_private_server_that_is_read_for_everybody_is_probed_by_nobody(
    canary, door, run, server, settings, owner
):
    """What an administrator lets us read at an address of theirs is not what tenants may ask it."""
    probes = [canary("openai", "good", key=MARK), door(contains="root:")]
    settings.FEED_ALLOW, settings.PROBE_ALLOW = [server.place], []
    run()
    assert server.seen == []
    assert {fresh(probe).reason for probe in probes} <= {"bad_address", "refused_address"}
    with pytest.raises(ValidationError):
        actions.edit_probe(owner, fresh(probes[1]), url=f"{server.base('')}/metrics")


def test_the_ring_can_be_turned(canary, run, server, settings):
    settings.SEALING_KEYS = ["old key of the ring"]
    probe = canary("openai", "good", key=MARK)
    settings.SEALING_KEYS = ["new key of the ring", "old key of the ring"]
    out = StringIO()
    call_command("probes", "rotate", stdout=out)
    assert "1 sealed anew" in out.getvalue()
    settings.SEALING_KEYS = ["new key of the ring"]
    run()
    assert fresh(probe).looks == "answers"
    settings.SEALING_KEYS = ["quite another"]
    with pytest.raises(CommandError, match="1 can be opened with none"):
        call_command("probes", "rotate", stdout=StringIO())
    run(5)
    assert (fresh(probe).looks, fresh(probe).reason) == ("ours", "key_unreadable")
    assert len(server.seen) == 1


def test_a_removed_probe_has_no_key_and_asks_for_it_anew_when_it_comes_back(canary, run, owner):
    probe = canary("openai", "good", key=MARK)
    actions.remove_probe(owner, probe)
    assert not Secret.objects.across_orgs("test").exists()
    actions.restore_probe(owner, Probe.objects.removed(owner.org).get())
    run(10**6)
    assert fresh(probe).tried_at is None


@pytest.mark.parametrize("key", ["", "two words", "line\nbreak", "tab\t", "naïve", "x" * 1001])
def test_a_key_that_cannot_be_one_is_refused_without_being_repeated(key, canary, owner):
    probe = canary("openai", "good")
    with pytest.raises(Exception, match="A key") as caught:
        actions.set_key(owner, probe, key=key)
    assert not key or key not in str(caught.value)


def test_the_app_itself_needs_no_person_to_run(canary, run):
    probe = canary("openai", "good", owner=None)
    assert run(0, probe).looks == "answers"
    assert Actor.system(probe.organization).user is None
