"""Requests to addresses that somebody else chose: never into our own net, never over an open line, never elsewhere."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.utils import timezone
from pytest_django import Settings

from notifications.channels import web
from tests.notifications.web_sink import Said, WebSink


@pytest.fixture
def sink() -> Iterator[WebSink]:
    """A server that nobody may be led to."""
    server = WebSink()
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    "url",
    [
        "http://push.example.com/x",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://203.0.113.7/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://intranet/x",
        "https://push.example.com:8443/x",
        "https://push.example.com:99999/x",
        "https://me@push.example.com/x",
        "https://push.example.com/a b",
        "https://push.example.com/\r\nHost: intern",
        "https://pусh.example.com/x",
        "file:///etc/passwd",
        "gopher://push.example.com/",
        "//push.example.com/x",
        "https://[/",
        "",
    ],
)
def test_only_an_https_address_with_a_name_is_asked(url: str) -> None:
    with pytest.raises(web.Forbidden):
        web.post(url, b"", {})


def test_an_address_without_a_name_is_not_even_looked_up() -> None:
    for url in ("https://8.8.8.8/x", "https://[2606:4700::1111]/x"):
        with pytest.raises(web.Forbidden):
            web.checked(url)
    assert web.checked("https://push.example.com/x").hostname == "push.example.com"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_a_name_that_leads_into_our_own_net_is_not_asked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    def looked_up(*_asked: Any, **_how: Any) -> list[Any]:
        public, hidden = ("8.8.8.8", 443), (address, 443)
        return [(0, 0, 0, "", place) for place in (public, hidden)]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", lambda *_where: pytest.fail("somebody was asked"))
    with pytest.raises(web.Forbidden):
        web.post("https://push.example.com/x", b"", {})


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_internet_is_public(address: str) -> None:
    assert web.is_public(address)


def test_the_connection_goes_where_the_name_led_when_it_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    answers = iter([[(0, 0, 0, "", ("8.8.8.8", 443))], [(0, 0, 0, "", ("127.0.0.1", 443))]])

    def connect(address: tuple[str, int], _timeout: float) -> Any:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_how: next(answers))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(web.NotHandedOver, match="ConnectionRefusedError"):
        web.post("https://push.example.com/x", b"", {})
    assert asked == [("8.8.8.8", 443)]


def test_this_machine_is_asked_in_tests_only(sink: WebSink, settings: Settings) -> None:
    with pytest.raises(web.Forbidden):
        web.post(sink.url, b"", {})
    settings.PUSH_LOOPBACK = True
    assert web.post(sink.url, b"", {}).status == 201
    assert len(sink.requests) == 1


def test_an_answer_is_read_up_to_a_bound(sink: WebSink, settings: Settings) -> None:
    settings.PUSH_LOOPBACK = True
    sink.behaviour = lambda _asked, _handler: Said(200, b"x" * (web.BODY_AT_MOST + 1000))
    assert len(web.post(sink.url, b"", {}).body) == web.BODY_AT_MOST


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for this machine, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    alternatives: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "127.0.0.1":
        alternatives = [x509.IPAddress(ipaddress.ip_address(name))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(timezone.now() - datetime.timedelta(days=1))
        .not_valid_after(timezone.now() + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .sign(key, SHA256())
    )
    folder.joinpath("cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    folder.joinpath("key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize(
    ("name", "trusted", "status"), [("127.0.0.1", True, 201), ("127.0.0.1", False, None), ("other.example", True, None)]
)
def test_a_server_shows_a_certificate_of_its_own_name(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trusted: bool, status: int | None
) -> None:
    cert, key = certificate(tmp_path, name)
    ours = ssl.create_default_context(cafile=str(cert)) if trusted else ssl.create_default_context()
    monkeypatch.setattr(web, "_trusting", lambda: ours)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(cert, key)
    server = WebSink()
    server.server.socket = theirs.wrap_socket(server.server.socket, server_side=True)
    server.server.handle_error = lambda *_who: None  # type: ignore[method-assign]
    server.start()
    settings.PUSH_LOOPBACK = True
    try:
        if status:
            assert web.post(server.url.replace("http:", "https:"), b"", {}).status == status
            return
        with pytest.raises(web.NotHandedOver, match="SSLCertVerificationError"):
            web.post(server.url.replace("http:", "https:"), b"", {})
        assert server.requests == []
    finally:
        server.stop()
