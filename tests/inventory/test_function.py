"""The page of a function: what stops this, and what then?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Role
from continuity.orgs.revision import touch
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
)
from tests.factories_runbooks import ExerciseFactory, RunbookFactory


@pytest.fixture
def cloud(db):
    return ComponentFactory(name="Azure")


@pytest.fixture
def api(cloud):
    component = ComponentFactory(name="OpenAI API")
    EdgeFactory(component=component, runs_on=cloud)
    return component


@pytest.fixture
def dependency(org):
    function = FunctionFactory(organization=org, name="Claims", minimum_capacity="0.5")
    return DependencyFactory(organization=org, function=function, name="Classify")


@pytest.fixture
def url(home, dependency):
    return f"{home}inventory/{dependency.function_id}/"


def option(dependency, position, **fields):
    return OptionFactory(
        organization=dependency.organization, dependency=dependency, position=position, **fields
    )


def test_the_path_is_the_proof(browser, url, dependency, api, cloud):
    option(dependency, 0, name="GPT", on=[api])
    option(dependency, 1, name="Azure GPT", on=[cloud], switch_minutes=10)
    text = browser.get(url).text
    assert "GPT → OpenAI API → Azure" in text
    assert "fall with it" in text


def test_what_is_not_filled_in_says_so(browser, url, dependency):
    assert "1 option that runs is missing" in browser.get(url).text
    option(dependency, 0, capacity="0.2")
    assert "What runs carries 20" in browser.get(url).text


def test_each_option_says_what_it_is_good_for(browser, url, org, dependency, api, cloud):
    option(dependency, 0, name="GPT", on=[api])
    option(dependency, 1, name="Azure GPT", on=[cloud], switch_minutes=10)
    option(dependency, 2, name="By hand", switch_minutes=90)
    text = browser.get(url).text.replace("\u00a0", " ")
    assert "1 runs, 2 wait" in text
    assert "Azure GPT → Azure<" in text
    assert "too late: 1 h 30 min, RTO 1 h" in text


def test_late_is_not_called_a_stop(browser, url, org, dependency, api):
    option(dependency, 0, on=[api])
    option(dependency, 1, switch_minutes=90, runbook=RunbookFactory(organization=org))
    text = browser.get(url).text.replace("\u00a0", " ")
    assert "this is down for 1 h 30 min, 30 min past its RTO" in text
    assert "this stops" not in text


def test_an_exercise_of_the_runbook_tests_the_option_on_its_page(
    browser, url, org, dependency, api
):
    runbook = RunbookFactory(organization=org)
    option(dependency, 0, on=[api])
    option(dependency, 1, switch_minutes=10, runbook=runbook)
    assert "never tried" in browser.get(url).text
    ExerciseFactory(organization=org, runbook=runbook, held_on=timezone.localdate(), passed=True)
    assert "covers it" in browser.get(url).text


def test_nothing_good_is_said_of_what_is_not_filled_in(browser, home, url, dependency):
    empty = browser.get(f"{home}inventory/{dependency.function_id}/").text
    assert "Not finished: as written down, “Classify” is never served." in empty
    assert "No score until it is filled in" in empty
    assert "None: no single component" not in empty


def test_the_page_costs_as_many_queries_for_one_option_as_for_twenty(
    browser, url, org, dependency, api
):
    counts = []
    for n in (1, 19):
        for _ in range(n):
            option(dependency, 0, on=[api], runbook=RunbookFactory(organization=org))
        touch(org)
        browser.get(url)  # brings the scores up to date
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_fallback_in_time_leaves_no_single_point(browser, url, org, dependency, api):
    option(dependency, 0, on=[api])
    option(
        dependency, 1, name="By hand", switch_minutes=10, runbook=RunbookFactory(organization=org)
    )
    text = browser.get(url).text
    assert "None: no single component makes it late or lost" in text


def test_an_option_with_components_found_by_search(browser, home, url, dependency, api, org):
    found = browser.get(f"{home}providers/components/?component=openai").text
    assert "OpenAI API" in found
    assert "Azure" not in found
    sent = {"name": "GPT", "capacity": "100", "switch_minutes": "0", "on": [api.pk]}
    browser.post(f"{home}inventory/dependencies/{dependency.pk}/options/", sent)
    assert list(Option.objects.for_org(org).get().on.all()) == [api]


def test_a_component_of_another_organisation_is_no_choice(browser, home, dependency, org):
    theirs = ComponentFactory(organization=FunctionFactory().organization, key="secret")
    assert theirs.name not in browser.get(f"{home}providers/components/?component=").text
    sent = {"name": "X", "capacity": "100", "switch_minutes": "0", "on": [theirs.pk]}
    page = browser.post(f"{home}inventory/dependencies/{dependency.pk}/options/", sent)
    assert "Select a valid choice" in page.text
    assert not Option.objects.for_org(org).exists()


def test_what_runs_has_no_switch_time(browser, home, dependency, org):
    sent = {"name": "Slow", "capacity": "100", "switch_minutes": "15"}
    page = browser.post(f"{home}inventory/dependencies/{dependency.pk}/options/", sent)
    assert "its switch time is 0" in page.text
    assert "15" in page.text
    assert not Option.objects.for_org(org).exists()


def test_order_by_button_and_by_pointer(browser, home, url, dependency, org):
    a, b, c = (option(dependency, n, name=name) for n, name in enumerate("abc"))

    def order():
        rows = Option.objects.for_org(org).order_by("position")
        return "".join(row.name for row in rows)

    browser.post(f"{home}inventory/options/{a.pk}/move/", {"to": 1})
    assert order() == "bac"
    sent = {"option": [c.pk, b.pk, a.pk]}
    browser.post(f"{home}inventory/dependencies/{dependency.pk}/order/", sent)
    assert order() == "cba"


def test_a_slow_fallback_is_made_what_runs_by_one_answer(browser, home, dependency, org):
    now = option(dependency, 0, name="now")
    slow = option(dependency, 1, name="slow", switch_minutes=60)
    url = f"{home}inventory/options/{slow.pk}/move/"
    page = browser.post(url, {"to": 0})
    assert "How long does it take to switch to “now”?" in page.text
    assert Option.objects.for_org(org).get(name="slow").position == 1
    page = browser.post(url, {"to": 0, "switch_minutes": "soon"})
    assert "soon" in page.text
    browser.post(url, {"to": 0, "switch_minutes": "1 h 30 min"})
    rows = Option.objects.for_org(org).order_by("position")
    assert list(rows.values_list("pk", "switch_minutes")) == [(slow.pk, 0), (now.pk, 90)]


def test_what_runs_dragged_below_a_slow_fallback_asks_the_same(browser, home, dependency, org):
    now = option(dependency, 0, name="now")
    slow = option(dependency, 1, name="slow", switch_minutes=60)
    sent = {"option": [slow.pk, now.pk]}
    page = browser.post(f"{home}inventory/dependencies/{dependency.pk}/order/", sent)
    assert "Make “slow” what runs" in page.text
    assert "How long does it take to switch to “now”?" in page.text


def test_a_refused_removal_is_said_beside_the_options(browser, home, url, dependency, org):
    only = option(dependency, 0, name="only")
    removal = f"{home}inventory/options/{only.pk}/remove/"
    text = browser.post(removal).text
    article = text[text.index('class="dependency"') : text.index("</article>")]
    assert "no longer reach" in article
    assert "Nothing was changed." in article
    assert browser.get(removal, follow=True).redirect_chain[0][0].startswith(url)


def test_a_viewer_is_not_asked(browser, home, dependency, ada):
    option(dependency, 0)
    slow = option(dependency, 1, switch_minutes=60)
    ada.role = Role.VIEWER
    ada.save()
    page = browser.post(f"{home}inventory/options/{slow.pk}/move/", {"to": 0})
    assert page.status_code == 403


def test_a_complete_dependency_stays_complete(browser, home, dependency, org):
    row = option(dependency, 0, name="only")
    sent = {"name": "only", "capacity": "10", "switch_minutes": "0"}
    page = browser.post(f"{home}inventory/options/{row.pk}/", sent)
    assert "no longer reach" in page.text


def test_removal_takes_the_inside_and_undo_brings_back_just_that(
    browser, home, url, dependency, org
):
    kept, gone = option(dependency, 0), option(dependency, 1)
    browser.post(f"{home}inventory/options/{gone.pk}/remove/")
    page = browser.post(f"{url}remove/", follow=True)
    assert f"{url}restore/" in page.text
    assert browser.get(url).status_code == 404
    assert not Dependency.objects.for_org(org).exists()
    browser.post(f"{url}restore/")
    assert list(Option.objects.for_org(org)) == [kept]


def test_functions_that_depend_on_each_other_are_named(browser, home, url, org, dependency):
    upper = FunctionFactory(organization=org, name="Payment")
    upper.depends_on.add(dependency.function)
    sent = {
        "name": "Claims",
        "criticality": 3,
        "rto_minutes": "1 h",
        "mtpd_minutes": "8 h",
        "minimum_capacity": "50",
        "depends_on": [upper.pk],
    }
    page = browser.post(f"{url}edit/", sent)
    assert "would depend on each other" in page.text
    assert "Payment" in page.text


def test_an_impact_curve_is_typed_in_lines(browser, home, url, org):
    sent = {
        "name": "Claims",
        "criticality": 3,
        "rto_minutes": "1 h",
        "mtpd_minutes": "8 h",
        "minimum_capacity": "62.5",
        "impact": "4 h: 6,000\n0: 1200.50",
    }
    browser.post(f"{url}edit/", sent)
    function = Function.objects.for_org(org).get()
    assert function.impact == [
        {"after_minutes": 0, "cost_per_hour": "1200.50"},
        {"after_minutes": 240, "cost_per_hour": "6000"},
    ]
    assert str(function.minimum_capacity) == "0.625000000"
    page = browser.post(f"{url}edit/", sent | {"impact": "0: 1\nnonsense"})
    assert "Line 2" in page.text


def test_markup_in_names_is_text(browser, url, dependency, org):
    bad = "<script>alert(1)</script>"
    option(dependency, 0, name=bad, on=[ComponentFactory(name=bad)])
    assert bad not in browser.get(url).text


def test_the_api_refuses_what_the_page_refuses(browser, api_root, dependency, org):
    json = {"content_type": "application/json"}
    sent = {"name": "X", "criticality": 3, "rto_minutes": 99, "mtpd_minutes": 9}
    refused = browser.post(f"{api_root}functions/", sent, **json)
    assert refused.status_code == 400
    made = browser.post(f"{api_root}functions/", sent | {"rto_minutes": 1}, **json)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert browser.patch(f"{api_root}functions/{pk}/", {"name": "Y"}, **json).status_code == 200
    assert browser.get(f"{api_root}functions/?q=y").json()["count"] == 1
    assert browser.delete(f"{api_root}functions/{pk}/").status_code == 204


@pytest.fixture
def api_root(org):
    return f"/api/v1/o/{org.slug}/"


def test_a_high_risk_use_is_ticked_and_said_in_words(browser, home, url, dependency):
    said = "high-risk AI system (EU AI Act)"
    assert said not in browser.get(url).text
    fields = {"name": "Classify", "required": 1, "essential": "on", "high_risk": "on"}
    browser.post(f"{home}inventory/dependencies/{dependency.pk}/", fields)
    assert said in browser.get(url).text


def test_a_high_risk_use_is_told_by_the_api(browser, api_root, dependency, org):
    at = f"{api_root}dependencies/{dependency.pk}/"
    assert browser.get(at).json()["high_risk"] is False
    browser.patch(at, {"high_risk": True}, content_type="application/json")
    assert Dependency.objects.for_org(org).get().high_risk


def test_an_owner_who_is_no_member_is_said_to_whoever_may_invite(
    browser, url, home, dependency, org, ada
):
    Function.objects.for_org(org).update(owner_email="left@example.org")
    text = browser.get(url).text
    assert "not a member" in text
    assert "Invite" not in text
    ada.role = Role.ADMIN
    ada.save()
    assert "Invite" in browser.get(url).text
