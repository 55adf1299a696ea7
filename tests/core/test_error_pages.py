"""What people read when a page is not theirs, not there, or not to be had."""

from django.core.exceptions import PermissionDenied
from django.test import Client
from django.views.defaults import permission_denied, server_error


def test_what_is_not_there_says_so_in_our_frame(browser, home):
    page = browser.get(f"{home}nothing/")
    assert page.status_code == 404
    assert "There is nothing here" in page.text
    assert 'class="masthead"' in page.text


def test_a_stranger_reads_the_same_as_of_nothing(browser):
    assert "There is nothing here" in browser.get("/o/somebody-elses/").text


def test_a_refusal_gives_its_reason(rf, browser):
    request = rf.get("/")
    request.user = None
    page = permission_denied(request, PermissionDenied("This takes the role Owner."))
    assert "This takes the role Owner." in page.content.decode()


def test_a_fault_is_told_without_the_app(rf):
    page = server_error(rf.get("/"))
    assert page.status_code == 500
    assert "Nothing was half-written" in page.content.decode()


def test_a_form_of_yesterday_leads_back_to_the_page_it_stood_on(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada.user)
    came = {"referer": "http://testserver/organisations/new/?from=menu"}
    page = strict.post("/organisations/new/", {"name": "Typed"}, headers=came)
    assert page.status_code == 403
    assert "Nothing was changed" in page.text
    assert 'href="/organisations/new/?from=menu"' in page.text


def test_a_form_of_yesterday_sent_by_htmx_hears_that_its_session_is_gone(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada.user)
    sent = strict.post("/organisations/new/", {"name": "Typed"}, headers={"hx-request": "true"})
    assert sent.status_code == 401
