"""Which addresses are called, in every way that an inner one can be written."""

import pytest

from continuity.providers.addresses import is_public
from continuity.providers.fetch import Refused, checked

PUBLIC = ["1.1.1.1", "8.8.8.8", "185.199.108.153", "2606:4700::6812:1", "2a00:1450:4001:800::200e"]
INNER_BLOCKS = (
    "127.0.0.1 127.8.9.1 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1",
    "169.254.169.254 169.254.1.1 100.64.0.1 100.100.100.200 100.127.255.255 168.63.129.16",
    "192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.9",
    "224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255",
    ":: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254",
    "64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1:: 2002:808:808:: 2001::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe 2001:db8::1 3fff::1 100::1 5f00::1",
    "fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 2606:4700::1%1 fec0::1 ff02::1 ff0e::1",
)
INNER = [address for block in INNER_BLOCKS for address in block.split()]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_called(address):
    assert is_public(address)


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_may_not(address):
    assert not is_public(address)


def test_a_wrapped_public_address_counts_as_what_it_wraps():
    assert is_public("::ffff:8.8.8.8")
    assert is_public("64:ff9b::808:808")


@pytest.mark.parametrize(
    "text", ["", "localhost", "1.1.1", "1.1.1.1.1", "0x7f000001", "1.1.1.1/32"]
)
def test_what_is_no_address_is_not_called(text):
    assert not is_public(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://status.example.com/api/v2/summary.json",
        "https://status.example.com:443/",
        "https://bücher.example/",
        "HTTPS://STATUS.EXAMPLE.COM/",
        "https://status.example.com/a%20b?x=1",
    ],
)
def test_a_name_over_https_is_fit(url):
    assert checked(url).scheme == "https"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "status.example.com",
        "//status.example.com/",
        "http://status.example.com/",
        "https://status.example.com:8443/",
        "https://status.example.com:99999/",
        "https://me@status.example.com/",
        "https://me:secret@status.example.com/",
        "https://@status.example.com@127.0.0.1/",
        "ftp://status.example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
        "https:///x",
        "https://status.example.com/\r\nHost: inner",
        "https://status.example.com\\@127.0.0.1/",
        "https://status.example.com /",
        "https://localhost/",
        "https://metadata/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.0x1/",
        "https://017700000001/",
        "https://127。0。0。1/",
        "https://１２７.0.0.1/",
        "https://%31%32%37.0.0.1/",
        "https://8.8.8.8/",
        "https://[::1]/",
        "https://[::ffff:7f00:1]/",
        "https://[fe80::1%25eth0]/",
        "https://127.0.0.1./",
        "https://example..com/",
        "https://status.example.com/" + "x" * 3000,
    ],
)
def test_any_other_address_is_refused(url):
    with pytest.raises(Refused):
        checked(url)


def test_a_private_server_may_be_named():
    allow = frozenset({"127.0.0.1:9001"})
    assert checked("http://127.0.0.1:9001/x", allow).port == 9001
    for url in ("http://127.0.0.1:9002/", "http://127.0.0.1/", "http://u@127.0.0.1:9001/"):
        with pytest.raises(Refused):
            checked(url, allow)
