"""An address that opens something is not written down whole."""

import logging

import pytest

from continuity.core.logs import Closed


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/hooks/s3cret/", "/hooks/…/"),
        ("/invitations/s3cret/", "/invitations/…/"),
        ("/accounts/password/reset/key/1-s3cret/", "/accounts/password/reset/key/…/"),
        ("/accounts/confirm-email/s3cret/?a=b", "/accounts/confirm-email/…/?a=b"),
        ("/o/ours/hooks/", "/o/ours/hooks/"),
    ],
)
def test_the_secret_of_an_address_is_not_written_down(path, written):
    record = logging.LogRecord("x", 30, "x", 1, "%s: %s", ("Bad Request", path), None)
    assert Closed().filter(record)
    assert record.getMessage() == f"Bad Request: {written}"
