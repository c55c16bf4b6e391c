"""
The addresses by which a machine can be reached.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from pathlib import Path

#: The addresses on which a server listens everywhere, with the one by which its own machine reaches it.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what it means, not where to listen
#: Request of `ioctl` for an interface's address, and where in its answer that stands (`netdevice(7)`).
_SIOCGIFADDR, _ADDRESS = 0x8915, slice(20, 24)
_INTERFACES_6 = Path("/proc/net/if_inet6")


def addresses(host: str) -> tuple[str, ...]:
    """
    Return the numeric addresses by which a server on a numeric address is reached; its own machine's first.

    A server on `::` takes IPv4 too.
    """
    if host not in EVERYWHERE:
        return (host,)
    own = EVERYWHERE[host]
    found = {own, *_of_the_name(), *(_of_interfaces() if sys.platform == "linux" else ())}
    if host == "::":
        found.add("127.0.0.1")
    known = {ipaddress.ip_address(each) for each in found}
    version = ipaddress.ip_address(own).version
    # A link-local address leads nowhere without the name of an interface of the asking machine.
    reached = (each for each in known if not each.is_link_local and each.version in {4, version})
    ordered = sorted(reached, key=lambda each: (str(each) != own, not each.is_loopback, each.version, int(each)))
    return tuple(map(str, ordered))


def _of_the_name() -> set[str]:
    """
    Return the addresses to which the machine's name leads, where it leads anywhere.
    """
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
    except OSError:
        return set()
    return {str(place[0]).partition("%")[0] for *_, place in found}


def _of_interfaces() -> set[str]:
    """
    Return the addresses of every interface of a Linux machine.
    """
    import fcntl  # noqa: PLC0415 - not everywhere

    found = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asked.fileno(), _SIOCGIFADDR, struct.pack("256s", name.encode()))
            except OSError:
                continue
            found.add(socket.inet_ntoa(answer[_ADDRESS]))
    if _INTERFACES_6.exists():
        lines = _INTERFACES_6.read_text(encoding="ascii").splitlines()
        found |= {str(ipaddress.IPv6Address(int(line.split()[0], 16))) for line in lines}
    return found
