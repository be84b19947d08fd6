"""One request to a server outside: bounded in time and size, following no redirect, never to a place inside our net."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS_TO_CONNECT = 4
BODY_AT_MOST = 256 * 1024
WAIT_AT_MOST = timedelta(hours=1)
ADDRESSES_AT_MOST = 3
HIDDEN_IPV4 = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "2002::/16", "2001::/32")]
"""Addresses of IPv6 that stand for one of IPv4, which could be a private one; Python 3.11 calls some global."""


@dataclass(frozen=True)
class Answer:
    """What a server said: the beginning of it, and how long it wants to be left alone."""

    status: int
    body: bytes
    wait: timedelta = timedelta(0)


class NotHandedOver(Exception):
    """The server has certainly not got the request."""


class AnswerLost(Exception):
    """The server may have got the request."""


class Forbidden(Exception):
    """An address to which nothing of ours goes."""


def post(url: str, body: bytes, headers: dict[str, str], *, is_ours: bool = False) -> Answer:
    """Send a POST. `is_ours`: we chose the address; one that a stranger chose must be public.

    Raises Forbidden, NotHandedOver, AnswerLost.
    """
    parts = checked(url, is_ours=is_ours)
    connection = _Connection(parts, _resolved(parts, is_ours=is_ours))
    too_late = threading.Timer(settings.WEB_TIMEOUT, connection.abort)
    too_late.start()
    try:
        return _ask(connection, f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", body, headers)
    finally:
        too_late.cancel()
        connection.close()


def checked(url: str, *, is_ours: bool = False) -> SplitResult:
    """The parts of an address: https, a name, no account in it. Raises Forbidden.

    In tests (PUSH_LOOPBACK) the same goes for http on this machine.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Forbidden("no address") from error
    if (is_ours or settings.PUSH_LOOPBACK) and parts.scheme in {"http", "https"} and _is_loopback(host):
        return parts
    if parts.scheme != "https" or "." not in host or "@" in parts.netloc or port not in {None, 443}:
        raise Forbidden("no https address")
    if _as_ip(host) or not url.isascii() or not url.isprintable() or " " in url:
        raise Forbidden("no name of a host")
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address lies in the internet, and not in our own net, on this machine or nowhere."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in net for net in HIDDEN_IPV4):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _is_loopback(host: str) -> bool:
    ip = _as_ip(host)
    return host == "localhost" or bool(ip and ip.is_loopback)


def _as_ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _resolved(parts: SplitResult, *, is_ours: bool) -> list[tuple[str, int]]:
    """Where the name leads now. The connection goes to exactly these addresses: a second look could find others."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotHandedOver(type(error).__name__) from error
    is_here = (is_ours or settings.PUSH_LOOPBACK) and _is_loopback(host)
    if not is_here and not all(map(is_public, found)):
        raise Forbidden("private address")
    return [(address, port) for address in found[:ADDRESSES_AT_MOST]]


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were looked up before; `abort` ends it from another thread."""

    def __init__(self, parts: SplitResult, addresses: list[tuple[str, int]]) -> None:
        self.addresses, self.aborted = addresses, False
        self.tls = _trusting() if parts.scheme == "https" else None
        self.default_port = 443 if self.tls else 80
        super().__init__(parts.hostname or "", addresses[0][1], timeout=SECONDS_TO_CONNECT)

    def connect(self) -> None:
        for place, address in enumerate(self.addresses):
            try:
                self.sock = socket.create_connection(address, SECONDS_TO_CONNECT)
                break
            except OSError:
                if self.aborted or place == len(self.addresses) - 1:
                    raise
        self.sock.settimeout(settings.WEB_TIMEOUT)
        if self.tls:
            self.sock = self.tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()
        if self.aborted:
            raise TimeoutError

    def abort(self) -> None:
        """Too late: whoever reads or writes here gets an error, however slowly the other side drips."""
        self.aborted = True
        with contextlib.suppress(OSError, AttributeError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


@cache
def _trusting() -> ssl.SSLContext:
    return ssl.create_default_context()


def _ask(connection: _Connection, target: str, body: bytes, headers: dict[str, str]) -> Answer:
    try:
        connection.connect()
    except OSError as error:
        raise NotHandedOver(type(error).__name__) from error
    try:
        connection.request("POST", target, body, {**headers, "Connection": "close"})
        response = connection.getresponse()
    except (OSError, http.client.HTTPException, AttributeError) as error:
        raise AnswerLost("timeout" if connection.aborted else type(error).__name__) from error
    try:
        said = response.read(BODY_AT_MOST)
    except (OSError, http.client.HTTPException):
        said = b""  # the status is what counts
    return Answer(response.status, said, _wait(response.headers.get("Retry-After", "")))


def _wait(text: str) -> timedelta:
    """Retry-After in seconds; the form with a date is rare, and our own back-off does for it."""
    return min(timedelta(seconds=int(text)), WAIT_AT_MOST) if text.isdecimal() and len(text) < 8 else timedelta(0)
