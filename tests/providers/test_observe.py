"""What a reading says of one component, and which post explains it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from continuity.providers.feeds import State, incidentio, statuspage
from continuity.providers.memory import SignalState
from continuity.providers.observing import WHOLE, again, observe
from tests.providers.payloads import component, incident, summary

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
DOWN = component("c1", "major_outage")


def seen(*components, at=T0, memory=None, of="c1", **more):
    return observe(statuspage.parse(summary(*components, **more), {}, {}), of, at, memory)


def post(id, status="investigating", on=(DOWN,), began="2026-11-20T09:58:00Z"):
    return incident(id, status, started_at=began, created_at=began, components=list(on))


def window(start="09:30", end="10:30", on=("c1",), status="in_progress"):
    return {
        "id": "m1",
        "name": "Upgrade",
        "status": status,
        "scheduled_for": f"2026-11-20T{start}:00Z",
        "scheduled_until": f"2026-11-20T{end}:00Z",
        "components": [{"id": name, "name": name} for name in on],
    }


def test_the_newest_active_post_explains():
    posts = [
        post("old", began="2026-11-20T09:00:00Z"),
        post("new", "monitoring"),
        post("other", on=[component("c2", "major_outage")], began="2026-11-20T09:59:00Z"),
        post("past", "resolved", began="2026-11-20T09:59:00Z"),
    ]
    found = seen(DOWN, incidents=posts)
    assert (found.state, found.title, found.incident) == ("major_outage", "Trouble new", "new")
    assert found.began == found.aged == T0 - timedelta(minutes=2)
    assert found.monitoring


def test_a_post_without_components_explains_a_bad_component_only():
    posts = [incident("i")]
    assert seen(DOWN, incidents=posts).title == "Trouble i"
    assert seen(DOWN, incidents=posts).began is None
    assert seen(component("c1", "operational"), incidents=posts).title == ""


def test_where_no_post_names_a_component_the_oldest_open_one_tells_the_age():
    posts = [incident("new"), incident("old", created_at="2026-11-15T00:00:00Z")]
    body = summary(DOWN, incidents=posts, page={"id": "01J0000000000000000000AAAA"})
    found = observe(incidentio.parse(body, {}, {}), "c1", T0)
    assert found.aged == datetime(2026, 11, 15, tzinfo=UTC)
    assert found.began is None


def test_a_post_that_stood_there_while_all_was_well_tells_nothing():
    forgotten = post("forgotten", "monitoring", began="2026-11-19T12:00:00Z")
    memory = SignalState(idle=("forgotten",))
    found = seen(DOWN, incidents=[forgotten], memory=memory)
    assert (found.title, found.began, found.aged, found.monitoring) == ("", None, None, False)
    found = seen(DOWN, incidents=[forgotten, post("now")], memory=memory)
    assert (found.title, found.began) == ("Trouble now", T0 - timedelta(minutes=2))
    assert found.posts == ("forgotten", "now")


def test_a_post_dated_back_behind_the_last_good_read_still_tells_of_its_trouble():
    dated_back = post("late", "monitoring", began="2026-11-20T08:30:00Z")
    memory = SignalState(good_at=T0 - timedelta(minutes=2))
    found = seen(DOWN, incidents=[dated_back], memory=memory)
    assert (found.title, found.monitoring) == ("Trouble late", True)
    assert found.began == T0 - timedelta(minutes=90)


def test_a_post_that_came_shortly_before_its_trouble_still_explains_it():
    found = seen(DOWN, incidents=[post("early")], memory=SignalState(idle=("early",)))
    assert (found.title, found.began) == ("Trouble early", None)


def test_a_post_of_days_ago_watches_nothing_any_more():
    forgotten = post("forgotten", "monitoring", began="2026-11-10T00:00:00Z")
    assert not seen(component("c1", "operational"), incidents=[forgotten]).monitoring


def test_a_component_that_the_reading_lacks_is_missing():
    found = observe(statuspage.parse(statuspage.EXAMPLE, {}, {}), "nowhere", T0)
    assert found.missing
    assert found.state is State.UNKNOWN


def test_untagged_posts_without_a_start_are_still_ordered():
    posts = [incident(i, created_at=None, started_at=None) for i in ("b", "a")]
    assert seen(DOWN, incidents=posts).incident == "b"


def test_bad_inside_an_announced_window_is_maintenance():
    found = seen(DOWN, scheduled_maintenances=[window()])
    assert found.state is State.MAINTENANCE
    assert found.title == ""


@pytest.mark.parametrize(
    "other",
    [
        window(on=["c2"]),
        window(start="10:01"),
        window(status="completed"),
        window(start="08:00", end="09:44"),
        {**window(), "scheduled_until": None},
    ],
    ids=["another component", "not yet", "completed", "over", "no end"],
)
def test_a_window_that_is_not_this_one_excuses_nothing(other):
    assert seen(DOWN, scheduled_maintenances=[other]).state is State.MAJOR_OUTAGE


def test_an_outage_that_was_there_before_the_window_stays_one():
    found = seen(DOWN, scheduled_maintenances=[window()], memory=SignalState(open=True))
    assert found.state is State.MAJOR_OUTAGE


@pytest.mark.parametrize(
    ("word", "after"), [("major_outage", "major_outage"), ("under_maintenance", "degraded")]
)
def test_what_is_still_so_a_quarter_of_an_hour_after_the_window_is_bad(word, after):
    body = {"scheduled_maintenances": [window()]}
    for minute, state in ((44, "maintenance"), (46, after)):
        at = T0 + timedelta(minutes=minute)
        assert seen(component("c1", word), at=at, **body).state == state
    unchanged = SignalState(last=seen(component("c1", word), **body))
    assert again(unchanged, T0 + timedelta(minutes=45)).state == "maintenance"
    assert again(unchanged, T0 + timedelta(minutes=46)).state == after


def test_maintenance_without_a_window_is_maintenance_for_as_long_as_it_is_said():
    unchanged = SignalState(last=seen(component("c1", "under_maintenance")))
    assert again(unchanged, T0 + timedelta(days=3)).state == "maintenance"


def whole(*words, **more):
    rows = [component(f"c{n}", word) for n, word in enumerate(words, 1)]
    return seen(*rows, of=WHOLE, **more)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (["operational", "operational"], "operational"),
        (["operational", "degraded_performance"], "degraded"),
        (["partial_outage", "degraded_performance"], "partial_outage"),
        (["operational", "under_maintenance"], "maintenance"),
        (["operational", "Affected"], "unknown"),
        (["major_outage", "Affected"], "major_outage"),
    ],
)
def test_a_whole_page_is_as_bad_as_the_worst_that_it_lists(words, state):
    assert whole(*words).state == state


def test_any_post_on_it_explains_a_whole_page():
    posts = [post("tagged", on=[component("c2", "x")])]
    found = whole("major_outage", incidents=posts)
    assert (found.title, found.began) == ("Trouble tagged", T0 - timedelta(minutes=2))


def test_a_window_of_one_component_excuses_nothing_else_on_a_whole_page():
    windows = [window(on=["c1"])]
    both = whole("major_outage", "degraded_performance", scheduled_maintenances=windows)
    assert both.state == "degraded"
    one = whole("major_outage", "operational", scheduled_maintenances=windows)
    assert one.state == "maintenance"
    assert again(SignalState(last=one), T0 + timedelta(minutes=46)).state == "major_outage"


def test_said_again_it_is_the_same_at_a_later_time():
    found = seen(DOWN, incidents=[post("now")])
    later = T0 + timedelta(minutes=1)
    assert again(SignalState(last=found), later) == replace(found, at=later)
