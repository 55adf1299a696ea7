"""Whoever signs up first on an installation looks after it."""

from continuity.orgs.models import User


def sign_up(client, email):
    client.post("/accounts/signup/", {"email": email, "password1": "a very long pass phrase"})
    client.logout()
    return User.objects.get(email=email)


def test_the_first_is_its_keeper_and_the_second_is_not(client, db):
    User.objects.create_user("olga@harbour.example")  # of the demonstration
    User.objects.create_user("visitor-1@visitor.invalid")
    assert sign_up(client, "first@example.org").is_staff
    assert not sign_up(client, "second@example.org").is_staff
