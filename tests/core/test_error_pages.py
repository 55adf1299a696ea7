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


def test_a_form_of_yesterday_tells_what_was_kept(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada.user)
    page = strict.post("/organisations/new/", {"name": "Typed"})
    assert page.status_code == 403
    assert "what you typed is still in the form" in page.text
