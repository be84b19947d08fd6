"""The file of nginx under a real nginx: TLS, private photos, and nothing else from the disk."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from senkom.embedded.place import PROJECT
from senkom.embedded.process import spawn, stop
from tests.embedded.stack import free_port, wait_until
from tests.production.conftest import NO_NGINX
from tests.production.server import HOST, Server

Headers = dict[str, str] | None
PEOPLE = """
import json
from django.conf import settings
from django.test import Client
from io import BytesIO
from members.services import set_photo
from senkom.lib.uploads.pictures import drawn_anew
from tests.factories.members import make_member, make_unit, make_user
from tests.factories.pictures import jpeg
make_unit("0.35.74.03."); make_unit("0.35.74.05.")
wiwik, fery = make_user(make_member("0.35.74.03.")), make_user(make_member("0.35.74.05."))
photo = set_photo(wiwik.member, drawn_anew(BytesIO(jpeg()), size=len(jpeg()), longest=800), by=wiwik)
cookies = []
for user in (wiwik, fery):
    client = Client(); client.force_login(user)
    cookies.append(settings.SESSION_COOKIE_NAME + "=" + client.cookies[settings.SESSION_COOKIE_NAME].value)
print(json.dumps([photo.get_absolute_url(), photo.name, *cookies]))
"""

HEADERS_OF_A_FILE = (
    "Cache-Control",
    "Content-Disposition",
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
)

pytestmark = pytest.mark.xdist_group("production")


class Seen:
    """An answer with its body."""

    def __init__(self, answer: HTTPResponse, body: bytes) -> None:
        self.status, self.headers, self.body = answer.status, answer.headers, body


class Door:
    """A running nginx, with and without TLS."""

    def __init__(self) -> None:
        self.plain, self.tls = free_port(), free_port()

    def get(self, path: str, *, cookie: str = "", tls: bool = True, body: bytes = b"", given: Headers = None) -> Seen:
        """One request; with a body it is a POST."""
        careless = ssl._create_unverified_context()  # noqa: S323 - the certificate is made for this test
        connection = (
            HTTPSConnection("127.0.0.1", self.tls, context=careless, timeout=20)
            if tls
            else HTTPConnection("127.0.0.1", self.plain, timeout=20)
        )
        with closing(connection):
            connection.request(
                "POST" if body else "GET", path, body or None, {"Host": HOST, "Cookie": cookie} | (given or {})
            )
            answer = connection.getresponse()
            return Seen(answer, answer.read())

    def open(self, begun: bytes) -> ssl.SSLSocket:
        """A connection on which somebody has begun to say something."""
        careless = ssl._create_unverified_context()  # noqa: S323 - the certificate is made for this test
        connection = careless.wrap_socket(socket.create_connection(("127.0.0.1", self.tls), timeout=20))
        connection.sendall(begun)
        return connection

    def stands(self) -> bool:
        """Whether nginx answers."""
        try:
            return self.get("/nginx-alive", tls=False).status == 204
        except OSError:
            return False


def write_certificate(folder: Path) -> None:
    """A certificate that nobody else has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    folder.mkdir()
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


def put_up(folder: Path, server: Server, door: Door) -> Path:
    """The project's own files; only ports and folders are this machine's."""
    shutil.copytree(PROJECT / "senkom/deploy/nginx", folder / "nginx")
    write_certificate(folder / "certificates")
    here = {
        "web:8000": f"127.0.0.1:{server.port}",
        "listen 8080": f"listen 127.0.0.1:{door.plain}",
        "listen 8443": f"listen 127.0.0.1:{door.tls}",
        "/etc/certificates": str(folder / "certificates"),
        "/var/lib/senkom": str(server.place.data),
        "/tmp/nginx": f"{folder}/nginx",  # noqa: S108
        "/dev/stdout": str(folder / "access.log"),
        "client_header_timeout 15s": "client_header_timeout 1s",
        "client_body_timeout   30s": "client_body_timeout 1s",
    }
    for path in (folder / "nginx").rglob("*.conf"):
        text = path.read_text()
        for theirs, ours in here.items():
            text = text.replace(theirs, ours)
        path.write_text(text)
    return folder / "nginx/nginx.conf"


