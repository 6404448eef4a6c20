"""Who a request comes from: what a stranger writes into a header counts for nothing."""

import pytest

from isthmus.base.peers import address_of, networks

PROXIES = networks("10.0.0.0/8, 127.0.0.1, fd00::/8")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("9.9.9.9", "8.8.8.8", "9.9.9.9"),
        ("9.9.9.9", "", "9.9.9.9"),
        ("10.0.0.2", "1.1.1.1, 8.8.8.8", "8.8.8.8"),
        ("10.0.0.2", "8.8.8.8, 10.0.0.3", "8.8.8.8"),
        ("10.0.0.2", "1.1.1.1, 8.8.8.8, 10.1.1.1, 127.0.0.1", "8.8.8.8"),
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("10.0.0.2", "8.8.8.8, nonsense", "10.0.0.2"),
        ("10.0.0.2", "10.0.0.3", "10.0.0.3"),
        ("10.0.0.2", ",,,", "10.0.0.2"),
        ("192.168.1.1", "8.8.8.8", "192.168.1.1"),
        ("::ffff:10.0.0.2", "[2001:db8::1]:443", "2001:db8::1"),
        ("::ffff:9.9.9.9", "8.8.8.8", "9.9.9.9"),
        ("", "8.8.8.8", ""),
        ("unix:", "8.8.8.8", ""),
    ],
)
def test_only_what_trusted_proxies_say_is_believed(peer, forwarded, address):
    assert address_of(peer, forwarded, PROXIES) == address


def test_without_trusted_proxies_nobody_is_believed():
    assert address_of("127.0.0.1", "8.8.8.8", ()) == "127.0.0.1"


def test_a_list_that_is_none_is_refused():
    with pytest.raises(ValueError, match="does not appear"):
        networks("10.0.0.0/8, everybody")
