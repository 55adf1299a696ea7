"""What probes see opens, worsens and closes outages of their own organisation; ours never does."""

import pytest

from continuity.audit.models import Event
from continuity.probes import actions
from continuity.probes.models import Result
from continuity.providers.models import Outage
from continuity.reminders.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def outages():
    return list(Outage.objects.across_orgs("test").order_by("pk"))


@pytest.fixture(autouse=True)
def outbox(settings):
    """The backend of the installation, in the place of the one that tests get."""
    settings.EMAIL_BACKEND = "continuity.reminders.outbox.OutboxBackend"


def letters():
    return list(Notification.objects.across_orgs("test").order_by("pk"))


def test_a_canary_that_fails_three_times_in_a_row_is_an_outage_and_well_again_after_two(
    canary, run, server
):
    probe = canary("anthropic", "s529")
    for minute in range(2):
        assert run(minute, probe).looks == "failing"
        assert outages() == []
    assert run(2, probe).looks == "down"
    (outage,) = outages()
    assert (outage.organization, outage.component) == (probe.organization, probe.component)
    assert (outage.source, outage.state, outage.suspected) == ("probe", "major_outage", False)
    assert outage.evidence["reason"] == "overloaded"
    server.does = "good"
    assert run(7, probe).looks == "down"
    assert run(8, probe).looks == "answers"
    (outage,) = outages()
    assert outage.ended_at is not None
    verbs = Event.objects.for_org(probe.organization).filter(verb__startswith="outage.")
    assert list(verbs.order_by("seq").values_list("verb", flat=True)) == [
        "outage.open",
        "outage.close",
    ]


def test_what_an_address_alone_shows_is_suspected(door, run, settings):
    probe = door(statuses="204")
    for minute in range(3):
        run(minute)
    (outage,) = outages()
    assert outage.suspected
    assert run(99, probe).looks == "suspected"


@pytest.mark.parametrize("does", ["s401", "s402", "s403", "s404", "s429", "s429quota", "elsewhere"])
def test_what_is_ours_or_unclear_never_opens_one(does, canary, run):
    probe = canary("openai", does)
    for minute in range(0, 30, 5):
        run(minute, probe)
    assert outages() == []
    assert Result.objects.for_org(probe.organization).count() == 6


def test_a_probe_that_never_worked_opens_nothing(canary, run):
    probe = canary("openai", "s503", proven=False)
    for minute in range(6):
        run(minute)
    assert outages() == []
    assert run(30, probe).looks == "failing"


def test_the_owner_hears_once_of_a_bad_key_and_again_only_after_it_was_good(
    canary, run, server, owner
):
    probe = canary("openai", "s401", key="sk-MARK-1")
    for minute in (0, 5, 10):
        run(minute, probe)
    (letter,) = letters()
    assert letter.recipient == owner.user.email
    assert "does not accept the key" in letter.body
    assert "sk-MARK" not in letter.body + letter.subject
    server.does = "good"
    run(15)
    server.does = "s401"
    run(20)
    assert len(letters()) == 2


def test_wrong_answers_are_shown_and_told_and_open_nothing(canary, run):
    probe = canary("gemini", "wrong")
    assert [run(minute, probe).looks for minute in (0, 5, 10, 15)] == [
        "answers",
        "answers",
        "answers_wrong",
        "answers_wrong",
    ]
    assert outages() == []
    assert len(letters()) == 1
    assert "3 of its last 3 answers were wrong" in letters()[0].body


def test_when_everything_fails_on_the_way_nothing_is_counted(canary, run, server, settings):
    """Two hosts, and neither is reached: our own line."""
    settings.PROBE_ALLOW = ["127.0.0.1:1", "localhost:1"]
    probes = [
        canary("openai", "good", url=f"http://{host}:1/v1") for host in ("127.0.0.1", "localhost")
    ]
    for minute in range(4):
        run(minute)
    assert not Result.objects.across_orgs("test").exists()
    for probe in probes:
        assert run(9, probe).bad == 0
    assert outages() == []


def test_of_one_host_alone_a_refused_connection_counts(canary, run, settings):
    settings.PROBE_ALLOW = ["127.0.0.1:1"]
    probe = canary("openai", "good", url="http://127.0.0.1:1/v1")
    for minute in range(3):
        run(minute)
    assert len(outages()) == 1
    assert run(3, probe).reason == "unreachable"


def test_pausing_and_removing_end_what_the_probe_alone_told_of(canary, run, owner):
    for act in (actions.pause_probe, actions.remove_probe):
        probe = canary("openai", "s500")
        for minute in range(3):
            run(minute)
        assert outages()[-1].ended_at is None
        act(owner, run(3, probe))
        assert outages()[-1].ended_at is not None
