"""Words in the API: said and renewed by POST, withdrawn by DELETE, with a token that may write."""

import pytest

from continuity.people.actions import create_token
from continuity.sightings import actions
from continuity.sightings.models import Sighting

JSON = "application/json"
pytestmark = pytest.mark.django_db


@pytest.fixture
def url(api):
    return f"{api}sightings/"


def headers(actor, may_write):
    token = create_token(actor, name="Script", may_write=may_write)
    return {"authorization": f"Bearer {token.secret}"}


def test_a_token_that_may_write_says_it_and_says_it_again(client, actor, url, part, org):
    may = headers(actor, True)
    for words in ("Timeouts", "Still"):
        body = {"component": part.pk, "state": "degraded", "words": words}
        answer = client.post(url, body, content_type=JSON, headers=may)
        assert answer.status_code == 201
        assert (answer.json()["by"], answer.json()["words"]) == ("ada@example.org", words)
    assert Sighting.objects.for_org(org).count() == 1


def test_the_same_again_at_once_answers_with_what_stands(client, actor, url, part):
    may = headers(actor, True)
    ids = {
        client.post(url, {"component": part.pk}, content_type=JSON, headers=may).json()["id"]
        for _n in range(2)
    }
    assert len(ids) == 1


def test_a_token_that_may_only_read_lists_them(client, actor, url, part):
    word = actions.report(actor, part)
    may = headers(actor, False)
    assert (
        client.post(url, {"component": part.pk}, content_type=JSON, headers=may).status_code == 403
    )
    listed = client.get(url, {"live": 1}, headers=may).json()["results"]
    assert [row["id"] for row in listed] == [word.pk]


def test_a_token_withdraws_its_own_word_and_no_other(client, actor, url, part, person, org):
    mine, theirs = actions.report(actor, part), actions.report(person(), part)
    may = headers(actor, True)
    assert client.delete(f"{url}{mine.pk}/", headers=may).status_code == 204
    assert client.delete(f"{url}{mine.pk}/", headers=may).status_code == 400
    assert client.delete(f"{url}{theirs.pk}/", headers=may).status_code == 403
    assert client.get(url, {"live": 1}, headers=may).json()["count"] == 1


def test_a_state_or_component_that_is_none_is_refused(client, actor, url, part):
    may = headers(actor, True)
    for body in ({"component": part.pk, "state": "operational"}, {"component": 999}, {}):
        answer = client.post(url, body, content_type=JSON, headers=may)
        assert answer.status_code == 400
