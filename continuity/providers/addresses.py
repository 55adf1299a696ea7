"""Which addresses may be called on somebody's word. Pure.

The standard library calls some of these global that lead inside: NAT64 and 6to4 wrap an IPv4
address, 100.64/10 is a carrier's own, and clouds answer for their metadata on 168.63.129.16.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

NAT64 = IPv6Network("64:ff9b::/96")
REFUSED: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carriers; one cloud's metadata
        "168.63.129.16/32",  # one cloud's metadata
        "169.254.0.0/16",  # metadata of most clouds
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
        "240.0.0.0/4",
        "::/96",  # IPv4-compatible
        "64:ff9b:1::/48",  # local NAT64
        "100::/64",
        "2001::/23",  # Teredo, benchmarks, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",  # site-local
    )
)


def is_public(text: str) -> bool:
    """Whether ``text`` is one address out on the Internet, whatever it is wrapped in."""
    try:
        address: Address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return False
        address = _unwrapped(address)
    return _is_plainly_public(address)


def _unwrapped(address: IPv6Address) -> Address:
    """The IPv4 address that a mapped or NAT64 address reaches; others as they are."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_plainly_public(address: Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    if special or address.is_loopback or address.is_link_local or not address.is_global:
        return False
    return not any(address in net for net in REFUSED if net.version == address.version)
