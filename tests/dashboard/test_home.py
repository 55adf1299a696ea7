"""How exposed are we, now? The sentence, what fails, what is due, what would help."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.dashboard.templatetags.front import part
from continuity.orgs.models import Organization
from continuity.providers.models import Signal
from continuity.risk.models import Assessment
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FeedFactory,
    FunctionFactory,
    OptionFactory,
    OutageFactory,
    SignalFactory,
)
from tests.factories_reminders import ReminderFactory
from tests.factories_risk import AssessmentFactory


def leaning(org, component, **fields):
    function = FunctionFactory(organization=org, **fields)
    dependency = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=dependency, position=0, on=[component])
    OptionFactory(
        organization=org, dependency=dependency, position=1, name="By hand", switch_minutes=10
    )
    return function


def test_nothing_yet_offers_the_first_step(browser, home):
    text = browser.get(home).text
    assert "Write down the first function" in text
    assert "inventory/add/" in text


def test_the_sentence_names_the_worst_and_the_first_to_be_lost(browser, home, org):
    component = ComponentFactory(name="Microsoft Azure")
    function = FunctionFactory(organization=org, name="Fraud screening", mtpd_minutes=120)
    dependency = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=dependency, on=[component])
    text = browser.get(home).text
    assert "If <strong>Microsoft Azure</strong> fails now, 100 %" in text
    assert "Fraud screening passes its MTPD after 2\xa0h" in text


def test_advice_says_what_each_act_saves(browser, home, org):
    leaning(org, ComponentFactory())
    text = browser.get(home).text
    assert "Write the runbook for By hand" in text
    assert "score 40.0 → 20.0" in text


def test_what_fails_now_is_told_only_to_who_feels_it(browser, home, org):
    ours, others = ComponentFactory(name="Ours"), ComponentFactory(name="Elsewhere")
    leaning(org, ours)
    for component in (ours, others):
        OutageFactory(component=component, started_at=timezone.now())
    text = browser.get(home).text
    failing = text[text.index("Failing now") : text.index("What would help most")]
    assert "Ours" in failing
    assert "Elsewhere" not in failing


def words(page):
    """The first sentence, without its tags."""
    heading = re.search(r"<h1.*?</h1>", page.text, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]*>", "", heading).replace("\xa0", " ").split())


def test_while_it_is_down_the_first_sentence_says_what_carries_it_and_the_time_left(
    browser, home, org
):
    component = ComponentFactory(name="Big API")
    leaning(org, component, name="Claims", rto_minutes=60, mtpd_minutes=240)
    started = timezone.now() - timedelta(minutes=5)
    OutageFactory(component=component, state="major_outage", started_at=started)
    page = browser.get(home)
    told = words(page)
    assert "Big API is down: Claims is carried by By hand, after 10 min." in told
    assert "in 55 min" in told
    assert "in 3 h 55 min" in told
    assert "1 outage is going on" in page.text


def test_what_is_only_suspected_is_never_told_as_certain(browser, home, org):
    component = ComponentFactory(name="Big API")
    function = FunctionFactory(organization=org, name="Claims")
    dependency = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=dependency, on=[component])
    OutageFactory(
        organization=org,
        component=component,
        state="major_outage",
        source="people",
        suspected=True,
        started_at=timezone.now(),
    )
    page = browser.get(home)
    told = words(page)
    assert "Big API may be down: without it Claims stops and nothing carries it." in told
    assert "1 is suspected;" in page.text
    assert "going on" not in page.text
    assert "suspected: major outage" in page.text
    for place in (function.get_absolute_url(), f"{home}providers/{component.provider_id}/"):
        page = browser.get(place).text
        assert "suspected: major outage" in page
        assert "Perhaps down" in page


def test_a_worse_suspicion_beside_a_milder_outage_is_a_suspicion_still(browser, home, org):
    component = ComponentFactory(name="Big API")
    leaning(org, component)
    now = timezone.now()
    OutageFactory(component=component, state="degraded", started_at=now)
    fields = {"organization": org, "component": component, "source": "people", "suspected": True}
    OutageFactory(state="major_outage", started_at=now, **fields)
    signal = SignalFactory(component=component, feed=None, organization=org, source="people")
    Signal.objects.for_org(org).filter(pk=signal.pk).update(
        state="major_outage", until=now + timedelta(hours=1)
    )
    for place in (f"{home}providers/{component.provider_id}/", f"{home}risk/map/"):
        page = browser.get(place).text
        assert "suspected: major outage" in page, place


def lost_source(component, **fields):
    since = timezone.now() - timedelta(hours=2)
    fields = {"health": "broken", "reason": "html_instead", "health_since": since, **fields}
    SignalFactory(feed=FeedFactory(**fields), component=component)


def test_what_cannot_be_read_is_told_in_words_to_who_leans_on_it(browser, home, org):
    ours = ComponentFactory(name="Ours")
    leaning(org, ours)
    lost_source(ours)
    lost_source(ComponentFactory(name="Elsewhere", kind="host"))
    text = browser.get(home).text
    assert "Not known now, among what you lean on" in text
    assert "Ours" in text
    assert "2\xa0hours ago" in text
    assert "it answers with a web page" in text
    assert "Elsewhere" not in text


def test_what_another_source_tells_of_or_broke_just_now_is_not_called_unknown(browser, home, org):
    twice, fresh = ComponentFactory(), ComponentFactory()
    for component in (twice, fresh):
        leaning(org, component)
    lost_source(twice)
    SignalFactory(component=twice, feed__health="fresh")
    lost_source(fresh, health_since=timezone.now() - timedelta(minutes=10))
    assert "Not known now" not in browser.get(home).text


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        (["operational", "unknown"], "Nothing that we can read is failing;"),
        (["unknown", "unknown"], "Whether anything is failing, nobody tells us:"),
        (["operational", "operational"], "Nothing is failing;"),
    ],
)
def test_it_says_how_blind_we_are(browser, home, org, states, sentence):
    for state in states:
        leaning(org, ComponentFactory(state=state))
    ComponentFactory(state="unknown")  # nothing leans on it
    text = browser.get(home).text
    blind = states.count("unknown")
    assert sentence in text
    said = f"{blind} of 2 providers you lean on cannot be read" if blind else "all 2 providers"
    assert said in text


def test_the_line_leads_to_those_that_cannot_be_read(browser, home, org):
    leaning(org, ComponentFactory(state="unknown", provider__name="Dark"))
    leaning(org, ComponentFactory(state="operational", provider__name="Bright"))
    link = f"{home}providers/?ours=1&state=unknown"
    assert link.replace("&", "&amp;") in browser.get(home).text
    listed = browser.get(link).text
    assert "Dark" in listed
    assert "Bright" not in listed


@pytest.mark.parametrize(
    ("state", "said"), [("operational", "operational"), ("major_outage", "major outage")]
)
def test_a_model_without_a_source_of_its_own_is_as_what_serves_it(browser, home, org, state, said):
    api = ComponentFactory(name="Big API", state=state)
    model = ComponentFactory(name="GPT", kind="model", state="unknown", provider=api.provider)
    EdgeFactory(component=model, runs_on=api)
    dependency = DependencyFactory(organization=org, function=FunctionFactory(organization=org))
    OptionFactory(organization=org, dependency=dependency, on=[model])
    text = browser.get(home).text
    points = text[text.index("Single points of failure") :]
    assert "GPT" in points
    assert said in points
    assert "unknown" not in points
    if state == "major_outage":
        drawn = browser.get(f"{home}risk/map/").text
        assert "GPT of Provider" in drawn
        assert re.search(r"GPT of [^,]+, stops 1, now: major outage", drawn)


def test_a_single_score_is_told_in_words_instead_of_an_empty_picture(browser, home, org):
    leaning(org, ComponentFactory())
    text = browser.get(home).text
    assert "A line is drawn as soon as there are two days" in text
    assert "So much of your critical business hangs on a single provider" in text


def test_what_is_due_soon_and_a_year_of_scores(browser, home, org):
    leaning(org, ComponentFactory())
    today = timezone.localdate()
    for weeks in (10, 20, 80):
        AssessmentFactory(organization=org, day=today - timedelta(weeks=weeks), score=weeks)
    ReminderFactory(organization=org, subject="Soon", due_at=timezone.now() + timedelta(days=3))
    at = timezone.now() + timedelta(days=2)
    for who in ("ada", "bert"):
        ReminderFactory(organization=org, subject="Asked", due_at=at, owner_email=who)
    ReminderFactory(organization=org, subject="Far", due_at=timezone.now() + timedelta(days=90))
    text = browser.get(home).text
    assert "Soon" in text
    assert text.count("Asked") == 1
    assert "asked of 2 people" in text
    assert "Far" not in text
    assert Assessment.objects.for_org(org).count() == 4
    assert "80.0" not in text


def test_many_rows_cost_no_more_queries(browser, home, org):
    counts = []
    for n in (1, 20):
        for _ in range(n):
            component = ComponentFactory()
            leaning(org, component)
            OutageFactory(component=component, started_at=timezone.now())
            lost_source(component)
        browser.get(home)  # brings the scores up to date
        with CaptureQueriesContext(connection) as asked:
            browser.get(home)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 21


def test_healthz(client, db):
    assert client.get("/healthz").text == "ok\n"


def test_what_is_hit_a_little_is_not_said_to_be_hit_by_nothing():
    assert [part(value) for value in (0, 0.4, 1, 43.6)] == ["0 %", "less than 1 %", "1 %", "44 %"]


def test_functions_that_nobody_described_are_counted(browser, home, org):
    leaning(org, ComponentFactory())
    FunctionFactory(organization=org, name="Bare")
    Organization.objects.filter(pk=org.pk).update(revision=F("revision") + 1)
    assert "1 function counts as 0" in browser.get(home).text
