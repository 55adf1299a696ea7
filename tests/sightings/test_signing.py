"""Signatures: the right one passes, and every single bit that differs is refused."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.sightings.signing import TOLERANCE, fault, is_standard, signed

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
SECRET = "whsec_" + base64.b64encode(bytes(range(24))).decode()
BODY = b'{"state": "down"}'
WAYS = ["standard", "timed", "bearer"]


def flipped(text: str, bit: int) -> str:
    """One bit of ``text`` in its Latin-1 bytes turned."""
    raw = bytearray(text.encode("latin-1"))
    raw[bit // 8 % len(raw)] ^= 1 << bit % 8
    return raw.decode("latin-1")


@pytest.mark.parametrize("how", WAYS)
def test_what_was_signed_is_believed(how):
    headers = signed(how, SECRET, "msg_1", SECONDS, BODY)
    assert fault(how, SECRET, headers, BODY, NOW) == ""


def test_the_published_example_of_standard_webhooks_is_believed():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    at = datetime.fromtimestamp(1614265330, UTC)
    assert fault("standard", secret, headers, b'{"test": 2432232314}', at) == ""


@pytest.mark.parametrize("how", ["standard", "timed"])
def test_every_one_bit_change_of_the_body_is_refused(how):
    headers = signed(how, SECRET, "msg_1", SECONDS, BODY)
    for bit in range(8 * len(BODY)):
        changed = bytearray(BODY)
        changed[bit // 8] ^= 1 << bit % 8
        assert fault(how, SECRET, headers, bytes(changed), NOW)


@pytest.mark.parametrize("how", WAYS)
def test_every_one_bit_change_of_a_header_is_refused(how):
    headers = signed(how, SECRET, "msg_1", SECONDS, BODY)
    for name, value in headers.items():
        scheme = len("Bearer ") if how == "bearer" else 0  # its case does not matter
        for bit in range(8 * scheme, 8 * len(value)):
            changed = {**headers, name: flipped(value, bit)}
            assert fault(how, SECRET, changed, BODY, NOW), (name, bit)


@pytest.mark.parametrize("how", WAYS)
def test_without_its_headers_nothing_is_believed(how):
    headers = signed(how, SECRET, "msg_1", SECONDS, BODY)
    for name in headers:
        assert fault(how, SECRET, {**headers, name: ""}, BODY, NOW) == "unsigned"
    assert fault(how, SECRET, {}, BODY, NOW) == "unsigned"


@pytest.mark.parametrize("how", ["standard", "timed"])
@pytest.mark.parametrize(("off", "told"), [(TOLERANCE, ""), (TOLERANCE + 1, "wrong_time")])
def test_five_minutes_either_way_are_tolerated_and_no_more(how, off, told):
    headers = signed(how, SECRET, "msg_1", SECONDS, BODY)
    for sign in (1, -1):
        at = NOW + timedelta(seconds=sign * off)
        assert fault(how, SECRET, headers, BODY, at) == told


def test_of_several_signatures_of_a_turned_secret_one_is_enough():
    headers = signed("standard", SECRET, "m", SECONDS, BODY)
    headers["webhook-signature"] = f"v1,AAAA v2,xyz {headers['webhook-signature']}"
    assert fault("standard", SECRET, headers, BODY, NOW) == ""


def test_a_secret_that_is_none_opens_nothing():
    for secret in ("", "whsec_", "whsec_é", "not base64!"):
        assert not is_standard(secret)
        headers = signed("standard", "whsec_", "m", SECONDS, BODY)
        assert fault("standard", secret, headers, BODY, NOW) == "wrong_signature"


@given(
    st.sampled_from(WAYS),
    st.dictionaries(
        st.sampled_from(
            [
                "webhook-id",
                "webhook-timestamp",
                "webhook-signature",
                "x-signature",
                "authorization",
            ]
        ),
        st.text() | st.sampled_from(["t=1,v1=2", "Bearer ", "v1,", str(SECONDS), "٣"]),
    ),
    st.binary(),
)
def test_whatever_is_offered_it_answers_and_does_not_believe(how, headers, body):
    assert fault(how, SECRET, headers, body, NOW)
