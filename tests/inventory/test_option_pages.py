"""Options on the page of a function: added, edited, put in order and removed."""

from continuity.inventory.models import Option
from continuity.orgs.models import Role
from tests.factories import ComponentFactory, FunctionFactory
from tests.inventory.conftest import option


def test_an_option_with_components_found_by_search(
    browser, home, function_url, dependency, openai, org
):
    found = browser.get(f"{home}providers/components/?component=openai").text
    assert "OpenAI API" in found
    assert "Azure" not in found
    sent = {"name": "GPT", "capacity": "100", "switch_minutes": "0", "on": [openai.pk]}
    browser.post(f"{home}inventory/dependencies/{dependency.pk}/options/", sent)
    assert list(Option.objects.for_org(org).get().on.all()) == [openai]


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


def test_order_by_button_and_by_pointer(browser, home, function_url, dependency, org):
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


def test_a_refused_removal_is_said_beside_the_options(browser, home, function_url, dependency, org):
    only = option(dependency, 0, name="only")
    removal = f"{home}inventory/options/{only.pk}/remove/"
    text = browser.post(removal).text
    article = text[text.index('class="dependency"') : text.index("</article>")]
    assert "no longer reach" in article
    assert "Nothing was changed." in article
    assert browser.get(removal, follow=True).redirect_chain[0][0].startswith(function_url)


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