@pytest.fixture(scope="module")
def door(production: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """nginx in front of the service `web`."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_NGINX)
    found, folder = Door(), tmp_path_factory.mktemp("nginx")
    settings = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
    command: list[str | Path] = [
        program,
        "-c",
        put_up(folder, production, found),
        "-p",
        folder,
        "-e",
        folder / "error.log",
        "-g",
        settings,
    ]
    with production.services("web"), (folder / "said.log").open("wb") as said:
        process = spawn(command, output=said)
        try:
            wait_until(lambda: production.status("/healthz") == 200, "the web server")
            wait_until(found.stands, "nginx")
            yield found
        finally:
            stop(process, patience=10)


@pytest.fixture(scope="module")
def photo(production: Server, door: Door) -> list[str]:
    """The address and the name of a private photo, and the cookies of one with the right and one without."""
    found: list[str] = json.loads(production.script(PEOPLE).splitlines()[-1])
    return found


def test_a_private_photo_is_for_who_may_see_its_owner(door: Door, photo: list[str]) -> None:
    address, _name, wiwik, fery = photo
    seen = door.get(address, cookie=wiwik)
    assert (seen.status, seen.body[:3]) == (200, b"\xff\xd8\xff")
    assert seen.headers["Content-Type"] == "image/jpeg"
    assert "X-Accel-Redirect" not in seen.headers
    assert door.get(address, cookie=fery).status == 404
    assert door.get(address).status == 302


def test_a_photo_comes_with_each_header_of_the_application_once(
    door: Door, photo: list[str], production: Server
) -> None:
    """U78: nginx drops most headers of an answer whose file it sends itself; the site's file gives them back."""
    address, _name, wiwik, _fery = photo
    seen = door.get(address, cookie=wiwik)
    asked = {"Host": HOST, "Cookie": wiwik, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    with closing(HTTPConnection("127.0.0.1", production.port, timeout=20)) as connection:
        connection.request("GET", address, headers=asked)
        said = connection.getresponse().headers
    assert said["X-Accel-Redirect"]
    for name in HEADERS_OF_A_FILE:
        assert said[name], name
        assert seen.headers.get_all(name) == [said[name]], name


def test_who_sends_a_byte_now_and_then_is_sent_away(door: Door) -> None:
    """U73, H90: a head, and a body, that never come to their end; others are answered meanwhile."""
    head = f"POST /accounts/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 100\r\n".encode()
    with ExitStack() as slow:
        waiting = [slow.enter_context(door.open(begun)) for begun in (head, head + b"\r\nlogin=")]
        assert door.get("/healthz").status == 200
        for connection in waiting:
            said = connection.recv(1000)
            assert said == b"" or b" 408 " in said.splitlines()[0]


def test_no_address_reaches_the_folder_of_files_or_of_the_code(door: Door, photo: list[str]) -> None:
    _address, name, wiwik, _fery = photo
    for path in (
        f"/_media/{name}",
        f"/media/{name}",
        f"/static/../media/{name}",
        "/.env",
        "/.git/config",
        "/manage.py",
    ):
        assert door.get(path, cookie=wiwik).status in (400, 404), path


def test_pages_and_static_files_come_through_with_each_header_once(door: Door) -> None:
    page = door.get("/")
    assert page.status == 200
    for header in ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert len(page.headers.get_all(header, [])) == 1, header
    assert page.headers["Server"] == "nginx"
    style = page.body.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    assert door.get(style).headers["Cache-Control"].startswith("max-age=315360000")


def test_a_visitor_does_not_name_his_own_request(door: Door) -> None:
    answers = [door.get("/", given={"X-Request-ID": "0123456789abcdef"}) for _time in range(2)]
    names = {answer.headers["X-Request-ID"] for answer in answers}
    assert len(names | {"0123456789abcdef"}) == 3


def test_without_tls_there_is_only_the_way_to_tls(door: Door) -> None:
    seen = door.get("/members/", tls=False)
    assert (seen.status, seen.headers["Location"]) == (301, f"https://{HOST}/members/")


def spoken(door: Door, version: ssl.TLSVersion) -> str | None:
    """The version of TLS that nginx agrees to with somebody who speaks this one only, and takes any cipher."""
    client = ssl._create_unverified_context()  # noqa: S323 - the certificate is made for this test
    client.set_ciphers("ALL:@SECLEVEL=0")
    client.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    client.maximum_version = version
    with client.wrap_socket(socket.create_connection(("127.0.0.1", door.tls), timeout=20)) as connection:
        return connection.version()


def test_tls_older_than_1_2_is_not_spoken(door: Door) -> None:
    assert spoken(door, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    assert spoken(door, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    with pytest.warns(DeprecationWarning, match="TLSv1_1"), pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
        spoken(door, ssl.TLSVersion.TLSv1_1)


def test_a_foreign_host_and_a_body_that_is_too_large_are_refused(door: Door) -> None:
    assert door.get("/", given={"Host": "evil.example"}).status == 400
    assert door.get("/accounts/login/", body=b"x" * 14 * 1024 * 1024).status == 413
